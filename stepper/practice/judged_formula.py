"""A student's formula against the right one: which factors are right, wrong, missing, too much."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from functools import partial
from math import isclose
from random import Random
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
    evaluate,
    product_of,
    symbols_in,
)
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import StepperError
from stepper.input.answers import Answer, Working
from stepper.practice.factors import Atoms, Factors, Term, combined
from stepper.runs.rows import Run
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace

SAME = 1e-9  # relative difference of two formulas that are the same
FARTHEST = 50  # iteration up to which other runs are tried
RUNS = 2  # with other numbers

RIGHT, WRONG, MISSING, TOO_MUCH = "right", "wrong", "missing", "too_much"
SIGN, SIGN_OF_TERM, DIVIDED = "sign", "sign_of_term", "divided"


class Part(NamedTuple):
    """A part of a formula. what: one of the words above; belongs: what should be in its place."""

    what: str
    shown: Expression
    belongs: Expression | None = None


class JudgedFormula(NamedTuple):
    """What is right and wrong in a formula.

    is_right: for all numbers. agrees: its value is right here. parts: of a wrong one, as far as it
    can be compared. value: its value.
    """

    is_right: bool
    agrees: bool
    value: float
    parts: tuple[Part, ...] = ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The numbers where something is wrong, to be lit."""
        wrong = (part for part in self.parts if part.what != RIGHT)
        each = (symbols_in(part.belongs or part.shown) for part in wrong)
        return tuple(dict.fromkeys(symbol for symbols in each for symbol in symbols))


def judged(trace: Trace, answer: Answer) -> JudgedFormula | None:
    """Judge the formula of an answer; None for an answer without one, or about a given number."""
    working, quantity = answer.working, answer.quantity
    if working is None or quantity.symbol.role.phase is Phase.GIVEN:
        return None
    value = partial(trace.value, answer.iteration)
    number, right = evaluate(working.expression, value), quantity.value(value)
    agrees = isclose(number, right, rel_tol=SAME, abs_tol=SAME * abs(right))
    is_right = agrees and all(_is_same(other, answer) for other in _others(trace, answer))
    if is_right or not any(True for _ in symbols_in(working.expression)):
        return JudgedFormula(is_right, agrees, number)
    return JudgedFormula(False, agrees, number, tuple(_parts(trace, answer, working)))


def _is_same(trace: Trace, answer: Answer) -> bool:
    assert answer.working
    value = partial(trace.value, answer.iteration)
    try:
        number, right = evaluate(answer.working.expression, value), answer.quantity.value(value)
    except StepperError:  # that run stopped: it says nothing
        return True
    return isclose(number, right, rel_tol=SAME, abs_tol=SAME * abs(right))


def _others(trace: Trace, answer: Answer) -> Iterator[Trace]:
    """Runs of the same scenario with other numbers."""
    if answer.iteration <= FARTHEST:
        for seed in range(RUNS):
            scenario = _changed(trace.scenario, Random(seed))
            yield Trace(scenario, Run(scenario))


def _changed(scenario: Scenario, random: Random) -> Scenario:
    def other(numbers: Sequence[float]) -> tuple[float, ...]:
        return tuple(random.uniform(0.3, 0.9) for _ in numbers)

    return scenario._replace(
        layers=tuple(
            Layer(
                tuple(map(other, layer.weights)),
                layer.biases and other(layer.biases),
                layer.activation,
            )
            for layer in scenario.layers
        ),
        values=tuple(value + random.uniform(0.1, 0.2) for value in scenario.values),
        samples=tuple((other(inputs), targets) for inputs, targets in scenario.samples),
    )


# --- factor by factor


def _parts(trace: Trace, answer: Answer, working: Working) -> Iterator[Part]:
    place = trace.scenario.in_batch(answer.iteration)
    model, quantity = trace.model, answer.quantity
    eq = model.equation(quantity.symbol, place)
    right = eq.formula if quantity.over is None else quantity.made
    right = Negative(right) if quantity.negated else right
    pieces = [*_pieces(eq.formula), *_pieces(model.unfold(eq).formula)]
    yield from _Comparison(Atoms(model, place), pieces, [*_pieces(working.expression)]).of(
        right, working.expression
    )


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


class _Comparison:
    """Compares expressions. right, own: the factors as which their parts are shown."""

    def __init__(
        self, atoms: Atoms, right: Sequence[Expression], own: Sequence[Expression]
    ) -> None:
        self._atoms = atoms
        self._right = self._largest_first(right)
        self._own = self._largest_first(own)

    def of(self, right: Expression, own: Expression) -> Iterator[Part]:
        both = [combined(self._atoms.terms(e)) for e in (right, own)]
        if self._is_one_over_paths(*both):
            both = [self._over_paths(terms) for terms in both]
        yield from self._of_terms(*both)

    def _largest_first(self, pieces: Sequence[Expression]) -> list[Expression]:
        size = {piece: self._atoms.term(piece).factors.total() for piece in pieces}
        return sorted(size, key=lambda piece: -size[piece])

    def _is_one_over_paths(self, right: list[Term], own: list[Term]) -> bool:
        """Whether one of the two has a sum of products in brackets and the other has none."""

        def sums(terms: list[Term]) -> set[Hashable]:
            atoms = (atom for term in terms for atom, _ in term.factors)
            return {atom for atom in atoms if self._atoms.is_over_paths(atom)}

        return bool(sums(right)) != bool(sums(own))

    def _over_paths(self, terms: list[Term]) -> list[Term]:
        return combined(part for term in terms for part in self._atoms.over_paths(term))

    def _of_terms(self, right: list[Term], own: list[Term]) -> Iterator[Part]:
        """Compare sums term by term, the most similar ones with each other."""
        same = [term for term in own if term in right]
        left = [term for term in right if term not in same]
        rest = [term for term in own if term not in same]
        yield from (Part(RIGHT, self._whole(term)) for term in same)
        are_sums = len(right) + len(own) > 2
        while left and rest:
            pairs = [(one, other) for one in left for other in rest]
            one, other = max(pairs, key=lambda pair: (pair[0].factors & pair[1].factors).total())
            if are_sums and not one.factors & other.factors:
                break
            left.remove(one)
            rest.remove(other)
            yield from self._of_factors(one, other, SIGN_OF_TERM if are_sums else SIGN)
        yield from (Part(MISSING, self._whole(term, self._right)) for term in left)
        yield from (Part(TOO_MUCH, self._whole(term)) for term in rest)

    def _of_factors(self, right: Term, own: Term, sign_part: str) -> Iterator[Part]:
        """Compare products. sign_part: what a reversed sign is called."""
        common = right.factors & own.factors
        missing, extra = right.factors - common, own.factors - common
        for atom, sign in [factor for factor in extra if (factor[0], -factor[1]) in missing]:
            count = min(extra[atom, sign], missing[atom, -sign])
            extra[atom, sign] -= count
            missing[atom, -sign] -= count
            yield Part(DIVIDED if sign < 0 else WRONG, self._atoms.shown[atom])
        yield from (Part(RIGHT, e) for e in self._grouped(common, self._own))
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
            yield Part(sign_part, self._whole(own))
        if not isclose(abs(ratio), 1.0):
            belongs, found = abs(right.coefficient), abs(own.coefficient)
            absent += [Number(belongs)] if belongs != 1 else []
            surplus += [Number(found)] if found != 1 else []
        while absent and surplus:
            belonging, taken = _most_alike(absent, surplus)
            absent.remove(belonging)
            surplus.remove(taken)
            yield Part(WRONG, taken, belonging)
        yield from (Part(MISSING, e) for e in absent)
        yield from (Part(TOO_MUCH, e) for e in surplus)

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
    """What is missing and what may have been put in its place: of the same role, if there is."""

    def role(e: Expression) -> str:
        return e.role.column if isinstance(e, Symbol) else type(e).__name__

    pairs = [(a, b) for a in absent for b in surplus]
    return next((pair for pair in pairs if role(pair[0]) == role(pair[1])), pairs[0])
