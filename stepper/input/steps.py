"""What a learner types -> the step that is meant: 16, δ₃, W3, slope for the next, iteration 5."""

import re

from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.input.names import Glossary
from stepper.runs import moves
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Step, Trace
from stepper.typeset.notation import SEED, Notation

_KINDS: dict[str, moves.Marks] = {  # the list's words that are no names
    "slope": moves.has_role(Role.DA_DZ),
    "phase.forward": moves.begins(Phase.FORWARD),
    "phase.backward": moves.begins(Phase.BACKWARD),
    "phase.update": moves.begins(Phase.UPDATE),
}


def find_step(trace: Trace, text: str, iteration: int | None = None) -> Step | None:
    """The step of a number or of a name in any notation, in an iteration (the first if None).

    A number counts through the whole run; in a given iteration it may count from its first step.
    """
    if iteration is not None and not 1 <= iteration <= trace.iterations:
        return None
    each, steps = len(trace.network.steps), trace.steps
    text = text.strip()
    if text.isdecimal():
        k = int(text[:20])
        first = 1 + ((iteration or 1) - 1) * each
        if iteration and k <= each:
            k += first - 1
        low, high = (first, first + each - 1) if iteration else (1, len(steps))
        return steps[k - 1] if low <= k <= high else None
    symbol = find_symbol(trace.scenario, text)
    return None if symbol is None else _step_of(trace, symbol, iteration or 1)


def find_next(step: Step, word: str) -> Step | None:
    """The next step of a kind, by what the list of steps calls it in any language: slope, update.

    Where none follows, the last one before this step; None where the word names no kind.
    """
    trace, k = step.trace, step.number - 1
    words = {said.casefold(): m for key, m in _KINDS.items() for said in _sayings(trace, key)}
    marks = words.get(word.strip().casefold())
    if marks is None:
        return None
    ways = moves.to_next(marks)(trace, k), moves.to_previous(marks)(trace, k)
    return trace.steps[next((place for place in ways if place != k), k)]


def find_iteration(step: Step, text: str) -> Step | None:
    """The same equation in the iteration that is named, in any language: iteration 5, 반복 5."""
    words = "|".join(map(re.escape, _sayings(step.trace, "iteration.word")))
    named = re.fullmatch(rf"\s*(?:{words})\s*([0-9]{{1,20}})\s*", text, re.IGNORECASE)
    if named is None or not 1 <= int(named[1]) <= step.trace.iterations:
        return None
    return Step(step.trace, int(named[1]), step.symbol)


def _sayings(trace: Trace, key: str) -> list[str]:
    """What is said in each language."""
    notation = Notation(SEED, trace.network)
    return [Explainer(language, notation).say(key) for language in LANGUAGES]


def given(trace: Trace, text: str) -> Symbol | None:
    """The number that a text names where no step makes or updates it, as an input."""
    symbol = None if text.strip().isdecimal() else find_symbol(trace.scenario, text.strip())
    if symbol is None or symbol.role.phase is not Phase.GIVEN:
        return None
    return None if symbol.updated in trace.network.step_index else symbol


def find_symbol(scenario: Scenario, text: str) -> Symbol | None:
    """The symbol of a name; of an ambiguous one, the first."""
    return next(iter(Glossary(scenario).symbols(text)), None)


def _step_of(trace: Trace, symbol: Symbol, iteration: int) -> Step:
    """The step that makes a symbol, that updates a weight, or that first uses an input."""
    symbol = trace.network.becomes(symbol)
    return trace.steps.made(iteration, symbol) or next(trace.steps.used(iteration, symbol))
