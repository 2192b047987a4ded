"""Worked examples of networks of every kind, met to every digit that their authors printed.

An author's slip is told apart from the program's: the right value is the program's, and where the
slip can be explained, the explanation gives the printed number.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from math import exp, log
from typing import Any

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import SUMMED, Phase, Role, Symbol
from stepper.runs.trace import Trace
from tests.support.published import OF_EVERY_KIND, derived, is_met, place, traced_as_printed, value

PRINTED = [(id, what) for id, example in OF_EVERY_KIND.items() for what in example["printed"]]
DERIVED = [(id, of) for id, example in OF_EVERY_KIND.items() for of in example.get("derived", [])]
MISPRINTS = [(id, slip) for id, example in OF_EVERY_KIND.items() for slip in example["misprints"]]


def explained(by: str) -> list[tuple[str, dict[str, Any]]]:
    return [(id, slip) for id, slip in MISPRINTS if by in slip]


def rounded_run(trace: Trace, places: int) -> dict[tuple[int, Symbol], float]:
    """The first batch by a hand that rounds every step before it begins the next one.

    The gradients of one sample are not rounded, only their sum over the batch: a product of two
    matrices gives it in one step.
    """
    found: dict[tuple[int, Symbol], float] = {}
    unrounded = {Role.DC_DW, Role.DC_DB}
    for iteration in range(1, trace.scenario.batch + 1):
        in_batch = trace.scenario.in_batch(iteration)
        exact = unrounded if in_batch.sample == in_batch.size else unrounded | {*SUMMED.values()}

        def number(s: Symbol, n: int = iteration) -> float:
            if s.role in SUMMED:
                return found[n - 1, s._replace(role=SUMMED[s.role])]
            return found[n, s] if (n, s) in found else trace.value(s, n)

        for s in trace.model.steps:
            if s.role.phase is not Phase.UPDATE or in_batch.sample == in_batch.size:
                result = evaluate(trace.model.equation(s, in_batch).formula, number)
                found[iteration, s] = result if s.role in exact else round(result, places)
    return found


@pytest.mark.parametrize(("id", "what"), PRINTED)
def test_a_printed_number_is_met_to_every_digit(id: str, what: str) -> None:
    example = OF_EVERY_KIND[id]
    number = value(traced_as_printed(example), what)
    assert is_met(number, example["printed"][what]), number


@pytest.mark.parametrize(("id", "of"), DERIVED)
def test_a_printed_mean_over_a_batch_is_met_to_every_digit(id: str, of: dict[str, Any]) -> None:
    number = derived(traced_as_printed(OF_EVERY_KIND[id]), of)
    assert is_met(number, of["printed"]), number


@pytest.mark.parametrize(("id", "slip"), MISPRINTS)
def test_a_misprint_is_not_met_and_the_right_number_is(id: str, slip: dict[str, Any]) -> None:
    number = value(traced_as_printed(OF_EVERY_KIND[id]), slip["at"])
    assert is_met(number, slip["right"]), number
    assert not is_met(number, slip["printed"])


@pytest.mark.parametrize(("id", "slip"), explained("from"))
def test_numbers_that_were_rounded_before_give_the_misprint(id: str, slip: dict[str, Any]) -> None:
    is_cut = slip["from"].startswith("cut ")
    number = eval(slip["from"].removeprefix("cut "), {"exp": exp, "log": log})
    printed = Decimal(slip["printed"])
    rounding = ROUND_DOWN if is_cut else ROUND_HALF_UP
    assert Decimal(f"{number:.14g}").quantize(printed, rounding) == printed, number


@pytest.mark.parametrize(("id", "slip"), explained("run"))
def test_another_cost_gives_the_misprint(id: str, slip: dict[str, Any]) -> None:
    number = value(traced_as_printed(OF_EVERY_KIND[id], **slip["run"]), slip["at"])
    assert is_met(number, slip["printed"]), number


@pytest.mark.parametrize(("id", "slip"), explained("every_step_rounded"))
def test_rounding_every_step_gives_the_misprint(id: str, slip: dict[str, Any]) -> None:
    trace = traced_as_printed(OF_EVERY_KIND[id])
    number = rounded_run(trace, slip["every_step_rounded"])[place(trace, slip["at"])]
    assert is_met(-number if "minus " in slip["at"] else number, slip["printed"]), number


def test_every_number_of_an_author_who_rounds_every_step_is_what_that_gives() -> None:
    example = OF_EVERY_KIND["tanh-xor"]
    trace = traced_as_printed(example)
    rounded = rounded_run(trace, 2)
    for what, printed in example["printed"].items():
        number = rounded[place(trace, what)]
        assert is_met(-number if "minus " in what else number, printed), what


def test_every_kind_of_network_is_among_them() -> None:
    networks = [traced_as_printed(example).network for example in OF_EVERY_KIND.values()]
    used = {net.activation(l) for net in networks for l in range(1, net.L + 1)}
    assert used == {"sigmoid", "tanh", "relu", "identity", "softmax"}
    assert {net.cost for net in networks} >= {"squares", "mean_squares", "cross_entropy"}
    assert {net.L for net in networks} >= {1, 2, 3, 4}
    assert {net.is_batched for net in networks} == {net.learns for net in networks} == {True, False}
    assert len({example["source"] for example in OF_EVERY_KIND.values()}) >= 20
