"""A model at a step as a drawing: a layout, with texts, and the roles of its parts."""

from collections.abc import Callable, Container, Iterator, Set
from functools import lru_cache
from typing import Any, NamedTuple

from stepper.backprop.expressions import symbols_in
from stepper.backprop.network import Network
from stepper.backprop.symbols import Kind, Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.figures.chain import chain
from stepper.figures.formula import excerpt, formula
from stepper.figures.layout import PAPER, SCREEN, Layout, Place, Subject, Wire
from stepper.figures.network import network, sizes
from stepper.formula.formula import Formula
from stepper.runs.trace import Step
from stepper.typeset.digits import GRAPH
from stepper.typeset.equations.lines import shown_as
from stepper.typeset.notation import ASCII

Roles = tuple[str, ...]
COLOURED = (*map(str, Kind), "quiet")  # the roles that are colours
Excerpt = chain.Excerpt | sizes.Excerpt | excerpt.Excerpt  # the part of a model that is shown


class Text(NamedTuple):
    """A number at its place, after its mark and its name."""

    place: Place
    mark: str
    name: str
    value: str
    roles: Roles

    @property
    def whole(self) -> str:
        return " ".join(filter(None, (self.mark, self.name, self.value)))


class Drawing(NamedTuple):
    """A part of a model at a step.

    wires, boxes: the roles of the active ones, by their index. Roles are a kind (forward, backward,
    parameter, target), quiet for numbers to come, made for the number of the step, lit for the
    numbers that it is computed from and for active wires and boxes. title, description: the drawing
    in words; note: on the parts that are not shown.
    """

    excerpt: Excerpt
    layout: Layout
    title: str
    description: str
    note: str
    wires: dict[int, Roles]
    boxes: dict[int, Roles]
    texts: tuple[Text, ...]


class _Kind(NamedTuple):
    """How models of a kind are laid out: the excerpt to show at a step, and its layout."""

    suits: Callable[[Any], bool]
    shown: Callable[[Any, Symbol], Any]
    layout: Callable[[Subject, Any], Layout]


_KINDS = (
    _Kind(lambda m: isinstance(m, Formula), formula.shown, formula.layout),
    _Kind(lambda m: m.is_chain and not m.is_softmax, chain.shown, chain.layout),
    _Kind(lambda m: isinstance(m, Network), network.shown, network.layout),
)
_PHASES = {Phase.FORWARD: "forward", Phase.BACKWARD: "backward", Phase.UPDATE: "parameter"}
_MARKS = {  # before a number, in Unicode and in ASCII
    "": ("", ""), "backward": ("◂", "<"), "new": ("→", "->"), "sum": ("Σ", "+="), "by": ("×", "*"),
}  # fmt: skip


def drawing(
    step: Step, explainer: Explainer, digits: int = GRAPH, across: float = SCREEN
) -> Drawing:
    """Draw a model at a step: the known numbers, and the active parts. across: in points.

    The layout is the same object from step to step, as long as the excerpt is the same.
    """
    used = _used(step)
    drawn = _known(step, explainer, digits, {step.symbol}, used, across=across)
    where, phase = drawn.layout, _PHASES[step.phase]
    active = used | {step.symbol, step.whole}
    return drawn._replace(
        description=_described(step, explainer),
        wires={
            k: (_flow(wire, active, step.phase), "lit")
            for k, wire in enumerate(where.wires)
            if wire.of & active
        },
        boxes={k: (phase, "lit") for k, box in enumerate(where.boxes) if step.whole in box.makes},
    )


def _flow(wire: Wire, active: Set[Symbol], phase: Phase) -> Kind:
    """The kind of number along a wire; a gradient only if one comes back to its beginning."""
    if phase is Phase.UPDATE:
        return Kind.PARAMETER
    return Kind.BACKWARD if wire.back & active else wire.kind


def comes_back(roles: Roles) -> bool:
    """Whether a gradient comes back along a wire with these roles: its head is at its begin."""
    return Kind.BACKWARD in roles


def overview(
    step: Step,
    explainer: Explainer,
    hides: Callable[[Symbol], bool] = lambda s: False,
    is_forward: bool = False,
) -> Drawing:
    """Draw the numbers that are known after a step, without active parts, for paper.

    hides: whether a number is left out. is_forward: leave no room for the backward pass.
    """
    return _known(step, explainer, GRAPH, hides=hides, is_forward=is_forward, across=PAPER)


def _known(
    step: Step,
    explainer: Explainer,
    digits: int,
    made: Container[Symbol] = (),
    lit: Container[Symbol] = (),
    hides: Callable[[Symbol], bool] = lambda s: False,
    is_forward: bool = False,
    *,
    across: float,
) -> Drawing:
    """Draw the numbers that are known at a step. made, lit: those that have these roles."""
    model = step.trace.model
    kind = next(kind for kind in _KINDS if kind.suits(model))
    subject = Subject(model, explainer.notation, digits, is_forward, across)
    shown = kind.shown(model, step.whole)
    where = _laid_out(kind, subject, shown)
    note = "" if where.shown == where.of else "graph.part"
    return Drawing(
        shown,
        where,
        title=explainer.text(step.trace.scenario.title),
        description=explainer.place(step.trace, step.iteration),
        note=explainer.say(note, shown=where.shown, count=where.of) if note else "",
        wires={},
        boxes={},
        texts=tuple(_texts(step, where, explainer, digits, made, lit, hides)),
    )


@lru_cache(maxsize=32)  # the same from step to step
def _laid_out(kind: _Kind, subject: Subject, shown: Any) -> Layout:
    return kind.layout(subject, shown)


def _used(step: Step) -> frozenset[Symbol]:
    """The numbers that a step's is computed from; for a line, also the wires to it."""
    used = {*symbols_in(step.equation.formula), *symbols_in(step.recursion.formula)}
    if step.symbol.role is Role.LINE:
        u = step.symbol.names[0]
        used |= {Symbol(Role.LOCAL, names=(u, *s.names)) for s in used}
    return frozenset(used)


def _texts(
    step: Step,
    where: Layout,
    explainer: Explainer,
    digits: int,
    made: Container[Symbol],
    lit: Container[Symbol],
    hides: Callable[[Symbol], bool],
) -> Iterator[Text]:
    """Write the known numbers, and the names of those hidden or to come in the forward pass."""
    notation, value = explainer.notation, step.reader()
    for place in where.places:
        s, mark = place.symbol, _MARKS[place.mark][notation.style == ASCII]
        is_known = step.is_known(s)
        if is_known and not hides(s):
            number = notation.value(value(s), digits)
            roles = (str(s.role.kind), *["made"] * (s in made), *["lit"] * (s in lit))
            yield Text(place, mark, place.name, number, roles)
        elif is_known or s.role.phase is Phase.FORWARD:
            yield Text(place, mark, place.name, notation.sign("unknown"), ("quiet",))


def _described(step: Step, explainer: Explainer) -> str:
    """The step in words: its number, its name and value, and what it is computed from."""
    notation = explainer.notation
    used = dict.fromkeys(map(notation.name, symbols_in(shown_as(step).formula)))
    return explainer.say(
        "figure.step" if used else "figure.step.constant",
        number=step.label,
        name=notation.name(step.symbol),
        value=notation.value(step.value, GRAPH),
        names=", ".join(used),
    )
