"""Sentences as LaTeX: names and pieces of equations in math mode, other signs as themselves."""

import re
from collections.abc import Container
from unicodedata import normalize

from stepper.typeset.tex import in_line
from stepper.typeset.tex_tokens import MATHS

_WORD = re.compile(
    r"(?P<address>https?://[^\s<>\\]+)|(?P<word>[^\s“”\"가-힣]+)|(?P<other>.)", re.DOTALL
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
_IN_ADDRESS = str.maketrans(_ESCAPED | {"/": r"/\allowbreak{}"})


def sentence(text: str, names: Container[str] = ()) -> str:
    """A sentence in text mode. names: of numbers, which are maths wherever they are in it."""
    written = []
    text = normalize("NFC", text)
    for found in _WORD.finditer(text):
        match found.lastgroup:
            case "address":
                written.append(found[0].translate(_IN_ADDRESS))
            case "word":
                before_hangul = "가" <= text[found.end() : found.end() + 1] <= "힣"
                written.append(_word(found[0], names, before_hangul))
            case _:
                written.append(found[0])
    return "".join(written)


def _word(word: str, names: Container[str], before_hangul: bool) -> str:
    """A word; as maths if it has a sign of equations or is a name, without what stands around it.

    before_hangul: whether a particle follows; then an English article is none.
    """
    end = len(word.rstrip(".,;:?!"))
    if _MATHS.search(word, 0, end):
        return f"${in_line(word[:end])}${word[end:]}"
    name = word.lstrip(_BEFORE).rstrip(_AFTER)
    if name in names and _is_unmistakable(name, before_hangul):
        before, _, after = word.partition(name)
        return f"{before.translate(_IN_TEXT)}${in_line(name)}${after.translate(_IN_TEXT)}"
    return word.translate(_IN_TEXT)


def _is_unmistakable(name: str, before_hangul: bool) -> bool:
    """Whether a name is not an English word as well: C and net_h1, but neither a nor price."""
    if len(name) > 1:
        return not name.isalpha()
    return name not in _ARTICLES or before_hangul
