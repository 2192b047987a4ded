"""Choose the sentences that explain a step: from each group of its role, the first that holds."""

from collections.abc import Callable, Iterator

from stepper.backprop.equations import input_to
from stepper.backprop.symbols import COST, DERIVED_BY, FOLLOWING, RATE, Role, Symbol
from stepper.runs.trace import Step

FLAT, STEEP = 0.01, 0.2  # slopes below and above these have a sentence; the steepest is 1/4

Groups = tuple[tuple[str, ...], ...]

# role -> (stem of the keys, groups of variants); a variant names a circumstance, "" is the rest
_REASONS: dict[Role, tuple[str, Groups]] = {
    Role.WA: ("w*a", (("nothing in", ""),)),
    Role.Z: ("z", (("bias", "one input", ""), ("first", "one input", ""))),
    Role.A: ("a", (("exact", "flat", ""), ("output", ""))),
    Role.CJ: ("C[j]", (("",),)),
    Role.C: ("C", (("zero", "several outputs", ""), ("",))),
    Role.WDELTA: ("w*delta", (("in place", ""),)),
    Role.DC_DA: ("dC/da", (("met", "over", "under", "in place", "several above", ""),)),
    Role.DA_DZ: ("da/dz", (("zero", "flat", "steep", ""), ("",))),
    Role.DELTA: (
        "delta",
        (("zero", "output", "in place", "several above", ""), ("first", "")),
    ),
    Role.DC_DW: ("dC/dw", (("in place", "nothing in", "first", ""), ("",))),
    Role.DC_DB: ("dC/db", (("in place", ""), ("",))),
    Role.W_NEW: ("update", (("still", "in place", "up", ""), ("used at once", "last", ""))),
    Role.B_NEW: ("update", (("still", "in place", "up", ""), ("last", ""))),
}  # fmt: skip


def sentences(step: Step) -> Iterator[str]:
    """The keys of the sentences on a step, in order."""
    stem, groups = _REASONS[step.symbol.role]
    for k, variants in enumerate(groups):
        variant = next(v for v in variants if not v or _CIRCUMSTANCES[v](step))
        yield f"why.{stem}{'.then' * k}{'.' * bool(variant)}{variant}"


def names(step: Step) -> dict[str, Symbol | str]:
    """What fills the placeholders of the sentences on a step: symbols and equation numbers."""
    s, net, steps = step.symbol, step.trace.network, step.trace.steps
    symbols = {"C": COST, "rate": RATE, "made": s}
    if s.l:
        own = {"z": Role.Z, "a": Role.A, "delta": Role.DELTA, "b": Role.B, "t": Role.T}
        symbols |= {key: Symbol(role, s.l, s.j) for key, role in own.items()}
        symbols["w"] = Symbol(Role.W, s.l, s.j, s.i or 1)
        symbols["below"] = input_to(s.l, s.i or 1)
    if s.l < net.L:
        symbols["z_above"] = Symbol(Role.Z, s.l + 1, 1)
        symbols["delta_above"] = Symbol(Role.DELTA, s.l + 1, 1)
        symbols["w_above"] = Symbol(Role.W, s.l + 1, 1, s.j)
    if s.role in FOLLOWING:
        symbols["parameter"] = s._replace(role=FOLLOWING[s.role])
    elif s.role in DERIVED_BY:
        symbols["parameter"] = s._replace(role=DERIVED_BY[s.role])
    numbers = {}
    for key in ("below", "delta_above"):
        made = steps.made(step.iteration, symbols[key]) if key in symbols else None
        numbers[f"eq_{key}"] = str(made.number) if made else ""
    used = next(steps.used(step.iteration, s), None)
    return {
        **symbols,
        **numbers,
        "eq_used": str(used.number) if used else "",
        "next_iteration": str(step.iteration + 1),
    }


def _is_output(step: Step) -> bool:
    return step.symbol.l == step.trace.network.L


def _error(step: Step) -> float:
    """An output minus its target; NaN for other neurons."""
    s = step.symbol
    if not _is_output(step):
        return float("nan")
    return step.value_of(Symbol(Role.A, s.l, s.j)) - step.value_of(Symbol(Role.T, s.l, s.j))


def _slope(step: Step) -> float:
    """The slope of the neuron's sigmoid; NaN if the run stopped before it."""
    slope = Symbol(Role.DA_DZ, step.symbol.l, step.symbol.j)
    known = step.trace.value_if_any(step.iteration, slope)
    return float("nan") if known is None else known


def _old(step: Step) -> Symbol:
    return step.symbol._replace(role=FOLLOWING[step.symbol.role])


_CIRCUMSTANCES: dict[str, Callable[[Step], bool]] = {
    "output": _is_output,
    "first": lambda step: step.symbol.l == 1,
    "one input": lambda step: step.trace.network.sizes[step.symbol.l - 1] == 1,
    "several outputs": lambda step: step.trace.network.sizes[-1] > 1,
    "several above": lambda step: step.trace.network.sizes[step.symbol.l + 1] > 1,
    "bias": lambda step: step.trace.network.biases,
    "in place": lambda step: step.trace.network.in_place and not _is_output(step),
    "used at once": lambda step: step.trace.network.in_place and step.symbol.l > 1,
    "last": lambda step: step.iteration == step.trace.iterations,
    "zero": lambda step: step.value == 0.0,
    "nothing in": lambda step: step.value_of(input_to(step.symbol.l, step.symbol.i)) == 0.0,
    "met": lambda step: _error(step) == 0.0,
    "over": lambda step: _error(step) > 0.0,
    "under": lambda step: _error(step) < 0.0,
    "exact": lambda step: step.value in (0.0, 1.0),
    "flat": lambda step: _slope(step) < FLAT,
    "steep": lambda step: _slope(step) > STEEP,
    "still": lambda step: step.value == step.value_of(_old(step)),
    "up": lambda step: step.value > step.value_of(_old(step)),
}
