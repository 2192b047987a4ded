"""stepper show --format svg and tikz: the figure of a step, or of several in a folder."""

from collections.abc import Callable, Iterator, Sequence

from stepper.cli.arguments import Arguments
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.figures.drawing import Drawing, drawing
from stepper.figures.layout import PAPER, SCREEN
from stepper.runs.trace import Step
from stepper.typeset.colours import LIGHT, PRINTED
from stepper.typeset.digits import GRAPH


def figures(args: Arguments, steps: Sequence[Step], explainer: Explainer) -> Iterator[str]:
    """The lines of the figure of one step; several are written to the folder OUT instead.

    Raises StepperError without OUT, or if it has such files already.
    """
    if args.theme and args.theme not in PRINTED:
        raise StepperError(f"--theme: {args.theme} are those of a terminal; choose {LIGHT}")
    if len(steps) == 1:
        return _lines(args, steps[0], explainer)
    if args.out is None:
        raise StepperError(
            f"-o: {len(steps):,} figures go to a folder; add -o DIR, or choose one with --steps"
        )
    if args.out.endswith(tuple(ending for ending, *_ in _WRITERS.values())):
        raise StepperError(
            f"-o: {len(steps):,} figures go to a folder, and {args.out} is the name of a figure; "
            "name a folder, or choose one figure with --steps"
        )
    from stepper.files.folder import write_all

    digits = len(str(len(steps[0].trace.steps)))
    ending = _WRITERS[args.format][0]
    names = [f"step-{step.number:0{digits}}{ending}" for step in steps]
    drawn = args.progress(steps, len(steps))
    texts = ((f"{line}\n" for line in _lines(args, step, explainer)) for step in drawn)
    write_all(args.out, names, texts, args.force)
    args.out = None
    return iter(())


def _lines(args: Arguments, step: Step, explainer: Explainer) -> Iterator[str]:
    _, across, write = _WRITERS[args.format]
    return write(args, drawing(step, explainer, args.digits or GRAPH, across))


def _svg(args: Arguments, drawn: Drawing) -> Iterator[str]:
    from stepper.figures import svg

    return svg.lines(drawn, args.theme or LIGHT)


def _tikz(args: Arguments, drawn: Drawing) -> Iterator[str]:
    from stepper.paper.figure import document, fragment

    write = fragment if args.fragment else document
    return write(drawn, args.theme or LIGHT)


# format -> how the names of its files end, its points across, and how a drawing is written
_WRITERS: dict[str, tuple[str, float, Callable[[Arguments, Drawing], Iterator[str]]]] = {
    "svg": (".svg", SCREEN, _svg),
    "tikz": (".tex", PAPER, _tikz),
}
