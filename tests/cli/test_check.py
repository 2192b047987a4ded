"""`stepper check`: gradients against central differences, and its exit codes."""

import pytest

from tests.support.commands import Runner, file_of, in_place
from tests.support.networks import BUNDLED


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

    right = engine.cost

    def cost_of_another_course(n: engine.Iteration) -> None:
        right(n)
        n.C *= 1.01

    monkeypatch.setattr(engine, "cost", cost_of_another_course)
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
