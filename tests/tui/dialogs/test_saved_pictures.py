"""Saving a picture of the screen, and the messages that say so."""

import re
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from textual.pilot import Pilot

from stepper.tui.terminal.picture import svg
from stepper.typeset.cells import cells
from tests.support.covered import covers
from tests.support.dialogs import ENTER, message_of, unspaced
from tests.support.screens import (
    do,
    lines_of,
    opened,
    press,
    text_of,
    typed,
    until,
)


@covers("export")
async def test_x_saves_a_picture_here_says_where_and_never_writes_over_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", step=16) as pilot:
        for name, way in (
            ("stepper-three_hidden-16.svg", "enter"),
            ("stepper-three_hidden-16-2.svg", "1"),
        ):
            await do(pilot, "export")
            await press(pilot, way)
            path = tmp_path / name
            await until(pilot, path.exists)
            text = path.read_text(encoding="utf-8")
            assert text.startswith("<svg")
            assert "0.24618716" in text  # the step
            assert (
                "a&#160;picture&#160;of&#160;the&#160;screen" not in text
            )  # and not the window over it
            assert await message_of(pilot) == unspaced(f"Saved as {name}")
            path.write_text("mine", encoding="utf-8")
        await do(pilot, "export")
        await press(pilot, "enter")
        await until(pilot, lambda: len(list(tmp_path.iterdir())) == 3)
    assert sorted(path.read_text(encoding="utf-8")[:4] for path in tmp_path.iterdir()) == [
        "<svg",
        "mine",
        "mine",
    ]


def shows(pilot: Pilot[None], text: str) -> bool:
    return text in text_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_message_takes_the_place_of_the_one_before_breaks_no_name_and_hides_little(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", size, step=16) as pilot:
        before = lines_of(pilot)
        for name in ("stepper-three_hidden-16.svg", "stepper-three_hidden-16-2.svg"):
            await do(pilot, "export")
            await press(pilot, ENTER)
            await until(pilot, partial(shows, pilot, name))
            assert text_of(pilot).count("Saved as") == 1
        differing = [
            y for y, (a, b) in enumerate(zip(before, lines_of(pilot), strict=True)) if a != b
        ]
        assert differing in ([size[1] - 2], [size[1] - 3, size[1] - 2])


async def test_x_says_so_where_no_picture_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "export")
        await press(pilot, *typed("1"))
        problem = "stepper-three_hidden-16.svg: cannot be written: No such file or directory"
        assert await message_of(pilot) == unspaced(problem)


async def test_a_saved_picture_shows_no_message_that_was_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "export")
        await press(pilot, ENTER)
        await until(pilot, partial(shows, pilot, "Saved as"))
        await do(pilot, "export")
        await press(pilot, ENTER)
        second = tmp_path / "stepper-three_hidden-16-2.svg"
        await until(pilot, second.exists)
        text = second.read_text(encoding="utf-8")
        assert "Saved" not in text
        first = (tmp_path / "stepper-three_hidden-16.svg").read_text(encoding="utf-8")
        assert texts_in(text) == texts_in(first)


def texts_in(picture: str) -> list[tuple[float, float, str]]:
    """Return the x, the length and the letters of each text of a picture."""
    found = re.findall(r'<text [^>]* x="([^"]+)" [^>]*textLength="([^"]+)"[^>]*>([^<]*)<', picture)
    return [(float(x), float(length), unescape(text)) for x, length, text in found]


async def test_in_a_picture_every_sign_has_the_cells_that_it_takes() -> None:
    async with opened("three_hidden", step=16, language="ko") as pilot:
        picture, lines = svg(pilot.app), lines_of(pilot)
    cell = 12.2
    drawn = texts_in(picture)
    assert any("\uac00" <= letter <= "\ud7a3" for _, _, text in drawn for letter in text)
    for x, length, text in drawn:
        assert length == pytest.approx(cell * cells(text), abs=0.1)
        assert x / cell == pytest.approx(round(x / cell), abs=0.01)
        assert "\xa0\xa0" not in text and text == text.strip("\xa0")
        assert len(text) == 1 or all(cells(letter) == 1 for letter in text)
        begin = round(x / cell)
        plain = text.replace("\xa0", " ")
        assert any(at_cell(line, begin).startswith(plain) for line in lines)


def at_cell(line: str, begin: int) -> str:
    """Return a line from a cell on."""
    for k in range(len(line)):
        if cells(line[:k]) >= begin:
            return line[k:]
    return ""
