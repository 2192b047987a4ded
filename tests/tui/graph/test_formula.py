"""The graph of a formula, and every other part of the screen, for formulas drawn at random."""

from functools import cache
from itertools import product
from random import Random

import pytest

from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.figures.formula.excerpt import needed
from stepper.formula.formula import Formula
from stepper.runs.rows import Run
from stepper.runs.trace import Step, Trace
from stepper.tui.graph import views as graph
from stepper.tui.graph.formula.drawing import FormulaDrawing
from stepper.tui.graph.formula.fit import layout
from stepper.tui.graph.formula.sizes import WIDEST
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.formulas import drawn
from tests.support.frames import parts_of, text
from tests.support.graphs import scenario
from tests.support.networks import bundled

SIZES = ((40, 10), (80, 24), (100, 30), (120, 36), (160, 45), (200, 60))
GRAPHS = ((40, 7), (80, 11), (80, 23), (120, 23), (160, 40))


def trace_of(k: int) -> Trace:
    random = Random(k)
    made = drawn(random, lines=random.choice((3, 6, 30)), depth=random.choice((1, 2)))
    made = made._replace(gates=k % 3 == 0, update=tuple(made.values)[: k % 3])
    run = Trace(made.scenario, Run(made.scenario))
    run.rows.reach(1, 1e18)
    return run


@cache
def look_of(trace: Trace, language: str, ascii: bool, digits: bool = False) -> Look:
    style = ASCII if ascii else COURSE
    return Look(Explainer(language, Notation(style, trace.model)), ascii, all_digits=digits)


TRACES = {f"formula {k}": trace_of(k) for k in range(12)}
by_trace = pytest.mark.parametrize("trace", TRACES.values(), ids=TRACES.keys())


def steps_of(trace: Trace, count: int = 12) -> list[Step]:
    """Some numbers that are computed, terms of sums too."""
    made = trace.model.computed
    return [Step(trace, 1, s) for s in Random(len(made)).sample(made, min(count, len(made)))]


@cache
def graphs(trace: Trace) -> list[tuple[Frame, list[ScreenLine], tuple[int, int]]]:
    all_of_them = []
    for k, step in enumerate(steps_of(trace)):
        look, (width, most) = look_of(trace, "en", k % 4 == 0), GRAPHS[k % len(GRAPHS)]
        height = graph.height(trace.model, "formula", width, most, k % 2 == 0)
        frame = Frame(step, look, 60)
        all_of_them.append((frame, graph.lines(frame, width, height), (width, height)))
    return all_of_them


def shown(frame: Frame, piece: Piece) -> bool:
    """Whether a piece ends with the number of its symbol, with as many digits as fit."""
    assert piece.symbol
    notation, value = frame.look.notation, frame.step.value_of(piece.symbol)
    texts = [notation.number(written(value, k)[0]) for k in range(GRAPH, 0, -1)]
    others = [notation.sign("about") + "0", frame.look.sign("more")]
    return piece.text.endswith((*texts, *others))


@by_trace
def test_each_number_of_the_graph_is_that_of_the_trace_and_is_known(trace: Trace) -> None:
    for frame, lines, (width, height) in graphs(trace):
        where = frame.step.symbol.column
        assert len(lines) <= height, where
        assert all(sum(cells(piece.text) for piece in line) <= width for line in lines), where
        for piece in (piece for line in lines for piece in line if piece.symbol):
            assert piece.symbol
            if piece.text.endswith(" "):
                continue  # a name, or what a line does
            if frame.step.is_known(piece.symbol):
                assert shown(frame, piece), (where, piece)
            else:
                assert piece.text.endswith(frame.look.notation.sign("unknown")), (where, piece)


@by_trace
def test_what_is_computed_now_is_the_only_thing_that_is_highlighted(trace: Trace) -> None:
    for frame, lines, _ in graphs(trace):
        pieces = [piece for line in lines for piece in line if piece.style == "made"]
        assert {piece.symbol for piece in pieces} == {frame.step.symbol}, frame.step.symbol.column
        lit = (piece for line in lines for piece in line if piece.style.endswith("-lit"))
        assert all(piece.symbol in frame.lit for piece in lit)


@by_trace
def test_every_part_fits_in_every_window(trace: Trace) -> None:
    shift = trace.model.width  # another one for each formula
    parts = ("", "graph", "equation", "list", "charts", "curves")
    for k, step in enumerate(steps_of(trace, 6)):
        turn = k + shift
        look = look_of(trace, ("en", "ko")[turn % 2], turn % 3 == 0, turn % 5 == 0)
        enlarged = parts[(k + turn // 2) % len(parts)]
        for place, _, lines in parts_of(step, look, SIZES[k], enlarged):
            assert len(lines) <= place.height, (place.part, step.symbol.column)
        assert [*parts_of(step, look, SIZES[k], "drawer", ("work_out", "check")[turn // 2 % 2])]


def test_what_several_lines_send_back_is_at_the_end_of_each_wire() -> None:
    trace = Trace(s := scenario("u = x*y; v = x + u; f = v*x", {"x": 3, "y": -4}), Run(s))
    trace.rows.reach(1, 1e18)
    step = Step(trace, 1, Symbol(Role.GRADIENT, names=("f", "x")))
    frame = Frame(step, look_of(trace, "en", ascii=False), 60)
    lines = graph.lines(frame, 120, 30)
    sent = {p.symbol.names[1]: p.text for line in lines for p in line if p.symbol in step.terms}
    assert sent == {"u": "◂−12", "v": "◂3", "f": "◂−9"}
    assert "◂−18" in "\n".join(map(text, lines))


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36)])
def test_every_line_that_uses_a_weight_is_shown_where_its_gradient_is_the_sum(
    size: tuple[int, int],
) -> None:
    trace = bundled("rnn_two_steps")
    for weight, terms in (("w", ("◂0.1429", "◂0.1834")), ("u", ("◂0.07144", "◂0.2627"))):
        step = Step(trace, 1, Symbol(Role.GRADIENT, names=("C", weight)))
        ((_, _, lines),) = parts_of(step, look_of(trace, "en", ascii=False), size, only="graph")
        seen = "\n".join(map(text, lines))
        assert all(term in seen for term in terms), (weight, size)


@pytest.mark.parametrize("ascii", [False, True])
def test_every_wire_that_leaves_the_part_says_that_it_goes_on(ascii: bool) -> None:
    trace = bundled("rnn_two_steps")
    look, formula = look_of(trace, "en", ascii), trace.model
    assert isinstance(formula, Formula)
    for (lean, height), symbol in product(((False, 14), (True, 10)), formula.computed):
        where = layout(look, formula, 80, height, WIDEST, symbol, lean)
        frame = Frame(Step(trace, 1, symbol), look, 60)
        drawn = FormulaDrawing(frame, where, 80, height).lines()
        signs = (p.text.count(look.sign("more")) for line in drawn for p in line if not p.symbol)
        others = {u for u in formula.symbols if u not in where.part.names}
        assert sum(signs) == sum(not others.isdisjoint(formula.users[x]) for x in where.nodes)


@by_trace
def test_the_least_window_has_the_names_of_the_step(trace: Trace) -> None:
    look = look_of(trace, "en", ascii=False)
    for step in trace.steps[: len(trace.model.steps)]:
        assert isinstance(trace.model, Formula)
        where = layout(look, trace.model, 2, 3, WIDEST, step.symbol)
        assert {*needed(step.symbol)} <= {*where.part.names, *where.part.elsewhere}
