"""Whatever numbers a run has, and wherever it stops, every part of the screen is drawn."""

import re
from collections.abc import Callable
from itertools import count, islice, product
from math import inf
from pathlib import Path

import pytest

from stepper import tui
from stepper.practice.questions import Question
from stepper.runs.nudge import Nudge, nudged_at
from stepper.runs.trace import Step, Trace
from stepper.tui.canvas.pieces import length
from stepper.tui.panels import nudge
from stepper.tui.panels.nudge import SIZES as NUDGES
from stepper.tui.panels.nudge import NudgeFrame
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE
from tests.support import extremes
from tests.support.fits import LARGE, assert_fits_in_turn
from tests.support.kinds import look_of
from tests.support.screens import lines_of, opened, press, resize, stepper

RUNS = [*extremes.runs()]
WINDOWS = ((14, 1), (30, 11), (40, 16), (78, 11), (118, 16))  # with a nudge


@pytest.mark.parametrize(("role", "trace"), RUNS, ids=[role or "ends" for role, _ in RUNS])
def test_a_run_is_drawn_wherever_it_stops(role: str, trace: Trace) -> None:
    steps = extremes.steps_of(trace)
    assert extremes.stopped_at(trace) == role
    drawn = [*steps[-4:], *steps[-1:] * len(LARGE)]
    begin = RUNS.index((role, trace)) * len(drawn)  # each run stops at another turn
    for turn, step in enumerate(drawn, begin):
        assert_fits_in_turn(step, turn)


@pytest.mark.parametrize("make", [extremes.network, extremes.formula])
def test_the_largest_and_smallest_numbers_are_drawn_in_every_view(
    make: Callable[[int], Trace],
) -> None:
    runs = filter(None, (extremes.steps_of(make(seed)) for seed in range(100, 200)))
    turn = count()
    for steps in islice(runs, 24):
        for step in (steps[0], steps[len(steps) // 2], steps[-1]):
            assert_fits_in_turn(step, next(turn))


def test_windows_about_a_step_know_what_is_not_there() -> None:
    for role, trace in RUNS:
        look = look_of(trace)
        for step in extremes.steps_of(trace)[-4:]:
            look.explainer.plainly(step)
            moved = Nudge(step, nudged_at(step))
            for at, (width, height) in product((0, len(NUDGES) - 1), WINDOWS):
                lines = nudge.lines(NudgeFrame(look, moved, at), width, height)
                assert lines and len(lines) <= height, role
                assert max(map(length, lines)) <= width, role
            question = Question(step)
            assert not question.judge("1e400").result.is_right


STOPS = """
title = { en = "\\u2460 \\u05e9", ko = "a,b  \\u0663  h\\u0304" }
learning_rate = 1e308
update = "in_place"
train_biases = false
samples = [{ inputs = [1e-320, 1e-310, -5e-324], targets = [-0.75] }]
layers = [
  { weights = [[-1e-300, -1e-320, -0.0], [5e-324, -1e-320, -1e-320]], biases = [-1e-320, 1e-310] },
  { weights = [[1e-300, -5e-324]], biases = [-1e-300] },
  { weights = [[-1e-310]], biases = [5e-324] },
]
names = { "a[3][1]" = "y\\u0302", "z[1][1]" = "\\u1112\\u1161\\u11ab" }
"""
WALK = (
    *("end", "2", "pagedown", "2", "1", "1", "3", "3", "c", "c", "w", "w", "w", "w", "v", "v", "f"),
    *("y", "y", "escape", "e", "escape", "m", "escape", "x", "escape", "question_mark", "escape"),
    *("n", "f1", "escape", "p", "n", "escape", "escape", "p", "home", "pagedown", "l", "end"),
)


async def test_a_run_that_stops_within_an_iteration_is_walked_through(tmp_path: Path) -> None:
    file = tmp_path / "stops.toml"
    file.write_text(STOPS, encoding="utf-8")
    async with opened(str(file), ahead=True) as pilot:
        for size in ((120, 36), (40, 12)):
            await resize(pilot, *size)
            await press(pilot, *WALK)
            while not isinstance(pilot.app.screen, StepperScreen):
                await press(pilot, "escape")
            assert stepper(pilot).trace.rows.stop
            for line in lines_of(pilot):
                assert cells(line) == size[0]


def test_where_a_run_stops_numbers_are_known_up_to_there() -> None:
    for role, trace in RUNS:
        if stop := trace.rows.stop:
            end = trace.model.position[trace.model.by_column[stop.column]]
            for symbol in trace.model.columns:
                step = Step(trace, stop.iteration, symbol)
                known = [step.known(s) is not None for s in trace.model.columns]
                assert sum(known) == min(end, 1 + trace.model.position[symbol]), role


def test_views_ask_for_numbers_that_may_not_be_there_as_such() -> None:
    """By Step.known, Frame.value or Trace.known: the others raise where a run stops.

    What is written with numbers has a step or a line that has its number.
    """
    unsafe = re.compile(r"\bvalue_of\b|\.reader\(|step\.value\b|\btrace\.value\(")
    asking = {
        path.name
        for path in Path(tui.__file__).parent.rglob("*.py")
        if unsafe.search(path.read_text(encoding="utf-8"))
    }
    assert asking == {"factors.py", "work_out.py", "predict.py"}


@pytest.mark.parametrize(
    ("style", "to_come", "too_large"), [(COURSE, "□", "…"), (ASCII, "?", "...")]
)
def test_what_is_too_large_does_not_look_as_if_it_were_to_come(
    style: str, to_come: str, too_large: str
) -> None:
    look = look_of(RUNS[0][1], style=style)
    assert [look.number(value, 4) for value in (None, inf, -inf)] == [to_come, too_large, too_large]
