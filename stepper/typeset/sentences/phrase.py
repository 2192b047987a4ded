"""A phrase, words with signs between them, and the expressions in it."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from unicodedata import normalize

from stepper.typeset.tree.tokens import ACCENTS, FUNCTION_WORDS, LOWERED, RAISED

WORDS, MATHS = "words", "maths"
STANDS = "\ufffc"  # a placeholder for a span that is maths

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_HATS = "".join(c for x in _LATIN for y in "\u0302\u0304" if len(c := normalize("NFC", x + y)) == 1)
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"  # more than two letters are a word
_OF_MATHS = re.compile(
    f"[{STANDS}∂½√∇∞{LOWERED}{RAISED}′″‴{ACCENTS}]"
    rf"|(?<=\w)\^(?=[\w({{−…-])|(?<=\w)_{{[^{{}}]+}}|(?<!\w)[{_HATS}](?!\w)|(?<![{_GREEK}])[α-ωΑ-Ω]{{1,2}}(?![{_GREEK}])"
)
_SIGN_OF_MATHS = re.compile("[·×−±≈≥≤≠→←]")
_SIGNS = re.compile("(?: ?[=≈<>≤≥≠+−·×→←*-])+ ?")
_BETWEEN = re.compile("( [=≈<>≤≥+−·×→/*-] )")
_WORD = re.compile(rf"(?<![^\W\d_])(?!(?:{'|'.join(FUNCTION_WORDS)})\b)[^\W\d_]{{2}}")
_TAIL = re.compile(r"(?<=.)(?:['’′](?=[^\W\d_])|-(?=[^\W\d_]{2}))")  # δ's, δ-rule
_BEFORE = "([{‘'·→"
_AFTER = ".,;:?!)]}’·→"
_OPEN = ("^", "(", "=", "≈", "<", ">", "+", "−", "·", "×")  # after which … is an operand
_ARTICLES = frozenset({"a", "A", "I"})


def recognised(phrase: str, names: frozenset[str], has_particle: bool) -> Iterator[tuple[str, str]]:
    """Yield the kinds and texts of its pieces. names: of numbers.

    has_particle: whether a Korean particle follows: then `a` is a name, not an article.
    """
    for may_be_maths, group in groupby(_operands(phrase, names), itemgetter(0)):
        text = "".join(part for _, part in group)
        begin, end = _within(text)
        if may_be_maths and _is_maths(text[begin:end], names, has_particle):
            yield from ((WORDS, text[:begin]), (MATHS, text[begin:end]), (WORDS, text[end:]))
        else:
            yield WORDS, text


def _operands(phrase: str, names: frozenset[str]) -> Iterator[tuple[bool, str]]:
    """Yield words, the signs between them, and their tails, and whether each may be maths."""
    sign, was_maths = "", False
    for k, word in enumerate(_BETWEEN.split(phrase)):
        if k % 2:
            sign = word
            continue
        tail = None if _core(word) in names else _TAIL.search(word)
        end = tail.start() if tail else len(word)
        may_be_maths = _may_be_maths(word[:end], names)
        yield was_maths and may_be_maths, sign
        yield may_be_maths, word[:end]
        if tail:
            yield False, word[end:]
        was_maths = may_be_maths and not tail


def _may_be_maths(word: str, names: frozenset[str]) -> bool:
    """Whether it has a letter of maths, or nothing but names, numbers, and single letters."""
    core = _core(word)
    if core in names or _OF_MATHS.search(core):
        return True
    return all(
        side in names or (side and not _WORD.search(side)) for side in _sides(core.lstrip("−-"))
    )


def _is_maths(text: str, names: frozenset[str], has_particle: bool) -> bool:
    """Whether it has a sign or a letter of maths, or a name that is not also an English word."""
    if text in names:
        return _is_unmistakable(text, has_particle) or bool(_OF_MATHS.search(text))
    if _OF_MATHS.search(text) or _SIGN_OF_MATHS.search(text):
        return True
    return bool(_SIGNS.search(text)) and any(side in names for side in _sides(text))


def _sides(text: str) -> list[str]:
    return [_core(side) for side in _SIGNS.split(text)]


def _core(word: str) -> str:
    begin, end = _within(word)
    return word[begin:end]


def _within(text: str) -> tuple[int, int]:
    """Where it begins and ends without punctuation, and without brackets around it."""
    begin = len(text) - len(text.lstrip(_BEFORE))
    bare = text.rstrip(_AFTER + "…")
    end = len(text.rstrip(_AFTER) if bare.endswith(_OPEN) else bare)
    if "'" in text[:begin] and text[:end].endswith("'"):
        end -= 1
    opened: list[int] = []
    for k, sign in enumerate(text):
        if sign in "([{":
            opened.append(k)
        elif sign in ")]}" and opened:
            partner = opened.pop()
            if (begin <= partner < end) != (begin <= k < end):
                begin, end = min(begin, partner), max(end, k + 1)
    return begin, max(begin, end)


def _is_unmistakable(name: str, has_particle: bool) -> bool:
    """Whether a name is not also an English word: true of C and net_h1, not of a and price."""
    if len(name) > 1:
        return not name.isalpha()
    return name not in _ARTICLES or has_particle
