"""Texts and an author's names in ASCII."""

import re
from collections.abc import Iterable
from unicodedata import name as name_of
from unicodedata import normalize

_PLAIN = str.maketrans(
    {
        "δ": "delta",
        "ε": "eps",
        "∂": "d",
        "α": "rate",
        "η": "rate",
        "σ": "g",
        "□": "?",
        "½": "1/2 ",
        "Σ": "sum",
        "′": "'",
        "−": "-",
        "·": "*",
        "×": "*",
        "⁺": "+",
        "⁻": "-",
        "≈": "~",
        "…": "...",
        "→": "->",
        "←": "<-",
        "↓": "v",
        "↑": "^",
        "—": "-",
        "“": '"',
        "”": '"',
        "’": "'",
        **{chr(ord("₀") + digit): str(digit) for digit in range(10)},
    }
)
_RAISED_NUMBER = re.compile("(⁻?[⁰¹²³⁴-⁹]+)(?=([₀-₉])?)")
_PRIMES = str.maketrans({"′": "'", "’": "'", "″": "''", "‴": "'''"})


def plain(text: str) -> str:
    """A text with ASCII signs; letters of other languages stay."""
    return with_carets(text).translate(_PLAIN)


def with_carets(text: str) -> str:
    """A text with carets for superscripts: x² as x^2, w²₁₂ as w^2_₁₂."""
    return _RAISED_NUMBER.sub(_at_base_line, text)


def _at_base_line(found: re.Match[str]) -> str:
    return f"^{normalize('NFKC', found[1]).replace('−', '-')}{'_' * bool(found[2])}"


def in_ascii(names: Iterable[str]) -> dict[str, str]:
    """Each name in ASCII, if its letters have equivalents; different names stay different."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: not name.isascii()):
        near = "".join(map(_letter, normalize("NFKC", name.translate(_PRIMES))))
        found[name] = name if near in found.values() else near
    return found


def _letter(letter: str) -> str:
    """A Greek letter by its name, Theta if it is a capital; any other letter itself."""
    kind, _, greek = name_of(letter, "").partition(" LETTER ")
    if not kind.startswith("GREEK") or not greek.isalpha():
        return letter
    greek = greek.replace("LAMDA", "LAMBDA")  # as Unicode spells it
    return greek.capitalize() if "CAPITAL" in kind else greek.lower()
