"""The trace, language, notation and iteration that the options of commands name."""

from collections.abc import Callable, Iterator

from stepper.cli.arguments import Arguments
from stepper.cli.ranges import span
from stepper.explain.explainer import Explainer, default_language
from stepper.files.load import load
from stepper.runs.trace import Trace
from stepper.typeset.notation import ASCII, COURSE


def trace(args: Arguments) -> Trace:
    return load(args.file, args.max_numbers, values=args.values, seed=args.seed)


def variants(args: Arguments) -> Callable[[int], Trace]:
    """The traces of other variants of the file, by their seeds."""
    return lambda seed: load(args.file, args.max_numbers, seed=seed)


def passing_trace(args: Arguments) -> Trace:
    """The trace for reading in order, without keeping past rows in memory."""
    return load(args.file, args.max_numbers, passing=True, values=args.values, seed=args.seed)


def computed(args: Arguments, trace: Trace, iteration: int) -> int:
    """Compute the rows up to an iteration, showing progress, and return the iteration."""
    rows = trace.rows

    def one_by_one() -> Iterator[int]:
        for n in range(rows.ready, iteration):
            if n >= rows.ready and not rows.stop:
                rows.go_on()
            yield n

    for _ in args.progress(one_by_one(), iteration - rows.ready):
        pass
    return iteration


def language(args: Arguments) -> str:
    return args.lang or default_language()


def style(args: Arguments) -> str:
    """The style of the notation: one of NOTATIONS."""
    return ASCII if args.ascii else args.notation or COURSE


def explainer(args: Arguments, trace: Trace | None = None) -> Explainer:
    """The explainer for a trace; without one, for sentences that name no numbers."""
    return Explainer.of(trace, language(args), style(args))


def iteration(text: str, trace: Trace) -> int:
    """The iteration that a text names. Raises StepperError if the trace has no such iteration."""
    return span(text, trace.iterations, "--iteration", single=True)[0]
