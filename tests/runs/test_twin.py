import pytest

from stepper.backprop.symbols import COST, Role
from stepper.runs.trace import run
from stepper.runs.twin import differing, first_difference, twin, why_no_twin
from tests.support.networks import AFTER_BACKWARD, BUNDLED, begun, drawn, traced


@pytest.mark.parametrize("name", AFTER_BACKWARD)
def test_the_twin_is_the_run_with_the_other_way_to_update(name: str) -> None:
    right, wrong = traced(name), traced(f"{name} in place")
    for trace, other in ((right, wrong), (wrong, right)):
        other_rows = twin(trace).rows
        assert [list(row) for row in other_rows] == [list(row) for row in other.rows]


@pytest.mark.parametrize("name", AFTER_BACKWARD)
def test_the_first_difference_is_what_comes_back_to_the_last_hidden_layer(name: str) -> None:
    trace = traced(name)
    first = first_difference(trace, twin(trace), 2)
    assert first == (1, trace.model.by_column[f"dC/da[{trace.network.L - 1}][1]"])


def test_in_the_first_iteration_all_above_the_hidden_layers_is_the_same() -> None:
    trace = traced("2-3-3-2")
    symbols = list(differing(trace, twin(trace), 1))
    assert {s.role for s in symbols} == {Role.DC_DA, Role.DELTA, Role.DC_DW, Role.W_NEW}
    assert {s.l for s in symbols} == {1, 2}
    assert COST in set(differing(trace, twin(trace), 3))


def test_where_nothing_is_learned_there_is_no_difference() -> None:
    met = BUNDLED["one_hidden"]._replace(samples=(((0.5,), (0.55168880,)),), epochs=1)
    trace = run(met)
    exact = met._replace(
        samples=(
            ((0.5,), (trace.rows[0][trace.model.position[trace.model.by_column["a[2][1]"]]],)),
        ),
    )
    assert first_difference(run(met), twin(run(met)), 1) is not None
    assert first_difference(run(exact), twin(run(exact)), 1) is None


def test_there_is_no_twin_in_batches_and_without_a_learning_rate() -> None:
    scenario = drawn((1, 1, 1), epochs=1)
    assert why_no_twin(scenario.network) == ""
    for why, other in (("batches", {"batch": 2}), ("fixed", {"learning_rate": None})):
        trace = begun(scenario._replace(**other))
        assert why_no_twin(trace.network) == why
        with pytest.raises(ValueError, match=why):
            twin(trace)
