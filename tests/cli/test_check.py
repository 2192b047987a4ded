"""`stepper check`: the table of gradients against central differences, and the exit codes."""

from math import nan
from pathlib import Path

import pytest

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.cli.commands.check import gradient_table
from stepper.explain.explainer import Explainer
from stepper.runs.checks.central_differences import Check
from stepper.typeset.notation import COURSE, Notation
from tests.support.commands import Runner, file_of, in_place
from tests.support.networks import BUNDLED

SAME = Check(Symbol(Role.DC_DW, 2, 1, 1), 0.25, 0.25, 0.001, 0.12525, 0.12475, 0.002, 1e-13)
WRONG = SAME._replace(analytic=0.5)
CORNER = WRONG._replace(at_corner=True)
SMALL = SAME._replace(analytic=1e-16, numeric=0.0)
UNSETTLED = SAME._replace(numeric=nan)


class Keys(Explainer):
    """Says the key of a sentence and the counts put into it, in place of the sentence."""

    def say(self, key: str, **names: object) -> str:
        return " ".join([key, *(f"{name}={value}" for name, value in names.items())])


def table(checks: list[Check], in_place: bool = False) -> list[str]:
    explainer = Keys("en", Notation(COURSE, Network((1, 1, 1))))
    return list(gradient_table(checks, explainer, in_place))


@pytest.mark.parametrize(
    ("checks", "in_place", "summary"),
    [
        (
            [SAME, SAME],
            False,
            ["check.right count=2 differs=0 same=2 small=0 unsettled=0 corner=0"],
        ),
        ([SAME], False, ["check.right.only count=1 differs=0 same=1 small=0 unsettled=0 corner=0"]),
        (
            [SAME, CORNER],
            False,
            [
                "check.some.one count=2 differs=0 same=1 small=0 unsettled=0 corner=1",
                "check.some.corner differs=0 same=1 small=0 unsettled=0 corner=1",
            ],
        ),
        (
            [SAME, SMALL, SAME, UNSETTLED],
            False,
            [
                "check.some count=4 differs=0 same=2 small=1 unsettled=1 corner=0",
                "check.some.small differs=0 same=2 small=1 unsettled=1 corner=0",
                "check.some.unsettled differs=0 same=2 small=1 unsettled=1 corner=0",
            ],
        ),
        ([SMALL], False, ["check.some.small differs=0 same=0 small=1 unsettled=0 corner=0"]),
        (
            [WRONG, WRONG, SAME],
            False,
            ["check.wrong count=3 differs=2 same=1 small=0 unsettled=0 corner=0"],
        ),
        (
            [WRONG],
            False,
            ["check.wrong.only count=1 differs=1 same=0 small=0 unsettled=0 corner=0"],
        ),
        (
            [SAME, WRONG],
            True,
            ["check.in_place.one count=2 differs=1 same=1 small=0 unsettled=0 corner=0"],
        ),
    ],
)
def test_the_last_lines_count_the_verdicts(
    checks: list[Check], in_place: bool, summary: list[str]
) -> None:
    lines = table(checks, in_place)
    assert lines[1 + len(checks) :] == ["", *summary]


def test_without_a_gradient_there_is_no_table() -> None:
    assert table([]) == ["check.none"]


def test_each_gradient_has_its_two_numbers_their_distance_and_its_verdict() -> None:
    rows = [line.split() for line in table([SAME, WRONG, SMALL, UNSETTLED])[1:5]]
    assert rows == [
        ["∂C/∂W₂", "0.25", "0.25", "0", "check.same"],
        ["∂C/∂W₂", "0.5", "0.25", "0.5", "check.differs"],
        ["∂C/∂W₂", "1·10⁻¹⁶", "0", "1", "check.small"],
        ["∂C/∂W₂", "0.25", "□", "□", "check.unsettled"],
    ]


# --- the command


@pytest.mark.parametrize(
    ("name", "iteration"),
    [
        (name, iteration)
        for name, scenario in BUNDLED.items()
        for iteration in {1, min(10, scenario.iterations)}
        if name != "in_place"
    ],
)
def test_check_finds_no_difference_in_the_bundled_scenarios(
    run: Runner, name: str, iteration: int
) -> None:
    code, out, err = run("check", file_of(name), "--iteration", str(iteration))
    assert (code, err) == (0, "")
    assert "DIFFERENT" not in out
    assert "gradients agree with central differences" in out


def test_check_shows_the_lesson_of_an_in_place_scenario_and_exits_0(run: Runner) -> None:
    code, out, err = run("check", in_place())
    assert (code, err) == (0, "")
    verdicts = [line.endswith("DIFFERENT") for line in out.splitlines()[1:5]]
    assert verdicts == [False, True, True, True]
    assert "3 of 4 gradients are not the derivatives of the cost" in out


def test_check_exits_1_for_a_real_disagreement(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stepper.backprop import engine
    from stepper.backprop.iteration import Iteration

    right = engine.cost_of

    def cost_of_another_course(n: Iteration) -> None:
        right(n)
        n.C *= 1.01

    monkeypatch.setattr(engine, "cost_of", cost_of_another_course)
    code, out, _ = run("check", "one_hidden")
    assert code == 1
    assert "2 of 2 gradients differ from central differences" in out


@pytest.mark.parametrize("text", ["0", "11", "all", "1:2", "", "first"])
def test_check_takes_one_iteration(run: Runner, text: str) -> None:
    assert run("check", "one_hidden", f"--iteration={text}") == (
        2,
        "",
        f'stepper: --iteration: expected a number from 1 to 10, found "{text}"\n',
    )


AT_CORNER = """\
title = "A ReLU at 0"
[[samples]]
inputs = [1, 1]
targets = [1]
[[layers]]
weights = [[0.3, -0.3], [1, 1]]
activation = "relu"
[[layers]]
weights = [[2, 1]]
activation = "identity"
"""


@pytest.mark.parametrize("weight", ["-0.3", "-0.29999999999999993"])
def test_a_relu_at_its_corner_is_no_disagreement(run: Runner, tmp_path: Path, weight: str) -> None:
    """At 0, or so near to it that every step of a difference crosses it."""
    file = tmp_path / "at_corner.toml"
    file.write_text(AT_CORNER.replace("-0.3", weight))
    code, out, err = run("check", str(file))
    assert (code, err) == (0, "")
    verdicts = [line.split()[-1] for line in out.splitlines()[1:7]]
    assert verdicts[2:] == ["corner", "corner", "same", "same"]
    assert "DIFFERENT" not in out and "Cannot be compared: 2" in out


@pytest.mark.parametrize(
    ("formula", "given", "summary"),
    [
        ("f = 3", "", "There is no gradient to check: everything here is a constant."),
        ("f = x^2", "x=2", "The only gradient agrees with central differences of the cost."),
        (
            "f = min(a,b,c)*2",
            "a=1 b=1 c=5",
            "1 of 3 gradients agrees with central differences of the cost.",
        ),
        ("f = sin(x*1e6)", "x=2", "Not to be checked: 1. The cost bends so quickly"),
    ],
)
def test_the_summary_of_a_formula_is_a_sentence(
    run: Runner, formula: str, given: str, summary: str
) -> None:
    code, out, err = run("check", formula, *given.split())
    assert (code, err) == (0, "")
    assert summary in out
