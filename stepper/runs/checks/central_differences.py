"""Central differences of the cost, compared with gradients."""

from itertools import pairwise
from math import inf, isnan, nan
from typing import NamedTuple

from stepper.backprop.symbols import Symbol

DECADES = range(-2, -10, -1)  # z changes by about 10 to the power of each of them
SMALLEST = 10.0 ** DECADES[-1]
TOLERANCE = 1e-6  # relative
DROWNED = 1e-2  # more rounding than this fraction of a gradient leaves nothing to compare


class Check(NamedTuple):
    """A gradient, analytic and numeric at the best step size.

    numeric = (above - below) / distance: above and below are C where the parameter is larger and
    smaller by ε = step_size, a power of ten; distance is 2ε, up to the rounding of the parameter.
    numeric is NaN where the differences settle at no step size. rounding: how far
    rounding of C can change it. at_corner: whether the parameter reaches a z at which the slope of
    an activation jumps, so that C may have no derivative.
    """

    symbol: Symbol
    analytic: float
    numeric: float
    step_size: float
    above: float
    below: float
    distance: float
    rounding: float
    at_corner: bool = False

    @property
    def size(self) -> float:
        return max(abs(self.analytic), 0.0 if self.unsettled else abs(self.numeric))

    @property
    def too_small(self) -> bool:
        """Whether rounding of C drowns the gradient; two exact zeros can be compared."""
        return self.size > 0 and self.rounding > DROWNED * self.size

    @property
    def unsettled(self) -> bool:
        """Whether C bends so quickly that its differences settle at no step size."""
        return isnan(self.numeric)

    @property
    def relative_error(self) -> float:
        """The difference, relative to the larger of both; 0 where both are 0."""
        return abs(self.analytic - self.numeric) / self.size if self.size else 0.0

    @property
    def passes(self) -> bool:
        allowed = TOLERANCE * self.size + self.rounding
        if self.unsettled or self.too_small:
            return True
        return abs(self.analytic - self.numeric) <= allowed

    @property
    def verdict(self) -> str:
        if self.unsettled or self.too_small:
            return "unsettled" if self.unsettled else "small"
        return "same" if self.passes else "corner" if self.at_corner else "differs"


def best(checks: list[Check]) -> Check:
    """Choose the largest step size at which the curvature of C no longer matters.

    There rounding matters least. Whether curvature matters shows in the next smaller step size,
    whose rounding therefore counts as well. The analytic value does not influence the choice.
    """
    for k, (check, smaller) in enumerate(pairwise(checks)):
        if _settled(check, checks[k + 1 :]):
            return check._replace(rounding=check.rounding + smaller.rounding)
    return checks[-1]._replace(numeric=nan)


def _settled(check: Check, smaller: list[Check]) -> bool:
    """Whether all smaller step sizes give the same difference, up to rounding."""
    allowed = TOLERANCE / 2 * abs(check.numeric) + check.rounding
    distances = [abs(check.numeric - other.numeric) for other in smaller]
    return distances[0] <= allowed < inf and all(
        distance <= allowed + other.rounding
        for distance, other in zip(distances, smaller, strict=True)
    )
