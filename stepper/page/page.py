"""Steps as one HTML file that needs nothing else: a worked example that a script steps through."""

from collections.abc import Iterable, Iterator
from html import escape

from stepper.backprop.symbols import Phase, Symbol
from stepper.explain.explainer import Explainer
from stepper.page import document
from stepper.page.article import ROOM, Articles
from stepper.page.controls import bar, options
from stepper.page.deltas import DELTA_WORDS, Deltas, with_deltas
from stepper.page.equation import link
from stepper.page.graphs import Graphs
from stepper.page.mistakes import Mistakes
from stepper.paper import parts
from stepper.paper.worked_steps import WorkedSteps
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT
from stepper.typeset.html.mathml import math
from stepper.typeset.html.prose import prose
from stepper.typeset.notation import COURSE
from stepper.typeset.spans import Span


def page(
    trace: Trace,
    steps: Iterable[Step] | None = None,
    language: str = "en",
    notation: str = COURSE,
    digits: int = RESULT,
) -> str:
    """A page with steps of a trace, those of its first iteration unless others are given.

    Raises KeyError for an unknown language, ValueError for an unknown notation.
    """
    explainer = Explainer.of(trace, language, notation)
    chosen = trace.steps[: trace.schedule.first(2)] if steps is None else steps
    return "\n".join(Page(trace, explainer, digits).lines(chosen))


def step_html(step: Step, language: str = "en", notation: str = COURSE) -> str:
    """One step as an element of HTML: its equation and words, without graph, style or script."""
    return Articles(Explainer.of(step.trace, language, notation), RESULT).article(step, Deltas())


class Page:
    """Writes steps of one trace. digits: significant digits of results; factors have more."""

    def __init__(self, trace: Trace, explainer: Explainer, digits: int = RESULT) -> None:
        self._trace = trace
        self._explainer = explainer
        self._digits = digits
        self._words = DELTA_WORDS[type(trace.model)]
        self._worked = WorkedSteps(trace, explainer, ROOM, digits)

    def lines(self, steps: Iterable[Step]) -> Iterator[str]:
        """Yield the file; a step is a line."""
        title = self._explainer.text(self._trace.scenario.title)
        yield document.begin(title, self._explainer.language)
        yield from self._head()
        yield '<main id="steps" tabindex="-1">'
        yield from self._sections(steps)
        yield "</main>"
        yield bar(self._explainer, self._words)
        yield document.end()

    def _head(self) -> Iterator[str]:
        skip = escape(self._explainer.say("page.skip"))
        yield f'<a class="skip" href="#steps">{skip}</a><header>'
        names = self._explainer.notation.all_names
        for part in self._worked.head():
            match part:
                case parts.Title(text):
                    yield f"<h1>{prose((Span(text),), names)}</h1>"
                    yield f'{options(self._explainer, self._words)}<div class="about">'
                case parts.Paragraph(spans, label):
                    before = f"<b>{escape(label)}</b> " if label else ""
                    yield f"<p>{before}{prose(spans, names)}</p>"
        yield "</div></header>"

    def _sections(self, steps: Iterable[Step]) -> Iterator[str]:
        """Yield a section for each iteration, in it one for each phase, in that the steps."""
        articles, graphs = Articles(self._explainer, self._digits), Graphs(self._explainer)
        mistakes = Mistakes(self._explainer)
        iteration, phase, number = 0, Phase.GIVEN, 0
        for step, deltas in with_deltas(steps):
            is_new = step.iteration != iteration
            if is_new:
                yield "</section></section>" if iteration else ""
                yield from self._iteration(step.iteration)
            elif step.phase != phase:
                yield "</section>"
            if is_new or step.phase != phase:
                yield self._phase(step.phase)
            iteration, phase, number = step.iteration, step.phase, step.number
            yield articles.article(step, deltas, graphs.graph(step), mistakes.listed(step))
        yield self._more(number)
        yield "</section></section>"

    def _more(self, number: int) -> str:
        """The words after the last step of a page, on how to see later ones."""
        count = len(self._trace.steps)
        if number == count:
            return ""
        place = self._explainer.say("equation", number=number, count=count)
        return f'<p id="more">{escape(self._explainer.say("page.more", place=place))}</p>'

    def _phase(self, phase: Phase) -> str:
        name = f"{self._explainer.notation.sign(phase)} {self._explainer.say(f'phase.{phase}')}"
        return f'<section class="phase"><h3 class="{phase}">{escape(name)}</h3>'

    def _iteration(self, iteration: int) -> Iterator[str]:
        place = escape(self._explainer.place(self._trace, iteration))
        yield f'<section class="iteration"><h2>{place}</h2>'
        for label, symbols in self._worked.given(iteration):
            items = "".join(self._number(iteration, symbol) for symbol in symbols)
            yield f'<ul class="given"><li>{escape(label)}</li>{items}</ul>'

    def _number(self, iteration: int, symbol: Symbol) -> str:
        """A given number, with a link to the update that computed it."""
        notation = self._explainer.notation
        relation, text = notation.related(self._trace.value(symbol, iteration), self._digits)
        name, number = (Span(t, symbol) for t in (notation.name(symbol), text))
        origin = self._trace.steps.origin(iteration, symbol)
        where = f" {link(origin, self._explainer)}" if origin else ""
        return f"<li>{math((name, Span(f' {relation} '), number))}{where}</li>"
