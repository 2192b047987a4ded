"""Pages to read: a text per page and language, filled with the names and numbers of a run.

A text consists of paragraphs, formulas (lines that start with two spaces), lists (lines that start
with ·) and computed parts such as [layers]. {w} is a name, {w=} its number and {w:formula} a side
of its equation; {tanh} and {tanh'} are what a function and its slope are called, and other signs
are those of the notation. A sentence or formula about a number that the network does not have is
left out, and so is a paragraph whose first line, such as `? hidden, not batches`, is not true.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.model import Model
from stepper.backprop.symbols import OF_FORMULA, Role
from stepper.explain.pages.context import FORMULA_NAMES, NAMES, PageContext
from stepper.explain.pages.tables import COMPUTED
from stepper.formula.formula import Formula
from stepper.typeset.equations.lines import Form
from stepper.typeset.folding import Table, folded, laid_out
from stepper.typeset.spans import Span, Spans

ORDER = (
    *("chain_rule", "graph", "formulas", "functions", "delta", "descent", "depth", "slips"),
    "glossary",
)
# page -> the kind of model that it is about; the others are about any
ABOUT = {
    **dict.fromkeys(("chain_rule", "graph", "functions", "delta", "depth"), "network"),
    "formulas": "formula",
}

# role -> the page about the steps that compute it
PAGE_OF: dict[Role, str] = {
    Role.X: "graph",
    Role.T: "graph",
    Role.W: "graph",
    Role.B: "graph",
    Role.RATE: "descent",
    Role.WA: "graph",
    Role.Z: "graph",
    Role.E: "functions",
    Role.S: "functions",
    Role.A: "functions",
    Role.CJ: "chain_rule",
    Role.C: "chain_rule",
    Role.WDELTA: "chain_rule",
    Role.DC_DA: "chain_rule",
    Role.DA_DZ: "functions",
    Role.DELTA: "delta",
    Role.DC_DW: "delta",
    Role.DC_DB: "delta",
    Role.SIZE: "descent",
    Role.SO_FAR_DW: "descent",
    Role.SO_FAR_DB: "descent",
    Role.SUM_DW: "descent",
    Role.SUM_DB: "descent",
    Role.W_NEW: "descent",
    Role.B_NEW: "descent",
    **dict.fromkeys(OF_FORMULA, "formulas"),
    Role.NEW: "descent",
}


INDENT, BULLET, ASKS = "  ", "· ", "? "
_MARK = re.compile(r"(\{(?:forward|backward|update)\}) ")  # not alone at the end of a line
_PLACE = re.compile(r"\{([^{}:=]+)(=|:[a-z]+)?\}")


def page_about(model: Model, role: Role | None) -> str:
    """The page to begin with: about the steps of a role, or the first about that kind of model."""
    if role:
        return PAGE_OF[role]
    return "formulas" if isinstance(model, Formula) else ORDER[0]


class PageRow(NamedTuple):
    """A line of a page. is_head: it is the head of a table."""

    spans: Spans
    is_head: bool = False


def rows(name: str, context: PageContext, room: int) -> list[PageRow]:
    """Lay out a page in lines of at most room cells."""
    own, context = context, context.about(ABOUT[name]) if name in ABOUT else context
    paragraphs = [_block(block, context, room) for block in text(name, context.explainer.language)]
    shown: list[PageRow] = []
    for paragraph in filter(None, paragraphs):
        shown += [PageRow(()), *paragraph] if shown else paragraph
    return shown if context is own else [*_as_example(shown, context, room)]


def _as_example(page: list[PageRow], context: PageContext, room: int) -> Iterator[PageRow]:
    """A page about another run than the one that is open, whose numbers lead nowhere."""
    title = context.explainer.text(context.trace.scenario.title)
    for line in folded((Span(context.explainer.say("page.example", title=title)),), room):
        yield PageRow(line)
    yield PageRow(())
    for row in page:
        yield row._replace(spans=tuple(Span(span.text) for span in row.spans))


def text(name: str, language: str) -> list[list[str]]:
    """Read the paragraphs of a page, each as its lines."""
    file = Path(__file__).parent / "texts" / f"{name}.{language}.txt"
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    return [_MARK.sub("\\1\u00a0", block.strip("\n")).split("\n") for block in blocks]


def _block(lines: list[str], context: PageContext, room: int) -> list[PageRow]:
    shown: list[PageRow] = []
    if lines[0].startswith(ASKS):
        conditions, *lines = lines
        if not context.holds(conditions.removeprefix(ASKS)):
            return []
    for line in lines:
        if line.startswith("["):
            shown += _computed(line[1:-1], context, room)
            continue
        spans = _filled(line.strip(), context)
        if spans is None:
            if not line.startswith(INDENT):
                break  # the rest of the paragraph needs the number that is missing
            continue
        if line.startswith(INDENT):
            shown += _hanging(spans, room, INDENT)
        elif line.startswith(BULLET):
            shown += _hanging(spans, room, "")
        else:
            shown += map(PageRow, folded(spans, room))
    return shown


def _hanging(spans: Spans, room: int, margin: str) -> Iterator[PageRow]:
    """Fold spans after a margin; all lines but the first are indented further."""
    for k, line in enumerate(folded(spans, room - len(margin + INDENT))):
        yield PageRow((Span(margin + INDENT if k else margin), *line))


def _computed(name: str, context: PageContext, room: int) -> Iterator[PageRow]:
    part = COMPUTED[name](context)
    if isinstance(part, Table):
        yield from (PageRow(*line) for line in laid_out(part, room))
        return
    for spans in part:
        yield from _hanging(spans, room, "")


def _filled(line: str, context: PageContext) -> Spans | None:
    """Fill the placeholders of a line; None if the network does not have one of the numbers."""
    spans: list[Span] = []
    end = 0
    for place in _PLACE.finditer(line):
        spans.append(Span(context.explainer.text(line[end : place.start()])))
        filling = _filling(place[1], place[2] or "", context)
        if filling is None:
            return None
        spans += filling
        end = place.end()
    spans.append(Span(context.explainer.text(line[end:])))
    return tuple(span for span in spans if span.text)


def _filling(name: str, what: str, context: PageContext) -> Spans | None:
    if name not in NAMES and name not in FORMULA_NAMES:
        return (Span(_sign(name, context)),)
    symbol = context.symbol(name)
    if symbol is None:
        return None
    if not what:
        return context.name(symbol)
    return context.number(symbol) if what == "=" else context.form(symbol, Form(what[1:]))


def _sign(name: str, context: PageContext) -> str:
    """What a function is called, or its slope; any other sign of the notation."""
    notation, function = context.explainer.notation, name.removesuffix("'")
    if function not in ACTIVATIONS:
        return notation.sign(name)
    prime = notation.sign("prime") if function != name else ""
    return notation.function(function) + prime
