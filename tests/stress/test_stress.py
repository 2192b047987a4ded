"""A few of the cases of `python -m tests.stress`, and that its checks notice what is wrong."""

import os
from collections.abc import Callable
from math import exp, log, sin, tanh
from pathlib import Path
from random import Random

import pytest

from stepper.backprop import engine
from stepper.backprop.arithmetic import ACTIVATIONS, SQUARES
from stepper.backprop.expressions import Apply, Number
from stepper.backprop.functions import FUNCTIONS
from stepper.backprop.symbols import Role
from stepper.files.trace.file import TraceFile
from stepper.files.trace.verify import Verifier
from stepper.formula.derivative import SLOPES
from stepper.tui.canvas.pieces import length
from tests.stress import bad_files, changed_traces, damage
from tests.stress.command_lines import command_lines
from tests.stress.drawn import figures, pages
from tests.stress.formulas import exact_formulas, formulas
from tests.stress.junk import junk
from tests.stress.keys import walk
from tests.stress.kills import GONE, PATIENCE, RUN, SHOWN, kill, long_run, running
from tests.stress.no_files import no_files
from tests.stress.numbers import numbers
from tests.stress.shown import shown
from tests.stress.typeset import typeset
from tests.support.dialogs import message, unspaced
from tests.support.processes import is_writing
from tests.support.screens import opened, until

backward = engine.backward


def test_no_number_of_a_random_run_is_further_off_than_rounding_explains() -> None:
    assert "40 networks" in numbers(40, seed=0)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("backprop.arithmetic.exp", lambda z: exp(z) * (1 + 2e-15)),
        (
            "backprop.engine.ACTIVATIONS",
            ACTIVATIONS
            | {
                "sigmoid": (
                    lambda z: 1.0 - 1.0 / (1.0 + exp(min(z, 700.0))),
                    lambda z, a: a * (1 - a),
                )
            },
        ),
        (
            "backprop.engine.ACTIVATIONS",
            ACTIVATIONS | {"tanh": (tanh, lambda z, a: 1 - (a - 1e-15) ** 2)},
        ),
        (
            "backprop.engine.SQUARES",
            SQUARES | {"mean_squares": (lambda d: d * d, lambda d, n: 2.0 * d)},
        ),
        ("backprop.engine.raised", lambda z: exp(min(z, 700.0) * (1 + 1e-15))),
        ("backprop.engine.one_of_many", lambda a, t: -t * log(a * (1 + 1e-15)) if t else 0.0),
        ("backprop.engine.total", lambda terms: sum(terms) * (1 + 1e-15)),
        (
            "backprop.engine.backward",
            lambda n, l, w: backward(n, l, [[[-v for v in r] for r in m] for m in w]),
        ),
        ("runs.rows.isfinite", lambda x: True),
        ("runs.rows.isfinite", lambda x: abs(x) < 1e300),
    ],
)
def test_a_wrong_operation_is_noticed(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: object
) -> None:
    monkeypatch.setattr(f"stepper.{name}", wrong)
    with pytest.raises(AssertionError, match=r"network \d+ of seed 0"):
        numbers(40, seed=0)


def test_random_formulas_have_the_right_numbers_and_gradients() -> None:
    assert "60 formulas" in formulas(60, seed=0)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("backprop.evaluation.FUNCTIONS", FUNCTIONS | {"sin": lambda z: sin(z) * (1 + 4e-16)}),
        ("formula.derivative.SLOPES", SLOPES | {"sin": lambda z, u: Apply("sin", z)}),
        ("formula.derivative.TWO", Number(2.01)),
    ],
)
def test_a_wrong_function_or_rule_is_noticed(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: object
) -> None:
    monkeypatch.setattr(f"stepper.{name}", wrong)
    with pytest.raises(AssertionError, match=r"formula \d+ of seed 0"):
        formulas(60, seed=0)


def test_random_formulas_and_their_gradients_are_those_of_60_digits() -> None:
    assert "12 formulas" in exact_formulas(12, seed=0)


def test_a_wrong_rule_is_far_from_60_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stepper.formula.derivative.TWO", Number(2.0 + 1e-9))
    with pytest.raises(AssertionError, match=r"formula \d+ of seed 0"):
        exact_formulas(12, seed=0)


def test_numbers_are_shown_rounded_by_hand() -> None:
    assert "3,000 numbers" in shown(3_000, seed=0)


@pytest.mark.parametrize(
    ("kind", "count"),
    [("scenarios", 4), ("traces", 4), ("sheets", 3), ("preferences", 3), ("classes", 1)],
)
def test_a_damaged_file_is_refused_or_read_and_commands_no_terminal(kind: str, count: int) -> None:
    getattr(bad_files, kind)(count, 1)


def test_a_damaged_file_fits_into_memory() -> None:
    document = {"a": ["x" * 1_000_000], "b": [[0.5] * 50_000]}
    assert damage.in_values(document, Random(79)) == "repeat 'b'"  # as often as it can be
    assert len(damage.written(document)) < 8_000_000


def test_any_command_line_is_answered() -> None:
    assert command_lines(25, 1) == "25 command lines"


def test_pages_and_figures_show_the_numbers_of_the_trace() -> None:
    assert pages(1, 1).startswith("1 page")
    assert figures(1, 1).startswith("1 run")


@pytest.mark.parametrize("part", [pages, figures])
def test_a_page_and_a_figure_with_other_numbers_are_noticed(
    part: Callable[[int, int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.stress.drawn.written", lambda value, digits: ("7.25", True))
    with pytest.raises(AssertionError):
        part(1, 1)


def test_what_tex_typesets_is_only_text() -> None:
    assert typeset(1, 1).startswith(("1 documents", "nothing"))


def test_what_is_no_file_is_refused() -> None:
    no_files(4, 1)


@pytest.mark.parametrize("part", ["digits", "shapes", "other_machines"])
def test_a_changed_trace_is_found_and_the_cell_is_named(part: str) -> None:
    getattr(changed_traces, part)(15, 1)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_screen_names_the_cell_that_was_changed(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    while True:  # a first row that is wrong opens no screen at all
        changed = changed_traces.Changed(random, random.choice(["one_hidden", "two_paths"]))
        path = tmp_path / "changed.jsonl"
        path.write_bytes(changed.data)
        if changed.n and changed.text[0] not in '+"' and changed.symbol.role is not Role.A:
            break
    with path.open("rb") as source:
        found = Verifier(TraceFile(source, str(path))).whole()
    assert found is not None
    async with opened(str(path), (120, 36)) as pilot:
        place = unspaced(f"iteration {found.iteration}, {found.column}:")
        await until(pilot, lambda: place in message(pilot))


def test_the_screen_tells_the_truth_after_any_keys() -> None:
    assert walk(40, 3, each=40).startswith("4")


def test_a_line_that_is_not_painted_to_its_end_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.stress.keys.PATIENCE", 0.2)
    monkeypatch.setattr("stepper.tui.canvas.board._change", lambda _, row: (0, length(row) // 2))
    with pytest.raises(AssertionError, match=r"line \d+ is '.*', and the terminal shows '.*'"):
        walk(40, 3, each=40)


def test_a_program_that_is_ended_leaves_all_as_it_should_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.stress.kills.LATEST", 0.2)
    assert kill(2, 2).startswith("2 ended programs")


def test_a_file_that_is_half_written_goes_where_the_terminal_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    with running(long_run(tmp_path), folder, "en") as program:
        assert program.read_until(lambda: SHOWN in program.output, PATIENCE)
        os.write(program.master, RUN + b"7")
        assert program.read_until(lambda: is_writing(program.process.pid, folder), PATIENCE)
        program.close_terminal()
        program.process.wait(GONE)
    assert list(folder.iterdir()) == []


def test_no_junk_leaves_a_terminal_changed() -> None:
    assert junk(40, 1) == "40 bursts into 1 programs"


def test_hostile_students_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("textual_serve", reason="textual-serve comes with textual-dev")
    from tests.stress import web

    monkeypatch.setattr(web, "ATTACKS", (web.huge_windows, web.paths))
    assert web.attacks(1, 1).startswith("2 attacks")
