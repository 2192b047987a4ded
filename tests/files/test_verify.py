import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from math import inf, nextafter
from pathlib import Path

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import RATE, Phase, Role, Symbol
from stepper.errors import StepperError
from stepper.files.trace.file import TraceFile, jsonl
from stepper.files.trace.verify import CHECKED_BEFORE, Discrepancy, VerifiedRows, Verifier
from stepper.runs.computed.engine import engine_rows
from stepper.runs.rows import Row, Run
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace, run
from tests.support.networks import AFTER_BACKWARD, BUNDLED, EVERY
from tests.support.places import TRACES

STORED = sorted(TRACES.glob("*.jsonl"))
FIXED = AFTER_BACKWARD["2-2-1 with fixed biases"]
SATURATED = Scenario(
    title="zeros",
    learning_rate=1.0,
    samples=(((0.0, 1.0), (1.0,)),),
    layers=(Layer(((0.5, -0.5),)), Layer(((0.5,),))),
    epochs=2,
)


def table(scenario: Scenario) -> list[list[str]]:
    """The lines of a trace as cells; the header is line 0 and one cell."""
    header, *rows = jsonl(run(scenario))
    return [[header], *(row.strip()[1:-1].split(", ") for row in rows)]


def opened(lines: list[list[str]]) -> TraceFile:
    text = lines[0][0] + "".join(f"[{', '.join(cells)}]\n" for cells in lines[1:])
    return TraceFile(BytesIO(text.encode()), "stored.jsonl")


def changed(scenario: Scenario, iteration: int, column: str, cell: str) -> TraceFile:
    lines = table(scenario)
    position = scenario.model.position[scenario.model.by_column[column]]
    assert lines[iteration][position] != cell
    lines[iteration][position] = cell
    return opened(lines)


def stored(scenario: Scenario, iteration: int, column: str) -> float:
    return run(scenario).value(scenario.model.by_column[column], iteration)


@pytest.mark.parametrize("other_machine", [False, True])
@pytest.mark.parametrize("name", EVERY)
def test_what_a_run_writes_is_right(name: str, other_machine: bool) -> None:
    assert Verifier(opened(table(EVERY[name])), other_machine).whole() is None


@pytest.mark.parametrize("pays", [1, 100])
@pytest.mark.parametrize("name", ["2-2-1 with biases in place", "2-2-1 with fixed biases"])
def test_a_changed_number_is_found_in_whatever_column(
    name: str, pays: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepper.files.trace.verify.CHECKED_BEFORE", pays)
    scenario = EVERY[name]
    numbers = run(scenario).rows[2]
    for symbol, number in zip(scenario.model.columns, numbers, strict=True):
        wrong = nextafter(number, inf)
        file = changed(scenario, 3, symbol.column, repr(wrong))
        right = Discrepancy(3, symbol.column, repr(wrong), repr(number))
        assert Verifier(file).whole() == Verifier(file).row(2)[1] == right


@pytest.mark.parametrize(("columns", "compiled"), [(1_000, True), (5, False)])
def test_the_equations_of_long_traces_are_compiled(
    columns: int, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where that takes too much memory, cells are checked one by one as in short ones."""
    monkeypatch.setattr("stepper.files.trace.verify.WIDEST_COMPILED", columns)
    checked = []
    check = Verifier._check

    def noted(self: Verifier, n: int, row: Row, previous: Row | None) -> Discrepancy | None:
        checked.append(n)
        return check(self, n, row, previous)

    monkeypatch.setattr(Verifier, "_check", noted)
    assert Verifier(opened(table(BUNDLED["one_hidden"]))).whole() is None
    assert checked == list(range(CHECKED_BEFORE - 1 if compiled else 10))


def test_a_row_that_is_written_otherwise_is_read_and_checked() -> None:
    lines = table(BUNDLED["one_hidden"])
    lines[7] = [f" {lines[7][0]}", *(f"{cell} " for cell in lines[7][1:])]
    assert Verifier(opened(lines)).whole() is None
    lines[8][3] = "0.25"
    discrepancy = Verifier(opened(lines)).whole()
    assert discrepancy is not None
    assert (discrepancy.iteration, discrepancy.column) == (8, "w[2][1][1]")


def test_what_is_no_number_is_not_right_because_it_would_be_computed_so() -> None:
    sample, beyond = ((0.5,), (1.0,)), ((1e308,), (1.0,))
    scenario = BUNDLED["one_hidden"]._replace(
        samples=(*[sample] * CHECKED_BEFORE, beyond), epochs=1
    )
    layers = (scenario.layers[0]._replace(weights=((20.0,),)), scenario.layers[1])
    scenario = scenario._replace(layers=layers)
    lines = [[repr(number) for number in row] for row in engine_rows(scenario)]
    assert "inf" in lines[CHECKED_BEFORE]
    with pytest.raises(StepperError, match=f"line {CHECKED_BEFORE + 2}: not a line of a trace"):
        Verifier(opened([[next(jsonl(Trace(scenario, Run(scenario))))], *lines])).whole()


def test_rows_that_another_machine_rounded_are_followed_by_right_ones() -> None:
    """Each row is computed from the one before it as it is stored."""
    scenario = BUNDLED["one_hidden"]._replace(epochs=9, learning_rate=50.0)
    rows = list(run(scenario).rows)
    symbols = scenario.model.columns
    values = dict(zip(symbols, rows[5], strict=True))
    lines = table(scenario)
    for n in range(6, 10):
        if n > 6:
            values |= {Symbol(Role.W, l, 1, 1): values[Symbol(Role.W_NEW, l, 1, 1)] for l in (1, 2)}
        for symbol in scenario.model.computed:
            values[symbol] = evaluate_on(scenario, symbol, values)
            if n == 6 and symbol == Symbol(Role.A, 1, 1):
                values[symbol] = nextafter(nextafter(values[symbol], inf), inf)
        lines[n] = [repr(values[symbol]) for symbol in symbols]
    assert lines[7][2:4] != table(scenario)[7][2:4]
    found = Verifier(opened(lines)).whole()
    assert found is not None
    assert (found.iteration, found.column) == (6, "a[1][1]")
    assert Verifier(opened(lines), other_machine=True).whole() is None


def test_the_first_of_several_discrepancies_is_told() -> None:
    lines = table(BUNDLED["one_hidden"])
    for n, k in ((9, 2), (4, 18), (4, 5)):
        lines[n][k] = "0.25"
    discrepancy = Verifier(opened(lines)).whole()
    assert discrepancy is not None
    assert (discrepancy.iteration, discrepancy.column, discrepancy.stored) == (4, "a[1][1]", "0.25")
    assert str(discrepancy).startswith(
        "iteration 4, a[1][1]: 0.25 is stored, but the correct value is 0.5"
    )


@pytest.mark.parametrize("text", ["0.50", "5e-1", "0.5000000000000000277", "0.5E0", "0.5e+00"])
def test_a_number_must_be_in_its_shortest_form(text: str) -> None:
    discrepancy = Verifier(changed(BUNDLED["one_hidden"], 2, "x[1]", text)).whole()
    assert discrepancy == Discrepancy(2, "x[1]", text, "0.5")


def test_an_integer_is_not_the_shortest_form_of_a_float() -> None:
    discrepancy = Verifier(changed(BUNDLED["one_hidden"], 2, "t[1]", "1")).whole()
    assert discrepancy == Discrepancy(2, "t[1]", "1", "1.0")


@pytest.mark.parametrize("other_machine", [False, True])
def test_the_sign_of_zero_counts(other_machine: bool) -> None:
    given = Verifier(changed(SATURATED, 1, "x[1]", "-0.0"), other_machine).whole()
    assert given == Discrepancy(1, "x[1]", "-0.0", "0.0")
    gradient = Verifier(changed(SATURATED, 1, "dC/dw[1][1][1]", "0.0"), other_machine).whole()
    assert gradient == Discrepancy(1, "dC/dw[1][1][1]", "0.0", "-0.0")


@pytest.mark.parametrize("text", ["1e999", "-1e999"])
def test_a_number_beyond_the_floats_is_found(text: str) -> None:
    discrepancy = Verifier(changed(BUNDLED["one_hidden"], 2, "C", text)).whole()
    assert discrepancy is not None
    assert (discrepancy.iteration, discrepancy.column, discrepancy.stored) == (2, "C", text)


def test_an_overflow_that_the_equations_give_is_no_right_number() -> None:
    lines = table(BUNDLED["one_hidden"])
    header = json.loads(lines[0][0])
    header["scenario"]["samples"] = [{"inputs": [0.5], "targets": [1e200]}]
    lines[0][0] = json.dumps(header, ensure_ascii=False) + "\n"
    lines[1][1], lines[1][8] = "1e+200", "1e999"
    discrepancy = Verifier(opened(lines)).whole()
    assert discrepancy is not None
    assert discrepancy == Discrepancy(1, "C", "1e999", None)
    assert str(discrepancy) == (
        "iteration 1, C: 1e999 is stored, but the numbers before it give one that is too large "
        "for a trace"
    )


@pytest.mark.parametrize("column", ["w[1][1][1]", "w[2][1][1]"])
def test_the_weights_of_a_row_are_those_that_the_row_before_made(column: str) -> None:
    scenario = BUNDLED["one_hidden"]
    made = stored(scenario, 1, column.replace("w", "w+"))
    discrepancy = Verifier(changed(scenario, 2, column, "0.25")).whole()
    assert discrepancy == Discrepancy(2, column, "0.25", repr(made))


def test_the_first_weights_are_those_of_the_header() -> None:
    discrepancy = Verifier(changed(BUNDLED["one_hidden"], 1, "w[2][1][1]", "0.5")).whole()
    assert discrepancy == Discrepancy(1, "w[2][1][1]", "0.5", "0.4")


def test_a_fixed_bias_is_that_of_the_row_before() -> None:
    bias = repr(FIXED.biases[1][1])
    for iteration in (1, 2):
        discrepancy = Verifier(changed(FIXED, iteration, "b[1][2]", "0.25")).whole()
        assert discrepancy == Discrepancy(iteration, "b[1][2]", "0.25", bias)


def test_inputs_and_targets_are_those_of_the_sample_in_turn() -> None:
    inputs, targets = FIXED.samples[1]
    assert Verifier(changed(FIXED, 5, "x[2]", "0.25")).whole() == Discrepancy(
        5, "x[2]", "0.25", repr(inputs[1])
    )
    assert Verifier(changed(FIXED, 5, "t[1]", "0.25")).whole() == Discrepancy(
        5, "t[1]", "0.25", repr(targets[0])
    )


def test_rows_in_another_order_are_found() -> None:
    lines = table(FIXED)
    discrepancy = Verifier(opened([lines[0], lines[1], lines[3], lines[2], *lines[4:]])).whole()
    assert discrepancy is not None
    assert (discrepancy.iteration, discrepancy.column) == (2, "x[1]")


def moved(scenario: Scenario, column: str, ulps: int) -> TraceFile:
    """One activation moved, and all that comes after it worked out from the moved one."""
    network = scenario.network
    values = dict(zip(network.columns, run(scenario).rows[0], strict=True))
    symbol = network.by_column[column]
    for _ in range(abs(ulps)):
        values[symbol] = nextafter(values[symbol], inf * ulps)
    for later in network.columns[network.position[symbol] + 1 :]:
        if later.role.phase is not Phase.GIVEN:
            values[later] = evaluate_on(scenario, later, values)
    lines = table(scenario)
    lines[1] = [repr(values[s]) for s in network.columns]
    return opened(lines[:2])


def evaluate_on(scenario: Scenario, symbol: Symbol, values: dict[Symbol, float]) -> float:
    formula = scenario.model.equation(symbol).formula
    return evaluate(formula, lambda s: (scenario.learning_rate or 0.0) if s == RATE else values[s])


ONCE = BUNDLED["one_hidden"]._replace(epochs=1)


@pytest.mark.parametrize("ulps", [1, -1, 2, -2])
@pytest.mark.parametrize("column", ["a[1][1]", "a[2][1]"])
def test_only_another_machine_may_round_an_activation_otherwise(column: str, ulps: int) -> None:
    file = moved(ONCE, column, ulps)
    discrepancy = Verifier(file).whole()
    assert discrepancy is not None
    assert (discrepancy.iteration, discrepancy.column) == (1, column)
    assert Verifier(file, other_machine=True).whole() is None


@pytest.mark.parametrize("ulps", [3, -3])
@pytest.mark.parametrize("column", ["a[1][1]", "a[2][1]"])
def test_another_machine_may_not_round_an_activation_by_3_units(column: str, ulps: int) -> None:
    discrepancy = Verifier(moved(ONCE, column, ulps), other_machine=True).whole()
    assert discrepancy is not None
    assert (discrepancy.iteration, discrepancy.column) == (1, column)


@pytest.mark.parametrize("name", ["one_hidden", "xor"])
def test_another_machine_may_round_nothing_but_activations(name: str) -> None:
    scenario = BUNDLED[name]._replace(epochs=1)
    for symbol, number in zip(scenario.model.columns, run(scenario).rows[0], strict=True):
        if symbol.role is not Role.A:
            file = changed(scenario, 1, symbol.column, repr(nextafter(number, inf)))
            discrepancy = Verifier(file, other_machine=True).whole()
            assert discrepancy is not None
            assert discrepancy.column == symbol.column


def test_rows_that_are_looked_at_are_verified_first() -> None:
    rows = VerifiedRows(changed(BUNDLED["one_hidden"], 4, "C", "0.25"))
    assert list(rows[2]) == list(run(BUNDLED["one_hidden"]).rows[2])
    with pytest.raises(StepperError, match=r"stored.jsonl: iteration 4, C: 0.25 is stored"):
        rows[3]


def written(path: Path, file: TraceFile) -> VerifiedRows:
    """The rows of a trace file as they are opened by name."""
    header, *rows = jsonl(run(file.scenario))
    cells = [f"[{', '.join(file.texts(n))}]\n" for n in range(len(rows))]
    path.write_text("".join([header, *cells]), encoding="utf-8")
    return VerifiedRows(TraceFile(BytesIO(path.read_bytes()), str(path)))


def test_all_rows_can_be_verified_beside_those_that_are_looked_at(tmp_path: Path) -> None:
    scenario = BUNDLED["one_hidden"]
    right = written(tmp_path / "right.jsonl", opened(table(scenario)))
    wrong = written(tmp_path / "wrong.jsonl", changed(scenario, 9, "C", "0.25"))
    with ThreadPoolExecutor() as threads:
        problems = [threads.submit(rows.problem, lambda: False) for rows in (right, wrong)]
        assert list(wrong[7]) == list(run(scenario).rows[7])
    assert problems[0].result() == ""
    told = Discrepancy(9, "C", "0.25", repr(stored(scenario, 9, "C")))
    assert problems[1].result() == f"{tmp_path}/wrong.jsonl: {told}; write the trace again"


@pytest.mark.parametrize(("rows_checked", "finds"), [(8, False), (9, True)])
def test_verifying_all_rows_can_be_stopped(tmp_path: Path, rows_checked: int, finds: bool) -> None:
    rows = written(tmp_path / "wrong.jsonl", changed(BUNDLED["one_hidden"], 9, "C", "0.25"))
    stopped = iter([False] * rows_checked + [True])
    assert bool(rows.problem(lambda: next(stopped))) == finds


def test_verifying_all_rows_of_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    path = tmp_path / "gone.jsonl"
    rows = written(path, opened(table(BUNDLED["one_hidden"])))
    path.unlink()
    assert "no such file" in rows.problem(lambda: False)


def test_the_stored_traces_are_those_of_the_bundled_scenarios() -> None:
    assert [path.stem for path in STORED] == sorted(BUNDLED)


@pytest.mark.parametrize("path", STORED, ids=lambda path: str(path.stem))
def test_a_stored_trace_is_right(path: Path) -> None:
    with path.open("rb") as source:
        assert Verifier(TraceFile(source, path.name), other_machine=True).whole() is None


@pytest.mark.parametrize("path", STORED, ids=lambda path: str(path.stem))
def test_a_stored_trace_has_the_header_that_a_run_writes_today(path: Path) -> None:
    with path.open(encoding="utf-8") as source:
        assert source.readline() == next(jsonl(run(BUNDLED[path.stem])))


def test_a_number_of_thousands_of_digits_is_told_in_short() -> None:
    text = "9" * 300 + "0.5"
    discrepancy = Verifier(changed(BUNDLED["one_hidden"], 2, "C", text)).whole()
    assert discrepancy is not None
    assert discrepancy.stored == text
    assert str(discrepancy).startswith(
        f"iteration 2, C: {'9' * 39}… is stored, but the correct value is 0.0"
    )
