"""What a learner sees at every size: nothing is cut or runs ahead, no window is half empty."""

import re
from collections.abc import Iterator
from random import Random

import pytest
from textual.containers import ScrollableContainer
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from stepper.explain.explainer import Explainer
from stepper.runs.rows import Row, Rows
from stepper.runs.trace import Step, Trace
from stepper.tui.look import Look
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.frames import parts_of, text
from tests.support.networks import BUNDLED, bundled
from tests.support.screens import do, lines_of, opened, rests, settle, stepper, still, until

SIZES = ((80, 24), (100, 30), (120, 36), (160, 45), (200, 60))
LANGUAGE_OF_SIZES = ("en", "ko", "en", "ko", "en")
WINDOWS = ("export", "edit", "go_to", "compare", "help", "predict")
NAMES = tuple(BUNDLED)


# --- windows


@pytest.mark.parametrize(
    ("size", "language"), [*zip(SIZES, ("en", "ko", "ko", "en", "en"), strict=True)]
)
async def test_no_window_is_cut(size: tuple[int, int], language: str) -> None:
    """Every text of a window has the lines that it takes, in sight or where it can be scrolled."""
    async with opened("three_hidden", size, step=16, language=language) as pilot:
        for name in WINDOWS if size == SIZES[0] else WINDOWS[SIZES.index(size) % 2 :: 2]:
            await do(pilot, name)
            await still(pilot)
            texts = list(pilot.app.screen.query(Static))
            assert texts, name
            for text in texts:
                if text.display and not can_be_scrolled(text):
                    whole = text.visual.get_height({}, text.size.width)
                    assert text.size.height >= whole, (name, text.id)
                    assert pilot.app.screen.region.contains_region(text.region), (name, text.id)
            pilot.app.pop_screen()
            await settle(pilot)


def can_be_scrolled(widget: Widget) -> bool:
    return any(isinstance(parent, ScrollableContainer) for parent in widget.ancestors)


# --- numbers and lines


def look_of(trace: Trace, language: str, style: str) -> Look:
    notation = Notation(style, trace.model, trace.scenario.names)
    return Look(Explainer(language, notation), style == ASCII)


def some_steps(trace: Trace, count: int, seed: int) -> list[Step]:
    each = len(trace.model.steps)
    return Random(seed).sample(trace.steps[:each], min(count, each))


@pytest.mark.parametrize("name", NAMES)
def test_no_part_is_wider_or_higher_than_its_place_and_no_number_is_cut(name: str) -> None:
    trace = bundled(name)
    looks = [look_of(trace, *how) for how in (("en", COURSE), ("ko", ASCII))]
    for k, step in enumerate(some_steps(trace, 3, seed=1), NAMES.index(name)):
        for enlarged in ("", "graph", "charts")[k % 3 :]:
            look, size = looks[k % 2], SIZES[k % len(SIZES)]
            for place, _, lines in parts_of(step, look, size, enlarged):
                where = name, place.part, size, step.symbol.column
                assert len(lines) <= place.height, where
                for line in lines:
                    assert cells(text(line).rstrip()) <= place.width, where
                    assert not re.search(r"\d[.\d]*(…|\.\.\.)", text(line)), where


# --- nothing runs ahead


class OtherFuture(Rows):
    """The rows of a run, in one of which the numbers that a step does not know yet are others."""

    def __init__(self, step: Step) -> None:
        self._rows, self._step = step.trace.rows, step
        self._row = self._changed()

    def _changed(self) -> Row:
        step = self._step
        row = list(self._rows[step.iteration - 1])
        for symbol, place in step.trace.model.position.items():
            if not step.is_known(symbol):
                row[place] *= 1.0021  # as wide in print
        return row

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def ready(self) -> int:
        return self._rows.ready

    def row(self, n: int) -> Row:
        return self._row if n == self._step.iteration - 1 else self._rows[n]


@pytest.mark.parametrize("name", NAMES)
def test_no_part_shows_or_says_what_is_not_computed_yet(name: str) -> None:
    """What is shown at a step would be the same if all later numbers of its iteration differed.

    Only the curves show, in grey, what is computed of the whole run.
    """
    trace = bundled(name)
    look = look_of(trace, "en", COURSE)
    _ = trace.rows[0]
    for k, step in enumerate(some_steps(trace, 3, seed=2), NAMES.index(name)):
        other = Step(Trace(trace.scenario, OtherFuture(step)), step.iteration, step.symbol)
        size = SIZES[k % len(SIZES)]
        both = zip(drawn(step, look, size), drawn(other, look, size), strict=True)
        for seen, changed in both:
            assert seen == changed, step.symbol.column


def drawn(step: Step, look: Look, size: tuple[int, int]) -> Iterator[tuple[str, list[str]]]:
    for place, _, lines in parts_of(step, look, size):
        if place.part == "curves":
            continue
        yield place.part, [text(line).rstrip() for line in lines]


# --- room


@pytest.mark.parametrize("name", ["one_hidden", "xor", "two_paths"])
async def test_a_large_window_has_no_empty_third(name: str) -> None:
    size = (200, 60)
    async with opened(name, size, step=9) as pilot:
        for part in ("", "graph", "equation", "list", "charts"):
            await do(pilot, *[part] * bool(part))
            assert empty(pilot) < 1 / 3, part
            await do(pilot, *[part] * bool(part))
        await do(pilot, "drawer", "drawer")
        await until(pilot, lambda: rests(pilot))
        assert stepper(pilot).frame.tab == "check"
        assert empty(pilot) < 1 / 3
        await do(pilot, "pages")
        assert empty(pilot) < 1 / 3


def empty(pilot: Pilot[None]) -> float:
    """Return the part of the screen that its largest empty rectangle takes."""
    lines = lines_of(pilot)
    width = cells(lines[0])
    heights, largest = [0] * width, 0
    for line in lines:
        blank = [letter.isspace() for letter in line for _ in range(cells(letter))]
        heights = [
            height + 1 if is_blank else 0 for height, is_blank in zip(heights, blank, strict=True)
        ]
        largest = max(largest, _largest(heights))
    return largest / (width * len(lines))


def _largest(heights: list[int]) -> int:
    """Return the area of the largest rectangle below the heights."""
    largest = 0
    rising: list[tuple[int, int]] = []  # (where it begins, height)
    for x, height in enumerate([*heights, 0]):
        begin = x
        while rising and rising[-1][1] >= height:
            begin, before = rising.pop()
            largest = max(largest, before * (x - begin))
        rising.append((begin, height))
    return largest


def test_the_largest_rectangle_is_found() -> None:
    assert _largest([2, 1, 5, 6, 2, 3]) == 10
