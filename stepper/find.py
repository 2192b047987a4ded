"""What a learner types -> the step that is meant: 16, delta[3], δ₃ or W3."""

import unicodedata
from collections.abc import Callable

from stepper.notation import ASCII, SEED, STANDARD, Notation
from stepper.steps import Step
from stepper.symbols import UPDATED, Symbol
from stepper.trace import Trace


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
    symbol = find_symbol(trace, text)
    return None if symbol is None else _step_of(trace, symbol, iteration or 1)


def find_symbol(trace: Trace, text: str) -> Symbol | None:
    """The symbol of a name: as it is written, else as it can be typed, else without brackets."""
    network = trace.network
    notations = [
        Notation(style, network, trace.scenario.names) for style in (SEED, STANDARD, ASCII)
    ]
    names: list[Callable[[Symbol], str]] = [notation.name for notation in notations]
    attempts: list[tuple[str, Callable[[str], str], list[Callable[[Symbol], str]]]] = [
        (text, str, [lambda symbol: symbol.column, *names]),
        (_typed(text), _typed, [lambda symbol: symbol.column, *names]),
        (_typed(text), _bare, names if network.is_chain else []),
    ]
    for wanted, fold, spellings in attempts:
        for spelling in spellings:
            for symbol in network.columns:
                if fold(spelling(symbol)) == wanted:
                    return symbol
    return None


def _step_of(trace: Trace, symbol: Symbol, iteration: int) -> Step:
    """The step that makes a symbol, that updates a weight, or that first uses an input."""
    updated = symbol._replace(role=UPDATED.get(symbol.role, symbol.role))
    if updated in trace.network.position:
        symbol = updated
    return trace.steps.made(iteration, symbol) or next(trace.steps.used(iteration, symbol))


def _typed(name: str) -> str:
    """A name as it can be typed: plain digits, no spaces, no case, delta for δ."""
    typed = unicodedata.normalize("NFKC", name).replace("′", "'").replace(" ", "").casefold()
    return typed.replace("delta", "δ")


def _bare(name: str) -> str:
    """A name of a chain as it can be typed without brackets: delta2."""
    return _typed(name).replace("[", "").replace("]", "")
