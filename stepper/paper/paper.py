"""Steps of a trace or a derivation on paper, in one of the formats; and the key to a sheet."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from stepper.backprop.symbols import Symbol
from stepper.explain.explainer import Explainer
from stepper.paper.markup import Markup
from stepper.paper.parts import Part
from stepper.paper.worked_steps import WorkedSteps
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT
from stepper.typeset.painting import Paint
from stepper.typeset.spans import text_of


class View(Protocol):
    """A format. room: cells for an equation right of its relation. line: cells for a whole line."""

    room: int
    line: int

    def lines(self, parts: Iterable[Part]) -> Iterator[str]:
        """Write the parts of a page, line by line."""


def _text(paper: "Paper") -> View:
    from stepper.paper.plain import Plain

    return Plain(paper.trace, paper.explainer.notation, paper.paint)


def _markdown(paper: "Paper") -> View:
    from stepper.paper.markdown import Markdown

    return Markdown(paper.markup)


def _latex(paper: "Paper") -> View:
    from stepper.paper.latex import LaTeX

    is_sheet = bool(paper.blank)
    has_figures = paper.figures or is_sheet
    return LaTeX(paper.trace, paper.explainer, paper.markup, is_sheet, has_figures)


# imported on use, so that text does not wait for the other formats
PAGES: dict[str, Callable[["Paper"], View]] = {
    "text": _text,
    "markdown": _markdown,
    "latex": _latex,
}


class Paper(NamedTuple):
    """How to write a trace, in a format with its markup; see WorkedSteps for the others.

    paint: writes the spans of text, perhaps in colours.
    """

    trace: Trace
    explainer: Explainer
    format: str = "text"
    digits: int = RESULT
    detail: bool = False
    blank: tuple[str, ...] = ()
    markup: Markup = Markup()
    figures: bool = False
    paint: Paint = text_of
    file: str = "FILE"

    def steps(self, steps: Iterable[Step]) -> Iterator[str]:
        """Yield the lines of a page with steps; in Python, of a program that computes them.

        As a formula, they are the lines of a scenario file, which has no steps.
        """
        if self.format == "formula":
            from stepper.paper import network_formula

            return network_formula.lines(self.trace)
        if self.format == "python":
            from stepper.paper.python_script import Script

            return Script(self.trace, self.explainer, self.digits).lines(steps)
        view = PAGES[self.format](self)
        worked = self._worked(view.room)
        if self.blank and not self.detail:
            from stepper.paper.sheet import Sheet

            return view.lines(Sheet(self.trace, self.explainer, worked, self.digits).parts(steps))
        return view.lines(worked.parts(steps))

    def derivation(self, iteration: int, symbol: Symbol) -> Iterator[str]:
        """Yield the lines of a page on how a gradient or a delta is derived."""
        from stepper.paper.worked_derivation import WorkedDerivation

        view = PAGES[self.format](self)
        derivation = WorkedDerivation(
            self.trace, iteration, symbol, self.explainer, view.line, self.digits
        )
        return view.lines(derivation.parts())

    def key(self, steps: Iterable[Step]) -> Iterator[str]:
        """Yield the answers to the blanks in these steps, as `stepper compare` reads them."""
        say, notation = self.explainer.say, self.explainer.notation
        worked, iteration = self._worked(0), 0
        for step in steps:
            for symbol in (*(step.terms if self.detail else ()), step.symbol):
                if worked.asks(step.iteration, symbol):
                    if step.iteration != iteration:
                        iteration = step.iteration
                        yield f"{say('iteration.word')} {iteration}"
                    number = notation.value(step.value_of(symbol), self.digits)
                    yield f"{notation.name(symbol)} = {number}"

    def _worked(self, room: int) -> WorkedSteps:
        how = (self.digits, self.detail, self.blank, self.figures, self.file)
        return WorkedSteps(self.trace, self.explainer, room, *how)
