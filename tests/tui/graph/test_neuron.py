"""The invariants of the graph, for one neuron at a time: at every step of every network."""

from collections import defaultdict
from functools import cache

import pytest

from stepper import run
from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step
from stepper.tui.graph.neuron import neuron as one_neuron
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import Notation
from tests.support.networks import SHAPES, drawn

WIDE = run(drawn((8, 16, 4), biases=True, samples=1, epochs=1))
TRACES = {name: run(scenario) for name, scenario in SHAPES.items()} | {"8-16-4": WIDE}
every_network = pytest.mark.parametrize("name", TRACES)
SIZES = [(1, 1), (24, 6), (60, 10), (119, 19)]


def steps_of(name: str) -> list[Step]:
    """Return steps of an iteration with their terms: all if they are few, else 12 to 25."""
    made = TRACES[name].model.computed
    return [Step(TRACES[name], 1, symbol) for symbol in made[:: 1 + len(made) // 25]]


def frame_of(step: Step, language: str = "en", ascii: bool = False) -> Frame:
    notation = Notation("ascii" if ascii else "course", step.trace.model)
    return Frame(step, Look(Explainer(language, notation), ascii), 60)


def lines_of(step: Step, width: int = 130, height: int = 30) -> list[ScreenLine]:
    return one_neuron.lines(frame_of(step), width, height)


def text_of(lines: list[ScreenLine]) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in lines)


@cache
def pieces(step: Step) -> list[Piece]:
    return [piece for line in lines_of(step) for piece in line if piece.symbol]


def texts_of_number(step: Step, symbol: Symbol) -> set[str]:
    number = Notation("course", step.trace.model).number
    return {number(written(step.value_of(symbol), k)[0]) for k in range(1, GRAPH + 1)}


@cache
def numbers(step: Step) -> dict[Symbol, set[str]]:
    """The symbols whose numbers are shown, with their styles."""
    shown: dict[Symbol, set[str]] = defaultdict(set)
    for piece in pieces(step):
        symbol = piece.symbol
        if symbol and step.is_known(symbol) and piece.text in texts_of_number(step, symbol):
            shown[symbol].add(piece.style)
    return shown


@every_network
def test_the_number_that_is_computed_is_the_only_one_highlighted(name: str) -> None:
    for step in steps_of(name):
        made = [piece for piece in pieces(step) if piece.style == "made"]
        assert {piece.symbol for piece in made} == {step.symbol}
        assert numbers(step)[step.symbol] == {"made"}
        if not step.symbol.is_term:
            assert frame_of(step).look.short_name(step.symbol, step.trace.model) in [
                piece.text for piece in made
            ]


@every_network
def test_what_the_equation_takes_is_there_and_lit(name: str) -> None:
    for step in steps_of(name):
        styles = numbers(step)
        assert set(symbols_in(step.equation.formula)) <= styles.keys()
        for symbol in frame_of(step).lit & styles.keys() - {step.symbol}:
            assert f"{symbol.role.kind}-lit" in styles[symbol], (step.symbol, symbol)


@every_network
def test_nothing_else_is_lit(name: str) -> None:
    for step in steps_of(name):
        lit = {piece.symbol for piece in pieces(step) if piece.style.endswith("-lit")}
        assert lit <= frame_of(step).lit - {step.symbol}


@every_network
def test_nothing_is_shown_before_it_is_made(name: str) -> None:
    for step in steps_of(name):
        look = frame_of(step).look
        for piece in pieces(step):
            assert piece.symbol
            if not step.is_known(piece.symbol):
                names = look.name(piece.symbol), look.short_name(piece.symbol, step.trace.model)
                assert piece.style == "quiet"
                assert piece.text in (*names, look.sign("unknown"))


@every_network
def test_each_step_adds_its_own_number_and_no_other(name: str) -> None:
    """As long as the same table is shown."""
    made = TRACES[name].model.computed
    for step in steps_of(name):
        before = Step(step.trace, 1, made[max(0, made.index(step.symbol) - 1)])
        on_panel = [{piece.symbol for piece in pieces(s)} for s in (before, step)]
        if before != step and on_panel[0] == on_panel[1]:
            assert numbers(step).keys() - numbers(before).keys() == {step.symbol}


def test_each_cell_of_the_map_stands_for_its_neuron() -> None:
    step = WIDE.steps.at(1, Symbol(Role.DA_DZ, 1, 6))
    values, deltas, *_ = lines_of(step)
    net = WIDE.network
    assert [p.symbol for p in values if p.symbol] == [
        *(Symbol(Role.X, 0, j) for j in net.neurons(0)),
        *(Symbol(Role.A, l, j) for l in (1, 2) for j in net.neurons(l)),
    ]
    assert [p.symbol for p in deltas if p.symbol] == [
        Symbol(Role.DELTA, l, j) for l in (1, 2) for j in net.neurons(l)
    ]


def test_the_size_of_a_layer_follows_its_letter_and_not_among_the_deltas() -> None:
    values, deltas, *_ = text_of(lines_of(WIDE.steps.at(1, Symbol(Role.DELTA, 1, 6)))).splitlines()
    assert [f"{name} ({size}) " in values for name, size in (("x", 8), ("h₁", 16), ("y", 4))] == (
        [True] * 3
    )
    assert not any(letter.isdecimal() for letter in deltas.partition("|δ|")[0])


@pytest.mark.parametrize("width", (50, 60, 79))
@pytest.mark.parametrize("j", (1, 2, 8, 15, 16))
def test_the_current_neuron_is_in_brackets_and_is_in_view(width: int, j: int) -> None:
    step = WIDE.steps.at(1, Symbol(Role.DELTA, 1, j))
    for line, role in zip(lines_of(step, width)[:2], (Role.A, Role.DELTA), strict=True):
        begin = next(k for k, piece in enumerate(line) if "[" in piece.text)
        assert line[begin + 1].symbol == Symbol(role, 1, j)
        assert line[begin + 2].text.startswith("]")


def test_at_the_cost_all_outputs_are_current() -> None:
    text = text_of(lines_of(WIDE.steps.at(1, Symbol(Role.C))))
    before, _, after = text.splitlines()[0].partition("[")
    assert "h₁" in before
    assert after.index("]") == 4


def test_the_map_does_not_move_while_the_current_neuron_does() -> None:
    def places(j: int) -> list[int]:
        text = text_of(lines_of(WIDE.steps.at(1, Symbol(Role.DELTA, 1, j)), 79)[:1])
        return [text.index(label) for label in ("x", "h₁", "y")]

    assert places(1) == places(9) == places(16)


def test_where_a_layer_does_not_fit_only_the_current_one_moves() -> None:
    steps = [WIDE.steps.at(1, Symbol(Role.DELTA, 1, j)) for j in WIDE.network.neurons(1)]
    maps = [text_of(lines_of(step, 50)[:1]) for step in steps]
    assert all("…" in text for text in maps)
    assert len({text.partition("h₁")[0] for text in maps}) == 1


def test_more_terms_than_there_is_room_for_are_the_largest_six_and_a_sum() -> None:
    z = Symbol(Role.Z, 2, 1)
    step = WIDE.steps.at(1, z)
    terms = [*WIDE.model.terms(z), Symbol(Role.B, 2, 1)]
    by_size = sorted(terms, key=lambda term: -abs(step.value_of(term)))
    lines = lines_of(step, 100, 13)
    shown = {p.symbol for line in lines for p in line} & set(terms)
    assert shown == set(by_size[:6])
    rest = sum(step.value_of(term) for term in by_size[6:])
    others = next(line for line in text_of(lines).splitlines() if "11 more, sum" in line)
    number = Notation("course", WIDE.model).number
    assert number(written(rest, GRAPH)[0]) in others


def test_where_there_is_room_all_terms_are_shown() -> None:
    step = WIDE.steps.at(1, Symbol(Role.Z, 2, 1))
    shown = {piece.symbol for piece in pieces(step)}
    assert {*WIDE.model.terms(step.symbol), Symbol(Role.B, 2, 1)} <= shown
    assert "more" not in text_of(lines_of(step))


@pytest.mark.parametrize(("width", "least", "most"), ((79, 6, 15), (160, 17, 24)))
@every_network
def test_the_height_it_asks_for_has_room_for_that_many_terms(
    name: str, width: int, least: int, most: int
) -> None:
    height = one_neuron.height(TRACES[name].network, width, most=99, roomy=True)
    assert height <= most
    for step in steps_of(name):
        terms = len(step.terms) + (step.symbol.role is Role.Z)
        if terms <= least and not step.symbol.is_term and step.symbol.role in (Role.Z, Role.DC_DA):
            lines = lines_of(step, width, height)
            assert set(step.terms) <= {piece.symbol for line in lines for piece in line}


def test_bars_lie_on_the_side_of_their_sign() -> None:
    step = WIDE.steps.at(1, Symbol(Role.Z, 1, 3))
    for term in WIDE.model.terms(step.symbol):
        line = next(line for line in lines_of(step) if any(p.symbol == term for p in line))
        zero = next(k for k, piece in enumerate(line) if piece.text == "│")
        bar = next(k for k, p in enumerate(line) if p.symbol == term and p.text[-1] in "█▌▐")
        assert (bar > zero) == (step.value_of(term) > 0)


def test_the_row_of_a_gradient_is_in_view_while_it_is_made() -> None:
    for role in (Role.DC_DW, Role.W_NEW):
        for i in WIDE.network.neurons(1):
            lines = lines_of(WIDE.steps.at(1, Symbol(role, 2, 1, i)), 79, 10)
            assert any(piece.style == "made" for line in lines for piece in line)


@pytest.mark.parametrize("size", SIZES)
@every_network
def test_it_fits_and_shows_what_is_made_in_any_size(name: str, size: tuple[int, int]) -> None:
    width, height = size
    for step in steps_of(name)[::11]:
        for frame in (frame_of(step), frame_of(step, "ko"), frame_of(step, "ko", ascii=True)):
            lines = one_neuron.lines(frame, width, height)
            assert len(lines) <= height
            assert all(sum(cells(p.text) for p in line) <= width for line in lines)
            if width > 20:
                assert any(piece.style == "made" for line in lines for piece in line)


@every_network
def test_in_ascii_nothing_else_is_drawn(name: str) -> None:
    for step in steps_of(name)[::3]:
        frame = frame_of(step, ascii=True)
        assert text_of(one_neuron.lines(frame, 100, 20)).isascii()
