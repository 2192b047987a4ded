"""Worked examples met to every digit that their authors printed."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import scenario_from
from stepper.input.numbers import read
from stepper.paper.paper import Paper
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.tui.look import Frame, Look
from stepper.tui.panels import equation
from stepper.typeset.notation import SEED, Notation
from tests.support.published import EXAMPLES, MISPRINTS, place, places, traced

PRINTED = [(id, key) for id, example in EXAMPLES.items() for key in example["printed"]]
MINUS = [(id, key) for id, key in PRINTED if key.startswith("minus ")]
UPDATES = ("after_backward", "in_place")
NUMBER = re.compile(r"−?\d+\.\d+")


@pytest.fixture(scope="module")
def traces() -> dict[tuple[str, str], Trace]:
    """By example and update."""
    return {(id, update): traced(id, update) for id in EXAMPLES for update in UPDATES}


def value(trace: Trace, what: str) -> float:
    """The number of such a key, or of `delta[3][1] / delta[4][1]`."""
    if ratio := re.fullmatch(r"(.+) / (.+)", what):
        return value(trace, ratio[1]) / value(trace, ratio[2])
    return (-1.0 if what.startswith("minus ") else 1.0) * trace.value(*place(trace, what))


def told(trace: Trace, what: str, language: str) -> list[str]:
    """The numbers that the notes at the step of such a key tell."""
    step = trace.steps.made(*place(trace, what))
    assert step
    names = Notation(SEED, trace.network, trace.scenario.names)
    notes = " ".join(Explainer(language, names).notes(step))
    return [number.replace("−", "-") for number in NUMBER.findall(notes)]


def is_met(number: float, printed: str) -> bool:
    expected = Decimal(printed)
    return Decimal(repr(number)).quantize(expected, ROUND_HALF_UP) == expected


@pytest.mark.parametrize("id", EXAMPLES)
def test_the_bundled_scenario_has_the_numbers_and_the_address_of_its_source(id: str) -> None:
    scenario, example = traced(id).scenario, EXAMPLES[id]
    printed = scenario_from({"title": "as it is printed", **example["scenario"]}, id)
    for field in ("samples", "layers", "learning_rate", "update", "train_biases"):
        assert getattr(scenario, field) == getattr(printed, field)
    assert scenario.epochs == example["scenario"].get("epochs", scenario.epochs)
    assert (scenario.source or "").endswith(example["source"])


@pytest.mark.parametrize(("id", "what"), PRINTED)
def test_a_printed_number_is_met_to_every_digit(
    traces: dict[tuple[str, str], Trace], id: str, what: str
) -> None:
    number = value(traces[id, "after_backward"], what)
    assert is_met(number, EXAMPLES[id]["printed"][what]), number


@pytest.mark.parametrize(("id", "what"), [(id, what) for id, what in PRINTED if " / " not in what])
def test_a_printed_number_is_met_on_the_screen_and_on_paper(
    traces: dict[tuple[str, str], Trace], id: str, what: str
) -> None:
    trace = traces[id, "after_backward"]
    step = Step(trace, *place(trace, what))
    explainer = Explainer("en", Notation(SEED, trace.network, trace.scenario.names))
    frame = Frame(step, Look(explainer, all_digits=True), equation.room(120))
    screen = ["".join(piece.text for piece in line) for line in equation.lines(frame, 120, 24)]
    sign = -1.0 if what.startswith("minus ") else 1.0
    for lines in (screen, Paper(trace, explainer, digits=17).steps([step])):
        *_, shown = (line.strip(" ≈=") for line in lines if line.strip().startswith(("≈", "=")))
        number = read(shown.split()[0])
        assert number is not None
        assert is_met(sign * number, EXAMPLES[id]["printed"][what]), shown


@pytest.mark.parametrize(("id", "misprint"), MISPRINTS)
def test_a_misprint_is_not_met_and_the_right_number_is(
    traces: dict[tuple[str, str], Trace], id: str, misprint: dict[str, Any]
) -> None:
    trace = traces[id, "after_backward"]
    for what, right in places(misprint, misprint["right"]):
        assert is_met(value(trace, what), right), value(trace, what)
    for what, printed in places(misprint, misprint["printed"]):
        assert not is_met(value(trace, what), printed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("id", "misprint"), MISPRINTS)
def test_a_note_tells_a_misprint_at_its_step_with_the_right_number(
    traces: dict[tuple[str, str], Trace], id: str, misprint: dict[str, Any], language: str
) -> None:
    for key in ("printed", "right"):
        for what, number in places(misprint, misprint[key]):
            assert number in told(traces[id, "after_backward"], what, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("id", "what"), MINUS)
def test_a_note_tells_the_authors_number_where_its_sign_is_another(
    traces: dict[tuple[str, str], Trace], id: str, what: str, language: str
) -> None:
    assert EXAMPLES[id]["printed"][what] in told(traces[id, "after_backward"], what, language)


@pytest.mark.parametrize(
    ("id", "misprint"), [(id, misprint) for id, misprint in MISPRINTS if "in_place" in misprint]
)
def test_the_classic_mistake_gives_the_misprint(
    traces: dict[tuple[str, str], Trace], id: str, misprint: dict[str, Any]
) -> None:
    for what, printed in places(misprint, misprint["printed"]):
        number = value(traces[id, "in_place"], what)
        assert is_met(number, printed), number


@pytest.mark.parametrize(
    ("id", "column", "name"),
    [
        ("mazur", "dC/dw[2][1][1]", "∂E_total/∂w₅"),
        ("mazur", "da/dz[1][1]", "∂out_h1/∂net_h1"),
        ("mazur", "w*delta[2][2][1]", "δ_o2·w₇"),
        ("mazur", "w+[2][1][1]", "w₅⁺"),
        ("wikidocs", "dC/da[2][1]", "∂E_total/∂o₁"),
        ("wikidocs", "w+[1][2][2]", "W₄⁺"),
        ("han-kamber-pei", "w*a[1][1][3]", "w₃₄·x₃"),
        ("han-kamber-pei", "b+[2][1]", "θ₆⁺"),
        ("nielsen-exploding", "da/dz[1][1]", "∂a₁/∂z₁"),
    ],
)
def test_a_number_has_the_letters_of_its_source(id: str, column: str, name: str) -> None:
    scenario = traced(id).scenario
    names = Notation(SEED, scenario.network, scenario.names)
    assert names.name(scenario.network.by_column[column]) == name


def test_each_kind_of_example_is_among_them() -> None:
    assert {"mazur", "wikidocs", "han-kamber-pei", "byu", "nielsen-exploding"} <= EXAMPLES.keys()
    assert len([misprint for _, misprint in MISPRINTS if "in_place" in misprint]) == 2
    assert not is_met(0.12344, "0.1235")
    assert is_met(0.12345, "0.1235")
