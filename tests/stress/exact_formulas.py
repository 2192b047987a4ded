"""A formula computed to 60 digits from its text, and its derivatives as differences of these."""

from collections.abc import Callable
from decimal import Decimal, getcontext, localcontext
from itertools import count
from typing import Any

from tests.support.formulas import Drawn, worked_out

DIGITS = 60
WORKING = 2 * DIGITS  # half of them are lost where two costs are subtracted
STEP = Decimal(f"1e-{WORKING // 4}")  # a central difference is off by its square
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862"
             "8034825342117067982148086513282306647093844609550582231725359408128481")  # fmt: skip

Numbers = dict[str, Decimal]


def exactly(case: Drawn) -> Numbers:
    """The number of each line, and of C by each given name, as dC/dx; call with room for them."""
    given = {x: Decimal(value) for x, value in case.values.items()}
    numbers = worked_out(case.text, given, _FUNCTIONS)
    for x in given:
        ahead, back = (
            worked_out(case.text, given | {x: given[x] + way * STEP}, _FUNCTIONS)["C"]
            for way in (1, -1)
        )
        numbers[f"dC/d{x}"] = (ahead - back) / (2 * STEP)
    return numbers


def furthest_off(case: Drawn, values: dict[str, float]) -> tuple[int, Decimal]:
    """How many numbers of a run were compared; the largest error, as a part of the largest."""
    with localcontext(prec=WORKING):
        exact = exactly(case)
        largest = max(Decimal(1), *(abs(Decimal(value)) for value in values.values()))
        errors = [abs(Decimal(values[name]) - exact[name]) for name in exact if name in values]
        return len(errors), max(errors) / largest


def _sin(z: Decimal) -> Decimal:
    """By its series, a turn or less from 0."""
    z = z.remainder_near(2 * PI)
    term, total = z, z
    for n in count(2, 2):
        term *= -z * z / (n * (n + 1))
        if abs(term) < Decimal(10) ** -getcontext().prec:
            return total
        total += term
    raise AssertionError


def _tanh(z: Decimal) -> Decimal:
    e = (2 * z).exp()
    return (e - 1) / (e + 1)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "number": lambda value: Decimal(float(value)),
    "exp": Decimal.exp,
    "log": Decimal.ln,
    "sqrt": Decimal.sqrt,
    "sin": _sin,
    "cos": lambda z: _sin(z + PI / 2),
    "tanh": _tanh,
    "sigmoid": lambda z: 1 / (1 + (-z).exp()),
    "relu": lambda z: max(z, Decimal(0)),
    "abs": abs,
    "max": max,
    "min": min,
}
