"""The invariants of the graph, at every step of the home networks."""

from itertools import pairwise

import pytest

from stepper import load_scenario, run
from stepper.digits import GRAPH, written
from stepper.explain import Explainer
from stepper.notation import Notation
from stepper.steps import Step
from stepper.symbols import Phase, Role, Symbol
from stepper.trace import Trace
from stepper.tui import chain_graph
from stepper.tui.look import Frame, Line, Look, Piece

WIDTH, HEIGHT = 80, 10
TRACES = {name: run(load_scenario(name)) for name in ("one_hidden", "three_hidden")}
STEPS = [
    pytest.param(step, id=f"{name}-{step.number}")
    for name, trace in TRACES.items()
    for step in trace.steps[: 2 * len(trace.network.steps)]
]


def frame_of(step: Step) -> Frame:
    notation = Notation("seed", step.trace.network)
    return Frame(step, Look(Explainer("en", notation)), 60)


def drawn(step: Step, width: int = WIDTH) -> list[Line]:
    return chain_graph.lines(frame_of(step), width, HEIGHT)


def pieces(step: Step) -> list[Piece]:
    return [piece for line in drawn(step) for piece in line if piece.symbol]


def numbers(step: Step) -> set[Symbol]:
    """The symbols whose numbers the graph shows."""
    shown = set()
    for piece in pieces(step):
        assert piece.symbol
        if step.is_known(piece.symbol):
            texts = [written(step.value_of(piece.symbol), k)[0] for k in range(1, GRAPH + 1)]
            number = Notation("seed", step.trace.network).number
            if any(piece.text.strip().endswith(number(text)) for text in texts):
                shown.add(piece.symbol)
    return shown


@pytest.mark.parametrize("step", STEPS)
def test_the_number_that_is_made_is_the_only_one_highlighted(step: Step) -> None:
    made = {piece.symbol for piece in pieces(step) if piece.style == "made"}
    assert made == {step.symbol}


@pytest.mark.parametrize("step", STEPS)
def test_what_the_equation_takes_is_lit_where_it_stands_on_the_graph(step: Step) -> None:
    frame = frame_of(step)
    on_graph = {piece.symbol for piece in pieces(step)}
    lit = {piece.symbol for piece in pieces(step) if piece.style.endswith("-lit")}
    assert lit == (frame.lit - {step.symbol}) & on_graph


@pytest.mark.parametrize("step", STEPS)
def test_each_step_adds_its_own_number_and_no_other(step: Step) -> None:
    if step.in_iteration > 1:
        before = step.trace.steps[step.number - 2]
        assert numbers(step) - numbers(before) == {step.symbol}
        gave_way = {symbol.role for symbol in numbers(before) - numbers(step)}
        assert gave_way <= ({Role.DC_DW} if step.phase is Phase.UPDATE else set())


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_shown_before_it_is_made(step: Step) -> None:
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


@pytest.mark.parametrize("width", range(30, 240, 7))
@pytest.mark.parametrize("name", TRACES)
def test_the_graph_folds_into_rows_that_fit(name: str, width: int) -> None:
    trace: Trace = TRACES[name]
    rows = chain_graph.fold(trace.network, width)
    for row, below in pairwise(rows):
        assert row[-1] == below[0]
    joined = [edge for k, row in enumerate(rows) for edge in (row[1:] if k else row)]
    assert joined == chain_graph.edges(trace.network)
    if width > 60:
        for step in (trace.steps[0], trace.steps[-1]):
            for line in chain_graph.lines(frame_of(step), width, 99):
                assert sum(len(piece.text) for piece in line) == width


def test_one_hidden_takes_one_row_of_80_and_three_hidden_two() -> None:
    assert len(chain_graph.fold(TRACES["one_hidden"].network, 80)) == 1
    assert len(chain_graph.fold(TRACES["three_hidden"].network, 80)) == 2


def test_the_row_where_a_number_is_made_is_in_view() -> None:
    for step in TRACES["three_hidden"].steps[:29]:
        shown = [piece for line in chain_graph.lines(frame_of(step), 60, 5) for piece in line]
        assert any(piece.style == "made" for piece in shown), step.symbol.column
    assert step.phase is Phase.UPDATE
