"""The heading of a page: the shape and kind of the model, learning rate, batches."""

from collections.abc import Iterator
from itertools import groupby

from stepper.backprop.symbols import RATE, Phase
from stepper.explain.explainer import Explainer
from stepper.formula.formula import Formula
from stepper.runs.trace import Trace
from stepper.typeset.notation import ASCII
from stepper.typeset.spans import Maths, Span, Spans


def heading(trace: Trace, explainer: Explainer, digits: int) -> Iterator[Spans]:
    """Yield the sentences; digits: significant digits of the learning rate."""
    if isinstance(trace.model, Formula):
        yield _of_formula(trace, explainer, digits)
        return
    net, scenario = trace.network, trace.scenario
    updates = sum(s.role.phase is Phase.UPDATE for s in net.steps) if net.is_batched else 0
    names: dict[str, object] = {
        "sizes": "-".join(map(str, net.sizes)),
        "iterations": trace.iterations,
        "steps": len(net.steps) - updates,
        "updates": updates,
        "batch": scenario.batch,
        "how": explainer.say(f"heading.{scenario.batch_gradient}"),
    }
    if net.learns:
        names["rate"] = _rate(trace, explainer, digits)
    kind = f"{'.batches' * net.is_batched}{'' if net.learns else '.fixed'}"
    yield explainer.spans(f"heading{kind}" if kind else "run", **names)
    if scenario.seed is not None:
        yield explainer.spans("heading.seed", seed=scenario.seed)
    if net.activations or net.cost != "half_squares":
        each = (explainer.say(f"function.{net.activation(l)}") for l in range(1, net.L + 1))
        cost = explainer.say(f"cost.name.{net.cost}")
        yield explainer.spans("heading.kinds", activations=_in_groups(each), cost=cost)


def _of_formula(trace: Trace, explainer: Explainer, digits: int) -> Spans:
    names: dict[str, object] = {
        "outline": Maths(explainer.text(trace.model.outline)),
        "iterations": trace.iterations,
        "steps": len(trace.model.steps),
    }
    if not trace.model.learns:
        return explainer.spans("heading.formula", **names)
    rate = _rate(trace, explainer, digits)
    return explainer.spans("heading.formula.learns", **names, rate=rate)


def _rate(trace: Trace, explainer: Explainer, digits: int) -> Span:
    notation = explainer.notation
    value = " ".join(notation.related(trace.value(RATE, 1), digits))
    # in ASCII, its name is a word that the sentence has before it
    return Span(value if notation.style == ASCII else f"{notation.name(RATE)} {value}", RATE)


def _in_groups(names: Iterator[str]) -> str:
    """Names in their order, equal neighbours once with their number: 3 × tanh, identity."""
    groups = ((name, len(list(group))) for name, group in groupby(names))
    return ", ".join(f"{count} × {name}" if count > 1 else name for name, count in groups)
