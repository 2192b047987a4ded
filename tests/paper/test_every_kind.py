"""Pages, sheets, keys and programs of networks of every kind."""

from io import BytesIO
from itertools import cycle
from unittest.mock import Mock, patch

import pytest

from stepper.backprop.symbols import COST
from stepper.diagnosis.diagnose import compare
from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario
from stepper.input.answer_sheet import read_answers
from stepper.paper.paper import PAGES, Paper
from stepper.practice.kinds import KINDS
from stepper.runs.computed.engine import engine_rows
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Trace
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, STANDARD, Notation
from tests.paper.test_python_script import numbers, printed, script
from tests.support.every_kind import of_every_kind
from tests.support.kinds import first_batches
from tests.support.networks import begun, drawn

RANDOM = [begun(scenario) for scenario in of_every_kind(60, seed=8)]


def paper(trace: Trace, format: str, language: str = "en", style: str = COURSE) -> Paper:
    return Paper(trace, Explainer(language, Notation(style, trace.model)), format)


def test_programs_print_the_numbers_of_the_run_bit_for_bit() -> None:
    for trace in RANDOM[::3]:
        assert printed(script(trace, trace.steps)) == list(numbers(trace, trace.steps))


def test_any_steps_of_a_batch_run_alone() -> None:
    batched = [trace for trace in RANDOM if trace.model.is_batched][:8]
    for trace in batched:
        for first in range(0, len(trace.steps), max(1, len(trace.steps) // 6)):
            steps = trace.steps[first : first + len(trace.model.steps)]
            assert printed(script(trace, steps)) == list(numbers(trace, steps))


@pytest.mark.parametrize("format", PAGES)
def test_every_step_is_on_the_page_in_every_format(format: str) -> None:
    """Each network is written in every format, with notations and languages taking turns."""
    tags = {
        "text": lambda n: f" {n}  ",
        "markdown": lambda n: f"**{n}**",
        "latex": lambda n: rf"\tag{{{n}}}",
    }
    ways = [(style, language) for style in NOTATIONS for language in LANGUAGES]
    for trace, (style, language) in zip(RANDOM[::5], cycle(ways), strict=False):
        count = len(first_batches(trace))
        for steps in (slice(0, count), slice(-len(trace.model.steps), None)):
            shown = trace.steps[steps]
            page = "\n".join(paper(trace, format, language, style).steps(shown))
            for step in shown:
                assert tags[format](step.number) in page
            if style == ASCII and format == "text" and language == "en":
                assert page.isascii()


def test_the_key_of_a_sheet_agrees_with_the_run() -> None:
    for trace in RANDOM[::4]:
        sheet = paper(trace, "text")._replace(blank=tuple(KINDS), digits=7)
        page = "\n".join(sheet.steps(trace.steps))
        assert page.count("________") > len(trace.steps)
        key = "\n".join(sheet.key(trace.steps)).encode()
        answers = read_answers(BytesIO(key), "key", trace).answers
        assert len(answers) == len(trace.steps)
        assert all(verdict.agrees for verdict in compare(trace, answers))


def test_a_given_weight_is_shown_until_the_first_batch_has_ended() -> None:
    trace = begun(drawn((1, 1, 1), samples=2)._replace(batch=2))
    sheet = paper(trace, "text")._replace(blank=("update",))
    given = [line for line in sheet.steps(trace.steps) if line.startswith("given")]
    assert [line.count("________") for line in given] == [0, 0, 2, 2]


def heading(scenario: Scenario, language: str = "en", style: str = COURSE) -> str:
    trace = begun(scenario)
    lines = paper(trace, "text", language, style).steps(trace.steps[:1])
    return " ".join(list(lines)[1:5])


@pytest.mark.parametrize(
    ("style", "value"), [(COURSE, " α = 2,"), (STANDARD, " η = 2,"), (ASCII, " = 2,")]
)
def test_the_heading_says_learning_rate_once(style: str, value: str) -> None:
    scenario = drawn((1, 1, 1))._replace(learning_rate=2.0)
    assert f", learning rate{value}" in heading(scenario, "en", style)
    assert f", 학습률{value}" in heading(scenario, "ko", style)


def test_the_heading_says_how_many_equations_an_iteration_has() -> None:
    scenario = drawn((1, 1, 1), samples=3, epochs=1)
    assert "15 equations per iteration, iterations: 3" in heading(scenario)
    batched = heading(scenario._replace(batch=2))
    assert "batches of 2 samples (the mean of their gradients)" in batched
    assert "15 equations per iteration and 2 more at the end of a batch" in batched
    trace = begun(scenario._replace(batch=2))
    assert [len(trace.schedule.steps(n)) for n in (1, 2, 3)] == [15, 17, 17]
    assert "no learning rate" in heading(scenario._replace(learning_rate=None))
    assert "activations by layer" not in heading(scenario)


def test_the_heading_names_activations_and_cost_where_they_are_not_the_usual_ones() -> None:
    scenario = drawn((1, 1, 1, 1))
    layers = [
        layer._replace(activation=activation)
        for layer, activation in zip(scenario.layers, ("tanh", "tanh", "identity"), strict=True)
    ]
    said = heading(scenario._replace(layers=tuple(layers), cost="mean_squares"))
    assert "activations by layer: 2 × tanh, identity; cost: the mean of the squared errors" in said


def test_the_mean_cost_of_a_batch_is_said_once_the_batch_has_ended() -> None:
    batched = [trace for trace in RANDOM if trace.model.is_batched and trace.iterations > 1]
    for trace in batched[:6]:
        schedule, size = trace.scenario.in_batch, trace.scenario.batch
        for iteration in range(1, min(trace.iterations, 2 * size) + 1):
            steps = [step for step in trace.steps if step.iteration == iteration]
            said = "\n".join(paper(trace, "text").steps(steps))
            place = schedule(iteration)
            ended = place.sample == place.size > 1
            assert ("samples of the batch so far" in said) == ended
            if ended:
                own = range(iteration - place.size + 1, iteration + 1)
                mean = sum(trace.value(COST, n) for n in own) / place.size
                value = said.split("of the batch so far: ")[1].split()[0].rstrip(".")
                assert float(value) == pytest.approx(mean, rel=1e-3)


def test_a_page_of_a_batch_longer_than_the_rows_that_are_kept_runs_once() -> None:
    scenario = load_scenario("xor_learns")
    samples = scenario.samples * 250
    long = scenario._replace(samples=samples, batch=len(samples), epochs=1)
    begun_again = Mock(wraps=engine_rows)
    with patch("stepper.runs.rows.engine_rows", begun_again):
        trace = Trace(long, Run(long, passing=True))
        page = "\n".join(paper(trace, "text").steps(trace.steps))
    assert "mean C of the 1000 samples of the batch so far: 0.777382" in page
    assert begun_again.call_count == 1
