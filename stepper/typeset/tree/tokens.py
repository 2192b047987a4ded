"""The tokens of an expression: words, numbers, signs, subscripts and superscripts.

Each _ within a name begins an index: w_h1_out has two, h1 and out, with a comma between them. In
the name of a number, what joins words or indices belongs to them: w_in-1, w_1,2, x→h.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

REMEMBERED = 4096  # texts: the same names and numbers are in many equations

FUNCTION_WORDS = (
    *("ln", "tanh", "sin", "cos", "max", "min"),
    *("relu", "sigmoid", "sign", "abs", "sqrt"),
)
LOWERED, RAISED = "₀₁₂₃₄₅₆₇₈₉ₐₑₖₘₙₒₚᵣₛₜᵤᵥ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
ON_LINE = str.maketrans(LOWERED + RAISED, "0123456789aekmnoprstuv" + "0123456789−+")
PRIMES = "'′″‴"
SIGNS = "∂·×−≈≥≤≠½√∇±∞→←↓↑▸◂…"  # that are not ASCII
ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030c\u20d7"  # of letters
JOINTS = "-→.,:"  # within a name, before a letter or a digit

_ABOVE = RAISED.removesuffix("⁺")
_APART = SIGNS + PRIMES + LOWERED + RAISED
_LETTER = rf"(?:[A-Za-z]|[^\x00-\x7f\sδΣ{_APART}])"  # with its accents


def _pattern(within_words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<blank>_{{4,}})|(?P<index>_(?=[^\W_])(?:{_LETTER}|[0-9δΣ]{within_words})+"
        rf"|_{{[^{{}}]+}})"
        rf"|(?P<below>[{LOWERED}]+(?:,[{LOWERED}]+)*)|(?P<above>[{_ABOVE}]+)|(?P<new>⁺)"
        rf"|(?P<prime>[{PRIMES}]+)|(?P<space>\s+)|(?P<number>[0-9]+(?:\.[0-9]+)?(?:e-[0-9]+)?)"
        rf"|(?P<function>(?:{'|'.join(FUNCTION_WORDS)})(?=['′]?\())"
        rf"|(?P<dots>…)|(?P<letter>[δΣ])|(?P<word>(?=[^\W\d_])(?:{_LETTER}|[0-9]{within_words})+)"
        rf"|(?P<sign>[^\x00-\x7f\s\w{_APART}]+|.)"
    )


_IN_EXPRESSIONS = _pattern("")
_IN_NAMES = _pattern(rf"|[{JOINTS}](?=[^\W_])")


class Token(NamedTuple):
    """A piece of an expression. kind: a group of the pattern above, or one that a parser gives it.

    An index follows the sign _. A letter, δ or Σ, is a token of its own before a word, as in δy.
    """

    kind: str
    text: str


@lru_cache(REMEMBERED)
def tokens(text: str, is_name: bool = False) -> tuple[Token, ...]:
    """Cut a text into tokens, letters with their accents composed. is_name: of a number."""
    found = (_IN_NAMES if is_name else _IN_EXPRESSIONS).finditer(normalize("NFC", text))
    return tuple(Token(each.lastgroup or "", each[0]) for each in found)
