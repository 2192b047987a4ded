"""What goes on paper: steps of a trace, or a derivation, in one of the formats; and its key."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from stepper.backprop.symbols import Symbol
from stepper.explain.explainer import Explainer
from stepper.paper.parts import Part
from stepper.paper.worked_steps import WorkedSteps
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT, written


class View(Protocol):
    """room: cells for an equation, right of its relation; line: for all of a line."""

    room: int
    line: int

    def lines(self, parts: Iterable[Part]) -> Iterator[str]: ...


def _text(paper: "Paper") -> View:
    from stepper.paper.plain import Plain

    return Plain(paper.trace, paper.explainer.notation)


def _markdown(paper: "Paper") -> View:
    from stepper.paper.markdown import Markdown

    return Markdown()


def _latex(paper: "Paper") -> View:
    from stepper.paper.latex import LaTeX

    return LaTeX(paper.trace, paper.explainer, paper.fragment)


# Each is loaded when it is asked for, so that text does not wait for the others.
PAGES: dict[str, Callable[["Paper"], View]] = {
    "text": _text,
    "markdown": _markdown,
    "latex": _latex,
}


class Paper(NamedTuple):
    """How to write: see WorkedSteps; fragment is LaTeX without a document around it."""

    trace: Trace
    explainer: Explainer
    format: str = "text"
    digits: int = RESULT
    detail: bool = False
    blank: tuple[str, ...] = ()
    fragment: bool = False

    def steps(self, steps: Iterable[Step]) -> Iterator[str]:
        """The lines of a page with these steps; in Python, of the program that makes them."""
        if self.format == "python":
            from stepper.paper.python_script import Script

            return Script(self.trace, self.explainer, self.digits).lines(steps)
        view = PAGES[self.format](self)
        return view.lines(self._worked(view.room).parts(steps))

    def derivation(self, iteration: int, symbol: Symbol) -> Iterator[str]:
        """The lines of a page on how a gradient or a delta is derived."""
        from stepper.paper.worked_derivation import WorkedDerivation

        view = PAGES[self.format](self)
        derivation = WorkedDerivation(
            self.trace, iteration, symbol, self.explainer, view.line, self.digits
        )
        return view.lines(derivation.parts())

    def key(self, steps: Iterable[Step]) -> Iterator[str]:
        """The answers to what is left out of these steps, as `stepper compare` reads them."""
        say, notation = self.explainer.say, self.explainer.notation
        worked, iteration = self._worked(0), 0
        for step in steps:
            for symbol in (*(step.terms if self.detail else ()), step.symbol):
                if worked.hides(step.iteration, symbol):
                    if step.iteration != iteration:
                        iteration = step.iteration
                        yield f"{say('iteration.word')} {iteration}"
                    number, _ = written(step.value_of(symbol), self.digits)
                    yield f"{notation.name(symbol)} = {notation.number(number)}"

    def _worked(self, room: int) -> WorkedSteps:
        return WorkedSteps(self.trace, self.explainer, room, self.digits, self.detail, self.blank)
