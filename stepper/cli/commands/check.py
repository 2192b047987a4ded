"""stepper check: gradients by backpropagation against central differences."""

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from math import isfinite, isnan
from typing import Any

from stepper.backprop.symbols import Role
from stepper.cli import shared
from stepper.cli.arguments import JSON, Arguments
from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.explain.explainer import Explainer
from stepper.runs.checks.central_differences import Check
from stepper.runs.checks.gradients import GRADIENTS, check_gradients
from stepper.typeset.cells import columns
from stepper.typeset.digits import FACTOR

ERROR = 2  # digits of a relative error
NOT_COMPARED = ("small", "unsettled", "corner")
VERDICTS = ("differs", "same", *NOT_COMPARED)


def run(args: Arguments) -> Generator[str, None, int]:
    trace = shared.trace(args)
    count = sum(symbol.role in GRADIENTS for symbol in trace.model.columns)
    iteration = shared.computed(args, trace, shared.iteration(args.iteration, trace))
    checks = list(args.progress(check_gradients(trace, iteration), count))
    in_place = trace.model.in_place
    agrees = all(check.verdict != "differs" for check in checks)
    if args.format == JSON:
        from stepper.files.json_report import json_report

        about = {"iteration": iteration, "in_place": in_place, "agrees": agrees}
        yield json_report({**about, **_document(checks)})
    else:
        yield from gradient_table(checks, shared.explainer(args, trace), in_place)
    return DONE if in_place or agrees else DIFFERENT


def _document(checks: Sequence[Check]) -> dict[str, Any]:
    """The checks, and how many have each verdict; null for a missing number."""
    verdicts = Counter(check.verdict for check in checks)
    gradients = [
        {
            "name": check.symbol.column,
            "analytic": _finite(check.analytic),
            "numeric": _finite(check.numeric),
            "relative_error": _finite(check.relative_error),
            "verdict": check.verdict,
        }
        for check in checks
    ]
    return {"gradients": gradients, "counts": {name: verdicts[name] for name in VERDICTS}}


def _finite(number: float) -> float | None:
    return number + 0.0 if isfinite(number) else None  # without the minus of a zero


def gradient_table(checks: Sequence[Check], explainer: Explainer, in_place: bool) -> Iterator[str]:
    """Yield one row per gradient, then a summary; in_place changes what a difference means."""
    say, notation = explainer.say, explainer.notation

    def number(value: float, digits: int) -> str:
        if isnan(value):
            return notation.sign("unknown")
        return notation.value(value, digits)

    heads = ("gradient", "analytic", "numeric", "error")
    rows = [[*(say(f"check.{head}") for head in heads), ""]]
    for check in checks:
        numbers = [number(check.analytic, FACTOR), number(check.numeric, FACTOR)]
        error = number(check.relative_error, ERROR)
        rows.append([notation.name(check.symbol), *numbers, error, say(f"check.{check.verdict}")])
    if checks:
        yield from map(str.rstrip, columns(rows))
        yield ""
    yield from _summary(checks, explainer, in_place)


def _summary(checks: Sequence[Check], explainer: Explainer, in_place: bool) -> Iterator[str]:
    """Yield how many gradients agree, or differ; and how many cannot be compared, and why."""
    verdicts = [check.verdict for check in checks]
    counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS}

    def say(key: str, number: int) -> str:
        only = ".only" if len(checks) == 1 else ".one" if number == 1 else ""
        return explainer.say(f"check.{key}{only}", count=len(checks), **counts)

    if not checks:
        yield explainer.say("check.none")
    elif counts["differs"]:
        yield say("in_place" if in_place else "wrong", counts["differs"])
    elif counts["same"]:
        yield say("right" if counts["same"] == len(checks) else "some", counts["same"])
    of_formula = any(check.symbol.role is Role.GRADIENT for check in checks)
    for verdict in NOT_COMPARED:
        if counts[verdict]:
            is_of_formula = of_formula and verdict == "corner"
            yield explainer.say(f"check.some.{verdict}{'.formula' * is_of_formula}", **counts)
