"""Sentences as LaTeX: names and expressions in math mode, other signs as themselves."""

from stepper.typeset.sentences.phrase import MATHS
from stepper.typeset.sentences.pieces import ADDRESS, Piece, pieces
from stepper.typeset.spans import Span
from stepper.typeset.tex.maths import in_line
from stepper.typeset.tex.signs import tex
from stepper.typeset.tree.tokens import SIGNS, Token

_ESCAPED = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    **{sign: rf"\{sign}" for sign in "#$%&{}_"},
}  # fmt: skip
_IN_MATHS = [Token("sign", sign) for sign in SIGNS if sign != "…"]  # not in pdflatex
_IN_MATHS += [Token("prime", prime) for prime in "′″‴"]
_IN_TEXT = str.maketrans(_ESCAPED | {token.text: f"${tex(token).strip()}$" for token in _IN_MATHS})
_IN_ADDRESS = str.maketrans(_ESCAPED | {sign: rf"{sign}\allowbreak{{}}" for sign in "/.-?"})


def sentence(text: str, names: frozenset[str] = frozenset()) -> str:
    """A sentence in text mode. names: of numbers, which are maths wherever they are in it."""
    return "".join(map(written, pieces((Span(text),), names)))


def written(piece: Piece) -> str:
    """A piece of a sentence in text mode."""
    if piece.kind == MATHS:
        return f"${in_line(piece.spans)}$"
    return piece.text.translate(_IN_ADDRESS if piece.kind == ADDRESS else _IN_TEXT)
