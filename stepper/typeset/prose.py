"""Sentences in pieces: their words, and the names and expressions among them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from stepper.typeset.spans import Maths, Reference, Span, Spans, text_of
from stepper.typeset.tokens import ACCENTS, LOWERED, RAISED, SIGNS

WORDS, MATHS, ADDRESS, REFERENCE = "words", "maths", "address", "reference"

_REMEMBERED = 2000  # texts: most are the same in every iteration
_LETTERS = r"[^\s“”\"가-힣]+"
_PIECE = re.compile(
    r"(?P<address>https?://[^\s<>\\]*[^\s<>\\.,;:!?])|"
    rf"(?P<words>{_LETTERS}(?: [=≈<>≤≥+−·×→] {_LETTERS})*)(?P<particle>[가-힣]?)|[\s“”\"가-힣]+"
)
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"  # more than two letters are a word
_OF_MATHS = re.compile(
    f"[{SIGNS.removesuffix('…')}{LOWERED}{RAISED}′″‴{ACCENTS}]"
    f"|(?<![{_GREEK}])[α-ωΑ-Ω]{{1,2}}(?![{_GREEK}])"
)
_BETWEEN = re.compile(r"[()0-9 ]*[=≈+−·×/][()0-9 =≈+−·×/]*")  # two parts of an expression
_BEFORE, _AFTER = "([{‘'", ".,;:?!)]}’'"
_ARTICLES = frozenset({"a", "A", "I"})


class Piece(NamedTuple):
    """Words, an expression, an address, or the number of a step that is referred to."""

    kind: str
    spans: Spans

    @property
    def text(self) -> str:
        return text_of(self.spans)


def pieces(spans: Spans, names: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """Yield the pieces of sentences. names: of numbers, which are maths wherever they are."""
    for kind, group in groupby(_found(spans, names), itemgetter(0)):
        if kind == MATHS:
            yield Piece(kind, tuple(chain.from_iterable(piece.spans for piece in group)))
        else:
            yield from group


def _found(spans: Spans, names: frozenset[str]) -> Iterator[Piece]:
    """Yield pieces of which some may be parts of one expression."""
    kinds = [_kind(span) for span in spans]
    for k, span in enumerate(spans[1:-1], 1):
        if kinds[k - 1] == kinds[k + 1] == MATHS and _BETWEEN.fullmatch(span.text):
            kinds[k] = MATHS
    for kind, group in groupby(zip(kinds, spans, strict=True), itemgetter(0)):
        within = tuple(span for _, span in group)
        if kind == WORDS:
            yield from _in_words(text_of(within), names)
        else:
            yield from (Piece(kind, (span,)) for span in within)


def _kind(span: Span) -> str:
    if isinstance(span, Reference):
        return REFERENCE
    return MATHS if isinstance(span, Maths) or span.symbol else WORDS


@lru_cache(_REMEMBERED)
def _in_words(text: str, names: frozenset[str]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for each in _PIECE.finditer(normalize("NFC", text)):
        if each["address"]:
            found.append(_piece(ADDRESS, each[0]))
        elif each["words"]:
            found += _recognised(each["words"], names, bool(each["particle"]))
            found.append(_piece(WORDS, each["particle"]))
        else:
            found.append(_piece(WORDS, each[0]))
    return tuple(
        _piece(kind, text)
        for kind, group in groupby(found, itemgetter(0))
        if (text := "".join(piece.text for piece in group))
    )


def _recognised(words: str, names: frozenset[str], has_particle: bool) -> list[Piece]:
    """A word, or words with signs between them: as maths with a sign of it or a name in it.

    has_particle: whether a Korean particle follows; then an English article is none.
    """
    end = len(words.rstrip(".,;:?!"))
    first, *others = words[:end].split(" ")
    if _OF_MATHS.search(words, 0, end) or (others and any(w in names for w in (first, *others))):
        return [_piece(MATHS, words[:end]), _piece(WORDS, words[end:])]
    name = words.lstrip(_BEFORE).rstrip(_AFTER)
    if name in names and _is_unmistakable(name, has_particle):
        before, _, after = words.partition(name)
        return [_piece(WORDS, before), _piece(MATHS, name), _piece(WORDS, after)]
    return [_piece(WORDS, words)]


def _piece(kind: str, text: str) -> Piece:
    return Piece(kind, (Span(text),))


def _is_unmistakable(name: str, has_particle: bool) -> bool:
    """Whether a name is not an English word as well: C and net_h1, but neither a nor price."""
    if len(name) > 1:
        return not name.isalpha()
    return name not in _ARTICLES or has_particle
