import tracemalloc

import pytest

from stepper.backprop.symbols import COST, RATE, Role, Symbol
from stepper.errors import NotFiniteError
from stepper.runs.rows import Run
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace, run
from tests.support.networks import BUNDLED, EVERY

# y is 0.5 and so dC/dw[2] −12.4375: times 1e308, that is beyond the floats.
FAST = Scenario(
    title="too fast",
    learning_rate=1e308,
    samples=(((1.0,), (100.0,)),),
    layers=(Layer(((0.0,),)), Layer(((0.0,),))),
    epochs=5,
)


def steep(epochs: int) -> Scenario:
    """The square of 1e200, the target of the second sample, is beyond the floats."""
    return FAST._replace(samples=(((0.0,), (1.0,)), ((0.0,), (1e200,))), epochs=epochs)


@pytest.mark.parametrize("name", EVERY)
def test_a_row_holds_one_number_a_column(name: str) -> None:
    scenario = EVERY[name]
    trace = run(scenario)
    assert trace.iterations == len(trace.rows) == scenario.iterations
    for n, row in enumerate(trace.rows, 1):
        x, t = scenario.samples[(n - 1) % len(scenario.samples)]
        assert len(row) == len(trace.model.columns)
        assert tuple(row[: len(x) + len(t)]) == x + t
        assert [trace.value(symbol, n) for symbol in trace.model.columns] == list(row)


@pytest.mark.parametrize("name", EVERY)
def test_a_row_begins_with_the_weights_that_the_row_before_made(name: str) -> None:
    trace = run(EVERY[name])
    trained = [s for s in trace.model.columns if s.role in (Role.W_NEW, Role.B_NEW)]
    for n in range(1, trace.iterations):
        for new in trained:
            old = new._replace(role=Role.W if new.role is Role.W_NEW else Role.B)
            assert trace.value(old, n + 1) == trace.value(new, n)


def test_values_of_the_home_network_are_found_by_their_symbols() -> None:
    trace = run(BUNDLED["one_hidden"])
    assert trace.value(Symbol(Role.W, 2, 1, 1), 1) == 0.40
    assert trace.value(Symbol(Role.Z, 1, 1), 1) == 0.15 * 0.5
    assert trace.value(RATE, 7) == 2.0
    assert trace.value(COST, 10) < trace.value(COST, 1)


def test_an_overflow_stops_the_run_and_names_the_first_column() -> None:
    with pytest.raises(NotFiniteError) as stop:
        run(FAST)
    assert (stop.value.column, stop.value.iteration) == ("w+[2][1][1]", 1)
    assert str(stop.value).startswith("iteration 1: w+[2][1][1] is not finite")


def test_an_overflow_of_a_later_iteration_names_that_iteration() -> None:
    with pytest.raises(NotFiniteError) as stop:
        run(steep(3))
    assert (stop.value.column, stop.value.iteration) == ("C", 2)


def test_an_overflow_of_the_last_iteration_is_told_too() -> None:
    with pytest.raises(NotFiniteError) as stop:
        run(steep(1))
    assert (stop.value.column, stop.value.iteration) == ("C", 2)


def test_what_came_before_the_stop_can_be_seen() -> None:
    scenario = steep(3)
    rows = Run(scenario)
    trace = Trace(scenario, rows)
    whole = len(trace.model.columns)
    before_C = trace.model.position[COST]
    assert trace.iterations == 6
    assert (len(rows[0]), len(rows[1])) == (whole, before_C)
    assert rows.stop is not None
    assert trace.value(Symbol(Role.A, 2, 1), 2) == 1.0
    for iteration, symbol in ((2, COST), (2, trace.model.columns[-1]), (3, COST)):
        with pytest.raises(NotFiniteError) as stop:
            trace.value(symbol, iteration)
        assert (stop.value.column, stop.value.iteration) == ("C", 2)


def test_large_numbers_whose_sum_overflows_are_no_stop() -> None:
    scenario = FAST._replace(
        learning_rate=1.0, samples=(((1e308,), (0.0,)),), layers=(Layer(((1.0,),)),) * 2
    )
    row = Run(scenario)[0]
    assert sum(row) == float("inf")
    assert len(row) == len(scenario.model.columns)


def test_rows_are_computed_as_far_as_they_are_asked_for() -> None:
    rows = Run(BUNDLED["one_hidden"]._replace(epochs=10**12))
    assert len(rows) == 10**12
    assert list(rows[2]) == list(run(BUNDLED["one_hidden"]).rows[2])


def test_a_run_in_passing_gives_the_same_rows_in_any_order() -> None:
    scenario = BUNDLED["xor"]._replace(epochs=250)
    kept, passing = run(scenario).rows, Run(scenario, passing=True)
    for n in (0, 1, 5, 4, 3, 600, 599, 0, 999):
        assert passing[n] == kept[n]
    assert list(passing) == list(kept)


def test_a_run_in_passing_takes_no_more_memory_the_longer_it_is() -> None:
    def most(epochs: int) -> int:
        rows = Run(BUNDLED["xor"]._replace(epochs=epochs), passing=True)
        tracemalloc.start()
        for n in range(0, len(rows), 10):
            rows[n]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(300)
    assert most(1_500) < 1.1 * most(300)


def test_a_number_takes_less_than_ten_bytes() -> None:
    scenario = BUNDLED["one_hidden"]._replace(epochs=20_000)
    tracemalloc.start()
    trace = run(scenario)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held < 10 * trace.iterations * trace.model.width


def test_a_run_in_passing_that_stopped_gives_the_earlier_rows_again() -> None:
    kept, passing = Run(steep(3)), Run(steep(3), passing=True)
    for n in (1, 0, 1):
        assert passing[n] == kept[n]
    for rows in (kept, passing):
        assert rows.stop
        assert rows.stop.iteration == 2


def test_rows_end_where_the_run_stopped_also_once_that_is_known() -> None:
    rows = Run(steep(3))
    for _ in range(2):
        seen = []
        with pytest.raises(NotFiniteError):
            for row in rows:
                seen.append(row)
        assert len(seen) == 1


def test_rows_are_a_sequence() -> None:
    rows = run(BUNDLED["one_hidden"]).rows
    assert rows[-1] == rows[9]
    assert rows[2:5] == [rows[2], rows[3], rows[4]]
    assert list(rows) == rows[:]
    with pytest.raises(IndexError):
        rows[10]
