"""The terms of a line that is written out -> rows, broken at factors; what is new is marked."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from stepper.backprop.expressions import Product
from stepper.derive.lines import Term
from stepper.typeset.cells import cells
from stepper.typeset.formulas import Names
from stepper.typeset.spans import Span, Spans, width


class Piece(NamedTuple):
    """A part of a row; changed: it belongs to a factor that is new in its line."""

    spans: Spans
    changed: bool


TermRow = list[Piece]


def rows(term: Term, names: Names, room: int) -> list[TermRow]:
    """A term in rows of at most room cells where that can be; signs stand at their beginning."""
    result: list[TermRow] = [[]]
    filled = 0
    for pieces in _unbroken(term, names, room):
        if filled and filled + sum(width(piece.spans) for piece in pieces) > room:
            pieces = _flush(pieces)
            result.append([])
            filled = 0
        result[-1] += pieces
        filled += sum(width(piece.spans) for piece in pieces)
    return result


def _unbroken(term: Term, names: Names, room: int) -> Iterator[TermRow]:
    """What no row breaks: a factor with the sign before it, or a part of one that is too wide."""
    first_new = len(term.before)
    new = range(first_new, first_new + len(term.changed))
    breaks = (*(names.notation.sign(sign) for sign in ("plus", "times")), "(")
    sign = names.notation.sum_over(term.over[0]) if term.over else ""
    for k, spans in enumerate(names.factors(Product(term.factors))):
        before = [Piece((Span(sign),), k in new and k > first_new)] if sign else []
        first, *rest = _parts(spans, room - cells(sign), breaks)
        yield [*before, Piece(first, k in new)]
        yield from ([Piece(part, k in new)] for part in rest)
        sign = names.notation.sign("times")


def _flush(pieces: TermRow) -> TermRow:
    """Without the space at its beginning."""
    (first, *spans), changed = pieces[0]
    flush = Span(first.text.lstrip(), first.symbol)
    return [Piece((flush, *spans), changed), *pieces[1:]]


def _parts(spans: Spans, room: int, breaks: Sequence[str]) -> Iterator[Spans]:
    """Spans that are too wide, split before each sign of a kind; what still is, at the next."""
    if not breaks or width(spans) <= room:
        yield spans
        return
    starts = [k for k, span in enumerate(spans) if k and span.text.strip() == breaks[0]]
    for start, end in pairwise([0, *starts, len(spans)]):
        yield from _parts(spans[start:end], room, breaks[1:])
