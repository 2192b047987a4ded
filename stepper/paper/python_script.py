"""The steps of a trace as a Python program that computes the same numbers and prints them."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import groupby, product
from typing import NamedTuple

from stepper.backprop.expressions import functions_in, symbols_in
from stepper.backprop.model import InBatch
from stepper.backprop.network import Network
from stepper.backprop.shape import CROSS_ENTROPY
from stepper.backprop.symbols import RATE, SUMMED, UPDATED, Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.paper.heading import heading
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import cells, padded
from stepper.typeset.digits import RESULT
from stepper.typeset.equations.python_source import (
    CALLED,
    WRITTEN_OUT,
    assignments,
    identifier,
    readable,
)
from stepper.typeset.folding import wrapped
from stepper.typeset.spans import text_of

WIDTH = 100
MOST_MARGIN = 52  # widest code beside its comment; a longer line has the comment above it
MOST_NAME = 24
FROM_MATH = ("exp", "tanh", "log", "sqrt", "sin", "cos")  # functions that the program imports
ALONE, FIRST, BETWEEN, LAST = InBatch(1, 1), InBatch(1, 2), InBatch(2, 3), InBatch(2, 2)


class _Source(NamedTuple):
    """The comment in the program on a computed number, the same at each such place of a batch.

    code: the assignments. in_iteration: the number of its step in an iteration, from 1. term: .2
    for the second term of a sum, empty if it is not a term. name: for the comment. used: the
    symbols that the code uses. printed: the line that prints it.
    """

    code: tuple[str, ...]
    in_iteration: int
    term: str
    name: str
    used: tuple[Symbol, ...]
    printed: str


class Script:
    """Writes the steps of one trace as Python, line by line, one iteration at a time.

    digits: significant digits of the values in comments; numbers in the code have all digits.
    """

    def __init__(self, trace: Trace, explainer: Explainer, digits: int = RESULT) -> None:
        self._trace = trace
        self._model = trace.model
        self._explainer = explainer
        self._notation = explainer.notation
        self._digits = digits
        names = (name for symbol in trace.model.columns for name in symbol.names)
        own = readable(dict.fromkeys(names)).__getitem__
        self._identifier = partial(identifier, own=own)
        places = (ALONE, FIRST, BETWEEN, LAST) if self._model.is_batched else (ALONE,)
        both = product(self._model.computed, places)
        self._sources = {(s, place): self._once(s, place) for s, place in both}
        self._number_width = len(str(len(trace.steps)))
        self._margin = self._label_width = self._name_width = 0
        for source in self._sources.values():
            code = len(source.code[-1])
            self._margin = max(self._margin, code if code <= MOST_MARGIN else 0)
            self._label_width = max(self._label_width, self._number_width + len(source.term))
            self._name_width = max(self._name_width, min(cells(source.name), MOST_NAME))
        self._room = WIDTH - self._margin - self._label_width - len("  #    ")

    def lines(self, steps: Iterable[Step]) -> Iterator[str]:
        """Yield the program for consecutive steps; it prints lines that `compare` reads."""
        yield from self._head()
        known: Collection[Symbol] = ()
        for iteration, group in groupby(steps, lambda step: step.iteration):
            symbols = [s for step in group for s in (*step.terms, step.symbol)]
            computed = set(symbols)
            sources = [self._source(iteration, symbol) for symbol in symbols]
            used = {s for source in sources for s in source.used} - computed - {RATE}
            yield from self._heading(iteration)
            yield from self._given(iteration, used, known)
            for phase, phase_symbols in groupby(symbols, lambda symbol: symbol.role.phase):
                yield from self._phase(phase)
                for symbol in phase_symbols:
                    yield from self._assigned(iteration, symbol)
            yield from self._printed(iteration, symbols)
            known = used | computed

    def _head(self) -> Iterator[str]:
        say, scenario = self._explainer.say, self._trace.scenario
        yield "# coding: utf-8"  # before the title, which might name another encoding
        yield from _remark(self._explainer.text(scenario.title))
        if self._model.in_place:
            yield from _remark(say("in_place"))
        for sentence in heading(self._trace, self._explainer, self._digits):
            yield from _remark(text_of(sentence))
        yield "#"
        yield from _remark(say("script.what"))
        yield ""
        functions = self._functions()
        imported = [name for name in FROM_MATH if name in functions]
        if imported:
            yield f"from math import {', '.join(imported)}"
            yield ""
            yield ""
        for function in functions:
            if function not in FROM_MATH:
                yield from self._defined(function)
        if self._model.learns:
            yield from self._number(1, RATE)

    def _functions(self) -> list[str]:
        """The functions that the program calls, and those that these call."""
        model = self._model
        if not isinstance(model, Network):
            every = (functions_in(model.equation(symbol).formula) for symbol in model.computed)
            functions = list(dict.fromkeys(name for found in every for name in found))
            own = [name for name in functions if name in WRITTEN_OUT]
            return [*own, *(["exp"] if "sigmoid" in own and "exp" not in own else [])]
        functions = list(model.functions)
        if model.is_softmax or "sigmoid" in functions:
            functions.append("exp")
        if model.cost == CROSS_ENTROPY:
            functions.append("log")
        return functions

    def _defined(self, function: str) -> Iterator[str]:
        if function == "sigmoid":
            yield from _remark(self._explainer.say("script.sigmoid"))
        yield f"def {CALLED.get(function, function)}(z):"
        yield f"    return {WRITTEN_OUT[function].format(z='z')}"
        yield ""
        yield ""

    def _heading(self, iteration: int) -> Iterator[str]:
        yield ""
        yield f"# {'=' * (WIDTH - 2)}"
        yield from _remark(self._explainer.place(self._trace, iteration))

    def _phase(self, phase: Phase) -> Iterator[str]:
        sign = "" if phase is Phase.GIVEN else f"{self._notation.sign(phase)} "
        yield ""
        yield f"# {sign}{self._explainer.say(f'phase.{phase}')}"

    def _given(
        self, iteration: int, used: Collection[Symbol], known: Collection[Symbol]
    ) -> Iterator[str]:
        """Yield the numbers that the iteration uses and does not compute.

        known: the symbols that the program has defined for the iteration before.
        """
        position = self._model.position
        if used:
            yield from self._phase(Phase.GIVEN)
        for symbol in sorted(used, key=lambda s: (position.get(s, len(position)), s.column)):
            if symbol.role in SUMMED and symbol._replace(role=SUMMED[symbol.role]) in known:
                continue  # the sum so far is the sum of the iteration before
            defined = known if symbol.role in UPDATED else ()
            new = symbol.updated
            if new in defined:
                yield from self._number(iteration, symbol, self._identifier(new))
            elif symbol not in defined:  # else it is a bias that is never updated
                yield from self._number(iteration, symbol)

    def _number(self, iteration: int, symbol: Symbol, source: str | None = None) -> Iterator[str]:
        """Assign a number that the program does not compute, from a variable or as a literal."""
        say, value = self._explainer.say, self._trace.value(symbol, iteration)
        kind = f"{say('target')} " if symbol.role is Role.T else ""
        origin = self._trace.steps.origin(iteration, symbol)
        where = f", {say('eq', number=origin.number)}" if origin else ""
        code = f"{self._identifier(symbol)} = {source or repr(value)}"
        name = _one_line(kind + self._notation.name(symbol))
        yield from self._commented(code, "", name, self._value(iteration, symbol) + where)

    def _assigned(self, iteration: int, symbol: Symbol) -> Iterator[str]:
        source = self._source(iteration, symbol)
        *begun, code = source.code
        yield from begun
        number = self._trace.schedule.first(iteration) + source.in_iteration
        label = f"{number:>{self._number_width}}{source.term}"
        yield from self._commented(code, label, source.name, self._value(iteration, symbol))

    def _commented(self, code: str, label: str, name: str, value: str) -> Iterator[str]:
        """Yield code and comment on one line, or the comment on a line above if it is too long."""
        text = padded(name, self._name_width)
        comment = f"# {label:<{self._label_width}}  {text} {value}"
        if len(code) <= self._margin and cells(text) + cells(value) <= self._room:
            yield f"{code:<{self._margin}}  {comment}"
        else:
            yield comment
            yield code

    def _printed(self, iteration: int, symbols: Iterable[Symbol]) -> Iterator[str]:
        yield ""
        yield from _remark(self._explainer.say("script.numbers"))
        yield f'print("iteration {iteration}")'
        for symbol in symbols:
            yield self._source(iteration, symbol).printed

    def _source(self, iteration: int, symbol: Symbol) -> _Source:
        sample, size = self._trace.scenario.in_batch(iteration)
        if not self._model.is_batched:
            return self._sources[symbol, ALONE]
        begins, ends = sample == 1, sample == size
        place = (ALONE if ends else FIRST) if begins else LAST if ends else BETWEEN
        return self._sources[symbol, place]

    def _once(self, symbol: Symbol, place: InBatch) -> _Source:
        eq = self._model.in_terms(symbol, place)
        whole = self._model.sum_of.get(symbol, symbol)
        terms = self._model.terms(whole)
        return _Source(
            tuple(assignments(eq, self._identifier)),
            self._model.step_index[whole] + 1,
            f".{terms.index(symbol) + 1}" if symbol.is_term else "",
            _one_line(self._notation.name(symbol)),
            tuple(symbols_in(eq.formula)),
            f'print("{symbol.column} =", {self._identifier(symbol)})',
        )

    def _value(self, iteration: int, symbol: Symbol) -> str:
        value = self._trace.value(symbol, iteration)
        return " ".join(self._notation.related(value, self._digits))


def _remark(text: str) -> Iterator[str]:
    for line in wrapped(_one_line(text), WIDTH - 2):
        yield f"# {line}"


def _one_line(text: str) -> str:
    """Replace the characters that could end a comment."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
