"""A step as an article: its graph, its equation, the gradient so far, and words on it."""

from collections.abc import Iterator
from html import escape

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import Symbol
from stepper.explain.explainer import Explainer
from stepper.page.deltas import DELTA_WORDS, Deltas, DeltaWords
from stepper.page.equation import equation, link, named
from stepper.page.gradient_so_far import gradient_so_far
from stepper.runs.moves import DELTAS
from stepper.runs.trace import Step
from stepper.typeset.digits import RESULT
from stepper.typeset.equations.lines import Block, EquationLayout
from stepper.typeset.html.prose import prose
from stepper.typeset.spans import Span, text_of

ROOM = 64  # cells of an equation; a longer sum has a row for each term


class Articles:
    """Writes the steps of one trace. digits: significant digits of results; factors have more."""

    def __init__(self, explainer: Explainer, digits: int = RESULT) -> None:
        self._explainer = explainer
        self._digits = digits
        self._names = explainer.notation.all_names
        self._layout = EquationLayout(explainer.notation, ROOM, digits)

    def article(self, step: Step, deltas: Deltas, graph: str = "", mistakes: str = "") -> str:
        """One step; the level of its heading is 4. graph, mistakes: elements of it."""
        block = self._layout.block(step)
        result = block.lines[-1]
        maths, words = self._maths(step, block), self._words(step, block, deltas)
        parts = (self._heading(step), graph, *maths, *words, mistakes)
        return (
            f'<article id="{step.number}" aria-label="{escape(self._label(step))}"'
            f' data-column="{escape(step.symbol.column)}" data-value="{step.value!r}"'
            f' data-result="{escape(f"{result.relation} {text_of(result.cells[0])}")}"'
            f"{' data-delta' if step.symbol.role in DELTAS else ''}>"
            f"{''.join(parts)}</article>"
        )

    def _label(self, step: Step) -> str:
        say, name = self._explainer.say, self._explainer.notation.name(step.symbol)
        return say("page.step", number=step.number, phase=say(f"phase.{step.phase}"), name=name)

    def _heading(self, step: Step) -> str:
        return f"<h4>{step.number} {named(step.symbol, self._explainer)}</h4>"

    def _maths(self, step: Step, block: Block) -> Iterator[str]:
        yield f'<div class="equation">{equation(step, block, self._explainer)}</div>'
        if len(step.terms) > 1:
            terms = (self._term(step, k, term) for k, term in enumerate(step.terms, 1))
            yield f'<ul class="terms">{"".join(terms)}</ul>'
        so_far = gradient_so_far(step, self._explainer)
        if so_far:
            yield self._labelled("so_far", so_far, "so-far")

    def _term(self, step: Step, k: int, term: Symbol) -> str:
        return f"<li>{step.number}.{k} {self._valued(step, term)}</li>"

    def _valued(self, step: Step, symbol: Symbol) -> str:
        """A number by name, with its value."""
        value = self._explainer.notation.related(step.value_of(symbol), self._digits)
        return f"{named(symbol, self._explainer)} {escape(' '.join(value))}"

    def _words(self, step: Step, block: Block, deltas: Deltas) -> Iterator[str]:
        explainer = self._explainer
        for paragraph in explainer.why(step):
            yield f'<p class="why">{prose(paragraph, self._names)}</p>'
        for note in explainer.notes(step):
            yield f'<p class="note"><b>{escape(explainer.say("note"))}</b> {self._text(note)}</p>'
        if step.is_last and (cost := explainer.next_cost(step.trace, step.iteration)):
            yield f'<p class="why">{self._text(cost)}</p>'
        sources = dict.fromkeys(symbols_in(block.equation.formula))
        if sources:
            listed = ", ".join(self._source(step, symbol) for symbol in sources)
            yield self._labelled("from", listed, "from")
        used = step.trace.steps.used(step.iteration, step.symbol)
        if users := ", ".join(link(user, explainer) for user in used):
            yield self._labelled("used", users, "used")
        yield from self._ways(deltas, DELTA_WORDS[type(step.trace.model)])

    def _text(self, text: str) -> str:
        return prose((Span(text),), self._names)

    def _source(self, step: Step, symbol: Symbol) -> str:
        origin = step.trace.steps.origin(step.iteration, symbol)
        explainer = self._explainer
        where = link(origin, explainer) if origin else escape(explainer.say("phase.given"))
        return f"{self._valued(step, symbol)} ({where})"

    def _labelled(self, key: str, html: str, kind: str) -> str:
        return f'<p class="{kind}"><b>{escape(self._explainer.say(key))}</b> {html}</p>'

    def _ways(self, deltas: Deltas, words: DeltaWords) -> Iterator[str]:
        """The way to the δ before and after, by name."""
        keys = zip(deltas, (words.previous, words.following), strict=True)
        ways = [
            f"{self._text(self._explainer.say(key))} {named(step.symbol, self._explainer)}"
            f" {link(step, self._explainer)}"
            for step, key in keys
            if step
        ]
        if ways:
            yield f'<p class="ways">{" · ".join(ways)}</p>'
