"""The known mistakes of a step, with the numbers by which the script of a page judges answers."""

from html import escape

from stepper.backprop.symbols import Symbol
from stepper.explain.explainer import Explainer
from stepper.practice.questions import Question
from stepper.runs.trace import Step


class Mistakes:
    """Writes the mistakes of one trace, in words that are the same in every iteration."""

    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer
        self._words: dict[tuple[Symbol, str], str] = {}

    def listed(self, step: Step) -> str:
        """A hidden list of the mistakes, each with its number."""
        items = (
            f'<li data-number="{number!r}">{self._said(step, name)}</li>'
            for name, number in Question(step).mistaken.items()
        )
        return f'<ul class="mistakes" hidden>{"".join(items)}</ul>'

    def _said(self, step: Step, name: str) -> str:
        key = step.symbol, name
        if key not in self._words:
            self._words[key] = escape(self._explainer.mistake(step, name))
        return self._words[key]
