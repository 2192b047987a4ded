"""Bars as long as |δ| is large, from the output back; no bar before its δ is computed."""

from functools import cache

import pytest

from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Step, Trace, run
from stepper.tui.look import ScreenLine
from stepper.tui.panels.charts import delta_bars
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED, written
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation
from tests.support.frames import frame_of, text
from tests.support.networks import AFTER_BACKWARD, BUNDLED, IN_PLACE, drawn

NETWORKS = {
    **BUNDLED,
    "2-3-3-2": AFTER_BACKWARD["2-3-3-2"],
    "in place": IN_PLACE["1-1-1-1-1 in place"],
    "deep": drawn((1,) * 11, samples=1),
}
EVERY = ("three_hidden", "xor", "in place")
EIGHTHS = dict(zip("▏▎▍▌▋▊▉█", range(1, 9), strict=True))
WIDTH, HEIGHT = 48, 9
SIZES = [(w, h) for w in (1, 2, 7, 12, 20, 29, 38, 61, 100) for h in (1, 2, 3, 5, 8, 30)]


@cache
def trace_of(name: str) -> Trace:
    return run(NETWORKS[name])


def steps(name: str) -> list[Step]:
    trace = trace_of(name)
    return [Step(trace, 1, symbol) for symbol in trace.model.computed]


def at(name: str, column: str) -> Step:
    trace = trace_of(name)
    return Step(trace, 1, trace.model.by_column[column])


def lines_of(
    step: Step, width: int = WIDTH, height: int = HEIGHT, style: str = COURSE
) -> list[ScreenLine]:
    return delta_bars.lines(frame_of(step, style), width, height)


def bars(lines: list[ScreenLine]) -> list[int]:
    """The lengths of the bars in eighths of a cell."""
    return [sum(EIGHTHS.get(letter, 0) for letter in text(line)) for line in lines]


def sizes(step: Step) -> list[float | None]:
    """The largest |δ| of each layer of which all are known, from the output down."""
    net = step.trace.network
    found: list[float | None] = []
    for l in range(net.L, 0, -1):
        deltas = [Symbol(Role.DELTA, l, j) for j in net.neurons(l)]
        known = [abs(step.value_of(delta)) for delta in deltas if step.is_known(delta)]
        found.append(max(known) if len(known) == len(deltas) else None)
    return found


@pytest.mark.parametrize("name", EVERY)
def test_the_bars_are_in_proportion_and_what_would_vanish_is_a_sliver(name: str) -> None:
    for step in steps(name):
        found = sizes(step)
        lengths = bars(lines_of(step))[1 : 1 + len(found)]
        longest = max(lengths)
        largest = max((size for size in found if size), default=0.0)
        for size, length in zip(found, lengths, strict=True):
            if not size:
                assert length == 0
            else:
                assert length == max(1, round(longest * size / largest))


@pytest.mark.parametrize("name", EVERY)
def test_each_row_tells_the_value_or_that_it_is_not_made_yet(name: str) -> None:
    for step in steps(name):
        found = sizes(step)
        for line, size in zip(lines_of(step)[1:], found, strict=False):
            number = Notation(COURSE, step.trace.model).number
            shown = "□" if size is None else number(written(size, CROWDED)[0])
            assert text(line).rstrip().endswith(f" {shown}")


@pytest.mark.parametrize("name", EVERY)
def test_the_row_of_the_delta_that_is_made_is_the_only_one_highlighted(name: str) -> None:
    for step in steps(name):
        lines = lines_of(step)
        made = [k for k, line in enumerate(lines) if any(piece.style == "made" for piece in line)]
        layer = step.trace.network.L - step.symbol.l + 1
        assert made == ([layer] if step.symbol.role is Role.DELTA else [])
        symbols = {p.symbol for line in lines for p in line if p.style == "made"}
        assert symbols <= {step.symbol}


@pytest.mark.parametrize("name", EVERY)
def test_what_the_equation_takes_is_lit(name: str) -> None:
    for step in steps(name):
        pieces = [piece for line in lines_of(step) for piece in line if piece.symbol]
        lit = {piece.symbol for piece in pieces if piece.style.endswith("-lit")}
        shown = {piece.symbol for piece in pieces if piece.symbol and step.is_known(piece.symbol)}
        assert lit == (frame_of(step).lit - {step.symbol}) & shown


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_shown_before_it_is_made(name: str) -> None:
    for step in steps(name):
        for line in lines_of(step):
            for piece in line:
                if piece.symbol and not step.is_known(piece.symbol):
                    assert piece.style == "quiet"
                    assert not set(piece.text) & set(EIGHTHS)
        if step.phase is Phase.FORWARD:
            assert not any(bars(lines_of(step)))


def test_the_layers_are_named_from_the_output_down() -> None:
    chain, wide = ([text(line) for line in lines_of(steps(n)[-1])] for n in ("three_hidden", "xor"))
    assert [row.split()[0] for row in chain[1:5]] == ["δy", "δ₃", "δ₂", "δ₁"]
    assert chain[0].strip() == "|δ| by layer: × W × slope each time"
    assert wide[0].strip() == "largest |δ| by layer"  # which is no product where paths add up
    assert wide[1].split()[0] == "δy"
    assert wide[2].strip().startswith("layer 1 ")


def test_the_longest_bar_takes_all_the_room_and_the_values_are_in_a_column() -> None:
    lines = [text(line) for line in lines_of(at("three_hidden", "delta[1][1]"), 40)[1:5]]
    starts = {line.rindex(" ") for line in lines}
    assert starts == {lines[0].rindex("█") + 1}
    longest_value = cells("1.23·10⁻¹⁰")
    assert starts.pop() + 1 + longest_value == 40


def test_a_delta_of_exactly_0_has_no_bar() -> None:
    layers = (Layer(((1.0,),)), Layer(((100.0,),)))  # y rounds to 1: its slope is 0
    trace = run(Scenario("flat", 1.0, (((1.0,), (0.0,)),), layers))
    lines = lines_of(trace.steps[-1])
    assert not any(bars(lines))
    assert text(lines[1]).split() == ["δy", "0"]


def test_a_sentence_says_how_much_smaller_the_lowest_delta_is() -> None:
    def sentence(name: str, column: str) -> str:
        return text(lines_of(at(name, column))[-1]).strip()

    assert sentence("three_hidden", "delta[3][1]") == "δ₃ is 0.123 times δy"
    assert sentence("three_hidden", "dC/dw[1][1][1]") == "δ₁ is 0.00137 times δy"
    assert sentence("three_hidden", "delta[4][1]") == ""
    assert sentence("2-3-3-2", "delta[2][1]") == ""  # the others of its layer are not made yet
    assert sentence("2-3-3-2", "delta[2][3]").startswith("layer 2 is ")


def test_a_delta_that_grows_is_told_and_sets_the_scale() -> None:
    layers = (Layer(((1.0,),)), Layer(((40.0,),)))  # 40 times a slope of 0.25
    trace = run(Scenario("exploding", 1.0, (((0.0,), (0.0,)),), layers))
    lines = lines_of(trace.steps[-1])
    assert text(lines[-1]).strip() == "δh is 10 times δy"
    above, below = bars(lines)[1:3]
    assert above == round(below / 10)


@pytest.mark.parametrize("height", [2, 3, 4, 6, 8])
def test_the_layer_at_hand_is_in_view_when_there_are_more_than_fit(height: int) -> None:
    for step in steps("deep"):
        lines = lines_of(step, height=height)
        assert len(lines) <= height
        if step.symbol.role is Role.DELTA:
            assert any(piece.style == "made" for line in lines for piece in line)
        if height > 3:
            assert any(text(line).strip() == "…" for line in lines)


def test_ascii_bars_are_as_long_to_within_a_cell() -> None:
    step = at("three_hidden", "delta[3][1]")
    exact = [length / 8 for length in bars(lines_of(step))]
    plain = [text(line).count("#") for line in lines_of(step, style=ASCII)]
    longest = max(plain)
    for cells_, eighths in zip(plain, exact, strict=True):
        assert cells_ / longest == pytest.approx(eighths / max(exact), abs=1 / longest)
    assert "|" in text(lines_of(at("three_hidden", "delta[1][1]"), style=ASCII)[4])


@pytest.mark.parametrize(("style", "language"), [(COURSE, "en"), (COURSE, "ko"), (ASCII, "en")])
def test_it_fits_into_any_size(style: str, language: str) -> None:
    for step in (*steps("2-3-3-2")[::9], *steps("deep")[-2:]):
        frame = frame_of(step, style, language)
        for width, height in SIZES:
            lines = delta_bars.lines(frame, width, height)
            assert len(lines) <= height
            for line in lines:
                assert cells(text(line)) <= width
                assert text(line).isascii() or style != ASCII


@pytest.mark.parametrize("name", ["three_hidden", "xor"])
def test_in_a_high_panel_a_bar_takes_two_lines(name: str) -> None:
    step = steps(name)[-1]
    layers = step.trace.network.L
    low, high = lines_of(step), lines_of(step, height=3 * layers + 4)
    assert [length for length in bars(high)[1:] if length] == [
        length for length in bars(low)[1:] if length for _ in range(2)
    ]
    assert [text(line).strip() for line in high[1 : 3 * layers : 3]] == [
        text(line).strip() for line in low[1 : layers + 1]
    ]


@pytest.mark.parametrize(("style", "letter"), [(COURSE, "W"), (STANDARD, "w"), (ASCII, "w")])
def test_the_title_has_the_letter_of_the_weights(style: str, letter: str) -> None:
    for language in ("en", "ko"):
        frame = frame_of(steps("three_hidden")[-1], style, language)
        words = text(delta_bars.lines(frame, 60, 9)[0]).split()
        assert letter in words
        assert frame.look.name(Symbol(Role.W, 1, 1, 1)).startswith(letter)
