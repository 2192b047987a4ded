"""What Python programs read where something is wrong: in the words of Python, with a fix."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stepper
from stepper import Layer, Scenario, StepperError, load_scenario, load_trace, run
from stepper.python.problems import in_python

UNTYPED: Any = stepper  # for arguments that a type checker refuses
PAIR = [([0, 1], [1])]
LAYERS = [Layer([[1, 2]])]


class Array:
    """An array of a library."""

    def __init__(self, values: object) -> None:
        self._values = values

    def tolist(self) -> object:
        return self._values


def said(make: Callable[[], object]) -> str:
    with pytest.raises(StepperError) as error:
        make()
    return str(error.value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Scenario(),
            "samples: missing; write samples=[(inputs, targets), …]\n"
            "layers or random: missing; write layers=[Layer(…), …], or random={…}; "
            "or formula=Formula(…) instead",
        ),
        (
            lambda: UNTYPED.Scenario(layers=[[[1, 2]]], samples=PAIR),
            "layers[1]: expected a Layer, found a list",
        ),
        (
            lambda: UNTYPED.Scenario(layers=LAYERS[0], samples=PAIR),
            "layers: expected a list, layers=[Layer(…), …], with at least the output layer, found "
            "a mapping",
        ),
        (
            lambda: UNTYPED.Scenario(layers=LAYERS, samples=[[0, 1, 1]]),
            "samples[1]: expected a pair (inputs, targets), as zip(X, Y) makes of arrays X and Y, "
            "found a list",
        ),
        (
            lambda: Scenario(layers=LAYERS, samples=PAIR, train_biases=UNTYPED.train),
            "train_biases: expected True or False, found an object of the type function",
        ),
        (
            lambda: Scenario(layers=LAYERS, samples=PAIR, learning_rate=True),
            "learning_rate: expected a number, found True",
        ),
        (
            lambda: Scenario(layers=LAYERS, samples=[([0, 1], [])]),
            "samples[1].targets: expected 1 number (one per output neuron), in brackets, found "
            "an empty list",
        ),
        (
            lambda: Scenario(formula="f = x", values={"x": 1}, learning_rate=1),
            'learning_rate: is for updates; write update = ["w"] in Formula(…), or leave it out',
        ),
        (
            lambda: Scenario(random={"sizes": [2, 1], "seed": 1}, samples=PAIR, notes=UNTYPED),
            'random.range: missing; write "range": [-1.0, 1.0]\n'
            "notes: expected a list of mappings, found an object of the type module",
        ),
        (lambda: Scenario(formula=UNTYPED), "formula: expected a Formula, or its lines, found"),
        (lambda: UNTYPED.Layer([[1]], activation=None), "found None"),
        (lambda: UNTYPED.Scenario(layers=LAYERS, samples=PAIR, cost=None), "found None"),
        (lambda: UNTYPED.Formula("f = x", update=None), "found None"),
        (lambda: run(""), '"": not a regular file; name a scenario or a trace file'),
        (lambda: load_trace("no.json"), "no.json: no such file; name one that Trace.save has"),
        (lambda: load_trace(""), '"": not a regular file; name a scenario or a trace file'),
    ],
)
def test_a_message_speaks_python(make: Callable[[], object], message: str) -> None:
    assert message in said(make)


def test_what_a_message_quotes_stays_as_it_is() -> None:
    quoted = 'expected a table, found "a table, --seed, found true"'
    assert in_python(quoted) == 'expected a mapping, found "a table, --seed, found true"'


@pytest.mark.parametrize(
    "what", [None, 5, LAYERS, {"layers": []}, stepper.Formula("f = x"), open], ids=str
)
def test_what_cannot_be_run_is_told_with_what_can_be(what: object) -> None:
    with pytest.raises(TypeError, match=r"^expected a Scenario, a path, .* found .*; write run\("):
        UNTYPED.run(what)


def test_only_a_path_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    trace: Any = run("one_hidden")
    for call in (trace.save, UNTYPED.load_scenario, UNTYPED.load_trace):
        for no_path in (0, 5, None, True):
            with pytest.raises(TypeError, match=r"^expected a path, found "):
                call(no_path)
    assert not [*tmp_path.iterdir()]
    trace.save("run")
    assert "already exists; write replace=True to replace it" in said(lambda: trace.save("run"))
    assert said(lambda: load_scenario("run")).startswith("run: a stored run, not a scenario")
    assert "not a regular file" in said(lambda: trace.save(""))


def test_two_arrays_are_no_samples_but_their_rows_are() -> None:
    x, y = [[0, 0], [1, 1]], [[0, 1], [1, 0]]
    layers = [Layer([[1, 2], [3, 4]])]
    arrays = lambda: UNTYPED.Scenario(layers=layers, samples=(Array(x), Array(y)))  # noqa: E731
    assert said(arrays) == "samples: a pair of arrays; write samples=zip(X, Y) for their rows"
    pairs = UNTYPED.Scenario(layers=layers, samples=zip(map(Array, x), map(Array, y), strict=True))
    assert pairs.samples == (((0, 0), (0, 1)), ((1, 1), (1, 0)))


def test_whole_numbers_are_whole() -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: UNTYPED.run("mazur", max_numbers="a"),
        lambda: UNTYPED.load_trace("mazur", max_numbers=2.5),
        lambda: UNTYPED.Scenario(layers=LAYERS, samples=PAIR, max_numbers=None),
    )
    for call in calls:
        with pytest.raises(TypeError, match=r"^expected max_numbers, a whole number, found "):
            call()
