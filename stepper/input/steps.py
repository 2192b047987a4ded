"""Find the step that a learner types: 16, δ₃, W3, slope (the next one) or iteration 5."""

import re

from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.half_width import half_width
from stepper.input.names import Glossary
from stepper.runs import moves
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Step, Trace
from stepper.typeset.notation import COURSE, Notation
from stepper.whole_number import whole

_KINDS: dict[str, moves.Places] = {  # words for kinds of steps, in a catalogue with commas
    "goto.kind.z": moves.has_role(Role.Z),
    "goto.kind.activation": moves.has_role(Role.A),
    "goto.kind.cost": moves.has_role(Role.C),
    "goto.kind.error": moves.has_role(Role.DC_DA),
    "goto.kind.slope": moves.has_role(Role.DA_DZ),
    "goto.kind.delta": moves.has_role(Role.DELTA),
    "goto.kind.gradient": moves.has_role(Role.DC_DW, Role.DC_DB),
    "goto.kind.weight": moves.has_role(Role.W_NEW, Role.B_NEW),
    "phase.forward": moves.begins(Phase.FORWARD),
    "phase.backward": moves.begins(Phase.BACKWARD),
    "phase.update": moves.begins(Phase.UPDATE),
}


def find_step(trace: Trace, text: str, iteration: int | None = None) -> Step | None:
    """Find the step of a step number, or of a name in any notation, in an iteration (default 1).

    A step number counts through the whole run; with an iteration, it may count from the first step
    of that iteration. None if there is no such step.
    """
    if iteration is not None and not 1 <= iteration <= trace.iterations:
        return None
    steps, first_of = trace.steps, trace.schedule.first
    text = text.strip()
    k = whole(text)
    if k is not None:
        first = 1 + first_of(iteration or 1)
        each = 1 + first_of((iteration or 1) + 1) - first
        if iteration and k <= each:
            k += first - 1
        low, high = (first, first + each - 1) if iteration else (1, len(steps))
        return steps[k - 1] if low <= k <= high else None
    symbol = find_symbol(trace.scenario, text)
    return None if symbol is None else _step_of(trace, symbol, iteration or 1)


def expected_step(trace: Trace) -> str:
    """The texts that find_step reads, for a message."""
    computed = trace.model.computed[::-1]
    example = next((symbol for symbol in computed if symbol.role is Role.DELTA), computed[0]).column
    return (
        f"expected a number from 1 to {len(trace.steps)}, or the name of a number such as {example}"
    )


def find_next(step: Step, word: str) -> Step | None:
    """Find the next step of a kind, by a word for it in any language: slope, gradient.

    If no step of the kind follows, find the last one before. None if the word is not a kind.
    """
    trace, k = step.trace, step.number - 1
    words = {
        name.strip().casefold(): places
        for key, places in _KINDS.items()
        for names in _in_each(trace, key)
        for name in names.split(",")
    }
    places = words.get(word.strip().casefold())
    if places is None:
        return None
    ways = moves.to_next(places)(trace, k), moves.to_previous(places)(trace, k)
    return trace.steps[next((index for index in ways if index != k), k)]


def find_iteration(step: Step, text: str) -> Step | None:
    """Find the same equation in another iteration, in any language: iteration 5, 5번째 반복."""
    words = "|".join(map(re.escape, _in_each(step.trace, "iteration.word")))
    number, ordinal = "([0-9]{1,20})", "(?:st|nd|rd|th|번째)?"
    ways = rf"(?:{words})\s*{number}|{number}\s*{ordinal}\s*(?:{words})"
    named = re.fullmatch(ways, half_width(text).strip(), re.IGNORECASE)
    iteration = int(named[1] or named[2]) if named else 0
    if not 1 <= iteration <= step.trace.iterations:
        return None
    steps = step.trace.schedule.steps(iteration)
    symbol = step.symbol if step.whole in steps else steps[-1]  # no update within a batch
    return Step(step.trace, iteration, symbol)


def _in_each(trace: Trace, key: str) -> list[str]:
    """The sentence of a key in each language."""
    notation = Notation(COURSE, trace.model)
    return [Explainer(language, notation).say(key) for language in LANGUAGES]


def given(trace: Trace, text: str) -> Symbol | None:
    """The given number that a text names if no step updates it, such as an input; else None."""
    symbol = None if whole(text) is not None else find_symbol(trace.scenario, text.strip())
    if symbol is None or symbol.role.phase is not Phase.GIVEN:
        return None
    return None if symbol.updated in trace.model.step_index else symbol


def find_symbol(scenario: Scenario, text: str) -> Symbol | None:
    """Find the symbol of a name, the first one if the name is ambiguous; None if it is unknown."""
    return next(iter(Glossary(scenario).symbols(text)), None)


def _step_of(trace: Trace, symbol: Symbol, iteration: int) -> Step:
    """The step that computes a symbol, updates a weight or bias, or first uses an input.

    In a batch, the update is in the iteration of its last sample.
    """
    symbol = trace.model.becomes(symbol)
    if symbol.role.phase is Phase.UPDATE:
        place = trace.scenario.in_batch(iteration)
        iteration += place.size - place.sample
    return trace.steps.origin(iteration, symbol) or next(trace.steps.used(iteration, symbol))
