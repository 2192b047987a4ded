"""Where the source text slips: at which step it matters, and the numbers that come of it."""

from collections.abc import Iterator
from typing import NamedTuple

from stepper.backprop.expressions import Difference, Expression, Product, Square, evaluate
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.errors import NotFiniteError
from stepper.runs.trace import Step
from stepper.typeset.digits import RESULT, written

# The text that the home scenarios are taken from, as they name it: its slips are told there only.
SOURCE = "NeuralNetwork (4) Backpropagation1, a chapter of a Korean blog (wjddyd66)"


class Slip(NamedTuple):
    """key of its sentence; what comes out where the text is followed, and what is right."""

    key: str
    says: Expression | None = None
    right: Symbol | None = None


def every_key() -> Iterator[str]:
    """The keys of all sentences on where the source text slips."""
    for of_columns in _SLIPS.values():
        yield from (f"slip.{slip.key}" for told in of_columns.values() for slip in told)


def slips(step: Step) -> Iterator[Slip]:
    """The slips of the source text at a step of its own networks."""
    if step.trace.scenario.source == SOURCE and step.iteration == 1:
        yield from _SLIPS.get(step.trace.network, {}).get(step.symbol.column, [])


def numbers(slip: Slip, step: Step) -> dict[str, str]:
    """says, right and, of a gradient or a delta, numeric: its central difference; as text."""
    from stepper.runs.gradient_check import GRADIENTS, check_gradient

    if slip.says is None or slip.right is None:
        return {}
    try:
        values = {"says": evaluate(slip.says, step.value_of), "right": step.value_of(slip.right)}
    except NotFiniteError:  # numbers of another run than the text's
        return {}
    if slip.right.role in (*GRADIENTS, Role.DELTA):
        values["numeric"] = check_gradient(step.trace, step.iteration, slip.right).numeric
    return {name: written(value, RESULT)[0] for name, value in values.items()}


def _chain(role: Role, l: int) -> Symbol:
    return Symbol(role, l, 1, int(role in (Role.W, Role.W_NEW, Role.DC_DW)))


_X, _T = Symbol(Role.X, 0, 1), Symbol(Role.T, 2, 1)
_H, _Y = _chain(Role.A, 1), _chain(Role.A, 2)
_DELTA_Y_WITH_H = Product((_chain(Role.DELTA, 2), _H))

_SLIPS: dict[Network, dict[str, list[Slip]]] = {
    Network((1, 1, 1)): {
        "a[1][1]": [Slip("range")],
        "a[2][1]": [Slip("target")],
        "C": [Slip("mse", Square(Difference(_Y, _T)), COST), Slip("chain")],
        "da/dz[2][1]": [Slip("slope", _chain(Role.DA_DZ, 2), _Y)],
        "delta[2][1]": [Slip("delta.out", _DELTA_Y_WITH_H, _chain(Role.DELTA, 2))],
        "delta[1][1]": [
            Slip(
                "delta.shared",
                Product((_DELTA_Y_WITH_H, _chain(Role.W, 2), _chain(Role.DA_DZ, 1))),
                _chain(Role.DELTA, 1),
            )
        ],
        "dC/dw[1][1][1]": [Slip("letters")],
        "w+[2][1][1]": [
            Slip(
                "order",
                Product((_chain(Role.DELTA, 2), _chain(Role.W_NEW, 2), _chain(Role.DA_DZ, 1), _X)),
                _chain(Role.DC_DW, 1),
            )
        ],
        "w+[1][1][1]": [Slip("update")],
    },
    Network((1, 1, 1, 1, 1)): {
        "delta[3][1]": [
            Slip(
                "delta",
                Product((_chain(Role.DELTA, 4), _chain(Role.W, 4), _chain(Role.DA_DZ, 4))),
                _chain(Role.DELTA, 3),
            )
        ]
    },
}
