"""Random formulas: every number, bit for bit, and gradients against differences along i."""

from decimal import Decimal
from math import isclose, isfinite, nan
from random import Random

from stepper.backprop.symbols import Role, Symbol
from stepper.errors import NotFiniteError
from stepper.runs.trace import run
from tests.stress.exact_formulas import furthest_off
from tests.support.formulas import drawn, exact_slope, first_that_differs, worked_out

MOST = Decimal("1e-12")  # of the largest number of a run


def formulas(count: int, seed: int) -> str:
    """10,000 random formulas of up to 8 lines; some are cut into single operations."""
    random = Random(f"formulas {seed}")
    numbers = gradients = stops = 0
    for k in range(count):
        case = drawn(random, lines=random.randint(2, 8), depth=random.randint(1, 3))
        said = f"formula {k} of seed {seed}: {case}"
        try:
            trace = run(case.scenario)
        except NotFiniteError as stop:
            lines = worked_out(case.text, case.values)
            assert not isfinite(lines.get(stop.column, nan)), f"{said}: {stop.column}"
            stops += 1
            continue
        differs = first_that_differs(case)
        assert not differs, f"{said}: {differs}"
        numbers += trace.model.width
        for x in case.values:
            symbol = Symbol(Role.GRADIENT, names=("C", x))
            if symbol in trace.model.position:
                gradient, exact = trace.value(symbol, 1), exact_slope(case, x)
                near = isclose(gradient, exact, rel_tol=1e-8, abs_tol=1e-9)
                assert near, f"{said}: {symbol.column} is {exact}, not {gradient}"
                gradients += 1
    return f"{count:,} formulas, {numbers:,} numbers, {gradients:,} gradients, {stops} stops"


def exact_formulas(count: int, seed: int) -> str:
    """500 random formulas against 60 digits: every line, and C by every given name."""
    random = Random(f"exact formulas {seed}")
    numbers, worst = 0, Decimal(0)
    for k in range(count):
        case = drawn(random, lines=random.randint(2, 8), depth=random.randint(1, 3))
        values = {s.column: run(case.scenario).value(s, 1) for s in case.formula.columns}
        compared, off = furthest_off(case, values)
        assert off < MOST, f"formula {k} of seed {seed}: {case} is off by {off:.3g}"
        numbers, worst = numbers + compared, max(worst, off)
    return f"{count} formulas, {numbers:,} numbers, at most {worst:.1e} of the largest off"
