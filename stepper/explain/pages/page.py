"""Pages to read: a text for each and each language, with names and numbers put in.

A text has paragraphs, formulas (lines that begin with two spaces), lists (lines that begin with ·)
and parts that are made, [so].
{w} is a name, {w=} its number, {w:formula} a side of its equation; {g} and other signs are those
of the notation. What names a number that the network does not have is left out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from stepper.backprop.symbols import Role
from stepper.explain.pages.context import NAMES, PageContext
from stepper.explain.pages.tables import MADE
from stepper.typeset.equation_lines import Form
from stepper.typeset.folding import Table, folded, laid_out
from stepper.typeset.spans import Span, Spans

ORDER = ("chain_rule", "graph", "sigmoid", "delta", "descent", "depth", "slips", "glossary")

# role -> the page that fits where its number is made
PAGE_OF: dict[Role, str] = {
    Role.X: "graph",
    Role.T: "graph",
    Role.W: "graph",
    Role.B: "graph",
    Role.RATE: "descent",
    Role.WA: "graph",
    Role.Z: "graph",
    Role.A: "sigmoid",
    Role.CJ: "chain_rule",
    Role.C: "chain_rule",
    Role.WDELTA: "chain_rule",
    Role.DC_DA: "chain_rule",
    Role.DA_DZ: "sigmoid",
    Role.DELTA: "delta",
    Role.DC_DW: "delta",
    Role.DC_DB: "delta",
    Role.W_NEW: "descent",
    Role.B_NEW: "descent",
}

INDENT, BULLET = "  ", "· "
_PLACE = re.compile(r"\{([^{}:=]+)(=|:[a-z]+)?\}")


class PageRow(NamedTuple):
    """A line of a page; a head is that of a table."""

    spans: Spans
    is_head: bool = False


def rows(name: str, reading: PageContext, room: int) -> list[PageRow]:
    """A page in lines of at most so many cells."""
    paragraphs = [_block(block, reading, room) for block in text(name, reading.explainer.language)]
    shown: list[PageRow] = []
    for paragraph in filter(None, paragraphs):
        shown += [PageRow(()), *paragraph] if shown else paragraph
    return shown


@lru_cache(maxsize=32)
def text(name: str, language: str) -> list[list[str]]:
    """The paragraphs of a page, each with its lines."""
    file = Path(__file__).parent / "texts" / f"{name}.{language}.txt"
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    return [block.strip("\n").split("\n") for block in blocks]


def _block(lines: list[str], reading: PageContext, room: int) -> list[PageRow]:
    shown: list[PageRow] = []
    for line in lines:
        if line.startswith("["):
            shown += _made(line[1:-1], reading, room)
            continue
        spans = _filled(line.strip(), reading)
        if spans is None:
            if not line.startswith(INDENT):
                break  # what follows is about it
            continue
        if line.startswith(INDENT):
            shown += _hanging(spans, room, INDENT)
        elif line.startswith(BULLET):
            shown += _hanging(spans, room, "")
        else:
            shown += map(PageRow, folded(spans, room))
    return shown


def _hanging(spans: Spans, room: int, margin: str) -> Iterator[PageRow]:
    """Lines behind a margin, all but the first a little further in."""
    for k, line in enumerate(folded(spans, room - len(margin + INDENT))):
        yield PageRow((Span(margin + INDENT if k else margin), *line))


def _made(name: str, reading: PageContext, room: int) -> Iterator[PageRow]:
    made = MADE[name](reading)
    if isinstance(made, Table):
        yield from (PageRow(*line) for line in laid_out(made, room))
        return
    for spans in made:
        yield from _hanging(spans, room, "")


def _filled(line: str, reading: PageContext) -> Spans | None:
    """A line with its places filled; None where there is nothing to fill one with."""
    spans: list[Span] = []
    end = 0
    for place in _PLACE.finditer(line):
        spans.append(Span(reading.explainer.text(line[end : place.start()])))
        filling = _filling(place[1], place[2] or "", reading)
        if filling is None:
            return None
        spans += filling
        end = place.end()
    spans.append(Span(reading.explainer.text(line[end:])))
    return tuple(span for span in spans if span.text)


def _filling(name: str, what: str, reading: PageContext) -> Spans | None:
    if name not in NAMES:
        return (Span(reading.explainer.notation.sign(name)),)
    symbol = reading.symbol(name)
    if symbol is None:
        return None
    if not what:
        return reading.name(symbol)
    return reading.number(symbol) if what == "=" else reading.form(symbol, Form(what[1:]))
