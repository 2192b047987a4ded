"""The invariants of the graph, in every view, for networks of any shape."""

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from stepper.backprop.network import Network
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.tui.graph import views as graph
from stepper.tui.graph.views import suitable, view
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.every_kind import of_every_kind
from tests.support.networks import BUNDLED, begun, drawn, traced

SIZES = ((80, 11), (118, 24))
ENDS = ((1, 1, 1), (8, 16, 16, 4))


def shapes() -> Iterator[tuple[int, ...]]:
    """20 shapes from 1-1-1 to 8-16-16-4, some of them chains."""
    random = Random(5)
    yield from ENDS
    for k in range(18):
        widest = (1, 3, 8, 16)[k % 4]
        yield tuple(random.randint(1, widest) for _ in range(random.randint(3, 5)))


def drawn_at_random(k: int, sizes: tuple[int, ...]) -> Trace:
    return begun(
        drawn(
            sizes,
            biases=k % 3 > 0,
            train_biases=k % 6 > 1,
            update="in_place" if k % 5 == 0 else "after_backward",
            samples=1,
        )
    )


TRACES = [
    *((name, traced(name)) for name in BUNDLED),
    *(
        (f"{k} {'-'.join(map(str, sizes))}", drawn_at_random(k, sizes))
        for k, sizes in enumerate(shapes())
    ),
    *((f"{k} {kind.title}", begun(kind)) for k, kind in enumerate(of_every_kind(12, seed=4))),
]


@cache
def look_of(trace: Trace, ascii: bool, view: str) -> Look:
    return Look(
        Explainer("en", Notation(ASCII if ascii else COURSE, trace.model)), ascii, view=view
    )


def steps_of(trace: Trace) -> list[Step]:
    """Some steps of each kind, of a later iteration where there is one."""
    count = len(trace.model.steps)
    later = trace.steps[count : 2 * count] or trace.steps[:count]
    return Random(count).sample(later, 8 if count < 40 else 4)


def frames(trace: Trace) -> Iterator[tuple[Frame, list[ScreenLine], tuple[int, int]]]:
    """Each step in each view that suits the network, in Unicode and in ASCII."""
    for name in suitable(trace.network):
        for k, step in enumerate(steps_of(trace)):
            look = look_of(trace, ascii=k % 4 == 0, view=name)
            width, most = SIZES[k % 2]
            height = max(1, view(name).height(trace.network, width, most, k % 3 == 0))
            frame = Frame(step, look, 60)
            yield frame, graph.lines(frame, width, height), (width, height)


def numbers(frame: Frame, piece: Piece) -> list[str]:
    """What a piece that shows its symbol's number may end with."""
    assert piece.symbol
    notation, value = frame.look.notation, frame.step.value_of(piece.symbol)
    texts = [notation.number(written(value, k)[0]) for k in range(GRAPH, 0, -1)]
    return [*texts, notation.sign("about") + "0"]


@pytest.mark.parametrize(("name", "trace"), TRACES, ids=[name for name, _ in TRACES])
def test_the_graph_tells_the_truth_about_what_is_made_and_of_what(name: str, trace: Trace) -> None:
    for frame, lines, (width, height) in frames(trace):
        step, where = frame.step, (frame.look.view, frame.step.symbol.column)
        assert len(lines) <= height, where
        assert all(sum(cells(piece.text) for piece in line) <= width for line in lines), where
        pieces = [piece for line in lines for piece in line if piece.symbol]
        if lines:
            made = [piece for piece in pieces if piece.style == "made"]
            assert {piece.symbol for piece in made} == {step.symbol}, where
            assert made[-1].text.strip().endswith(tuple(numbers(frame, made[-1]))), where
        for piece in pieces:
            assert piece.symbol
            if piece.style.endswith("-lit"):
                assert piece.symbol in frame.lit, where
            if not step.is_known(piece.symbol):
                assert not piece.text.strip()[-1:].isdecimal() or piece.text.strip().endswith(
                    frame.look.name(piece.symbol)
                ), (where, piece)


@pytest.mark.parametrize(
    ("sizes", "views"), [((1, 1, 1), ["chain", "network"]), ((2, 2, 1), ["network", "neuron"])]
)
def test_a_network_has_the_views_that_suit_it(sizes: tuple[int, ...], views: list[str]) -> None:
    assert graph.suitable(Network(sizes)) == views


def test_the_best_view_is_the_first_that_fits() -> None:
    assert graph.best(Network((1, 1, 1)), 80, 11) == "chain"
    assert graph.best(Network((2, 2, 1), biases=True), 80, 11) == "network"
    assert graph.best(Network((8, 16, 4)), 80, 11) == "neuron"
