"""The given numbers and settings of a scenario, to read and replace one by one."""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.input.settings import Setting, settings
from stepper.runs.scenario import Scenario

T = TypeVar("T")


class Given(NamedTuple):
    """A given number by its symbol, a setting, or, if neither, the number of epochs.

    sample: the sample of an input or a target, from 1; 0 for numbers that all samples share.
    """

    symbol: Symbol | None
    sample: int = 0
    setting: Setting | None = None


Value = float | str  # a setting is a word; a learning rate that is not given, an empty one


class Change(NamedTuple):
    """An edit of a given number or setting: its value before, and now."""

    given: Given
    before: Value
    now: Value


EPOCHS = Given(None)
OF_SAMPLE = (Role.X, Role.T)


def givens(scenario: Scenario, sample: int) -> Iterator[Given]:
    """All numbers that can be edited at a sample: those of the training first, weights last.

    A formula without updates has no use for a learning rate and epochs.
    """
    formula = scenario.formula
    if formula is None or formula.learns:
        yield Given(RATE)
        yield EPOCHS
    for symbol in scenario.model.givens:
        yield given_of(scenario, symbol, sample)


def given_of(scenario: Scenario, symbol: Symbol, sample: int) -> Given:
    """The given number of a symbol; sample matters only if it differs from sample to sample."""
    varied = scenario.varied
    is_of_sample = symbol.role in OF_SAMPLE or (bool(varied) and symbol.column in varied)
    return Given(symbol, sample if is_of_sample else 0)


def givens_and_settings(scenario: Scenario, sample: int) -> Iterator[Given]:
    """All that can be edited at a sample, settings last."""
    yield from givens(scenario, sample)
    yield from (Given(None, 0, setting) for setting in settings(scenario))


def value_of(scenario: Scenario, given: Given) -> Value:
    """The value of a given number or setting; of a weight or bias, its value in iteration 1."""
    if given.setting:
        return given.setting.value(scenario)
    match given.symbol:
        case None:
            return scenario.epochs
        case Symbol(Role.RATE):
            return "" if scenario.learning_rate is None else scenario.learning_rate
        case Symbol(Role.W, l, j, i):
            return scenario.layers[l - 1].weights[j - 1][i - 1]
        case Symbol(Role.B, l, j):
            return (scenario.layers[l - 1].biases or ())[j - 1]
        case Symbol(Role.X | Role.T as role, _, j):
            return scenario.samples[given.sample - 1][role is Role.T][j - 1]
        case Symbol(names=(name,)) if given.sample:
            return scenario.samples[given.sample - 1][0][scenario.varied.index(name)]
        case symbol:
            return scenario.values[scenario.model.givens.index(symbol)]


def with_value(scenario: Scenario, given: Given, value: float) -> Scenario:
    """The scenario with another value of a given number; that of epochs is a whole number."""
    match given.symbol:
        case None:
            return scenario._replace(epochs=int(value))
        case Symbol(Role.RATE):
            return scenario._replace(learning_rate=value)
        case Symbol(Role.W | Role.B as role, l, j, i):
            weights, biases = scenario.layers[l - 1].weights, scenario.layers[l - 1].biases or ()
            layer = scenario.layers[l - 1]
            if role is Role.W:
                layer = layer._replace(weights=_put(weights, j, _put(weights[j - 1], i, value)))
            else:
                layer = layer._replace(biases=_put(biases, j, value))
            return scenario._replace(layers=_put(scenario.layers, l, layer))
        case Symbol(names=(_,)) as symbol if not given.sample:
            place = scenario.model.givens.index(symbol) + 1
            return scenario._replace(values=_put(scenario.values, place, value))
        case Symbol(names=(name,)):
            x, t = scenario.samples[given.sample - 1]
            sample = (_put(x, scenario.varied.index(name) + 1, value), t)
            return scenario._replace(samples=_put(scenario.samples, given.sample, sample))
        case Symbol(role, _, j):
            x, t = scenario.samples[given.sample - 1]
            sample = (x, _put(t, j, value)) if role is Role.T else (_put(x, j, value), t)
            return scenario._replace(samples=_put(scenario.samples, given.sample, sample))


def changes(original: Scenario, scenario: Scenario) -> list[Change]:
    """The differences between two scenarios of the same shape, in the order of givens."""
    rows = _rows_that_differ(original, scenario)
    listed = [
        given
        for given in givens_and_settings(original, 1)
        if not (given.symbol and given.symbol.role is Role.W) or given.symbol[1:3] in rows
    ]
    if original.batch == 1 != scenario.batch:
        listed.append(Given(None, 0, Setting("batch_gradient")))
    of_sample = [given for given in listed if given.sample]
    for sample in range(2, len(original.samples) + 1):
        listed += [given._replace(sample=sample) for given in of_sample]
    both = (Change(g, value_of(original, g), value_of(scenario, g)) for g in listed)
    return [change for change in both if change.before != change.now]


def _rows_that_differ(original: Scenario, scenario: Scenario) -> set[tuple[int, int]]:
    """The layers and neurons whose weights differ; only few of many weights are edited."""
    layers = zip(original.layers, scenario.layers, strict=True)
    return {
        (l, j)
        for l, (before, after) in enumerate(layers, 1)
        for j, rows in enumerate(zip(before.weights, after.weights, strict=True), 1)
        if rows[0] != rows[1]
    }


def _put(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    """The values with another one at a place, counted from 1."""
    return (*values[: place - 1], value, *values[place:])
