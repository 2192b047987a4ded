"""Where a click, a drag and the wheel lead."""

from collections.abc import Iterable

import pytest
from textual.events import MouseDown, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp
from textual.pilot import Pilot

from stepper.backprop.symbols import RATE, Symbol
from stepper.tui.app import StepperApp
from stepper.tui.keys import KEYS
from tests.support.screens import (
    Drawn,
    do,
    go,
    highlighted,
    lines_of,
    mouse,
    opened,
    pieces_of,
    settle,
    step_of,
    stepper,
    text_of,
)
from tests.support.seen import seen, seen_afresh


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the program says; it is not shown, since it would stand over what is clicked."""
    texts: list[str] = []
    monkeypatch.setattr(StepperApp, "notify", lambda _, text, **__: texts.append(text))
    return texts


def made_by(pilot: Pilot[None], symbol: Symbol) -> int | None:
    """The number of the step that makes a symbol of the step that is shown."""
    step = stepper(pilot).step
    made = step.trace.steps.origin(step.iteration, symbol)
    return made.number if made else None


def of_each_number(drawn: Iterable[Drawn]) -> dict[Symbol, Drawn]:
    return {d.piece.symbol: d for d in drawn if d.piece.symbol}


# --- numbers


@pytest.mark.parametrize(
    ("file", "size", "step", "names", "parts"),
    [
        ("three_hidden", (80, 24), 45, [], ["graph", "equation"]),
        ("three_hidden", (80, 24), 56, ["curves"], ["curves"]),
        ("three_hidden", (80, 24), 57, ["list"], ["list"]),
        ("three_hidden", (80, 24), 49, ["charts"], ["function", "deltas"]),
        ("xor", (100, 30), 55, [], ["graph"]),
        ("xor", (80, 24), 72, ["view"], ["graph", "equation"]),
    ],
)
async def test_a_click_on_a_number_goes_where_it_was_made_or_says_that_it_was_given(
    file: str,
    size: tuple[int, int],
    step: int,
    names: list[str],
    parts: list[str],
    told: list[str],
) -> None:
    async with opened(file, size, step=step) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        await do(pilot, *names)
        before = lines_of(pilot)
        for part in parts:
            numbers = of_each_number(pieces_of(pilot, part))
            assert numbers
            some = list(numbers.items())[:: 1 + len(numbers) // 8]
            for symbol, (_, x, y) in some:
                told.clear()
                made = made_by(pilot, symbol)
                await mouse(pilot, x, y)
                assert (part, symbol, step_of(pilot)) == (part, symbol, made or step)
                assert bool(told) is (made is None)
                if step_of(pilot) != step:
                    assert highlighted(pilot) <= {stepper(pilot).step.symbol}
                    await do(pilot, "return")
        assert lines_of(pilot) == before


async def test_after_a_click_the_screen_is_that_of_one_opened_there() -> None:
    async with opened("xor", (120, 36), step=55) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        for part in ("list", "graph"):
            made = [
                d for s, d in of_each_number(pieces_of(pilot, part)).items() if made_by(pilot, s)
            ]
            await mouse(pilot, made[5].x, made[5].y)
        assert len(stepper(pilot).moving.trail) == 2
        there = seen(pilot)
    afresh = await seen_afresh("xor", there)
    assert afresh.lines == there.lines
    assert afresh.painted == there.painted


async def test_a_click_on_a_given_number_says_so() -> None:
    async with opened("three_hidden", step=1) as pilot:
        piece, x, y = next(d for d in pieces_of(pilot, "graph") if d.piece.text.strip() == "x")
        await mouse(pilot, x, y)
        await settle(pilot)
        assert piece.symbol
        assert "x is given: no equation computes it." in text_of(pilot)
        assert step_of(pilot) == 1


async def test_a_click_on_what_stands_for_nothing_leads_nowhere(told: list[str]) -> None:
    async with opened("three_hidden", (120, 36), step=27) as pilot:
        before = seen(pilot)
        rate = [d for d in pieces_of(pilot, "equation") if d.piece.symbol == RATE]
        places = [(x, y) for _, x, y in rate] + [(d.x, d.y) for d in pieces_of(pilot, "header")]
        assert rate
        for x, y in [*places, (79, 20), (119, 35)]:
            await mouse(pilot, x, y)
            assert seen(pilot) == before
        assert told == []


# --- the ribbon


def steps_of(drawn: Iterable[Drawn]) -> list[tuple[int, int, int]]:
    """(step, x, y) of the pieces that lead to a step."""
    return [(d.piece.target + 1, d.x, d.y) for d in drawn if isinstance(d.piece.target, int)]


async def test_a_click_on_a_neighbouring_step_goes_there() -> None:
    async with opened("three_hidden", step=45) as pilot:
        neighbours, _ = ribbon_rows(pilot)
        entries = [d for d in neighbours if d.piece.text.strip()[0].isdigit()]
        assert len(entries) >= 5
        for piece, x, y in entries:
            number = int(piece.text.split()[0])
            await mouse(pilot, x, y)
            assert step_of(pilot) == number
            go(pilot, 45)
            await do(pilot)


def ribbon_rows(pilot: Pilot[None]) -> tuple[list[Drawn], list[Drawn]]:
    """The neighbouring steps, and the scrubber below."""
    drawn = list(pieces_of(pilot, "ribbon"))
    top = min(d.y for d in drawn)
    return [d for d in drawn if d.y == top], [d for d in drawn if d.y > top]


def scales(pilot: Pilot[None]) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
    """The places on the scale of the iteration, and on that of the run."""
    _, scrubber = ribbon_rows(pilot)
    word = next(d.x for d in scrubber if "iteration" in d.piece.text)
    places = steps_of(scrubber)
    return [p for p in places if p[1] < word], [p for p in places if p[1] > word]


@pytest.mark.parametrize(("file", "each"), [("three_hidden", 29), ("xor", 34)])
async def test_a_click_on_the_scale_of_the_iteration_goes_to_that_part_of_it(
    file: str, each: int
) -> None:
    async with opened(file, step=each + 16) as pilot:
        marks, _ = scales(pilot)
        assert [step for step, _, _ in marks] == list(range(each + 1, 2 * each + 1))
        for step, x, y in marks[:: len(marks) // 5]:
            await mouse(pilot, x, y)
            assert step_of(pilot) == step
            assert {p.text for p, at, _ in ribbon_rows(pilot)[1] if at == x} == {"●"}


async def test_a_click_on_the_scale_of_the_run_goes_to_the_same_equation_there() -> None:
    async with opened("three_hidden", step=16) as pilot:
        _, run = scales(pilot)
        iterations = []
        for _, x, y in run[:: len(run) // 10]:
            await mouse(pilot, x, y)
            assert stepper(pilot).step.in_iteration == 16
            iterations.append(stepper(pilot).step.iteration)
        assert iterations == sorted(iterations)
        for end, iteration in ((-1, 10), (0, 1)):
            await mouse(pilot, *scales(pilot)[1][end][1:])
            assert stepper(pilot).step.iteration == iteration
            assert f"iteration {iteration} of 10" in lines_of(pilot)[0]


async def test_the_scale_of_the_run_stays_where_it_is() -> None:
    async with opened("three_hidden", step=250) as pilot:
        _, before = scales(pilot)
        await do(pilot, "next_iteration")
        _, after = scales(pilot)
        assert [x for _, x, _ in after] == [x for _, x, _ in before]


async def test_a_drag_along_the_scrubber_goes_through_the_steps_until_the_button_is_up() -> None:
    async with opened("three_hidden", step=1) as pilot:
        marks, _ = scales(pilot)
        steps = []
        await mouse(pilot, *marks[2][1:])
        for _, x, y in marks[3:20:4]:
            await mouse(pilot, x, y, MouseMove)
            steps.append(step_of(pilot))
        assert steps == [step for step, _, _ in marks[3:20:4]]
        await mouse(pilot, *marks[19][1:], MouseUp)
        await mouse(pilot, *marks[5][1:], MouseMove)
        assert step_of(pilot) == steps[-1]


async def test_the_mouse_alone_drags_nothing() -> None:
    async with opened("three_hidden", step=1) as pilot:
        marks, _ = scales(pilot)
        await mouse(pilot, *marks[9][1:], MouseMove, button=0)
        assert step_of(pilot) == 1
        _, x, y = next(each for each in pieces_of(pilot, "graph") if each.piece.symbol)
        await mouse(pilot, x, y)
        await mouse(pilot, *marks[9][1:], MouseMove)
        assert step_of(pilot) == 1


async def test_a_drag_off_the_scrubber_does_nothing_else(told: list[str]) -> None:
    async with opened("three_hidden", step=5) as pilot:
        screen = stepper(pilot)
        marks, _ = scales(pilot)
        hint = next(d for d in pieces_of(pilot, "footer") if d.piece.target == "why")
        number = next(d for d in pieces_of(pilot, "graph") if d.piece.symbol)
        await mouse(pilot, *marks[9][1:])
        for where in (hint, number):
            await mouse(pilot, where.x, where.y, MouseMove)
            assert pilot.app.screen is screen
            assert step_of(pilot) == 10
        assert told == []


# --- the footer, and the wheel


HINTS = [
    (5, [], ["next", "back", "equation", "edit", "why", "next_delta", "help", "quit"]),
    (29, [], ["next_iteration", "next", "back", "equation", "curves", "go_to", "help", "quit"]),
    (16, ["select"], ["follow", "use", "select", "close", "next", "help", "quit"]),
    (15, ["use"], ["next", "back", "return", "select", "equation", "help", "quit"]),
    (16, ["play"], ["play", "faster", "slower", "next", "help", "quit"]),
]


async def test_a_click_on_a_hint_does_what_its_key_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    async def note(self: StepperApp, action: str, *_: object) -> bool:
        ran.append(action)
        return True

    async with opened("three_hidden", (99, 24)) as pilot:
        for step, names, hints in HINTS:
            go(pilot, step)
            await do(pilot, *names)
            drawn = list(pieces_of(pilot, "footer"))
            ran.clear()
            with monkeypatch.context() as patched:
                patched.setattr(StepperApp, "run_action", note)
                for _, x, y in drawn:
                    await mouse(pilot, x, y)
            shown = [name for name in hints if (KEYS[name].action or name) in ran]
            assert len(shown) >= 4
            assert ran == [KEYS[name].action or name for name in shown for _ in ("key", "words")]
            keys = [stepper(pilot).look.keys(KEYS[name].shown.split()[0]) for name in shown]
            assert [hint.piece.text.strip() for hint in drawn[::2]] == keys


async def test_hints_work_without_a_keyboard() -> None:
    async with opened("three_hidden", step=5) as pilot:
        steps = []
        for name in ("next", "next_delta", "back", "back", "select"):
            action = KEYS[name].action
            hint = next(d for d in pieces_of(pilot, "footer") if d.piece.target == action)
            await mouse(pilot, hint.x, hint.y)
            steps.append(step_of(pilot))
        assert steps == [6, 12, 11, 10, 10]
        assert stepper(pilot).selected
        go(pilot, 13)
        hint = next(d for d in pieces_of(pilot, "footer") if d.piece.target == "drawer")
        await mouse(pilot, hint.x, hint.y)
        assert stepper(pilot).frame.tab == "work_out"


async def test_the_wheel_steps_wherever_it_is_turned() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        for x, y in ((5, 3), (5, 20), (100, 10), (5, 35)):
            await mouse(pilot, x, y, MouseScrollDown, button=0)
            await mouse(pilot, x, y, MouseScrollDown, button=0)
            assert step_of(pilot) == 18
            await mouse(pilot, x, y, MouseScrollUp, button=0)
            assert step_of(pilot) == 17
            await mouse(pilot, x, y, MouseScrollUp, button=0)
        assert step_of(pilot) == 16


async def test_a_click_and_the_wheel_end_the_play() -> None:
    async with opened("three_hidden", step=16) as pilot:
        marks, _ = scales(pilot)
        numbers = of_each_number(pieces_of(pilot, "equation"))
        number = next(d for s, d in numbers.items() if made_by(pilot, s) not in (None, 16))
        for x, y, kind in (
            (*marks[3][1:], MouseDown),
            (number.x, number.y, MouseDown),
            (5, 5, MouseScrollDown),
        ):
            go(pilot, 16)
            await do(pilot, "play")
            assert stepper(pilot).frame.speed
            await mouse(pilot, x, y, kind)
            assert not stepper(pilot).frame.speed
            assert step_of(pilot) != 16
