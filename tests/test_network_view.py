"""The invariants of the network view, at every step of a number of networks."""

from dataclasses import replace
from functools import lru_cache

import pytest

from stepper import load_scenario, run
from stepper.digits import GRAPH, written
from stepper.explain import Explainer
from stepper.notation import ASCII, SEED, Notation
from stepper.steps import Step
from stepper.symbols import COST, Phase, Role, Symbol
from stepper.trace import Trace
from stepper.tui import network_view
from stepper.tui.look import Frame, Line, Look, Piece
from stepper.typeset import cells
from tests.networks import drawn

SCENARIOS = {
    "xor": load_scenario("xor"),
    "2-2-2": drawn((2, 2, 2), biases=True),
    "2-3-3-1": drawn((2, 3, 3, 1), biases=True),
    "3-1-4-2 without biases": drawn((3, 1, 4, 2)),
    "2-2-2 with fixed biases": drawn((2, 2, 2), biases=True, train_biases=False),
    "2-3-2 in place": drawn((2, 3, 2), biases=True, update="in_place"),
    "1-1-1": drawn((1, 1, 1)),
    "1-1-1-1-1 with biases in place": drawn((1, 1, 1, 1, 1), biases=True, update="in_place"),
    "2-2-2 of large numbers": drawn((2, 2, 2), biases=True, reach=1e5),
}
TRACES = {name: run(scenario) for name, scenario in SCENARIOS.items()}
SIZES = {"crowded": (112, 0), "roomy": (200, 9)}  # the width, the lines beyond those that it takes
VIEWS = [
    pytest.param(name, width, beyond, ascii, id=f"{name} {size} {'ASCII' if ascii else 'Unicode'}")
    for name in TRACES
    for size, (width, beyond) in SIZES.items()
    for ascii in (False, True)
]
every_view = pytest.mark.parametrize(("name", "width", "beyond", "ascii"), VIEWS)

Place = tuple[int, int]
View = list[tuple[Step, list[Line]]]


@lru_cache(maxsize=None)
def look_of(trace: Trace, ascii: bool = False, language: str = "en") -> Look:
    notation = Notation(ASCII if ascii else SEED, trace.network, trace.scenario.names)
    return Look(Explainer(language, notation), ascii)


def frame_of(step: Step, ascii: bool = False, language: str = "en") -> Frame:
    return Frame(step, look_of(step.trace, ascii, language), 60)


def steps_of(name: str) -> list[Step]:
    """An iteration that has weights of its own."""
    trace = TRACES[name]
    count = len(trace.network.steps)
    return trace.steps[count : 2 * count]


@lru_cache(maxsize=None)
def drawn_steps(name: str, width: int, beyond: int, ascii: bool) -> View:
    height = network_view.height(TRACES[name].network, width) + beyond
    return [
        (step, network_view.lines(frame_of(step, ascii), width, height)) for step in steps_of(name)
    ]


def drawn_at(name: str, column: str, width: int, height: int = 99) -> list[Line]:
    trace = TRACES[name]
    step = Step(trace, 2, trace.network.by_column[column])
    return network_view.lines(frame_of(step), width, height)


def text_of(lines: list[Line]) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in lines)


def pieces(lines: list[Line]) -> list[Piece]:
    return [piece for line in lines for piece in line if piece.symbol]


def number_in(step: Step, piece: Piece, ascii: bool) -> bool:
    """Whether a piece ends with the number of its symbol, rounded."""
    assert piece.symbol
    notation = look_of(step.trace, ascii).notation
    value = step.value_of(piece.symbol)
    texts = (notation.number(written(value, digits)[0]) for digits in range(1, GRAPH + 1))
    return any(piece.text.endswith(text) for text in texts)


def shown(step: Step, lines: list[Line], ascii: bool) -> dict[Symbol, Place]:
    """The numbers that are shown, and where they end."""
    places = {}
    for y, line in enumerate(lines):
        x = 0
        for piece in line:
            x += cells(piece.text)
            known = piece.symbol and step.is_known(piece.symbol)
            if piece.symbol and known and number_in(step, piece, ascii):
                places[piece.symbol] = (x - cells(piece.text.lstrip("◂<→->=▸")), y)
    return places


@every_view
def test_the_number_that_is_made_is_shown_and_the_only_one_highlighted(
    name: str, width: int, beyond: int, ascii: bool
) -> None:
    for step, lines in drawn_steps(name, width, beyond, ascii):
        made = [piece for piece in pieces(lines) if piece.style == "made"]
        assert {piece.symbol for piece in made} == {step.symbol}, step.symbol.column
        assert number_in(step, made[-1], ascii), made


@every_view
def test_what_the_equation_takes_is_lit_where_it_stands_on_the_view(
    name: str, width: int, beyond: int, ascii: bool
) -> None:
    for step, lines in drawn_steps(name, width, beyond, ascii):
        on_view = {piece.symbol for piece in pieces(lines)}
        lit = {piece.symbol for piece in pieces(lines) if piece.style.endswith("-lit")}
        assert lit == (frame_of(step, ascii).lit - {step.symbol}) & on_view, step.symbol.column


@every_view
def test_each_step_adds_its_own_number_and_no_other_but_the_terms_of_its_sum(
    name: str, width: int, beyond: int, ascii: bool
) -> None:
    before: set[Symbol] | None = None
    for step, lines in drawn_steps(name, width, beyond, ascii):
        now = set(shown(step, lines, ascii))
        if before is not None:
            assert now - before - set(step.terms) == {step.symbol}, step.symbol.column
        before = now
