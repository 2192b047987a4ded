import pickle
import re
from copy import copy, deepcopy
from importlib import import_module
from io import BytesIO
from string import Formatter

import pytest

from stepper.explain.explainer import Explainer, default_language
from stepper.explain.problem import Problem
from stepper.files.scenario_file import read_scenario
from stepper.files.template import template
from stepper.input.answer_sheet import read_answers
from stepper.runs.scenario import LANGUAGES, Note
from stepper.runs.trace import Step, Trace, run
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, STANDARD, Notation
from stepper.typeset.spans import text_of
from tests.support.networks import BUNDLED, EVERY, SHAPES, begun, drawn, traced

CATALOGUES: dict[str, dict[str, str]] = {
    language: import_module(f"stepper.explain.{language}").SENTENCES for language in LANGUAGES
}
COMMON_SLIPS = {  # scenario -> the columns whose steps of iteration 1 note one
    "one_hidden": ["delta[2][1]", "w+[2][1][1]"],
    "three_hidden": ["delta[2][1]"],
}
FLAT = drawn((1, 1, 1), biases=True, reach=900.0)


def explainer(trace: Trace, language: str, style: str = COURSE) -> Explainer:
    return Explainer(language, Notation(style, trace.model, trace.scenario.names))


def why(step: Step, language: str = "en", style: str = COURSE) -> str:
    return " ".join(map(text_of, explainer(step.trace, language, style).why(step)))


def noted(trace: Trace, language: str, column: str, iteration: int = 1) -> list[str]:
    step = trace.steps.at(iteration, trace.model.by_column[column])
    return list(explainer(trace, language).notes(step))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_the_catalogues_have_the_same_sentences() -> None:
    assert list(CATALOGUES["en"]) == list(CATALOGUES["ko"])


def test_a_sentence_has_the_same_places_in_each_language() -> None:
    for key in CATALOGUES["en"]:
        en, ko = (placeholders(CATALOGUES[language][key]) for language in LANGUAGES)
        assert en == ko, key


@pytest.mark.parametrize("name", [*EVERY, "flat"])
def test_every_step_says_why(name: str) -> None:
    """In one language in the first iteration, and in the other in the second."""
    trace = begun(FLAT if name == "flat" else EVERY[name])
    for step in trace.steps[: 2 * len(trace.model.steps)]:
        language = LANGUAGES[step.iteration % 2]
        for sentence in (why(step, language), *explainer(trace, language).notes(step)):
            assert sentence.strip()
            assert not set("{}") & set(sentence)


def test_an_explanation_names_the_numbers_of_its_own_step() -> None:
    trace = traced("three_hidden")
    delta_3, W3 = trace.steps[16 - 1], trace.steps[17 - 1]
    assert why(delta_3).startswith(
        "δ₃ says how C changes when z₃ changes: δy times the weight W₄ times the slope of h₃. "
        "δy is reused from equation 12,"
    )
    assert why(W3) == (
        "W₃ multiplies h₂ on the way to z₃. So when W₃ changes a little, C changes by δ₃·h₂ times "
        "that amount. "
        "The update in equation 27 uses it."
    )


def test_an_activation_of_exactly_1_is_explained_where_it_happens() -> None:
    trace = run(FLAT)
    activations = [step for step in trace.steps if step.symbol.column.startswith("a[")]
    found = [step.value for step in activations if "rounds to exactly 1" in why(step)]
    assert found == [step.value for step in activations if step.value == 1.0] != []


def test_the_mistake_on_purpose_is_explained_where_it_is_made() -> None:
    def mistaken(step: Step) -> bool:
        return why(step).startswith("This is the mistake")

    steps = traced("2-3-3-2 in place").steps[:100]
    below = [s for s in steps if s.symbol.column.startswith(("delta[1]", "dC/dw[2]", "dC/db[1]"))]
    assert all("is not how C changes" in why(s) for s in below)
    hidden = [step for step in steps if step.symbol.column.startswith(("dC/da[1]", "dC/da[2]"))]
    assert [step for step in steps if mistaken(step)] == hidden != []
    assert not any(map(mistaken, traced("2-3-3-2").steps))


@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize(("language", "start"), [("en", "A common slip: "), ("ko", "흔한 실수: ")])
def test_a_common_slip_is_noted_in_every_notation_at_the_step_where_it_is_tempting(
    language: str, start: str, style: str
) -> None:
    for name, columns in COMMON_SLIPS.items():
        trace = traced(name)
        explain = explainer(trace, language, style)
        found = {step: list(explain.notes(step)) for step in trace.steps}
        found = {step: notes for step, notes in found.items() if notes}
        assert [(step.iteration, step.symbol.column) for step in found] == [
            (1, column) for column in columns
        ]
        for (note,) in found.values():
            assert note.startswith(start)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_common_slip_is_noted_without_a_name_that_other_notations_do_not_have(
    language: str,
) -> None:
    for name in COMMON_SLIPS:
        net = traced(name).network
        notations = [Notation(style, net) for style in (COURSE, STANDARD)]
        signs = {notation.sign("g") for notation in notations}
        names = [{notation.name(symbol) for notation in notations} for symbol in net.columns]
        for note in BUNDLED[name].notes:
            words = re.findall(
                r"[^\W\d_][\w′⁺]*", explainer(traced(name), language).text(note.text)
            )
            assert not signs & {word.rstrip("′") for word in words}
            for written in names:
                assert len(written) == 1 or not written & set(words)


def test_other_networks_do_not_have_the_notes_of_the_first_examples() -> None:
    for trace in (traced("1-1-1"), run(BUNDLED["one_hidden"]._replace(notes=()))):
        assert not any(list(explainer(trace, "en").notes(step)) for step in trace.steps)


def test_a_note_at_a_term_shows_at_the_step_of_its_sum() -> None:
    trace = run(BUNDLED["xor"]._replace(notes=(Note("w*a[1][1][1]", "a term"),)))
    assert noted(trace, "en", "z[1][1]") == ["a term"]
    assert noted(trace, "en", "z[1][2]") == []


def test_notes_of_the_author_show_at_their_column_and_iteration() -> None:
    notes = (Note("C", "every"), Note("C", {"en": "second", "ko": "둘째"}, 2))
    trace = run(BUNDLED["xor"]._replace(notes=notes))
    assert noted(trace, "en", "C", 1) == ["every"]
    assert noted(trace, "en", "C", 2) == ["every", "second"]
    assert noted(trace, "ko", "C", 2) == ["every", "둘째"]
    assert noted(trace, "en", "z[1][1]", 2) == []


@pytest.mark.parametrize("name", [*(SHAPES | BUNDLED), "flat"])
def test_ascii_sentences_in_english_are_ascii(name: str) -> None:
    trace = begun(FLAT if name == "flat" else EVERY[name])
    explain = explainer(trace, "en", ASCII)
    for step in trace.steps[: 2 * len(trace.model.steps)]:
        assert "".join([why(step, "en", ASCII), *explain.notes(step)]).isascii()


@pytest.mark.parametrize("name", BUNDLED)
def test_notes_of_bundled_scenarios_are_in_every_language_and_can_be_written_in_ascii(
    name: str,
) -> None:
    trace = traced(name)
    for note in trace.scenario.notes:
        en, ko = (explainer(trace, language, ASCII).text(note.text) for language in LANGUAGES)
        assert en.isascii()
        assert not ko.isascii()


def test_any_sentence_in_english_can_be_written_in_ascii() -> None:
    explain = explainer(traced("one_hidden"), "en", ASCII)
    for key, sentence in CATALOGUES["en"].items():
        names = dict.fromkeys(placeholders(sentence), "name")
        assert explain.say(key, **names).isascii(), key


def test_the_cost_is_reported_to_fall_to_rise_or_to_stay() -> None:
    explain = explainer(traced("one_hidden"), "en")
    assert explain.change_of_cost(0.25, 0.125) == "C fell from 0.25 to 0.125."
    assert explain.change_of_cost(0.125, 0.25).startswith("C rose from 0.125 to 0.25: ")
    assert explain.change_of_cost(1e-5, 1e-5) == "C stayed at 1·10⁻⁵."


def test_a_text_is_in_the_language_or_in_the_one_there_is() -> None:
    trace = traced("one_hidden")
    both, korean = {"en": "loss", "ko": "비용"}, {"ko": "비용"}
    assert [explainer(trace, language).text(both) for language in LANGUAGES] == ["loss", "비용"]
    assert explainer(trace, "en").text(korean) == "비용"
    assert explainer(trace, "ko").text("∂C") == "∂C"
    assert explainer(trace, "ko", ASCII).text("∂C") == "dC"
    assert explainer(trace, "en").text(None) == ""


def test_there_is_no_other_language() -> None:
    with pytest.raises(KeyError):
        Explainer("fr", Notation(COURSE, BUNDLED["one_hidden"].model))


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ko_KR", "LANG": "C"}, "ko"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_language() == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commented_scenario_is_a_scenario(language: str) -> None:
    scenario = read_scenario(BytesIO(template(language).encode()), "template.toml")
    assert run(scenario).iterations == scenario.iterations


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_of_the_commented_scenario_can_be_switched_on(language: str) -> None:
    text = template(language)
    settings = "cost", "batch", "batch_gradient", "orientation", "activation", "train_biases"
    for name in settings:
        assert f"\n# {name} = " in text
        text = text.replace(f"\n# {name} = ", f"\n{name} = ")
    scenario = read_scenario(BytesIO(text.encode()), "template.toml")
    assert run(scenario).iterations == scenario.iterations


def test_a_problem_can_be_copied_and_pickled() -> None:
    problem = Problem("two", found=Problem("nothing"))
    for same in (copy(problem), deepcopy(problem), pickle.loads(pickle.dumps(problem))):
        assert (same, same.key, same.values) == (problem, problem.key, problem.values)


@pytest.mark.parametrize("line", ["z1 = W1·(x", "z1 = W1·x)·2", "C = \x1b[1m", "\x1b = 3"])
def test_a_problem_of_an_answer_has_no_english_words_in_korean(line: str) -> None:
    sheet = read_answers(BytesIO(f"C = 1\n{line}".encode()), "mine", traced("one_hidden"))
    ((problem,),) = (unread.problems for unread in sheet.unread)
    korean = explainer(traced("one_hidden"), "ko").problem(problem)
    assert not re.search("[A-Za-z]{3}", korean), korean
