"""How many multiplications it saves to compute the gradient of each line of a formula once."""

from decimal import Decimal

from stepper.derive.formula.paths import count
from stepper.explain.explainer import Explainer
from stepper.formula.formula import Formula
from stepper.typeset.digits import FACTOR


def multiplications(formula: Formula) -> tuple[int, int]:
    """For all gradients: with every path written out, and with each gradient reused.

    A path through n lines has n local derivatives, which it takes n - 1 multiplications to
    multiply. The local derivatives themselves cost the same in both.
    """
    factors = {formula.cost: 0}  # on all paths to a name
    by_hand = reused = 0
    for x in formula.differentiated:
        users = formula.users[x]
        factors[x] = sum(factors[u] + count(formula, u) for u in users)
        by_hand += factors[x] - count(formula, x)
        reused += sum(u != formula.cost for u in users)
    return by_hand, reused


def savings(formula: Formula, explainer: Explainer) -> tuple[list[list[str]], str]:
    """A table, heads first, and the sentence on what it shows."""

    def shown(number: int) -> str:
        return explainer.notation.number(f"{Decimal(number):.{FACTOR}g}")

    say = explainer.say
    keys = ("multiplications.gradients", "multiplications.by_hand", "multiplications.lines_reused")
    numbers = (len(formula.differentiated), *multiplications(formula))
    return [[say(key) for key in keys], [*map(shown, numbers)]], say("multiplications.lines")
