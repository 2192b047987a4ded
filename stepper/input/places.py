"""The numbers of a large network that a typed name may mean, by the digits in it.

A name contains the indices of its neurons, W₂,₁₃,₇ or w2137, unless they are 1 in layers of one
neuron. So only a few numbers are to be spelled, not hundreds of thousands.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import product

from stepper.backprop.network import Network
from stepper.backprop.symbols import OF_FORMULA, Role, Symbol
from stepper.limits import MAX_NEAR
from stepper.runs.scenario import Scenario

Indices = frozenset[int]

_DIGITS = re.compile("[0-9]+")
_MOST_INDICES = (
    40  # the most indices that the digits of a name may mean: a text with more is not a name
)
_ROLES = [role for role in Role if role not in OF_FORMULA]


def indices(scenario: Scenario, text: str) -> Indices | None:
    """Every index that may be written in a text; None where all numbers can be spelled soon."""
    model = scenario.model
    if not isinstance(model, Network) or model.width <= MAX_NEAR:
        return None
    largest = max(model.sizes)
    width = len(str(largest))
    found = {0, 1}
    for digits in _DIGITS.findall(unicodedata.normalize("NFKC", text)):
        for begin in range(len(digits)):
            found.update(int(digits[begin : begin + k]) for k in range(1, width + 1))
        if len(found) > _MOST_INDICES:
            break
    known = frozenset(index for index in found if index <= largest)
    return known if len(known) <= _MOST_INDICES else frozenset()


def at(scenario: Scenario, wanted: Indices | None) -> Sequence[Symbol]:
    """The numbers with these indices, and those with a name of the author's, in order.

    wanted: None for all numbers.
    """
    model = scenario.model
    if wanted is None or not isinstance(model, Network):
        return model.columns
    pairs = {*product(wanted, wanted), *map(_pair, scenario.names)}
    every = (Symbol(role, l, j, i) for role in _ROLES for l in range(model.L + 1) for j, i in pairs)
    return sorted((s for s in every if s in model.position), key=model.position.__getitem__)


def _pair(column: str) -> tuple[int, int]:
    """The indices j and i of a column: x[3], b[2][3] or w[2][3][1]; 0 for a missing one."""
    places = [int(digits) for digits in _DIGITS.findall(column)]
    j, i, *_ = (*places[len(places) > 1 :], 0, 0)
    return j, i
