"""Networks of every kind on the screen: each part fits and is true at every step."""

from random import Random

import pytest

from stepper.backprop.symbols import SUMS, Phase, Role, Symbol
from stepper.derive.longhand import derivable
from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step, Trace
from stepper.tui.graph import views
from stepper.tui.look import Frame, Look
from stepper.tui.panels import drawer, header, mistake, ribbon, step_list
from stepper.tui.panels.batches import change, iterations, mean_cost, number
from stepper.tui.panels.derived import derived_at
from stepper.tui.screens.preview import Entry
from stepper.tui.screens.preview import lines as preview
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import ASCII, SEED, Notation
from tests.support.every_kind import of_every_kind
from tests.support.frames import frame_of, parts_of, text
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
SIZES = ((20, 5), (80, 24), (100, 30), (120, 36), (200, 60))
LARGE = ("graph", "equation", "list", "charts", "curves")
RANDOM = list(of_every_kind(30, seed=9))


def bundled(name: str) -> Trace:
    return begun(load_scenario(name))


def look_of(trace: Trace, language: str = "en", ascii: bool = False, view: str = "") -> Look:
    notation = Notation(ASCII if ascii else SEED, trace.network, trace.scenario.names)
    return Look(Explainer(language, notation), ascii, view=view)


def first_batches(trace: Trace, count: int = 2) -> list[Step]:
    """All steps of the first batches, of one more iteration where there are no batches."""
    last = iterations(trace, count)[-1] if trace.network.is_batched else count
    return [trace.steps[k] for k in range(trace.schedule.first(min(last, trace.iterations) + 1))]


def assert_fits(step: Step, look: Look, size: tuple[int, int], *large: str) -> None:
    for place, _, lines in parts_of(step, look, size, *large):
        where = (place.part, size, step.iteration, step.symbol.column)
        is_clipped = place.part == "drawer" and size == SIZES[0]  # by its board
        assert is_clipped or len(lines) <= place.height, where
        for line in lines:
            assert is_clipped or sum(cells(piece.text) for piece in line) <= place.width, where
            assert text(line).isascii() or not look.ascii, (where, text(line))


@pytest.mark.parametrize("name", KINDS)
def test_every_part_fits_at_every_step_of_the_first_batches_at_any_size(name: str) -> None:
    trace = bundled(name)
    for k, step in enumerate(first_batches(trace, 1)):
        view = ("", *views.suitable(trace.network))[k % (1 + len(views.suitable(trace.network)))]
        for n, size in enumerate(SIZES):
            look = look_of(trace, ("en", "ko")[(k + n) % 2], view=view)
            assert_fits(step, look, size)
        size = SIZES[k % len(SIZES)]
        assert_fits(step, look_of(trace, ascii=True, view=view), size)
        assert_fits(step, look, size, LARGE[k % len(LARGE)])
        assert_fits(step, look, size, "drawer", [*drawer.TABS][k % 3])


@pytest.mark.parametrize("kind", RANDOM, ids=[f"{k} {s.title}" for k, s in enumerate(RANDOM)])
def test_every_part_fits_for_random_networks(kind: Scenario) -> None:
    trace, random = begun(kind), Random(1)
    for step in random.sample(first_batches(trace), 6):
        for view in ("", *views.suitable(trace.network)):
            size = random.choice(SIZES)
            assert_fits(step, look_of(trace, view=view), size)
            assert_fits(step, look_of(trace, view=view), size, random.choice(LARGE))
            assert_fits(step, look_of(trace, "ko"), size, "drawer", random.choice([*drawer.TABS]))
    for size in SIZES:
        entry = Entry("kind", look_of(trace), trace)
        assert all(sum(map(len, map(text, [line]))) <= size[0] for line in preview(entry, *size))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("view", ["chain", "network", "neuron"])
def test_at_every_step_one_number_is_made_and_all_are_those_of_the_trace(
    name: str, view: str
) -> None:
    trace = bundled(name)
    if view not in views.suitable(trace.network):
        view = ""
    for step in first_batches(trace):
        graph = {
            place.part: (frame, lines)
            for place, frame, lines in parts_of(step, look_of(trace, view=view), (120, 36))
        }
        frame, lines = graph["graph"]
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
    if shown.strip().endswith(look.name(symbol)) or symbol.role is Role.SIZE:
        return True
    if not step.is_known(symbol):
        return False
    value = step.value_of(symbol)
    texts = [look.notation.number(written(value, k)[0]) for k in range(GRAPH, 0, -1)]
    return shown.strip().endswith((*texts, f"{look.sign('about')}0", look.name(symbol)))


@pytest.mark.parametrize("name", KINDS)
def test_every_symbol_of_an_equation_is_lit_on_the_graph_where_it_is_shown(name: str) -> None:
    trace = bundled(name)
    for step in first_batches(trace, 1):
        for place, frame, lines in parts_of(step, look_of(trace), (200, 60)):
            if place.part != "graph":
                continue
            names = {"plain", "quiet", "key", "selected"}  # of labels, before the number
            for piece in (piece for line in lines for piece in line):
                if piece.symbol in frame.lit and piece.style not in names:
                    assert piece.style.endswith("-lit") or piece.symbol == step.symbol, piece


# --- batches


@pytest.mark.parametrize("name", ["linear_regression", "xor_learns", "coursera_logistic"])
def test_within_a_batch_nothing_is_shown_to_happen_to_a_weight(name: str) -> None:
    trace = bundled(name)
    for step in first_batches(trace, 1):
        shown = [
            piece.symbol.role
            for _, _, lines in parts_of(step, look_of(trace), (120, 36))
            for line in lines
            for piece in line
            if piece.symbol
        ]
        is_last = step.iteration == len(trace.scenario.samples)
        updates = {Role.W_NEW, Role.B_NEW} & {*shown}
        assert bool(updates) == is_last
        if step.symbol.role in SUMS.values():
            assert step.symbol.role in shown


def test_the_sum_is_beside_the_gradient_and_divided_in_the_update() -> None:
    trace = bundled("linear_regression")
    w = Symbol(Role.W_NEW, 1, 1, 1)
    rows = graph_of(Step(trace, 4, w))
    assert any("W₁ 1 ◂−14 Σ−14/4 →1.700" in row for row in rows)
    rows = graph_of(Step(trace, 2, Symbol(Role.SUM_DW, 1, 1, 1)))
    assert any("W₁ 1 ◂0 Σ1 " in f"{row} " and "→" not in row for row in rows)


def graph_of(step: Step, size: tuple[int, int] = (80, 24), view: str = "") -> list[str]:
    return part(step, "graph", size, view)


def part(step: Step, name: str, size: tuple[int, int], view: str = "") -> list[str]:
    parts = parts_of(step, look_of(step.trace, view=view), size)
    return next([text(line) for line in lines] for place, _, lines in parts if place.part == name)


def test_a_sum_by_the_sum_is_not_divided() -> None:
    trace = bundled("schiendorfer")
    step = Step(trace, 2, Symbol(Role.W_NEW, 2, 1, 1))
    assert any("Σ" in row for row in graph_of(step, (200, 60)))
    assert not any("/2" in row for row in graph_of(step, (200, 60)))


def test_the_table_of_a_neuron_has_the_sums_and_their_mean() -> None:
    trace = bundled("coursera_logistic")
    before = "\n".join(graph_of(Step(trace, 2, Symbol(Role.SUM_DW, 1, 1, 1)), view="neuron"))
    assert "sum so far" in before and "gradient" in before
    update = "\n".join(graph_of(Step(trace, 3, Symbol(Role.W_NEW, 1, 1, 1)), view="neuron"))
    assert "mean" in update and "0.9985" in update


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (150, "iteration 3 of 1000   epoch 1, sample 3   batch 1: sample 3 of 4"),
        (112, "  epoch 1, sample 3   batch 1: sample 3 of 4"),
        (80, "  epoch 1, sample 3 "),
    ],
)
def test_the_first_line_says_epoch_sample_and_batch_where_there_is_room(
    width: int, said: str
) -> None:
    trace = bundled("xor_learns")
    step = Step(trace, 3, Symbol(Role.C))
    assert said in text(header.lines(frame_of(step), width, 1)[0])


def test_the_number_of_equations_is_that_of_the_iteration() -> None:
    trace = bundled("xor_learns")
    for iteration, count in ((1, 32), (4, 41)):
        step = trace.steps.at(iteration, Symbol(Role.C))
        assert f"of {count}" in text(header.lines(frame_of(step), 120, 1)[0])


def test_the_scales_lead_to_the_samples_of_the_batch_and_mark_the_ends_of_batches() -> None:
    trace = bundled("schiendorfer")
    short = begun(trace.scenario._replace(epochs=5))
    step = Step(short, 3, Symbol(Role.Z, 1, 2))
    line = ribbon.lines(frame_of(step), 120, 2)[1]
    batch = line[[piece.text for piece in line].index("○") - 1 :][:2]
    assert [piece.text for piece in batch] == ["●", "○"]
    targets = [short.steps[piece.target] for piece in batch if isinstance(piece.target, int)]
    assert [(s.iteration, s.symbol) for s in targets] == [(3, step.symbol), (4, step.symbol)]
    assert [piece.text for piece in line].count("┬") == 5
    for piece in line:
        if isinstance(piece.target, int):
            assert 0 <= piece.target < len(short.steps)


def test_every_mark_of_the_scales_is_a_step() -> None:
    trace = bundled("coursera_logistic")
    for step in first_batches(trace, 1):
        for line in ribbon.lines(frame_of(step), 80, 2):
            targets = [piece.target for piece in line if isinstance(piece.target, int)]
            assert all(trace.steps[k].number == k + 1 for k in targets)


def test_batches_are_counted_through_the_run() -> None:
    trace = begun(load_scenario("linear_regression")._replace(batch=3, epochs=2))
    assert [number(trace, n) for n in range(1, 9)] == [1, 1, 1, 2, 3, 3, 3, 4]
    assert [[*iterations(trace, k)] for k in (1, 2, 3, 4)] == [[1, 2, 3], [4], [5, 6, 7], [8]]


@pytest.mark.parametrize(("sample", "expected"), [(1, None), (2, 0.25), (4, 3.25)])
def test_the_cost_of_the_batch_so_far_is_said_at_the_cost_of_a_sample(
    sample: int, expected: float | None
) -> None:
    trace = bundled("linear_regression")
    step = Step(trace, sample, Symbol(Role.C))
    words = part(step, "equation", (80, 24))
    said = [line for line in words if "of the batch so far" in line]
    costs = [trace.value(n, Symbol(Role.C)) for n in range(1, sample + 1)]
    assert said == (
        [f"   mean C of the {sample} samples of the batch so far: {expected}"] if expected else []
    )
    assert expected in (None, sum(costs) / sample)


def test_after_an_update_the_mean_cost_of_the_batch_is_compared() -> None:
    trace = bundled("xor_learns")
    last = trace.steps[trace.schedule.first(5) - 1]
    costs = [mean_cost(trace, range(first, first + 4)) for first in (1, 5)]
    assert change(last) == tuple(costs)
    words = equation_text(last)
    assert "The mean C of the batch fell from 0.7774 to 0.7292." in words
    assert "with the new weights" in words
    assert "with the same weights" in equation_text(trace.steps[trace.schedule.first(2) - 1])


def equation_text(step: Step) -> str:
    return " ".join(map(str.strip, part(step, "equation", (120, 50))))


def test_batches_of_different_samples_are_not_compared() -> None:
    trace = begun(load_scenario("linear_regression")._replace(batch=2))
    assert change(trace.steps[trace.schedule.first(3) - 1]) is None


def test_the_list_of_a_sample_within_a_batch_has_no_updates_and_groups_its_sums() -> None:
    trace = bundled("xor_learns")
    within, end = (
        [text(line) for line in step_list.lines(frame_of(Step(trace, n, Symbol(Role.C))), 33, 60)]
        for n in (1, 4)
    )
    assert not any("update" in row for row in within)
    assert any("update" in row for row in end)
    short = [
        text(line) for line in step_list.lines(frame_of(Step(trace, 1, Symbol(Role.C))), 39, 20)
    ]
    sums = [row.split()[1] for row in short if "Σ" in row]
    assert sums == ["Σ∂C/∂W₂,₁₁", "Σ∂C/∂W₁,₁₁", "Σ∂C/∂W₁,₂₁"]


async def test_the_keys_go_through_a_batch() -> None:
    async with opened("linear_regression", (80, 24)) as pilot:

        def at() -> tuple[int, Role]:
            return stepper(pilot).step.iteration, stepper(pilot).step.symbol.role

        await do(pilot, "next_update")
        assert at() == (4, Role.W_NEW)
        await do(pilot, "previous_iteration")
        assert at()[0] == 3 and stepper(pilot).step.is_last
        await do(pilot, "first", "first", "next_phase", "next_phase")
        assert at() == (2, Role.Z)
        await do(pilot, "next_iteration", "next_iteration", "last")
        assert at() == (4, Role.B_NEW)
        await do(pilot, "next")
        assert at() == (5, Role.Z)


# --- the drawer


@pytest.mark.parametrize(
    ("name", "words"),
    [("xor_learns", "batch = 1"), ("softmax", "classic mistake"), ("no rate", "learning rate")],
)
def test_the_mistake_says_what_it_needs(name: str, words: str) -> None:
    if name == "no rate":
        trace = begun(load_scenario("one_hidden")._replace(learning_rate=None, epochs=1))
    else:
        trace = bundled(name)
    frame = frame_of(trace.steps[0])
    shown = " ".join(text(line).strip() for line in mistake.lines(frame, 80, 20))
    assert words in shown
    assert [*mistake.span(frame)] and mistake.waits(frame) == (name == "softmax")


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
    assert any("S 5.367" in row for row in rows)


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
    async with opened(name, SIZES[1]) as pilot:
        for k, size in enumerate(SIZES):
            await resize(pilot, *size)
            go(pilot, 1 + k)
            for move in WALK:
                await do(pilot, move)
                if size[1] > 5:
                    assert highlighted(pilot) == {stepper(pilot).step.symbol}
            assert stepper(pilot).step.phase in (Phase.UPDATE, Phase.BACKWARD)
