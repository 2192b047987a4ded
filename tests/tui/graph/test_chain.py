"""The invariants of the graph, at every step of the home networks."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest

from stepper import load_scenario, run
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.figures.chain.edges import edges
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Step, Trace
from stepper.tui.graph.chain import chain as chain_graph
from stepper.tui.graph.chain import layout as chain_layout
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED, GRAPH, written
from stepper.typeset.notation import Notation

WIDTH, HEIGHT = 80, 10
TRACES = {name: run(load_scenario(name)) for name in ("one_hidden", "three_hidden")}


def steps_of(name: str) -> Sequence[Step]:
    """The steps of two iterations."""
    trace = TRACES[name]
    return trace.steps[: 2 * len(trace.model.steps)]


def frame_of(step: Step) -> Frame:
    notation = Notation("course", step.trace.model)
    return Frame(step, Look(Explainer("en", notation)), 60)


def drawn(step: Step, width: int = WIDTH) -> list[ScreenLine]:
    return chain_graph.lines(frame_of(step), width, HEIGHT)


@cache
def pieces(step: Step) -> list[Piece]:
    return [piece for line in drawn(step) for piece in line if piece.symbol]


def numbers(step: Step) -> set[Symbol]:
    """The symbols whose numbers the graph shows."""
    shown = set()
    for piece in pieces(step):
        assert piece.symbol
        if step.is_known(piece.symbol):
            texts = [written(step.value_of(piece.symbol), k)[0] for k in (CROWDED, GRAPH)]
            number = Notation("course", step.trace.model).number
            if any(piece.text.strip().endswith(number(text)) for text in texts):
                shown.add(piece.symbol)
    return shown


@pytest.mark.parametrize("name", TRACES)
def test_the_number_that_is_made_is_the_only_one_highlighted(name: str) -> None:
    for step in steps_of(name):
        made = {piece.symbol for piece in pieces(step) if piece.style == "made"}
        assert made == {step.symbol}


@pytest.mark.parametrize("name", TRACES)
def test_what_the_equation_takes_is_lit_where_it_stands_on_the_graph(name: str) -> None:
    for step in steps_of(name):
        frame = frame_of(step)
        on_graph = {piece.symbol for piece in pieces(step)}
        lit = {piece.symbol for piece in pieces(step) if piece.style.endswith("-lit")}
        assert lit == (frame.lit - {step.symbol}) & on_graph


@pytest.mark.parametrize("name", TRACES)
def test_each_step_adds_its_own_number_and_no_other(name: str) -> None:
    for step in steps_of(name):
        if step.in_iteration > 1:
            before = step.trace.steps[step.number - 2]
            assert numbers(step) - numbers(before) == {step.symbol}
            assert numbers(before) < numbers(step)


@pytest.mark.parametrize("name", TRACES)
def test_nothing_is_shown_before_it_is_made(name: str) -> None:
    for step in steps_of(name):
        for piece in pieces(step):
            assert piece.symbol
            if not step.is_known(piece.symbol):
                assert piece.style == "quiet"
                assert not any(character.isdecimal() for character in piece.text.split()[-1])


def test_a_forward_value_has_the_forward_style_and_a_gradient_the_backward_style() -> None:
    step = TRACES["three_hidden"].steps[24]
    styles = {p.symbol: p.style for p in pieces(step) if p.text.strip()[-1:].isdecimal()}
    assert styles[Symbol(Role.A, 3, 1)] == "forward"
    assert styles[Symbol(Role.DELTA, 3, 1)] == "backward"
    assert styles[Symbol(Role.W, 3, 1, 1)] == "parameter"
    assert styles[Symbol(Role.T, 4, 1)] == "target"


def test_arrows_turn_round_where_gradients_are_known() -> None:
    trace = TRACES["one_hidden"]
    text = [
        "".join(piece.text for line in drawn(step) for piece in line) for step in trace.steps[:15]
    ]
    assert [t.count("▶") for t in text[:4]] == [5, 5, 5, 5]
    assert text[4].count("◀") == 1
    assert text[14].count("◀") == 5
    assert text[14].count("▶") == 1


@pytest.mark.parametrize("width", range(30, 240, 14))
@pytest.mark.parametrize("name", TRACES)
def test_the_graph_folds_into_rows_that_fit(name: str, width: int) -> None:
    trace: Trace = TRACES[name]
    rows = chain_layout.fold(trace.network, width)
    for row, below in pairwise(rows):
        assert row[-1] == below[0]
    joined = [edge for k, row in enumerate(rows) for edge in (row[1:] if k else row)]
    assert joined == edges(trace.network)
    if width > 60:
        for step in (trace.steps[0], trace.steps[-1]):
            for line in chain_graph.lines(frame_of(step), width, 99):
                assert sum(len(piece.text) for piece in line) == width


def test_one_hidden_takes_one_row_of_80_and_three_hidden_two() -> None:
    assert len(chain_layout.fold(TRACES["one_hidden"].network, 80)) == 1
    assert len(chain_layout.fold(TRACES["three_hidden"].network, 80)) == 2


def test_the_row_where_a_number_is_made_is_in_view() -> None:
    for step in TRACES["three_hidden"].steps[:29]:
        shown = [piece for line in chain_graph.lines(frame_of(step), 60, 5) for piece in line]
        assert any(piece.style == "made" for piece in shown), step.symbol.column
    assert step.phase is Phase.UPDATE


EXTREMES = {
    "one_hidden": TRACES["one_hidden"],
    "three_hidden": TRACES["three_hidden"],
    "a target of digits": run(load_scenario("three_hidden")._replace(samples=(((0.5,), (0.01,)),))),
    "tiny": run(
        Scenario(
            "tiny",
            0.5,
            (((1.234567e-5,), (1.0,)),),
            tuple(Layer(((w,),)) for w in (-1.2345678e-6, -1.2345678e-4, -12345.678)),
        )
    ),
    "a huge rate": run(
        Scenario("", 1e308, (((0.5,), (1.0,)),), (Layer(((0.15,),)), Layer(((0.4,),))), epochs=3)
    ),
    "biases in place": run(
        Scenario(
            "",
            50.0,
            (((1000.5,), (0.0,)),),
            (Layer(((-3.15,),), (0.1,)), Layer(((-44321.4,),), (0.2,))),
            update="in_place",
        )
    ),
}


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("name", EXTREMES)
def test_a_number_has_three_digits_at_least_and_its_text_and_place_stay(
    name: str, width: int
) -> None:
    trace = EXTREMES[name]
    count = len(trace.model.steps)
    for iteration in range(1, trace.iterations + 1)[:2]:
        seen: dict[Symbol, tuple[int, str]] = {}
        for step in trace.steps[(iteration - 1) * count : iteration * count]:
            now = texts_of(step, width)
            assert all(now[symbol] == seen[symbol] for symbol in seen), step.number
            seen = now
            assert step.symbol in now
        assert set(trace.model.steps) <= seen.keys()


def texts_of(step: Step, width: int) -> dict[Symbol, tuple[int, str]]:
    """Return the numbers on the graph with their x, each followed by a blank."""
    found = {}
    number = Notation("course", step.trace.model).number
    for line in chain_graph.lines(frame_of(step), width, 99):
        x = 0
        for piece, after in zip(line, [*line[1:], Piece(" ")], strict=True):
            text = piece.text.strip()
            begin, x = x, x + cells(piece.text)
            if piece.symbol and step.is_known(piece.symbol):
                value = step.value_of(piece.symbol)
                ends = [number(written(value, k)[0]) for k in (CROWDED, GRAPH)]
                if text.endswith(tuple(ends)):
                    assert after.text.startswith(" ") or piece.text.endswith(" "), line
                    found[piece.symbol] = begin, text
    return found
