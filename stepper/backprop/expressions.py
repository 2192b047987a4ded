"""Expressions: trees with Symbols as leaves, to be shown and to be evaluated.

In the body of a SumOver, a Symbol may have the index letter of the sum, a number below 0, instead
of a neuron.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import is_
from typing import NamedTuple, get_args

from stepper.backprop.kinds import keep_apart
from stepper.backprop.symbols import Symbol


class Number(NamedTuple):
    value: float


class Sum(NamedTuple):
    terms: tuple["Expression", ...]


class Difference(NamedTuple):
    left: "Expression"
    right: "Expression"


class Product(NamedTuple):
    factors: tuple["Expression", ...]


class Square(NamedTuple):
    of: "Expression"


class Quotient(NamedTuple):
    above: "Expression"
    below: "Expression"


class Negative(NamedTuple):
    of: "Expression"


class Apply(NamedTuple):
    """A function of FUNCTIONS, by its name, of an expression: g(z), e^z, ln a."""

    function: str
    of: "Expression"


class Slope(NamedTuple):
    """g'(z), the slope of a function by its name, written so; its value comes from SLOPES."""

    function: str
    of: "Expression"


class Power(NamedTuple):
    """A power other than the square: x^3, x^n."""

    base: "Expression"
    exponent: "Expression"


class Extreme(NamedTuple):
    """The largest or the smallest of at least two expressions: function is max or min."""

    function: str
    of: tuple["Expression", ...]


class Comparison(NamedTuple):
    """1 where a relation of COMPARISONS holds, else 0: [z > 0], the slope of relu."""

    left: "Expression"
    relation: str
    right: "Expression"


class Same(NamedTuple):
    """1 where two symbols are of the same neuron, else 0: [j = k], with letters of sums."""

    left: Symbol
    right: Symbol


class Unless(NamedTuple):
    """An expression that is 0, and not evaluated, where a factor of it is 0: t ln a at t = 0."""

    factor: "Expression"
    of: "Expression"


class SumOver(NamedTuple):
    """The sum of a body over the neurons 1..size; letter stands for the neuron in the body."""

    letter: int
    size: int
    body: "Expression"


class Partial(NamedTuple):
    """The derivative of an expression with respect to a symbol. It has no value; see Known."""

    of: "Expression"
    by: Symbol


class Known(NamedTuple):
    """An expression with its value: y(1-y) is written, its value is the stored slope."""

    written: "Expression"
    value: "Expression"


Expression = (
    Symbol
    | Number
    | Sum
    | SumOver
    | Difference
    | Product
    | Square
    | Quotient
    | Negative
    | Apply
    | Slope
    | Power
    | Extreme
    | Comparison
    | Same
    | Unless
    | Partial
    | Known
)

# a Symbol has fields like no other kind, and is looked up often
keep_apart(*(kind for kind in get_args(Expression) if kind is not Symbol))

ONE = Number(1.0)
ZERO = Number(0.0)


def sum_of(terms: Sequence[Expression]) -> Expression:
    """The sum of at least one term."""
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def product_of(factors: Sequence[Expression]) -> Expression:
    """The product of at least one factor."""
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def parts_of(e: Expression) -> tuple[Expression, ...]:
    """The expressions directly within one, from left to right; a Known counts as a leaf."""
    match e:
        case Symbol() | Number() | Known():
            return ()
        case Product(parts) | Sum(parts) | Extreme(_, parts):
            return parts
        case (
            Difference(left, right)
            | Quotient(left, right)
            | Power(left, right)
            | Comparison(left, _, right)
        ):
            return left, right
        case Square(part) | Negative(part):
            return (part,)
        case Apply(_, part) | Slope(_, part) | Unless(_, part) | SumOver(_, _, part):
            return (part,)
        case _:
            return ()


def with_parts(e: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The same operation on other parts; a sum or a product may have any number of them."""
    match e:
        case Product() | Sum():
            return type(e)(parts)
        case Extreme():
            return e._replace(of=parts)
        case Comparison():
            return Comparison(parts[0], e.relation, parts[1])
        case Difference() | Quotient() | Power() | Square() | Negative():
            return type(e)(*parts)
        case Apply() | Slope() | Unless():
            return e._replace(of=parts[0])
        case SumOver():
            return e._replace(body=parts[0])
        case _:
            return e


def symbols_in(e: Expression) -> Iterator[Symbol]:
    """Yield the symbols whose numbers the expression uses, from left to right."""
    match e:
        case Symbol():
            yield e
        case Known(_, value):
            yield from symbols_in(value)
        case Same(left, right):
            yield from (left, right)
        case _:
            for part in parts_of(e):
                yield from symbols_in(part)


def functions_in(e: Expression) -> Iterator[str]:
    """Yield the functions that are applied in an expression, by name."""
    match e:
        case Known(_, value):
            yield from functions_in(value)
        case Power():
            yield "power"
        case Apply(function) | Slope(function):
            yield function
    for part in parts_of(e):
        yield from functions_in(part)


def rewritten(
    e: Expression, change: Callable[[Expression], Expression | None]
) -> Expression | None:
    """Apply change to each part of an expression, innermost first; None drops a part.

    A Known whose written form changes is replaced by that form. Returns the same object if nothing
    changes.
    """
    if isinstance(e, Known):
        new = rewritten(e.written, change)
        return change(e) if new is e.written else new
    parts = parts_of(e)
    kept = tuple(new for part in parts if (new := rewritten(part, change)) is not None)
    if len(kept) < len(parts):
        if not isinstance(e, Sum | Product):
            return None
        if len(kept) < 2:
            return kept[0] if kept else None
    is_same = len(kept) == len(parts) and all(map(is_, kept, parts))
    return change(e if is_same else with_parts(e, kept))


@lru_cache(maxsize=1024)  # without it, deriving a gradient over 40 layers takes 3 times as long
def letters_in(e: Expression) -> tuple[int, ...]:
    """The letters on which the value of an expression depends."""
    letters = (index for s in symbols_in(e) for index in (s.j, s.i) if index < 0)
    return tuple(dict.fromkeys(letters))
