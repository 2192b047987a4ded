"""The same bits everywhere: nothing depends on builtin sum(), and differences are reported."""

import builtins
import sys
from collections.abc import Callable, Iterable
from math import fsum
from pathlib import Path
from typing import Any

import pytest

from stepper.backprop.symbols import COST
from stepper.explain.explainer import Explainer
from stepper.runs.checks.gradients import check_gradients
from stepper.runs.trace import run
from stepper.tui.look import Frame, Look
from stepper.tui.panels.charts import curves
from stepper.tui.panels.equation import equation
from stepper.typeset.notation import COURSE, Notation
from tests import same_bits
from tests.support.networks import AFTER_BACKWARD, BUNDLED, drawn
from tests.support.places import ROOT

PLAIN_SUM: Callable[..., Any] = builtins.sum


def exact_sum(numbers: Iterable[Any], start: Any = 0) -> Any:
    """Like that of Python 3.12, it rounds but once where it adds floats."""
    numbers = list(numbers)
    floats = any(isinstance(number, float) for number in numbers)
    return fsum([start, *numbers]) if floats else PLAIN_SUM(numbers, start)


def everything(name: str) -> list[object]:
    """Rows, checks of gradients and the means of C of a network."""
    trace = run((AFTER_BACKWARD | BUNDLED)[name])
    epochs = range(1, trace.scenario.epochs + 1)
    return [
        list(map(list, trace.rows)),
        [repr(check) for check in check_gradients(trace, trace.iterations)],
        [curves.value_at(trace, COST, epoch) for epoch in epochs],
    ]


@pytest.mark.parametrize("name", ["xor", "3-4-2-5-2 with biases"])
def test_numbers_do_not_hang_on_how_python_adds_up(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plain = everything(name)
    monkeypatch.setattr(builtins, "sum", exact_sum)
    assert everything(name) == plain


def test_what_is_shown_does_not_hang_on_how_python_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = run(drawn((8, 16, 4), biases=True, samples=1))
    look = Look(Explainer("en", Notation(COURSE, trace.model)), all_digits=True)
    frames = [Frame(step, look, equation.room(80)) for step in trace.steps if step.terms]
    plain = [equation.lines(frame, 80, 7) for frame in frames]
    assert any("more, summing to" in piece.text for line in plain[0] for piece in line)
    monkeypatch.setattr(builtins, "sum", exact_sum)
    assert [equation.lines(frame, 80, 7) for frame in frames] == plain


# --- the comparison of Pythons


def python(folder: Path, minor: int, prints: str = "", code: int = 0) -> str:
    """Write a command that acts as a Python of a version and prints text for a trace."""
    file = folder / f"python3.{minor}"
    file.write_text(
        f'#!/bin/sh\n[ "$1" = -c ] && echo "Fake 3 {minor} 0 {file}" && exit 0\n'
        f'echo "{prints}" >&2; echo "{prints}"; exit {code}\n'
    )
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is the whole PATH; it has a Python 3.12 to be compared with."""
    monkeypatch.setattr(sys, "executable", python(tmp_path, 12, "a trace"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(same_bits, "TEACHING_ORDER", ("one_hidden", "xor"))
    return tmp_path


def test_one_python_alone_is_nothing_to_compare(
    only: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python(only, 10)
    (only / "python3.9").write_text("no program")
    assert same_bits.main([]) == 0
    assert "Only one Python" in capsys.readouterr().out


def test_pythons_on_the_path_that_give_the_same_bytes_are_the_same(
    only: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python(only, 13, "a trace")
    assert same_bits.main([]) == 0
    out = capsys.readouterr().out
    assert out.count("the same") == 2
    assert "Fake 3.13.0" in out


def test_a_python_that_gives_other_bytes_is_told(
    only: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert same_bits.main([python(only, 14, "another trace")]) == 1
    assert capsys.readouterr().out.count("DIFFERENT") == 2


def test_pythons_that_give_no_trace_are_not_the_same(
    only: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for minor in (12, 13):
        python(only, minor, "it is broken", code=1)
    assert same_bits.main([]) == 1
    assert "exit code 1: it is broken" in capsys.readouterr().out


def test_a_named_python_that_does_not_answer_is_told(
    only: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (str(only / "python3.20"), python(only, 10)):
        assert same_bits.main([name]) == 1
        assert f"{name}: no Python" in capsys.readouterr().out


def test_the_trace_that_is_compared_is_that_of_this_checkout() -> None:
    assert same_bits.traced(sys.executable, "one_hidden") == same_bits.traced(
        sys.executable, str(ROOT / "scenarios" / "one_hidden.toml")
    )
