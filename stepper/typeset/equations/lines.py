"""The lines of a step's equation, in columns of factors: chain rule, formula, numbers, value."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import NamedTuple, Protocol

from stepper.backprop.expressions import Expression, Number, Product, Sum
from stepper.backprop.model import Equation
from stepper.backprop.symbols import SO_FAR, Phase, Symbol
from stepper.typeset.digits import RESULT
from stepper.typeset.equations.enough_digits import of_factors
from stepper.typeset.equations.formulas import Names, Numbers
from stepper.typeset.equations.sum_rows import SumRows, symbols_of, terms_of
from stepper.typeset.notation import Notation
from stepper.typeset.spans import Span, Spans, text_of, width

MOST_WRITTEN = 10_000  # equations in symbols that are kept for later iterations


class Computed(Protocol):
    """A number and its equation; runs.trace.Step has all of it."""

    @property
    def iteration(self) -> int: ...
    @property
    def symbol(self) -> Symbol: ...
    @property
    def equation(self) -> Equation: ...
    @property
    def recursion(self) -> Equation: ...
    @property
    def terms(self) -> list[Symbol]: ...
    @property
    def has_one_way_to_cost(self) -> bool: ...
    def reader(self) -> Callable[[Symbol], float]: ...


class Form(StrEnum):
    """The kinds of lines of an equation."""

    CHAIN = "chain"
    RECURSION = "recursion"
    FORMULA = "formula"
    NUMBERS = "numbers"
    TERM = "term"
    VALUE = "value"


Widths = dict[int, list[int]]  # number of cells in a line, if several -> width of each column


class EquationLine(NamedTuple):
    """One line: its relation to the left side, and cells in columns.

    separator: the sign before each cell but the first.
    """

    form: Form
    relation: str
    cells: tuple[Spans, ...]
    separator: str = ""


class Block(NamedTuple):
    """The equation of a step. Lines with n cells, if several, have the column widths widths[n]."""

    equation: Equation
    left: Span
    lines: tuple[EquationLine, ...]
    widths: Widths


class InSymbols(NamedTuple):
    """The part of a Block that is the same in every iteration: its lines in symbols."""

    equation: Equation
    left: Span
    lines: tuple[EquationLine, ...]
    formula_width: int
    in_factors: bool
    widths: "Widths"


class EquationLayout:
    """Lays out the equations of steps, if possible in at most room cells.

    digits: significant digits of the results, None for all; factors have two more. A sum that is
    too wide has a row for each term: in symbols, with numbers, its value. hides: whether the number
    of a symbol in an iteration is left blank; with a result, all numbers of its equation are.
    """

    def __init__(
        self,
        notation: Notation,
        room: int,
        digits: int | None = RESULT,
        hides: Callable[[int, Symbol], bool] | None = None,
    ) -> None:
        self._notation = notation
        self._names = Names(notation)
        self._room = room
        self._digits = digits
        self._hides = hides
        self._equal = notation.sign("equal")
        self._times = notation.sign("times")
        self._written: dict[tuple[Symbol, bool], InSymbols] = {}

    def block(self, step: Computed) -> Block:
        symbol, digits, value_of = step.symbol, self._digits, step.reader()
        number = value_of(symbol)
        adds_sample = symbol.role in SO_FAR and isinstance(step.equation.formula, Sum)
        if (symbol, adds_sample) not in self._written:
            if len(self._written) == MOST_WRITTEN:
                self._written.clear()
            self._written[symbol, adds_sample] = self._in_symbols(step)
        eq, left, in_symbols, formula_width, in_factors, widths = self._written[symbol, adds_sample]
        hides, is_blank = self._hidden(step)
        enough = digits and of_factors(value_of, eq, digits)
        factors = Numbers(self._notation, value_of, enough, hides)
        lines = in_symbols
        terms = terms_of(eq.formula) if step.terms or isinstance(eq.formula, Sum) else ()
        if terms:
            numbers = factors.write(eq.formula)
            if max(formula_width, width(numbers)) <= self._room:
                in_numbers = [EquationLine(Form.NUMBERS, self._equal, (numbers,))]
            else:
                symbols = symbols_of(step.terms, eq.formula)
                sum_rows = SumRows(terms, symbols, value_of, number, digits)
                rows = sum_rows.cells(self._names, factors, hides, self._room)
                in_numbers = [self._term(row, is_first=not k) for k, row in enumerate(rows)]
                lines, widths = (), {}
        elif isinstance(eq.formula, Symbol | Number):
            in_numbers = []
        else:
            in_numbers = [self._line(Form.NUMBERS, eq.formula, factors, in_factors)]
        relation, shown = self._notation.related(number, digits)
        if is_blank:
            relation, shown = self._equal, self._notation.sign("blank")
        in_numbers.append(EquationLine(Form.VALUE, relation, ((Span(shown, symbol),),)))
        if is_blank and _is_answer(eq):
            lines = ()
        every = (*lines, *in_numbers)
        if symbol.names:  # of a formula, where a local derivative may be a single number
            every = tuple(_without_repeats(every))
        return Block(eq, left, every, _widened(widths, in_numbers))

    def _hidden(self, step: Computed) -> tuple[Callable[[Symbol], bool] | None, bool]:
        """Which numbers of a step's equation are left blank, and whether its result is."""
        if self._hides is None:
            return None, False
        if self._hides(step.iteration, step.symbol):
            return lambda symbol: True, True
        return partial(self._hides, step.iteration), False

    def _in_symbols(self, step: Computed) -> InSymbols:
        eq, names, lines = shown_as(step), self._names, []
        in_factors = isinstance(eq.chain, Product) or eq is not step.equation
        formula = self._line(Form.FORMULA, eq.formula, names, in_factors)
        if eq.chain is not None and not isinstance(eq.formula, Number):
            chain = self._line(Form.CHAIN, eq.chain, names, in_factors)
            if in_factors or width(names.write(eq.chain)) <= self._room:
                lines.append(chain)
        if step.recursion is not step.equation and eq is step.equation:
            recursion = names.write(step.recursion.formula)
            if width(recursion) <= self._room:
                lines.append(EquationLine(Form.RECURSION, self._equal, (recursion,)))
        lines.append(formula)
        width_of_formula = width(names.write(eq.formula))
        left, widths = names.symbol(step.symbol), _widened({}, lines)
        return InSymbols(eq, left, tuple(lines), width_of_formula, in_factors, widths)

    def _term(self, row: tuple[Spans, ...], is_first: bool) -> EquationLine:
        relation = self._equal if is_first else self._notation.sign("plus")
        return EquationLine(Form.TERM, relation, row, self._equal)

    def _line(self, form: Form, e: Expression, writer: Names, in_factors: bool) -> EquationLine:
        if in_factors:
            return EquationLine(form, self._equal, tuple(writer.factors(e)), self._times)
        return EquationLine(form, self._equal, (writer.write(e),))


def block(step: Computed, notation: Notation, room: int, digits: int | None = RESULT) -> Block:
    """Lay out the equation of a single step; see EquationLayout."""
    return EquationLayout(notation, room, digits).block(step)


def shown_as(step: Computed) -> Equation:
    """The equation to show: the recursion for a delta whose next layer is a single neuron."""
    return step.recursion if step.has_one_way_to_cost else step.equation


def _is_answer(eq: Equation) -> bool:
    """Whether a derivative is a constant, so that its formula gives the answer away."""
    return eq.symbol.role.phase is Phase.BACKWARD and isinstance(eq.formula, Number)


def _without_repeats(lines: Sequence[EquationLine]) -> Iterator[EquationLine]:
    """Drop a line equal to the next one: = 1 before = 1."""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if following is None or _said(line) != _said(following):
            yield line


def _said(line: EquationLine) -> tuple[str, list[str]]:
    return line.relation, [text_of(cell) for cell in line.cells]


def _widened(widths: Widths, lines: Iterable[EquationLine]) -> Widths:
    """Widen the columns so that these lines fit as well."""
    widened = dict(widths)
    for line in lines:
        if len(line.cells) == 1:
            continue
        own = [width(cell) for cell in line.cells]
        others = widened.get(len(own))
        widened[len(own)] = list(map(max, own, others)) if others else own
    return widened
