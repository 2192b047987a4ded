"""The stepper screen on formulas: every key does what it says, in every phase."""

import pytest
from textual.widgets import Input

from stepper.backprop.symbols import Phase, Role
from stepper.tui.keys import KEYS
from stepper.tui.panels.drawer import drawer
from stepper.tui.screens.stepper.stepper import StepperScreen
from tests.support.screens import (
    do,
    go,
    opened,
    press,
    rests,
    step_of,
    stepper,
    still,
    text_of,
    typed,
    until,
)

OTHERS = ("quit", "close", "theme", "language")  # which other tests are about


@pytest.mark.parametrize(
    ("name", "size", "ascii"),
    [("used_twice", (80, 24), True), ("rnn_two_steps", (120, 36), False)],
)
async def test_every_key_can_be_pressed_in_every_phase(
    name: str, size: tuple[int, int], ascii: bool
) -> None:
    """Where both formulas have a phase, they share its keys, and take the others backward."""
    async with opened(name, size, ascii=ascii) as pilot:
        trace = stepper(pilot).trace
        for phase in Phase:
            first = next(
                (s for s in trace.steps[: len(trace.model.steps)] if s.phase is phase), None
            )
            takes_turns = phase in (Phase.FORWARD, Phase.BACKWARD)
            for k, key in enumerate(KEYS if first else ()):
                if key not in OTHERS and (
                    not takes_turns or (k + (phase is Phase.BACKWARD)) % 2 == ascii
                ):
                    go(pilot, first.number if first else 1)
                    await do(pilot, key)
                    for leave in ("escape", "p", "escape"):  # p ends predicting
                        if not isinstance(pilot.app.screen, StepperScreen):
                            await press(pilot, leave)
                    assert isinstance(pilot.app.screen, StepperScreen), (phase, key)
                    assert text_of(pilot).strip(), (phase, key)


async def test_down_goes_from_gradient_to_gradient_and_says_so() -> None:
    async with opened("used_twice", (120, 36)) as pilot:
        assert "next gradient" in text_of(pilot)
        await do(pilot, "next_delta", "next_delta")
        assert stepper(pilot).step.symbol.role is Role.GRADIENT
        assert "δ" not in text_of(pilot)


async def test_a_given_number_can_be_another_one_and_comes_back() -> None:
    async with opened("used_twice", (100, 30), step=1) as pilot:
        await press(pilot, "e")
        await still(pilot)
        field = pilot.app.screen.query_one(Input)
        assert field.value == "t = 2"
        field.value = "t = 3"
        await press(pilot, "enter")
        await until(pilot, lambda: rests(pilot))
        assert stepper(pilot).step.value == 9.0
        assert "what if: t 3 (was 2)" in text_of(pilot)
        await do(pilot, "restore")
        assert stepper(pilot).step.value == 4.0


async def test_a_name_leads_to_its_gradient_and_its_number_to_where_it_was_computed() -> None:
    async with opened("used_twice", (100, 30)) as pilot:
        await press(pilot, "g", *typed("df/dt"), "enter")
        assert stepper(pilot).step.symbol.column == "df/dt"
        before = step_of(pilot)
        await do(pilot, "select", "follow")
        assert step_of(pilot) < before
        await do(pilot, "return")
        assert step_of(pilot) == before


async def test_the_drawer_derives_and_checks_a_formula_and_has_no_tab_for_the_mistake() -> None:
    async with opened("used_twice", (100, 30), step=10) as pilot:
        trace = stepper(pilot).trace
        assert drawer.tabs(trace.model) == ["work_out", "check"]
        await do(pilot, "drawer", "drawer")
        await until(pilot, lambda: rests(pilot))
        assert "mistake" not in text_of(pilot)
        assert "∂f/∂t" in text_of(pilot) and "36" in text_of(pilot)
        await do(pilot, "drawer")
        assert stepper(pilot).frame.tab == ""


async def test_terms_are_steps_where_a_name_is_used_twice() -> None:
    async with opened("used_twice", (100, 30), step=10) as pilot:
        await do(pilot, "fine_steps", "back")
        step = stepper(pilot).step
        assert (step.label, step.symbol.role, step.value) == ("10.2", Role.PATH, 12.0)
        assert "◂12" in text_of(pilot)


@pytest.mark.parametrize("name", ["product_of_sum", "mazur"])
async def test_curves_are_offered_and_shown_only_where_something_is_updated(name: str) -> None:
    async with opened(name, (120, 36)) as pilot:
        learns = stepper(pilot).trace.model.learns
        await do(pilot, "last")
        assert ("cost and weights" in text_of(pilot)) == learns
        await do(pilot, "curves")
        assert (stepper(pilot).boards.place_of("curves") is not None) == learns
        assert ("no curves" in text_of(pilot)) == (not learns)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("product_of_sum", ""),
        ("logistic_formula", "Numbers that change from sample to sample are those of sample 1."),
        ("rnn_two_steps", "Numbers that are updated are the ones that iteration 1 starts with."),
    ],
)
async def test_what_if_speaks_of_the_numbers_of_a_formula(name: str, says: str) -> None:
    async with opened(name, (100, 30)) as pilot:
        learns = stepper(pilot).trace.model.learns
        await press(pilot, "e")
        shown = " ".join(text_of(pilot).split())
        assert says in shown and ("iteration 1 starts" in shown) == bool(says)
        assert "Weights" not in shown
        assert ("epochs" in shown) == learns


async def test_where_nothing_is_given_there_is_nothing_to_change() -> None:
    async with opened("f = 3", (100, 30)) as pilot:
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, StepperScreen)
        shown = text_of(pilot)
        assert "This is the end of the run." in shown and "computes the next number" not in shown


async def test_no_number_is_selected_where_an_equation_has_none() -> None:
    async with opened("f = 3", (100, 30), step=1) as pilot:
        await press(pilot, "tab", "shift+tab")
        assert stepper(pilot).selected is None
