"""Pages and figures of random networks of any kind and of random formulas, read back.

Each number that they show is that of the trace, written with the digits that they have.
"""

from collections.abc import Iterator
from random import Random
from xml.etree import ElementTree

from stepper.explain.explainer import Explainer
from stepper.figures.drawing import drawing
from stepper.figures.svg import svg
from stepper.figures.tikz import lines
from stepper.files.scenario_toml import toml
from stepper.page.page import page
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.typeset.colours import PRINTED
from stepper.typeset.digits import GRAPH, RESULT, written
from stepper.typeset.notation import NOTATIONS, Notation
from tests.support import readers
from tests.support.every_kind import random_scenario
from tests.support.formulas import drawn
from tests.support.pages import Element, read

LEVELS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")  # MathML raises them itself
DRAWN_EACH = 7  # steps, of which one is drawn


def pages(count: int, seed: int) -> str:
    shown = 0
    for trace, random in _traces("pages", count, seed):
        notation, language = random.choice(NOTATIONS), random.choice(LANGUAGES)
        steps = _first(trace)
        articles = read(page(trace, steps, language, notation)).all("article")
        style = Notation(notation, trace.model, trace.scenario.names)
        case = f"{notation}, {language}\n{toml(trace.scenario)}"
        for step, article in zip(steps, articles, strict=True):
            assert _ends_with(article, step, style), f"{step}: {article.text}\n{case}"
        shown += len(steps)
    return f"{count} pages, {shown:,} steps with the number of the trace"


def _ends_with(article: Element, step: Step, style: Notation) -> bool:
    number, _ = written(step.value, RESULT)
    (value,) = article.all("mtr", kind="value")
    return value.text.endswith(style.number(number).replace("^", "").translate(LEVELS))


def figures(count: int, seed: int) -> str:
    shown = 0
    for trace, random in _traces("figures", count, seed):
        notation, language = random.choice(NOTATIONS), random.choice(LANGUAGES)
        style = Notation(notation, trace.model, trace.scenario.names)
        explainer = Explainer(language, style)
        for step in _first(trace)[::DRAWN_EACH]:
            made = drawing(step, explainer)
            readers.latex("\n".join(lines(made)), "")
            for column, text in _numbers(svg(made, random.choice(PRINTED))):
                symbol = trace.model.by_column[column]
                is_known = step.is_known(symbol)
                digits = range(1, GRAPH + 1) if is_known else ()
                texts = {style.number(written(step.value_of(symbol), k)[0]) for k in digits}
                told = text.split()[-1].lstrip("≈") if text else ""
                case = f"{step}: {column} {text}\n{toml(trace.scenario)}"
                assert told in texts or (not is_known and not told.isdecimal()), case
                shown += 1
    return f"{count} runs drawn, {shown:,} numbers of the trace"


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """The text of each number, by its column."""
    for group in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}g"):
        if column := group.attrib.get("data-column"):
            yield column, "".join(group.itertext())


def _traces(part: str, count: int, seed: int) -> Iterator[tuple[Trace, Random]]:
    """A network or a formula in turn, each with its random numbers."""
    for k in range(count):
        random = Random(f"{part} {seed} {k}")
        scenario = drawn(random).scenario if k % 2 else random_scenario(random)
        yield Trace(scenario, Run(scenario)), random


def _first(trace: Trace) -> list[Step]:
    return trace.steps[: trace.schedule.first(2)]
