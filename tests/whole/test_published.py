"""Worked examples met to every digit that their authors printed."""

import re
import struct
from typing import Any

import pytest

from stepper.backprop.symbols import Role
from stepper.explain.explainer import Explainer
from stepper.input.numbers import read
from stepper.paper.paper import Paper
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.tui.look import Frame, Look
from stepper.tui.panels.equation import equation
from stepper.typeset.notation import COURSE, Notation
from tests.support.published import (
    EXAMPLES,
    MISPRINTS,
    derived,
    is_met,
    place,
    places,
    traced,
    traced_as_printed,
    value,
)

PRINTED = [(id, key) for id, example in EXAMPLES.items() for key in example["printed"]]
MINUS = [(id, key) for id, key in PRINTED if key.startswith("minus ")]
COMPARED = (
    *("samples", "layers", "learning_rate", "update", "train_biases"),
    *("cost", "batch", "batch_gradient"),
)
NUMBER = re.compile(r"−?\d+\.\d+")


@pytest.fixture(scope="module")
def traces() -> dict[tuple[str, str], Trace]:
    """By example and update."""
    in_place = {id for id, misprint in MISPRINTS if "in_place" in misprint}
    return {(id, "after_backward"): traced(id) for id in EXAMPLES} | {
        (id, "in_place"): traced(id, "in_place") for id in in_place
    }


def told(trace: Trace, what: str, language: str) -> list[str]:
    """The numbers that the notes at the step of such a key tell."""
    step = trace.steps.origin(*place(trace, what))
    assert step
    names = Notation(COURSE, trace.model, trace.scenario.names)
    notes = " ".join(Explainer(language, names).notes(step))
    return [number.replace("−", "-") for number in NUMBER.findall(notes)]


@pytest.mark.parametrize("id", EXAMPLES)
def test_the_bundled_scenario_has_the_numbers_and_the_address_of_its_source(id: str) -> None:
    scenario, example = traced(id).scenario, EXAMPLES[id]
    printed = traced_as_printed(example).scenario
    for field in COMPARED:
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
    explainer = Explainer("en", Notation(COURSE, trace.model, trace.scenario.names))
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
    ("id", "misprint"), [(id, misprint) for id, misprint in MISPRINTS if "run" in misprint]
)
def test_another_learning_rate_gives_the_misprint(id: str, misprint: dict[str, Any]) -> None:
    trace = traced_as_printed(EXAMPLES[id], **misprint["run"])
    for what, printed in places(misprint, misprint["printed"]):
        assert is_met(value(trace, what), printed), value(trace, what)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of", EXAMPLES["coursera-logistic"]["derived"])
def test_a_printed_mean_over_a_batch_is_met_and_a_note_tells_those_of_the_first_batch(
    of: dict[str, Any], language: str
) -> None:
    trace = traced("coursera-logistic")
    assert is_met(derived(trace, of), of["printed"]), derived(trace, of)
    iteration, s = place(trace, of["sum_of"][-1])
    if iteration == trace.scenario.batch:
        at = s._replace(role={Role.SUM_DW: Role.W_NEW, Role.SUM_DB: Role.B_NEW}.get(s.role, s.role))
        assert of["printed"] in told(trace, f"iteration {iteration}: {at.column}", language)


def test_floats_of_32_bits_give_the_gradient_that_a_note_tells_of() -> None:
    trace = traced("schiendorfer")
    (a,) = struct.unpack("f", struct.pack("f", value(trace, "a[1][1]")))
    gradient = value(trace, "dC/da[1][1]") * (a * (1.0 - a)) * value(trace, "x[1]")
    assert is_met(gradient, "-0.000000056607")
    assert "-0.000000056607" in told(trace, "dC/dw[1][1][1]", "en")


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
        ("schiendorfer", "dC/dw[2][1][2]", "∂L/∂v₂₁"),
        ("schiendorfer", "sum dC/dw[1][2][1]", "Σ∂L/∂w₁₂"),
        ("coursera-logistic", "w+[1][1][2]", "w₂⁺"),
    ],
)
def test_a_number_has_the_letters_of_its_source(id: str, column: str, name: str) -> None:
    scenario = traced(id).scenario
    names = Notation(COURSE, scenario.model, scenario.names)
    assert names.name(scenario.model.by_column[column]) == name


def test_each_kind_of_example_is_among_them() -> None:
    assert {"mazur", "wikidocs", "han-kamber-pei", "byu", "nielsen-exploding"} <= EXAMPLES.keys()
    assert len([misprint for _, misprint in MISPRINTS if "in_place" in misprint]) == 2
    assert not is_met(0.12344, "0.1235")
    assert is_met(0.12345, "0.1235")
