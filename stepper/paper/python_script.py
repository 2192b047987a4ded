"""The steps of a trace as a Python program that makes the same numbers and prints them."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import RATE, UPDATED, Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import cells, padded
from stepper.typeset.digits import RESULT, written
from stepper.typeset.folding import wrapped
from stepper.typeset.python_source import SIGMOID, assignments, identifier, in_terms

WIDTH = 100
MOST_MARGIN = 52  # before the comments; that of a longer line stands above it
MOST_NAME = 24


class _Made(NamedTuple):
    """What is the same in each iteration about a number that is made.

    term is .2 for the second term of a sum, used the symbols that the assignments take.
    """

    code: tuple[str, ...]
    in_iteration: int
    term: str
    name: str
    used: tuple[Symbol, ...]
    printed: str


class Script:
    """Writes the steps of one trace as Python, line by line, one iteration at a time.

    digits: significant digits of the values in comments; the numbers of the code have all.
    """

    def __init__(self, trace: Trace, explainer: Explainer, digits: int = RESULT) -> None:
        self._trace = trace
        self._network = trace.network
        self._explainer = explainer
        self._notation = explainer.notation
        self._digits = digits
        self._made = {symbol: self._once(symbol) for symbol in self._network.made}
        self._number_width = len(str(len(trace.steps)))
        self._margin = self._label_width = self._name_width = 0
        for made in self._made.values():
            code = len(made.code[-1])
            self._margin = max(self._margin, code if code <= MOST_MARGIN else 0)
            self._label_width = max(self._label_width, self._number_width + len(made.term))
            self._name_width = max(self._name_width, min(cells(made.name), MOST_NAME))
        self._room = WIDTH - self._margin - self._label_width - len("  #    ")

    def lines(self, steps: Iterable[Step]) -> Iterator[str]:
        """The program for steps that follow each other; it prints what `compare` reads."""
        yield from self._head()
        known: Collection[Symbol] = ()
        for iteration, group in groupby(steps, lambda step: step.iteration):
            symbols = [s for step in group for s in (*step.terms, step.symbol)]
            made = set(symbols)
            used = {s for symbol in symbols for s in self._made[symbol].used} - made - {RATE}
            yield from self._heading(iteration)
            yield from self._given(iteration, used, known)
            for phase, phase_symbols in groupby(symbols, lambda symbol: symbol.role.phase):
                yield from self._phase(phase)
                for symbol in phase_symbols:
                    yield from self._assigned(iteration, symbol)
            yield from self._printed(iteration, symbols)
            known = used | made

    def _head(self) -> Iterator[str]:
        say, scenario = self._explainer.say, self._trace.scenario
        yield "# coding: utf-8"  # before the title, which might name another one
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
        """What the iteration takes and does not make; known is what stands from the one before."""
        yield from self._phase(Phase.GIVEN)
        for symbol in sorted(used, key=self._network.position.__getitem__):
            standing = known if symbol.role in UPDATED else ()
            new = symbol.updated
            if new in standing:
                yield from self._number(iteration, symbol, identifier(new))
            elif symbol not in standing:  # else it is a bias that is never updated
                yield from self._number(iteration, symbol)

    def _number(self, iteration: int, symbol: Symbol, source: str | None = None) -> Iterator[str]:
        """A number that is not made here, from a source that has it already or written out."""
        say, value = self._explainer.say, self._trace.value(iteration, symbol)
        kind = f"{say('target')} " if symbol.role is Role.T else ""
        made = self._trace.steps.made(iteration, symbol)
        origin = f", {say('eq', number=made.number)}" if made else ""
        code = f"{identifier(symbol)} = {source or repr(value)}"
        name = _one_line(kind + self._notation.name(symbol))
        yield from self._commented(code, "", name, self._value(iteration, symbol) + origin)

    def _assigned(self, iteration: int, symbol: Symbol) -> Iterator[str]:
        made = self._made[symbol]
        *begun, code = made.code
        yield from begun
        number = (iteration - 1) * len(self._network.steps) + made.in_iteration
        label = f"{number:>{self._number_width}}{made.term}"
        yield from self._commented(code, label, made.name, self._value(iteration, symbol))

    def _commented(self, code: str, label: str, name: str, value: str) -> Iterator[str]:
        """Code and comment on one line, or the comment above where there is no room for that."""
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
            yield self._made[symbol].printed

    def _once(self, symbol: Symbol) -> _Made:
        eq = in_terms(self._network, symbol)
        whole = self._network.sum_of.get(symbol, symbol)
        ordinal = symbol.i if symbol.role is Role.WA else symbol.j
        return _Made(
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
    """Text that no character can lead out of a comment."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
