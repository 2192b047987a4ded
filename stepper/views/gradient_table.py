"""The gradients of an iteration beside their central differences, as plain text."""

from collections.abc import Iterator, Sequence

from stepper.digits import FACTOR, written
from stepper.explain import Explainer
from stepper.gradient_check import Check
from stepper.typeset import cells


def gradient_table(checks: Sequence[Check], explainer: Explainer, in_place: bool) -> Iterator[str]:
    """One row a gradient, then the verdict on all of them."""
    say, notation = explainer.say, explainer.notation
    rows = [[say("check.gradient"), say("check.analytic"), say("check.numeric"), ""]]
    for check in checks:
        verdict = "small" if check.too_small else "same" if check.passes else "differs"
        numbers = [written(n, FACTOR)[0] for n in (check.analytic, check.numeric)]
        rows.append(
            [
                notation.name(check.symbol),
                *(notation.number(number) for number in numbers),
                say(f"check.{verdict}"),
            ]
        )
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (w - cells(cell)) for cell, w in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()
    wrong = sum(not check.passes for check in checks)
    yield ""
    if in_place and wrong:
        yield say("check.in_place", wrong=wrong, count=len(checks))
    else:
        yield say("check.wrong" if wrong else "check.right", wrong=wrong, count=len(checks))
