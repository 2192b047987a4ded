"""The head of a LaTeX document: its class, and the engine and the fonts that its letters need."""

import re
from collections.abc import Sequence
from unicodedata import normalize

_PAGE = r"""\allowdisplaybreaks[1]
\setlength{\textwidth}{16cm}
\setlength{\textheight}{%gcm}
\setlength{\oddsidemargin}{0cm}
\setlength{\topmargin}{%gcm}
\setlength{\parindent}{0pt}
\setlength{\parskip}{%gex}
\begin{document}
"""
_ROOMY, _FULL = (23, -1, 1), (25.25, -2.5, 0.5)  # text height, top margin, between paragraphs
UNICODE = "% for xelatex or lualatex"
_CJK = (
    "Noto Serif CJK KR",
    "Noto Sans CJK KR",
    "NanumMyeongjo",
    "AppleMyungjo",
    "Batang",
    "SimSun",
)
_MANY = ("CMU Serif", "FreeSerif", "DejaVu Serif", "Noto Serif", "Times New Roman")
# pdflatex has these letters in the fonts that it begins with, and those with one of the accents
_LETTERS = frozenset("ÆØŒŁßæøœłıĲĳ¡¢£¤¥¦§¨©ª¬®¯°±²³´µ¶·¸¹º¼½¾¿×÷–—‘’“”…†‡•\u00a0\u00ad")
_ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327")
_LAST = "\u017f"
_OF_CJK = re.compile("[ᄀ-ᇿ⺀-鿿가-힣豈-﫿＀-￯]")


def head(letters: str, document_class: str, own: Sequence[str] = (), is_full: bool = False) -> str:
    """The head of a document with these letters.

    own: further lines. is_full: whether to use narrow margins, for as much on a page as possible.
    """
    lines = [rf"\documentclass[fleqn]{{{document_class}}}", r"\usepackage{amsmath}"]
    return "\n".join([*lines, *fonts(letters), *own, _PAGE % (_FULL if is_full else _ROOMY)])


def fonts(letters: str) -> list[str]:
    """The lines that choose fonts; empty if pdflatex has all of the letters."""
    foreign = "".join(sorted({letter for letter in letters if not _in_pdflatex(letter)}))
    if not foreign:
        return []
    lines = [UNICODE, r"\usepackage[no-math]{fontspec}"]
    others = _OF_CJK.sub("", foreign)
    if others:
        lines.append(_first(_MANY))
    if others != foreign:
        lines.append(rf"\IfFileExists{{kotex.sty}}{{\usepackage{{kotex}}}}{{{_first(_CJK)}}}")
    return lines


def _in_pdflatex(letter: str) -> bool:
    if letter.isascii() or letter in _LETTERS:
        return True
    base, *accents = list(normalize("NFD", letter))
    return letter <= _LAST and base.isascii() and len(accents) == 1 and accents[0] in _ACCENTS


def _first(names: Sequence[str]) -> str:
    """Choose the first of these fonts that there is."""
    first, *others = names
    otherwise = _first(others) if others else ""
    return rf"\IfFontExistsTF{{{first}}}{{\setmainfont{{{first}}}}}{{{otherwise}}}"
