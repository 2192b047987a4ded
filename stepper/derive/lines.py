"""Lines of a derivation: a number as a sum of products, in which new factors are marked."""

from typing import NamedTuple

from stepper.backprop.expressions import Expression, Product, SumOver, product_of, sum_of
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, DERIVED_BY, Symbol
from stepper.explain.explainer import Explainer
from stepper.typeset.spans import Spans

Factors = tuple[Expression, ...]


class Term(NamedTuple):
    """One product; changed are the factors that are new in its line.

    over: (index, n) if the product is summed over index = 1..n, else None.
    """

    before: Factors
    changed: Factors
    after: Factors = ()
    over: tuple[int, int] | None = None

    @property
    def factors(self) -> Factors:
        return self.before + self.changed + self.after

    @property
    def expression(self) -> Expression:
        whole = product_of(self.factors)
        return SumOver(*self.over, whole) if self.over else whole


class TermLine(NamedTuple):
    """symbol = the sum of the terms. rule: the key of the sentence that says why.

    function: the activation that the rule is about, if it is about one. names: what else its
    sentence names. in_numbers: the numbers of its symbols are put in.
    """

    symbol: Symbol
    rule: str
    terms: tuple[Term, ...]
    function: str = ""
    names: tuple[tuple[str, object], ...] = ()
    in_numbers: bool = False

    @property
    def expression(self) -> Expression:
        """The right side, which has the value of symbol."""
        return sum_of([term.expression for term in self.terms])


def reason(line: TermLine, explainer: Explainer) -> Spans:
    """Say why a line of a derivation follows from the one before it."""
    by = line.symbol.as_role(DERIVED_BY)
    names: dict[str, object] = {"C": COST, "by": by, "symbol": line.symbol}
    names["g"] = g = explainer.notation.function(line.function or "sigmoid")
    if line.function:
        names["slope"] = explainer.say(f"slope_of.{line.function}", g=g)
    names |= line.names
    return explainer.spans(f"rule.{line.rule}", **names)


def letter(net: Network, l: int) -> int:
    """The summation index for the neurons of layer l: a negative number, with net.sizes[index] = n.

    As l - len(sizes), it indexes sizes from the end.
    """
    return l - len(net.sizes)


def factors_of(e: Expression) -> Factors:
    """The factors of a product; any other expression is its own only factor."""
    return e.factors if isinstance(e, Product) else (e,)
