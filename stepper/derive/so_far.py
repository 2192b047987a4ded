"""A gradient by the chain rule, factor by factor along each path, written out as it becomes known.

A chain of a network has one path. In a formula there is one for each way from a name to the cost.
"""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any, NamedTuple

from stepper.backprop.expressions import Expression, Known, Partial, Product
from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, GRADIENTS, Role, Symbol
from stepper.derive.formula.paths import edges, is_whole, length
from stepper.derive.lines import factors_of
from stepper.formula.formula import Formula
from stepper.runs.trace import Step

LONGEST = 12  # factors of a path of a formula; more do not fit on a line
FARTHEST = 20  # layers of a network from a gradient to C; likewise

_SUITS: dict[type[Model], Callable[[Any], bool]] = {
    Network: lambda net: net.is_chain,
    Formula: lambda formula: True,
}


class Factor(NamedTuple):
    """One factor: its derivative until the number of made is known, from then on as written."""

    written: Expression
    derivative: Expression
    made: Symbol


class Path(NamedTuple):
    """A product of factors, from C down.

    deltas: (symbol, n), where the product of the first n factors is the number of that symbol: a
    delta, or the gradient of a line that one path leads to.
    """

    factors: list[Factor]
    deltas: list[tuple[Symbol, int]]

    def shown(self, step: Step) -> Product:
        """The product at a step: a factor is a derivative until its number is known."""
        return Product(
            tuple(f.written if step.is_known(f.made) else f.derivative for f in self.factors)
        )

    def ready(self, step: Step) -> list[tuple[Symbol, int]]:
        """Those of its deltas that are known at a step."""
        return [(symbol, end) for symbol, end in self.deltas if step.is_known(symbol)]

    def end_before(self, step: Step) -> int:
        """The number of factors of the latest of these deltas that the step does not compute."""
        return next((end for s, end in reversed(self.ready(step)) if s != step.symbol), 0)


class Derivation(NamedTuple):
    """A gradient as the sum over its paths."""

    gradient: Symbol
    paths: list[Path]


def suits(model: Model) -> bool:
    """Whether a gradient of a model can be written as such paths."""
    return _SUITS[type(model)](model)


def ahead(step: Step) -> Derivation | None:
    """The gradient that is computed next; None where its line would have nothing to show.

    That is before C is known, after the last gradient, on a path that is too long, and in a formula
    while no factor is known.
    """
    model = step.trace.model
    if not suits(model) or not step.is_known(model.C):
        return None
    to_come = (model.steps[k] for k in range(step.in_iteration - 1, len(model.steps)))
    gradient = next((symbol for symbol in to_come if symbol.role in GRADIENTS), None)
    if gradient is None:
        return None
    if isinstance(model, Network):
        return derivation(model, gradient) if model.L - gradient.l <= FARTHEST else None
    assert isinstance(model, Formula)
    if length(model, gradient.names[1]) > LONGEST:
        return None
    derived = derivation(model, gradient)
    factors = (factor for path in derived.paths for factor in path.factors) if derived else ()
    return derived if any(step.is_known(factor.made) for factor in factors) else None


def derivation(model: Model, gradient: Symbol) -> Derivation | None:
    """Expand a gradient from C down: (y-y') y(1-y) W2 h(1-h) x.

    None for a network that is not a chain, and below the output of one that is trained in place: a
    delta there is not a derivative of C.
    """
    if isinstance(model, Formula):
        return Derivation(gradient, [_path(model, path) for path in edges(model, gradient)])
    assert isinstance(model, Network)
    if not model.is_chain or model.equation(gradient).chain is None:
        return None
    path = Path([], [])
    _expand(model, gradient, path)
    return Derivation(gradient, [path])


def _path(formula: Formula, path: tuple[Symbol, ...]) -> Path:
    """The factors of local derivatives; a gradient in their place stays as it is."""
    result = Path([], [])
    for k, symbol in enumerate(path):
        is_local = symbol.role is Role.LOCAL
        written = Known(formula.slope(*symbol.names), symbol) if is_local else symbol
        derivative = formula.in_chain(symbol) if is_local else symbol
        result.factors.append(Factor(written, derivative, symbol))
        received = Symbol(Role.GRADIENT, names=(formula.cost, symbol.names[1]))
        if k and is_whole(formula, received):
            result.deltas.append((received, k + 1))
    return result


def _expand(net: Network, symbol: Symbol, result: Path) -> None:
    eq = net.equation(symbol)
    if not net.has_slope(symbol.l) and symbol.role is Role.DELTA:
        by_z = Known(Partial(COST, Symbol(Role.Z, symbol.l, symbol.j)), symbol)
        result.factors.append(Factor(Known(eq.formula, symbol), by_z, symbol))
        result.deltas.append((symbol, len(result.factors)))
        return
    assert eq.chain is not None
    for written, derivative in zip_longest(factors_of(eq.formula), factors_of(eq.chain)):
        assert isinstance(derivative, Known)
        if written is None:  # dz/db is 1, which the formula leaves out
            result.factors.append(Factor(derivative.value, derivative, symbol))
        elif isinstance(written, Symbol) and written.role in (Role.DELTA, Role.DC_DA):
            _expand(net, written, result)
        elif isinstance(written, Known) and isinstance(written.value, Symbol):
            result.factors.append(Factor(written, derivative, written.value))
        else:
            result.factors.append(Factor(written, derivative, symbol))
    if symbol.role is Role.DELTA:
        result.deltas.append((symbol, len(result.factors)))
