"""A nudge: one number of an iteration is moved, and C is computed again from there."""

from math import isfinite, nan
from typing import NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, symbols_in
from stepper.backprop.model import Model
from stepper.backprop.symbols import DERIVED_BY, FOLLOWING, SUMS, Phase, Role, Symbol
from stepper.errors import StepperError
from stepper.runs.trace import Step

_GRADIENT = {Role.W: Role.DC_DW, Role.B: Role.DC_DB, Role.Z: Role.DELTA, Role.A: Role.DC_DA}

# role of a step's number -> the role of the number that is nudged there, of the same neuron
_NUDGED = {
    **DERIVED_BY,
    **FOLLOWING,
    **{total: DERIVED_BY[gradient] for gradient, total in SUMS.items()},
    Role.WA: Role.W,
    Role.Z: Role.Z,
    Role.A: Role.A,
    Role.DC_DA: Role.A,
    Role.DA_DZ: Role.Z,
    Role.CJ: Role.A,
}


class Nudged(NamedTuple):
    """The number that is nudged, and the derivative of C with respect to it, if it is computed."""

    symbol: Symbol
    derivative: Symbol | None


def nudged_at(step: Step, symbol: Symbol | None = None) -> Nudged:
    """Choose the number to nudge at a step, by its symbol or another one."""
    model, s = step.trace.model, symbol or step.symbol
    if s.role in _OF_FORMULA:
        return _of_formula(model, s)
    net = step.trace.network
    match s.role:
        case Role.C:
            s = Symbol(Role.A, net.L, 1)
        case Role.E | Role.S:
            s = Symbol(Role.Z, net.L, s.j or 1)
        case Role.WDELTA:
            s = Symbol(Role.A, s.l - 1, s.i)
        case _:
            s = s._replace(role=_NUDGED.get(s.role, s.role))
    if s.role is Role.A and not net.has_slope(s.l):  # C has no derivative by this one alone
        s = s._replace(role=Role.Z)
    return Nudged(s, _derivative(model, s))


def _derivative(model: Model, s: Symbol) -> Symbol | None:
    if s.role not in _GRADIENT:
        return None
    derivative = s._replace(role=_GRADIENT[s.role])
    return derivative if derivative in model.position else None


# of a formula: role -> which of its names is that of the nudged number
_OF_FORMULA = {
    Role.GIVEN: 0,
    Role.CONSTANT: 0,
    Role.PARAMETER: 0,
    Role.LINE: 0,
    Role.LOCAL: 1,
    Role.PATH: 2,
    Role.GRADIENT: 1,
    Role.NEW: 0,
}


def _of_formula(model: Model, s: Symbol) -> Nudged:
    name = s.names[_OF_FORMULA[s.role]]
    of = (d for d in model.steps if d.role is Role.GRADIENT and d.names[1] == name)
    return Nudged(model.by_column[name], next(of, None))


class Nudge:
    """Computes C for other values of one number in the iteration of a step.

    symbol: the number, a given one or one of the forward pass; derivative: that of C with respect
    to it, if the run has it. work: how many numbers are read for each C.
    """

    def __init__(self, step: Step, nudged: Nudged) -> None:
        self.step = step
        self.symbol, self.derivative = nudged
        self.value = step.value_of(self.symbol)
        self._known = step.reader()
        self._affected, self.work = _affected(step, self.symbol)
        self._costs: dict[float, float] = {}  # a curve asks for the same ones at every nudge

    def cost(self, value: float) -> float:
        """C with another value of the number; NaN where it leaves the range of floats."""
        if value not in self._costs:
            self._costs[value] = self._cost(value)
        return self._costs[value]

    def _cost(self, value: float) -> float:
        numbers = {self.symbol: value}

        def number(s: Symbol) -> float:
            return numbers[s] if s in numbers else self._known(s)

        try:
            for s, formula in self._affected:
                numbers[s] = evaluate(formula, number)
            cost = number(self.step.trace.model.C)
        except (StepperError, ArithmeticError, ValueError):
            return nan
        return cost if isfinite(cost) else nan


def _affected(step: Step, symbol: Symbol) -> tuple[list[tuple[Symbol, Expression]], int]:
    """The numbers of the forward pass that depend on a symbol, in order, with their formulas.

    Also the total number of symbols in these formulas.
    """
    moved = {symbol}
    affected = []
    work = 0
    for s in step.trace.model.steps:
        if s.role.phase is Phase.FORWARD and s != symbol:
            formula = step.trace.model.equation(s).formula
            used = list(symbols_in(formula))
            if not moved.isdisjoint(used):
                moved.add(s)
                affected.append((s, formula))
                work += len(used)
    return affected, work
