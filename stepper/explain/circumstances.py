"""The circumstances of a step that decide which sentence explains it: a table by name."""

from collections.abc import Callable
from math import nan

from stepper.backprop.activations import ACTIVATIONS, EVERY_ACTIVATION, Activation
from stepper.backprop.costs import EVERY_COST
from stepper.backprop.equations import input_to
from stepper.backprop.shape import CROSS_ENTROPY
from stepper.backprop.symbols import FOLLOWING, Role, Symbol
from stepper.explain.formula import circumstances as formula_circumstances
from stepper.explain.steepness import FLAT, STEEP
from stepper.runs.trace import Step

# A group: the stem of its keys and their variants. A variant names circumstances that all have to
# hold, and "" is the rest; a group of which no variant holds is left out.
Group = tuple[str, tuple[str, ...]]
Paragraph = tuple[Group, ...]

SURE = 0.9  # an output further than this from its target is confident and wrong
MOST_PASSES = 500  # samples searched to find out whether a neuron is dead


def holds(variant: str, step: Step) -> bool:
    """Whether all circumstances of a variant hold, such as `several outputs, squares`."""
    return not variant or all(CIRCUMSTANCES[name](step) for name in variant.split(", "))


def layer_of(step: Step) -> int:
    """The layer of a step's number; the output layer for the whole cost."""
    return step.symbol.l or step.trace.network.L


def is_output(step: Step) -> bool:
    return step.symbol.l == step.trace.network.L


def activation_of(step: Step) -> Activation | None:
    """The row of the activation of the step's layer; None for softmax, which has no row."""
    return ACTIVATIONS.get(step.trace.network.activation(layer_of(step)))


def _error(step: Step, j: int = 0) -> float:
    """An output minus its target, by default that of the step; NaN for other neurons."""
    net = step.trace.network
    if not is_output(step):
        return nan
    a, t = (Symbol(role, net.L, j or step.symbol.j) for role in (Role.A, Role.T))
    return step.value_of(a) - step.value_of(t)


def _slope(step: Step) -> float:
    """The slope at the step's neuron; NaN if the run stopped before it, or there is none."""
    s = step.symbol
    if not step.trace.network.has_slope(s.l):
        return nan
    known = step.trace.known(Symbol(Role.DA_DZ, s.l, s.j), step.iteration)
    return nan if known is None else known


def _saturates(step: Step) -> bool:
    activation = activation_of(step)
    return activation is not None and activation.saturates


def _is_at_an_end(step: Step) -> bool:
    """Whether a was rounded to a limit that it only approaches, so that the slope is 0."""
    s, activation = step.symbol, activation_of(step)
    if activation is None or not activation.saturates or not step.trace.network.has_slope(s.l):
        return False
    return step.value_of(Symbol(Role.A, s.l, s.j)) in activation.ends


def _steepest(step: Step) -> float:
    activation = activation_of(step)
    return activation.steepest if activation else nan


def _corner(step: Step) -> float:
    """Where the slope of the step's activation jumps; NaN if nowhere."""
    activation = activation_of(step)
    return nan if activation is None or activation.corner is None else activation.corner


def _z(step: Step, iteration: int) -> float:
    return step.trace.value(Symbol(Role.Z, step.symbol.l, step.symbol.j), iteration)


def _is_dead(step: Step) -> bool:
    """Whether z is on the flat side for every sample, with the current weights, and stays there.

    Only inputs never change, so it is certain only in the first layer: further on, an update of a
    previous layer can bring a neuron back.
    """
    samples, last = len(step.trace.scenario.samples), step.iteration
    if step.symbol.l > 1 or last < samples or samples > MOST_PASSES:
        return False
    passes = range(last, last - samples, -1)
    return all(_z(step, n) <= _corner(step) for n in passes) and not _has_moved(step, passes[-1])


def _has_moved(step: Step, since: int) -> bool:
    """Whether a weight or the bias of the step's neuron was updated since an iteration."""
    net, l, j = step.trace.network, step.symbol.l, step.symbol.j
    given = [Symbol(Role.W, l, j, i) for i in range(1, net.sizes[l - 1] + 1)]
    given += [Symbol(Role.B, l, j)] * net.biases
    return any(step.value_of(s) != step.trace.value(s, since) for s in given)


def _is_surely_wrong(step: Step) -> bool:
    """Whether an output with cross-entropy is nearly 1 off, and softmax sure of a wrong class."""
    return abs(_error(step)) > SURE and _some_output_is_surely_wrong(step)


def _some_output_is_surely_wrong(step: Step) -> bool:
    net = step.trace.network
    if net.cost != CROSS_ENTROPY:
        return False
    whole = step if step.symbol.l else step._replace(symbol=Symbol(Role.A, net.L, 1))
    errors = [_error(whole, j) for j in net.neurons(net.L)]
    return any((d if net.is_softmax else abs(d)) > SURE for d in errors)


def _target(step: Step) -> float:
    """The target of the step's output; of the whole cost, that of the first one."""
    return step.value_of(Symbol(Role.T, step.trace.network.L, step.symbol.j or 1))


def _old(step: Step) -> Symbol:
    return step.symbol.as_role(FOLLOWING)


def _begins(step: Step, iteration: int) -> bool:
    """Whether it is the first step of that iteration."""
    return step.iteration == iteration and step.symbol == step.trace.model.steps[0]


def _samples(step: Step) -> int:
    return len(step.trace.scenario.samples)


def _in_batch(step: Step) -> tuple[int, int]:
    return step.trace.scenario.in_batch(step.iteration)


def _has_activation(name: str) -> Callable[[Step], bool]:
    return lambda step: step.trace.network.activation(layer_of(step)) == name


def _has_cost(name: str) -> Callable[[Step], bool]:
    return lambda step: step.trace.network.cost == name


CIRCUMSTANCES: dict[str, Callable[[Step], bool]] = {
    **formula_circumstances.CIRCUMSTANCES,
    **{name: _has_activation(name) for name in EVERY_ACTIVATION},
    **{name: _has_cost(name) for name in EVERY_COST},
    # the network
    "output": is_output,
    "first": lambda step: step.symbol.l == 1,
    "one input": lambda step: step.trace.network.sizes[step.symbol.l - 1] == 1,
    "several outputs": lambda step: step.trace.network.sizes[-1] > 1,
    "several above": lambda step: step.trace.network.sizes[step.symbol.l + 1] > 1,
    "bias": lambda step: step.trace.network.biases,
    "in place": lambda step: step.trace.network.in_place and not is_output(step),
    "used at once": lambda step: step.trace.network.in_place and step.symbol.l > 1,
    "no slope": lambda step: not step.trace.network.has_slope(step.symbol.l),
    "averaged": lambda step: is_output(step) and step.trace.network.means_cost,
    "doubled": lambda step: is_output(step) and step.trace.network.cost != "half_squares",
    # the place in the run
    "begins": lambda step: step.symbol == step.trace.model.steps[0],
    "last": lambda step: step.iteration == step.trace.iterations,
    "no update": lambda step: not step.trace.model.learns,
    "updated": lambda step: step.trace.model.learns and not step.trace.model.is_batched,
    "batched": lambda step: step.trace.model.is_batched,
    "mean": lambda step: step.trace.model.batch_gradient == "mean",
    "begins batch": lambda step: _in_batch(step)[0] == 1,
    "ends batch": lambda step: _in_batch(step)[0] == _in_batch(step)[1],
    "short batch": lambda step: _in_batch(step)[1] < step.trace.network.batch,
    "first iteration": lambda step: _begins(step, 1),
    "second iteration": lambda step: _begins(step, 2),
    "second epoch": lambda step: _samples(step) > 1 and _begins(step, _samples(step) + 1),
    "several samples": lambda step: _samples(step) > 1,
    # the numbers
    "zero": lambda step: step.value == 0.0,
    "nothing in": lambda step: step.value_of(input_to(step.symbol.l, step.symbol.i)) == 0.0,
    "met": lambda step: _error(step) == 0.0,
    "over": lambda step: _error(step) > 0.0,
    "under": lambda step: _error(step) < 0.0,
    "exact": _is_at_an_end,
    "flat": lambda step: _saturates(step) and _slope(step) < FLAT * _steepest(step),
    "steep": lambda step: _saturates(step) and _slope(step) > STEEP * _steepest(step),
    "at corner": lambda step: _z(step, step.iteration) == _corner(step),
    "dead": _is_dead,
    "stopped": lambda step: _z(step, step.iteration) < _corner(step),
    "surely wrong": _is_surely_wrong,
    "one class": lambda step: any(
        step.value_of(Symbol(Role.T, step.trace.network.L, j)) == 1.0
        for j in step.trace.network.neurons(step.trace.network.L)
    ),
    "counts": lambda step: not step.trace.network.is_softmax or _target(step) != 0.0,
    "one surely wrong": _some_output_is_surely_wrong,
    "target 0": lambda step: _target(step) == 0.0,
    "target 1": lambda step: _target(step) == 1.0,
    "still": lambda step: step.value == step.value_of(_old(step)),
    "up": lambda step: step.value > step.value_of(_old(step)),
}
