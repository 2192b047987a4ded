from pathlib import Path

import pytest
from textual.pilot import Pilot

from stepper.files.opening import NETWORKS, TEACHING_ORDER
from stepper.typeset.cells import cells
from stepper.typeset.colours import COLOURS
from tests.support.places import TRACES
from tests.support.screens import (
    go,
    lines_of,
    opened,
    press,
    resize,
    settle,
    step_of,
    text_of,
    until,
)


def told(pilot: Pilot[None]) -> str:
    """What a message says, wherever its lines are broken."""
    lines = [line.partition("▌")[2] for line in lines_of(pilot) if "▌" in line]
    return " ".join(" ".join(lines).split())


SIZES = [(200, 60), (100, 30), (60, 20), (40, 12), (20, 5), (1, 1)]


async def test_delta_3_stands_on_the_screen_in_symbols_in_numbers_and_as_a_value() -> None:
    async with opened("three_hidden", step=15) as pilot:
        assert "−0.0129822" not in text_of(pilot)
        await press(pilot, "right")
        lines = [" ".join(line.split()) for line in lines_of(pilot)]
    assert lines[0] == "Three hidden layers iteration 1 of 10 ◂ backward equation 16 of 29"
    assert "δ₃ = ∂C/∂z₄ · ∂z₄/∂h₃ · ∂h₃/∂z₃ chain rule" in lines
    assert "= δy · W₄ · h₃(1−h₃) formula" in lines
    assert "= −0.10546610 · 0.5 · 0.24618716 numbers" in lines
    assert "≈ −0.0129822" in lines
    assert any("eq 14 ∂C/∂h₃ −0.0527331" in line and "eq 15" in line for line in lines)
    assert any("δ₃ −0.01298 ◂ −0.05273 δy −0.1055 ◂ −0.4302 ◂1" in line for line in lines)


async def test_one_iteration_of_three_hidden_is_one_page_beside_the_graph() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        text = text_of(pilot)
    for number in range(1, 30):
        assert f" {number} " in text
    for name in ("y", "h₃", "h₂", "h₁"):
        assert f" g′ at {name} " in text


async def test_networks_with_several_neurons_get_the_equation_and_the_list() -> None:
    async with opened("xor", step=16) as pilot:
        text = text_of(pilot)
    assert "∂C/∂z₂,₁" in text
    assert "14 ∂C/∂h₁,₁" in text
    assert "▶(" not in text


@pytest.mark.parametrize(
    ("file", "steps", "language", "ascii"),
    [
        ("three_hidden", (16, 29), "ko", False),
        ("three_hidden", (16, 29), "en", True),
        ("xor", (5, 16), "ko", True),
    ],
)
async def test_every_size_shows_every_kind_of_step_within_its_width(
    file: str, steps: tuple[int, ...], language: str, ascii: bool
) -> None:
    async with opened(file, language=language, ascii=ascii) as pilot:
        for size in SIZES:
            await resize(pilot, *size)
            for step in steps:
                go(pilot, step)
                await settle(pilot)
                lines = lines_of(pilot)
                assert len(lines) == size[1]
                assert {cells(line) for line in lines} == {size[0]}
                if ascii and language == "en":
                    assert text_of(pilot).isascii()


async def test_the_smallest_windows_still_show_the_result() -> None:
    async with opened("three_hidden", step=16) as pilot:
        for size in ((20, 5), (40, 12), (60, 16)):
            await resize(pilot, *size)
            assert "−0.0129822" in text_of(pilot)
            assert "δ₃" in text_of(pilot)


async def test_a_resized_window_keeps_the_place_and_brings_the_graph_back() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        await resize(pilot, 20, 5)
        await settle(pilot)
        assert "(×)" not in text_of(pilot)
        assert "δ₃ ≈ −0.0129822" in text_of(pilot)
        await resize(pilot, 80, 24)
        await settle(pilot)
        assert "(×)" in text_of(pilot)
        assert "equation 16 of 29" in text_of(pilot)


async def test_the_footer_has_at_most_seven_keys_and_offers_the_next_iteration_at_the_end() -> None:
    async with opened("one_hidden", (200, 60), step=15) as pilot:
        assert lines_of(pilot)[-1].split("  ")[0].strip() == "i next iteration"
        await press(pilot, "left")
        assert "next iteration" not in lines_of(pilot)[-1]
        hints = lines_of(pilot)[-1].partition("│")[0].split("  ")
        assert len([hint for hint in hints if hint.strip()]) == 7


async def test_the_end_of_an_iteration_says_how_the_cost_moved() -> None:
    async with opened("one_hidden", step=15) as pilot:
        assert "C fell from 0.1005 to 0.09393." in text_of(pilot)
        assert "i: once more, with the new weights" in text_of(pilot)


async def test_the_picker_opens_what_is_chosen_and_escape_comes_back_to_it() -> None:
    async with opened(None) as pilot:
        assert "▸ Guided lesson" in text_of(pilot)
        await press(pilot, *["down"] * (1 + TEACHING_ORDER.index("three_hidden")))
        assert "▸ Three hidden layers" in text_of(pilot)
        await press(pilot, "enter")
        await settle(pilot)
        assert "equation 1 of 29" in text_of(pilot)
        await press(pilot, "escape")
        await settle(pilot)
        assert "▸ Three hidden layers" in text_of(pilot)


SCENARIO = """
title = "{title}"
learning_rate = {rate}
epochs = 9
[[samples]]
inputs = [0.5]
targets = [1.0]
[[layers]]
weights = [[0.15]]
[[layers]]
weights = [[0.4]]
"""


async def test_text_from_a_file_is_shown_as_it_is(tmp_path: Path) -> None:
    title = "[/] [@click=app.quit]x[/] [b]"
    file = tmp_path / "markup.toml"
    file.write_text(SCENARIO.format(title=title, rate=1), encoding="utf-8")
    async with opened(str(file)) as pilot:
        assert title in text_of(pilot)


async def test_a_run_that_leaves_the_floats_shows_everything_before_that(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    second = "[[samples]]\ninputs = [1e10]\ntargets = [20.0]\n"
    text = SCENARIO.format(title="large", rate="1e307").replace("[1.0]", "[20.0]") + second
    file.write_text(text, encoding="utf-8")
    async with opened(str(file), (120, 36), step=14) as pilot:
        await press(pilot, "right")
        assert step_of(pilot) == 15
        assert "2.4" in text_of(pilot)
        await press(pilot, "right")
        await until(pilot, lambda: "iteration 2: z[1][1] is not finite" in told(pilot))
        assert step_of(pilot) == 15
        await press(pilot, "end", "end")
        assert step_of(pilot) == 15


async def test_the_last_step_before_the_run_leaves_the_floats_can_be_looked_at(
    tmp_path: Path,
) -> None:
    file = tmp_path / "large.toml"
    text = SCENARIO.format(title="large", rate="1e307").replace("[0.5]", "[1e300]")
    file.write_text(text.replace("[1.0]", "[20.0]"), encoding="utf-8")
    for step in (5, 15, 16):
        async with opened(str(file), step=1) as pilot:
            await press(pilot, "g", *str(step), "enter")
            await press(pilot, "end", "right")
            assert "large" in text_of(pilot)


async def test_a_wrong_row_is_told_when_it_is_reached_and_not_shown(tmp_path: Path) -> None:
    stored = TRACES / "one_hidden.jsonl"
    lines = stored.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[3] = lines[3].replace("0.5, ", "0.75, ", 1)
    file = tmp_path / "wrong.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    async with opened(str(file), (120, 36), step=30) as pilot:
        await press(pilot, "right")
        await settle(pilot)
        assert step_of(pilot) == 30
        assert "iteration 3, x[1]: 0.75 is stored" in told(pilot)
        await press(pilot, "g", *"46", "enter", "left")
        await settle(pilot)
        assert step_of(pilot) == 46


async def test_a_stored_trace_is_checked_to_its_end_in_the_background(tmp_path: Path) -> None:
    stored = TRACES / "one_hidden.jsonl"
    lines = stored.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[9] = lines[9].replace("0.5, ", "0.75, ", 1)
    file = tmp_path / "wrong.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    async with opened(str(file), (120, 36)) as pilot:
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        assert "iteration 9, x[1]: 0.75 is stored" in told(pilot)


async def test_a_sum_of_many_terms_says_how_many_have_no_row_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "wide.toml"
    inputs = ", ".join(["0.5"] * 12)
    file.write_text(
        f"""
title = "wide"
learning_rate = 1
[random]
sizes = [12, 3, 1]
seed = 1
range = [-1, 1]
[[samples]]
inputs = [{inputs}]
targets = [1]
""",
        encoding="utf-8",
    )
    async with opened(str(file)) as pilot:
        shown = [line for line in lines_of(pilot) if "·x" in line]
        assert f"{12 - len(shown)} more, summing to" in text_of(pilot)


async def test_any_theme_can_be_chosen_at_any_step() -> None:
    async with opened("three_hidden", step=16) as pilot:
        for step, theme in enumerate([*COLOURS, "ansi-dark", "nord"], 17):
            pilot.app.theme = theme
            await settle(pilot)
            await press(pilot, "right")
            assert f"equation {step} of 29" in text_of(pilot)


async def test_escape_leads_to_the_list_from_a_network_opened_by_name() -> None:
    async with opened("xor", step=3) as pilot:
        await press(pilot, "escape")
        await settle(pilot)
        assert "▸ XOR" in text_of(pilot)
        await press(pilot, *["up"] * NETWORKS.index("xor"), "enter")
        await settle(pilot)
        assert "equation 1 of 15" in text_of(pilot)
