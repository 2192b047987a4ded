import re

import pytest

from stepper.explain.explainer import Explainer
from stepper.paper.paper import Paper
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import run
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation
from tests.support.networks import BUNDLED, EVERY, SHAPES, traced
from tests.support.places import GOLDEN


def shown(
    scenario: Scenario,
    language: str = "en",
    style: str = COURSE,
    detail: bool = False,
    digits: int = 6,
    iterations: int = 1,
) -> list[str]:
    trace = run(scenario)
    explainer = Explainer(language, Notation(style, trace.model, scenario.names))
    steps = trace.steps[: iterations * len(trace.model.steps)]
    return list(Paper(trace, explainer, digits=digits, detail=detail).steps(steps))


@pytest.mark.parametrize(("language", "detail"), [("en", False), ("ko", True)])
def test_the_first_iteration_of_one_hidden_reads_as_the_golden_file(
    language: str, detail: bool
) -> None:
    golden = (GOLDEN / f"show_one_hidden.{language}.txt").read_text(encoding="utf-8")
    lines = shown(BUNDLED["one_hidden"], language, detail=detail)
    assert "".join(f"{line}\n" for line in lines) == golden


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize("style", [COURSE, ASCII])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["one_hidden", "two_paths", "xor", "in_place"])
def test_no_line_is_wider_than_80_cells(name: str, language: str, style: str, detail: bool) -> None:
    lines = shown(BUNDLED[name], language, style, detail)
    assert [line for line in lines if cells(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_title_is_as_its_author_wrote_it_and_a_sentence_has_the_names_of_the_notation() -> None:
    scenario = BUNDLED["one_hidden"]._replace(title="Why h is needed", summary="Look at h.")
    title, *lines = shown(scenario, style=STANDARD)
    assert title == "Why h is needed"
    assert "Look at a₁." in lines


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize("name", SHAPES)
def test_ascii_in_english_is_ascii(name: str, detail: bool) -> None:
    lines = shown(EVERY[name], "en", ASCII, detail)
    assert [line for line in lines if not line.isascii()] == []


@pytest.mark.parametrize("style", [COURSE, ASCII])
@pytest.mark.parametrize("name", SHAPES)
def test_no_power_of_ten_is_shown_as_programs_write_it(name: str, style: str) -> None:
    text = "\n".join(shown(EVERY[name], "ko", style, detail=True, digits=17))
    assert not re.search(r"\de[-+]?\d", text)


@pytest.mark.parametrize("name", SHAPES)
def test_every_step_is_numbered_in_order(name: str) -> None:
    scenario = EVERY[name]
    numbers = [re.match(r" *(\d+)  \S", line) for line in shown(scenario, iterations=2)]
    assert [int(number[1]) for number in numbers if number] == list(
        range(1, 2 * len(scenario.model.steps) + 1)
    )


def test_fine_steps_do_not_shift_the_numbers() -> None:
    lines = [line.strip() for line in shown(BUNDLED["xor"], detail=True)]
    assert "5.1  W₂,₁₁·h₁,₁ ≈ −0.372031" in lines
    assert "5.2  W₂,₁₂·h₁,₂ ≈ 0.577477" in lines
    assert any(line.startswith("6  y ") for line in lines)


def test_detail_says_where_a_number_comes_from_and_goes_to() -> None:
    lines = [line.strip() for line in shown(BUNDLED["three_hidden"], detail=True)]
    place = next(k for k, line in enumerate(lines) if line.startswith("16  δ₃"))
    assert "from: δy eq 12, W₄ given, ∂h₃/∂z₃ eq 15" in lines[place:]
    assert "used in: eq 17, 18, 20" in lines[place:]


def test_headings_tell_the_iteration_its_sample_and_its_phases() -> None:
    lines = shown(BUNDLED["xor"], iterations=5)
    headings = [line for line in lines if line.startswith("iteration")]
    assert headings[0] == "iteration 1 of 100, epoch 1, sample 1"
    assert headings[4] == "iteration 5 of 100, epoch 2, sample 1"
    phases = [line for line in lines if line[:1] in "▸◂+" and line]
    assert phases == ["▸ forward", "◂ backward", "+ update"] * 5


def test_the_mistake_on_purpose_is_announced() -> None:
    in_place = BUNDLED["one_hidden"]._replace(update="in_place")
    assert any(line.startswith("deliberate mistake") for line in shown(in_place))
    assert not any(line.startswith("deliberate mistake") for line in shown(BUNDLED["one_hidden"]))


def test_a_part_of_an_iteration_can_be_shown() -> None:
    trace = traced("three_hidden")
    paper = Paper(trace, Explainer("en", Notation(COURSE, trace.model)))
    lines = list(paper.steps(trace.steps[14:17]))
    numbers = [line.split()[0] for line in lines if re.match(r" +\d+  \S", line)]
    assert numbers == ["15", "16", "17"]
    assert "◂ backward" in lines
    assert "+ update" not in lines


def test_digits_are_those_asked_for() -> None:
    lines = [line.strip() for line in shown(BUNDLED["three_hidden"], digits=3)]
    place = next(k for k, line in enumerate(lines) if line.startswith("16  δ₃"))
    assert lines[place + 2] == "= −0.10547 · 0.5     · 0.24619"
    assert lines[place + 3] == "≈ −0.0130"
