"""Compares a step of a long run with the same step of a short one."""

from stepper.explain.explainer import Explainer
from stepper.runs.trace import run
from stepper.typeset.equations.lines import block
from stepper.typeset.notation import Notation
from stepper.typeset.spans import Span, Spans
from tests.benchmarks.timing import median_seconds, scenario


def measure() -> None:
    def show(epochs: int) -> float:
        trace = run(scenario((1, 1, 1), epochs))
        notation = Notation("course", trace.model)
        explainer = Explainer("en", notation)

        def one() -> tuple[Span, list[Spans]]:
            step = trace.steps[len(trace.steps) - 7]
            return block(step, notation, 60).left, explainer.why(step)

        one()
        return median_seconds(one, 500)

    each = len(scenario((1, 1, 1), 1).model.steps)
    short, long = show(1), show(1_000_000 // each)
    print(f"a step of 1,000,000 equations / of {each}: {long / short:.2f} (at most 1.2)")
