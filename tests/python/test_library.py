"""The package as a library: what help says is enough to use it."""

import doctest
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
    trace = stepper.run("xor")
    names = re.findall(r"(?:^|[ (])((?:\w+/)?[\w+]+(?:\[[lji]\])+)", stepper.__doc__ or "")
    assert len(names) > 8
    for name in names:
        column = re.sub(r"\[l\]", "[1]", name).replace("[j]", "[1]").replace("[i]", "[1]")
        assert trace[column]


def test_importing_the_package_loads_no_part_of_it() -> None:
    code = "import sys, stepper; print(*(m for m in sys.modules if m.startswith('stepper')))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == ["stepper"]


def test_an_own_loop_is_the_engine() -> None:
    scenario = stepper.load_scenario("xor")
    costs = [
        n.C
        for n in stepper.train(
            scenario.weights, scenario.biases, scenario.samples, scenario.learning_rate, 25
        )
    ]
    assert costs == stepper.run("xor")["C"]


def test_every_error_is_one_kind() -> None:
    assert stepper.StepperError is StepperError
    assert issubclass(stepper.NotFiniteError, StepperError)
