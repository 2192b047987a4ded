"""Spans: pieces of text, each with the symbol that it names or whose number it shows."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.typeset.cells import cells


class Span(NamedTuple):
    """A piece of text. symbol: what it names or whose number it shows, None for signs."""

    text: str
    symbol: Symbol | None = None


class Maths(Span):
    """A piece of an expression within a sentence."""

    __slots__ = ()


class Named(Span):
    """A name within a sentence, whatever signs it has."""

    __slots__ = ()


class Reference(Span):
    """The number of the step whose equation a sentence refers to."""

    __slots__ = ()


Spans = tuple[Span, ...]


def join(pieces: Iterable[Spans], separator: str = "") -> Spans:
    """Concatenate spans, with a separator between them."""
    spans: list[Span] = []
    for k, piece in enumerate(pieces):
        if k and separator:
            spans.append(Span(separator))
        spans += piece
    return tuple(spans)


def paragraphs(spans: Iterable[Span]) -> Iterator[Spans]:
    """Divide spans at the line ends of their texts."""
    paragraph: list[Span] = []
    for span in spans:
        first, *others = span.text.split("\n")
        paragraph.append(span._replace(text=first))
        for other in others:
            yield tuple(paragraph)
            paragraph = [span._replace(text=other)]
    yield tuple(paragraph)


def text_of(spans: Iterable[Span]) -> str:
    return "".join([span.text for span in spans])


def width(spans: Iterable[Span]) -> int:
    """The width of spans in cells of a terminal."""
    return cells(text_of(spans))
