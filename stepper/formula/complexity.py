"""How large an expression is: its operations, and the levels of its tree."""

from collections.abc import Iterator

from stepper.backprop.expressions import Expression, Negative, Product, Sum, parts_of


def operations(e: Expression) -> int:
    """The number of operations of an expression; a sum of three terms has two."""
    return sum(_operations(part) for part, _ in _every(e))


def depth(e: Expression) -> int:
    """The number of levels of the tree."""
    return max(level for _, level in _every(e))


def _operations(e: Expression) -> int:
    match e:
        case Sum(terms):  # of a sum, a term with a minus is a subtraction
            return len(terms) - 1 - sum(isinstance(term, Negative) for term in terms[1:])
        case Product(factors):
            return len(factors) - 1
        case _:
            return bool(parts_of(e))


def _every(e: Expression) -> Iterator[tuple[Expression, int]]:
    """Each part with its level from 1, without recursion: a tree may be too deep for that."""
    waiting = [(e, 1)]
    while waiting:
        part, level = waiting.pop()
        yield part, level
        waiting += ((inner, level + 1) for inner in parts_of(part))
