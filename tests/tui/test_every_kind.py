"""Networks of every kind on the screen: each part fits and is true at every step."""

import re
from functools import cache
from itertools import count, product
from random import Random

import pytest

from stepper.backprop.symbols import SUMS, Phase, Role, Symbol
from stepper.derive.network.longhand import derivable
from stepper.files.opening import NETWORKS
from stepper.files.scenario_file import load_scenario
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step
from stepper.tui.graph import views
from stepper.tui.look import Frame, ScreenLine
from stepper.tui.panels.drawer import drawer, mistake
from stepper.tui.panels.drawer.derived import derived_at
from stepper.tui.screens.picker.preview import Entry
from stepper.tui.screens.picker.preview import lines as preview
from stepper.typeset.digits import GRAPH, written
from tests.support.every_kind import of_every_kind
from tests.support.fits import LARGE, SIZES, assert_fits_in_turn, in_turn
from tests.support.frames import frame_of, parts_of, text
from tests.support.kinds import (
    LOOKS,
    bundled,
    first_batches,
    graph_of,
    look_of,
    one_of_each,
)
from tests.support.networks import begun
from tests.support.screens import (
    do,
    go,
    highlighted,
    lines_of,
    opened,
    press,
    resize,
    settle,
    stepper,
    typed,
    until,
)

KINDS = (
    "linear_regression", "logistic_regression", "tanh", "relu_dies", "softmax", "xor_learns",
    "schiendorfer", "coursera_logistic",
)  # fmt: skip
RANDOM = list(of_every_kind(20, seed=9))


@pytest.mark.parametrize("name", ["three_hidden", "softmax", "xor_learns"])
def test_turns_bring_each_part_look_view_and_tab_together(name: str) -> None:
    trace = bundled(name)
    rounds = len(SIZES) * len(LARGE) * len(LOOKS)
    turns = [in_turn(trace.steps[0], turn) for turn in range(rounds)]
    suitable, tabs = ("", *views.suitable(trace.model)), drawer.tabs(trace.model)
    for of, places in (
        (product(SIZES, LARGE), (0, 1)),
        (product(LARGE, LOOKS), (1, 2)),
        (product(LOOKS, suitable), (2, 3)),
        (product(LARGE, suitable), (1, 3)),
        (product(LOOKS, tabs), (2, 4)),
    ):
        assert {*of} <= {tuple(turn[k] for k in places) for turn in turns}, places


def test_every_part_fits_where_a_role_or_layer_of_the_first_batch_begins_or_ends() -> None:
    turn = count()
    for trace in map(bundled, KINDS):
        for step in one_of_each(trace, first_batches(trace, 1)):
            assert_fits_in_turn(step, next(turn))


def test_every_part_fits_for_random_networks() -> None:
    turn, random = count(), Random(1)
    for trace in map(begun, RANDOM):
        for step in random.choices(first_batches(trace), k=5):
            assert_fits_in_turn(step, next(turn))
        for size in SIZES:
            entry = Entry("kind", look_of(trace), trace)
            assert all(len(text(line)) <= size[0] for line in preview(entry, *size)), trace.scenario


@pytest.mark.parametrize("name", NETWORKS)
def test_at_every_step_one_number_is_made_and_all_are_those_of_the_trace(name: str) -> None:
    """In the view that suits it best at each step, in the others where a role or layer begins."""
    trace = bundled(name)
    drawn = [*graphs(name)]
    for view in views.suitable(trace.model):
        for step in one_of_each(trace, first_batches(trace, 1))[::2]:
            look = look_of(trace, view=view)
            [(_, frame, lines)] = parts_of(step, look, (120, 36), only="graph")
            drawn.append((step, frame, lines))
    for step, frame, lines in drawn:
        pieces = [piece for line in lines for piece in line if piece.symbol]
        assert {p.symbol for p in pieces if p.style == "made"} == {step.symbol}
        for piece in pieces:
            assert piece.symbol
            assert piece.symbol in frame.lit or not piece.style.endswith("-lit")
            if piece.text[-1:].isdecimal():  # a label ends with a blank
                assert says(frame, piece.symbol, piece.text), (step.symbol.column, piece)


def says(frame: Frame, symbol: Symbol, shown: str) -> bool:
    """Whether a text ends with the symbol's name or its number, which is then known."""
    look, step = frame.look, frame.step
    names = look.name(symbol), look.short_name(symbol, step.trace.model)
    if shown.strip().endswith(names) or symbol.role is Role.SIZE:
        return True
    if not step.is_known(symbol):
        return False
    value = step.value_of(symbol)
    texts = [look.notation.number(written(value, k)[0]) for k in range(GRAPH, 0, -1)]
    return shown.strip().endswith((*texts, f"{look.sign('about')}0", look.name(symbol)))


@cache
def graphs(name: str) -> list[tuple[Step, Frame, list[ScreenLine]]]:
    """The graph at each step of the first batch in a large window, in the view that suits it."""
    trace = bundled(name)
    drawn = []
    for step in first_batches(trace, 1):
        [(_, frame, lines)] = parts_of(step, look_of(trace), (200, 60), only="graph")
        drawn.append((step, frame, lines))
    return drawn


@pytest.mark.parametrize("name", NETWORKS)
def test_every_symbol_of_an_equation_is_lit_on_the_graph_where_it_is_shown(name: str) -> None:
    for step, frame, lines in graphs(name):
        names = {"plain", "quiet", "key", "selected"}  # of labels, before the number
        for piece in (piece for line in lines for piece in line):
            if piece.symbol in frame.lit and piece.style not in names:
                assert piece.style.endswith("-lit") or piece.symbol == step.symbol, piece


@pytest.mark.parametrize("name", NETWORKS)
def test_each_step_backward_adds_its_number_to_the_graph(name: str) -> None:
    before: set[Symbol] = set()
    for step, _, lines in graphs(name):
        shown = {
            piece.symbol
            for piece in (piece for line in lines for piece in line if piece.symbol)
            if piece.symbol and step.is_known(piece.symbol)
        }
        if step.phase is Phase.BACKWARD:
            assert step.symbol in shown - before, step.symbol.column
        before = shown


# --- the drawer


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("xor_learns", "batch = 1"),
        ("softmax", "without a hidden layer"),
        ("linear_regression", "without a hidden layer"),
        ("no rate", "learning rate"),
    ],
)
def test_the_mistake_says_what_it_needs(name: str, words: str) -> None:
    if name == "no rate":
        trace = begun(load_scenario("one_hidden")._replace(learning_rate=None, epochs=1))
    else:
        trace = bundled(name)
    frame = frame_of(trace.steps[0])
    shown = " ".join(text(line).strip() for line in mistake.lines(frame, 80, 20))
    assert words in shown
    assert "iteration" not in shown
    assert [*mistake.span(frame)] and not mistake.waits(frame)


@pytest.mark.parametrize("kind", RANDOM, ids=[f"{k} {s.title}" for k, s in enumerate(RANDOM)])
def test_the_drawer_is_about_the_gradient_of_the_step(kind: Scenario) -> None:
    trace = begun(kind)
    for step in first_batches(trace, 1):
        symbol = derived_at(step)
        assert derivable(trace.network, symbol) == symbol
        for gradient, total in SUMS.items():
            if step.symbol.role is total:
                assert symbol == step.symbol._replace(role=gradient)


# --- what cross-entropy, softmax and functions look like


def test_with_cross_entropy_one_brace_leads_from_the_cost_to_z() -> None:
    scenario = load_scenario("one_hidden")._replace(cost="cross_entropy")
    trace = begun(scenario)
    rows = graph_of(Step(trace, 1, Symbol(Role.DELTA, 2, 1)))
    assert any("╰" in row and "×(y−y′) ─" in row for row in rows)
    assert "\n".join(rows).count("(y−y′)") == 1
    wire = next(row for row in rows if "(C)" in row)
    assert wire.rstrip().count("◀") == 3  # C, y and z₂ are passed; y has no gradient of its own
    before = graph_of(Step(trace, 1, Symbol(Role.C)))
    assert not any("(y−y′)" in row for row in before)


ON_CHAIN = [
    ("sigmoid", "(g)", "×g′ 0."),
    ("tanh", "(g)", "×g′ 0."),
    ("relu", "(g)", "×g′ 1"),
    ("identity", "(=)", "×1"),
]


@pytest.mark.parametrize(("activation", "node", "factor"), ON_CHAIN)
def test_a_node_and_its_factor_say_which_function_it_is(
    activation: str, node: str, factor: str
) -> None:
    scenario = load_scenario("one_hidden")
    layers = tuple(layer._replace(activation=activation) for layer in scenario.layers)
    rows = graph_of(Step(begun(scenario._replace(layers=layers)), 1, Symbol(Role.DELTA, 1, 1)))
    assert "\n".join(rows).count(node) == 2
    assert any(factor in row for row in rows)


def test_where_functions_differ_each_node_has_its_name() -> None:
    scenario = load_scenario("one_hidden")
    first, second = scenario.layers
    layers = (first._replace(activation="tanh"), second)
    rows = graph_of(Step(begun(scenario._replace(layers=layers)), 1, Symbol(Role.DELTA, 1, 1)))
    shown = "\n".join(rows)
    assert "(tanh)" in shown and "(sigmoid)" in shown
    assert "×tanh′ " in shown and "×sigmoid′ " in shown


@pytest.mark.parametrize(
    ("cost", "factor"),
    [("half_squares", "×(y−y′)"), ("squares", "×2(y−y′)"), ("mean_squares", "×2(y−y′)")],
)
def test_the_factor_of_the_cost_is_its_derivative(cost: str, factor: str) -> None:
    trace = begun(load_scenario("one_hidden")._replace(cost=cost))
    assert any(factor in row for row in graph_of(Step(trace, 1, Symbol(Role.DC_DA, 2, 1))))


def test_softmax_shows_each_e_and_their_sum_below_the_outputs() -> None:
    trace = bundled("softmax")
    rows = graph_of(Step(trace, 1, Symbol(Role.S, 1)))
    assert [sum(f" {word} " in f"{row} " for row in rows) for word in ("e", "S", "C")] == [3, 1, 1]
    assert any(re.search(r"S +5\.367", row) for row in rows)


# --- what if


async def test_an_edited_activation_cost_or_batch_is_another_network_at_the_same_place() -> None:
    async with opened("xor_learns", (120, 36)) as pilot:
        trace = stepper(pilot).trace
        go(pilot, trace.steps.at(2, Symbol(Role.SUM_DW, 1, 1, 1)).number)
        for edit, role in (
            ("batch = 1", Role.W_NEW),
            ("cost = squares", Role.SUM_DW),
            ("activation[1] = relu", Role.SUM_DW),
        ):
            await press(pilot, "e", "ctrl+u", *typed(edit), "enter")
            await until(pilot, lambda: stepper(pilot).what_if.original is not None)
            await settle(pilot)
            step = stepper(pilot).step
            assert (step.iteration, step.symbol.role) == (2, role)
            assert highlighted(pilot) == {step.symbol}
            assert edit.split()[0] in lines_of(pilot)[0]
            await do(pilot, "drawer", "drawer", "drawer", "drawer", "view", "view", "restore")
            assert stepper(pilot).trace is trace
            go(pilot, trace.steps.at(2, Symbol(Role.SUM_DW, 1, 1, 1)).number)


WALK = ("next", "next_delta", "next_phase", "next_update", "next_iteration", "last")


@pytest.mark.parametrize("name", KINDS)
async def test_the_first_batch_can_be_walked_through_at_any_size(name: str) -> None:
    """Networks take turns with the sizes: each is walked through at two or three of them."""
    async with opened(name, SIZES[1]) as pilot:
        for k, size in [*enumerate(SIZES)][KINDS.index(name) % 2 :: 2]:
            await resize(pilot, *size)
            go(pilot, 1 + k)
            for move in WALK:
                await do(pilot, move)
                if size[1] > 5:
                    assert highlighted(pilot) == {stepper(pilot).step.symbol}
            assert stepper(pilot).step.phase in (Phase.UPDATE, Phase.BACKWARD)
