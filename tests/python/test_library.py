"""The package as a library: what help says is enough to use it."""

import doctest
import inspect
import re
import subprocess
import sys
from pydoc import plain, render_doc
from textwrap import dedent
from typing import Any

import pytest

import stepper
from stepper.errors import StepperError
from stepper.files.opening import bundled
from stepper.typeset.notation import NOTATIONS

MEMBERS = {name: getattr(stepper, name) for name in stepper.__all__}


def test_each_member_is_documented_and_found_by_completion() -> None:
    assert all(member.__doc__ for member in MEMBERS.values())
    assert set(stepper.__all__) <= set(dir(stepper))
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        _ = stepper.walk
    for name in stepper.__all__:
        assert re.search(rf"\b{name}\b", plain(render_doc(stepper))), name


@pytest.mark.parametrize("name", ["Scenario", "Layer", "Sample", "Formula", "Trace"])
def test_the_examples_of_the_help_are_right(name: str) -> None:
    finder = doctest.DocTestFinder(recurse=False)
    (found,) = finder.find(MEMBERS[name], name, globs=dict(MEMBERS))
    assert found.examples
    assert not doctest.DocTestRunner().run(found).failed


def test_what_the_help_shows_first_is_a_network_its_run_the_cost_and_an_equation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    blocks = re.findall(r"(?:^ {4}.*\n|^\n)+", stepper.__doc__ or "", re.MULTILINE)
    code = dedent(max(blocks, key=len))
    names: dict[str, Any] = {}
    exec(compile(code, "help(stepper)", "exec"), names)
    assert len(names["costs"]) == 200
    assert names["costs"][-1] < names["costs"][1]
    assert capsys.readouterr().out == f"{names['step'].text}\n"


def test_what_the_help_says_can_be_run_is_run() -> None:
    text = stepper.__doc__ or ""
    for what in re.findall(r'\brun\("([^"]+)"\)', text):
        if what != "my.toml":
            assert stepper.run(what).iterations
    assert "mazur" in bundled()


def test_names_in_the_help_are_those_of_columns() -> None:
    drawn = {"sizes": [2, 2, 2], "seed": 1, "range": [-1, 1], "biases": True}
    samples = [([0, 1], [1, 0])]
    trace = stepper.run(stepper.Scenario(random=drawn, samples=samples, learning_rate=1))
    names = re.findall(r"(?:^|[ (])((?:\w+/)?[\w+]+(?:\[[lji]\])+)", stepper.__doc__ or "")
    assert len(names) > 8
    for name in names:
        column = re.sub(r"\[l\]", "[1]", name).replace("[j]", "[1]").replace("[i]", "[1]")
        assert trace[column]


def test_names_of_equations_in_the_help_are_understood() -> None:
    drawn = {"sizes": [2, 2, 2], "seed": 1, "range": [-1, 1]}
    trace = stepper.run(stepper.Scenario(random=drawn, samples=[([0, 1], [1, 0])]))
    for name, column in {
        "h₁,₂": "a[1][2]",
        "y₁": "a[2][1]",
        "y′₁": "t[1]",
        "δy₁": "delta[2][1]",
        "W₁,₂₁": "w[1][2][1]",
    }.items():
        assert re.search(rf"\b{name}(?!\w)", stepper.__doc__ or ""), name
        assert trace.symbol(name).column == column
    assert all(f'"{notation}"' in (stepper.Trace.shown.__doc__ or "") for notation in NOTATIONS)


def test_the_help_has_nothing_that_every_tuple_and_every_text_has() -> None:
    text = plain(render_doc(stepper))
    for inherited in ("from builtins.tuple", "from builtins.str", "_replace", "_make"):
        assert inherited not in text
    assert {"replace", "train", "layers", "iterations"} <= set(dir(stepper.Scenario))


def test_the_signature_of_a_scenario_has_its_arguments() -> None:
    signature = str(inspect.signature(stepper.Scenario))
    for argument in ("title='Untitled'", "layers=None", "epochs=1", "max_numbers=20000000"):
        assert argument in signature
    assert "Unpack" not in signature


def test_importing_the_package_loads_no_part_of_it() -> None:
    code = "import sys, stepper; print(*(m for m in sys.modules if m.startswith('stepper')))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == ["stepper"]


def test_an_own_loop_is_the_engine() -> None:
    for name in ("xor", "tanh", "softmax", "logistic_regression", "in_place"):
        scenario = stepper.load_scenario(name)
        assert [n.C for n in scenario.train()] == stepper.run(name)["C"], name
    with pytest.raises(StepperError, match="a formula has no layers"):
        stepper.load_scenario("chain_rule").train()


def test_every_error_is_one_kind() -> None:
    assert stepper.StepperError is StepperError
    assert issubclass(stepper.NotFiniteError, StepperError)
