"""Every mistake that may have been made: at one number, in a layer, or everywhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from stepper.backprop.expressions import Expression, Known, Number, rewritten, symbols_in
from stepper.backprop.network import Network
from stepper.backprop.symbols import FOLLOWING, Phase, Role, Symbol
from stepper.diagnosis.cause import Cause, Scope
from stepper.diagnosis.closures import Function
from stepper.diagnosis.long_row import LongRow
from stepper.mistakes.changes import Change, changes
from stepper.mistakes.misread import misread
from stepper.mistakes.mistakes import known_mistakes
from stepper.mistakes.stand_ins import of_role, stand_ins

KNOWN = 3.3  # bits that it takes to tell which mistake it is; fewer for the commonest
COMMON = {
    "uphill": 2.7, "target_minus_prediction": 2.8, "no_weight": 2.9, "no_slope": 2.9,
    "new_weight": 2.4, "old_weight": 1.5, "gradient_for_term": 3.1, "error_for_delta": 3.2,
    "no_half": 2.9, "gradient_transposed": 3.2,
}  # fmt: skip
# of those without a name
BITS = {"left out": 5.0, "reversed": 4.5, "decimal point": 5.5, "divided": 5.5}
NEAR = 4.5  # a number for another of its layer or neuron
OTHER = 6.3
IN_SCOPE = {Scope.ONE: 0.0, Scope.LAYER: 0.7, Scope.EVERYWHERE: 1.0}
IN_BATCH = {"each_sample"}  # visible only if the batch continues after it
SAME = {"activation_for_weight": "gradient_for_term"}  # two names for the same mistake


class Candidate(NamedTuple):
    """A mistake that may explain answers.

    bits: how many it takes to tell which it is: the commoner, the fewer. wrong: the functions of
    the nodes whose equations contain it. put: a given number that was misread.
    """

    name: str
    change: Change | None
    scope: Scope
    bits: float
    wrong: dict[int, Function]
    put: dict[int, float]

    @property
    def nodes(self) -> list[int]:
        return [*self.wrong, *self.put]

    def cause(self, row: LongRow, is_certain: bool) -> Cause:
        nodes = [row.nodes[k] for k in self.nodes]
        first = nodes[0].iteration
        symbols = tuple(dict.fromkeys(node.symbol for node in nodes))
        return Cause(self.name, first, symbols, self.scope, self.change, is_certain)


_Alike = tuple[object, ...]
_Group = tuple[_Alike, Scope, tuple[object, ...]]


class _Part(NamedTuple):
    """A mistake in the equation of one node.

    alikes: keys equal for the same mistake: the same change, or the same two numbers confused.
    """

    name: str
    change: Change | None
    bits: float
    formula: Expression
    alikes: tuple[_Alike, ...]


class Candidates:
    """The candidates for a long row; the same ones for all students whose answers it is for.

    only: the nodes in whose equations a mistake is looked for; None for all of them.
    """

    def __init__(self, row: LongRow, only: Iterable[int] | None = None) -> None:
        self._row = row
        self._model = row.trace.model
        self._nodes = range(len(row.nodes)) if only is None else sorted(only)
        self._is_long = row.nodes[0].iteration != row.nodes[-1].iteration

    @cached_property  # of use to a whole class
    def all(self) -> list[Candidate]:
        """Every candidate, those at one number first."""
        found = list(self._misread())
        groups: dict[_Group, dict[int, tuple[_Part, Function]]] = defaultdict(dict)
        for k in self._nodes:
            if self._row.formulas[k] is None or self._row.nodes[k].line:
                continue
            groups_of_node = list(self._groups(k))
            for part in self._parts(k):
                function = self._row.function_of(part.formula, k)
                if part.name not in IN_BATCH or not self._ends_batch(k):
                    found.append(
                        Candidate(part.name, part.change, Scope.ONE, part.bits, {k: function}, {})
                    )
                for alike in part.alikes:
                    for scope, where in groups_of_node:
                        groups[alike, scope, where].setdefault(k, (part, function))
        seen = set()
        for (alike, scope, _), nodes in groups.items():
            if len(nodes) > 1 and (alike, *nodes) not in seen:
                seen.add((alike, *nodes))
                part, _ = next(iter(nodes.values()))
                if part.name in IN_BATCH and all(map(self._ends_batch, nodes)):
                    continue
                wrong = {k: function for k, (_, function) in nodes.items()}
                bits = part.bits + IN_SCOPE[scope]
                found.append(Candidate(part.name, part.change, scope, bits, wrong, {}))
        return found

    def _groups(self, k: int) -> Iterator[tuple[Scope, tuple[object, ...]]]:
        """The groups of equations that may share a mistake with a node's, each with its scope."""
        n, s = self._row.nodes[k].iteration, self._row.nodes[k].symbol
        for iteration in (0, n) if self._is_long else (0,):
            yield Scope.LAYER, (iteration, s.role, s.l)
            yield Scope.LAYER, (iteration, s.l)
            yield Scope.EVERYWHERE, (iteration, s.role)
            yield Scope.EVERYWHERE, (iteration, s.role.phase)
            yield Scope.EVERYWHERE, (iteration,)

    def _ends_batch(self, k: int) -> bool:
        in_batch = self._row.trace.scenario.in_batch(self._row.nodes[k].iteration)
        return in_batch.sample == in_batch.size

    def _misread(self) -> Iterator[Candidate]:
        row = self._row
        for k in self._nodes:
            if row.is_given(k) and not row.nodes[k].line:
                for number, bits in misread(row.start[k]):
                    change = Change("misread", Number(row.start[k]), Number(number))
                    yield Candidate("", change, Scope.ONE, bits, {}, {k: number})

    def _parts(self, k: int) -> Iterator[_Part]:
        """Every mistake in the equation of a node."""
        node, formula = self._row.nodes[k], self._row.formulas[k]
        if formula is None or node.symbol.role.phase is Phase.GIVEN:
            return
        in_batch = self._row.trace.scenario.in_batch(node.iteration)
        in_terms = self._model.in_terms(node.symbol, in_batch)
        equation = self._model.equation(node.symbol, in_batch)
        seen: set[str] = set()
        if isinstance(self._model, Network):
            for eq in (in_terms, equation):
                is_alone = eq is equation and bool(self._model.terms(node.symbol))
                for name, wrong in known_mistakes(self._model, eq):
                    ready = None if name in seen or name in SAME else self._ready(wrong, k)
                    if ready is not None:
                        seen.add(name)
                        alikes = () if is_alone else ((name,),)
                        yield _Part(name, None, COMMON.get(name, KNOWN), ready, alikes)
        for other in of_role(self._model, node.symbol, anywhere=True):
            number = Number(self._row.start[self._row.place(k, other)])
            yield _Part("", Change("mixed up", node.symbol, other), NEAR, number, ())
        for change, wrong, alike in changes(
            in_terms.formula, lambda s: stand_ins(self._model, node.symbol, s)
        ):
            if (ready := self._ready(wrong, k)) is not None:
                yield _Part("", change, _bits(change), ready, (alike, *_pair(change)))

    def _ready(self, formula: Expression, k: int) -> Expression | None:
        """A wrong formula in earlier numbers alone; None where it needs later ones."""
        node, position = self._row.nodes[k], self._model.position
        last = position[node.symbol]

        def earlier(part: Expression) -> Expression:
            if isinstance(part, Symbol) and part.role in FOLLOWING and position.get(part, 0) > last:
                in_batch = self._row.trace.scenario.in_batch(node.iteration)
                return self._model.equation(part, in_batch).formula
            return part

        if any(s.role in FOLLOWING for s in symbols_in(formula)):
            formula = rewritten(formula, earlier) or formula
        return formula if all(self._is_earlier(s, last) for s in symbols_in(formula)) else None

    def _is_earlier(self, symbol: Symbol, last: int) -> bool:
        place = self._model.position.get(symbol)
        return place < last if place is not None else symbol.role in _BESIDE


def _pair(change: Change) -> Iterator[_Alike]:
    """The two numbers of a layer that a change confuses."""
    match change:
        case Change("instead", Symbol() as right, Symbol() as wrong):
            if (right.role, right.l) == (wrong.role, wrong.l):
                yield "pair", right, wrong


def _bits(change: Change) -> float:
    """How many bits it takes to say which change it is."""
    match change:
        case Change("instead", Symbol() as right, Symbol() as wrong):
            is_near = right.l == wrong.l and (right.role is wrong.role or right.j == wrong.j)
            return NEAR if is_near else OTHER
        case Change("instead", Known(_, Symbol() as right), Symbol() as wrong):
            return NEAR if (right.l, right.j) == (wrong.l, wrong.j) else OTHER
        case _:
            return BITS.get(change.what, OTHER)


_BESIDE = frozenset({Role.RATE, Role.SIZE, Role.SO_FAR_DW, Role.SO_FAR_DB})
