"""The page in a real browser: steps by keys, ways and back, questions, no request, no error."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from stepper.explain.explainer import Explainer
from stepper.page.page import page
from stepper.practice.questions import Question, Result
from stepper.runs.moves import MOVES
from stepper.runs.trace import Step, Trace
from stepper.typeset.colours import COLOURS, rgb
from stepper.typeset.digits import RESULT, written
from stepper.typeset.notation import COURSE, Notation
from tests.support.browser import Browser, browser, needs_browser
from tests.support.networks import traced

pytestmark = needs_browser
SHOWN = (("three_hidden", 2), ("xor", 1), ("softmax", 1), ("chain_rule", 2))
two_iterations = pytest.mark.parametrize("opened", [("three_hidden", 2)], indirect=True)
FOCUSED = "(e => `${e.tagName} ${e.closest('article')?.id}`)(document.activeElement)"
HERE = "document.querySelector('article.here')"
VISIBLE = "[...document.querySelectorAll('article')].filter(a => a.checkVisibility()).length"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
KEYS = {
    "ArrowRight": "next",
    "ArrowLeft": "back",
    "ArrowDown": "next_delta",
    "ArrowUp": "previous_delta",
    "Home": "first",
    "End": "last",
}


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def opened(window: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The page with the first iterations of a scenario; it may ask for nothing else."""
    file = tmp_path / "page.html"
    file.write_text(page_of(*getattr(request, "param", ("three_hidden", 1))), encoding="utf-8")
    window.open(file)
    yield window
    requests = window.happened("Network.requestWillBeSent", "Network.webSocketCreated")
    assert {r["request"]["url"].partition("#")[0] for r in requests} == {file.as_uri()}
    assert not window.happened(
        "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"
    )


@cache
def page_of(name: str, iterations: int) -> str:
    trace = traced(name)
    return page(trace, trace.steps[: trace.schedule.first(iterations + 1)])


def shown(window: Browser) -> tuple[int, str, str]:
    """The number of the only step that is to be seen, that of the address, and the value."""
    count, id_, address, value = window.run(
        f"[{VISIBLE}, {HERE}.id, location.hash, {HERE}.querySelector('.value').textContent]"
    )
    assert count == 1
    return int(id_), address, value


def go_on(window: Browser) -> None:
    """Let the page hear the key of the next step; a key of the window waits for a frame."""
    key = "new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true})"
    window.run(f"document.activeElement.dispatchEvent({key})")


def go_to(window: Browser, number: int) -> None:
    """Change the address to that of another step, and wait until the page has heard of it."""
    heard = "addEventListener('hashchange', () => done(), {once: true})"
    there = f"location.hash === '#{number}'"
    window.run(f"new Promise(done => {{ {there} ? done() : {heard}; location.hash = {number}; }})")


@pytest.mark.parametrize("opened", SHOWN, indirect=True)
def test_every_step_by_keys_shows_the_number_of_the_trace(
    opened: Browser, request: pytest.FixtureRequest
) -> None:
    name, iterations = request.node.callspec.params["opened"]
    trace = traced(name)
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    steps = trace.steps[: trace.schedule.first(iterations + 1)]
    for step in steps:
        if step.number > 1:
            go_on(opened)
        number, address, value = shown(opened)
        assert number == step.number
        assert address == (f"#{number}" if number > 1 else "")
        number_shown = notation.number(written(step.value, RESULT)[0])
        assert value[1:] == number_shown.translate(RAISED)
    go_on(opened)
    assert shown(opened)[0] == len(steps)


@two_iterations
def test_the_keys_move_as_they_do_on_the_screen(opened: Browser) -> None:
    trace = traced("three_hidden")
    last = trace.schedule.first(3) - 1
    for begin in (1, 14, 16, 29, 30):
        for key, move in KEYS.items():
            go_to(opened, begin)
            opened.press(key)
            to = MOVES[move](trace, begin - 1)
            to = begin - 1 if move == "next_delta" and to > last else min(to, last)
            assert shown(opened)[0] == to + 1, (begin, key)


def test_a_number_leads_to_where_it_was_made_and_back(opened: Browser) -> None:
    go_to(opened, 16)
    opened.press("Tab")
    places = []
    for selector in (
        ".sources [data-column='delta[4][1]']",  # of step 16: δy
        ".numbers [data-column='dC/da[4][1]']",  # of step 12
        ".from a",  # of step 10: y
    ):
        opened.run(
            f"{HERE}.querySelector({json.dumps(selector)})"
            ".dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true})); 0"
        )
        places.append(shown(opened)[0])
    assert places == [12, 10, 8]
    opened.press("Backspace")
    opened.run("document.getElementById('return').click()")
    assert shown(opened)[0] == 12
    opened.press("Backspace", "Backspace")
    assert shown(opened)[:2] == (16, "#16")
    assert opened.run("document.getElementById('return').hidden")
    assert opened.run(FOCUSED) == "H4 16"


@two_iterations
def test_a_weight_leads_to_the_update_that_made_it(opened: Browser) -> None:
    go_to(opened, 30)  # the first of iteration 2
    opened.run(
        f"{HERE}.querySelector('.formula [data-column=\"w[1][1][1]\"]')"
        ".dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true})); 0"
    )
    trace = traced("three_hidden")
    made = trace.steps.origin(2, trace.model.by_column["w[1][1][1]"])
    assert made
    assert shown(opened)[0] == made.number


def test_the_address_and_the_history_of_the_browser_keep_the_step(
    opened: Browser, tmp_path: Path
) -> None:
    opened.open(tmp_path / "page.html", "#16")
    assert shown(opened)[0] == 16
    opened.click("article.here .from a")
    assert shown(opened)[:2] == (12, "#12")
    opened.run("new Promise(done => { addEventListener('hashchange', done); history.back(); })")
    assert shown(opened)[:2] == (16, "#16")
    opened.run("new Promise(done => { addEventListener('hashchange', done); history.forward(); })")
    assert shown(opened)[:2] == (12, "#12")


def test_a_finger_moves_as_the_arrow_keys_do(opened: Browser) -> None:
    for by, to in ((-200, 2), (-200, 3), (200, 2), (-20, 2)):
        opened.swipe(600, 120, by)
        assert shown(opened)[0] == to


def test_a_prediction_is_judged_as_on_the_screen(opened: Browser) -> None:
    trace = traced("three_hidden")
    opened.click("#predict")
    opened.press("ArrowRight")
    step = trace.steps[1]  # h₁ = 0.518741…
    assert not opened.run(
        f"[...{HERE}.querySelectorAll('.made, .value, .numbers, .why')]"
        ".some(element => element.checkVisibility({visibilityProperty: true}))"
    )
    answers = ["", "x", "0,5", "-1,25", "1,000", "1,2,3", "0,5/2", "1/0", "1/2/3", "0.4"]
    for answer in (*answers, "-0.518741", "0.5135", "0,5137"):
        assert opened.run(f"{HERE}.classList.contains('asked')"), answer
        said = _answer(opened, answer)
        assert said == _verdict(step, answer), answer
    assert shown(opened)[2] == "≈0.518741"
    assert opened.run(FOCUSED) == "H4 2"
    rights = {  # of steps 3 to 9
        3: "0.2075", 4: "≈ 0.55169", 5: "０．２４８２６", 6: "56.17482e-2", 7: "2.808741·10⁻¹",
        8: "5697.605 * 10**-4", 9: "９.２５５·10⁻²",
    }  # fmt: skip
    for n, text in rights.items():
        opened.press("ArrowRight")
        assert _answer(opened, text) == _verdict(trace.steps[n - 1], text) == "Correct.", text
    assert opened.run("document.getElementById('score').textContent") == (
        "predicting: 7 of 8 right"
    )


def test_who_asks_is_shown_the_number_and_what_was_seen_is_not_asked(opened: Browser) -> None:
    opened.press("ArrowRight")
    opened.click("#predict")
    opened.press("ArrowLeft")
    assert not opened.run("document.querySelectorAll('.asked').length")
    opened.press("ArrowRight", "ArrowRight")
    assert opened.run("document.activeElement.tagName") == "INPUT"
    number = opened.run(f"{HERE}.querySelector('.graph').ariaHidden")
    opened.press("Escape")
    assert (number, opened.run(f"{HERE}.querySelector('.graph').ariaHidden")) == ("true", None)
    assert shown(opened)[2] == "≈0.207496"
    assert (
        opened.run("document.getElementById('said').textContent") == "This is how it is computed:"
    )


def _answer(window: Browser, answer: str) -> str:
    window.run(f"{HERE}.querySelector('input').value = ''; 0")
    window.call("Input.insertText", text=answer)
    window.press("Enter")
    said: str = window.run(f"{HERE}.querySelector('.verdict').textContent")
    return said


def _verdict(step: Step, answer: str) -> str:
    """What the screen would say."""
    if not answer:
        return ""
    result, mistake = Question(step).judge(answer)
    if result is Result.NO_NUMBER:
        is_comma = "," in answer
        return (
            "Use a decimal point, not a comma."
            if is_comma
            else ("That is not a number. Write something like −0.013, 1/4, 1e-3 or 7.2·10^−5.")
        )
    if result is Result.MISTAKE:
        return f"Not quite. {_explainer(step.trace).mistake(step, mistake)}"
    return {
        Result.RIGHT: "Correct.",
        Result.NEARLY: "Correct to within 1 %.",
        Result.WRONG: "That is not within 1 % of the number. Try again.",
    }[result]


def _explainer(trace: Trace) -> Explainer:
    return Explainer("en", Notation(COURSE, trace.model, trace.scenario.names))


@pytest.mark.parametrize("opened", [("three_hidden", 1), ("chain_rule", 1)], indirect=True)
def test_a_known_mistake_is_told_from_a_number_that_is_nearly_right(
    opened: Browser, request: pytest.FixtureRequest
) -> None:
    trace = traced(request.node.callspec.params["opened"][0])
    opened.click("#predict")
    judged = 0
    for step in trace.steps[1 : trace.schedule.first(2)]:
        go_to(opened, step.number)
        wrong = zip(Question(step).mistaken.values(), cycle((3, 6)), strict=False)
        answers = [f"{number:.{digits}g}" for number, digits in wrong]
        for answer in (*answers, f"{step.value * 1.008:.9g}", f"{step.value * 0.9:.9g}"):
            if not opened.run(f"{HERE}.classList.contains('asked')"):
                break
            assert _answer(opened, answer) == _verdict(step, answer), (step, answer)
            judged += 1
    assert judged > 20


def test_the_old_value_is_no_prediction_of_an_update(opened: Browser) -> None:
    opened.click("#predict")
    go_to(opened, 29)
    assert _answer(opened, "0.15").startswith("Not quite. That is the old value")
    assert opened.run(f"{HERE}.classList.contains('asked')")


def test_a_question_gives_the_factors_in_words_and_leaves_the_arrows_to_the_steps(
    opened: Browser,
) -> None:
    go_to(opened, 15)
    opened.click("#predict")
    opened.press("ArrowRight")
    given = opened.run(f"{HERE}.querySelector('.from').textContent")
    assert given == "from δy ≈ −0.105466 (eq 12), W4 = 0.5 (given), ∂h3/∂z3 ≈ 0.246187 (eq 15)"
    said = "document.getElementById('said').textContent"
    assert opened.run(said) == "equation 16, backward, δ₃"
    assert "Esc shows the number" in opened.run(f"{HERE}.querySelector('form').textContent")
    opened.press("ArrowLeft")
    assert (shown(opened)[0], opened.run(FOCUSED)) == (15, "H4 15")
    opened.press("ArrowRight")
    opened.call("Input.insertText", text="1")
    opened.press("ArrowRight")
    assert shown(opened)[0] == 16
    opened.press("Escape")
    assert opened.run(FOCUSED) == "H4 16"


def test_a_theme_is_that_of_the_system_or_the_one_that_is_chosen(opened: Browser) -> None:
    background = "getComputedStyle(document.documentElement).getPropertyValue('--background')"
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        opened.call("Emulation.setEmulatedMedia", features=features)
        assert opened.run(background) == rgb(COLOURS[scheme]["background"])
    for theme in ("light", "blue-orange"):
        opened.run(
            f"(s => {{ s.value = '{theme}'; s.dispatchEvent(new Event('change')); }})"
            "(document.getElementById('theme'))"
        )
        assert opened.run(background) == rgb(COLOURS[theme]["background"])


@pytest.mark.parametrize("how", ["on paper", "without scripts"])
def test_on_paper_and_without_scripts_every_step_is_there_in_order(
    opened: Browser, tmp_path: Path, how: str
) -> None:
    if how == "on paper":
        opened.call("Emulation.setEmulatedMedia", media="print")
    else:
        opened.call("Emulation.setScriptExecutionDisabled", value=True)
        opened.open(tmp_path / "page.html")
    count = traced("three_hidden").schedule.first(2)
    seen = opened.run(f"[{VISIBLE}, document.getElementById('bar').checkVisibility()]")
    opened.call("Emulation.setEmulatedMedia", media="")
    opened.call("Emulation.setScriptExecutionDisabled", value=False)
    assert seen == [count, False]


def test_nothing_is_wider_than_a_phone(opened: Browser) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    opened.call("Emulation.setDeviceMetricsOverride", **metrics)
    for _ in range(29):
        go_on(opened)
        assert opened.run("document.documentElement.scrollWidth") == 390
    opened.call("Emulation.clearDeviceMetricsOverride")


def test_the_step_is_said_once_and_in_words(opened: Browser) -> None:
    opened.press("ArrowRight")
    said = "document.getElementById('said').textContent"
    assert opened.run(said) == "equation 2, forward, h₁ ≈ 0.518741"
    assert opened.run(FOCUSED) == "H4 2"
    opened.run("document.getElementById('next').focus()")
    opened.press("Enter")
    assert opened.run(said) == "equation 3, forward, z₂ ≈ 0.207496"
    assert opened.run("document.activeElement.id") == "next"


def test_an_address_without_a_step_changes_to_that_of_the_step_that_is_shown(
    opened: Browser,
) -> None:
    go_to(opened, 5)
    for fragment in ("#%", "#9999", "#abc"):
        opened.run(f"location.hash = '{fragment}'; new Promise(done => setTimeout(done))")
        assert shown(opened)[:2] == (5, "#5"), fragment


@two_iterations
def test_the_last_step_says_how_to_have_more(opened: Browser) -> None:
    more = "document.getElementById('more').checkVisibility()"
    assert not opened.run(more)
    opened.press("End", "End", "End")
    assert (shown(opened)[0], opened.run(more)) == (58, True)
    beyond = opened.run(
        f"[...{HERE}.querySelectorAll('a:not([href])')].map(a => [a.textContent, a.title])"
    )
    assert beyond[0][0] == "eq 59"
    assert beyond[0][1].startswith("This page ends at equation 58 of 290. For more: stepper show")


def test_on_a_phone_the_number_of_the_step_is_in_view_and_the_options_are_folded(
    opened: Browser,
) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    opened.call("Emulation.setDeviceMetricsOverride", **metrics)
    opened.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    tops, rights = [], []
    for step in (14, 15):
        if step == 15:
            opened.click("#predict")
        go_to(opened, step - 1)
        opened.press("ArrowRight")
        rights.append(
            opened.run(f"{HERE}.querySelector('.graph .made').getBoundingClientRect().right")
        )
        tops.append(opened.run(f"{HERE}.getBoundingClientRect().top"))
        assert opened.run(f"{HERE}.querySelector('.graph').tabIndex") == (0 if step == 14 else -1)
    opened.call("Emulation.clearDeviceMetricsOverride")
    assert max(rights) < 390
    assert max(tops) < 100
