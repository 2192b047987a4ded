"""A line of Python gives the bits of the equation it is written from, and those of the engine."""

import math
from collections.abc import Iterator
from keyword import iskeyword
from random import Random
from typing import Any

import pytest

from stepper.backprop.arithmetic import sigmoid as g
from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Number,
    Partial,
    Product,
    Slope,
    Square,
    Sum,
    SumOver,
)
from stepper.backprop.model import Equation
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, RATE, Role, Symbol
from stepper.runs.trace import Trace, run
from stepper.typeset.equations.python_source import WRITTEN_OUT, assignments, identifier, source
from tests.support.networks import AFTER_BACKWARD, EVERY, SHAPES, drawn

_2_2_1 = AFTER_BACKWARD["2-2-1 with biases"]
HARD = {  # zeros of both signs, activations of exactly 0 and 1, z below -700
    "zeros": _2_2_1._replace(samples=(((0.0, -0.0), (1.0,)), ((-0.0, 0.0), (0.0,)))),
    "beyond -700": drawn((1, 2, 1), biases=True, reach=1500.0, samples=4),
}
SCENARIOS = {name: EVERY[name] for name in SHAPES} | HARD
Namespace = dict[str, Any]


def namespace(trace: Trace, iteration: int) -> Namespace:
    """The stored numbers of an iteration by their identifiers."""
    symbols = (RATE, *trace.model.columns)
    return {identifier(s): trace.value(s, iteration) for s in symbols} | {"g": g}


def places(trace: Trace) -> Iterator[tuple[int, Symbol]]:
    for iteration in range(1, min(trace.iterations, 2) + 1):
        for symbol in trace.model.computed:
            yield iteration, symbol


@pytest.mark.parametrize(
    ("column", "line"),
    [
        ("w*a[2][1][2]", "wa_2_1_2 = w_2_1_2 * a_1_2"),
        ("z[2][1]", "z_2_1 = wa_2_1_1 + wa_2_1_2 + b_2_1"),
        ("a[1][2]", "a_1_2 = g(z_1_2)"),
        ("C[2]", "C_2 = 0.5 * ((a_2_2 - t_2) * (a_2_2 - t_2))"),
        ("C", "C = C_1 + C_2"),
        ("w*delta[2][1][2]", "wdelta_2_1_2 = delta_2_1 * w_2_1_2"),
        ("dC/da[2][1]", "dC_da_2_1 = a_2_1 - t_1"),
        ("dC/da[1][1]", "dC_da_1_1 = wdelta_2_1_1 + wdelta_2_2_1"),
        ("da/dz[1][2]", "da_dz_1_2 = a_1_2 * (1.0 - a_1_2)"),
        ("delta[2][1]", "delta_2_1 = dC_da_2_1 * da_dz_2_1"),
        ("dC/dw[1][2][1]", "dC_dw_1_2_1 = delta_1_2 * x_1"),
        ("dC/db[2][1]", "dC_db_2_1 = delta_2_1"),
        ("w+[1][2][1]", "w_new_1_2_1 = w_1_2_1 - rate * dC_dw_1_2_1"),
        ("b+[2][1]", "b_new_2_1 = b_2_1 - rate * dC_db_2_1"),
    ],
)
def test_an_equation_is_a_line(column: str, line: str) -> None:
    network = Network((2, 2, 2), biases=True)
    eq = network.in_terms(network.by_column[column])
    assert list(assignments(eq)) == [line]


def test_a_sum_of_a_single_term_is_that_term() -> None:
    network = Network((1, 1, 1))
    lines = {s.column: [*assignments(network.in_terms(s))] for s in network.computed}
    assert lines["z[1][1]"] == ["z_1_1 = w_1_1_1 * x_1"]
    assert lines["C"] == ["C = 0.5 * ((a_2_1 - t_1) * (a_2_1 - t_1))"]
    assert lines["dC/da[1][1]"] == ["dC_da_1_1 = delta_2_1 * w_2_1_1"]


@pytest.mark.parametrize("sizes", [(1, 1, 1), (1,) * 13, (2, 3, 3, 2), (11, 12, 13), (1, 112, 1)])
@pytest.mark.parametrize("in_place", [False, True])
def test_every_number_has_an_identifier_of_its_own(sizes: tuple[int, ...], in_place: bool) -> None:
    network = Network(sizes, biases=True, in_place=in_place)
    identifiers = [identifier(symbol) for symbol in (RATE, *network.columns)]
    assert [name for name in identifiers if not name.isidentifier() or iskeyword(name)] == []
    assert len({*identifiers, "g", "math", "print"}) == len(identifiers) + 3


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_line_alone_gives_the_stored_number(name: str) -> None:
    trace = run(SCENARIOS[name])
    codes: dict[Symbol, Any] = {}
    for symbol in trace.model.computed:
        text = "\n".join(assignments(trace.model.in_terms(symbol)))
        codes[symbol] = compile(text, symbol.column, "exec")
    for iteration, symbol in places(trace):
        numbers = namespace(trace, iteration)
        del numbers[identifier(symbol)]
        exec(codes[symbol], numbers)
        stored = trace.value(symbol, iteration)
        assert numbers[identifier(symbol)].hex() == stored.hex(), symbol.column


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_form_of_an_equation_is_python_with_the_same_bits(name: str) -> None:
    trace = run(SCENARIOS[name])
    numbers = namespace(trace, 1)
    for symbol in trace.model.computed:
        eq = trace.model.equation(symbol)
        for form in (eq, trace.model.unfold(eq)):
            for expression in (form.formula, form.chain):
                if expression is not None:
                    stored = trace.value(symbol, 1)
                    assert eval(source(expression), numbers).hex() == stored.hex(), symbol.column


def test_brackets_keep_the_order_of_arithmetic_in_any_expression() -> None:
    random = Random(3)
    symbols = [Symbol(Role.A, 1, j) for j in range(1, 6)]
    numbers = {symbol: random.uniform(-2.0, 2.0) for symbol in symbols}
    names: Namespace = {identifier(s): value for s, value in numbers.items()} | {"g": g}

    def expression(depth: int) -> Expression:
        leaves: list[Expression] = [*symbols, Number(random.uniform(-2.0, 2.0))]
        if not depth:
            return random.choice(leaves)
        one, other, third = (expression(random.randrange(depth)) for _ in range(3))
        forms: list[Expression] = [
            Sum((one, other, third)),
            Product((one, other, third)),
            Difference(one, other),
            Square(one),
            Apply("sigmoid", one),
            Slope("sigmoid", one),
            Known(other, one),
        ]
        return random.choice(forms)

    for e in (expression(4) for _ in range(300)):
        assert eval(source(e), names).hex() == evaluate(e, numbers.__getitem__).hex(), source(e)


@pytest.mark.parametrize("count", [1, 4, 5, 9, 10, 2000])
def test_a_long_sum_goes_on_in_short_lines_with_the_same_bits(count: int) -> None:
    network = Network((count, 1, 1), biases=True)
    random = Random(5)
    numbers = {s: random.uniform(-1.0, 1.0) for s in network.columns}
    eq = network.in_terms(Symbol(Role.Z, 1, 1))
    lines = list(assignments(eq))
    assert len(lines) == math.ceil((count + 1) / 5)
    assert max(map(len, lines)) < 120
    names: Namespace = {identifier(s): value for s, value in numbers.items()}
    exec("\n".join(lines), names)
    assert names["z_1_1"].hex() == evaluate(eq.formula, numbers.__getitem__).hex()


def test_a_line_that_begins_a_long_sum_takes_no_number_that_is_not_there() -> None:
    terms = tuple(Symbol(Role.CJ, 2, j) for j in range(1, 9))
    first, second = assignments(Equation(COST, Sum(terms)))
    assert first == "C = C_1 + C_2 + C_3 + C_4 + C_5"
    assert second == "C = C + C_6 + C_7 + C_8"


@pytest.mark.parametrize("z", [-1000.0, -745.5, -700.5, -700.0, -1.0, -0.0, 0.5, 40.0, 800.0])
def test_the_sigmoid_that_is_written_is_that_of_the_engine(z: float) -> None:
    assert eval(WRITTEN_OUT["sigmoid"].format(z="z"), {"exp": math.exp, "z": z}).hex() == g(z).hex()


@pytest.mark.parametrize(
    "expression",
    [
        Partial(COST, Symbol(Role.Z, 1, 1)),
        SumOver(-1, 2, Symbol(Role.DELTA, 2, -1)),
    ],
)
def test_what_is_no_line_of_python_is_refused(expression: Expression) -> None:
    with pytest.raises(ValueError, match="no line of Python"):
        source(expression)
