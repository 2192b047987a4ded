"""The program that is written makes the numbers of the run, bit for bit, and prints them."""

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from stepper.backprop.symbols import Phase
from stepper.explain.explainer import Explainer
from stepper.paper.python_script import Script
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, Notation
from tests.support.hostile import PYTHON, TERMINAL
from tests.support.networks import AFTER_BACKWARD, BUNDLED, EVERY, SHAPES, drawn, random_networks

MOST_ITERATIONS = 12
SATURATED = {  # zeros of both signs, activations of exactly 0 and 1, z below -700
    "zeros": AFTER_BACKWARD["2-2-1 with biases"]._replace(samples=(((0.0, -0.0), (1.0,)),)),
    "beyond -700": drawn((1, 2, 1), biases=True, reach=1500.0, samples=4),
}
RUNS = EVERY | SATURATED


def trace_of(scenario: Scenario) -> Trace:
    return Trace(scenario, Run(scenario))


def script(
    trace: Trace, steps: Sequence[Step] | None = None, language: str = "en", style: str = COURSE
) -> list[str]:
    explainer = Explainer(language, Notation(style, trace.model, trace.scenario.names))
    if steps is None:
        steps = first_steps(trace)
    return list(Script(trace, explainer).lines(steps))


def first_steps(trace: Trace) -> Sequence[Step]:
    iterations = min(trace.iterations, MOST_ITERATIONS)
    return trace.steps[: iterations * len(trace.model.steps)]


def printed(lines: Sequence[str]) -> list[str]:
    """What the program prints."""
    out: list[str] = []

    def keep(*words: object) -> None:
        out.append(" ".join(map(str, words)))

    exec("\n".join(lines), {"print": keep})
    return out


def numbers(trace: Trace, steps: Sequence[Step]) -> Iterator[str]:
    """What it should print: the numbers that the engine stored."""
    iteration = 0
    for step in steps:
        if step.iteration != iteration:
            iteration = step.iteration
            yield f"iteration {iteration}"
        for symbol in (*step.terms, step.symbol):
            yield f"{symbol.column} = {trace.value(symbol, iteration)!r}"


@pytest.mark.parametrize("name", RUNS)
def test_it_prints_the_numbers_of_the_engine(name: str) -> None:
    trace = trace_of(RUNS[name])
    assert printed(script(trace)) == list(numbers(trace, first_steps(trace)))


def test_it_prints_the_numbers_of_random_networks() -> None:
    for scenario in random_networks(30, most_layers=3, widest=3):
        trace = trace_of(scenario)
        assert printed(script(trace)) == list(numbers(trace, trace.steps))


def test_the_numbers_are_all_that_are_made() -> None:
    trace = trace_of(EVERY["3-4-2-5-2 with biases in place"])
    made = {s.column for s in trace.model.columns if s.role.phase is not Phase.GIVEN}
    lines = printed(script(trace, trace.steps[: len(trace.model.steps)]))
    assert lines[0] == "iteration 1"
    assert {line.partition(" = ")[0] for line in lines[1:]} == made


@pytest.mark.parametrize("name", SHAPES)
def test_any_range_of_steps_runs_alone(name: str) -> None:
    trace = trace_of(EVERY[name])
    each = len(trace.model.steps)
    for first in range(0, 2 * each, max(1, each // 4) + 1):
        for count in (1, each + 1):
            steps = trace.steps[first : first + count]
            assert printed(script(trace, steps)) == list(numbers(trace, steps))


@pytest.mark.parametrize("name", ["xor", "2-2-1 with fixed biases", "1-1-1-1-1 in place"])
def test_any_range_of_iterations_runs_alone(name: str) -> None:
    trace = trace_of(EVERY[name])
    each = len(trace.model.steps)
    for first in range(4):
        for last in range(first + 1, 5):
            steps = trace.steps[first * each : last * each]
            assert printed(script(trace, steps)) == list(numbers(trace, steps))


def test_the_update_is_carried_on_and_not_written_out_again() -> None:
    trace = trace_of(BUNDLED["xor"])
    each = len(trace.model.steps)
    given = assigned(script(trace, trace.steps[each : 3 * each]))
    assert given["w_1_1_2"] == [repr(trace.value(trace.model.by_column["w[1][1][2]"], 2)),
                                "w_new_1_1_2"]  # fmt: skip
    assert given["b_2_1"][1:] == ["b_new_2_1"]
    assert given["x_2"] == ["1.0", "0.0"]


def test_a_bias_that_is_never_updated_is_given_once() -> None:
    given = assigned(script(trace_of(EVERY["2-2-1 with fixed biases"])))
    assert len(given["x_1"]) == 6
    assert len(given["b_1_1"]) == 1


def test_a_range_says_which_equation_made_what_it_begins_with() -> None:
    trace = trace_of(BUNDLED["three_hidden"])
    lines = [squeezed(line) for line in script(trace, trace.steps[15:17])]
    given = lines[lines.index("# given") + 1 : lines.index("# ◂ backward") - 1]
    assert given == [
        "a_2_1 = 0.5516888003182391 # h₂ ≈ 0.551689, eq 4",
        "dC_da_3_1 = -0.052733050638160237 # ∂C/∂h₃ ≈ −0.0527331, eq 14",
        "da_dz_3_1 = 0.24618716331158827 # ∂h₃/∂z₃ ≈ 0.246187, eq 15",
    ]


def test_each_line_says_its_equation_its_name_and_its_value() -> None:
    lines = [squeezed(line) for line in script(trace_of(BUNDLED["xor"]))]
    for line in (
        "t_1 = 0.0 # target y′ = 0",
        "wa_1_1_1 = w_1_1_1 * x_1 # 1.1 W₁,₁₁·x₁ = 0",
        "a_2_1 = g(z_2_1) # 6 y ≈ 0.623738",
        "w_new_2_1_1 = w_2_1_1 - rate * dC_dw_2_1_1 # 26 W₂,₁₁⁺ ≈ −1.29077",
        "b_1_1 = b_new_1_1 # b₁,₁ ≈ −0.724849, eq 31",
    ):
        assert line in lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize("name", SHAPES)
def test_lines_fit_a_page_and_comments_stand_in_a_column(
    name: str, style: str, language: str
) -> None:
    trace = trace_of(EVERY[name])
    lines = script(trace, trace.steps[: len(trace.model.steps)], language, style)
    assert [line for line in lines if cells(line) > 100 or line != line.rstrip()] == []
    assert len({cells(line.partition("  #")[0]) for line in lines if "  #" in line}) == 1
    assert style != ASCII or language != "en" or all(map(str.isascii, lines))


def test_a_comment_stands_above_a_line_that_leaves_no_room() -> None:
    trace = trace_of(drawn((12, 1, 1), biases=True))
    lines = [squeezed(line) for line in script(trace, trace.steps[:1])]
    place = lines.index("z_1_1 = wa_1_1_1 + wa_1_1_2 + wa_1_1_3 + wa_1_1_4 + wa_1_1_5")
    assert lines[place + 1 : place + 3] == [
        "z_1_1 = z_1_1 + wa_1_1_6 + wa_1_1_7 + wa_1_1_8 + wa_1_1_9 + wa_1_1_10",
        "z_1_1 = z_1_1 + wa_1_1_11 + wa_1_1_12 + b_1_1 # 1 z₁,₁ ≈ −0.610597",
    ]


@pytest.mark.parametrize("name", ["xor", "3-4-2-5-2 with biases in place"])
def test_exp_is_all_that_it_imports_and_print_all_that_it_calls_besides(name: str) -> None:
    tree = ast.parse("\n".join(script(trace_of(EVERY[name]))))
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(statement) for statement in imports] == ["from math import exp"]
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    assert called == {"exp", "g", "print"}


@cache
def calm_program() -> str:
    return ast.dump(ast.parse("\n".join(script(trace_of(BUNDLED["one_hidden"])))))


@pytest.mark.parametrize("text", (*PYTHON, *TERMINAL))
def test_no_text_of_a_scenario_leads_out_of_a_comment(text: str) -> None:
    plain = BUNDLED["one_hidden"]
    named = dict.fromkeys(("x[1]", "z[1][1]"), text)
    hostile = plain._replace(title=text, summary=text, goal=text, source=text, names=named)
    lines = script(trace_of(hostile))
    data = "".join(f"{line}\n" for line in lines).encode()
    assert ast.dump(ast.parse(data)) == calm_program()
    assert tokenize.detect_encoding(io.BytesIO(data).readline)[0] == "utf-8"
    assert all(line.isprintable() for line in lines)


def test_letters_that_python_keeps_to_itself_stand_in_comments_alone() -> None:
    named = {"w[1][1][1]": "lambda", "z[1][1]": "def", "C": "print", "x[1]": "rate"}
    trace = trace_of(BUNDLED["one_hidden"]._replace(names=named))
    lines = script(trace)
    assert "z_1_1 = w_1_1_1 * x_1 # 1 def = 0.075" in map(squeezed, lines)
    assert printed(lines) == list(numbers(trace, trace.steps))


def test_it_runs_as_a_file_of_its_own(tmp_path: Path) -> None:
    trace = trace_of(BUNDLED["xor"]._replace(title="coding: utf-7 +AAo-import os"))
    file = tmp_path / "steps.py"
    file.write_text("\n".join(script(trace, language="ko")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", file], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == list(numbers(trace, first_steps(trace)))


def test_it_is_written_while_the_steps_are_made() -> None:
    """The first iteration of a run without end is there before the second is asked for."""
    scenario = BUNDLED["xor"]._replace(epochs=10**9)
    trace = trace_of(scenario)
    explainer = Explainer("en", Notation(COURSE, trace.model))
    steps = (trace.steps[k] for k in range(len(trace.steps)))
    lines = list(islice(Script(trace, explainer).lines(steps), 200))
    assert sum(line.startswith('print("iteration') for line in lines) >= 1
    assert trace.rows.ready <= 3


def assigned(lines: Sequence[str]) -> dict[str, list[str]]:
    """Name -> what the program gives it, one after the other."""
    given: dict[str, list[str]] = {}
    for statement in ast.parse("\n".join(lines)).body:
        if isinstance(statement, ast.Assign):
            given.setdefault(ast.unparse(statement.targets[0]), []).append(
                ast.unparse(statement.value)
            )
    return given


def squeezed(line: str) -> str:
    return " ".join(line.split())
