"""An author's names in ASCII: θ is theta, x₁ is x1, y′ is y'."""

from collections.abc import Iterable
from unicodedata import name as name_of
from unicodedata import normalize

_PRIMES = str.maketrans({"′": "'", "’": "'", "″": "''", "‴": "'''"})


def in_ascii(names: Iterable[str]) -> dict[str, str]:
    """Each name in ASCII as far as its letters have an equal there; no two become the same."""
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
