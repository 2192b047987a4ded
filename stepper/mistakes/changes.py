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
    product_of,
    rewritten,
    sum_of,
    symbols_in,
)
from stepper.backprop.symbols import RATE, Symbol

Build = Callable[[Expression], Expression]
# (a symbol of a formula) -> what may be taken in its place, each with a word for how they relate
Others = Callable[[Symbol], Iterator[tuple[str, Expression]]]


class Change(NamedTuple):
    """What is wrong in an equation, where that has no name of its own.

    what: the key of its sentence, change.<what>. right, wrong: what belongs into the equation, and
    what was taken; of a given number that was misread, numbers.
    """

    what: str
    right: Expression | None = None
    wrong: Expression | None = None


class Changed(NamedTuple):
    """A changed formula. alike: what the same change in another equation has in common with it."""

    change: Change
    formula: Expression
    alike: tuple[object, ...]


def changes(formula: Expression, others: Others) -> Iterator[Changed]:
    """Yield every small change of a formula. others: what may stand in for a symbol."""
    yield from _of_whole(formula)
    yield from _in(formula, lambda part: part, others)
    for symbol, times in Counter(_symbols(formula)).items():
        if times > 1:  # as in y(1-y), both of which are taken from the same place
            for how, other in others(symbol):
                change = Change("instead", symbol, other)
                yield Changed(
                    change, _replaced(formula, symbol, other), ("all", _kind(symbol), how)
                )


def _symbols(formula: Expression) -> Iterator[Symbol]:
    """Yield the symbols that are written."""
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


def _in(e: Expression, build: Build, others: Others) -> Iterator[Changed]:
    """Yield the changes of a part; build puts a part into its formula."""

    def made(what: str, new: Expression, right: Expression, wrong: Expression | None = None,
             alike: object = None) -> Changed:  # fmt: skip
        return Changed(Change(what, right, wrong), build(new), (what, alike or _kind(right)))

    match e:
        case Symbol():
            for how, other in others(e):
                yield made("instead", other, e, other, (_kind(e), how))
        case Known(written, value):
            yield from _in(written, build, others)
            if isinstance(value, Symbol):
                for how, other in others(value):
                    yield made("instead", other, e, other, (_kind(value), how))
        case Product(factors):
            for k, factor in enumerate(factors):
                rest = (*factors[:k], *factors[k + 1 :])
                if not isinstance(factor, Number):
                    yield made("left out", product_of(rest), factor)
                    yield made("doubled", Product((*factors, factor)), factor)
                    yield made("divided", Quotient(product_of(rest), factor), factor)
                    if k:  # the sum is the same whichever of two is added
                        yield made("summed", Sum((product_of(rest), factor)), factor)
                yield from _in(factor, _placed(e, k, build), others)
        case Sum(terms):
            for k, term in enumerate(terms):
                rest = (*terms[:k], *terms[k + 1 :])
                yield made("term left out", sum_of(rest), term, alike=k)
                yield made("term doubled", Sum((*terms, term)), term, alike=k)
                minus = (*terms[:k], Negative(term), *terms[k + 1 :])
                same = term if isinstance(term, Symbol) else None  # such as a bias
                yield made("sign of term", Sum(minus), term, alike=_kind(same) if same else k)
                if len(terms) > 2:
                    yield made("one term", term, term, alike=k)
                yield from _in(term, _placed(e, k, build), others)
        case Difference(left, right):
            yield made("difference", Difference(right, left), e)
            yield made("added", Sum((left, right)), e)
            yield made("not subtracted", left, right)
            yield from _in(left, lambda new: build(Difference(new, right)), others)
            yield from _in(right, lambda new: build(Difference(left, new)), others)
        case Quotient(above, below):
            yield made("not divided", above, below)
            yield made("multiplied", Product((above, below)), below)
            yield from _in(above, lambda new: build(Quotient(new, below)), others)
            yield from _in(below, lambda new: build(Quotient(above, new)), others)
        case Square(base):
            yield made("not squared", base, e)
            yield made("doubled for squared", Product((Number(2.0), base)), e)
            yield from _in(base, lambda new: build(Square(new)), others)
        case Apply(function, argument):
            yield made("no function", argument, e)
            yield made("applied twice", Apply(function, e), e)
            yield made("sign of argument", Apply(function, Negative(argument)), e)
            yield from _in(argument, lambda new: build(Apply(function, new)), others)
        case Negative(part):
            yield made("no minus", part, e)
            yield from _in(part, lambda new: build(Negative(new)), others)


def _placed(e: Product | Sum, k: int, build: Build) -> Build:
    """Put a part in the place of the k-th one."""
    parts = e.factors if isinstance(e, Product) else e.terms
    return lambda new: build(type(e)((*parts[:k], new, *parts[k + 1 :])))


def _kind(e: Expression) -> object:
    """What parts of two equations have in common: their role."""
    match e:
        case Known(_, Symbol() as s) | (Symbol() as s):
            return "rate" if s == RATE else s.role
        case Slope() | Number():
            return e
        case _:
            return type(e).__name__
