"""The parts of an expression of a formula, and how many operations it has."""

from collections.abc import Iterator, Sequence

from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Extreme,
    Negative,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
)


def parts(e: Expression) -> tuple[Expression, ...]:
    """The expressions directly within one that was read from a line."""
    match e:
        case Sum(of) | Product(of) | Extreme(_, of):
            return of
        case Difference(one, other) | Quotient(one, other) | Power(one, other):
            return one, other
        case Square(of) | Negative(of) | Apply(_, of):
            return (of,)
        case _:
            return ()


def with_parts(e: Expression, of: Sequence[Expression]) -> Expression:
    """The same operation on other parts, as many as it has."""
    match e:
        case Sum() | Product():
            return type(e)(tuple(of))
        case Extreme(function, _):
            return Extreme(function, tuple(of))
        case Apply(function, _):
            return Apply(function, of[0])
        case Difference() | Quotient() | Power():
            return type(e)(of[0], of[1])
        case Square() | Negative():
            return type(e)(of[0])
        case _:
            return e


def operations(e: Expression) -> int:
    """How many operations an expression has; a sum of three terms has two."""
    return sum(_operations(part) for part, _ in _every(e))


def depth(e: Expression) -> int:
    """How many levels the tree has."""
    return max(level for _, level in _every(e))


def _operations(e: Expression) -> int:
    match e:
        case Sum(terms):  # of a sum, a term with a minus is a subtraction
            return len(terms) - 1 - sum(isinstance(term, Negative) for term in terms[1:])
        case Product(factors):
            return len(factors) - 1
        case _:
            return bool(parts(e))


def _every(e: Expression) -> Iterator[tuple[Expression, int]]:
    """Each part with its level from 1, without recursion: a tree may be too deep for that."""
    waiting = [(e, 1)]
    while waiting:
        part, level = waiting.pop()
        yield part, level
        waiting += ((inner, level + 1) for inner in parts(part))
