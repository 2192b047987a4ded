"""The keys for other activations, costs and batches, and that all of them come back from a file."""

from io import BytesIO

import pytest

from stepper.files.scenario_file import read_scenario
from stepper.files.scenario_toml import toml
from stepper.files.trace.file import TraceFile, jsonl
from stepper.files.trace.verify import Verifier
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace
from tests.support.every_kind import of_every_kind

SAMPLES = """
[[samples]]
inputs = [0.5, 1]
targets = [1, 0]
[[samples]]
inputs = [0.1, 0.2]
targets = [0, 1]
"""


def read(text: str) -> Scenario:
    return read_scenario(BytesIO(text.encode()), "scenario.toml")


def test_a_network_of_every_kind_reads_back_from_its_file() -> None:
    for scenario in of_every_kind(50, seed=2):
        assert read(toml(scenario)) == scenario


def test_a_trace_of_every_kind_is_verified_and_a_changed_one_is_not() -> None:
    for scenario in of_every_kind(20, seed=3):
        lines = list(jsonl(Trace(scenario, Run(scenario))))
        stored = TraceFile(BytesIO("".join(lines).encode()), "trace.jsonl")
        assert stored.scenario == scenario
        assert Verifier(stored).whole() is None
        *others, last = lines
        number = last.strip("[]\n").split(", ")[-1]
        changed = last.replace(f"{number}]", f"{float(number) + 1.0!r}]")
        wrong = TraceFile(BytesIO("".join([*others, changed]).encode()), "trace.jsonl")
        found = Verifier(wrong).whole()
        assert found
        assert found.column == scenario.model.columns[-1].column


def test_a_network_without_a_hidden_layer_is_one() -> None:
    scenario = read(
        f'title = "T"\ncost = "cross_entropy"\n{SAMPLES}\n'
        '[[layers]]\nweights = [[1, 2], [3, 4]]\nactivation = "softmax"\n'
    )
    assert scenario.network.sizes == (2, 2)
    assert scenario.learning_rate is None
    assert scenario.network.is_softmax


def test_a_matrix_with_a_row_per_sending_neuron_is_the_same_network() -> None:
    head = 'title = "T"\nlearning_rate = 1\n'
    layers = "[[layers]]\nweights = {}\n[[layers]]\nweights = {}\n"
    to_from = layers.format([[1, 2], [3, 4], [5, 6]], [[7, 8, 9], [0, 1, 2]])
    from_to = layers.format([[1, 3, 5], [2, 4, 6]], [[7, 0], [8, 1], [9, 2]])
    one = read(f"{head}{SAMPLES}{to_from}")
    other = read(f'{head}orientation = "from_to"\n{SAMPLES}{from_to}')
    assert one == other


def test_one_number_for_biases_is_that_of_every_neuron() -> None:
    scenario = read(
        f'title = "T"\nlearning_rate = 1\n{SAMPLES}\n'
        "[[layers]]\nweights = [[1, 2], [3, 4]]\nbiases = 0.5\n"
    )
    assert scenario.layers[0].biases == (0.5, 0.5)


@pytest.mark.parametrize(("batch", "size"), [('"all"', 2), ("2", 2), ("5", 5), ("1", 1)])
def test_a_batch_is_a_number_of_samples_or_all_of_them(batch: str, size: int) -> None:
    scenario = read(
        f'title = "T"\nlearning_rate = 1\nbatch = {batch}\n{SAMPLES}\n'
        "[[layers]]\nweights = [[1, 2], [3, 4]]\n"
    )
    assert scenario.batch == size
    assert scenario.in_batch(2).size == min(size, 2)


def test_weights_can_be_drawn_for_any_activations() -> None:
    head = f'title = "T"\nlearning_rate = 1\n{SAMPLES}\n[random]\nseed = 3\nrange = [-1, 1]\n'
    plain = read(f"{head}sizes = [2, 3, 2]\n")
    mixed = read(f'{head}sizes = [2, 3, 2]\nactivations = ["tanh", "identity"]\n')
    assert [layer.weights for layer in plain.layers] == [layer.weights for layer in mixed.layers]
    assert [layer.activation for layer in mixed.layers] == ["tanh", "identity"]
    assert plain.network.activations == ()
