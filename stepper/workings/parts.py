"""A formula compared with another, term by term and factor by factor."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from math import isclose
from typing import NamedTuple

from stepper.backprop.expressions import (
    Difference,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
    product_of,
    sum_of,
)
from stepper.backprop.model import Equation
from stepper.backprop.symbols import Symbol
from stepper.workings.factors import Atoms, Factors, Term, combined

RIGHT, WRONG, MISSING, TOO_MUCH = "right", "wrong", "missing", "too_much"
SIGN, SIGN_OF_TERM, DIVIDED = "sign", "sign_of_term", "divided"
ADDED, MULTIPLIED = "added", "multiplied"  # of a whole formula


class FormulaPart(NamedTuple):
    """A part of a formula. what: one of the words above; belongs: what should be there."""

    what: str
    shown: Expression
    belongs: Expression | None = None


class RightFormula:
    """The right formula of an equation and its recursion, to compare many formulas with."""

    def __init__(self, atoms: Atoms, eq: Equation, unfolded: Equation, right: Expression) -> None:
        self._atoms = atoms
        self._pieces = _largest_first(atoms, [*_pieces(eq.formula), *_pieces(unfolded.formula)])
        self._terms = combined(atoms.terms(right))

    def compared(self, own: Expression) -> Iterator[FormulaPart]:
        """The parts of a formula."""
        atoms = self._atoms.copy()
        yield from _Comparison(atoms, self._pieces, [*_pieces(own)]).of(self._terms, own)


def _pieces(e: Expression) -> Iterator[Expression]:
    """The factors of all products in an expression, for showing several atoms as one."""
    match e:
        case Sum(parts) | Product(parts):
            for part in parts:
                yield from _pieces(part)
        case Difference(left, right) | Quotient(left, right):
            yield from (e, *_pieces(left), *_pieces(right))
        case Negative(of):
            yield from _pieces(of)
        case _:
            yield e


def _largest_first(atoms: Atoms, pieces: Sequence[Expression]) -> list[Expression]:
    size = {piece: atoms.term(piece).factors.total() for piece in pieces}
    return sorted(size, key=lambda piece: -size[piece])


class _Comparison:
    """Compares expressions. right, own: the factors as which their parts are shown."""

    def __init__(
        self, atoms: Atoms, right: Sequence[Expression], own: Sequence[Expression]
    ) -> None:
        self._atoms = atoms
        self._right = right
        self._own = _largest_first(atoms, own)

    def of(self, right: list[Term], own: Expression) -> Iterator[FormulaPart]:
        both = [right, combined(self._atoms.terms(own))]
        if self._is_one_over_paths(*both):
            both = [self._over_paths(terms) for terms in both]
        yield from self._of_terms(*both)

    def _is_one_over_paths(self, right: list[Term], own: list[Term]) -> bool:
        """Whether only one of the two has a sum of products in brackets."""

        def sums(terms: list[Term]) -> set[Hashable]:
            atoms = (atom for term in terms for atom, _ in term.factors)
            return {atom for atom in atoms if self._atoms.is_over_paths(atom)}

        return bool(sums(right)) != bool(sums(own))

    def _over_paths(self, terms: list[Term]) -> list[Term]:
        return combined(part for term in terms for part in self._atoms.over_paths(term))

    def _of_terms(self, right: list[Term], own: list[Term]) -> Iterator[FormulaPart]:
        """Compare sums term by term, the most similar ones with each other."""
        negated = [Term(-term.coefficient, term.factors) for term in own]
        if len(own) == len(right) > 1 and all(term in right for term in negated):
            yield FormulaPart(SIGN, sum_of([self._whole(term) for term in own]))
            return
        same = [term for term in own if term in right]
        left = [term for term in right if term not in same]
        rest = [term for term in own if term not in same]
        yield from (FormulaPart(RIGHT, self._whole(term)) for term in same)
        are_sums = len(right) + len(own) > 2
        while left and rest:
            pairs = [(one, other) for one in left for other in rest]
            one, other = max(pairs, key=lambda pair: (pair[0].factors & pair[1].factors).total())
            if are_sums and not one.factors & other.factors:
                break
            left.remove(one)
            rest.remove(other)
            yield from self._of_factors(one, other, SIGN_OF_TERM if are_sums else SIGN)
        yield from (FormulaPart(MISSING, self._whole(term, self._right)) for term in left)
        yield from (FormulaPart(TOO_MUCH, self._whole(term)) for term in rest)

    def _of_factors(self, right: Term, own: Term, sign_part: str) -> Iterator[FormulaPart]:
        """Compare products. sign_part: what a reversed sign is called."""
        common = right.factors & own.factors
        missing, extra = right.factors - common, own.factors - common
        for atom, sign in [factor for factor in extra if (factor[0], -factor[1]) in missing]:
            count = min(extra[atom, sign], missing[atom, -sign])
            extra[atom, sign] -= count
            missing[atom, -sign] -= count
            yield FormulaPart(DIVIDED if sign < 0 else WRONG, self._atoms.shown[atom])
        yield from (FormulaPart(RIGHT, e) for e in self._grouped(common, self._own))
        ratio = own.coefficient / right.coefficient if right.coefficient else 0.0
        missing, extra = +missing, +extra
        sums = [[f for f in side if self._atoms.is_over_paths(f[0])] for side in (missing, extra)]
        if sums[0] and sums[1]:
            (here, _), (there, _) = sums[0][0], sums[1][0]
            missing -= Counter(sums[0][:1])
            extra -= Counter(sums[1][:1])
            yield from self._of_terms(self._atoms.of_sum(here), self._atoms.of_sum(there))
        absent = list(self._grouped(missing, self._right))
        surplus = list(self._grouped(extra, self._own))
        if ratio < 0:
            yield FormulaPart(sign_part, self._whole(own))
        if not isclose(abs(ratio), 1.0):
            belongs, found = abs(right.coefficient), abs(own.coefficient)
            absent += [Number(belongs)] if belongs != 1 else []
            surplus += [Number(found)] if found != 1 else []
        while absent and surplus:
            belonging, taken = _most_alike(absent, surplus)
            absent.remove(belonging)
            surplus.remove(taken)
            yield FormulaPart(WRONG, taken, belonging)
        yield from (FormulaPart(MISSING, e) for e in absent)
        yield from (FormulaPart(TOO_MUCH, e) for e in surplus)

    def _grouped(self, factors: Factors, pieces: Sequence[Expression]) -> Iterator[Expression]:
        """Factors as expressions: a whole piece of a formula where all its factors are there."""
        left = Counter(factors)
        for piece in pieces:
            own = self._atoms.term(piece).factors
            while own and own <= left:
                left -= own
                yield piece
        for (atom, sign), count in left.items():
            shown = _power(self._atoms.shown[atom], count)
            yield shown if sign > 0 else Quotient(Number(1.0), shown)

    def _whole(self, term: Term, pieces: Sequence[Expression] = ()) -> Expression:
        """A term as an expression, of pieces of the student's formula unless others are given."""
        pieces = pieces or self._own
        above = Counter({factor: n for factor, n in term.factors.items() if factor[1] > 0})
        below = Counter({(atom, 1): n for (atom, s), n in term.factors.items() if s < 0})
        number = abs(term.coefficient)
        top = [Number(number)] if number != 1 or not above else []
        e = product_of([*top, *self._grouped(above, pieces)])
        if below:
            e = Quotient(e, product_of([*self._grouped(below, pieces)]))
        return Negative(e) if term.coefficient < 0 else e


def _power(e: Expression, count: int) -> Expression:
    return e if count == 1 else Square(e) if count == 2 else Power(e, Number(float(count)))


def _most_alike(
    absent: list[Expression], surplus: list[Expression]
) -> tuple[Expression, Expression]:
    """What is missing and what was probably written instead: of the same role, if possible."""

    def role(e: Expression) -> str:
        return e.role.column if isinstance(e, Symbol) else type(e).__name__

    pairs = [(a, b) for a in absent for b in surplus]
    return next((pair for pair in pairs if role(pair[0]) == role(pair[1])), pairs[0])
