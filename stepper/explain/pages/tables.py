"""The computed parts of pages: tables and sentences about the run."""

from collections.abc import Callable

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.explain.pages.context import PageContext
from stepper.typeset.digits import GRAPH
from stepper.typeset.folding import Table
from stepper.typeset.notation import Notation
from stepper.typeset.spans import Span, Spans

Computed = Table | list[Spans]

# role -> key of the word for its numbers; OUT has other words for those of an output neuron
WORDS: dict[Role, str] = {
    Role.X: "neuron.input",
    Role.T: "target",
    Role.W: "neuron.weight",
    Role.B: "word.bias",
    Role.RATE: "word.rate",
    Role.WA: "word.term",
    Role.Z: "word.z",
    Role.E: "word.e",
    Role.S: "word.S",
    Role.A: "word.a",
    Role.CJ: "word.cost.one",
    Role.C: "word.cost",
    Role.WDELTA: "word.term.back",
    Role.DC_DA: "word.dC/da",
    Role.DA_DZ: "slope",
    Role.DELTA: "word.delta",
    Role.DC_DW: "word.dC/dw",
    Role.DC_DB: "word.dC/db",
    Role.SUM_DW: "word.sum dC/dw",
    Role.SUM_DB: "word.sum dC/db",
    Role.W_NEW: "word.w+",
    Role.B_NEW: "word.b+",
    Role.GIVEN: "phase.given",
    Role.CONSTANT: "word.constant",
    Role.PARAMETER: "word.parameter",
    Role.LINE: "word.line",
    Role.LOCAL: "word.local",
    Role.PATH: "word.path",
    Role.GRADIENT: "check.gradient",
    Role.NEW: "word.x+",
}
OUT = {Role.A: "neuron.prediction", Role.DELTA: "word.delta.out"}


def layers(context: PageContext) -> Table:
    """Tabulate |δ|, weight and slope from the output down, for the first neuron of each layer."""
    net, say = context.trace.network, context.explainer.say
    rows = []
    for l in range(net.L, 0, -1):
        delta, slope = Symbol(Role.DELTA, l, 1), Symbol(Role.DA_DZ, l, 1)
        through: Spans = ()
        if l < net.L:
            sent_back = net.equation(Symbol(Role.WDELTA, l + 1, 1, 1))
            weight = next(s for s in symbols_in(sent_back.formula) if s.role is not Role.DELTA)
            through = (*context.name(weight), Span(" "), *context.number(weight, GRAPH))
        steep = context.number(slope, GRAPH) if net.has_slope(l) else ()
        numbers = (context.number(delta, GRAPH, size=True), through, steep)
        rows.append((context.name(delta), *numbers))
    head = (*map(context.explainer.text, ("δ", "|δ|")), say("neuron.weight"), say("slope"))
    return Table(head, tuple(rows))


def glossary(context: PageContext) -> Table:
    """Tabulate the roles that the network has, each with the names of its first number."""
    model, names = context.trace.model, context.trace.scenario.names
    first: dict[str, Symbol] = {}
    for symbol in (*model.columns, *([RATE] if model.learns else [])):
        is_out = symbol.role in OUT and symbol.l == context.trace.network.L
        first.setdefault((OUT if is_out else WORDS)[symbol.role], symbol)
    in_order = sorted(first, key=lambda word: list(WORDS).index(first[word].role))
    notations = [Notation(style, model, names) for style in context.styles]
    say = context.explainer.say
    rows = [
        ((Span(say(word)),), *((Span(notation.name(s), s),) for notation in notations))
        for word in in_order
        for s in (first[word],)
    ]
    return Table(("", *(say(f"page.{style}") for style in context.styles)), tuple(rows))


def cost(context: PageContext) -> list[Spans]:
    """How the cost changes in the next iteration, if that is on the same sample."""
    sentence = context.explainer.next_cost(context.trace, context.iteration)
    return [(Span(sentence),)] if sentence else []


def warning(context: PageContext) -> list[Spans]:
    """The warning that a network trained in place contains a deliberate mistake."""
    return [(Span(context.explainer.say("in_place")),)] if context.trace.model.in_place else []


COMPUTED: dict[str, Callable[[PageContext], Computed]] = {
    "layers": layers,
    "glossary": glossary,
    "cost": cost,
    "in_place": warning,
}
