"""stepper check: gradients by backpropagation against central differences."""

from collections.abc import Generator

from stepper.cli import shared as asked
from stepper.cli.arguments import Arguments
from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.paper.gradient_table import gradient_table
from stepper.runs.gradient_check import GRADIENTS, check_gradients


def run(args: Arguments) -> Generator[str, None, int]:
    trace = asked.trace(args)
    count = sum(symbol.role in GRADIENTS for symbol in trace.network.columns)
    iteration = asked.computed(args, trace, asked.iteration(args.iteration, trace))
    checking = check_gradients(trace, iteration)
    checks = list(args.progress(checking, count))
    in_place = trace.network.in_place
    yield from gradient_table(checks, asked.explainer(args, trace), in_place)
    return DONE if in_place or all(check.passes for check in checks) else DIFFERENT
