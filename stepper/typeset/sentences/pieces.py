"""Sentences in pieces: their words, and the names and expressions among them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from stepper.typeset.sentences.phrase import MATHS, STANDS, WORDS, recognised
from stepper.typeset.spans import Maths, Named, Reference, Span, Spans, text_of
from stepper.typeset.tree.tokens import JOINTS, REMEMBERED

ADDRESS, REFERENCE = "address", "reference"

_WORD = r"(?:(?!https?://)[^\s“”\"가-힣])+"
_PIECE = re.compile(
    r"(?P<address>https?://(?:[^\s<>\\()“”]|\([^\s<>\\()]*\))*(?<![.,;:!?]))"
    rf"|(?P<phrase>{_WORD}(?: [=≈<>≤≥+−·×→/*-] {_WORD})*)(?P<particle>[가-힣]?)|[\s“”\"가-힣]+"
)
_SIGN = rf"\s=≈<>≤≥≠+−·×*/∂⁺()\[\]{STANDS}"
_OPERANDS = re.compile(rf"{STANDS}|[^{_SIGN}]+|(?:(?!{STANDS})[{_SIGN}])+")
_STOOD = re.compile(f"{STANDS}|[^{STANDS}]+")


class Piece(NamedTuple):
    """Words, an expression, an address, or the number of a step that is referred to."""

    kind: str
    spans: Spans

    @property
    def text(self) -> str:
        return text_of(self.spans)


def pieces(spans: Spans, names: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """Yield the pieces of sentences. names: of numbers, which are maths wherever they are."""
    for is_reference, group in groupby(spans, lambda span: isinstance(span, Reference)):
        if is_reference:
            yield from (Piece(REFERENCE, (span,)) for span in group)
        else:
            yield from _in_sentences(tuple(group), names)


def _in_sentences(spans: Spans, names: frozenset[str]) -> Iterator[Piece]:
    """Yield the pieces of a text; while it is cut, a sign replaces each span that is maths."""
    text = ""
    stood: list[Span] = []
    for span in spans:
        if isinstance(span, Maths) or span.symbol:
            text += STANDS
            stood.append(span)
        else:
            text += span.text
            stood += [Span(STANDS)] * span.text.count(STANDS)
    each = iter(stood)
    for kind, part in _found(text, names):
        cut = _OPERANDS.findall(part) if kind == MATHS else _STOOD.findall(part)
        yield Piece(kind, tuple(_span(t, each, names) for t in cut))


def _span(text: str, stood: Iterator[Span], names: frozenset[str]) -> Span:
    if text == STANDS:
        return next(stood)
    is_joined = text in names and any(joint in text for joint in JOINTS)
    return Named(text) if is_joined else Span(text)


@lru_cache(REMEMBERED)
def _found(text: str, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The kinds and texts of pieces."""
    composed = frozenset(normalize("NFC", name) for name in names)
    found: list[tuple[str, str]] = []
    for each in _PIECE.finditer(normalize("NFC", text)):
        if each["address"]:
            found.append((ADDRESS, each[0]))
        elif each["phrase"]:
            found += recognised(each["phrase"], composed, bool(each["particle"]))
            found.append((WORDS, each["particle"]))
        else:
            found.append((WORDS, each[0]))
    return tuple(
        (kind, part)
        for kind, group in groupby(found, itemgetter(0))
        if (part := "".join(text for _, text in group))
    )
