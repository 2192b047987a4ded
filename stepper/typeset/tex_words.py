"""Sentences as LaTeX: names and pieces of equations in math mode, other signs as themselves."""

import re
from collections.abc import Container
from unicodedata import normalize

from stepper.typeset.tex import in_line
from stepper.typeset.tex_tokens import MATHS

_LETTERS = r"[^\s“”\"가-힣]+"
_PIECE = re.compile(
    r"(?P<address>https?://[^\s<>\\]*[^\s<>\\.,;:!?])|"
    rf"(?P<words>{_LETTERS}(?: [=≈<>≤≥+−·×→] {_LETTERS})*)(?P<particle>[가-힣]?)|(?P<other>.)",
    re.DOTALL,
)
_MATHS = re.compile(f"[{re.escape(MATHS)}]")
_BEFORE, _AFTER = "([{‘'", ".,;:?!)]}’'"
_ARTICLES = frozenset({"a", "A", "I"})
_ESCAPED = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    **{sign: rf"\{sign}" for sign in "#$%&{}_"},
}  # fmt: skip
_IN_TEXT = str.maketrans(_ESCAPED)
_IN_ADDRESS = str.maketrans(_ESCAPED | {sign: rf"{sign}\allowbreak{{}}" for sign in "/.-?"})


def sentence(text: str, names: Container[str] = ()) -> str:
    """A sentence in text mode. names: of numbers, which are maths wherever they are in it."""
    written = []
    for found in _PIECE.finditer(normalize("NFC", text)):
        address, words, particle, other = found.groups("")
        if address:
            written.append(address.translate(_IN_ADDRESS))
        elif words:
            written += [_words(words, names, bool(particle)), particle]
        else:
            written.append(other)
    return "".join(written)


def _words(words: str, names: Container[str], has_particle: bool) -> str:
    """A word, or words with signs between them: as maths with a sign of it or a name in it.

    has_particle: whether a Korean particle follows; then an English article is none.
    """
    end = len(words.rstrip(".,;:?!"))
    first, *others = words[:end].split(" ")
    if _MATHS.search(words, 0, end) or (others and any(w in names for w in (first, *others))):
        return f"${in_line(words[:end])}${words[end:]}"
    name = words.lstrip(_BEFORE).rstrip(_AFTER)
    if name in names and _is_unmistakable(name, has_particle):
        before, _, after = words.partition(name)
        return f"{before.translate(_IN_TEXT)}${in_line(name)}${after.translate(_IN_TEXT)}"
    return words.translate(_IN_TEXT)


def _is_unmistakable(name: str, has_particle: bool) -> bool:
    """Whether a name is not an English word as well: C and net_h1, but neither a nor price."""
    if len(name) > 1:
        return not name.isalpha()
    return name not in _ARTICLES or has_particle
