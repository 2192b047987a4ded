"""The drawer: its tabs show what the run, its twin and the checks of the gradients say."""

import re
from dataclasses import replace
from decimal import Decimal
from math import isnan
from pathlib import Path

import pytest

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role
from stepper.explain.explainer import Explainer
from stepper.runs.checks.gradients import check_gradient
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import run
from stepper.runs.twin import twin
from stepper.tui.canvas.pieces import length
from stepper.tui.look import Frame, Look
from stepper.tui.panels.drawer import drawer, mistake
from stepper.tui.panels.drawer.checks import quotient
from stepper.typeset.digits import FACTOR, RESULT, written
from stepper.typeset.notation import COURSE, Notation
from tests.support.networks import BUNDLED, begun
from tests.support.screens import (
    do,
    lines_of,
    mouse,
    opened,
    pieces_of,
    press,
    rests,
    step_of,
    stepper,
    text_of,
    until,
)

TABS = list(drawer.TABS)
NUMBER = r"[-−]?\d\.\d+(?:·10[⁻⁰-⁹¹²³]+)?"  # with a point: those that are worked out
LINES_OF_W1 = [  # the source text's, with its C written out before and its slips corrected
    "= ∂(½(y−y′)²)/∂W₁",
    "= (y−y′)·∂y/∂W₁",
    "= (y−y′)·∂/∂W₁ g(W₂·h)",
    "= (y−y′)·g(W₂·h)(1−g(W₂·h))·∂(W₂·h)/∂W₁",
    "= (y−y′)·y(1−y)·∂(W₂·h)/∂W₁",
    "= (y−y′)·y(1−y)·W₂·∂h/∂W₁",
    "= (y−y′)·y(1−y)·W₂·∂/∂W₁ g(W₁·x)",
    "= (y−y′)·y(1−y)·W₂·h(1−h)·∂(W₁·x)/∂W₁",
    "= (y−y′)·y(1−y)·W₂·h(1−h)·x",
]


def shown(value: float, digits: int) -> str:
    return Notation(COURSE, Network((1, 1, 1))).number(written(value, digits)[0])


async def test_w_opens_tab_after_tab_and_closes_the_last() -> None:
    async with opened("three_hidden", step=17) as pilot:
        seen = []
        for _ in range(len(TABS) + 1):
            await press(pilot, "w")
            seen.append(stepper(pilot).frame.tab)
        assert seen == [*TABS, ""]
        await press(pilot, "w", "escape")
        assert stepper(pilot).frame.tab == ""


async def test_without_a_gradient_there_is_no_tab(tmp_path: Path) -> None:
    file = tmp_path / "constant.toml"
    lines = '[formula]\nlines = "f = x^2"\nconstants = ["x"]\n[values]\nx = 3\n'
    file.write_text(f'title = "c"\n{lines}', encoding="utf-8")
    async with opened(str(file)) as pilot:
        before = text_of(pilot)
        await press(pilot, "w")
        assert text_of(pilot) == before


async def test_a_click_on_the_name_of_a_tab_opens_it() -> None:
    async with opened("three_hidden", step=17) as pilot:
        await do(pilot, "drawer")
        name = next(d for d in pieces_of(pilot, "drawer") if d.piece.target == "tab('mistake')")
        await mouse(pilot, name.x, name.y)
        assert stepper(pilot).frame.tab == "mistake"


async def test_a_gradient_is_worked_out_a_line_more_with_each_press() -> None:
    trace = run(BUNDLED["one_hidden"])
    W1 = trace.model.by_column["dC/dw[1][1][1]"]
    async with opened("one_hidden", step=13) as pilot:
        await do(pilot, "drawer")
        for k, words in enumerate(LINES_OF_W1):
            text = text_of(pilot)
            assert words in text
            assert all(later not in text for later in LINES_OF_W1[k + 1 :])
            assert text.count(shown(trace.value(W1, 1), RESULT)) == k + 1
            await press(pilot, "down")


async def test_after_the_last_line_comes_what_is_shared_and_what_that_saves() -> None:
    async with opened("one_hidden", (80, 36), step=13) as pilot:
        await do(pilot, "drawer")
        await press(pilot, "end", "down")
        text = text_of(pilot)
        for words in ("∂C/∂W₂ = δy·h", "δh     = δy·W₂·h(1−h)", "∂C/∂W₁ = δh·x"):
            assert words in text
        assert re.search(r"this network: 1 +9 +7\n +2 +18 +11\n", re.sub(" +\n", "\n", text))
        assert re.search(r" 10 +198 +43", text)


async def test_what_is_new_in_a_line_is_lit_and_nothing_else() -> None:
    async with opened("one_hidden", step=13) as pilot:
        await do(pilot, "drawer")
        await press(pilot, "down", "down", "down", "down")
        lit = [p.text for p, _, _ in pieces_of(pilot, "drawer") if p.style.endswith("lit")]
        assert "".join(lit) == "y(1−y)"


async def test_a_value_that_is_not_made_yet_is_not_told() -> None:
    async with opened("one_hidden", step=12) as pilot:
        stepper(pilot).action_tab("work_out")
        assert "δh" in text_of(pilot)
        await press(pilot, "right", "left", "left")
        assert "≈ □" in text_of(pilot)


async def test_the_check_shows_both_costs_and_the_difference_of_every_gradient() -> None:
    trace = run(BUNDLED["three_hidden"])
    async with opened("three_hidden", (120, 36), step=17) as pilot:
        stepper(pilot).action_tab("check")
        await until(pilot, lambda: text_of(pilot).count("= same") == 8)
        text = text_of(pilot)
        check = check_gradient(trace, 1, trace.model.by_column["dC/dw[3][1][1]"])
        for cost in (check.above, check.below):
            assert shown(cost, 10)[:-1] in text
        for column in ("delta[4][1]", "dC/dw[3][1][1]", "delta[1][1]", "dC/dw[1][1][1]"):
            check = check_gradient(trace, 1, trace.model.by_column[column])
            assert shown(check.analytic, FACTOR) in text
            assert shown(check.numeric, FACTOR) in text


COSTS = {  # what the check calls the two costs: C where W₂ is larger and smaller by the step
    ("en", False): ("C at W₂ + ε", "C at W₂ − ε"),
    ("en", True): ("C at w[2] + eps", "C at w[2] - eps"),
    ("ko", False): ("W₂ + ε일 때 C", "W₂ − ε일 때 C"),
    ("ko", True): ("w[2] + eps일 때 C", "w[2] - eps일 때 C"),
}


@pytest.mark.parametrize(("language", "ascii"), COSTS)
@pytest.mark.parametrize("width", [60, 80])
async def test_both_costs_of_a_check_are_called_costs_with_and_without_their_formula(
    width: int, language: str, ascii: bool
) -> None:
    async with opened("one_hidden", (width, 24), step=9, language=language, ascii=ascii) as pilot:
        stepper(pilot).action_tab("check")
        await until(pilot, lambda: rests(pilot))
        for name in COSTS[language, ascii]:
            assert any(line.startswith(f"  {name} ") for line in lines_of(pilot))
        formula = any("C(" in line for line in lines_of(pilot))
        assert formula or width == 60


@pytest.mark.parametrize("language", LANGUAGES)
async def test_both_gradients_of_every_check_stay_in_a_narrow_window(language: str) -> None:
    trace = run(BUNDLED["three_hidden"])
    async with opened("three_hidden", (60, 24), step=17, language=language) as pilot:
        stepper(pilot).action_tab("check")
        await until(pilot, lambda: rests(pilot))
        for column in ("delta[4][1]", "dC/dw[2][1][1]", "dC/dw[1][1][1]"):
            check = check_gradient(trace, 1, trace.model.by_column[column])
            numbers = [shown(value, FACTOR) for value in (check.analytic, check.numeric)]
            assert any(line.split()[-4:-2] == numbers for line in lines_of(pilot)), numbers


async def test_down_chooses_the_next_gradient_and_a_step_its_own() -> None:
    async with opened("three_hidden", (120, 36), step=17) as pilot:
        stepper(pilot).action_tab("check")
        await press(pilot, "down")
        assert step_of(pilot) == 17
        assert any("▸ δ₂" in line for line in lines_of(pilot))
        await press(pilot, "right", "right", "right", "right")
        assert any("▸ ∂C/∂W₂" in line for line in lines_of(pilot))


async def test_the_mistake_stands_beside_the_run_and_spreads_to_the_cost() -> None:
    trace = run(BUNDLED["three_hidden"])
    wrong = twin(trace)
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        stepper(pilot).action_tab("mistake")
        last = shown(wrong.value(COST, 10), RESULT)
        await until(pilot, lambda: last in text_of(pilot))
        text = text_of(pilot)
        assert "∂C/∂h₃ (equation 14)" in text
        for column in ("dC/da[3][1]", "delta[3][1]", "w+[1][1][1]"):
            symbol = trace.model.by_column[column]
            for values in (trace, wrong):
                assert shown(values.value(symbol, 1), RESULT) in text
        for n in (1, 5, 10):
            for values in (trace, wrong):
                assert shown(values.value(COST, n), RESULT) in text


@pytest.mark.parametrize(
    ("file", "language"), [("three_hidden", "en"), ("xor", "ko"), ("in_place", "en")]
)
async def test_every_tab_keeps_within_its_place_and_cuts_no_number(
    file: str, language: str
) -> None:
    async with opened(file, (200, 60), step=25, language=language) as pilot:
        for tab in TABS:
            stepper(pilot).action_tab(tab)
            await until(pilot, lambda: rests(pilot))
            frame = replace(stepper(pilot).frame, line=4)
            numbers = set(re.findall(NUMBER, written_in(frame, 200, 58)))
            assert numbers
            for width, height in ((160, 40), (120, 33), (80, 20), (60, 16), (40, 10)):
                lines = drawer.lines(frame, width, height)
                assert max(map(length, lines)) <= width
                assert set(re.findall(NUMBER, written_in(frame, width, height))) <= numbers


def written_in(frame: Frame, width: int, height: int) -> str:
    lines = drawer.lines(frame, width, height)
    return "\n".join("".join(piece.text for piece in line) for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tab_of_the_mistake_says_why_it_cannot_be_shown(language: str) -> None:
    scenario = BUNDLED["xor"]._replace(epochs=1, notes=())
    for other, reason in (({"batch": 2}, "batch = 1"), ({"learning_rate": None}, "α = 0.5")):
        trace = begun(scenario._replace(**other))
        look = Look(Explainer(language, Notation(COURSE, trace.model)))
        frame = Frame(trace.steps[8], look, 60)
        pieces = (piece.text for line in mistake.lines(frame, 100, 20) for piece in line)
        text = " ".join("".join(pieces).split())
        assert reason in text
        assert not mistake.waits(frame)
        assert list(mistake.span(frame)) == [0]


@pytest.mark.parametrize("name", ["one_hidden", "three_hidden", "mazur", "xor", "relu_dies"])
def test_the_line_that_a_check_prints_evaluates_to_the_number_that_it_prints(name: str) -> None:
    trace = run(BUNDLED[name])
    for symbol in trace.model.columns:
        if symbol.role not in (Role.DC_DW, Role.DC_DB, Role.DELTA):
            continue
        check = check_gradient(trace, 1, symbol)
        above, below, difference, distance = map(Decimal, quotient(check))
        assert above - below == difference
        if not isnan(check.numeric):
            printed = Decimal(written(check.numeric, FACTOR)[0])
            evaluated = difference / distance
            assert abs(evaluated - printed) <= abs(printed) * Decimal("1e-7") / 2, symbol.column
        mantissa = f"{check.step_size:e}".partition("e")[0]
        assert float(mantissa) == 1.0  # what is added is a power of ten, exact as it is printed
