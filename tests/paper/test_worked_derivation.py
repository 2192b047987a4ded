from functools import cache

import pytest

from stepper import run
from stepper.backprop.symbols import DERIVED_BY, Role, Symbol
from stepper.derive.network.longhand import longhand
from stepper.derive.network.shared import shared_factors
from stepper.explain.explainer import Explainer
from stepper.paper.paper import Paper
from stepper.paper.plain import MARK, WIDTH
from stepper.runs.trace import Trace
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.networks import BUNDLED, EVERY, begun, drawn, traced

SHOWN = {
    **{name: BUNDLED[name] for name in ("one_hidden", "exploding", "two_paths", "xor")},
    "2-3-3-2": EVERY["2-3-3-2"],
    "2-2-1 with fixed biases": EVERY["2-2-1 with fixed biases"],
    "3-4-2-5-2 in place": EVERY["3-4-2-5-2 with biases in place"],
    "deep": drawn((2,) * 20, samples=1, epochs=1, reach=4.0),
    "many": drawn((12, 1, 11), biases=True, samples=1, epochs=1),
}


@cache
def shown(name: str) -> Trace:
    return begun(SHOWN[name])


@cache
def text(
    trace: Trace,
    column: str,
    language: str = "en",
    style: str = COURSE,
    iteration: int = 1,
    digits: int = 6,
) -> list[str]:
    net = trace.network
    explainer = Explainer(language, Notation(style, net, trace.scenario.names))
    symbol = net.by_column[column]
    return list(Paper(trace, explainer, digits=digits).derivation(iteration, symbol))


def lowest(trace: Trace) -> list[str]:
    """The first derivable number of each kind, and the last: the longest and the shortest way."""
    kinds = [[s for s in trace.model.columns if s.role is role] for role in DERIVED_BY]
    return [s.column for kind in kinds if kind for s in (min(kind, key=lambda s: s.l), kind[0])]


@pytest.mark.parametrize(("style", "language"), [(COURSE, "en"), (COURSE, "ko"), (ASCII, "en")])
@pytest.mark.parametrize("name", SHOWN)
def test_a_derivation_fits_80_columns_and_is_said_in_the_notation(
    name: str, style: str, language: str
) -> None:
    trace = shown(name)
    for column in dict.fromkeys(lowest(trace)):
        for line in text(trace, column, language, style):
            assert cells(line) <= WIDTH, line
            assert line == line.rstrip()
            assert not set("{}") & set(line)
            assert line.isascii() or style == COURSE


@pytest.mark.parametrize("name", SHOWN)
def test_the_value_stands_at_the_end_of_every_line(name: str) -> None:
    trace = shown(name)
    net = trace.network
    for column in dict.fromkeys(lowest(trace)):
        symbol = net.by_column[column]
        lines = text(trace, column)
        ends = [line.split("  ")[-1] for line in lines if cells(line) == WIDTH]
        values = [end.split(" ")[-1] for end in ends if end.split(" ")[-2:-1] in (["≈"], ["="])]
        derived = len(longhand(net, symbol))
        assert len(values) == derived + len(shared_factors(net, symbol))
        assert len(set(values[:derived])) == 1


def test_what_is_new_is_marked_below_it() -> None:
    lines = text(traced("one_hidden"), "dC/dw[1][1][1]")
    k = next(k for k, line in enumerate(lines) if "∂h/∂W₁" in line)
    reason = "Anything that does not depend on W₁ is a constant, so the weight moves out in front."
    assert " ".join(lines[k - 2 : k]) == reason
    assert lines[k] == (
        "       = (y−y′)·y(1−y)·W₂·∂h/∂W₁                                   ≈ −0.00553621"
    )
    assert lines[k + 1] == " " * lines[k].index("W₂·∂h") + MARK * len("W₂·∂h/∂W₁")
    k = next(k for k, line in enumerate(lines) if line.startswith("∂C/∂W₂ = (y−y′)"))
    assert lines[k + 1] == " " * 9 + MARK * len("(y−y′)·y(1−y)")


def test_the_multiplications_are_counted_for_this_network_and_deeper_ones() -> None:
    lines = text(traced("three_hidden"), "delta[2][1]")
    counts = [line.split()[-3:] for line in lines[lines.index("How much that saves") :]]
    assert [
        row for row in counts if len(row) == 3 and all(cell.isdecimal() for cell in row)
    ] == [["3", "30", "15"], ["1", "9", "7"], ["2", "18", "11"], ["5", "63", "23"],
          ["10", "198", "43"]]  # fmt: skip


def test_counts_of_many_digits_are_rounded() -> None:
    lines = text(shown("deep"), "dC/dw[19][1][1]")
    assert any("·10⁸" in line for line in lines)


def test_the_digits_and_the_iteration_are_those_asked_for() -> None:
    trace = traced("one_hidden")
    value = trace.value(Symbol(Role.DC_DW, 2, 1, 1), 3)
    lines = text(trace, "dC/dw[2][1][1]", iteration=3, digits=9)
    assert lines[0] == "One hidden layer, iteration 3 of 10"
    assert f"≈ {value:.9g}".replace("-", "−") in lines[6]


def test_below_the_output_of_a_network_trained_in_place_nothing_is_called_a_derivative() -> None:
    lines = text(traced("1-1-1 in place"), "dC/dw[1][1][1]")
    assert any("this is not a derivative of C" in line for line in lines)
    assert not any("chain rule" in line for line in lines)


def test_the_letters_of_the_scenario_hold() -> None:
    named = BUNDLED["one_hidden"]._replace(names={"w[1][1][1]": "w5"})
    assert any("W₂·h(1−h)·∂(w5·x)/∂w5" in line for line in text(run(named), "dC/dw[1][1][1]"))
