"""The gradients of an iteration beside their central differences, as plain text."""

from collections.abc import Iterator, Sequence
from math import isnan

from stepper.explain.explainer import Explainer
from stepper.runs.gradient_check import Check
from stepper.typeset.cells import columns
from stepper.typeset.digits import FACTOR, written

ERROR = 2  # digits of a relative error


def gradient_table(checks: Sequence[Check], explainer: Explainer, in_place: bool) -> Iterator[str]:
    """One row a gradient, then the verdict on all of them."""
    say, notation = explainer.say, explainer.notation

    def number(value: float, digits: int) -> str:
        return (
            notation.sign("unknown") if isnan(value) else notation.number(written(value, digits)[0])
        )

    heads = ("gradient", "analytic", "numeric", "error")
    rows = [[*(say(f"check.{head}") for head in heads), ""]]
    for check in checks:
        numbers = [number(check.analytic, FACTOR), number(check.numeric, FACTOR)]
        error = number(check.relative_error, ERROR)
        rows.append([notation.name(check.symbol), *numbers, error, say(f"check.{check.verdict}")])
    yield from (line.rstrip() for line in columns(rows))
    verdicts = [check.verdict for check in checks]
    wrong, same, small = (verdicts.count(each) for each in ("differs", "same", "small"))
    agrees = "right_some" if small else "right"
    differs = "in_place" if in_place else "wrong"
    summary = differs if wrong else agrees
    yield ""
    yield say(f"check.{summary}", wrong=wrong, same=same, small=small, count=len(checks))
