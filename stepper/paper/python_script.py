"""The steps of a trace as a Python program that computes the same numbers and prints them."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from stepper.backprop.equations import in_terms
from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import RATE, UPDATED, Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import cells, padded
from stepper.typeset.digits import RESULT, written
from stepper.typeset.folding import wrapped
from stepper.typeset.python_source import SIGMOID, assignments, identifier

WIDTH = 100
MOST_MARGIN = 52  # widest code beside its comment; a longer line has the comment above it
MOST_NAME = 24


class _Source(NamedTuple):
    """What the program says about a computed number, the same in each iteration.

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
        self._network = trace.network
        self._explainer = explainer
        self._notation = explainer.notation
        self._digits = digits
        self._sources = {symbol: self._once(symbol) for symbol in self._network.made}
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
            used = {s for symbol in symbols for s in self._sources[symbol].used} - computed - {RATE}
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
        if self._network.in_place:
            yield from _remark(say("in_place"))
        run = say(
            "run",
            sizes="-".join(map(str, self._network.sizes)),
            rate=f"{self._notation.name(RATE)} {self._value(1, RATE)}",
            iterations=self._trace.iterations,
            steps=len(self._network.steps),
        )
        yield from _remark(run)
        yield "#"
        yield from _remark(say("script.what"))
        yield ""
        yield "from math import exp"
        yield ""
        yield ""
        yield from _remark(say("script.sigmoid"))
        yield "def g(z):"
        yield f"    return {SIGMOID.format(z='z')}"
        yield ""
        yield ""
        yield from self._number(1, RATE)

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
        """Yield what the iteration uses and does not compute.

        known: the symbols that the program has defined for the iteration before.
        """
        yield from self._phase(Phase.GIVEN)
        for symbol in sorted(used, key=self._network.position.__getitem__):
            defined = known if symbol.role in UPDATED else ()
            new = symbol.updated
            if new in defined:
                yield from self._number(iteration, symbol, identifier(new))
            elif symbol not in defined:  # else it is a bias that is never updated
                yield from self._number(iteration, symbol)

    def _number(self, iteration: int, symbol: Symbol, source: str | None = None) -> Iterator[str]:
        """Assign a number that the program does not compute, from a variable or as a literal."""
        say, value = self._explainer.say, self._trace.value(iteration, symbol)
        kind = f"{say('target')} " if symbol.role is Role.T else ""
        made = self._trace.steps.made(iteration, symbol)
        origin = f", {say('eq', number=made.number)}" if made else ""
        code = f"{identifier(symbol)} = {source or repr(value)}"
        name = _one_line(kind + self._notation.name(symbol))
        yield from self._commented(code, "", name, self._value(iteration, symbol) + origin)

    def _assigned(self, iteration: int, symbol: Symbol) -> Iterator[str]:
        source = self._sources[symbol]
        *begun, code = source.code
        yield from begun
        number = (iteration - 1) * len(self._network.steps) + source.in_iteration
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
            yield self._sources[symbol].printed

    def _once(self, symbol: Symbol) -> _Source:
        eq = in_terms(self._network, symbol)
        whole = self._network.sum_of.get(symbol, symbol)
        ordinal = symbol.i if symbol.role is Role.WA else symbol.j
        return _Source(
            tuple(assignments(eq)),
            self._network.step_index[whole] + 1,
            f".{ordinal}" if symbol.is_term else "",
            _one_line(self._notation.name(symbol)),
            tuple(symbols_in(eq.formula)),
            f'print("{symbol.column} =", {identifier(symbol)})',
        )

    def _value(self, iteration: int, symbol: Symbol) -> str:
        text, exact = written(self._trace.value(iteration, symbol), self._digits)
        sign = self._notation.sign("equal" if exact else "about")
        return f"{sign} {self._notation.number(text)}"


def _remark(text: str) -> Iterator[str]:
    for line in wrapped(_one_line(text), WIDTH - 2):
        yield f"# {line}"


def _one_line(text: str) -> str:
    """Replace the characters that could end a comment."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
