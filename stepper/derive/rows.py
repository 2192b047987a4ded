"""Terms of a derivation in rows, broken between factors; new factors are marked."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from stepper.backprop.expressions import Product
from stepper.derive.lines import Term
from stepper.typeset.cells import cells
from stepper.typeset.equations.formulas import Names
from stepper.typeset.spans import Span, Spans, width


class RowPiece(NamedTuple):
    """A part of a row. changed: it belongs to a factor that is new in its line."""

    spans: Spans
    changed: bool


TermRow = list[RowPiece]


def rows(term: Term, names: Names, room: int, first: bool = True) -> list[TermRow]:
    """Break a term into rows of at most room cells if possible; a row starts with its sign.

    first: whether it is the first term of its sum; else it does not begin with a minus.
    """
    result: list[TermRow] = [[]]
    filled = 0
    for pieces in _unbroken(term, names, room, first):
        if filled and filled + sum(width(piece.spans) for piece in pieces) > room:
            pieces = _flush(pieces)
            result.append([])
            filled = 0
        result[-1] += pieces
        filled += sum(width(piece.spans) for piece in pieces)
    return result


def _unbroken(term: Term, names: Names, room: int, is_first: bool) -> Iterator[TermRow]:
    """Yield what stays together: a factor and the sign before it, or a part of a wide factor."""
    first_new = len(term.before)
    new = range(first_new, first_new + len(term.changed))
    breaks = (*(names.notation.sign(sign) for sign in ("plus", "times")), "(")
    sign = names.notation.sum_over(term.over[0]) if term.over else ""
    is_alone = len(term.factors) == 1 and not term.over
    product = Product(term.factors)
    alone = names.operand_of_sum(product, is_first) if is_alone else ()
    for k, spans in enumerate([alone] if is_alone else names.factors(product, is_first)):
        before = [RowPiece((Span(sign),), k in new and k > first_new)] if sign else []
        first, *rest = _parts(spans, room - cells(sign), breaks)
        yield [*before, RowPiece(first, k in new)]
        yield from ([RowPiece(part, k in new)] for part in rest)
        sign = names.notation.sign("times")


def _flush(pieces: TermRow) -> TermRow:
    """Remove the space at the start."""
    (first, *spans), changed = pieces[0]
    flush = Span(first.text.lstrip(), first.symbol)
    return [RowPiece((flush, *spans), changed), *pieces[1:]]


def _parts(spans: Spans, room: int, breaks: Sequence[str]) -> Iterator[Spans]:
    """Split too wide spans before each sign breaks[0], and what is still too wide at the next."""
    if not breaks or width(spans) <= room:
        yield spans
        return
    starts = [k for k, span in enumerate(spans) if k and span.text.strip() == breaks[0]]
    for start, end in pairwise([0, *starts, len(spans)]):
        yield from _parts(spans[start:end], room, breaks[1:])
