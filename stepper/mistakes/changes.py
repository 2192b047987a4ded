"""Every small change that makes the tree of an equation wrong, as a slip of the pen does.

A factor or a term left out, doubled or put in for another; a sign reversed; divided for
multiplied; a function left out or applied twice; a number in place of another of the same layer or
role.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Negative,
    Number,
    Product,
    Quotient,
    Slope,
    Square,
    Sum,
    parts_of,
    product_of,
    rewritten,
    sum_of,
    symbols_in,
    with_parts,
)
from stepper.backprop.symbols import RATE, Symbol

Build = Callable[[Expression], Expression]
# (a symbol of a formula) -> what may be there instead, each with a word for how they relate
Others = Callable[[Symbol], Iterator[tuple[str, Expression]]]


class Change(NamedTuple):
    """What is wrong in an equation, for a mistake without a name of its own.

    what: the key of its sentence, change.<what>. right, wrong: what belongs in the equation, and
    what was there instead; for a misread given number, both are Numbers.
    """

    what: str
    right: Expression | None = None
    wrong: Expression | None = None


class Changed(NamedTuple):
    """A changed formula. alike: equal where the same change was made in another equation."""

    change: Change
    formula: Expression
    alike: tuple[object, ...]


def changes(formula: Expression, others: Others) -> Iterator[Changed]:
    """Yield every small change of a formula. others: what may stand in for a symbol."""
    yield from _of_whole(formula)
    yield from _in(formula, lambda part: part, others)
    for symbol, times in Counter(_symbols(formula)).items():
        if times > 1:  # as in y(1-y): both are read from the same place
            for how, other in others(symbol):
                change = Change("instead", symbol, other)
                yield Changed(
                    change, _replaced(formula, symbol, other), ("all", _kind(symbol), how)
                )


def _symbols(formula: Expression) -> Iterator[Symbol]:
    """Yield the symbols of the written form."""
    return symbols_in(
        rewritten(formula, lambda e: e.written if isinstance(e, Known) else e) or formula
    )


def _replaced(formula: Expression, symbol: Symbol, other: Expression) -> Expression:
    return rewritten(formula, lambda e: other if e == symbol else e) or other


def _of_whole(e: Expression) -> Iterator[Changed]:
    yield Changed(Change("reversed", e), Negative(e), ("reversed",))
    for power in (10.0, 0.1, 100.0, 0.01):
        yield Changed(Change("decimal point", e), Product((Number(power), e)), ("point", power))
    for factor, what in ((2.0, "twice"), (0.5, "half")):
        yield Changed(Change(what, e), Product((Number(factor), e)), (what,))


class _Slip(NamedTuple):
    """A change of one part of a formula. new: what takes its place; the rest as in Changed."""

    what: str
    new: Expression
    right: Expression
    wrong: Expression | None = None
    alike: object = None


def _in(e: Expression, build: Build, others: Others) -> Iterator[Changed]:
    """Yield the changes of a part; build puts a part into its formula."""
    match e:
        case Symbol():
            yield from _built(_instead(e, e, others), build)
        case Known(written, value):
            yield from _in(written, build, others)
            if isinstance(value, Symbol):
                yield from _built(_instead(value, e, others), build)
        case Product() | Sum():
            for k, part in enumerate(parts_of(e)):
                slips = _of_factor(e.factors, k) if isinstance(e, Product) else _of_term(e.terms, k)
                yield from _built(slips, build)
                yield from _in(part, _placed(e, k, build), others)
        case Difference() | Quotient() | Square() | Apply() | Negative():
            yield from _built(_of_operation(e), build)
            for k, part in enumerate(parts_of(e)):
                yield from _in(part, _placed(e, k, build), others)


def _built(slips: Iterator[_Slip], build: Build) -> Iterator[Changed]:
    for what, new, right, wrong, alike in slips:
        of = _kind(right) if alike is None else alike
        yield Changed(Change(what, right, wrong), build(new), (what, of))


def _placed(e: Expression, k: int, build: Build) -> Build:
    """A Build that puts a part in the place of the k-th one."""
    parts = parts_of(e)
    return lambda new: build(with_parts(e, (*parts[:k], new, *parts[k + 1 :])))


def _instead(symbol: Symbol, shown: Expression, others: Others) -> Iterator[_Slip]:
    for how, other in others(symbol):
        yield _Slip("instead", other, shown, other, (_kind(symbol), how))


def _of_factor(factors: tuple[Expression, ...], k: int) -> Iterator[_Slip]:
    factor, rest = factors[k], (*factors[:k], *factors[k + 1 :])
    if isinstance(factor, Number):
        return
    yield _Slip("left out", product_of(rest), factor)
    yield _Slip("doubled", Product((*factors, factor)), factor)
    yield _Slip("divided", Quotient(product_of(rest), factor), factor)
    if k:  # the sum is the same whichever of two is added
        yield _Slip("summed", Sum((product_of(rest), factor)), factor)


def _of_term(terms: tuple[Expression, ...], k: int) -> Iterator[_Slip]:
    term, before, after = terms[k], terms[:k], terms[k + 1 :]
    yield _Slip("term left out", sum_of((*before, *after)), term, alike=k)
    yield _Slip("term doubled", Sum((*terms, term)), term, alike=k)
    same = _kind(term) if isinstance(term, Symbol) else k  # such as a bias
    yield _Slip("sign of term", Sum((*before, Negative(term), *after)), term, alike=same)
    if len(terms) > 2:
        yield _Slip("one term", term, term, alike=k)


def _of_operation(e: Difference | Quotient | Square | Apply | Negative) -> Iterator[_Slip]:
    match e:
        case Difference(left, right):
            yield _Slip("difference", Difference(right, left), e)
            yield _Slip("added", Sum((left, right)), e)
            yield _Slip("not subtracted", left, right)
        case Quotient(above, below):
            yield _Slip("not divided", above, below)
            yield _Slip("multiplied", Product((above, below)), below)
        case Square(base):
            yield _Slip("not squared", base, e)
            yield _Slip("doubled for squared", Product((Number(2.0), base)), e)
        case Apply(function, argument):
            yield _Slip("no function", argument, e)
            yield _Slip("applied twice", Apply(function, e), e)
            yield _Slip("sign of argument", Apply(function, Negative(argument)), e)
        case Negative(part):
            yield _Slip("no minus", part, e)


def _kind(e: Expression) -> object:
    """What parts of two equations have in common: their role."""
    match e:
        case Known(_, Symbol() as s) | (Symbol() as s):
            return "rate" if s == RATE else s.role
        case Slope() | Number():
            return e
        case _:
            return type(e).__name__
