"""Runs in Python: numbers by their names, copies, files, and what a missing one says."""

import copy
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepper import (
    NoSuchNameError,
    NotFiniteError,
    Scenario,
    Step,
    StepperError,
    Trace,
    WrongTypeError,
    load_trace,
    run,
)
from stepper.backprop.symbols import RATE
from stepper.files.load import load
from stepper.files.opening import TEACHING_ORDER
from tests.support.networks import EVERY, FORMULAS

SHORT = [name for name in TEACHING_ORDER if load(name).iterations <= 1000]


@pytest.fixture(scope="module")
def trace() -> Trace:
    return run("three_hidden")


@pytest.mark.parametrize("name", EVERY | FORMULAS)
def test_a_name_gives_the_column_of_the_rows(name: str) -> None:
    trace = run((EVERY | FORMULAS)[name])
    for k, symbol in enumerate(trace.model.columns):
        assert trace[symbol.column] == [row[k] for row in trace.rows]


@pytest.mark.parametrize("name", ["delta[3]", "δ₃", "δ3", "dC/dz3"])
def test_any_name_that_people_use_will_do(trace: Trace, name: str) -> None:
    assert trace[name] == trace["delta[3][1]"]
    assert trace.value(name, 2) == trace[name][1] == trace.step(name, iteration=2).value
    assert trace.steps[0].value_of(name) == trace[name][0]


def test_a_step_is_found_by_what_the_command_understands(trace: Trace) -> None:
    step = trace.step("delta[3]", iteration=2)
    assert (step.iteration, step.number, step.symbol.column) == (2, 45, "delta[3][1]")
    assert type(step) is type(trace.steps[0]) is Step
    assert step == trace.steps[44] == trace.step(16, iteration=2)
    assert trace.step("W3").symbol.column == "w+[3][1][1]"
    assert trace.step("x").symbol.column == "z[1][1]"


def test_a_table_has_a_column_for_each_number_after_the_place_in_the_run() -> None:
    trace = run("xor")
    table = trace.table()
    assert list(table)[:4] == ["iteration", "epoch", "sample", "x[1]"]
    assert {len(column) for column in table.values()} == {trace.iterations}
    assert [table[head][5] for head in ("iteration", "epoch", "sample")] == [6, 2, 2]
    assert all(table[s.column] == trace[s.column] for s in trace.model.columns)


def test_a_name_of_a_formula_that_counts_places_keeps_its_column() -> None:
    table = run("epoch = sample*2 sample=3").table()
    assert table["sample"] == [3.0]
    assert table["run sample"] == [1]


def test_names_are_listed_and_asked_for(trace: Trace) -> None:
    assert list(trace) == trace.columns == list(trace.table())
    assert "C" in trace and "δ₃" in trace and "epoch" in trace
    assert "delta[9]" not in trace and 0 not in trace
    assert [trace[name] for name in trace] == list(trace.table().values())


@pytest.mark.parametrize(
    ("name", "meant"),
    [("delta[1]", "delta[1][1]"), ("w[0][1][1]", "w[1][1][1]"), ("w[1]", "w[1][1][1]")],
)
def test_an_unknown_name_is_told_with_the_one_that_is_meant(name: str, meant: str) -> None:
    trace = run("xor")
    for look in (trace.step, trace.value, trace.__getitem__):
        with pytest.raises(NoSuchNameError, match=re.escape(f"did you mean {meant}?")):
            look(name)


def test_a_name_like_none_is_told_with_names_that_there_are(trace: Trace) -> None:
    for untold in (trace.step, run("f = x*y x=1 y=2").__getitem__):
        with pytest.raises(NoSuchNameError, match=r"; names look like x(\[1\] and C|( and f))$"):
            untold("quark")
    with pytest.raises(NoSuchNameError, match='the name "rate"'):
        run("softmax").value(RATE._replace(l=3))


def test_what_is_no_iteration_and_no_name_is_told_with_what_is_expected(trace: Trace) -> None:
    untyped: Any = trace
    calls: tuple[Callable[[], object], ...] = (
        lambda: untyped.value("C", "3"),
        lambda: untyped.step("C", "3"),
        lambda: untyped.value("C", 1.0),
        lambda: untyped.page("a"),
        lambda: untyped.value(3, "C"),
        lambda: untyped[0],
        lambda: untyped.step(None),
        lambda: untyped.step(2.5),
    )
    for call in calls:
        with pytest.raises(WrongTypeError, match=r"^expected the (name|number) of "):
            call()
    with pytest.raises(IndexError, match="expected an iteration from 3 to 10, found 1"):
        trace.page(3, 1)


def test_what_is_not_there_says_what_is(trace: Trace) -> None:
    with pytest.raises(IndexError, match="expected an iteration from 1 to 10, found 11"):
        trace.value("C", 11)
    for iteration in (0, -1, 99):
        with pytest.raises(IndexError):
            trace.step("C", iteration)
        with pytest.raises(IndexError):
            trace.page(iteration)
    with pytest.raises(KeyError) as error:
        trace["delta[9]"]
    assert str(error.value) == 'no number has the name "delta[9]"; did you mean delta[4][1]?'
    with pytest.raises(KeyError, match="expected a number from 1 to 290, or the name of a number"):
        trace.step(291)
    with pytest.raises(StepperError, match=r"^notation: expected "):
        trace.shown(notation="roman")


@pytest.mark.parametrize("name", SHORT)
def test_copies_and_pickles_have_the_same_numbers_and_steps(name: str) -> None:
    trace = run(name).shown("ko", "ascii")
    for same in (copy.copy(trace), copy.deepcopy(trace), pickle.loads(pickle.dumps(trace))):
        assert same.scenario == trace.scenario
        assert same.table() == trace.table()
        assert (same.language, same.style) == ("ko", "ascii")
        last = trace.steps[-1]
        assert last.text == same.steps[-1].text == pickle.loads(pickle.dumps(last)).text
        assert last.latex == copy.deepcopy(last).latex


def test_a_run_that_stops_is_kept_up_to_there() -> None:
    scenario = Scenario(formula="f = exp(x)", values={"x": 1000})
    with pytest.raises(NotFiniteError) as error:
        run(scenario)
    assert (error.value.iteration, error.value.column) == (1, "f")
    same = pickle.loads(pickle.dumps(error.value))
    assert (str(same), same.column) == (str(error.value), "f")
    stopped = copy.copy(load("f = exp(x)", values=["x=1000"]))
    assert stopped.known(stopped.model.C, 1) is None
    assert stopped.value(stopped.model.columns[0], 1) == 1000


@pytest.mark.parametrize("name", SHORT)
def test_what_is_saved_is_loaded_and_verified(name: str, tmp_path: Path) -> None:
    file, trace = tmp_path / "run.jsonl", run(name)
    trace.save(file)
    stored = load_trace(file)
    assert stored.table() == trace.table()
    assert stored.scenario == trace.scenario._replace(lesson=(), seed=None)
    assert pickle.loads(pickle.dumps(stored)).table() == trace.table()
    with pytest.raises(StepperError, match="exists"):
        trace.save(file)
    trace.save(file, replace=True)


def test_a_changed_number_is_found_when_it_is_read(tmp_path: Path) -> None:
    file, trace = tmp_path / "run.jsonl", run("three_hidden")
    trace.save(file)
    text = file.read_text()
    file.write_text(text.replace(repr(trace["C"][4]), "0.25"))
    changed = load_trace(file)
    assert changed.value("C", 4) == trace.value("C", 4)
    with pytest.raises(StepperError, match=r"iteration 5, C: 0.25 is stored"):
        changed.value("C", 5)


def test_what_can_be_run_and_loaded(tmp_path: Path) -> None:
    assert run("f = (x + y)*z x=-2 y=5 z=-4")["df/dx"] == [-4.0]
    assert run(load("one_hidden").scenario).table() == run("one_hidden").table()
    with pytest.raises(StepperError, match=r"^mazurr: no such file; did you mean mazur"):
        run("mazurr")
    with pytest.raises(StepperError, match=r"^mazur: a scenario, not a stored run; use run"):
        load_trace("mazur")
    with pytest.raises(StepperError, match=r"or raise the limit with max_numbers=670067$"):
        run("mazur", max_numbers=100)


def test_a_run_and_a_step_say_what_they_are(trace: Trace) -> None:
    assert repr(trace) == '<Trace "Three hidden layers": 1-1-1-1-1, 10 iterations of 35 numbers>'
    step = trace.steps[15]
    assert repr(step) == f"<Step 16: delta[3][1] = {step.value!r}>"
    assert repr(trace.steps) == "<Steps: 1 to 290>"
    assert repr(trace.rows) == "<Run: 10 rows>"
    first = next(trace.scenario.train())
    assert repr(first) == f"<Iteration: x = [0.5], C = {trace['C'][0]}>"
