"""The controls of a page, which its script shows."""

from collections.abc import Callable
from html import escape

from stepper.explain.explainer import Explainer
from stepper.limits import MAX_PREDICTION
from stepper.page.deltas import DeltaWords
from stepper.page.themes import PAGE_THEMES

_VERDICTS = {
    "right": "predict.right", "nearly": "predict.nearly", "wrong": "predict.wrong",
    "mistake": "predict.mistake", "shown": "predict.shown",
    "no-number": "page.no_number", "comma": "page.comma",
}  # fmt: skip


def options(explainer: Explainer, words: DeltaWords) -> str:
    """The settings for all steps."""
    say = _words(explainer)
    themes = "".join(f'<option value="{t}">{say(f"theme.{t}")}</option>' for t in PAGE_THEMES)
    score = say("predict.on", right="{right}", asked="{asked}")
    previous, following = say(words.previous), say(words.following)
    return f"""<details id="options" hidden><summary>{say("page.options")}</summary><div>
<label><input type="checkbox" id="predict"> {say("page.predict")}</label>
<output id="score" data-words="{score}"></output>
<label>{say("page.theme")} <select id="theme">
<option value="">{say("page.theme.auto")}</option>{themes}</select></label>
<button type="button" id="about" aria-expanded="false">{say("page.about")}</button>
<p id="keys">{say("page.keys", previous=previous, following=following)}</p>
</div></details>"""


def bar(explainer: Explainer, words: DeltaWords) -> str:
    """The bar to step with, the question, and the line that says the step to a screen reader."""
    say = _words(explainer)
    moves = (  # id, the key of its words, its sign
        ("previous-delta", words.previous, f"↑ {words.sign}"),
        ("previous", "key.back", "←"),
        ("next", "key.next", "→"),
        ("next-delta", words.following, f"↓ {words.sign}"),
    )
    buttons = "".join(
        f'<button type="button" id="{name}" aria-label="{say(key)}" title="{say(key)}">'
        f"{escape(sign)}</button>"
        for name, key, sign in moves
    )
    verdicts = "".join(f'<p data-verdict="{v}">{say(key)}</p>' for v, key in _VERDICTS.items())
    return f"""<nav id="bar" aria-label="{say("page.steps")}" hidden>
<button type="button" id="return" hidden>{say("key.return")}</button>
{buttons}
<input type="range" id="place" min="1" aria-label="{say("page.place")}">
<output id="count" aria-hidden="true"></output>
</nav>
<p id="said" role="status" class="unseen"></p>
<template id="question"><form class="question" autocomplete="off">
<label>{say("page.predict.number")} <input maxlength="{MAX_PREDICTION}"></label>
<button>{say("predict.keys")}</button>
<button type="button" class="show">{say("predict.show")}</button>
<p>{say("page.predict.keys")}</p>
<p class="verdict"></p>
</form>{verdicts}</template>"""


def _words(explainer: Explainer) -> Callable[..., str]:
    return lambda key, **names: escape(explainer.say(key, **names))
