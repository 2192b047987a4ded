"""The invariants of the network view, at every step of a number of networks."""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from random import Random

import pytest

from stepper import load_scenario, run
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.tui.graph.network import network as network_view
from stepper.tui.graph.network.drawing import LEAST
from stepper.tui.graph.network.layout import PLANS, label, least_width
from stepper.tui.graph.network.rows import least_height
from stepper.tui.look import TINY, Frame, Look, Piece, ScreenLine
from stepper.tui.signs import SIGNS
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED, GRAPH, written
from stepper.typeset.notation import ASCII, COURSE, SUPERSCRIPT, Notation
from tests.support.networks import begun, bundled, drawn

TRACES = {
    name: begun(scenario)
    for name, scenario in {
        "xor": load_scenario("xor"),
        "2-2-2": drawn((2, 2, 2), biases=True),
        "2-3-3-1": drawn((2, 3, 3, 1), biases=True),
        "3-1-4-2 without biases": drawn((3, 1, 4, 2)),
        "2-2-2 with fixed biases": drawn((2, 2, 2), biases=True, train_biases=False),
        "2-3-2 in place": drawn((2, 3, 2), biases=True, update="in_place"),
        "1-1-1": drawn((1, 1, 1)),
        "1-1-1-1-1 in place": drawn((1, 1, 1, 1, 1), biases=True, update="in_place"),
        "2-2-2 of large numbers": drawn((2, 2, 2), biases=True, reach=300),
        "8-16-4": drawn((8, 16, 4), biases=True),
    }.items()
}
WHOLE = [
    name for name in TRACES if name not in ("2-2-2", "1-1-1", "8-16-4")
]  # one after another on one screen
ROOMY = ("xor", "2-3-2 in place", "1-1-1")
IN_ASCII = ("xor", "2-2-2 of large numbers")
VIEWS = [
    *(pytest.param(name, False, False, id=name) for name in WHOLE),
    *(pytest.param(name, True, False, id=f"{name} roomy") for name in ROOMY),
    *(pytest.param(name, False, True, id=f"{name} in ASCII") for name in IN_ASCII),
]
every_view = pytest.mark.parametrize(("name", "roomy", "ascii"), VIEWS)

SEPARATORS = {" "} | {
    sign[0]
    for name, signs in SIGNS.items()
    if name in ("backward", "new", "sum") or name.endswith((" left", " entry", " right", " exit"))
    for sign in signs
}
LINES = range(0x2801, 0x2900)  # braille
Place = tuple[int, int]


@dataclass(frozen=True)
class View:
    """What is drawn of a step."""

    frame: Frame
    lines: list[ScreenLine]

    @cached_property
    def shown(self) -> dict[Symbol, Place]:
        """The numbers that are shown, and where they begin."""
        places = {}
        for y, line in enumerate(self.lines):
            x = 0
            for piece in line:
                x += cells(piece.text)
                if piece.symbol and self.frame.step.is_known(piece.symbol):
                    number = number_in(self.frame, piece)
                    if number:
                        places[piece.symbol] = x - cells(number), y
        return places


@cache
def look_of(trace: Trace, ascii: bool = False, language: str = "en") -> Look:
    return Look(Explainer(language, Notation(ASCII if ascii else COURSE, trace.model)), ascii)


def frame_of(step: Step, ascii: bool = False, language: str = "en") -> Frame:
    return Frame(step, look_of(step.trace, ascii, language), 60)


def whole_width(trace: Trace, ascii: bool = False) -> int:
    """The least cells in which no layer is left out."""
    net = trace.network
    return least_width(look_of(trace, ascii), net, PLANS[-1], net.L)


@cache
def drawn_steps(name: str, roomy: bool, ascii: bool) -> list[View]:
    """An iteration that has weights of its own; roomy, where no number has to give way."""
    trace = TRACES[name]
    width = 260 if roomy else whole_width(trace, ascii)
    height = 99 if roomy else least_height(trace.network)
    count = len(trace.model.steps)
    frames = [frame_of(step, ascii) for step in trace.steps[count : 2 * count]]
    return [View(frame, network_view.lines(frame, width, height)) for frame in frames]


def drawn_at(name: str, column: str, width: int = 0, height: int = 99) -> list[ScreenLine]:
    trace = TRACES[name]
    step = Step(trace, 2, trace.model.by_column[column])
    return network_view.lines(frame_of(step), width or whole_width(trace), height)


def text_of(lines: list[ScreenLine]) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines]


def pieces(lines: list[ScreenLine]) -> list[Piece]:
    return [piece for line in lines for piece in line if piece.symbol]


def styles(lines: list[ScreenLine], symbol: Symbol) -> list[str]:
    return [piece.style for piece in pieces(lines) if piece.symbol == symbol]


def number_in(frame: Frame, piece: Piece) -> str:
    """The number of its symbol that a piece ends with, rounded; about 0 for a tiny one."""
    assert piece.symbol
    notation = frame.look.notation
    value = frame.step.value_of(piece.symbol)
    texts = [notation.number(written(value, k)[0]) for k in (GRAPH, CROWDED, LEAST)]
    if 0 < abs(value) < TINY:
        texts.append(notation.sign("about") + "0")
    return next((text for text in texts if piece.text.endswith(text)), "")


@every_view
def test_the_number_that_is_made_is_shown_and_the_only_one_highlighted(
    name: str, roomy: bool, ascii: bool
) -> None:
    for view in drawn_steps(name, roomy, ascii):
        frame, lines = view.frame, view.lines
        made = [piece for piece in pieces(lines) if piece.style == "made"]
        assert {piece.symbol for piece in made} == {frame.step.symbol}
        assert number_in(frame, made[-1]), made


@every_view
def test_what_the_equation_takes_is_lit_where_it_stands_on_the_view(
    name: str, roomy: bool, ascii: bool
) -> None:
    for view in drawn_steps(name, roomy, ascii):
        frame, lines = view.frame, view.lines
        on_view = {piece.symbol for piece in pieces(lines)}
        lit = {piece.symbol for piece in pieces(lines) if piece.style.endswith("-lit")}
        assert lit == (frame.lit - {frame.step.symbol}) & on_view, frame.step.symbol.column


@every_view
def test_each_step_adds_its_own_number_and_no_other_but_the_terms_of_its_sum(
    name: str, roomy: bool, ascii: bool
) -> None:
    views = [(view.frame.step, set(view.shown)) for view in drawn_steps(name, roomy, ascii)]
    for (_, before), (step, now) in pairwise(views):
        assert now - before - set(step.terms) == {step.symbol}, step.symbol.column


@every_view
def test_a_number_is_the_trace_s_and_never_shown_before_it_is_made(
    name: str, roomy: bool, ascii: bool
) -> None:
    for view in drawn_steps(name, roomy, ascii):
        frame, lines = view.frame, view.lines
        unknown = frame.look.notation.sign("unknown")
        last = {piece.symbol: piece for piece in pieces(lines)}
        for symbol, piece in last.items():
            assert symbol
            if frame.step.is_known(symbol):
                assert number_in(frame, piece), piece
            else:
                assert (piece.style, piece.text[-1]) == ("quiet", unknown)


@every_view
def test_nothing_moves_from_step_to_step(name: str, roomy: bool, ascii: bool) -> None:
    places: dict[Symbol, Place] = {}
    for view in drawn_steps(name, roomy, ascii):
        for symbol, place in view.shown.items():
            assert places.setdefault(symbol, place) == place, symbol.column


@every_view
def test_where_there_is_room_no_number_gives_way_to_another(
    name: str, roomy: bool, ascii: bool
) -> None:
    before: set[Symbol] = set()
    gone = set()
    for view in drawn_steps(name, roomy, ascii):
        now = set(view.shown)
        gone |= before - now
        before = now
    if roomy:
        assert not gone
    else:
        assert gone


def test_networks_of_any_shape_show_the_number_that_is_made_at_any_size() -> None:
    random = Random(3)
    for _ in range(8):
        sizes = tuple(random.randint(1, 5) for _ in range(random.randint(3, 6)))
        update = random.choice(("after_backward", "in_place"))
        trace = run(drawn(sizes, biases=random.random() < 0.5, update=update, reach=3.0))
        for _ in range(6):
            frame = frame_of(random.choice(trace.steps), ascii=random.random() < 0.3)
            width, height = random.randint(64, 200), random.randint(2, 40)
            lines = network_view.lines(frame, width, height)
            made = [piece for piece in pieces(lines) if piece.style == "made"]
            assert {piece.symbol for piece in made} == {frame.step.symbol}, (sizes, width, height)
            assert number_in(frame, made[-1]), made
            assert all(cells(text) <= width for text in text_of(lines))


@pytest.mark.parametrize("name", IN_ASCII)
def test_ascii_draws_nothing_else(name: str) -> None:
    for view in drawn_steps(name, False, True):
        assert "".join(text_of(view.lines)).isascii()


@pytest.mark.parametrize("height", [0, 1, 5, 30])
@pytest.mark.parametrize("width", [1, 61, 97, 200])
def test_lines_keep_to_the_size_whatever_it_is(width: int, height: int) -> None:
    for name in ("xor", "2-3-3-1", "1-1-1-1-1 in place", "8-16-4"):
        for column in ("z[1][1]", "C", "dC/da[1][1]"):
            lines = drawn_at(name, column, width, height)
            assert len(lines) <= height
            assert all(cells(text) <= width for text in text_of(lines))


@pytest.mark.parametrize(
    ("name", "width", "height"), [("xor", 80, 6), ("2-2-2", 80, 7), ("2-3-3-1", 110, 12)]
)
def test_the_networks_of_the_sketches_fit_whole(name: str, width: int, height: int) -> None:
    net = TRACES[name].network
    assert least_height(net) == height
    assert network_view.fits(net, width, height)
    assert not network_view.fits(net, width, height - 1)
    lines = drawn_at(name, "C", width, height)
    assert len(lines) == height
    on_view = {piece.symbol for piece in pieces(lines)}
    assert {
        s for s in net.columns if s.role in (Role.X, Role.W, Role.B, Role.A, Role.T, Role.C)
    } <= on_view


def test_the_network_of_xor_fits_80_cells_in_ascii_too() -> None:
    assert whole_width(TRACES["xor"], ascii=True) <= 80


def lit_lines(lines: list[ScreenLine], style: str) -> int:
    """The cells of lines from neuron to neuron in a style."""
    return sum(
        ord(letter) in LINES
        for line in lines
        for piece in line
        if piece.style == style
        for letter in piece.text
    )


def heads(lines: list[ScreenLine], style: str) -> str:
    return "".join(
        letter
        for line in lines
        for piece in line
        if piece.style == style and not piece.symbol
        for letter in piece.text
        if letter in "▶◀"
    )


@pytest.mark.parametrize(
    ("column", "style", "head", "count"),
    [
        ("z[1][2]", "forward", "▶", 2),  # from each input
        ("z[2][1]", "forward", "▶", 3),
        ("w*a[2][1][3]", "forward", "▶", 1),
        ("dC/da[1][3]", "backward", "◀", 3),  # from each neuron above
        ("delta[1][3]", "backward", "◀", 3),
        ("dC/dw[2][3][1]", "backward", "◀", 1),
        ("a[1][1]", "forward", "", 0),
        ("C", "forward", "", 0),
        ("w+[1][1][1]", "parameter", "", 0),
    ],
)
def test_the_lines_of_what_comes_now_are_lit(
    column: str, style: str, head: str, count: int
) -> None:
    lines = drawn_at("2-3-3-1", column, 160)
    assert heads(lines, style) == head * count
    assert (lit_lines(lines, style) > 0) == (count > 0)
    assert lit_lines(lines, "quiet") > 0
    for other in {"forward", "backward", "parameter"} - {style}:
        assert lit_lines(lines, other) == 0


def test_lit_lines_differ_from_the_others_without_colour() -> None:
    quiet = "".join(text_of(drawn_at("xor", "a[1][1]")))
    lit = "".join(text_of(drawn_at("xor", "z[1][1]")))

    def dots(text: str) -> int:
        return sum((ord(letter) - 0x2800).bit_count() for letter in text if ord(letter) in LINES)

    assert dots(lit) > dots(quiet)
    trace = TRACES["xor"]
    in_ascii = network_view.lines(frame_of(trace.steps[0], ascii=True), 80, 6)
    assert {p.text for line in in_ascii for p in line if p.style == "forward" and not p.symbol} >= {
        "*"
    }


def test_arrowheads_turn_round_when_the_delta_of_their_neuron_is_known() -> None:
    turned = {
        column: "".join(text_of(drawn_at("2-2-2", column))).count("◀")
        for column in ("C", "delta[2][1]", "delta[2][2]", "delta[1][1]", "delta[1][2]")
    }
    assert list(turned.values()) == [0, 2, 4, 6, 8]


def test_each_number_has_its_name_or_sign() -> None:
    texts = {
        "z[1][1]": "z ",
        "a[1][1]": "h₁,₁ ▸",
        "dC/da[1][1]": "∂C/∂h ",
        "da/dz[1][1]": "g′ ",
        "delta[1][1]": "δ   ◂",
        "C[1]": "C₁ ",
        "dC/dw[1][1][1]": "◂",
        "w+[1][1][1]": "→",
        "w*a[1][1][1]": "=",
        "w*delta[2][1][1]": "=",
    }
    for column, sign in texts.items():
        made = [p.text for p in pieces(drawn_at("2-2-2", column, 80)) if p.style == "made"]
        assert "".join(made).startswith(sign)


def test_a_bias_is_marked_and_has_a_gradient_only_where_it_is_trained() -> None:
    bias = Symbol(Role.B, 2, 1)
    for name, trained in (("2-2-2", True), ("2-2-2 with fixed biases", False)):
        lines = drawn_at(name, "w+[1][2][2]")
        row = next(line for line in lines if any(p.symbol == bias for p in line))
        before = row[next(k for k, p in enumerate(row) if p.symbol == bias) - 1]
        assert before.text.endswith("b")
        later = {Symbol(Role.DC_DB, 2, 1), Symbol(Role.B_NEW, 2, 1)} & {p.symbol for p in row}
        assert bool(later) == trained


def test_the_target_has_its_word_in_the_learner_s_language() -> None:
    step = TRACES["2-2-2"].steps[0]
    for language, word in (("en", "target"), ("ko", "목표값")):
        lines = network_view.lines(frame_of(step, language=language), 80, 7)
        target = [p.text for p in pieces(lines) if p.symbol == Symbol(Role.T, 2, 1)]
        assert target[0].strip() == word


def test_a_number_too_long_for_its_place_is_not_cut() -> None:
    trace = run(drawn((2, 2, 2), biases=True, reach=1e140))
    lines = network_view.lines(frame_of(trace.steps[0]), 80, 7)
    inputs = [p.text for p in pieces(lines) if p.symbol == Symbol(Role.X, 0, 1)]
    assert inputs == ["x₁ ", "…"]


def test_the_neuron_whose_number_is_made_has_its_name_in_bold() -> None:
    for column in ("z[1][2]", "delta[1][2]", "dC/dw[1][2][1]"):
        bold = {p.symbol for p in pieces(drawn_at("2-2-2", column)) if p.style == "key"}
        assert bold == {Symbol(Role.A, 1, 2)}


def test_where_not_all_layers_fit_the_active_one_is_shown_with_its_sources() -> None:
    net = TRACES["2-3-3-1"].network
    for column, layers in {
        "z[1][1]": {0, 1},
        "a[2][3]": {1, 2},
        "C": {2, 3},
        "delta[3][1]": {2, 3},
        "dC/da[2][1]": {2, 3},
        "delta[1][1]": {1, 2},
        "w+[1][1][1]": {0, 1},
    }.items():
        lines = drawn_at("2-3-3-1", column, 60, 12)
        symbols = {p.symbol for p in pieces(lines) if p.symbol}
        assert {s.l for s in symbols if s.role in (Role.X, Role.A)} == layers
        last = [text.rstrip()[-1:] for text in text_of(lines)]
        assert last.count("…") == (3 if max(layers) < net.L else 0)
        first = [text.lstrip()[:2] for text in text_of(lines)]
        assert first.count("… ") == (3 if min(layers) > 0 else 0)


@pytest.mark.parametrize("height", [1, 4, 11, 20])
def test_where_not_all_lines_fit_the_number_that_is_made_is_in_view(height: int) -> None:
    steps = TRACES["8-16-4"].steps
    count = len(steps[0].trace.model.steps)
    for step in [*steps[: 40 * 3 : 7], *steps[count // 3 : count : 29], steps[count // 7]]:
        frame = frame_of(step)
        lines = network_view.lines(frame, 120, height)
        assert len(lines) == height
        made = [piece for piece in pieces(lines) if piece.style == "made"]
        assert {piece.symbol for piece in made} == {step.symbol}
        lit = {piece.symbol for piece in pieces(lines) if piece.style.endswith("-lit")}
        assert lit == (frame.lit - {step.symbol}) & {p.symbol for p in pieces(lines)}


def test_where_not_all_lines_fit_an_edge_names_the_neuron_that_it_comes_from() -> None:
    lines = drawn_at("8-16-4", "z[1][2]", 120, 12)
    assert styles(lines, Symbol(Role.X, 0, 8)) == ["forward-lit"]
    text = text_of(lines)
    assert any("x₈" in line and "▶" in line for line in text)
    assert text[0].endswith("↑")
    assert text[-1].endswith("↓")
    assert not lit_lines(lines, "quiet")


def test_a_network_too_tall_or_too_wide_does_not_fit() -> None:
    net = TRACES["8-16-4"].network
    assert least_height(net) == 16 * 9
    assert network_view.fits(net, 80, 16 * 9)
    assert not network_view.fits(net, 80, 40)
    assert not network_view.fits(Network((2, 2, 1)), 30, 40)
    assert network_view.lines(frame_of(TRACES["xor"].steps[0]), 30, 40) == []


def test_a_fine_step_shows_the_terms_so_far_in_the_rows_of_their_edges() -> None:
    lines = drawn_at("2-3-3-1", "w*a[2][1][2]")
    assert styles(lines, Symbol(Role.WA, 2, 1, 1)) == ["forward"]
    assert styles(lines, Symbol(Role.WA, 2, 1, 2)) == ["made"]
    assert styles(lines, Symbol(Role.WA, 2, 1, 3)) == ["quiet"]
    assert not styles(drawn_at("2-3-3-1", "z[2][1]"), Symbol(Role.WA, 2, 1, 1))


def test_with_weights_replaced_in_place_the_new_one_is_lit_where_it_is_used() -> None:
    lines = drawn_at("2-3-2 in place", "dC/da[1][1]")
    assert styles(lines, Symbol(Role.W_NEW, 2, 1, 1)) == ["parameter-lit"]
    assert styles(lines, Symbol(Role.W, 2, 1, 1)) == ["parameter"]
    assert heads(lines, "backward") == "◀◀"


@every_view
def test_a_number_has_a_blank_a_mark_or_an_edge_after_it(
    name: str, roomy: bool, ascii: bool
) -> None:
    for view in drawn_steps(name, roomy, ascii):
        for line in view.lines:
            for piece, after in pairwise([*line, Piece(" ")]):
                if piece.symbol and number_in(view.frame, piece):
                    assert after.text[0] in SEPARATORS, (view.frame.step.symbol.column, piece)


@pytest.mark.parametrize("size", [(80, 11), (80, 23), (120, 30)])
@pytest.mark.parametrize("column", ["dC/da[1][3]", "da/dz[1][16]", "delta[1][9]"])
def test_the_edges_that_a_delta_comes_back_along_are_in_view_in_a_wide_network(
    column: str, size: tuple[int, int]
) -> None:
    trace = TRACES["8-16-4"]
    step = Step(trace, 1, trace.model.by_column[column])
    frame = frame_of(step)
    lines = network_view.lines(frame, *size)
    shown = View(frame, lines).shown
    weights = [Symbol(Role.W, 2, k, step.symbol.j) for k in range(1, 5)]
    deltas = [Symbol(Role.DELTA, 2, k) for k in range(1, 5)]
    assert {*weights, *deltas, step.symbol} <= set(shown)
    lit = step.symbol.role is not Role.DA_DZ
    assert heads(lines, "backward") == "◀" * 4 * lit
    source = frame.look.name(Symbol(Role.A, 1, step.symbol.j))
    for weight in weights:
        x, y = shown[weight]
        assert source in text_of(lines)[y][x - 15 : x]


@pytest.mark.parametrize("column", ["z[1][7]", "z[2][4]", "C", "dC/dw[1][2][3]", "w+[2][1][1]"])
@pytest.mark.parametrize("size", [(80, 11), (80, 23), (120, 30)])
def test_every_edge_of_a_wide_network_names_the_neuron_that_it_comes_from(
    column: str, size: tuple[int, int]
) -> None:
    lines = drawn_at("8-16-4", column, *size)
    frame = frame_of(Step(TRACES["8-16-4"], 2, TRACES["8-16-4"].model.by_column[column]))
    edges = 0
    for line in lines:
        before: set[Symbol | None] = set()
        for piece in line:
            s = piece.symbol
            if s and s.role is Role.W and s not in before:
                source = Symbol(Role.A, s.l - 1, s.i) if s.l > 1 else Symbol(Role.X, 0, s.i)
                assert source in before, frame.look.name(s)
                edges += 1
            before.add(s)
    assert edges > 7


def test_xor_keeps_every_number_on_80_by_24_until_the_weights_change() -> None:
    trace = TRACES["xor"]
    net = trace.network
    height = network_view.height(net, 80, 11, roomy=False)
    before: set[Symbol] = set()
    for step in trace.steps[: len(net.steps)]:
        shown = set(View(frame_of(step), network_view.lines(frame_of(step), 80, height)).shown)
        if step.phase is not Phase.UPDATE:
            assert before | {s for s in net.steps if step.is_known(s)} <= shown
        before = shown


@pytest.mark.parametrize("width", [65, 72, 80, 100])
def test_a_label_that_is_cut_for_a_long_number_shows_that_it_is(width: int) -> None:
    trace = bundled("mazur")
    look = Look(Explainer("en", Notation(COURSE, trace.model, trace.scenario.names)))
    of_layer = Symbol(Role.DC_DA, 2, 2)
    for iteration in (1, 10_001):
        frame = Frame(Step(trace, iteration, Symbol(Role.DELTA, 1, 1)), look, 60)
        row = next(
            row
            for row in network_view.lines(frame, width, 11)
            if any(piece.symbol == of_layer for piece in row)
        )
        text = "".join(piece.text for piece in row if piece.symbol == of_layer)
        label, number = text.split()
        assert number == look.number(frame.step.value_of(of_layer), CROWDED)
        assert label == "∂E/∂out" or label.startswith("…") or label[1] == "…"


def test_a_label_has_neither_the_layer_nor_the_neuron() -> None:
    for trace in (TRACES["xor"], TRACES["2-2-2"]):
        look = Look(Explainer("en", Notation(SUPERSCRIPT, trace.model)))
        net = trace.network
        for layer in range(1, net.L + 1):
            for j in net.neurons(layer):
                roles = (Role.Z, Role.DC_DA, Role.DELTA)
                labels = [
                    label(look, net, Symbol(role, layer, j), PLANS[0].label) for role in roles
                ]
                assert labels == ["z", "∂C/∂a", "δ"]
