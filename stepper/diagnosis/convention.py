"""Other ways to compute that are not mistakes: conventions of a page or a course."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Negative,
    Number,
    Product,
    Sum,
    sum_of,
)
from stepper.backprop.network import Network
from stepper.backprop.shape import CROSS_ENTROPY, MEAN_SQUARES
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.diagnosis.long_row import LongRow, Node
from stepper.input.answers import Answer
from stepper.runs.rows import Run
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace

ROUNDED_E = (2.718, 2.72, 2.7)
MOST_DECIMALS = 4  # to which given numbers are rounded
_SQUARES = ("half_squares", "squares", MEAN_SQUARES)
_GRADIENTS = (Role.DC_DW, Role.DC_DB)
_UPDATES = (Role.W_NEW, Role.B_NEW)
_OF_EDGE = (Role.W, Role.DC_DW, Role.SUM_DW, Role.W_NEW)


class Convention(NamedTuple):
    """A way to compute under which answers agree that do not agree with the scenario.

    name: the key of its sentence, convention.<name>. setting: its lines in a scenario, such as
    `cost = "squares"`; empty if a scenario cannot express it. scenario: the one that is meant, if
    there is one. agree: how many answers agree under it. value: a number in the sentence.
    """

    name: str
    setting: str = ""
    scenario: Scenario | None = None
    agree: int = 0
    value: str = ""


Formulas = Callable[[LongRow], Mapping[int, Expression]]


class Reading(NamedTuple):
    """A convention and how to judge by it: another run, other formulas, or other names.

    needs: roles, one of which an answer must have that agrees with it.
    """

    convention: Convention
    trace: Trace
    formulas: Formulas = lambda row: {}
    is_swapped: bool = False
    needs: tuple[Role, ...] = ()

    def answer(self, answer: Answer) -> Answer:
        """The answer as it is meant: with the indices of a weight swapped, if they are."""
        s = answer.quantity.symbol
        swapped = s._replace(j=s.i, i=s.j)
        if (
            not self.is_swapped
            or s.role not in _OF_EDGE
            or swapped not in self.trace.model.position
        ):
            return answer
        return answer._replace(quantity=answer.quantity._replace(symbol=swapped))


@lru_cache(maxsize=4)  # the same for all students of a class
def readings(trace: Trace) -> tuple[Reading, ...]:
    """Every convention under which a run may be meant, the commonest first."""
    if not isinstance(trace.model, Network):
        return tuple(_other_bases(trace))
    return tuple(_other_runs(trace)) + tuple(_other_formulas(trace, trace.model))


def _other_runs(trace: Trace) -> Iterator[Reading]:
    for name, setting, scenario, needs in _scenarios(trace.scenario):
        other = Trace(scenario, Run(scenario))
        name, _, value = name.partition(" ")
        yield Reading(Convention(name, setting, scenario, value=value), other, needs=needs)


def _scenarios(of: Scenario) -> Iterator[tuple[str, str, Scenario, tuple[Role, ...]]]:
    """Yield each convention: its name, its setting, its scenario, and the roles that it needs."""
    net = of.network
    for cost in _SQUARES:
        is_alike = cost == MEAN_SQUARES and net.sizes[-1] == 1  # as squares
        if of.cost in _SQUARES and cost != of.cost and not is_alike:
            yield f"cost.{cost}", f'cost = "{cost}"', of._replace(cost=cost), ()
    if of.cost in _SQUARES and net.activation(net.L) == "sigmoid" and _are_shares(of):
        cost = CROSS_ENTROPY
        yield f"cost.{cost}", f'cost = "{cost}"', of._replace(cost=cost), (Role.C, Role.CJ)
    if of.batch != 1:
        other = "sum" if of.batch_gradient == "mean" else "mean"
        setting = f'batch_gradient = "{other}"'
        yield f"batch.{other}", setting, of._replace(batch_gradient=other), _UPDATES
        single = of._replace(batch=1, batch_gradient="mean")
        yield "batch.one", "batch = 1", single, ()
    elif len(of.samples) > 1 and net.learns and not net.in_place:
        for other in ("mean", "sum"):
            whole = of._replace(batch=len(of.samples), batch_gradient=other)
            setting = f'batch = "all", batch_gradient = "{other}"'
            yield f"batch.all.{other}", setting, whole, ()
    if any(_is_square(layer) for layer in of.layers):
        turned = tuple(_turned(layer) if _is_square(layer) else layer for layer in of.layers)
        yield "orientation", 'orientation = "from_to"', of._replace(layers=turned), ()
    for decimals in range(MOST_DECIMALS, 0, -1):
        rounded = _rounded(of, decimals)
        if rounded != of:
            yield f"rounded {decimals}", "", rounded, ()


def _are_shares(scenario: Scenario) -> bool:
    return all(0 <= t <= 1 for _, targets in scenario.samples for t in targets)


def _is_square(layer: Layer) -> bool:
    return len(layer.weights) == len(layer.weights[0]) > 1


def _turned(layer: Layer) -> Layer:
    return layer._replace(weights=tuple(zip(*layer.weights, strict=True)))


def _rounded(scenario: Scenario, decimals: int) -> Scenario:
    """The given numbers rounded to `decimals`."""

    def of(numbers: Sequence[float]) -> tuple[float, ...]:
        return tuple(round(number, decimals) for number in numbers)

    layers = tuple(
        layer._replace(
            weights=tuple(map(of, layer.weights)),
            biases=None if layer.biases is None else of(layer.biases),
        )
        for layer in scenario.layers
    )
    samples = tuple((of(inputs), of(targets)) for inputs, targets in scenario.samples)
    return scenario._replace(layers=layers, samples=samples)


def _other_formulas(trace: Trace, net: Network) -> Iterator[Reading]:
    if any(map(_is_square, trace.scenario.layers)):
        setting = 'orientation = "from_to"'
        yield Reading(Convention("names swapped", setting), trace, is_swapped=True)
    if net.trains_biases and not net.is_batched:
        shared = [l for l in range(1, net.L + 1) if _may_share(trace.scenario.layers[l - 1])]
        if shared:
            one = Convention("shared bias")
            yield Reading(one, trace, _each(_shared_update(net, shared)))
            yield Reading(one, trace, _each(_shared_gradient(net, shared)))
    opposite = Convention("target minus output")
    for begins in (Role.DC_DA, Role.DELTA):
        if begins is Role.DELTA or net.has_slope(net.L):
            turned = (begins, net.L)
            yield Reading(opposite, trace, _each(_negated(turned, *_GRADIENTS)))
            if net.learns and not net.is_batched:
                yield Reading(opposite, trace, _each(_negated(turned, *_UPDATES)), needs=_UPDATES)
    if {"sigmoid", "softmax"} & {*net.functions}:
        yield from _other_bases(trace)


def _other_bases(trace: Trace) -> Iterator[Reading]:
    for e in ROUNDED_E:
        yield Reading(Convention("e", value=str(e)), trace, _each(_power_of(e)))


def _may_share(layer: Layer) -> bool:
    return layer.biases is not None and len(layer.biases) > 1 and len(set(layer.biases)) == 1


Formula = Callable[[Node, Expression], Expression | None]


def _each(change: Formula) -> Formulas:
    """The formulas that a convention changes, by node."""

    def of(row: LongRow) -> dict[int, Expression]:
        changed = {}
        for k, (node, formula) in enumerate(zip(row.nodes, row.formulas, strict=True)):
            new = None if formula is None or node.line else change(node, formula)
            if new is not None:
                changed[k] = new
        return changed

    return of


def _shared_update(net: Network, layers: Sequence[int]) -> Formula:
    def of(node: Node, formula: Expression) -> Expression | None:
        s = node.symbol
        if s.role is not Role.B_NEW or s.l not in layers:
            return None
        return Difference(s._replace(role=Role.B), Product((RATE, _sum_of_deltas(net, s.l))))

    return of


def _shared_gradient(net: Network, layers: Sequence[int]) -> Formula:
    def of(node: Node, formula: Expression) -> Expression | None:
        s = node.symbol
        return _sum_of_deltas(net, s.l) if s.role is Role.DC_DB and s.l in layers else None

    return of


def _sum_of_deltas(net: Network, l: int) -> Expression:
    return sum_of([Symbol(Role.DELTA, l, j) for j in net.neurons(l)])


def _negated(begins: tuple[Role, int], *ends: Role) -> Formula:
    """Errors with the sign of target - output, until a gradient or an update takes it back."""

    def of(node: Node, formula: Expression) -> Expression | None:
        s = node.symbol
        if (s.role, s.l) == begins:
            return Negative(formula)
        if s.role not in ends:
            return None
        match formula:
            case Difference(old, step):
                return Sum((old, step))
            case _:
                return Negative(formula) if s.role in _GRADIENTS else None

    return of


def _power_of(e: float) -> Formula:
    def of(node: Node, formula: Expression) -> Expression | None:
        match formula:
            case Apply("sigmoid" | "exp" as function, z):
                return Apply(function, Product((Number(log(e)), z)))
            case _:
                return None

    return of
