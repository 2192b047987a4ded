"""A step -> the lines of its equation in columns of factors: chain rule, formula, numbers."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from stepper.digits import FACTOR, MOST_DIGITS, RESULT, written
from stepper.equations import Equation
from stepper.expressions import Expression, Product, Sum, evaluate
from stepper.notation import Notation
from stepper.steps import Step
from stepper.symbols import Role, Symbol
from stepper.typeset import Names, Numbers, Span, Spans, width

TIE = 1e-12


class Form(StrEnum):
    """What a line of an equation says."""

    CHAIN = "chain"
    RECURSION = "recursion"
    FORMULA = "formula"
    NUMBERS = "numbers"
    TERM = "term"
    VALUE = "value"


class Line(NamedTuple):
    """One line: its relation to the left side, and cells that stand in columns.

    separator is the sign between the cells, and so before each cell but the first.
    """

    form: Form
    relation: str
    cells: tuple[Spans, ...]
    separator: str = ""


class Block(NamedTuple):
    """The equation of a step. All lines with the same number of cells share widths[number]."""

    equation: Equation
    left: Span
    lines: tuple[Line, ...]
    widths: dict[int, list[int]]


def block(step: Step, notation: Notation, room: int, digits: int | None = RESULT) -> Block:
    """The equation of a step in at most room cells, where that can be.

    digits: significant digits of the result, None for all; factors have two more. A sum that is
    too wide has a row for each term: in symbols, with numbers, its value.
    """
    eq = shown_as(step)
    names = Names(notation)
    factors = Numbers(notation, step.value_of, digits and _of_factors(step, eq, digits))
    equal, times = notation.sign("equal"), notation.sign("times").strip()

    def in_columns(form: Form, expression: Expression, writer: Names) -> Line:
        if isinstance(eq.chain, Product) or eq is not step.equation:
            return Line(form, equal, tuple(writer.factors(expression)), times)
        return Line(form, equal, (writer.write(expression),))

    lines: list[Line] = []
    if isinstance(eq.formula, Sum):
        in_one_line = [names.write(eq.formula), factors.write(eq.formula)]
        if max(map(width, in_one_line)) <= room:
            if eq.chain is not None and width(names.write(eq.chain)) <= room:
                lines.append(Line(Form.CHAIN, equal, (names.write(eq.chain),)))
            lines.append(Line(Form.FORMULA, equal, (in_one_line[0],)))
            lines.append(Line(Form.NUMBERS, equal, (in_one_line[1],)))
        else:
            enough = digits and adding_up(_values(step, eq.formula), step.value, digits)
            terms = Numbers(notation, step.value_of, enough)
            lines += _rows(step, eq.formula, names, factors, terms, room)
    else:
        if eq.chain is not None:
            lines.append(in_columns(Form.CHAIN, eq.chain, names))
        if step.recursion is not step.equation and eq is step.equation:
            recursion = names.write(step.recursion.formula)
            if width(recursion) <= room:
                lines.append(Line(Form.RECURSION, equal, (recursion,)))
        lines.append(in_columns(Form.FORMULA, eq.formula, names))
        if not isinstance(eq.formula, Symbol):
            lines.append(in_columns(Form.NUMBERS, eq.formula, factors))
    text, exact = written(step.value, digits)
    value = (Span(notation.number(text), step.symbol),)
    lines.append(Line(Form.VALUE, notation.sign("equal" if exact else "about"), (value,)))
    return Block(eq, Span(notation.name(step.symbol), step.symbol), tuple(lines), _widths(lines))


def shown_as(step: Step) -> Equation:
    """The equation as it is shown: a delta with a single neuron above it as the recursion."""
    return step.recursion if _is_one_way_up(step) else step.equation


def _widths(lines: list[Line]) -> dict[int, list[int]]:
    together: dict[int, list[tuple[Spans, ...]]] = defaultdict(list)
    for line in lines:
        together[len(line.cells)].append(line.cells)
    return {
        count: [max(map(width, column)) for column in zip(*rows, strict=True)]
        for count, rows in together.items()
    }


def _of_factors(step: Step, shown_as: Equation, digits: int) -> int:
    """The digits of the factors: a calculator then gives the result that is shown.

    Two more than the result has are enough as a rule; where digits cancel, a few more are not.
    """
    enough = digits + FACTOR - RESULT

    def rounded(symbol: Symbol) -> float:
        return float(written(step.value_of(symbol), enough)[0])

    while enough < MOST_DIGITS:
        if _gives(evaluate(shown_as.formula, rounded), step.value, digits):
            break
        enough += 1
    return min(enough, MOST_DIGITS)


def _is_one_way_up(step: Step) -> bool:
    """Whether C feels the neuron through a single neuron above: then its delta is one product."""
    sizes = step.trace.network.sizes
    return (
        step.symbol.role is Role.DELTA
        and step.symbol.l < len(sizes) - 1
        and (sizes[step.symbol.l + 1] == 1)
    )


def adding_up(values: Sequence[float], total: float, digits: int) -> int:
    """The digits of the terms: added up as they are shown, they give the total in so many digits.

    As many as the total has, more where they cancel, at most all there are.
    """
    enough = digits
    while enough < MOST_DIGITS and not _gives(_sum_of_shown(values, enough), total, digits):
        enough += 1
    return enough


def _sum_of_shown(values: Sequence[float], digits: int) -> float:
    return float(sum(Decimal(written(value, digits)[0]) for value in values))


def _gives(result: float, value: float, digits: int) -> bool:
    """Whether a result is shown as the value is; halves are rounded up by hand."""
    near = (result * (1 - TIE), result * (1 + TIE))
    return {float(written(x, digits)[0]) for x in near} == {float(written(value, digits)[0])}


def _symbols(step: Step, total: Sum) -> list[Symbol]:
    """Of each term, the number that it is."""
    return [*step.terms, *(t for t in total.terms if isinstance(t, Symbol))]


def _values(step: Step, total: Sum) -> list[float]:
    return [step.value_of(symbol) for symbol in _symbols(step, total)]


def _rows(
    step: Step, total: Sum, names: Names, factors: Names, results: Names, room: int
) -> list[Line]:
    """Each term in symbols, with numbers put in where there is room for that, and its value."""
    rows: list[tuple[Spans, ...]] = [
        (names.write(term), factors.write(term), (results.symbol(symbol),))
        for term, symbol in zip(total.terms, _symbols(step, total), strict=True)
    ]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 6 > room:
        rows = [(row[0], row[-1]) for row in rows]
    plus, equal = names.notation.sign("plus"), names.notation.sign("equal")
    return [Line(Form.TERM, plus if k else equal, row, equal) for k, row in enumerate(rows)]
