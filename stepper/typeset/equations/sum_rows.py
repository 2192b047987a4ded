"""A sum that is too wide for a line: a row for each term."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, Quotient, Sum, symbols_in
from stepper.backprop.symbols import Symbol
from stepper.typeset.equations.enough_digits import adding_up
from stepper.typeset.equations.formulas import Names, Numbers
from stepper.typeset.spans import Span, Spans, width


def terms_of(formula: Expression) -> tuple[Expression, ...]:
    """The terms of a sum; of the mean of terms, each divided; nothing for another formula."""
    match formula:
        case Sum(terms):
            return terms
        case Quotient(Sum(terms), count):
            return tuple(Quotient(term, count) for term in terms)
        case _:
            return ()


def symbols_of(terms: Sequence[Symbol], formula: Expression) -> list[Symbol | None]:
    """The symbol of each term of a formula; None for a term that is divided or has no column.

    terms: the symbols of those that have columns, which come first.
    """
    if not isinstance(formula, Sum):
        return [None for _ in terms_of(formula)]
    others = formula.terms[len(terms) :]
    return [*terms, *(term if isinstance(term, Symbol) else None for term in others)]


class SumRows(NamedTuple):
    """A sum with a row for each term.

    symbols: those of the terms, as symbols_of gives them. digits: significant digits of the total,
    None for all.
    """

    terms: tuple[Expression, ...]
    symbols: list[Symbol | None]
    value_of: Callable[[Symbol], float]
    total: float
    digits: int | None

    def cells(
        self,
        names: Names,
        factors: Numbers,
        hides: Callable[[Symbol], bool] | None,
        room: int,
    ) -> list[tuple[Spans, ...]]:
        """Each term in symbols, with numbers if there is room, and its value."""
        notation, values = names.notation, self._values()
        enough = self.digits and adding_up(values, self.total, self.digits)

        def result(term: Expression, symbol: Symbol | None, value: float) -> Spans:
            is_blank = hides and any(map(hides, [symbol] if symbol else symbols_in(term)))
            text = notation.value(value, enough)
            return (Span(notation.sign("blank") if is_blank else text, symbol),)

        rows: list[tuple[Spans, ...]] = []
        for term, symbol, value in zip(self.terms, self.symbols, values, strict=True):
            first = names.operand_of_sum(term, first=not rows)
            rows.append((first, factors.write(term), result(term, symbol, value)))
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        if sum(widths) + 6 > room:
            rows = [(row[0], row[-1]) for row in rows]
        return rows

    def _values(self) -> list[float]:
        both = zip(self.terms, self.symbols, strict=True)
        return [self.value_of(s) if s else evaluate(term, self.value_of) for term, s in both]
