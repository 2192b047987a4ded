"""The curves of a run: where their dots lie, which weights they are, and what is not asked for."""

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from stepper.backprop.symbols import COST, Role, Symbol
from stepper.runs.rows import Row, Rows, Run
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Step, Trace, run
from stepper.tui.look import Piece, ScreenLine
from stepper.tui.panels.charts import curves
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.frames import frame_of, text
from tests.support.networks import AFTER_BACKWARD, BUNDLED, drawn

NETWORKS = {
    **BUNDLED,
    "2-3-3-2": AFTER_BACKWARD["2-3-3-2"],
    "8-16-4": drawn((8, 16, 4), samples=1, epochs=6),
}
WIDTH, HEIGHT = 80, 24
SIZES = [(w, h) for w in (1, 2, 7, 16, 20, 38, 72, 99, 131) for h in (1, 2, 5, 8, 14, 30)]


class Watched(Rows):
    """The rows of a trace of which only some are ready; it notes which are read."""

    def __init__(self, rows: Rows, ready: int) -> None:
        self._rows = rows
        self._ready = ready
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def ready(self) -> int:
        return self._ready

    def row(self, n: int) -> Row:
        self.asked.add(n + 1)
        return self._rows[n]


class Endless(Rows):
    """A long run without computing it: every row is the first one."""

    def __init__(self, row: Row, count: int) -> None:
        self._row = row
        self._count = count
        self.asked = 0

    def __len__(self) -> int:
        return self._count

    def row(self, n: int) -> Row:
        self.asked += 1
        return self._row


@cache
def trace_of(name: str) -> Trace:
    return run(NETWORKS[name])


def at(trace: Trace, column: str, iteration: int = 1) -> Step:
    return Step(trace, iteration, trace.model.by_column[column])


def lines_of(
    step: Step, width: int = WIDTH, height: int = HEIGHT, style: str = COURSE
) -> list[ScreenLine]:
    return curves.lines(frame_of(step, style), width, height)


def charts(lines: list[ScreenLine]) -> list[list[ScreenLine]]:
    """The chart of C and the one of the weights, each with its label; below one another."""
    return [lines[: len(lines) // 2], lines[len(lines) // 2 :]]


def pieces(lines: list[ScreenLine]) -> list[Piece]:
    return [piece for line in lines for piece in line]


def heights(chart: list[ScreenLine]) -> dict[float, float]:
    """value of each tick -> its line; what lies between can be read off."""
    rows = [text(line) for line in chart]
    return {
        float(row.split("┤")[0].replace("−", "-")): y for y, row in enumerate(rows) if "┤" in row
    }


def columns(chart: list[ScreenLine]) -> dict[int, int]:
    """Iteration of each tick of the x axis -> its column."""
    axis, labels = text(chart[-2]), text(chart[-1])
    numbers = map(int, labels.split())
    ticks = [x for x, letter in enumerate(axis) if letter in "┬▲"]
    return dict(zip(numbers, ticks, strict=False)) if len(ticks) == len(labels.split()) else {}


def braille(chart: list[ScreenLine]) -> Iterator[tuple[int, int]]:
    for y, line in enumerate(chart):
        for x, letter in enumerate(text(line)):
            if 0x2800 < ord(letter) < 0x2900:
                yield x, y


def line_of(value: float, ticks: dict[float, float]) -> float:
    """Return the place of a value between the lowest and the highest tick."""
    low, high = min(ticks), max(ticks)
    return ticks[low] + (value - low) / (high - low) * (ticks[high] - ticks[low])


def test_every_dot_of_the_cost_lies_where_its_values_say() -> None:
    trace = trace_of("three_hidden")
    [chart, _] = charts(lines_of(at(trace, "z[1][1]", 10), 80, 40))
    ticks, places = heights(chart), columns(chart)
    first, last = min(places), max(places)
    width = (places[last] - places[first]) / (last - first)
    costs = [trace.value(COST, n) for n in range(1, 11)]
    found = list(braille(chart))
    assert len({x for x, _ in found}) > 60
    for x, y in found:
        iteration = first + (x - places[first]) / width
        below = min(max(int(iteration), 1), 9)
        part = min(max(iteration - below, 0), 1)
        value = costs[below - 1] + (costs[below] - costs[below - 1]) * part
        assert y == pytest.approx(line_of(value, ticks), abs=1.2)


def test_the_ends_of_the_curves_of_the_weights_stand_beside_their_names() -> None:
    trace = trace_of("three_hidden")
    [_, chart] = charts(lines_of(at(trace, "z[1][1]"), 80, 60))
    ticks = heights(chart)
    for l in (1, 2, 3, 4):
        name = Notation(COURSE, trace.model).name(Symbol(Role.W, l, 1, 1))
        [y] = [y for y, line in enumerate(chart) if text(line).rstrip().endswith(name)]
        final = trace.value(Symbol(Role.W_NEW, l, 1, 1), 10)
        assert y == pytest.approx(line_of(final, ticks), abs=1)
        before_name = text(chart[y]).rstrip().removesuffix(name).rstrip()
        assert 0x2800 < ord(before_name[-1]) < 0x2900


def test_names_stand_in_lines_of_their_own_and_at_most_one_line_from_their_curve() -> None:
    trace = trace_of("xor")
    notation = Notation(COURSE, trace.model)
    names = [notation.name(s) for s in trace.model.columns if s.role is Role.W]
    _, chart = charts(lines_of(at(trace, "z[1][1]"), 80, 50))
    ends = [text(line).split() for line in chart[1:-2]]
    shown = [(y, end[-1]) for y, end in enumerate(ends) if end and end[-1] in names]
    assert len(names) > len(shown) > 3  # two pairs of curves end together
    for y, name in shown:
        near = [text(line).rstrip().removesuffix(name).rstrip() for line in chart[y : y + 3]]
        assert any(0x2800 < ord(line[-1]) < 0x2900 for line in near if line), name


@pytest.mark.parametrize("iteration", [1, 3, 10])
def test_the_place_is_marked_in_both_plots(iteration: int) -> None:
    trace = trace_of("three_hidden")
    for chart in charts(lines_of(at(trace, "dC/dw[4][1][1]", iteration))):
        [column] = {x for x, letter in enumerate(text(chart[-2])) if letter == "▲"}
        rows = [y for y, line in enumerate(chart[1:]) if text(line)[column : column + 1] == "●"]
        assert len(rows) == 1


def test_the_mark_stands_at_the_value() -> None:
    trace = trace_of("three_hidden")
    for iteration in (1, 4, 10):
        cost, weights = charts(lines_of(at(trace, "dC/dw[4][1][1]", iteration), 80, 60))
        for chart, symbol in ((cost, COST), (weights, Symbol(Role.W, 4, 1, 1))):
            [y] = [y for y, line in enumerate(chart) if "●" in text(line)]
            value = trace.value(symbol, iteration)
            assert y == pytest.approx(line_of(value, heights(chart)), abs=1)


def test_what_lies_beyond_the_place_is_quiet() -> None:
    lines = lines_of(at(trace_of("three_hidden"), "delta[4][1]", 4))
    for chart in charts(lines):
        here = text(chart[-2]).index("▲")
        for line in chart[1:-2]:
            x = 0
            for piece in line:
                for letter in piece.text:
                    if 0x2800 < ord(letter) < 0x2900:
                        assert (piece.style == "quiet") == (x > here)
                    x += 1


def test_the_cost_of_an_iteration_is_unknown_until_it_is_made() -> None:
    trace = trace_of("three_hidden")
    before, now, after = (
        lines_of(at(trace, column, 3)) for column in ("a[4][1]", "C", "dC/da[4][1]")
    )
    assert text(before[0]).strip() == "C by iteration   C □ at iteration 3"
    assert text(now[0]) == text(after[0])
    assert text(now[0]).strip() == "C by iteration   C 0.07917 at iteration 3"
    styles = [
        {piece.style for piece in pieces(lines) if piece.symbol == COST and piece.text != "C "}
        for lines in (before, now, after)
    ]
    assert styles == [{"quiet"}, {"made"}, {"forward"}]


@pytest.mark.parametrize("name", ["three_hidden", "xor"])
def test_only_the_number_that_is_made_is_highlighted_and_what_it_takes_is_lit(name: str) -> None:
    trace = trace_of(name)
    for symbol in trace.model.computed:
        step = Step(trace, 2, symbol)
        found = [piece for piece in pieces(lines_of(step)) if piece.symbol]
        shown = {piece.symbol for piece in found if piece.symbol and step.is_known(piece.symbol)}
        assert {p.symbol for p in found if p.style == "made"} == {symbol} & shown
        lit = {piece.symbol for piece in found if piece.style.endswith("-lit")}
        assert lit == (frame_of(step).lit - {symbol}) & shown
        assert all(piece.style == "quiet" for piece in found if piece.symbol not in shown)


def test_an_update_shows_the_weight_and_what_it_becomes() -> None:
    trace = trace_of("three_hidden")
    step = at(trace, "w+[4][1][1]", 3)
    lines = lines_of(step, 80, 60)
    _, chart = charts(lines)
    old, new = (
        Notation(COURSE, trace.model).number(written(value, GRAPH)[0])
        for value in (trace.value(Symbol(Role.W, 4, 1, 1), 3), step.value)
    )
    assert text(chart[0]).strip().startswith(f"W₄ {old} → {new} ")
    marks = [piece for piece in pieces(chart) if piece.text == "●"]
    assert {(mark.symbol, mark.style) for mark in marks} == {
        (Symbol(Role.W, 4, 1, 1), "parameter-lit"),
        (step.symbol, "made"),
    }
    for mark in marks:
        assert mark.symbol
        [y] = [y for y, line in enumerate(chart) if mark in line]
        assert y == pytest.approx(line_of(step.value_of(mark.symbol), heights(chart)), abs=1)


def test_the_weight_at_hand_is_bright_and_the_others_are_not() -> None:
    trace = trace_of("three_hidden")
    for column, bright in (("dC/dw[2][1][1]", True), ("w+[2][1][1]", True), ("delta[2][1]", False)):
        _, chart = charts(lines_of(at(trace, column, 9)))
        styles = {
            p.style for p in pieces(chart[1:-2]) if any(0x2800 < ord(x) < 0x2900 for x in p.text)
        }
        assert ("key" in styles) == bright
        assert "parameter" in styles


def test_with_many_weights_the_one_at_hand_and_those_that_moved_most_are_drawn() -> None:
    trace = trace_of("8-16-4")
    weights = [s for s in trace.model.columns if s.role is Role.W]
    way = {s: abs(trace.value(s, 6) - trace.value(s, 1)) for s in weights}
    ranked = sorted(weights, key=lambda s: way[s], reverse=True)
    least = ranked[-1]

    def shown(column: str) -> tuple[set[Symbol | None], str]:
        _, chart = charts(lines_of(at(trace, column), 80, 30))
        return {p.symbol for p in pieces(chart[1:]) if p.symbol}, text(chart[0])

    names, label = shown("z[1][1]")
    assert names <= set(ranked[:8])
    assert len(names) > 3
    assert "8 of 192 weights" in label
    names, label = shown(f"dC/dw[{least.l}][{least.j}][{least.i}]")
    assert least in names <= {least, *ranked[:7]}
    assert label.strip().startswith(Notation(COURSE, trace.model).name(least))


def test_with_several_samples_the_cost_of_an_epoch_is_their_mean() -> None:
    trace = trace_of("xor")
    mean = sum(trace.value(COST, n) for n in (5, 6, 7, 8)) / 4
    wanted = Notation(COURSE, trace.model).number(written(mean, GRAPH)[0])
    for iteration, column, shown in ((8, "C", wanted), (8, "a[2][1]", "□"), (7, "C", "□")):
        [chart, _] = charts(lines_of(at(trace, column, iteration)))
        label = text(chart[0]).strip()
        assert label == f"C by epoch, mean of 4 samples   mean C {shown} at epoch 2"
        rows = [y for y, line in enumerate(chart) if "●" in text(line)]
        assert rows == (
            [] if shown == "□" else [pytest.approx(line_of(mean, heights(chart)), abs=1)]
        )


@pytest.mark.parametrize("name", ["three_hidden", "xor"])
def test_no_cost_of_an_epoch_is_marked_or_bright_before_it_is_made(name: str) -> None:
    trace = trace_of(name)
    samples = len(trace.scenario.samples)
    for epoch in (1, 2, 3):
        for column, made in (("z[1][1]", False), ("C", True)):
            [chart, _] = charts(lines_of(at(trace, column, epoch * samples)))
            place = text(chart[-2]).index("▲")
            assert any("●" in text(line) for line in chart) == made
            bright = []
            for line in chart[1:-2]:
                x = 0
                for piece in line:
                    dots = any(0x2800 < ord(letter) < 0x2900 for letter in piece.text)
                    bright += [x + len(piece.text) - 1] if dots and piece.style != "quiet" else []
                    x += len(piece.text)
            assert max(bright, default=-1) <= (place if made else place - 1)
            assert bool(bright) == (epoch > 1) or made


@pytest.mark.parametrize("ready", [1, 3, 6, 9])
@pytest.mark.parametrize("name", ["three_hidden", "xor", "8-16-4"])
def test_no_row_is_asked_for_that_is_not_computed_yet(name: str, ready: int) -> None:
    whole = trace_of(name)
    ready = min(ready, whole.iterations - 1)
    rows = Watched(whole.rows, ready)
    trace = Trace(whole.scenario, rows)
    for column in ("z[1][1]", "C", "w+[1][1][1]"):
        lines = lines_of(at(trace, column, ready))
        assert f"computed up to iteration {ready} of {whole.iterations}" in text(lines[0])
    assert rows.asked
    assert max(rows.asked) <= ready


def test_a_run_that_is_computed_to_its_end_says_nothing_of_that() -> None:
    lines = lines_of(at(trace_of("three_hidden"), "C"))
    assert "computed" not in text(lines[0])


def test_the_curves_grow_with_the_rows_that_are_ready() -> None:
    scenario = BUNDLED["three_hidden"]
    trace = Trace(scenario, Run(scenario))
    ends = []
    for n in (2, 5, 10):
        trace.rows[n - 1]
        [chart, _] = charts(lines_of(at(trace, "C")))
        ends.append(max(x for x, _ in braille(chart)))
    assert ends[0] < ends[1] < ends[2]


@pytest.mark.parametrize("stop_in", ["update", "second cost"])
def test_of_a_run_that_overflows_there_is_drawn_what_there_is(stop_in: str) -> None:
    layers = (Layer(((0.0,),)), Layer(((0.0,),)))
    samples = {
        "update": (((1.0,), (100.0,)),),
        "second cost": (((0.0,), (1.0,)), ((0.0,), (1e200,))),
    }[stop_in]
    scenario = Scenario("too fast", 1e308, samples, layers, epochs=5)
    trace = Trace(scenario, Run(scenario))
    n = len(samples)
    trace.rows[n - 1]
    assert trace.rows.stop
    step = at(trace, "a[2][1]", n)
    for size in SIZES:
        lines = lines_of(step, *size)
        assert all(cells(text(line)) <= size[0] for line in lines)
    lines = lines_of(step)
    assert f"stopped at iteration {n} of {trace.iterations}" in text(lines[0])
    if stop_in == "second cost":
        assert list(braille(charts(lines)[1]))


def test_weights_as_large_as_floats_can_be_are_drawn() -> None:
    scenario = BUNDLED["one_hidden"]._replace(learning_rate=1e308)
    trace = run(scenario)
    for iteration in (1, 2, 10):
        lines = lines_of(at(trace, "w+[2][1][1]", iteration))
        assert all(cells(text(line)) <= WIDTH for line in lines)
        assert list(braille(charts(lines)[1]))


def test_a_long_run_is_sampled_about_twice_a_column() -> None:
    whole = trace_of("three_hidden")
    scenario = whole.scenario._replace(epochs=66_000)
    rows = Endless(whole.rows[0], 66_000)
    trace = Trace(scenario, rows)
    step = at(trace, "dC/dw[1][1][1]", 60_000)
    lines = lines_of(step)
    assert rows.asked < (1 + 4) * 2.2 * WIDTH
    rows.asked = 0
    assert lines_of(step) == lines
    assert rows.asked < 60


def test_the_whole_of_a_long_run_is_on_the_axis() -> None:
    whole = trace_of("three_hidden")
    trace = Trace(whole.scenario._replace(epochs=66_000), Endless(whole.rows[0], 66_000))
    last, middle = (
        text(charts(lines_of(at(trace, "C", n)))[0][-2]).index("▲") for n in (66_000, 33_000)
    )
    assert last - middle == pytest.approx(middle - 8, abs=4)
    labels = text(charts(lines_of(at(trace, "C")))[0][-1]).split()
    assert labels == [f"{k}0000" for k in range(1, 7)]


def test_side_by_side_when_wide_one_when_low() -> None:
    step = at(trace_of("three_hidden"), "C")
    wide, stacked, low = (lines_of(step, *size) for size in ((120, 20), (80, 20), (60, 8)))
    assert "C by iteration" in text(wide[0]) and "W₁" in text(wide[0])
    assert "C by iteration" in text(stacked[0]) and "W₁" in text(stacked[10])
    assert "C by iteration" in text(low[0])
    assert not any("W₁" in text(line) for line in low)


def test_the_x_axes_are_in_line_below_one_another() -> None:
    for name in ("three_hidden", "8-16-4"):
        cost, weights = charts(lines_of(at(trace_of(name), "z[1][1]", 3)))
        assert text(cost[-2]) == text(weights[-2])


def test_a_trace_that_was_drawn_can_be_forgotten() -> None:
    gc.freeze()  # garbage of other tests is not looked for
    trace = run(BUNDLED["one_hidden"])
    lines_of(at(trace, "C"))
    gone = weakref.ref(trace)
    del trace
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(("style", "language"), [(COURSE, "en"), (COURSE, "ko"), (ASCII, "en")])
@pytest.mark.parametrize("name", ["three_hidden", "xor", "8-16-4"])
def test_it_fits_into_any_size(name: str, style: str, language: str) -> None:
    trace = trace_of(name)
    frame = frame_of(at(trace, "w+[1][1][1]", 3), style, language)
    for width, height in SIZES:
        lines = curves.lines(frame, width, height)
        assert len(lines) <= height
        for line in lines:
            assert cells(text(line)) <= width
            assert text(line).isascii() or style != ASCII


@pytest.mark.parametrize("style", [COURSE, ASCII])
def test_after_an_edit_the_curve_of_c_before_it_stays_in_sight(style: str) -> None:
    original, edited = (
        run(AFTER_BACKWARD["2-3-3-2"]._replace(epochs=9, learning_rate=rate)) for rate in (0.5, 5.0)
    )
    frame = frame_of(edited.steps[-1], style)
    alone = curves.lines(frame, WIDTH, HEIGHT)
    both = curves.lines(replace(frame, original=original), WIDTH, HEIGHT)
    assert not any("original" in text(line) for line in alone)
    [named] = [line for line in both if any(piece.text == "original" for piece in line)]
    quiet = [piece for line in both for piece in line if piece.style == "quiet"]
    assert any("-" in p.text if style == ASCII else "⠁" <= p.text[:1] <= "⣿" for p in quiet)
    longer = run(original.scenario._replace(epochs=3, samples=original.scenario.samples[:1]))
    assert curves.lines(replace(frame, original=longer), WIDTH, HEIGHT) == alone
    assert named
