"""The sentences that explain a step of a formula: a table by role."""

from stepper.backprop.expressions import Difference, Expression, Product, Sum
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.explain.circumstances import Group, Paragraph
from stepper.explain.formula.circumstances import LINES, formula_of, inputs_of, local_of, users_of
from stepper.runs.trace import Step

_BEGINS: Group = (
    "line.begins",
    ("second iteration, several samples", "second iteration"),
)
_NEW_EPOCH: Group = ("begins", ("second epoch",))

REASONS: dict[Role, tuple[Paragraph, ...]] = {
    Role.LINE: (
        (_BEGINS, _NEW_EPOCH, ("line", ("a relu, zero", *LINES))),
        (
            ("line.then", ("the cost, no gradients", "the cost", "used often", "")),
            ("line.constants", ("the cost, has constants",)),
        ),
    ),
    Role.LOCAL: (
        (
            (
                "local",
                (
                    "in several places", "by sum, subtracted", "by sum",
                    "by name, subtracted", "by name", "by multiply",
                    "by over", "by under, minus cancels", "by under", "half cancels", "by square", "by power", "by exponent",
                    "by exp, is itself", "by exp", "by log", "by sqrt", "by sin", "by cos",
                    "by sigmoid, off", "by sigmoid, nearly flat", "by sigmoid, nearly steepest",
                    "by sigmoid", "by tanh, off", "by tanh, nearly flat",
                    "by tanh, nearly steepest", "by tanh", "by relu, in a corner", "by relu, off",
                    "by relu", "by abs, in a corner", "by abs", "by max, off, in a corner",
                    "by max, off", "by max, in a corner", "by max", "by min, off, in a corner",
                    "by min, off", "by min, in a corner", "by min", "",
                ),
            ),
            ("local.sign", ("minus cancels", "reversed")),
        ),
        (("local.then", ("of the cost alone", "")),),
    ),
    Role.PATH: ((("path", ("through the cost", "")),),),
    Role.GRADIENT: (
        (
            (
                "dC/dx",
                (
                    "used often", "of the cost alone", "nothing back", "off", "by sum, subtracted",
                    "by sum", "by name, subtracted", "by name", "by relu, with a minus", "by relu",
                    "by max, with a minus", "by max", "by min, with a minus", "by min", "swaps",
                    "by multiply", "",
                ),
            ),
        ),
        (
            (
                "dC/dx.then",
                ("of a line, goes on", "of a line", "updated name", "before a corner", ""),
            ),
        ),
    ),
    Role.NEW: (
        (("update", ("still", "up", "")),),
        (("update.then", ("last", "")),),
    ),
}  # fmt: skip

# role -> the one sentence in plain words; that on an update is the same as for a network
PLAIN: dict[Role, Group] = {
    Role.LINE: ("line", ("the cost", "")),
    Role.LOCAL: ("local", ("",)),
    Role.PATH: ("path", ("through the cost", "")),
    Role.GRADIENT: ("dC/dx", ("used often", "of the cost alone", "")),
}


def names(step: Step) -> dict[str, object]:
    """The values of the placeholders: symbols, lists of them, expressions, numbers as text."""
    formula, s = formula_of(step), step.symbol
    name, steps = s.names[-1], step.trace.steps
    x = formula.symbols[name]

    def all_of(names: tuple[str, ...] | list[str]) -> list[Symbol]:
        return [formula.symbols[name] for name in names]

    used = next(steps.used(step.iteration, s), None)
    found: dict[str, object] = {
        "C": formula.C,
        "x": x,
        "rate": RATE,
        "parameter": x,
        "constants": all_of(formula.constants),
        "inputs": all_of(inputs_of(step, name)) if x.role is Role.LINE else [],
        "lines": all_of(users_of(step)),
        "count": str(len(users_of(step))),
        "samples": str(len(step.trace.scenario.samples)),
        "updates": all_of(formula.update),
        "eq_used": str(used.number) if used else "",
        "used": used.symbol if used else "",
        "next_iteration": str(step.iteration + 1),
    }
    if s.role in (Role.LOCAL, Role.PATH, Role.GRADIENT):
        local = local_of(step) if s.role is not Role.PATH else Symbol(Role.LOCAL, names=s.names[1:])
        u = local.names[0]
        received = Symbol(Role.GRADIENT, names=(formula.cost, u))
        found |= {
            "u": formula.symbols[u],
            "local": local,
            "slope": _in_brackets(formula.slope(*local.names)),
            "received": received,
            "gradient": Symbol(Role.GRADIENT, names=(formula.cost, name)),
            "eq_local": str(steps.at(step.iteration, local).number),
        }
        if u != formula.cost:
            found["eq_received"] = str(steps.at(step.iteration, received).number)
    return found


def _in_brackets(e: Expression) -> Expression:
    """An expression as a factor: a sum gets brackets."""
    return Product((e,)) if isinstance(e, Sum | Difference) else e
