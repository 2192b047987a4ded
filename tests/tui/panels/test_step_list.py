"""The list of all steps: what it shows at every step, how it folds, how it scrolls."""

import re
from functools import cache
from itertools import pairwise

import pytest

from stepper import run
from stepper.backprop.symbols import COST, FOLLOWING, Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.files.opening import NETWORKS
from stepper.runs.trace import Step
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.tui.panels.step_list import step_list
from stepper.tui.panels.step_list.row import LEAST_DIGITS
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH, RESULT, written
from stepper.typeset.notation import Notation
from tests.support.networks import ONE_OF_EACH_KIND, SHAPES, bundled, drawn

WIDTH, HEIGHT = 39, 36
WIDE = run(drawn((8, 16, 4), biases=True, samples=1, epochs=2))
TRACES = {name: run(scenario) for name, scenario in SHAPES.items()} | {"8-16-4": WIDE}
THREE = TRACES["three_hidden"]
SIZES = [(1, 1), (24, 6), (39, 36), (119, 8)]

every_network = pytest.mark.parametrize("name", TRACES)


def steps_of(name: str) -> list[Step]:
    """Return steps of an iteration with their terms: all if they are few, else 12 to 25."""
    made = TRACES[name].model.computed
    return [Step(TRACES[name], 1, symbol) for symbol in made[:: 1 + len(made) // 25]]


@cache
def look_at(step: Step, language: str = "en", ascii: bool = False) -> Look:
    notation = Notation("ascii" if ascii else "course", step.trace.model)
    return Look(Explainer(language, notation), ascii)


@cache
def lines_of(step: Step, width: int = WIDTH, height: int = HEIGHT) -> list[ScreenLine]:
    return step_list.lines(Frame(step, look_at(step), 60), width, height)


def texts_of(step: Step, width: int = WIDTH, height: int = HEIGHT) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines_of(step, width, height)]


def line_text(line: ScreenLine) -> str:
    return "".join(piece.text for piece in line)


def pieces(step: Step, height: int = HEIGHT) -> list[Piece]:
    return [piece for line in lines_of(step, WIDTH, height) for piece in line if piece.symbol]


def row_of_made(step: Step, height: int = HEIGHT) -> int:
    rows = lines_of(step, WIDTH, height)
    return next(y for y, row in enumerate(rows) if any(p.style == "made" for p in row))


@every_network
def test_the_number_that_is_made_is_the_only_one_highlighted(name: str) -> None:
    for step in steps_of(name):
        made = [piece for piece in pieces(step) if piece.style == "made"]
        value = step.trace.value(step.symbol, 1)
        text = look_at(step).notation.number(written(value, RESULT)[0])
        assert {piece.symbol for piece in made} == {step.symbol}
        assert text in "".join(piece.text for piece in made).split()


@every_network
def test_what_the_equation_takes_is_lit_where_it_stands_in_the_list(name: str) -> None:
    for step in steps_of(name):
        lit = {piece.symbol for piece in pieces(step) if piece.style.endswith("-lit")}
        listed = {piece.symbol for piece in pieces(step)}
        assert lit == Frame(step, look_at(step), 60).lit & listed - {step.symbol}


@every_network
def test_nothing_is_shown_before_it_is_made(name: str) -> None:
    for step in steps_of(name):
        look = look_at(step)
        for piece in pieces(step):
            assert piece.symbol
            if not step.is_known(piece.symbol):
                assert piece.style == "quiet"
                old = piece.symbol._replace(role=FOLLOWING.get(piece.symbol.role, Role.X))
                words = re.sub(r"\.?\d+ (?!steps)|\d+ steps", "", f" {piece.text} ")
                for sign in (look.sign("unknown"), look.sign("more lines")):
                    words = words.replace(sign, "")
                names = look.name(old), look.short_name(piece.symbol, step.trace.model)
                assert words.strip() in ("", *names)


@every_network
def test_what_is_shown_is_the_value_of_the_trace(name: str) -> None:
    for step in steps_of(name):
        number = look_at(step).notation.number
        for line in lines_of(step):
            for piece in line:
                if piece.symbol and piece.style in ("forward", "backward", "parameter"):
                    value = step.value_of(piece.symbol)
                    exact = {number(written(value, k)[0]) for k in (GRAPH, RESULT)}
                    assert piece.text.strip() in exact


def test_an_iteration_of_three_hidden_is_one_page_that_never_scrolls() -> None:
    for width, height in ((40, 34), (39, 36), (33, 32)):
        for step in THREE.steps[:29]:
            texts = texts_of(step, width, height)
            assert len(texts) == 29 + 3
            assert (
                row_of_made(step)
                == [*range(1, 10), *range(11, 27), *range(28, 32)][step.in_iteration - 1]
            )


def test_updates_have_the_old_weight_and_the_new_one_in_two_columns() -> None:
    texts = texts_of(THREE.steps[27])
    heading = next(text for text in texts if "update" in text)
    rows = texts[texts.index(heading) + 1 :]
    olds = [text[heading.index("old") :].split()[0] for text in rows]
    news = [text[heading.index("new") :].split()[0] for text in rows]
    assert olds == ["0.5", "0.45", "0.4", "0.15"]
    assert news == ["0.618491", "0.464324", "0.401499", "□"]


def test_a_click_on_an_old_weight_leads_to_where_that_was_made() -> None:
    shown = {piece.symbol for piece in pieces(THREE.steps[0])}
    assert Symbol(Role.W, 3, 1, 1) in shown


def test_other_neurons_are_one_line_each_with_what_came_of_them() -> None:
    step = WIDE.steps.at(1, Symbol(Role.DA_DZ, 1, 3))
    rows = {text.split()[1]: text for text in texts_of(step) if text[3:6].strip()}
    assert "∂C/∂h₁,₃" in rows and "g′" in rows
    assert "□" in rows["δ₁,₃"] and "steps" not in rows["δ₁,₃"]
    delta = step.value_of(Symbol(Role.DELTA, 1, 2))
    assert look_at(step).number(delta, GRAPH) in rows["δ₁,₂"]
    assert "3 steps" in rows["δ₁,₂"]
    assert "∂C/∂h₁,₂" not in rows
    assert "□" in rows["δ₁,₄"] and "3 steps" in rows["δ₁,₄"]
    forward = texts_of(WIDE.steps.at(1, COST))
    a = step.value_of(Symbol(Role.A, 1, 16))
    line = next(text for text in forward if " h₁,₁₆ " in text)
    assert look_at(step).number(a, GRAPH) in line and "2 steps" in line


def test_a_line_of_a_neuron_leads_to_what_came_of_it() -> None:
    step = WIDE.steps.at(1, Symbol(Role.DA_DZ, 1, 3))
    assert Symbol(Role.DELTA, 1, 4) in {piece.symbol for piece in pieces(step)}
    assert Symbol(Role.DC_DA, 1, 4) not in {piece.symbol for piece in pieces(step)}


def test_a_phase_stays_open_where_it_fits() -> None:
    xor = TRACES["xor"]
    step = xor.steps.at(1, Symbol(Role.DELTA, 2, 1))
    text = "\n".join(texts_of(step))
    backward = [s for s in xor.model.steps if s.role.phase is Phase.BACKWARD]
    names = [look_at(step).short_name(symbol, xor.model) for symbol in backward]
    assert all(f" {name} " in text for name in names)
    assert " z₁,₁ " not in text
    assert len(texts_of(step, WIDTH, 50)) == len(xor.model.steps) + 3


def test_the_terms_of_a_sum_are_listed_while_they_are_made_one_by_one() -> None:
    z = Symbol(Role.Z, 1, 3)
    terms = WIDE.model.terms(z)
    step = Step(WIDE, 1, terms[1])
    texts = texts_of(step)
    assert texts[row_of_made(step)].split()[0] == ".2"
    assert [piece.symbol for piece in pieces(step) if piece.symbol in terms and " ." in piece.text]
    assert not {piece.symbol for piece in pieces(WIDE.steps.at(1, z))} & set(terms)


@pytest.mark.parametrize("height", (10, 20, 36))
def test_the_step_is_in_view_with_lines_around_it(height: int) -> None:
    count = len(WIDE.model.steps)
    for step in [*WIDE.steps[:count:11], WIDE.steps[count - 1]]:
        y = row_of_made(step, height)
        texts = texts_of(step, WIDTH, height)
        assert len(texts) == height
        assert y > 0 or step.in_iteration == 1
        assert y < height - 1 or step.in_iteration == len(WIDE.model.steps)


def test_the_list_moves_on_by_a_line_when_the_next_neuron_is_opened() -> None:
    """So each one opens where the last one did."""
    h = [WIDE.steps.at(1, Symbol(Role.Z, 1, j)) for j in range(13, 17)]
    assert len({row_of_made(step) for step in h}) == 1
    deltas = [WIDE.steps.at(1, Symbol(Role.DC_DA, 1, j)) for j in range(1, 17)]
    assert len({row_of_made(step) for step in deltas}) == 1


def test_few_lines_change_within_a_neuron() -> None:
    count = len(WIDE.model.steps)
    for before, step in pairwise([*WIDE.steps[:40], *WIDE.steps[count // 2 : count // 2 + 40]]):
        if (before.symbol.role, before.symbol.j) == (step.symbol.role, step.symbol.j):
            rows = zip(lines_of(before), lines_of(step), strict=True)
            assert sum(old != new for old, new in rows) <= 5


def test_a_sign_tells_that_there_is_more_above_or_below() -> None:
    first, last = WIDE.steps[0], WIDE.steps[len(WIDE.model.steps) - 1]
    middle = WIDE.steps.at(1, Symbol(Role.DELTA, 1, 8))
    signs = {step: (texts_of(step)[0][0], texts_of(step)[-1][0]) for step in (first, middle, last)}
    assert signs == {first: (" ", "⋮"), middle: ("⋮", "⋮"), last: ("⋮", " ")}
    assert not any("⋮" in text for text in texts_of(THREE.steps[15]))


def test_columns_stand_side_by_side_where_there_is_room() -> None:
    texts = texts_of(WIDE.steps[10], 120, 12)
    assert len(texts) == 12
    assert sum("steps" in word for word in texts[5].split()) == 3


def test_a_later_iteration_has_its_own_numbers_and_values() -> None:
    step = WIDE.steps.at(2, Symbol(Role.A, 1, 1))
    made = texts_of(step)[row_of_made(step)].split()
    assert made[:2] == [str(step.number), "h₁,₁"]
    assert made[2] == look_at(step).number(step.value, RESULT)


@pytest.mark.parametrize("size", SIZES)
@every_network
def test_it_fits_in_any_size(name: str, size: tuple[int, int]) -> None:
    width, height = size
    for step in steps_of(name)[::17]:
        for look in (look_at(step), look_at(step, "ko"), look_at(step, "ko", ascii=True)):
            lines = step_list.lines(Frame(step, look, 60), width, height)
            assert 0 < len(lines) <= height
            assert all(sum(cells(p.text) for p in line) <= width for line in lines)
            assert width < 9 or any(piece.style == "made" for line in lines for piece in line)


@every_network
def test_in_ascii_nothing_else_is_drawn(name: str) -> None:
    for step in steps_of(name)[::3]:
        frame = Frame(step, look_at(step, ascii=True), 60)
        lines = step_list.lines(frame, WIDTH, 20)
        assert all(piece.text.isascii() for line in lines for piece in line)


def test_an_iteration_that_needs_columns_has_one_for_each_phase() -> None:
    for trace in (THREE, TRACES["xor"]):
        texts = texts_of(trace.steps[19], 120, 31)
        assert all(word in texts[0] for word in ("forward", "backward", "update"))
        update = texts[0].index("update")
        last = next(text for text in texts if f" {len(trace.model.steps)} " in text)
        assert last.index(f" {len(trace.model.steps)} ") > update - 4


def test_columns_are_equally_long_where_there_are_fewer_than_phases() -> None:
    texts = texts_of(THREE.steps[19], 79, 19)
    assert len(texts) == 16
    assert all(text[40:].strip() for text in texts)
    assert len(texts_of(THREE.steps[19], 79, 40)) == 32  # one column where one is enough


@pytest.mark.parametrize("name", ["2-3-3-2", "xor", "8-16-4"])
@pytest.mark.parametrize("height", [36, 58])
def test_no_layer_stays_closed_that_there_is_room_for(name: str, height: int) -> None:
    network = TRACES[name].network
    layers: dict[tuple[Phase, int], int] = {}
    for symbol in network.steps:
        key = (symbol.role.phase, symbol.l)
        layers[key] = layers.get(key, 0) + 1
    for step in TRACES[name].steps[: len(network.steps) : 17]:
        rows = [text for text in texts_of(step, WIDTH, height) if text.strip()]
        folded = sum("steps" in text for text in rows)
        free = height - len(rows)
        assert not folded or free < max(layers.values())


@pytest.mark.parametrize(
    ("name", "ascii"),
    [("xor", False), ("three_hidden", False), ("three_hidden", True), ("2-3-3-2", False)],
)
def test_old_and_new_weights_have_equally_many_digits(name: str, ascii: bool) -> None:
    trace = TRACES[name]
    step = trace.steps[2 * len(trace.model.steps) - 1]
    frame = Frame(step, look_at(step, ascii=ascii), 60)
    rows = step_list.lines(frame, WIDTH, 60)
    count = 0
    for row in rows:
        old = [p for p in row if p.symbol and p.symbol.role in FOLLOWING.values()]
        new = [p for p in row if p.symbol and p.symbol.role in FOLLOWING]
        if not old or not new:
            continue
        before, after = (step.value_of(p[-1].symbol or COST) for p in (old, new))
        texts = ["".join(p.text for p in pieces).split()[-1] for pieces in (old, new)]
        number = frame.look.notation.number
        assert texts == [number(written(value, RESULT)[0]) for value in (before, after)]
        count += 1
    assert count == len([s for s in trace.model.steps if s.role in FOLLOWING])


def test_in_ascii_updates_keep_their_two_columns() -> None:
    step = TRACES["xor"].steps[27]
    lines = step_list.lines(Frame(step, look_at(step, ascii=True), 60), WIDTH, 36)
    texts = ["".join(piece.text for piece in line) for line in lines]
    heading = next(text for text in texts if "update" in text)
    row = next(text for text in texts if "w[2][1][1] " in text and "dC" not in text)
    assert row.index("-1.2") == heading.index("old")
    assert row.index("-1.29077") == heading.index("new")


def test_a_selected_number_is_a_bar_from_its_number_to_its_value() -> None:
    step = THREE.steps[16]
    delta = Symbol(Role.DELTA, 3, 1)
    frame = Frame(step, look_at(step), 60, selected=delta)
    row = next(
        row
        for row in step_list.lines(frame, WIDTH, HEIGHT)
        if any(piece.symbol == delta for piece in row)
    )
    (bar,) = [piece for piece in row if piece.style == "selected"]
    assert bar.text.split() == ["16", "δ₃", "−0.0129822"]
    assert bar.text == "  16 δ₃       −0.0129822 "  # the bar of the current number
    assert all(piece.style == "plain" or not piece.text.strip() for piece in row if piece != bar)


# The list beside the rest in windows of 100 and 120 columns, and large in those of 80 and more.
ROOMS = [(33, 29), (39, 35), *((width, 19) for width in (80, 97, 131, 200))]


@pytest.mark.parametrize(
    ("name", "ascii"),
    [*((name, False) for name in NETWORKS), *((name, True) for name in ONE_OF_EACH_KIND)],
)
def test_every_value_of_every_scenario_has_three_digits_or_more(name: str, ascii: bool) -> None:
    trace = bundled(name)
    notation = Notation("ascii" if ascii else "course", trace.model, trace.scenario.names)
    look = Look(Explainer("en", notation), ascii)
    for iteration in {1, trace.iterations}:
        step = Step(trace, iteration, trace.schedule.steps(iteration)[-1])
        for width, height in ROOMS:
            for row in step_list.lines(Frame(step, look, 60), width, height):
                words = "".join(piece.text for piece in row).split()
                for symbol in {piece.symbol for piece in row if piece.symbol}:
                    value = step.value_of(symbol)
                    shown = {look.number(value, k) for k in range(LEAST_DIGITS, RESULT + 1)}
                    assert shown & {*words}, (iteration, width, symbol, words)


def test_small_values_beside_long_names_cut_the_names_alike() -> None:
    trace = bundled("mazur")
    notation = Notation("course", trace.model, trace.scenario.names)
    frame = Frame(trace.steps[-1], Look(Explainer("en", notation)), 60)
    lines = step_list.lines(frame, 33, 50)
    rows = [words for line in lines if (words := line_text(line).split())]
    shown = {row[1]: row[2] for row in rows if row[0].isdecimal()}
    assert shown["E_total"] == "3.510·10⁻⁵"
    assert shown["δ_o2"] == "−9.31·10⁻⁵"
    assert shown["∂E_total/∂w₇"] == "−5.65·10⁻⁵"
    assert shown["∂E_t…/∂out_o2"] == "−0.0059357"
    names = [row[1] for row in rows if row[0].isdecimal()]
    assert len(names) - len({*names}) == 3  # four are called slope


def test_a_number_that_is_not_made_yet_has_the_name_it_has_later() -> None:
    trace = bundled("mazur")
    notation = Notation("course", trace.model, trace.scenario.names)
    look = Look(Explainer("en", notation))
    names = []
    for step in (trace.steps[0], trace.steps[36]):
        lines = step_list.lines(Frame(step, look, 60), 28, 50)
        names.append([text.split()[1] for line in lines if (text := line_text(line)).strip()])
    assert names[0] == names[1]
    assert any("…" in name for name in names[0])


@pytest.mark.parametrize("width", [24, 33, 39])
@pytest.mark.parametrize("name", ["2-3-3-2", "xor", "8-16-4"])
def test_no_step_is_left_out_without_a_sign(name: str, width: int) -> None:
    for step in steps_of(name)[::5]:
        for height in (12, 20, 36):
            texts = texts_of(step, width, height)
            rows = [(re.match(r"[ ⋮]+(\d+) ", text), text) for text in texts]
            numbered = [(int(found[1]), text) for found, text in rows if found]
            for (before, above), (number, below) in pairwise(numbered):
                signs = ("⋮", "steps")  # of a line that stands for several steps
                is_said = any(sign in text for sign in signs for text in (above, below))
                assert number == before + 1 or is_said, (above, below)
