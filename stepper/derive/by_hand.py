"""What is worked out by hand for each kind of model: a table of functions."""

from collections.abc import Callable
from typing import Any, NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Symbol
from stepper.derive.formula import longhand as formula_longhand
from stepper.derive.formula import savings as formula_savings
from stepper.derive.formula import shared as formula_shared
from stepper.derive.lines import TermLine
from stepper.derive.network import longhand as network_longhand
from stepper.derive.network import savings as network_savings
from stepper.derive.network import shared as network_shared
from stepper.explain.explainer import Explainer
from stepper.formula.formula import Formula


class ByHand(NamedTuple):
    """The row of a kind of model.

    derivable: the gradient or delta to derive for a number, None if there is none. longhand: the
    lines of its derivation, StepperError if they would be too many. shared: the factors that
    gradients share. savings: the rows of a table of multiplications, and a sentence on it.
    too_far: the key of the sentence on a number that is too far from the cost.
    """

    derivable: Callable[[Any, Symbol], Symbol | None]
    longhand: Callable[[Any, Symbol], list[TermLine]]
    shared: Callable[[Any, Symbol], list[TermLine]]
    savings: Callable[[Any, Explainer], tuple[list[list[str]], str]]
    too_far: str


_OF_MODEL: dict[type[Model], ByHand] = {
    Network: ByHand(
        network_longhand.derivable,
        network_longhand.longhand,
        network_shared.shared_factors,
        network_savings.savings,
        "longhand.too_deep",
    ),
    Formula: ByHand(
        formula_longhand.derivable,
        formula_longhand.longhand,
        formula_shared.shared_factors,
        formula_savings.savings,
        "longhand.too_far",
    ),
}


def by_hand(model: Model) -> ByHand:
    return _OF_MODEL[type(model)]
