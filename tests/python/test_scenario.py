"""Scenarios written in Python: the same as those of files, with the same messages."""

import copy
import pickle
import tomllib
from array import array
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import stepper
from stepper import Formula, Layer, Sample, Scenario, StepperError, load_scenario
from stepper.files.opening import bundled
from stepper.python.problems import in_python
from tests.support.places import ROOT

BUNDLED = bundled()
UNTYPED: Any = stepper  # for arguments that a type checker refuses
REFUSED = ROOT / "tests" / "data" / "refused"
NO_TITLE = "title: missing"  # which Python has one for
OF_TOML = ("line ", "not valid TOML", "not UTF-8", "nested", "larger than")


def document(path: str | Path) -> dict[str, object]:
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BUNDLED)
def test_the_keys_of_a_file_are_the_arguments(name: str) -> None:
    scenario = UNTYPED.Scenario(**document(BUNDLED[name]))
    assert scenario == load_scenario(name)


def refused() -> dict[str, str]:
    """The messages of each file that is TOML, but no scenario."""
    texts = {path: path.with_suffix(".txt").read_text("utf-8") for path in REFUSED.glob("*.toml")}
    read = {path: text.replace(f"stepper: {path.name}: ", "") for path, text in texts.items()}
    return {
        path.name: text
        for path, text in read.items()
        if not text.startswith(OF_TOML) and path.stem != "missing_title"
    }


@pytest.mark.parametrize("name", refused())
def test_what_is_wrong_is_said_in_the_words_of_a_file(name: str) -> None:
    with pytest.raises(StepperError) as error:
        UNTYPED.Scenario(**document(REFUSED / name))
    said = [line for line in refused()[name].splitlines() if not line.startswith(NO_TITLE)]
    assert list(error.value.problems) == list(map(in_python, said))


class Tensor:
    """An array of a library."""

    def __init__(self, values: object) -> None:
        self._values = values

    def tolist(self) -> object:
        return self._values


ROWS: list[Callable[[], object]] = [
    lambda: [[0.5, -1.0], [2.0, 0.25]],
    lambda: ((0.5, -1.0), (2.0, 0.25)),
    lambda: iter([array("d", [0.5, -1.0]), iter([2, 0.25])]),
    lambda: Tensor([[0.5, -1.0], [2.0, 0.25]]),
    lambda: [Tensor([0.5, -1.0]), [Tensor(2.0), 0.25]],
]


class Frame:
    """A table of pandas."""

    def __init__(self, values: object) -> None:
        self._values = values

    def to_numpy(self) -> object:
        return Tensor(self._values)


@pytest.mark.parametrize("number", [Fraction(1, 4), Decimal("0.25"), Tensor(0.25)])
def test_a_number_may_be_of_any_kind(number: object) -> None:
    assert UNTYPED.Layer([[number]]) == (((0.25,),), None, "sigmoid")
    assert UNTYPED.Layer(Frame([[number]]))


def test_a_number_that_is_no_float_is_refused() -> None:
    for number in (Fraction(10**400), Decimal("sNaN"), Decimal("nan"), 1j):
        with pytest.raises(StepperError, match=r"^layer.weights\[1\]\[1\]: expected a"):
            UNTYPED.Layer([[number]])


@pytest.mark.parametrize("rows", ROWS)
def test_an_array_may_be_of_any_kind(rows: Callable[[], object]) -> None:
    layer = UNTYPED.Layer(rows(), biases=0.5)
    assert layer == (((0.5, -1.0), (2.0, 0.25)), (0.5, 0.5), "sigmoid")


NETWORK = Scenario(
    layers=[Layer([[0.5, -0.5], [0.3, 0.8]], activation="tanh"), {"weights": [[1.0, -1.0]]}],
    samples=[([0, 1], [1]), Sample([1, 1], [0]), {"inputs": [1, 0], "targets": [1]}],
    learning_rate=0.5,
    epochs=3,
)
FORMULA = Scenario(
    formula=Formula("q = x + y; f = q*z", update=["x"], constants=["z"]),
    values={"x": -2, "y": 5, "z": -4},
    learning_rate=1,
)


def test_samples_are_pairs_and_layers_have_names_for_what_they_hold() -> None:
    assert NETWORK.samples[1] == ((1.0, 1.0), (0.0,))
    assert {type(sample) for sample in NETWORK.samples} == {Sample}
    assert (NETWORK.layers[0].activation, NETWORK.layers[1].weights) == ("tanh", ((1.0, -1.0),))
    assert FORMULA.formula and FORMULA.formula.differentiated == ("q", "x", "y")


def test_a_formula_may_be_written_as_it_is() -> None:
    plain = Scenario(formula="f = x*y", values={"x": 2, "y": 3})
    assert plain == Scenario(formula={"lines": "f = x*y"}, values={"x": 2, "y": 3})
    assert plain == Scenario(formula=plain.formula or "", values={"x": 2, "y": 3})


@pytest.mark.parametrize("scenario", [NETWORK, FORMULA, *map(load_scenario, BUNDLED)])
def test_copies_and_pickles_are_equal(scenario: Scenario) -> None:
    for same in (
        copy.copy(scenario),
        copy.deepcopy(scenario),
        pickle.loads(pickle.dumps(scenario)),
    ):
        assert same == scenario
        assert type(same) is Scenario
        assert same.model == scenario.model
    assert scenario.replace() == scenario._replace(seed=None)  # what was drawn is written out


def test_with_other_numbers_nothing_is_said_of_the_old_ones() -> None:
    mazur = load_scenario("mazur")
    assert mazur.replace(title="Mine").notes == mazur.notes
    short = mazur.replace(epochs=3)
    assert (short.iterations, short.names, short.source) == (3, mazur.names, mazur.source)
    assert short.goal is None
    assert all(note.general for note in short.notes)


def test_other_fields_are_checked_as_new_ones() -> None:
    assert NETWORK.replace(epochs=7).iterations == 21
    with pytest.raises(StepperError, match=r"^samples\[1\]\.inputs: expected 2 numbers"):
        NETWORK.replace(samples=[([1], [1])])


@pytest.mark.parametrize(
    ("make", "problems"),
    [
        (
            lambda: UNTYPED.Layer([[1, "a"], [3]], biases=[1], activation="tahn"),
            [
                'layer.weights[1][2]: expected a number, found "a"',
                "layer.weights[2]: expected 2 numbers (one per input), found 1",
                'layer.activation: expected "sigmoid" or "tanh" or "relu" or "identity" or '
                '"softmax", found "tahn"',
                "layer.biases: expected 2 numbers (one per neuron), found 1",
            ],
        ),
        (
            lambda: UNTYPED.Sample([float("nan")], [None]),
            [
                "sample.inputs[1]: expected a finite number, found nan",
                "sample.targets[1]: expected a number, found None",
            ],
        ),
        (
            lambda: Formula("q = x +; f = q*w", update=["v"]),
            [
                "formula.lines: line 1, column 8: expected a number, a name or (, found the end of "
                "the line",
                'formula.update[1]: expected a given name, found "v"; given: x, w',
            ],
        ),
        (
            lambda: UNTYPED.Scenario(layers=[NETWORK.layers[0]], samples={1}, lr=2),
            [
                "lr: unknown key; write learning_rate",
                "samples: expected a list of pairs (inputs, targets), found an object of the type "
                "set",
            ],
        ),
        (
            lambda: NETWORK.replace(epochs=10**9),
            [
                "epochs: expected at most 155,038 epochs of 129 numbers, 20,000,000 in all, found "
                "1,000,000,000; use fewer epochs, a smaller network or fewer samples, or raise the "
                "limit with max_numbers=129000000000",
            ],
        ),
    ],
)
def test_all_problems_are_said_at_once(make: Callable[[], object], problems: list[str]) -> None:
    with pytest.raises(StepperError) as error:
        make()
    assert list(error.value.problems) == problems


def test_what_is_written_says_what_it_is() -> None:
    assert repr(NETWORK) == '<Scenario "Untitled": 2-2-1, 3 samples, 3 epochs>'
    assert repr(FORMULA) == '<Scenario "Untitled": f(x, y, z), 1 sample, 1 epoch>'
    assert repr(NETWORK.layers[1]) == "<Layer: weights of shape (1, 2), no biases, sigmoid>"
