"""The parts of pages that are made, not written: tables and lists of what the program knows."""

from collections.abc import Callable

from stepper.backprop.equations import equation
from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.explain.pages.context import PageContext
from stepper.typeset.digits import GRAPH
from stepper.typeset.folding import Table
from stepper.typeset.notation import Notation
from stepper.typeset.spans import Span, Spans

Made = Table | list[Spans]

# role -> what its numbers are called; of the output neuron where that is another word
WORDS: dict[Role, str] = {
    Role.X: "neuron.input",
    Role.T: "target",
    Role.W: "neuron.weight",
    Role.B: "word.bias",
    Role.RATE: "word.rate",
    Role.WA: "word.term",
    Role.Z: "word.z",
    Role.A: "word.a",
    Role.CJ: "word.cost.one",
    Role.C: "word.cost",
    Role.WDELTA: "word.term.back",
    Role.DC_DA: "word.dC/da",
    Role.DA_DZ: "slope",
    Role.DELTA: "word.delta",
    Role.DC_DW: "word.dC/dw",
    Role.DC_DB: "word.dC/db",
    Role.W_NEW: "word.w+",
    Role.B_NEW: "word.b+",
}
OUT = {Role.A: "neuron.prediction", Role.DELTA: "word.delta.out"}


def layers(r: PageContext) -> Table:
    """|δ|, weight and slope from the output down, along the first neuron of each layer."""
    net, say = r.trace.network, r.explainer.say
    rows = []
    for l in range(net.L, 0, -1):
        delta, slope = Symbol(Role.DELTA, l, 1), Symbol(Role.DA_DZ, l, 1)
        through: Spans = ()
        if l < net.L:
            sent_back = equation(net, Symbol(Role.WDELTA, l + 1, 1, 1))
            weight = next(s for s in symbols_in(sent_back.formula) if s.role is not Role.DELTA)
            through = (*r.name(weight), Span(" "), *r.number(weight, GRAPH))
        numbers = (r.number(delta, GRAPH, size=True), through, r.number(slope, GRAPH))
        rows.append((r.name(delta), *numbers))
    head = (r.explainer.text("δ"), r.explainer.text("|δ|"), say("neuron.weight"), say("slope"))
    return Table(head, tuple(rows))


def glossary(r: PageContext) -> Table:
    """A row for each role that the network has, with the names of its first number."""
    network, names = r.trace.network, r.trace.scenario.names
    first: dict[str, Symbol] = {}
    for symbol in (*network.columns, RATE):
        is_out = symbol.l == network.L and symbol.role in OUT
        first.setdefault((OUT if is_out else WORDS)[symbol.role], symbol)
    in_order = sorted(first, key=lambda word: list(WORDS).index(first[word].role))
    notations = [Notation(style, network, names) for style in r.styles]
    say = r.explainer.say
    rows = [
        ((Span(say(word)),), *((Span(notation.name(s), s),) for notation in notations))
        for word in in_order
        for s in (first[word],)
    ]
    return Table(("", *(say(f"page.{style}") for style in r.styles)), tuple(rows))


def cost(r: PageContext) -> list[Spans]:
    """How the cost moves to the next iteration, where that is on the same sample."""
    told = r.explainer.next_cost(r.trace, r.iteration)
    return [(Span(told),)] if told else []


def warning(r: PageContext) -> list[Spans]:
    """That the numbers hold the mistake on purpose, where they do."""
    return [(Span(r.explainer.say("in_place")),)] if r.trace.network.in_place else []


MADE: dict[str, Callable[[PageContext], Made]] = {
    "layers": layers,
    "glossary": glossary,
    "cost": cost,
    "in_place": warning,
}
