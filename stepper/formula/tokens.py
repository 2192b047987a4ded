"""The signs of a formula: numbers, names, operators and brackets, each with its place."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from stepper.half_width import half_width

NUMBER, NAME, SIGN, RAISED, END = "number", "name", "sign", "raised", "end"

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGIT = "[0-9０-９]"
_PATTERN = re.compile(
    r"(?P<space>\s+|#.*)"
    rf"|(?P<number>(?:{_DIGIT}+(?:_{_DIGIT}+)*[.．]?{_DIGIT}*|[.．]{_DIGIT}+)"
    rf"(?:[eE][-+−－＋]?{_DIGIT}+)?|½)"
    rf"|(?P<name>(?![{_RAISED}½０-９])[^\W0-9](?:(?![{_RAISED}½])[\w₀-₉\u0300-\u036f])*"
    r"(?:(?<=_)\{[\w₀-₉,]+\})?['′″‴’]*)"
    rf"|(?P<raised>[⁺⁻]?[{_RAISED}]+)"
    r"|(?P<sign>\*\*|.)",
)
_SAME = {  # signs as people write them
    "·": "*", "⋅": "*", "∙": "*", "•": "*", "×": "*", "∗": "*", "−": "-", "–": "-", "÷": "/",
    "∕": "/", "⁄": "/", "**": "^",
}  # fmt: skip
_BRACES = str.maketrans("", "", "{},")  # w_{in} is w_in
_LEVEL = str.maketrans("⁺⁻" + _RAISED, "+-0123456789")


class Token(NamedTuple):
    """A sign of a formula at a column (from 1) of its line; end is the column after it.

    text: normalised: `*` for a times sign of any form, digits of a raised number at the base line.
    written: as the author wrote it.
    """

    kind: str
    text: str
    column: int
    end: int
    written: str


class Statement(NamedTuple):
    """One statement: a line, or a part between semicolons; its tokens end with END."""

    line: int
    text: str
    tokens: tuple[Token, ...]


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text that are not empty, by lines (from 1) and semicolons."""
    for number, line in enumerate(text.splitlines(), 1):
        tokens = list(_tokens(line))
        starts = [k for k, token in enumerate(tokens) if token.text == ";"]
        for first, last in zip([0, *(k + 1 for k in starts)], [*starts, len(tokens)], strict=True):
            if part := tokens[first:last]:
                begin, end = part[0].column, part[-1].end
                closed = (*part, Token(END, "", end, end, ""))
                yield Statement(number, line[begin - 1 : end - 1], closed)


def is_name(text: str) -> bool:
    """Whether a text is a single name."""
    return [token.kind for token in _tokens(text)] == [NAME] and text.strip() == text


def _tokens(line: str) -> Iterator[Token]:
    before = ""
    for found in _PATTERN.finditer(line):
        kind, written = found.lastgroup or "", found[0]
        if before == "½" and (kind == NAME or written == "("):
            yield Token(SIGN, "*", found.start() + 1, found.start() + 1, "")
        if kind != "space":
            before = written
            text = written.translate(_BRACES) if kind == NAME else half_width(written)
            text = text.translate(_LEVEL) if kind == RAISED else _SAME.get(text, text)
            yield Token(kind, text, found.start() + 1, found.end() + 1, written)
