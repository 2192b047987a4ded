"""Axes with round numbers, and curves whose dots lie where the values say."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.tui.canvas.braille import Braille, OneSign, joined
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.pieces import first_that_fits, sentence
from stepper.tui.canvas.plot import Area, Axis, Curve, Plot, even, rounded, ticks
from stepper.tui.look import Look, Piece, ScreenLine
from stepper.typeset.notation import ASCII, COURSE, Notation

NETWORK = Network((1, 1, 1))
LOOKS = {
    style: Look(Explainer("en", Notation(style, NETWORK)), style == ASCII)
    for style in (COURSE, ASCII)
}
AREA = Area(6, 0, 30, 8)
X, Y = Axis(-3.0, 3.0, (-2.0, 0.0, 2.0)), Axis(-1.0, 1.0, (-1.0, 0.0, 1.0))
Z = Symbol(Role.Z, 1, 1)


def plotted(look: Look, area: Area = AREA) -> tuple[Canvas, Plot]:
    sheet = Canvas(area.left + area.width + 1, area.top + area.height + 2)
    return sheet, Plot(sheet, look, area, X, Y)


def text(sheet: Canvas) -> list[str]:
    return ["".join(piece.text for piece in line) for line in sheet.lines()]


def style_at(sheet: Canvas, x: int, y: int) -> str:
    styles = [piece.style for piece in sheet.lines()[y] for _ in piece.text]
    return styles[x]


def dots(rows: list[str], area: Area) -> Iterator[tuple[int, int]]:
    """The dots of braille letters in an area, counted from its lower left."""
    bits = {0: (0, 0), 1: (0, 1), 2: (0, 2), 3: (1, 0), 4: (1, 1), 5: (1, 2), 6: (0, 3), 7: (1, 3)}
    for y, row in enumerate(rows[area.top : area.top + area.height]):
        for x, letter in enumerate(row[area.left : area.left + area.width]):
            if 0x2800 <= ord(letter) < 0x2900:
                for bit, (across, down) in bits.items():
                    if (ord(letter) - 0x2800) >> bit & 1:
                        yield 2 * x + across, 4 * area.height - 1 - (4 * y + down)


@pytest.mark.parametrize("most", [2, 3, 6, 10])
@pytest.mark.parametrize(
    ("low", "high"), [(-6, 6), (0, 1), (0.0606, 0.1005), (-3e-7, 2e-7), (1, 66001), (-1e4, 1e4)]
)
def test_ticks_are_few_round_numbers_the_same_distance_apart(
    low: float, high: float, most: int
) -> None:
    found = ticks(low, high, most)
    assert len(found) <= most
    assert all(low <= tick <= high for tick in found)
    assert all(len(f"{tick:e}".split("e")[0].rstrip("0")) <= 5 for tick in found)
    steps = [after - before for before, after in pairwise(found)]
    assert all(step == pytest.approx(steps[0]) for step in steps)


def test_as_many_ticks_as_there_is_room_for() -> None:
    assert ticks(-6, 6, 7) == (-6, -4, -2, 0, 2, 4, 6)
    assert ticks(-6, 6, 6) == (-5, 0, 5)
    assert ticks(0, 1, 3) == (0, 0.5, 1)


def test_iterations_are_whole_numbers() -> None:
    assert ticks(1, 3, 9, least_step=1) == (1, 2, 3)
    assert ticks(1, 1, 5, least_step=1) == (1,)


@pytest.mark.parametrize("most", [2, 3, 6])
@pytest.mark.parametrize(
    "values",
    [(0.0925, 0.0606), (0.3,), (0.0, 0.0), (-5.0, -5.0), (1e-9, 0.3), (-0.02, 1e5)],
)
def test_an_axis_holds_the_values_between_its_first_and_last_tick(
    values: tuple[float, ...], most: int
) -> None:
    axis = rounded(values, most)
    assert axis.low < axis.high
    assert axis.low <= min(values) and max(values) <= axis.high
    assert (axis.ticks[0], axis.ticks[-1]) == (axis.low, axis.high)
    assert 2 <= len(axis.ticks) <= max(3, most)


@pytest.mark.parametrize(
    "values",
    [(-1.7e308, 1.7e308), (5e-324, 0.0), (1e308, 1e308), (1.0, 1.0 + 2e-16), (2e-308, 3e-308)],
)
def test_the_largest_and_the_smallest_floats_have_an_axis(values: tuple[float, ...]) -> None:
    axis = rounded(values, 4)
    for value in (*values, *axis.ticks):
        assert 0 <= axis.part(value) <= 1


@pytest.mark.parametrize("style", LOOKS)
@pytest.mark.parametrize("values", [(0.1005, 0.0606), (0.0, 1.0), (-3.0, 0.2), (0.9253, 0.04)])
def test_ticks_of_an_even_axis_lie_as_many_rows_apart(
    values: tuple[float, float], style: str
) -> None:
    for rows in range(2, 24):
        whole = rounded(values, min(7, rows))
        axis, taken = even(whole, rows)
        assert (axis.low, axis.high) == (whole.low, whole.high)
        assert set(axis.ticks) <= set(whole.ticks)
        assert rows - max(1, rows // 8) <= taken <= rows
        plot = Plot(Canvas(40, rows + 2), LOOKS[style], Area(6, 0, 30, taken), X, axis)
        at = [plot.row(tick) for tick in axis.ticks]
        assert len({below - above for below, above in pairwise(at)}) == 1, rows


@pytest.mark.parametrize("area", [AREA, Area(6, 0, 3, 2), Area(6, 0, 80, 20)])
def test_every_dot_of_a_curve_lies_where_the_values_say(area: Area) -> None:
    points = tuple((x / 20, (x / 60) ** 3) for x in range(-60, 61))
    sheet, plot = plotted(LOOKS[COURSE], area)
    plot.curves([Curve(points, "forward")])
    width, height = 2 * area.width, 4 * area.height
    drawn = set(dots(text(sheet), area))
    assert {x for x, _ in drawn} == set(range(width))
    for across, up in drawn:
        x = -3 + 6 * across / (width - 1)
        reach = 6 / (width - 1)
        low, high = ((x + d) / 3 for d in (-reach, reach))
        assert low**3 - 2 / (height - 1) <= -1 + 2 * up / (height - 1)
        assert -1 + 2 * up / (height - 1) <= high**3 + 2 / (height - 1)


def test_a_curve_in_ascii_has_one_sign_a_cell() -> None:
    sheet, plot = plotted(LOOKS[ASCII])
    plot.curves([Curve(((-3.0, -1.0), (3.0, 1.0)), "forward", "*")])
    rows = text(sheet)
    for x in range(30):
        [y] = [y for y in range(8) if rows[y][6 + x] == "*"]
        assert 7 - y == pytest.approx(7 * x / 29, abs=0.5)


def test_curves_that_cross_keep_the_dots_of_both() -> None:
    steep, flat = ((-3.0, -1.0), (3.0, 1.0)), ((-3.0, 0.2), (3.0, 0.1))
    each = []
    for curves in ([steep], [flat], [steep, flat]):
        sheet, plot = plotted(LOOKS[COURSE])
        plot.curves([Curve(points, "forward") for points in curves])
        each.append(set(dots(text(sheet), AREA)))
    assert each[2] == each[0] | each[1]


def test_what_lies_beyond_the_last_column_is_quiet() -> None:
    sheet, plot = plotted(LOOKS[COURSE])
    plot.curves([Curve(((-3.0, 0.0), (3.0, 0.0)), "forward")], plot.column(0.0))
    row = plot.row(0.0)
    assert {style_at(sheet, x, row) for x in range(6, plot.column(0.0) + 1)} == {"forward"}
    assert {style_at(sheet, x, row) for x in range(plot.column(0.0) + 1, 36)} == {"quiet"}


@pytest.mark.parametrize("style", LOOKS)
def test_a_mark_stands_on_its_guide_above_its_place(style: str) -> None:
    sheet, plot = plotted(LOOKS[style])
    plot.axes(labels=True)
    plot.guide(1.0, plot.row(0.5))
    plot.place(1.0, "forward", Z)
    plot.mark(1.0, 0.5, "made", Z)
    column = plot.column(1.0)
    above_axis = "".join(row[column] for row in text(sheet))[: AREA.height + 1].strip()
    assert above_axis == ("o:::::^" if style == ASCII else "●┊┊┊┊┊▲")
    assert style_at(sheet, column, plot.row(0.5)) == "made"
    assert {p.symbol for line in sheet.lines() for p in line if p.style != "quiet"} == {Z, None}


def test_labels_stand_at_their_ticks_in_the_signs_of_the_house() -> None:
    sheet, plot = plotted(LOOKS[COURSE])
    plot.axes(labels=True)
    rows = text(sheet)
    for tick, label in ((-1.0, "−1┤"), (0.0, "0┤"), (1.0, "1┤")):
        assert rows[plot.row(tick)].strip() == label
    assert rows[8][6:].count("┬") == 3
    assert all(rows[8][plot.column(tick)] == "┬" for tick in X.ticks)
    assert rows[9].split() == ["−2", "0", "2"]


def test_labels_of_the_x_axis_never_touch() -> None:
    sheet = Canvas(40, 10)
    axis = Axis(0.0, 90000.0, tuple(1000.0 * k for k in range(91)))
    Plot(sheet, LOOKS[COURSE], Area(6, 0, 30, 8), axis, Y).axes(labels=True)
    labels = text(sheet)[9].split()
    assert len(labels) > 3
    assert all(float(label) in axis.ticks for label in labels)


def test_ascii_axes_are_ascii() -> None:
    sheet, plot = plotted(LOOKS[ASCII])
    plot.axes(labels=True)
    plot.curves([Curve(((-3.0, 0.0), (3.0, 0.5)), "forward")])
    assert "".join(text(sheet)).isascii()
    assert "-1" in text(sheet)[7]


def test_letters_of_braille_are_joined_and_signs_are_replaced() -> None:
    assert joined("⠁", "⡀") == "⡁"
    assert joined(".", "*") == "*"
    raster, signs = Braille(1, 1), OneSign(1, 1, "*")
    for each in (raster, signs):
        each.line(0, 0, 9, 0)
    assert list(raster.cells()) == [(0, 0, "⠉")]
    assert list(signs.cells()) == [(0, 0, "*")]


def test_a_line_that_does_not_fit_is_not_cut_off_but_replaced() -> None:
    long, short = [Piece("slope 0.2462")], [Piece("0.2462")]
    assert first_that_fits([long, short], 12) == long
    assert first_that_fits([long, short], 11) == short
    assert first_that_fits([long, short], 5) == []


ORDERS = [("en", ["function", "z"]), ("ko", ["z", "function"])]


@pytest.mark.parametrize(("language", "order"), ORDERS)
def test_the_pieces_of_a_sentence_keep_their_symbols(language: str, order: list[str]) -> None:
    look = Look(Explainer(language, Notation(COURSE, NETWORK)))
    pieces: dict[str, ScreenLine] = {"function": [Piece("G")], "z": [Piece("Z", "made", Z)]}
    line = sentence(look, "function.at", "quiet", **pieces)
    placed = [piece for piece in line if piece.style != "quiet"]
    assert placed == [pieces[name][0] for name in order]


def test_an_axis_has_no_tick_without_a_number() -> None:
    sheet, plot = plotted(LOOKS[COURSE])
    plot.axes(labels=False)
    assert "┬" not in "".join(text(sheet))
