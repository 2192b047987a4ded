"""Runs of every kind on the stepper screen, part by part."""

from collections.abc import Sequence
from functools import cache

from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario
from stepper.runs.batches import iterations
from stepper.runs.trace import Step, Trace
from stepper.tui.look import Look
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, Notation
from tests.support.frames import parts_of, text
from tests.support.networks import begun

# each language in each notation; that in ASCII is for English
LOOKS = [(language, style) for style in NOTATIONS for language in ("en", "ko")][:-1]


@cache
def bundled(name: str) -> Trace:
    return begun(load_scenario(name))


@cache  # what a notation has named once, it remembers
def look_of(trace: Trace, language: str = "en", style: str = COURSE, view: str = "") -> Look:
    notation = Notation(style, trace.model, trace.scenario.names)
    return Look(Explainer(language, notation), style == ASCII, view=view)


def first_batches(trace: Trace, count: int = 2) -> list[Step]:
    """All steps of the first batches, of one more iteration where there are no batches."""
    last = iterations(trace, count)[-1] if trace.model.is_batched else count
    return [trace.steps[k] for k in range(trace.schedule.first(min(last, trace.iterations) + 1))]


def graph_of(step: Step, size: tuple[int, int] = (80, 24), view: str = "") -> list[str]:
    return part(step, "graph", size, view)


def part(step: Step, name: str, size: tuple[int, int], view: str = "") -> list[str]:
    parts = parts_of(step, look_of(step.trace, view=view), size)
    return next([text(line) for line in lines] for place, _, lines in parts if place.part == name)


def one_of_each(trace: Trace, steps: Sequence[Step]) -> list[Step]:
    """The first and the last of these steps of each role, layer and place in a batch."""
    ends: dict[tuple[object, ...], list[Step]] = {}
    for step in steps:
        place = trace.scenario.in_batch(step.iteration)
        kind = (step.symbol.role, step.symbol.l, place)
        ends[kind] = [*ends.get(kind, [])[:1], step]
    return [step for pair in ends.values() for step in pair]
