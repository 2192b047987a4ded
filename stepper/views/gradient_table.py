"""The gradients of an iteration beside their central differences, as plain text."""

from collections.abc import Iterator, Sequence
from math import isnan

from stepper.digits import FACTOR, written
from stepper.explain import Explainer
from stepper.gradient_check import Check
from stepper.typeset import cells


def gradient_table(checks: Sequence[Check], explainer: Explainer, in_place: bool) -> Iterator[str]:
    """One row a gradient, then the verdict on all of them."""
    say, notation = explainer.say, explainer.notation
    rows = [[say("check.gradient"), say("check.analytic"), say("check.numeric"), ""]]
    verdicts = [
        "small" if check.too_small else "same" if check.passes else "differs" for check in checks
    ]
    for check, verdict in zip(checks, verdicts, strict=True):
        numbers = [
            notation.sign("unknown") if isnan(n) else notation.number(written(n, FACTOR)[0])
            for n in (check.analytic, check.numeric)
        ]
        rows.append([notation.name(check.symbol), *numbers, say(f"check.{verdict}")])
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (w - cells(cell)) for cell, w in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()
    wrong, same, small = (verdicts.count(each) for each in ("differs", "same", "small"))
    agrees = "right_some" if small else "right"
    differs = "in_place" if in_place else "wrong"
    summary = differs if wrong else agrees
    yield ""
    yield say(f"check.{summary}", wrong=wrong, same=same, small=small, count=len(checks))
