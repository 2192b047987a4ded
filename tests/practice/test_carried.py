"""Carried numbers against the engine on other numbers and against plain arithmetic."""

import pytest

from stepper.backprop.expressions import Expression, Number, evaluate
from stepper.backprop.symbols import Phase, Symbol
from stepper.input.edits import Given, with_value
from stepper.practice.carried import Carried
from stepper.runs.trace import Trace, run
from tests.support.networks import EVERY, SHAPES


def columns(trace: Trace) -> dict[str, Symbol]:
    return trace.model.by_column


@pytest.mark.parametrize("name", SHAPES)
def test_another_given_number_gives_the_run_that_begins_with_it(name: str) -> None:
    trace = run(EVERY[name]._replace(epochs=1))
    for given in trace.model.columns:
        if given.role.phase is Phase.GIVEN:
            sample = 1 if given.column[0] in "xt" else 0
            edited = with_value(trace.scenario, Given(given, sample), 0.3)
            other = run(edited)
            carried = Carried(trace, 1, {given: 0.3})
            for symbol in (trace.model.columns[-1], *trace.model.made[::7]):
                assert carried.value(symbol) == other.value(1, symbol)


def test_what_does_not_depend_on_it_is_the_stored_number_and_what_does_names_its_sources() -> None:
    trace = run(EVERY["2-2-1 with biases"])
    by = columns(trace)
    carried = Carried(trace, 1, {by["a[1][2]"]: 0.5, by["delta[2][1]"]: 0.1, by["C"]: 9.0})
    assert carried.computed(by["a[1][2]"]) == trace.value(1, by["a[1][2]"])
    assert carried.value(by["a[1][2]"]) == 0.5
    assert carried.value(by["a[1][1]"]) == trace.value(1, by["a[1][1]"])
    assert carried.computed(by["dC/dw[2][1][2]"]) == 0.1 * 0.5
    sources = {
        name: {symbol.column for symbol in carried.sources(by[name])}
        for name in ("z[1][1]", "z[2][1]", "delta[2][1]", "delta[1][1]", "dC/dw[2][1][2]", "C")
    }
    assert sources == {
        "z[1][1]": set(),
        "z[2][1]": {"a[1][2]"},
        "delta[2][1]": {"a[1][2]"},
        "delta[1][1]": {"delta[2][1]"},
        "dC/dw[2][1][2]": {"a[1][2]", "delta[2][1]"},
        "C": {"a[1][2]"},
    }
    assert carried.origins(by["C"]) == {by["C"]}
    assert carried.origins(by["a[2][1]"]) == {by["a[1][2]"]}


def test_the_terms_of_a_sum_are_taken_where_they_were_put_in() -> None:
    trace = run(EVERY["2-3-3-2"])
    by = columns(trace)
    carried = Carried(trace, 1, {by["w*delta[3][1][1]"]: 0.25, by["C[2]"]: 1.0})
    assert carried.computed(by["dC/da[2][1]"]) == 0.25 + trace.value(1, by["w*delta[3][2][1]"])
    assert carried.computed(by["C"]) == trace.value(1, by["C[1]"]) + 1.0


def test_the_stored_number_put_in_again_changes_nothing() -> None:
    trace = run(EVERY["1-1-1"])
    carried = Carried(trace, 1, {s: trace.value(1, s) for s in trace.model.columns})
    assert not any(carried.origins(symbol) for symbol in trace.model.columns)


def test_a_wrong_formula_is_carried_on() -> None:
    trace = run(EVERY["1-1-1"])
    by = columns(trace)
    wrong: dict[Symbol, Expression] = {by["a[1][1]"]: Number(0.5), by["z[2][1]"]: by["a[1][1]"]}
    carried = Carried(trace, 1, {}, wrong)
    assert carried.value(by["z[2][1]"]) == 0.5
    expected = evaluate(trace.model.equation(by["a[2][1]"]).formula, lambda _: 0.5)
    assert carried.value(by["a[2][1]"]) == expected
