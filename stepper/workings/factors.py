"""Expressions as sums of products of atoms, so that two can be compared factor by factor.

Numbers that are sent back, such as delta, are replaced by their formulas, until only numbers of
the forward pass, targets and weights are left: a formula may name any of them.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import NamedTuple

from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Slope,
    Square,
    Sum,
)
from stepper.backprop.model import InBatch, Model
from stepper.backprop.symbols import Phase, Role, Symbol

MOST_TERMS = 60  # of a product of sums that is multiplied out
MOST_POWER = 6

Factor = tuple[Hashable, int]  # an atom and 1, or -1 where it is divided by
Factors = Counter[Factor]


class Term(NamedTuple):
    """A product: a coefficient and its other factors."""

    coefficient: float
    factors: Factors

    @property
    def key(self) -> frozenset[tuple[Factor, int]]:
        return frozenset(self.factors.items())

    def times(self, other: "Term", exponent: int = 1) -> "Term":
        """The product with another term, or its quotient by it for -1."""
        factors = Counter(self.factors)
        for (atom, sign), count in other.factors.items():
            for _ in range(count):
                _put(factors, atom, sign * exponent)
        number = other.coefficient if exponent > 0 else 1 / (other.coefficient or float("nan"))
        return Term(self.coefficient * number, factors)


class Atoms:
    """Takes apart the expressions in an iteration of a model.

    recognises: whether W·x + b counts as z, and so on. shown: an expression for each atom.
    """

    def __init__(self, model: Model, place: InBatch | None = None, recognises: bool = True) -> None:
        self._model = model
        self._place = place
        self._recognises = recognises
        self.shown: dict[Hashable, Expression] = {}
        self._sums: dict[Hashable, list[Term]] = {}  # the terms of sums, with the sign of the atom
        self._expanded: dict[Symbol, list[Term]] = {}

    def copy(self) -> "Atoms":
        """A copy, to take other expressions apart."""
        other = copy(self)
        tables = ((name, table) for name, table in vars(self).items() if isinstance(table, dict))
        vars(other).update({name: dict(table) for name, table in tables})
        return other

    def terms(self, e: Expression) -> list[Term]:
        """The terms of an expression; a sum in brackets within a product is an atom."""
        match e:
            case Sum(parts):
                return [term for part in parts for term in self.terms(part)]
            case Difference(left, right):
                return [*self.terms(left), *map(_negated, self.terms(right))]
            case Negative(of):
                return list(map(_negated, self.terms(of)))
            case Known(_, value):
                return self.terms(value)
            case Symbol() if self._is_made(e):
                return self._of_symbol(e)
            case _:
                return [self.term(e)]

    def of_sum(self, atom: Hashable) -> list[Term]:
        """The terms of an atom that is a sum; no terms for any other."""
        return self._sums.get(atom, [])

    def term(self, e: Expression) -> Term:
        """An expression as one product."""
        match e:
            case Number(value):
                return Term(value, Counter())
            case Known(_, value):
                return self.term(value)
            case Negative(of):
                return _negated(self.term(of))
            case Product(factors):
                return self._product(factors)
            case Quotient(above, below):
                return self.term(above).times(self.term(below), -1)
            case Square(of):
                return self._product((of, of))
            case Power(base, Number(n)) if n == int(n) and 0 < n <= MOST_POWER:
                return self._product((base,) * int(n))
            case Symbol() if not self._is_made(e):
                return self._atom(e, e)
            case Slope(_, Symbol(Role.Z) as z):
                return self.term(z._replace(role=Role.DA_DZ))
            case Apply(function, of):
                return self._atom(("apply", function, self.key(of)[0]), e)
            case Symbol() | Sum() | Difference():
                return self._sum(e)
            case _:
                return self._atom(("whole", e), e)

    def is_over_paths(self, atom: Hashable) -> bool:
        """Whether an atom is a sum of products, such as a gradient over several neurons."""
        terms = self._sums.get(atom, [])
        return bool(terms) and all(term.factors.total() > 1 for term in terms)

    def over_paths(self, term: Term) -> list[Term]:
        """A term with its sums of products multiplied out; itself if there are too many."""
        done = [Term(term.coefficient, Counter())]
        for (atom, sign), count in term.factors.items():
            one = Term(1.0, Counter({(atom, sign): 1}))
            inner = self._sums[atom] if sign > 0 and self.is_over_paths(atom) else [one]
            for _ in range(count):
                done = [whole.times(part) for whole in done for part in inner]
                if len(done) > MOST_TERMS:
                    return [term]
        return combined(done)

    def _product(self, factors: Iterable[Expression]) -> Term:
        whole = Term(1.0, Counter())
        for factor in factors:
            whole = whole.times(self.term(factor))
        return whole

    def _sum(self, e: Expression) -> Term:
        """A sum as one atom, the same whichever sign it has; a single term is itself."""
        key, sign, terms = self.key(e)
        if len(terms) == 1:
            return terms[0]
        if symbol := self._known.get(key):
            return Term(sign, Counter({(symbol, 1): 1}))
        shown = e if sign > 0 else Negative(e)
        if isinstance(e, Difference) and sign < 0:
            shown = Difference(e.right, e.left)
        if isinstance(e, Symbol):
            shown = self._model.equation(e, self._place).formula
        self.shown.setdefault(key, shown)
        self._sums[key] = [Term(sign * term.coefficient, term.factors) for term in terms]
        return Term(sign, Counter({(key, 1): 1}))

    def key(self, e: Expression) -> tuple[Hashable, float, list[Term]]:
        """A key that equal sums of either sign share; the sign; the terms."""
        terms = combined(self.terms(e))
        if not terms:
            return ("sum", frozenset()), 1.0, [Term(0.0, Counter())]
        first = min(terms, key=lambda term: sorted(map(repr, term.factors)))
        sign = 1.0 if first.coefficient > 0 else -1.0
        parts = frozenset((round(sign * t.coefficient, 12), t.key) for t in terms)
        return ("sum", parts), sign, terms

    def _atom(self, key: Hashable, e: Expression) -> Term:
        symbol = self._known.get(key) if not isinstance(key, Symbol) else None
        self.shown.setdefault(symbol or key, symbol or e)
        return Term(1.0, Counter({(symbol or key, 1): 1}))

    def _is_made(self, s: Symbol) -> bool:
        """Whether a symbol is replaced by its own formula."""
        made = s.role.phase is Phase.BACKWARD or s.role in (Role.WA, Role.CJ)
        return made and s in self._model.position and not s.role.column.startswith("sum ")

    def _of_symbol(self, s: Symbol) -> list[Term]:
        if s not in self._expanded:
            self._expanded[s] = self.terms(self._model.equation(s, self._place).formula)
        return self._expanded[s]

    @cached_property
    def _known(self) -> Mapping[Hashable, Symbol]:
        """The keys of numbers of the forward pass that are written out: W·x + b is z."""
        known: dict[Hashable, Symbol] = {}
        other = Atoms(self._model, self._place, recognises=False)
        for s in self._model.columns if self._recognises else ():
            if s.role in (Role.Z, Role.A):
                formula = self._model.equation(s, self._place).formula
                key: Hashable = None
                if isinstance(formula, Sum):
                    key = other.key(formula)[0]
                elif isinstance(formula, Apply):
                    (key, _), *_ = other.term(formula).factors
                if key is not None and not isinstance(key, Symbol):
                    known[key] = s
                    self.shown[s] = s
        return known


def combined(terms: Iterable[Term]) -> list[Term]:
    """Terms with equal factors added up, without those that cancel."""
    sums: dict[frozenset[tuple[Factor, int]], Term] = {}
    for term in terms:
        known = sums.get(term.key)
        number = term.coefficient + (known.coefficient if known else 0.0)
        sums[term.key] = Term(number, term.factors)
    return [term for term in sums.values() if term.coefficient]


def _put(factors: Factors, atom: Hashable, sign: int) -> None:
    """Multiply by an atom, or divide by it; what cancels is left out."""
    if factors[atom, -sign] > 0:
        factors[atom, -sign] -= 1
        if not factors[atom, -sign]:
            del factors[atom, -sign]
    else:
        factors[atom, sign] += 1


def _negated(term: Term) -> Term:
    return Term(-term.coefficient, term.factors)
