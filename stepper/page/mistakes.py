"""The known mistakes of a step, by whose numbers the script of a page judges answers."""

from html import escape

from stepper.explain.explainer import Explainer
from stepper.practice.questions import Question
from stepper.runs.trace import Step


def mistakes(step: Step, explainer: Explainer) -> str:
    """What each mistake does wrong, under its number, in a list that is not shown; or nothing."""
    items = (
        f'<li data-number="{number!r}">{escape(explainer.mistake(step, name))}</li>'
        for name, number in Question(step).mistaken.items()
    )
    listed = "".join(items)
    return f'<ul class="mistakes" hidden>{listed}</ul>' if listed else ""
