"""Spans in lines of a limited width: running text and tables."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stepper.typeset.cells import cells, clusters, split
from stepper.typeset.spans import Span, Spans, join, text_of, width

GAP = 2  # cells between the columns of a table; 1 where that is too wide


class Table(NamedTuple):
    """Rows of cells, in columns with heads."""

    head: tuple[str, ...]
    rows: tuple[tuple[Spans, ...], ...]


def folded(spans: Spans, room: int) -> Iterator[Spans]:
    """Break spans into lines of at most room cells, at spaces or within a word that is longer."""
    line: Spans = ()
    taken = 0
    for word in _words(spans):
        more = width(word)
        if line and taken + 1 + more > room:
            yield line
            line, taken = (), 0
        line, taken = (*line, Span(" "), *word) if line else word, taken + bool(line) + more
        while line and taken > room:
            head, line = _split(line, room)
            taken -= width(head)
            yield head
    yield line


def wrapped(text: str, room: int) -> Iterator[str]:
    """Break the paragraphs of a text into lines of at most room cells."""
    for paragraph in text.split("\n"):
        for line in folded((Span(paragraph),), room):
            yield text_of(line).rstrip()


def laid_out(table: Table, room: int) -> Iterator[tuple[Spans, bool]]:
    """Yield the lines of a table, and whether each is its head.

    Where room is too narrow for the columns, each cell has a line of its own, after its head.
    """
    rows = [tuple((Span(text),) for text in table.head), *table.rows]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for gap in (GAP, 1):
        if sum(widths) + gap * (len(widths) - 1) <= room:
            yield from ((_in_columns(row, widths, gap), k == 0) for k, row in enumerate(rows))
            return
    for first, *rest in table.rows:
        yield from ((line, False) for line in folded(first, room))
        for head, cell in zip(table.head[1:], rest, strict=True):
            if cell:
                for line in folded((Span(f"{head} "), *cell), room - GAP):
                    yield (Span(" " * GAP), *line), False


def _in_columns(row: Sequence[Spans], widths: Sequence[int], gap: int) -> Spans:
    padded = (
        (*cell, Span(" " * (room - width(cell)))) for cell, room in zip(row, widths, strict=True)
    )
    return join(padded, " " * gap)


def _words(spans: Spans) -> Iterator[Spans]:
    """Yield the words; one may consist of several spans, such as δ₃ and a comma."""
    word: list[Span] = []
    for text, symbol in spans:
        first, *others = (part.replace("\u00a0", " ") for part in text.split(" "))
        if first:
            word.append(Span(first, symbol))
        for other in others:
            if word:
                yield tuple(word)
            word = [Span(other, symbol)] if other else []
    if word:
        yield tuple(word)


def _split(line: Spans, room: int) -> tuple[Spans, Spans]:
    """Split a line after at most room cells, but not before its first sign."""
    head: list[Span] = []
    for k, span in enumerate(line):
        text, rest = split(span.text, room)
        if rest and not any(part.text for part in head) and not text:
            text = next(clusters(rest))[0]
            rest = rest[len(text) :]
        head.append(span._replace(text=text))
        if rest:
            return tuple(head), (span._replace(text=rest), *line[k + 1 :])
        room -= cells(text)
    return tuple(head), ()
