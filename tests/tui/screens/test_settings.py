"""What the screen shows and how: views, enlarged parts, digits, notation, language, colours."""

import pytest

from stepper.typeset.colours import COLOURS
from tests.support.covered import covers
from tests.support.dialogs import message_of
from tests.support.screens import (
    do,
    highlighted,
    lines_of,
    opened,
    parts_of,
    pieces_of,
    settle,
    step_of,
    stepper,
    text_of,
)
from tests.support.seen import assert_alike, seen


@covers("view")
@pytest.mark.parametrize(
    ("file", "views"), [("three_hidden", ["network", "chain"]), ("xor", ["neuron", "network"])]
)
async def test_v_goes_round_the_views_that_suit_the_network(file: str, views: list[str]) -> None:
    async with opened(file, step=5) as pilot:
        before = lines_of(pilot)
        shown, seen_views = [], []
        for _ in views:
            await do(pilot, "view")
            seen_views.append(stepper(pilot).look.view)
            shown.append(lines_of(pilot))
            assert step_of(pilot) == 5
            assert highlighted(pilot) == {stepper(pilot).step.symbol}
        assert seen_views == views
        assert before != shown[0]
        assert before == shown[-1]


ROOM = {"function", "deltas", "curves"}  # where the enlarged part leaves room for them
ENLARGED = {
    "graph": ("graph", {"header", "graph", "equation", "ribbon", "footer"}),
    "equation": ("equation", {"header", "equation", "ribbon", "footer", *ROOM}),
    "list": ("list", {"header", "list", "ribbon", "footer", *ROOM}),
    "charts": ("function", {"header", "function", "deltas", "curves", "ribbon", "footer"}),
    "curves": ("curves", {"header", "curves", "ribbon", "footer"}),
}


@covers(*ENLARGED)
async def test_a_part_has_the_window_for_itself_until_its_key_or_escape() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        before = seen(pilot)
        assert list(pieces_of(pilot, "divider"))
        for name, (part, parts) in ENLARGED.items():
            for way_back in (name, "close"):
                await do(pilot, name)
                assert (name, parts_of(pilot)) == (name, parts)
                assert list(pieces_of(pilot, part))
                assert not list(pieces_of(pilot, "divider"))
                await do(pilot, way_back)
                assert_alike(seen(pilot), before)
        for name, (_, parts) in ENLARGED.items():
            await do(pilot, name)
            assert (name, parts_of(pilot)) == (name, parts)


@covers("all_digits")
async def test_f_shows_all_digits_and_takes_them_back() -> None:
    async with opened("three_hidden", step=16) as pilot:
        whole = repr(stepper(pilot).step.value).replace("-", "−")
        before = lines_of(pilot)
        assert whole not in text_of(pilot)
        await do(pilot, "all_digits")
        assert f"= {whole}" in text_of(pilot).replace("  ", " ").replace("  ", " ")
        await do(pilot, "all_digits")
        assert lines_of(pilot) == before


@covers("notation", "language", "theme")
@pytest.mark.usefixtures("silent")
async def test_notation_language_and_colours_go_round_and_keep_the_place() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        for name in ("h₃(1−h₃)", "a₃(1−a₃)", "a³₁(1−a³₁)", "a[3]*(1-a[3])"):
            assert name in text_of(pilot)
            await do(pilot, "notation")
        for word in ("backward", "역전파"):
            assert word in lines_of(pilot)[0]
            await do(pilot, "language")
        await do(pilot, "view", "next", "select")
        before = seen(pilot)
        for name, count in (("notation", 4), ("language", 2), ("theme", len(COLOURS))):
            shown = []
            for _ in range(count):
                await do(pilot, name)
                shown.append(seen(pilot))
                assert shown[-1].symbol == before.symbol
                assert shown[-1].selected == before.selected
                assert shown[-1].look.view == before.look.view
            assert before.painted not in [what.painted for what in shown[:-1]]
            assert shown[-1].painted == before.painted


async def test_in_ascii_another_notation_is_refused_with_the_reason() -> None:
    async with opened("three_hidden", notation="ascii", ascii=True) as pilot:
        await do(pilot, "notation")
        await settle(pilot)
        assert "Names can only be shown in ASCII on this terminal." in text_of(pilot)
        assert "z[1]" in text_of(pilot)


async def test_without_colours_f2_says_that_they_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened("three_hidden", step=16) as pilot:
        theme = pilot.app.theme
        await do(pilot, "theme")
        await settle(pilot)
        assert "Colours are off: NO_COLOR is set." in text_of(pilot)
        assert pilot.app.theme == theme


async def test_a_notation_is_named_with_the_name_of_the_step_in_it() -> None:
    async with opened("xor", step=10) as pilot:
        await do(pilot, "notation")
        assert (await message_of(pilot)).endswith("standardnames:δ₂,₁")
        await do(pilot, "notation")
        assert (await message_of(pilot)).endswith("superscript:thelayersabove:δ²₁")
