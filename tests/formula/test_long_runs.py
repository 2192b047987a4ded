"""A long run of a formula is compiled, and has the same bits, and stops at the same number."""

from itertools import islice
from random import Random

import pytest

from stepper.errors import NotFiniteError
from stepper.formula.reading import read_formula
from stepper.runs import rows
from stepper.runs.computed.formula import formula_rows
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from tests.support.formulas import drawn

EPOCHS = 130


def scenario(text: str, values: dict[str, float], update: tuple[str, ...]) -> Scenario:
    formula = read_formula(text, tuple(values), update=update)
    numbers = tuple(values.values())
    return Scenario(text, 0.125, (((), ()),), (), epochs=EPOCHS, formula=formula, values=numbers)


@pytest.mark.parametrize("seed", range(3))
def test_the_compiled_function_gives_the_bits_of_the_equations(seed: int) -> None:
    random, runs = Random(seed), 0
    while runs < 10:
        case = drawn(random, lines=3)
        if not case.update:
            continue
        run = Run(case.scenario._replace(epochs=EPOCHS, learning_rate=1e-3))
        by_equations = islice(formula_rows(run_of(run), case.formula), EPOCHS)
        for row, expected in zip(run, by_equations, strict=True):
            assert [number.hex() for number in row] == [number.hex() for number in expected]
        runs += 1


def run_of(run: Run) -> Scenario:
    return run._scenario


@pytest.mark.parametrize(
    ("text", "x", "column"),
    [
        ("u = log(x); f = u + 9*x", 70.0, "u"),
        ("u = 1/(x - 10); f = 0*u + 8*x", 70.0, "u"),
        ("u = 1/max(x, 0); f = 0*u + 8*x", 60.0, "u"),
        ("u = sqrt(x - 9); f = relu(u) + 8*x", 70.0, "u"),
        ("u = (x - 9)^0.5; f = 0*u + 8*x", 70.5, "u"),
        ("u = exp(-1000*x)*0; f = u + 8*x", 70.0, "u"),
        ("u = max(0, sqrt(x)); f = u + 8*x", 70.0, "u"),
        ("u = sqrt(x); f = 0*u + 8*x", 60.0, "local du/dx"),
    ],
)
@pytest.mark.parametrize("is_compiled", [True, False])
def test_a_run_stops_where_a_number_does_not_exist(
    text: str, x: float, column: str, is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_compiled:
        monkeypatch.setattr(rows, "RUN_BEFORE", 10**9)
    run = Run(scenario(text, {"x": x}, ("x",)))
    with pytest.raises(NotFiniteError) as error:
        list(run)
    assert error.value.column == column
    assert 50 < error.value.iteration <= EPOCHS
    assert (run._compiled is not None) == is_compiled


def test_what_python_refuses_in_between_is_evaluated() -> None:
    """e^1000 leaves the range of floats, and its inverse is 0."""
    formula = read_formula("f = x^2/(1 + exp(t)) + x", ("x", "t"), ("t",), ("x",))
    samples = tuple(((t,), ()) for t in (1000.0, 1.0, 2.0))
    it = Scenario(
        "", 0.125, samples, (), epochs=EPOCHS, formula=formula, values=(3.0, 0.0), varied=("t",)
    )
    run = Run(it)
    expected = islice(formula_rows(it, formula), 3 * EPOCHS)
    assert [list(row) for row in run] == [list(row) for row in expected]
    assert run._compiled is not None
