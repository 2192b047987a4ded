"""What there is no room for: half a number is a wrong one."""

import re
from pathlib import Path

import pytest
from textual.geometry import Region

from stepper import load_scenario
from stepper.files.scenario_toml import toml
from stepper.input.numbers import read_typed
from stepper.tui.canvas.board import Board
from stepper.tui.canvas.canvas import Canvas
from tests.support.screens import lines_of, opened, press, resize, stepper

NUMBER = re.compile(r"[−-]?\d+\.\d+(?:(?:·10|\*10\^)[⁻−\-⁰¹²³⁴-⁹\d]+)?(…|\.\.\.)?")
SIZES = [(width, height) for width in range(6, 36, 4) for height in (5, 12)]


@pytest.mark.parametrize(
    ("x", "text", "shown"),
    [
        (1, "0.15", " 0.15"),
        (2, "0.15", "     "),
        (2, "−0.5", "     "),
        (0, "W 0.15", "W    "),
        (0, "W 0.1 5", "W 0.1"),
        (0, "7·10⁻⁵ 1", "     "),
        (2, "─────", "  ───"),
        (4, "가나", "     "),
    ],
)
def test_of_a_word_or_a_number_that_is_cut_off_nothing_is_drawn(
    x: int, text: str, shown: str
) -> None:
    sheet = Canvas(5, 1)
    sheet.put(x, 0, text)
    assert "".join(piece.text for piece in sheet.lines()[0]) == shown


@pytest.mark.parametrize(
    ("file", "ascii", "keys"),
    [("mazur", False, "1"), ("xor", False, "1"), ("xor", True, "ww"), ("three_hidden", False, "w")],
)
async def test_a_number_that_is_cut_off_says_so(file: str, ascii: bool, keys: str) -> None:
    found = 0
    async with opened(file, (80, 24), step=24, ascii=ascii) as pilot:
        await press(pilot, *keys)
        step = stepper(pilot).step
        values = [step.value_of(s) for s in step.trace.model.columns if step.is_known(s)]
        values += [step.trace.scenario.learning_rate or 0.0]
        for size in SIZES:
            await resize(pilot, *size)
            for line in lines_of(pilot):
                for number in NUMBER.finditer(line):
                    read = read_typed(number[0])
                    assert number[1] or (read and any(map(read.agrees, values))), (size, line)
                    found += 1
    assert found > 2


async def test_a_board_isolates_what_runs_from_right_to_left(tmp_path: Path) -> None:
    scenario = load_scenario("one_hidden")
    file = tmp_path / "notes.toml"
    file.write_text(toml(scenario._replace(title="שלום")), encoding="utf-8")
    async with opened(str(file), (100, 30)) as pilot:
        boards = pilot.app.screen.query(Board)
        strips = (board.render_lines(Region(0, 0, *board.size)) for board in boards)
        texts = ["".join(segment.text for segment in strip) for each in strips for strip in each]
        assert any("\u2068שלום\u2069" in text for text in texts)
