"""`stepper show --derive`: a gradient by the chain rule, written out."""

import re
from pathlib import Path

import pytest

from stepper.files.opening import bundled
from tests.support.commands import Runner, in_place, numbers, overflow


def test_derive_writes_the_long_hand_chain_rule_of_a_gradient(run: Runner) -> None:
    shown = run("show", "one_hidden", "--derive", "dC/dw[1][1][1]")
    assert (shown.code, shown.err) == (0, "")
    assert "∂C/∂W₁ = ∂(½(y−y′)²)/∂W₁" in shown.out
    for line in (
        "(y−y′)·∂y/∂W₁",
        "(y−y′)·∂/∂W₁ g(W₂·h)",
        "(y−y′)·g(W₂·h)(1−g(W₂·h))·∂(W₂·h)/∂W₁",
        "(y−y′)·y(1−y)·W₂·h(1−h)·x",
    ):
        assert f"       = {line}  " in shown.out
    assert "δh     = δy·W₂·h(1−h)" in shown.out
    assert numbers(shown.out) == []


@pytest.mark.parametrize("name", ["∂C/∂W₁", "dC/dw[1]", "DC/DW[1][1][1]", " ∂C/∂W1 "])
def test_derive_takes_a_name_in_any_notation(run: Runner, name: str) -> None:
    expected = run("show", "one_hidden", "--derive", "dC/dw[1][1][1]").out
    assert run("show", "one_hidden", "--derive", name).out == expected


def test_derive_takes_the_names_of_the_scenario(run: Runner) -> None:
    text = Path(bundled()["one_hidden"]).read_text(encoding="utf-8")
    Path("named.toml").write_text(f'{text}\n[names]\n"w[1][1][1]" = "w5"\n', encoding="utf-8")
    assert "·h(1−h)·∂(w5·x)/∂w5  " in run("show", "named.toml", "--derive", "∂C/∂w5").out


def test_derive_takes_one_iteration_a_language_a_notation_and_digits(run: Runner) -> None:
    options = ("--iteration", "3", "--lang", "ko", "--ascii", "--digits", "9")
    shown = run("show", "one_hidden", "--derive", "delta[1]", *options).out
    assert "반복 3 / 10" in shown
    assert "(a[2]-t)*a[2]*(1-a[2])*w[2]*a[1]*(1-a[1])" in shown
    assert not set("∂δ−′·") & set(shown)
    value = next(iter(re.findall(r"~ (-0\.0\d+)$", shown, re.MULTILINE)))
    assert len(value.lstrip("-0.")) == 9


def test_derive_of_the_mistake_says_that_it_derives_nothing(run: Runner) -> None:
    shown = run("show", in_place(), "--derive", "dC/dw[1]")
    assert shown.code == 0
    assert "this is not a derivative of C" in shown.out
    assert "(y−y′)·y(1−y)·W₄⁺·h₃(1−h₃)·W₃⁺·h₂(1−h₂)·W₂⁺·h₁(1−h₁)·x" in shown.out


def test_derive_takes_the_weight_of_a_gradient_and_the_neuron_of_a_delta(run: Runner) -> None:
    for name, derived in (("W₁", "dC/dw[1][1][1]"), ("z[2][1]", "delta[2][1]")):
        shown = run("show", "one_hidden", "--derive", name)
        assert shown.code == 0
        assert shown == run("show", "one_hidden", "--derive", derived)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dC/dw[3][1][1]",), 'no number has the name "dC/dw[3][1][1]"; did you mean dC/dw['),
        (("deltas[1][1]",), 'no number has the name "deltas[1][1]"; did you mean delta[1][1]?'),
        (("",), 'no number has the name ""; write a name such as '),
        (("16",), 'no number has the name "16"; write a name such as '),
        (("C",), "C has neither a gradient nor a delta; write a name such as dC/dw[1][1][1] or"),
        (("δy", "--iteration", "11"), "--iteration: expected a number from 1 to 10, found "),
        (("δy", "--iteration", "1:2"), "--iteration: expected a number from 1 to 10, found "),
        (("δy", "--steps", "3"), "--steps: --derive prints no steps; leave out one of them"),
    ],
)
def test_what_cannot_be_derived_is_said_with_the_mend(
    run: Runner, arguments: tuple[str, ...], message: str
) -> None:
    shown = run("show", "one_hidden", "--derive", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert message in shown.err
    assert len(shown.err.splitlines()) == 1


def test_nothing_is_written_of_a_derivation_that_cannot_be_finished(run: Runner) -> None:
    shown = run("show", overflow(), "--derive", "dC/dw[1]")
    assert (shown.code, shown.out) == (2, "")
    assert "is not finite" in shown.err


def test_a_formula_of_constants_alone_has_nothing_to_derive(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "constant.toml"
    file.write_text(
        'title = "c"\n[formula]\nlines = "f = x^2"\nconstants = ["x"]\n[values]\nx = 3\n',
        encoding="utf-8",
    )
    done = run("show", str(file), "--derive", "x")
    assert done.code == 2
    assert "there is no gradient: everything here is a constant" in done.err


@pytest.mark.parametrize("name", ["local df/dx", "local dq/dx", "∂q/∂x", "df/dq*dq/dx"])
def test_a_local_derivative_is_not_taken_for_the_whole(run: Runner, name: str) -> None:
    code, out, err = run("show", "q = x*x; f = q*x", "x=2", "--derive", name)
    assert (code, out) == (2, "")
    assert err.endswith("is one step, and only a whole gradient is derived; write df/dx\n")
