import pytest

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import RATE, Phase, Role, Symbol
from stepper.runs.trace import Step, Trace
from tests.support.networks import EVERY, traced


def named(trace: Trace, iteration: int, column: str) -> Step:
    return trace.steps.at(iteration, trace.model.by_column[column])


def made(trace: Trace, iteration: int, column: str) -> tuple[int, str] | None:
    step = trace.steps.origin(iteration, trace.model.by_column[column])
    return None if step is None else (step.iteration, step.symbol.column)


def used(trace: Trace, iteration: int, column: str) -> list[tuple[int, str]]:
    users = trace.steps.used(iteration, trace.model.by_column[column])
    return [(step.iteration, step.symbol.column) for step in users]


@pytest.mark.parametrize("name", EVERY)
def test_a_step_is_the_same_whichever_way_it_is_reached(name: str) -> None:
    trace = traced(name)
    cells = [
        (iteration, place, symbol)
        for iteration in range(1, trace.iterations + 1)
        for place, symbol in enumerate(trace.model.steps, 1)
        if symbol.role.phase is not Phase.UPDATE or updates(trace, iteration)
    ]
    assert len(trace.steps) == len(cells)
    sequence = list(trace.steps)
    assert [step.number for step in sequence] == list(range(1, len(sequence) + 1))
    for k in range(len(sequence) - 1, -1, -1):
        step = trace.steps[k]
        assert step == sequence[k] == trace.steps[k - len(sequence)]
        assert (step.iteration, step.in_iteration, step.symbol) == cells[k]
        assert trace.steps.at(step.iteration, step.symbol) == step


def updates(trace: Trace, iteration: int) -> bool:
    """Whether a sample is the last one of its batch: the next begins one, or an epoch."""
    sample = (iteration - 1) % len(trace.scenario.samples) + 1
    return sample == len(trace.scenario.samples) or sample % trace.network.batch == 0


@pytest.mark.parametrize("name", EVERY)
def test_a_step_has_the_number_of_its_cell(name: str) -> None:
    trace = traced(name)
    for step in trace.steps:
        row = trace.rows[step.iteration - 1]
        assert step.value == row[trace.model.position[step.symbol]]
        in_batch = trace.scenario.in_batch(step.iteration)
        assert step.equation == trace.model.equation(step.symbol, in_batch)
        assert step.phase is step.symbol.role.phase is not Phase.GIVEN


def test_slices_are_lists_of_steps() -> None:
    steps = traced("three_hidden").steps
    assert [step.number for step in steps[11:20]] == list(range(12, 21))
    assert [step.number for step in steps[:-280:-3]] == list(range(290, 11, -3))
    assert steps[5:5] == []
    assert steps[289:400] == [steps[-1]]


@pytest.mark.parametrize("k", [290, -291])
def test_there_is_no_step_beyond_the_run(k: int) -> None:
    with pytest.raises(IndexError):
        traced("three_hidden").steps[k]


def test_given_numbers_have_no_step() -> None:
    trace = traced("one_hidden")
    with pytest.raises(KeyError):
        named(trace, 1, "x[1]")


def test_a_weight_of_an_iteration_was_made_by_the_update_before_it() -> None:
    trace = traced("xor")
    assert made(trace, 1, "w[2][1][2]") is None
    assert made(trace, 1, "b[1][1]") is None
    assert made(trace, 2, "w[2][1][2]") == (1, "w+[2][1][2]")
    assert made(trace, 100, "b[1][1]") == (99, "b+[1][1]")
    assert made(trace, 2, "w+[2][1][2]") == (2, "w+[2][1][2]")


def test_inputs_targets_and_the_rate_are_made_by_nobody() -> None:
    trace = traced("xor")
    assert made(trace, 3, "x[2]") is None
    assert made(trace, 3, "t[1]") is None
    assert trace.steps.origin(3, RATE) is None


@pytest.mark.parametrize("update", ["", " in place"])
def test_fixed_biases_are_made_by_nobody_in_any_iteration(update: str) -> None:
    trace = traced(f"2-2-1 with fixed biases{update}")
    assert [made(trace, n, "b[1][2]") for n in (1, 2, 6)] == [None] * 3
    assert [used(trace, n, "b[1][2]") for n in (1, 2)] == [[(1, "z[1][2]")], [(2, "z[1][2]")]]


def test_a_term_is_made_by_the_step_of_its_sum() -> None:
    trace = traced("3-4-2-5-2 with biases")
    assert made(trace, 2, "w*a[2][1][3]") == (2, "z[2][1]")
    assert made(trace, 2, "w*delta[3][5][2]") == (2, "dC/da[2][2]")
    assert made(trace, 2, "C[2]") == (2, "C")
    terms = named(trace, 1, "dC/da[3][4]").terms
    assert [term.column for term in terms] == ["w*delta[4][1][4]", "w*delta[4][2][4]"]
    assert named(trace, 1, "delta[3][4]").terms == []


def test_a_delta_is_used_by_its_gradient_and_by_the_layer_below() -> None:
    trace = traced("three_hidden")
    by_the_next_delta = (1, "delta[3][1]")  # its recursion shows the one above
    assert used(trace, 1, "delta[4][1]") == [
        (1, "dC/dw[4][1][1]"),
        (1, "dC/da[3][1]"),
        by_the_next_delta,
    ]
    assert [step.number for step in trace.steps.used(1, trace.steps[15].symbol)] == [17, 18, 20]
    assert [step.number for step in trace.steps.used(2, trace.steps[15].symbol)] == [46, 47, 49]
    assert used(trace, 1, "C") == []


def test_a_new_weight_goes_on_into_the_next_iteration() -> None:
    trace = traced("one_hidden")
    W2 = "w[2][1][1]"
    in_2 = [
        (2, "z[2][1]"),
        (2, "dC/da[1][1]"),
        (2, "delta[1][1]"),
        (2, "w+[2][1][1]"),
    ]
    assert used(trace, 2, W2) == in_2
    assert used(trace, 1, "w+[2][1][1]") == in_2
    assert used(trace, 10, "w+[2][1][1]") == []


def test_in_place_a_new_weight_is_used_in_its_own_iteration_too() -> None:
    trace = traced("1-1-1 in place")
    assert used(trace, 1, "w+[2][1][1]") == [
        (1, "dC/da[1][1]"),
        (1, "delta[1][1]"),
        (2, "z[2][1]"),
        (2, "w+[2][1][1]"),
    ]
    assert used(trace, 4, "w+[2][1][1]") == [(4, "dC/da[1][1]"), (4, "delta[1][1]")]


@pytest.mark.parametrize("name", EVERY)
def test_where_a_number_is_used_and_what_a_step_takes_are_one_relation(name: str) -> None:
    trace = traced(name)
    taken = {
        (symbol, step.number)
        for step in trace.steps[: len(trace.schedule.steps(1))]
        for formula in (step.equation.formula, step.recursion.formula)
        for symbol in symbols_in(formula)
    }
    found = [
        (symbol, step.number)
        for symbol in (*trace.model.columns, RATE)
        for step in trace.steps.used(1, symbol)
        if step.iteration == 1
    ]
    assert sorted(found, key=repr) == sorted(taken, key=repr)


@pytest.mark.parametrize("name", EVERY)
def test_links_lead_to_the_step_that_made_the_very_number(name: str) -> None:
    trace = traced(name)
    for step in trace.steps:
        for symbol in symbols_in(step.recursion.formula):
            maker = trace.steps.origin(step.iteration, symbol)
            if maker is None:
                assert symbol.role.phase is Phase.GIVEN
            else:
                assert maker.number < step.number
                assert maker.value == step.value_of(symbol)


def test_a_number_is_known_from_the_step_that_makes_it() -> None:
    trace = traced("three_hidden")
    step = named(trace, 1, "delta[3][1]")
    known = [s.column for s in trace.model.columns if step.is_known(s)]
    assert known[-1] == "delta[3][1]"
    assert known == [s.column for s in trace.model.columns][: len(known)]
    assert step.is_known(RATE)


def test_the_recursion_of_a_hidden_delta_skips_the_activation() -> None:
    trace = traced("three_hidden")
    step = named(trace, 1, "delta[3][1]")
    assert list(symbols_in(step.recursion.formula)) == [
        Symbol(Role.DELTA, 4, 1),
        Symbol(Role.W, 4, 1, 1),
        Symbol(Role.DA_DZ, 3, 1),
    ]
    output = named(trace, 1, "delta[4][1]")
    assert output.recursion == output.equation
