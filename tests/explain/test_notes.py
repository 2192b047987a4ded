"""Notes of a scenario's author in the panel of the equation: they are shown in full."""

from collections.abc import Iterator

import pytest

from stepper.explain.explainer import Explainer
from stepper.files.opening import TEACHING_ORDER
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step
from stepper.tui.graph import views as graph
from stepper.tui.look import Frame, Look
from stepper.tui.panels.equation import equation
from stepper.tui.screens.stepper.arrangement import arrange
from stepper.typeset.notation import Notation
from tests.support.networks import bundled

RULE, RULES = " │ ", ("│", "|")


def frame_at(step: Step, language: str, size: tuple[int, int]) -> Frame:
    """The frame of a step in a window of that size, as the screen draws it."""
    model = step.trace.model

    def graph_height(width: int, most: int, roomy: bool) -> int:
        return graph.height(model, "", width, most, roomy)

    look = Look(Explainer(language, Notation("course", model, step.trace.scenario.names)))
    panel = arrange(*size, graph_height, equation.wanted_height(model)).equation
    return Frame(step, look, equation.room(panel[0]), has_graph=True, panel=panel)


def texts_of(frame: Frame, width: int, height: int) -> list[str]:
    drawn = equation.lines(frame, width, height)
    return ["".join(piece.text for piece in line) for line in drawn]


def noted(name: str) -> Iterator[Step]:
    """Yield the steps that have a note; for a note at a term, the step of its sum as well."""
    trace = bundled(name)
    for note in trace.scenario.notes:
        symbol = trace.model.by_column[note.at]
        for s in {symbol, trace.model.sum_of.get(symbol, symbol)}:
            yield Step(trace, note.iteration or 1, s)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_of_every_scenario_is_seen_as_a_whole(
    size: tuple[int, int], language: str
) -> None:
    count = 0
    for step in (step for name in TEACHING_ORDER for step in noted(name)):
        frame = frame_at(step, language, size)
        seen = [
            line.removeprefix(RULE)
            for line in texts_of(frame, *frame.panel)
            if line.startswith(RULE)
        ]
        shown = " ".join(" ".join(seen).split())
        for note in frame.look.explainer.notes(step):
            assert " ".join(note.split()) in shown
            count += 1
    every = sum(len(bundled(name).scenario.notes) for name in TEACHING_ORDER)
    assert count >= every >= 38


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_comes_before_the_general_explanation(language: str) -> None:
    (note,) = (n for n in bundled("byu").scenario.notes if n.at == "delta[3][2]")
    step = bundled("byu").steps.at(1, bundled("byu").model.by_column[note.at])
    frame = frame_at(step, language, (120, 50))
    lines = texts_of(frame, *frame.panel)
    first = next(k for k, line in enumerate(lines) if line.startswith(RULE))
    last = max(k for k, line in enumerate(lines) if line.startswith(RULE))
    why = "".join(span.text for span in frame.look.explainer.why(step)[0])
    value = next(k for k, line in enumerate(lines) if "≈" in line)
    assert value < first
    assert lines[last + 1].split()[0] == why.split()[0]


@pytest.mark.parametrize("ascii", [False, True])
def test_all_but_the_equation_gives_way_to_the_note_and_the_note_loses_no_word(
    ascii: bool,
) -> None:
    trace = bundled("han_kamber_pei")
    step = trace.steps.at(1, trace.model.by_column["delta[2][1]"])
    look = Look(Explainer("en", Notation("course", trace.model, trace.scenario.names)), ascii)
    (note,) = look.explainer.notes(step)
    for width in range(66, 110):
        frame = Frame(step, look, equation.room(width))
        wanted = len(frame.equation.lines)
        whole = texts_of(frame, width, 60)
        noted = [text[len(RULE) :] for text in whole if text[1:2] in RULES and text[:1] == " "]
        assert " ".join(noted) == note
        *shown, last = texts_of(frame, width, wanted + len(noted))
        assert [text[len(RULE) :] for text in shown[wanted:]] == noted[:-1]
        assert last[len(RULE) :] == f"{noted[-1]} {look.sign('more')}"


def test_a_cut_text_is_known_to_be_cut() -> None:
    for step in bundled("three_hidden").steps[:29]:
        frame = frame_at(step, "en", (80, 24))
        text = "".join(texts_of(frame, *frame.panel)[1:])
        assert equation.is_cut(frame) == text.rstrip().endswith("…")
        assert not equation.is_cut(frame_at(step, "en", (120, 60)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_example_says_at_its_first_step_where_it_is_from(language: str) -> None:
    count = 0
    for name in TEACHING_ORDER:
        source = bundled(name).scenario.source or ""
        for step in bundled(name).steps[:2]:
            frame = frame_at(step, language, (120, 36))
            seen = [line.removeprefix(RULE) for line in texts_of(frame, *frame.panel)]
            is_seen = "".join(source.split()) in "".join("".join(seen).split()) and source != ""
            assert is_seen == ("://" in source and step.number == 1)
            count += is_seen
    assert count >= 7
