"""Sentences in pieces: their words, and the names and expressions among them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from stepper.typeset.sentences.phrase import STANDS, WORDS, recognised
from stepper.typeset.spans import Maths, Named, Reference, Span, Spans, text_of
from stepper.typeset.tree.tokens import REMEMBERED, tokens

ADDRESS, REFERENCE = "address", "reference"

_WORD = r"(?:(?!https?://)[^\s“”\"가-힣])+"
_PIECE = re.compile(
    r"(?P<address>https?://(?:[^\s<>\\()“”]|\([^\s<>\\()]*\))*(?<![.,;:!?]))"
    rf"|(?P<phrase>{_WORD}(?: [=≈<>≤≥+−·×→/*-] {_WORD})*)(?P<particle>[가-힣]?)|[\s“”\"가-힣]+"
)
_OPERAND = re.compile(r"[^\s=≈<>≤≥≠+−·×*/∂⁺()\[\]“”\"]+")
_STOOD = re.compile(f"{STANDS}|[^{STANDS}]+")
_NAME = re.compile(r".*[^.,:;!?…’'가-힣-]", re.DOTALL)  # without what follows it


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
        is_maths = isinstance(span, Maths) or span.symbol
        for part in (span,) if is_maths else _with_joined_names(span.text, names):
            if is_maths or isinstance(part, Named):
                text += STANDS
                stood.append(part)
            else:
                text += part.text
                stood += [Span(STANDS)] * part.text.count(STANDS)
    each = iter(stood)
    for kind, found in _found(text, names):
        cut = _STOOD.findall(found)
        yield Piece(kind, tuple(next(each) if t == STANDS else Span(t) for t in cut))


def _with_joined_names(text: str, names: frozenset[str]) -> Iterator[Span]:
    """Cut a text at the names in it that would be expressions, as w_in-1 would be."""
    end = 0
    for found in _OPERAND.finditer(text):
        name = found[0]
        if name not in names and (bare := _NAME.match(name)):
            name = bare[0]
        if name in names and tokens(name) != tokens(name, is_name=True):
            yield from (Span(text[end : found.start()]), Named(name))
            end = found.start() + len(name)
    yield Span(text[end:])


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
