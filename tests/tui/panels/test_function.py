"""The point is on the curve, the tangent has the slope, and nothing appears too soon."""

from collections.abc import Callable
from functools import cache
from math import exp

import pytest

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.functions import FUNCTIONS, SLOPES
from stepper.backprop.symbols import Role, Symbol
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Step, Trace, run
from stepper.tui.look import Piece, ScreenLine
from stepper.tui.panels.charts import function
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE
from tests.support.frames import frame_of
from tests.support.networks import AFTER_BACKWARD, BUNDLED, begun

NETWORKS = {**BUNDLED, "2-3-3-2": AFTER_BACKWARD["2-3-3-2"]}
EVERY = ("three_hidden", "xor")
WIDTH, HEIGHT = 38, 8
A = Symbol(Role.A, 1, 1)
SIZES = [(w, h) for w in (1, 2, 7, 12, 13, 20, 38, 100) for h in (1, 2, 4, 5, 8, 30)]


@cache
def trace_of(name: str) -> Trace:
    return run(NETWORKS[name])


def steps(name: str) -> list[Step]:
    """Those of the first iteration, the terms of the sums among them."""
    trace = trace_of(name)
    return [Step(trace, 1, symbol) for symbol in trace.model.computed]


def drawn(
    step: Step, width: int = WIDTH, height: int = HEIGHT, style: str = COURSE
) -> list[ScreenLine]:
    return function.lines(frame_of(step, style), width, height)


def pieces(step: Step) -> list[Piece]:
    return [piece for line in drawn(step) for piece in line]


def cells_of(lines: list[ScreenLine], sign: str) -> list[tuple[int, int]]:
    rows = ["".join(piece.text for piece in line) for line in lines]
    return [(x, y) for y, row in enumerate(rows) for x, letter in enumerate(row) if letter == sign]


def area(lines: list[ScreenLine]) -> tuple[int, int, int, int]:
    """The first and last column, the top and bottom row of the curve, read off the axes."""
    rows = ["".join(piece.text for piece in line) for line in lines]
    bottom = next(y for y, row in enumerate(rows) if row.strip()[:1] in ("└", "+")) - 1
    left = min(x for x, letter in enumerate(rows[bottom + 1]) if letter in "└+")
    return left + 1, len(rows[bottom + 1].rstrip()) - 1, 1, bottom


def curve_of(lines: list[ScreenLine], style: str) -> list[tuple[int, int]]:
    """The cells of a curve in braille."""
    found = []
    for y, line in enumerate(lines):
        x = 0
        for piece in line:
            letters = enumerate(piece.text, x)
            if piece.style == style:
                found += [(k, y) for k, letter in letters if 0x2800 < ord(letter) < 0x2900]
            x += cells(piece.text)
    return found


def g(z: float) -> float:
    return 1 / (1 + exp(-z)) if z > -700 else 0.0


def at(trace: Trace, column: str) -> Step:
    return Step(trace, 1, trace.model.by_column[column])


def saturated(z: float) -> Trace:
    """A network whose first z is this one."""
    layers = (Layer(((z,),)), Layer(((0.5,),)))
    return run(Scenario("saturated", 1.0, (((1.0,), (1.0,)),), layers))


def z_of(step: Step) -> float:
    L = step.trace.network.L
    s = step.whole
    return step.value_of(Symbol(Role.Z, s.l or L, s.j or 1))


@pytest.mark.parametrize("name", EVERY)
def test_the_point_stands_where_the_sigmoid_is_to_within_a_cell(name: str) -> None:
    for step in steps(name):
        lines = drawn(step, 60, 20)
        points = cells_of(lines, "●")
        if step.whole.role is Role.Z:
            assert points == []
            continue
        left, right, top, bottom = area(lines)
        [(x, y)] = points
        z = z_of(step)
        assert x == pytest.approx(left + (z + 6) / 12 * (right - left), abs=1)
        assert y == pytest.approx(bottom - g(z) * (bottom - top), abs=1)


def test_the_curve_is_the_sigmoid() -> None:
    lines = drawn(at(trace_of("three_hidden"), "C"), 60, 20)
    left, right, top, bottom = area(lines)
    curve = curve_of(lines, "forward")
    assert {x for x, _ in curve} >= set(range(left, right)) - {x for x, _ in cells_of(lines, "●")}
    for x, y in curve:
        ends = (g(-6 + 12 * (x + d - left) / (right - left)) for d in (-0.6, 0.6))
        low, high = (bottom - value * (bottom - top) for value in ends)
        assert high - 1 <= y <= low + 1


@pytest.mark.parametrize("z", [-1e4, -710.0, -7.5, 0.0, 6.0, 6.1, 37.5, 1e4, 1e300])
@pytest.mark.parametrize("size", [(20, 5), (38, 8), (100, 30)])
def test_a_saturated_neuron_stays_within_the_plot(z: float, size: tuple[int, int]) -> None:
    trace = saturated(z)
    for column in ("z[1][1]", "a[1][1]", "delta[1][1]"):
        lines = drawn(at(trace, column), *size)
        left, right, top, bottom = area(lines)
        [(place, _)] = cells_of(lines, "▲")
        assert left <= place <= right
        if column != "z[1][1]":
            [(x, y)] = cells_of(lines, "●")
            assert x == place
            assert y == (bottom if z < -5 else top if z > 5 else y)


@pytest.mark.parametrize("column", ["da/dz[1][1]", "da/dz[3][1]", "delta[4][1]"])
def test_the_tangent_has_the_slope_of_the_step(column: str) -> None:
    step = at(trace_of("three_hidden"), column)
    lines = drawn(step, 100, 30, ASCII)
    left, right, top, bottom = area(lines)
    ends = sorted(cells_of(lines, "*"))
    (x0, y0), (x1, y1) = ends[0], ends[-1]
    across, up = (x1 - x0) / (right - left) * 12, (y0 - y1) / (bottom - top)
    slope = step.value_of(Symbol(Role.DA_DZ, step.symbol.l, 1))
    assert up / across == pytest.approx(slope, rel=0.07)
    [(x, y)] = cells_of(lines[:-1], "o")
    on_tangent = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    assert y == pytest.approx(on_tangent, abs=1)


def test_a_flat_tangent_does_not_rise() -> None:
    lines = drawn(at(saturated(40.0), "delta[1][1]"), 60, 20, ASCII)
    assert len({y for _, y in cells_of(lines, "*")}) == 1


@pytest.mark.parametrize("name", EVERY)
def test_the_tangent_is_drawn_once_the_slope_is_known_and_not_before(name: str) -> None:
    for step in steps(name):
        s = step.whole
        slope = Symbol(Role.DA_DZ, s.l or step.trace.network.L, s.j or 1)
        tangent = any(piece.style == "parameter" and not piece.symbol for piece in pieces(step))
        assert tangent == step.is_known(slope)


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_shown_before_it_is_made(name: str) -> None:
    for step in steps(name):
        for piece in pieces(step):
            if piece.symbol and not step.is_known(piece.symbol):
                assert piece.style == "quiet"
                assert piece.text.endswith("□")


def test_before_z_is_known_there_is_only_the_curve() -> None:
    term = at(trace_of("2-3-3-2"), "w*a[2][1][1]")
    lines = drawn(term)
    assert not cells_of(lines, "●") and not cells_of(lines, "▲")
    assert "z₂,₁ = □" in "".join(piece.text for piece in lines[0])
    assert any(piece.style == "forward" for line in lines for piece in line)


@pytest.mark.parametrize("name", EVERY)
def test_only_the_number_that_is_made_is_highlighted_and_what_it_takes_is_lit(name: str) -> None:
    for step in steps(name):
        found = pieces(step)
        made = {piece.symbol for piece in found if piece.style == "made"}
        assert made == {step.symbol} & {piece.symbol for piece in found}
        lit = {piece.symbol for piece in found if piece.style.endswith("-lit")}
        shown = {p.symbol for p in found if p.symbol and step.is_known(p.symbol)}
        assert lit == (frame_of(step).lit - {step.symbol}) & shown


def test_the_words_tell_the_numbers_of_the_neuron() -> None:
    lines = drawn(at(trace_of("three_hidden"), "delta[3][1]"))
    first, last = ("".join(piece.text for piece in lines[k]).strip() for k in (0, -1))
    assert first == "g at z₃ ≈ 0.2483   h₃ ≈ 0.5617"
    assert last == "slope 0.2462 (never above 0.25)"


@pytest.mark.parametrize(
    ("column", "z"),
    [
        ("C", "z₃,₁"),
        ("C[2]", "z₃,₁"),
        ("dC/da[2][3]", "z₂,₃"),
        ("w*delta[3][2][1]", "z₂,₁"),
        ("dC/dw[2][3][1]", "z₂,₃"),
        ("w+[1][2][1]", "z₁,₂"),
    ],
)
def test_the_neuron_is_that_of_the_symbol(column: str, z: str) -> None:
    [title, *_] = drawn(at(trace_of("2-3-3-2"), column))
    assert f"g at {z} " in "".join(piece.text for piece in title)


@pytest.mark.parametrize(("style", "language"), [(COURSE, "en"), (COURSE, "ko"), (ASCII, "en")])
def test_it_fits_into_any_size(style: str, language: str) -> None:
    for step in (*steps("2-3-3-2")[::9], *steps("one_hidden")[-2:]):
        frame = frame_of(step, style, language)
        for width, height in SIZES:
            lines = function.lines(frame, width, height)
            assert len(lines) <= height
            for line in lines:
                text = "".join(piece.text for piece in line)
                assert cells(text) <= width
                assert text.isascii() or style != ASCII


def test_in_a_later_iteration_its_own_numbers_are_drawn() -> None:
    trace = run(BUNDLED["one_hidden"]._replace(learning_rate=60.0))
    y = trace.model.by_column["a[2][1]"]
    rows = []
    for iteration in (1, 10):
        step = Step(trace, iteration, y)
        lines = drawn(step, 60, 20)
        [(_, row)] = cells_of(lines, "●")
        _, _, top, bottom = area(lines)
        assert row == pytest.approx(bottom - step.value * (bottom - top), abs=1)
        rows.append(row)
    assert rows[1] < rows[0]


@pytest.mark.parametrize("width", [36, 40, 66])
def test_the_x_axis_has_numbers_and_the_plot_is_no_step(width: int) -> None:
    for height in range(5, 60):
        lines = drawn(at(trace_of("three_hidden"), "a[3][1]"), width, height)
        first, last, top, bottom = area(lines)
        assert 2 * (bottom - top) <= last - first
        axis, *below = ("".join(piece.text for piece in line) for line in lines[bottom + 1 :])
        assert ("┬" in axis) == (height >= 7)
        assert below[0].lstrip().startswith("−" if height >= 7 else "slope")


# --- other functions, and the slope as a curve


def with_function(activation: str, z: float, cost: str = "half_squares") -> Trace:
    """One neuron with this z, on a sample with the target 1."""
    layer = Layer(((z,),), None, activation)
    return run(Scenario(activation, 1.0, (((1.0,), (1.0,)),), (layer,), cost=cost))


def ends_of(activation: str) -> tuple[float, float, float]:
    """The reach of z to both sides, and the ends of the other axis."""
    return {
        "sigmoid": (6.0, 0.0, 1.0),
        "tanh": (3.0, -1.0, 1.0),
        "relu": (3.0, 0.0, 3.0),
        "identity": (3.0, -3.0, 3.0),
    }[activation]


FUNCTIONS_AT = [(name, z) for name in ACTIVATIONS for z in (-2.5, -1.0, 0.0, 0.7, 2.0)]


@pytest.mark.parametrize(("activation", "z"), FUNCTIONS_AT)
def test_the_point_of_any_function_is_on_its_curve_and_the_curve_is_its_own(
    activation: str, z: float
) -> None:
    lines = drawn(at(with_function(activation, z), "delta[1][1]"), 60, 20)
    left, right, top, bottom = area(lines)
    reach, low, high = ends_of(activation)
    [(x, y)] = cells_of(lines, "●")
    assert x == pytest.approx(left + (z + reach) / (2 * reach) * (right - left), abs=1)
    share = (FUNCTIONS[activation](z) - low) / (high - low)
    assert y == pytest.approx(bottom - share * (bottom - top), abs=1)
    for style, value in (("forward", FUNCTIONS[activation]), ("backward", slope_of(activation))):
        for x, y in curve_of(lines, style):
            near = [value(reach * (2 * (x + d - left) / (right - left) - 1)) for d in (-0.6, 0.6)]
            rows = [bottom - (v - low) / (high - low) * (bottom - top) for v in near]
            assert min(rows) - 1 <= y <= max(rows) + 1, (style, x, y)


def slope_of(activation: str) -> Callable[[float], float]:
    return lambda z: SLOPES[activation](z, FUNCTIONS[activation](z))


@pytest.mark.parametrize(("activation", "z"), FUNCTIONS_AT)
def test_the_tangent_of_any_function_has_its_slope(activation: str, z: float) -> None:
    lines = drawn(at(with_function(activation, z), "delta[1][1]"), 100, 30, ASCII)
    left, right, top, bottom = area(lines)
    reach, low, high = ends_of(activation)
    tangent = sorted(cells_of(lines, "*"))
    (x0, y0), (x1, y1) = tangent[0], tangent[-1]
    across = (x1 - x0) / (right - left) * 2 * reach
    up = (y0 - y1) / (bottom - top) * (high - low)
    row = (high - low) / (bottom - top)  # to which both ends are rounded
    assert up / across == pytest.approx(slope_of(activation)(z), abs=1.5 * row / across)


@pytest.mark.parametrize(
    ("activation", "title", "end"),
    [
        ("sigmoid", "g at z₁ = 1", "slope 0.1966 (never above 0.25)"),
        ("tanh", "tanh at z₁ = 1", "slope 0.4200 (never above 1)"),
        ("relu", "ReLU at z₁ = 1", "slope 1 (0 up to z = 0, then 1)"),
        ("identity", "identity at z₁ = 1", "slope 1 (the same everywhere)"),
    ],
)
def test_the_words_are_true_of_the_function(activation: str, title: str, end: str) -> None:
    lines = drawn(at(with_function(activation, 1.0), "delta[1][1]"), 60)
    first, last = ("".join(piece.text for piece in lines[k]).strip() for k in (0, -1))
    assert first.startswith(title) and last == end


def test_with_cross_entropy_there_is_the_function_and_its_slope_but_no_tangent() -> None:
    trace = with_function("sigmoid", 1.0, "cross_entropy")
    for column in ("a[1][1]", "delta[1][1]", "w+[1][1][1]"):
        lines = drawn(at(trace, column), 60, 20)
        assert len(cells_of(lines, "●")) == 1
        assert curve_of(lines, "backward") and not curve_of(lines, "parameter")
        assert "cancels" in "".join(piece.text for piece in lines[-1])


@pytest.mark.parametrize("z", [-1e300, -50.0, 4.0, 1e12, 1e300])
@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_a_large_z_is_within_the_plot_of_any_function(activation: str, z: float) -> None:
    layer = Layer(((1.0,),), None, activation)
    step = Step(begun(Scenario("large", 1e-9, (((z,), (1.0,)),), (layer,))), 1, A)
    for size in ((20, 5), (38, 8), (100, 30)):
        lines = function.lines(frame_of(step), *size)
        assert all(cells("".join(piece.text for piece in line)) <= size[0] for line in lines)
        left, right, top, bottom = area(lines)
        [(x, y)] = cells_of(lines, "●")
        assert left <= x <= right and top <= y <= bottom


def test_softmax_is_drawn_as_shares_with_their_targets() -> None:
    trace = run(BUNDLED["softmax"])
    rows = ["".join(p.text for p in line) for line in drawn(at(trace, "a[1][2]"), 60, 9)]
    assert "shares of S" in rows[0]
    bars = [row.count("█") for row in rows[1:] if "y" in row]
    assert bars[1] > 2 * bars[0] > 0 == bars[2]
    assert "0.1863 y′₁ 1" in rows[1] and "0.5065 y′₂ 0" in rows[3] and "□" in rows[5]


@pytest.mark.parametrize("size", [(w, h) for w in (1, 7, 20, 38, 100) for h in (1, 2, 3, 5, 30)])
def test_shares_fit_into_any_size_with_the_current_one_in_view(size: tuple[int, int]) -> None:
    wide = Layer(tuple((k / 10,) for k in range(12)), None, "softmax")
    targets = tuple(float(k == 0) for k in range(12))
    trace = run(Scenario("wide", 1.0, (((1.0,), targets),), (wide,), cost="cross_entropy"))
    for j in (1, 6, 12):
        symbol = Symbol(Role.A, 1, j)
        lines = function.lines(frame_of(Step(trace, 1, symbol)), *size)
        assert len(lines) <= size[1]
        assert all(cells("".join(piece.text for piece in line)) <= size[0] for line in lines)
        if size[0] >= 20 and size[1] >= 5:
            assert symbol in {piece.symbol for line in lines for piece in line}
