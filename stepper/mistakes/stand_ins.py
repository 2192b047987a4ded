"""Which numbers are mistaken for others: of the same layer or role, or of the same neuron."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from stepper.backprop.equations import input_to
from stepper.backprop.expressions import Expression, Product
from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import OF_FORMULA, Role, Symbol

MOST_OTHERS = 8  # numbers of the same role and layer that are tried in place of one

# roles of the same neuron or weight that are mistaken for each other
_OF_NEURON = {
    Role.A: (Role.Z, Role.DELTA, Role.DC_DA, Role.DA_DZ),
    Role.Z: (Role.A,),
    Role.DELTA: (Role.DC_DA, Role.A, Role.DA_DZ),
    Role.DC_DA: (Role.DELTA, Role.A),
    Role.DA_DZ: (Role.A, Role.Z),
    Role.T: (Role.A,),
}
_OF_WEIGHT = {
    Role.W: (Role.W_NEW, Role.DC_DW),
    Role.DC_DW: (Role.W,),
    Role.SUM_DW: (Role.DC_DW,),
    Role.SUM_DB: (Role.DC_DB,),
    Role.B: (Role.B_NEW,),
}


def stand_ins(model: Model, computed: Symbol, symbol: Symbol) -> Iterator[tuple[str, Expression]]:
    """Yield what may be mistaken for a symbol in another's equation, and how they relate."""
    if symbol.role in OF_FORMULA:
        yield from _of_role(model, symbol, anywhere=True)
    elif isinstance(model, Network):
        for how, other in _in_network(model, computed, symbol):
            if other != symbol and other != computed:
                yield how, other
        yield from _of_role(model, symbol)
        if symbol.role is Role.DELTA:
            yield from _other_slopes(model, computed, symbol)


def _in_network(net: Network, computed: Symbol, s: Symbol) -> Iterator[tuple[str, Symbol]]:
    for role in _OF_NEURON.get(s.role, ()):
        yield f"{role.name} of it", Symbol(role, s.l, s.j)
    for role in _OF_WEIGHT.get(s.role, ()):
        yield f"{role.name} of it", s._replace(role=role)
    if s.i:
        yield "transposed", s._replace(j=s.i, i=s.j)
        yield "input", input_to(s.l, s.i)
        yield "delta", Symbol(Role.DELTA, s.l, s.j)
    elif s.l:
        yield "next layer", s._replace(l=s.l + 1)
        yield "previous layer", s._replace(l=s.l - 1)
    if s.role in (Role.A, Role.DA_DZ) and s.l < net.L:
        for j in net.neurons(s.l + 1):  # as where a layer has fewer neurons than this one
            yield f"next layer {j}", Symbol(s.role, s.l + 1, j)
    if s.role in (Role.A, Role.X):
        yield "own", Symbol(Role.A, computed.l, computed.j)
        yield "previous input", input_to(s.l, s.j) if s.l else s
        yield "weight", computed._replace(role=Role.W)
    if s.role is Role.DELTA and computed.i:
        yield "input", input_to(computed.l, computed.i)
    if s.role is Role.T:
        yield "input", Symbol(Role.X, 0, s.j)


def _of_role(model: Model, s: Symbol, anywhere: bool = False) -> Iterator[tuple[str, Symbol]]:
    """The others of the role and layer, and how they are placed."""
    alike = of_role(model, s, anywhere)
    for other in alike:
        how = "the other" if len(alike) == 1 else f"other {other.j - s.j} {other.i - s.i}"
        yield how, other


def of_role(model: Model, s: Symbol, anywhere: bool = False) -> list[Symbol]:
    """MOST_OTHERS of the role and layer of a number, or of any layer, the nearest first."""
    layers = _by_role(model)[s.role]
    in_layer = layers[s.l]
    elsewhere = [o for l, others in layers.items() if l != s.l for o in others] if anywhere else []
    nearest = (
        other
        for others in (in_layer, elsewhere)
        for is_far in (False, True)
        for other in others
        if (other.j != s.j and other.i != s.i) is is_far and other != s
    )
    return [*islice(nearest, MOST_OTHERS)]  # the first are found long before all are looked at


@lru_cache(maxsize=4)  # saves a pass over all columns for every symbol
def _by_role(model: Model) -> dict[Role, dict[int, list[Symbol]]]:
    """The numbers of each role and layer."""
    found: dict[Role, dict[int, list[Symbol]]] = defaultdict(lambda: defaultdict(list))
    for s in model.columns:
        found[s.role][s.l].append(s)
    return found


def _other_slopes(
    net: Network, computed: Symbol, delta: Symbol
) -> Iterator[tuple[str, Expression]]:
    """A delta with the slope of another neuron in it."""
    error = Symbol(Role.DC_DA, delta.l, delta.j)
    places = [(delta.l, j) for j in net.neurons(delta.l)]
    if delta.l > 1:
        places += [(delta.l - 1, computed.i)] if computed.i else []
    for l, j in places:
        slope = Symbol(Role.DA_DZ, l, j)
        if (l, j) != (delta.l, delta.j) and error in net.position and slope in net.position:
            how = "previous slope" if l != delta.l else f"slope {j - delta.j}"
            yield how, Product((error, slope))
