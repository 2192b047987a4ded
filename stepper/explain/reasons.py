"""Choose the sentences that explain a step: from each group of its role, the first that holds."""

from collections.abc import Iterator
from fractions import Fraction

from stepper.backprop.equations import input_to
from stepper.backprop.symbols import COST, DERIVED_BY, FOLLOWING, RATE, SUMS, Role, Symbol
from stepper.explain import formula_reasons
from stepper.explain.circumstances import Group, Paragraph, activation_of, holds, layer_of
from stepper.formula.formula import Formula
from stepper.runs.trace import Step

_ALWAYS = ("",)
_BEGINS: Group = (
    "begins",
    (
        "first iteration, batched", "second iteration, batched",
        "second iteration, several samples", "second iteration", "second epoch",
    ),
)  # fmt: skip
_NEXT: Group = ("z.next", ("softmax", "identity", ""))
_RELU = ("relu, at corner", "relu, dead", "relu, stopped", "relu")
_GRADIENT_THEN: Group = ("gradient.then", ("batched", "no update"))

# role -> the paragraphs: what the number is, and then what it is used for
_REASONS: dict[Role, tuple[Paragraph, ...]] = {
    **formula_reasons.REASONS,
    Role.WA: ((("w*a", ("nothing in", "")),),),
    Role.Z: (
        (_BEGINS, ("z", ("bias", "one input", ""))),
        (("z.then", ("first", "one input", "")), _NEXT),
    ),
    Role.E: ((("e", _ALWAYS),), (("e.then", _ALWAYS),)),
    Role.S: ((("S", _ALWAYS),), (("S.then", _ALWAYS),)),
    Role.A: (
        (
            ("a", ("exact", "flat", *_RELU, "identity", "tanh", "sigmoid", "softmax")),
            ("a.wrong", ("softmax, surely wrong",)),
        ),
        (("a.then", ("output", "")),),
    ),
    Role.CJ: (
        (
            (
                "C[j]",
                (
                    "softmax, target 0", "softmax", "cross_entropy, target 1",
                    "cross_entropy, target 0", "cross_entropy", "half_squares", "mean_squares", "",
                ),
            ),
            ("C.wrong", ("counts, surely wrong",)),
        ),
    ),
    Role.C: (
        (
            (
                "C",
                (
                    "zero, cross_entropy", "zero", "softmax, one class", "softmax",
                    "several outputs, cross_entropy",
                    "several outputs, half_squares", "several outputs, mean_squares",
                    "several outputs", "cross_entropy, target 1", "cross_entropy, target 0",
                    "cross_entropy", "half_squares", "",
                ),
            ),
            ("C.wrong", ("one surely wrong",)),
        ),
        (("C.then", _ALWAYS),),
    ),
    Role.WDELTA: ((("w*delta", ("in place", "")),),),
    Role.DC_DA: (
        (
            ("dC/da", ("met", "over", "under", "in place", "several above", "")),
            ("dC/da.factor", ("averaged", "doubled")),
        ),
    ),
    Role.DA_DZ: (
        (("da/dz", (*_RELU, "identity", "exact", "flat", "steep", "")),),
        (("da/dz.then", _ALWAYS),),
    ),
    Role.DELTA: (
        (
            (
                "delta",
                (
                    "no slope, met", "no slope, softmax", "no slope", "at corner", "zero",
                    "output, identity", "output", "in place", "identity", "several above", "",
                ),
            ),
            ("delta.wrong", ("no slope, surely wrong",)),
        ),
        (("delta.then", ("first", "")),),
    ),
    Role.DC_DW: (
        (("dC/dw", ("in place", "nothing in", "first", "")),),
        (_GRADIENT_THEN, ("dC/dw.then", ("updated",))),
    ),
    Role.DC_DB: (
        (("dC/db", ("in place", "")),),
        (_GRADIENT_THEN, ("dC/db.then", ("updated",))),
    ),
    **dict.fromkeys(
        SUMS.values(),
        (
            (("sum", ("begins batch, ends batch", "begins batch", "")),),
            (("sum.then", ("ends batch, no update", "ends batch", "")),),
        ),
    ),
    Role.W_NEW: (
        (
            (
                "update",
                (
                    "batched, still", "still", "in place", "batched, mean, up", "batched, mean", "batched, up",
                    "batched", "up", "",
                ),
            ),
            ("update.batch", ("short batch",)),
        ),
        (("update.then", ("used at once", "last", "batched", "")),),
    ),
}  # fmt: skip
_REASONS[Role.B_NEW] = (
    _REASONS[Role.W_NEW][0],
    (("update.then", ("last", "batched", "")),),
)


# role -> the one sentence in plain words
_PLAIN: dict[Role, Group] = {
    Role.WA: ("w*a", _ALWAYS),
    Role.Z: ("z", ("begins", "")),
    Role.E: ("e", _ALWAYS),
    Role.S: ("S", _ALWAYS),
    Role.A: ("a", ("identity", "softmax", "output", "")),
    Role.CJ: ("C[j]", _ALWAYS),
    Role.C: ("C", _ALWAYS),
    Role.WDELTA: ("w*delta", _ALWAYS),
    Role.DC_DA: ("dC/da", ("output", "in place", "several above", "")),
    Role.DA_DZ: ("da/dz", _ALWAYS),
    Role.DELTA: ("delta", ("no slope", "output", "in place", "")),
    Role.DC_DW: ("dC/dw", ("in place", "")),
    Role.DC_DB: ("dC/db", _ALWAYS),
    **dict.fromkeys(SUMS.values(), ("sum", _ALWAYS)),
    **dict.fromkeys(FOLLOWING, ("update", ("still", ""))),
    **formula_reasons.PLAIN,
}


def plain_sentence(step: Step) -> str:
    """The key of the sentence that says in plain words why a step is as it is."""
    return _chosen(_PLAIN[step.symbol.role], step, "plain")


def sentences(step: Step) -> Iterator[tuple[str, ...]]:
    """The keys of the sentences on a step, in order, paragraph by paragraph."""
    for paragraph in _REASONS[step.symbol.role]:
        chosen = (_chosen(group, step) for group in paragraph)
        yield tuple(key for key in chosen if key)


def function_of(step: Step) -> str:
    """The name of the function that the sentences on a step are about; empty for a formula."""
    if isinstance(step.trace.model, Formula):
        return ""
    return step.trace.network.activation(layer_of(step))


def _chosen(group: Group, step: Step, of: str = "why") -> str:
    """The key of the first variant that holds; "" if none does. of: what all keys begin with."""
    stem, variants = group
    variant = next((v for v in variants if holds(v, step)), None)
    return "" if variant is None else f"{of}.{stem}{'.' * bool(variant)}{variant}"


def names(step: Step) -> dict[str, object]:
    """What fills the placeholders of the sentences on a step: symbols and numbers as text."""
    if isinstance(step.trace.model, Formula):
        return formula_reasons.names(step)
    s, net, steps = step.symbol, step.trace.network, step.trace.steps
    symbols = {"C": COST, "rate": RATE, "made": s, "S": Symbol(Role.S, net.L)}
    symbols |= {
        key: Symbol(role, s.l or net.L, s.j or 1)  # of the whole cost, those of the first output
        for key, role in (
            ("z", Role.Z), ("e", Role.E), ("a", Role.A), ("delta", Role.DELTA), ("b", Role.B),
            ("t", Role.T),
        )
    }  # fmt: skip
    if s.l:
        symbols["w"] = Symbol(Role.W, s.l, s.j, s.i or 1)
        symbols["below"] = input_to(s.l, s.i or 1)
    if s.l < net.L:
        symbols["z_above"] = Symbol(Role.Z, s.l + 1, 1)
        symbols["delta_above"] = Symbol(Role.DELTA, s.l + 1, 1)
        symbols["w_above"] = Symbol(Role.W, s.l + 1, 1, s.j)
    for role_of in (FOLLOWING, DERIVED_BY, _SUM_OF):
        if s.role in role_of:
            symbols["parameter"] = s._replace(role=role_of[s.role])
    numbers = {}
    for key in ("below", "delta_above"):
        origin = steps.origin(step.iteration, symbols[key]) if key in symbols else None
        numbers[f"eq_{key}"] = str(origin.number) if origin else ""
    used = next(steps.used(step.iteration, s), None)
    return {
        **symbols,
        **numbers,
        **_facts(step),
        "eq_used": str(used.number) if used else "",
        "next_iteration": str(step.iteration + 1),
    }


_SUM_OF = {Role.SUM_DW: Role.W, Role.SUM_DB: Role.B}


def _facts(step: Step) -> dict[str, str]:
    """Numbers of the network, its activation and its batch, as text."""
    scenario, activation = step.trace.scenario, activation_of(step)
    sample, size = scenario.in_batch(step.iteration)
    facts: dict[str, object] = {
        "outputs": step.trace.network.sizes[-1],
        "samples": len(scenario.samples),
        "batch": step.trace.network.batch,
        "sample": sample,
        "size": size,
    }
    if activation:
        ends = ("" if end is None else f"{end:g}".replace("-", "−") for end in activation.ends)
        facts |= zip(("low", "high"), ends, strict=True)
        facts["steepest"] = Fraction(activation.steepest)
    return {name: str(fact) for name, fact in facts.items()}
