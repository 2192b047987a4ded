"""A model at a step as a drawing: a layout, and what is written, lit and made there."""

from collections.abc import Callable, Container
from functools import lru_cache
from typing import Any, NamedTuple

from stepper.backprop.expressions import symbols_in
from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.figures import chain, formula, network
from stepper.figures.layout import Layout, Place
from stepper.formula.formula import Formula
from stepper.runs.trace import Step
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import Notation

Roles = tuple[str, ...]


class Text(NamedTuple):
    """A number at its place, after its mark and its name."""

    place: Place
    mark: str
    name: str
    value: str
    roles: Roles


class Drawing(NamedTuple):
    """A layout at a step. wires, boxes: the roles of those that are at work, by their index.

    Roles are a kind (forward, backward, parameter, target), quiet for what is not computed yet,
    made for the number of the step, lit for what it is computed from and for what is at work.
    title, description: what is to be seen, in words; note: on what is not.
    """

    layout: Layout
    title: str
    description: str
    note: str
    wires: dict[int, Roles]
    boxes: dict[int, Roles]
    texts: tuple[Text, ...]


class _Kind(NamedTuple):
    """How models of a kind are laid out: what of them is shown at a step, and where it is."""

    suits: Callable[[Any], bool]
    shown: Callable[[Any, Symbol], Any]
    layout: Callable[[Any, Any, Notation, int], Layout]


_KINDS = (
    _Kind(lambda m: isinstance(m, Formula), formula.shown, formula.layout),
    _Kind(lambda m: m.is_chain and not m.is_softmax, chain.shown, chain.layout),
    _Kind(lambda m: isinstance(m, Network), network.shown, network.layout),
)
_PHASES = {Phase.FORWARD: "forward", Phase.BACKWARD: "backward", Phase.UPDATE: "parameter"}
_MARKS = {"": "", "backward": "◂", "new": "→", "sum": "Σ", "by": "×"}


def layout(step: Step, notation: Notation, digits: int = GRAPH) -> Layout:
    """Where everything is at a step: the same object as long as the same is shown."""
    model = step.trace.model
    kind = next(kind for kind in _KINDS if kind.suits(model))
    return _laid_out(kind, model, kind.shown(model, step.whole), notation, digits)


@lru_cache(maxsize=32)  # the same from step to step
def _laid_out(kind: _Kind, model: Model, part: Any, notation: Notation, digits: int) -> Layout:
    return kind.layout(model, part, notation, digits)


def drawing(step: Step, explainer: Explainer, digits: int = GRAPH) -> Drawing:
    """Draw a model at a step: what is known then, and what is at work."""
    where = layout(step, explainer.notation, digits)
    used = _used(step)
    active, at_work = used | {step.symbol, step.whole}, (_PHASES[step.phase], "lit")
    return Drawing(
        where,
        explainer.text(step.trace.scenario.title),
        _described(step, explainer),
        _note(where, explainer),
        {k: at_work for k, wire in enumerate(where.wires) if wire.of & active},
        {k: at_work for k, box in enumerate(where.boxes) if step.whole in box.makes},
        tuple(_texts(step, where, explainer, digits, used)),
    )


def _used(step: Step) -> frozenset[Symbol]:
    """What the number of a step is computed from; of a line, also the wires to it."""
    used = {*symbols_in(step.equation.formula), *symbols_in(step.recursion.formula)}
    if step.symbol.role is Role.LINE:
        u = step.symbol.names[0]
        used |= {Symbol(Role.LOCAL, names=(u, *s.names)) for s in used}
    return frozenset(used)


def _texts(
    step: Step, where: Layout, explainer: Explainer, digits: int, lit: Container[Symbol]
) -> list[Text]:
    notation, value = explainer.notation, step.reader()
    texts = []
    for place in where.places:
        s = place.symbol
        roles: Roles = (str(s.role.kind),)
        if step.is_known(s):
            text = notation.number(written(value(s), digits)[0])
            roles += ("made",) * (s == step.symbol) + ("lit",) * (s in lit)
        elif s.role.phase is Phase.FORWARD:
            text, roles = notation.sign("unknown"), ("quiet",)
        else:
            continue
        mark = explainer.text(_MARKS[place.mark])
        texts.append(Text(place, mark, place.name, text, roles))
    return texts


def _described(step: Step, explainer: Explainer) -> str:
    """The step in words: its number, its name and value, and what it is computed from."""
    notation, s = explainer.notation, step.symbol
    value = notation.number(written(step.value, GRAPH)[0])
    used = dict.fromkeys(map(notation.name, symbols_in(step.equation.formula)))
    names = {"number": step.label, "name": notation.name(s), "value": value}
    key = "figure.step" if used else "figure.step.constant"
    return explainer.say(key, **names, names=", ".join(used))


def _note(where: Layout, explainer: Explainer) -> str:
    if where.shown == where.of:
        return ""
    return explainer.say("graph.part", shown=where.shown, count=where.of)
