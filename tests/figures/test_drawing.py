"""What a drawing shows is what the trace has at that step, each number once, none over another."""

from collections import Counter
from functools import cache
from itertools import combinations, cycle, pairwise

import pytest

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.figures.drawing import Drawing, Text, drawing, overview
from stepper.figures.layout import LINE, PAPER, SCREEN, SIZE, room
from stepper.files.typed import typed_scenario
from stepper.runs.scenario import localised
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import COURSE, NOTATIONS, Notation
from tests.support.networks import BUNDLED, EVERY, FORMULAS, begun, drawn, traced

NAMES = [*EVERY, *FORMULAS]
LARGE = {
    "long": drawn((1,) * 14),
    "deep": drawn((2,) * 9, biases=True),
    "wide": drawn((3, 20, 2), biases=True),
    "many": drawn((12, 12, 12)),
}
Rectangle = tuple[float, float, float, float]


def explainer(trace: Trace, style: str = COURSE) -> Explainer:
    return Explainer("en", Notation(style, trace.model, trace.scenario.names))


def last(trace: Trace) -> Step:
    """The last step of the first iteration."""
    return trace.steps[len(trace.schedule.steps(1)) - 1]


def shown(drawn: Drawing) -> Counter[Symbol]:
    return Counter(text.place.symbol for text in drawn.texts)


def is_drawn(symbol: Symbol) -> bool:
    """Whether a number has a place; the products that a sum of a network consists of have none."""
    return symbol.role not in (Role.WA, Role.WDELTA)


def area(text: Text) -> Rectangle:
    """What a text covers: its left, top, right and bottom."""
    width = room(text.whole)
    x = text.place.x - width / 2 * text.place.is_centred
    return x, text.place.y - 0.8 * SIZE, x + width, text.place.y + 0.2 * SIZE


def overlaps(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("name", NAMES)
def test_in_the_end_each_number_of_an_iteration_is_shown_once(name: str) -> None:
    trace = traced(name)
    step = last(trace)
    drawn = drawing(step, explainer(trace))
    known = [s for s in trace.model.columns if is_drawn(s) and step.is_known(s)]
    assert shown(drawn) == Counter(known)
    assert not drawn.note


@cache
def drawings(name: str) -> list[tuple[Step, Drawing]]:
    """Each step of the first iteration, drawn."""
    trace = traced(name)
    how = explainer(trace)
    return [(step, drawing(step, how)) for step in trace.steps[: len(trace.model.steps)]]


@pytest.mark.parametrize("name", NAMES)
def test_a_step_shows_what_is_known_then_and_nothing_else(name: str) -> None:
    how = explainer(traced(name))
    unknown = how.notation.sign("unknown")
    for step, picture in drawings(name):
        for text in picture.texts:
            s = text.place.symbol
            if step.is_known(s):
                expected = how.notation.number(written(step.value_of(s), GRAPH)[0])
                assert (text.value, text.roles[0]) == (expected, s.role.kind)
            else:
                assert (text.value, text.roles) == (unknown, ("quiet",))
                assert s.role.phase is Phase.FORWARD
        assert [t.place.symbol for t in picture.texts if "made" in t.roles] == [step.symbol]
        used = {*symbols_in(step.equation.formula), *symbols_in(step.recursion.formula)}
        lit = {t.place.symbol for t in picture.texts if "lit" in t.roles}
        assert lit == {s for s in used if s in shown(picture)}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_moves_from_step_to_step(name: str) -> None:
    first, *others = (each.layout for _, each in drawings(name))
    assert all(each is first for each in others)


@pytest.mark.parametrize("across", [SCREEN, PAPER])
@pytest.mark.parametrize(("name", "style"), [*zip(NAMES, cycle(NOTATIONS), strict=False)])
def test_no_number_is_over_another_or_beyond_the_edge(name: str, style: str, across: float) -> None:
    trace = traced(name)
    drawn = drawing(last(trace), explainer(trace, style), across=across)
    areas = {text.place.symbol.column: area(text) for text in drawn.texts}
    for (a, one), (b, other) in combinations(areas.items(), 2):
        assert not overlaps(one, other), (a, b)
    for column, (left, top, right, bottom) in areas.items():
        assert min(left, top) >= 0, column
        assert (right <= drawn.layout.width, bottom <= drawn.layout.height) == (True, True), column


@pytest.mark.parametrize("across", [SCREEN, PAPER])
@pytest.mark.parametrize("name", NAMES)
def test_boxes_are_apart_and_no_wire_runs_through_one(name: str, across: float) -> None:
    trace = traced(name)
    where = drawing(last(trace), explainer(trace), across=across).layout
    areas = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in where.boxes]
    assert not any(overlaps(one, other) for one, other in combinations(areas, 2))
    for wire in where.wires:
        for (a, b), (x, y) in pairwise(wire.points):
            if a == x or b == y:
                line = (min(a, x), min(b, y), max(a, x), max(b, y))
                assert not any(overlaps(line, area) for area in areas), wire


@pytest.mark.parametrize("across", [SCREEN, PAPER])
@pytest.mark.parametrize("name", [*BUNDLED, *FORMULAS])
def test_no_name_of_a_bundled_scenario_is_cut(name: str, across: float) -> None:
    trace = traced(name)
    how = explainer(trace)
    for text in drawing(last(trace), how, across=across).texts:
        assert text.name in ("", how.notation.name(text.place.symbol))


@pytest.mark.parametrize("name", ["mazur", "byu", "two_paths", "three_hidden"])
def test_what_is_too_wide_for_paper_is_folded(name: str) -> None:
    trace = traced(name)
    screen, paper = (
        drawing(last(trace), explainer(trace), across=across).layout for across in (SCREEN, PAPER)
    )
    assert PAPER < screen.width <= SCREEN
    assert paper.width <= PAPER
    assert paper.height > screen.height


@pytest.mark.parametrize("across", [SCREEN, PAPER])
@pytest.mark.parametrize("name", ["three_hidden", "exploding"])
def test_a_chain_turns_between_layers(name: str, across: float) -> None:
    trace = traced(name)
    drawn = drawing(last(trace), explainer(trace), across=across)
    rows = {text.place.symbol.column: text.place.y for text in drawn.texts}
    before = ["x[1]", *(f"a[{l}][1]" for l in range(1, trace.network.L))]
    assert all(rows[a] == rows[f"z[{l}][1]"] for l, a in enumerate(before, 1))


@pytest.mark.parametrize("name", ["three_hidden", "xor", "used_twice", "softmax"])
def test_at_each_step_something_is_at_work(name: str) -> None:
    trace = traced(name)
    how = explainer(trace)
    for step in trace.steps[: len(trace.model.steps)]:
        drawn = drawing(step, how)
        assert drawn.wires or drawn.boxes, step
        assert {roles[-1] for roles in (*drawn.wires.values(), *drawn.boxes.values())} == {"lit"}


def test_the_path_of_a_product_is_lit() -> None:
    trace = traced("xor")
    net = trace.network
    step = trace.steps.at(1, net.by_column["dC/da[1][1]"])
    drawn = drawing(step, explainer(trace))
    lit = {s.column for k in drawn.wires for s in drawn.layout.wires[k].of if s.role is Role.W}
    assert lit == {"w[2][1][1]"}


@pytest.mark.parametrize(
    ("name", "made", "wire", "flow"),
    [
        ("three_hidden", "dC/dw[3][1][1]", "a[2][1]", "forward"),  # h₂ is a factor and no more
        ("three_hidden", "dC/dw[3][1][1]", "delta[3][1]", "backward"),
        ("three_hidden", "dC/da[2][1]", "a[2][1]", "backward"),
        ("three_hidden", "da/dz[3][1]", "a[3][1]", "forward"),
        ("three_hidden", "dC/dw[1][1][1]", "x[1]", "forward"),
        ("xor", "dC/dw[2][1][1]", "w[2][1][1]", "forward"),  # nothing reaches h₁,₁ yet
        ("xor", "dC/da[1][1]", "w[2][1][1]", "backward"),
        ("xor", "dC/db[2][1]", "b[2][1]", "backward"),
        ("xor", "dC/da[2][1]", "C", "backward"),
        ("chain_rule", "local dz/dx", "local dz/dx", "forward"),
        ("chain_rule", "dL/dx", "local dz/dx", "backward"),
        ("used_twice", "df/dt", "local dx/dt", "backward"),
    ],
)
def test_a_gradient_comes_back_along_a_wire_only_to_where_it_begins(
    name: str, made: str, wire: str, flow: str
) -> None:
    trace = traced(name)
    by_column = trace.model.by_column
    drawn = drawing(trace.steps.at(1, by_column[made]), explainer(trace))
    wires = drawn.layout.wires
    assert [r for k, r in drawn.wires.items() if by_column[wire] in wires[k].of] == [(flow, "lit")]


def test_a_weight_goes_down_to_its_node_and_a_gradient_up_from_it() -> None:
    trace = traced("three_hidden")
    net, how = trace.network, explainer(trace)
    flows = []
    for column in ("delta[3][1]", "dC/dw[4][1][1]", "w+[4][1][1]"):
        drawn = drawing(trace.steps.at(1, net.by_column[column]), how)
        flows += [
            roles[0]
            for k, roles in drawn.wires.items()
            if net.by_column["w[4][1][1]"] in drawn.layout.wires[k].of
        ]
    assert flows == ["parameter", "backward", "parameter"]


def test_what_enters_a_node_begins_at_its_arrow() -> None:
    trace = traced("exploding")  # with biases
    net, where = trace.network, drawing(last(trace), explainer(trace)).layout
    for column in ("w[2][1][1]", "b[2][1]"):
        s = net.by_column[column]
        (place,) = (place for place in where.places if place.symbol == s)
        (arrow,) = (wire.points[0] for wire in where.wires if s in wire.of)
        assert abs(place.y - arrow[1]) < LINE, column


@pytest.mark.parametrize("name", ["linear_regression", "relu_dies"])
def test_an_identity_is_called_so(name: str) -> None:
    trace = traced(name)
    boxes = drawing(last(trace), explainer(trace)).layout.boxes
    assert "identity" in {box.title for box in boxes}


def test_lines_that_differ_in_their_operator_alone_have_boxes_that_say_so() -> None:
    lines = "a = x + y; b = x*y; c = x - y; d = x/y; e = -x; f = x^2; g = a*b*c*d*e*f"
    trace = begun(typed_scenario(lines, ["x=2", "y=3"]))
    boxes = drawing(last(trace), explainer(trace)).layout.boxes
    titles = {s.column: box.title for box in boxes for s in box.makes}
    assert [titles[name] for name in "abcdefg"] == ["+", "×", "−", "/", "−x", "x²", "×"]


@pytest.mark.parametrize("name", LARGE)
def test_of_a_large_network_what_is_around_the_step_is_shown_and_said(name: str) -> None:
    trace = begun(LARGE[name])
    how = explainer(trace)
    for step in trace.steps[: len(trace.model.steps)]:
        drawn = drawing(step, how)
        assert "made" in {role for text in drawn.texts for role in text.roles}, step
        assert drawn.note == how.say("graph.part", shown=drawn.layout.shown, count=drawn.layout.of)
        assert 0 < drawn.layout.shown < drawn.layout.of
        assert max(shown(drawn).values()) == 1


def test_of_a_large_formula_what_is_around_the_step_is_shown_and_said() -> None:
    lines = "; ".join(f"a{k} = a{k - 1}*x + a{max(0, k - 7)}" for k in range(1, 40))
    trace = begun(typed_scenario(lines, ["a0=0.5", "x=0.9"]))
    for step in trace.steps[: len(trace.model.steps)]:
        drawn = drawing(step, explainer(trace))
        assert "made" in {role for text in drawn.texts for role in text.roles}, step
        assert drawn.note


def test_a_drawing_says_in_words_what_the_step_is() -> None:
    trace = traced("three_hidden")
    drawn = drawing(trace.steps[15], explainer(trace))
    assert drawn.title == localised(BUNDLED["three_hidden"].title, "en") != ""
    assert drawn.description == "Step 16: δ₃ = −0.01298, computed from δy, W₄, ∂h₃/∂z₃."


def test_a_number_left_out_looks_like_one_that_is_not_known() -> None:
    trace = traced("xor")
    drawn = overview(last(trace), explainer(trace), hides=lambda s: True)
    assert {text.roles for text in drawn.texts} == {("quiet",)}
