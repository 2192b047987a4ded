"""The kinds of steps that a learner can practise, by their names on the command line."""

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.errors import StepperError, found, nearest

KINDS: dict[str, frozenset[Role]] = {
    "z": frozenset({Role.Z}),
    "softmax": frozenset({Role.E, Role.S}),
    "activation": frozenset({Role.A}),
    "cost": frozenset({Role.C}),
    "line": frozenset({Role.LINE}),
    "error": frozenset({Role.DC_DA}),
    "slope": frozenset({Role.DA_DZ}),
    "local": frozenset({Role.LOCAL}),
    "delta": frozenset({Role.DELTA}),
    "gradient": frozenset({Role.DC_DW, Role.DC_DB, Role.GRADIENT}),
    "sum": frozenset({Role.SUM_DW, Role.SUM_DB}),
    "update": frozenset({Role.W_NEW, Role.B_NEW, Role.NEW}),
}
ALL = "all"
# (a kind, one whose numbers lead back to it in one step)
LEADING_BACK = (("delta", "error"), ("delta", "gradient"), ("gradient", "update"))
_OF_ROLE = {role: kind for kind, roles in KINDS.items() for role in roles}


def kind_of(symbol: Symbol) -> str | None:
    """The kind of the step that computes a symbol; None for a term and for a given number."""
    return _OF_ROLE.get(symbol.role)


def leads_back(model: Model, symbol: Symbol) -> bool:
    """Whether a number leads back to one that it is computed from: an error to a single δ alone."""
    if symbol.role is not Role.DC_DA or not isinstance(model, Network):
        return True
    return symbol.l < model.L and model.sizes[symbol.l + 1] == 1


def read_kinds(text: str, option: str) -> tuple[str, ...]:
    """Read kinds such as `delta,update`, or `all`; the result has the order of KINDS.

    option: its name in messages. Raises StepperError with a problem for each unknown name.
    """
    names = [*KINDS] if text.strip() == ALL else [name.strip() for name in text.split(",")]
    unknown = [name for name in dict.fromkeys(names) if name not in KINDS]
    if unknown:
        known = f"write one of {', '.join(KINDS)}, or {ALL}"
        raise StepperError(
            *(
                f"{option}: {found(name)} is not a kind of step; {nearest(name, KINDS) or known}"
                for name in unknown
            )
        )
    return tuple(kind for kind in KINDS if kind in names)
