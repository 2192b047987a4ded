"""Spans as MathML Core, which browsers draw and screen readers read without a library."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from stepper.backprop.symbols import Symbol
from stepper.typeset.nodes import Brackets, Fraction, Node, Nodes, Root, Scripted, Unit
from stepper.typeset.parser import parsed
from stepper.typeset.prose import MATHS, pieces
from stepper.typeset.spans import Span, Spans
from stepper.typeset.tokens import ON_LINE, Token

_REMEMBERED = 4096  # the same names and numbers are in many equations
_ELEMENTS = {  # by the kind of a token
    **dict.fromkeys(("word", "function", "letter"), "<mi>{}</mi>"),
    **dict.fromkeys(("sign", "blank"), "<mo>{}</mo>"),
    "number": "<mn>{}</mn>",
    "prime": '<mo lspace="0" rspace="0">{}</mo>',  # no exponent: fonts have it raised already
    "gap": '<mspace width=".25em"></mspace>',
    "space": "",
    "nothing": "<mrow></mrow>",
}
_SIGNS = {
    "½": "<mfrac><mn>1</mn><mn>2</mn></mfrac>",
    **{bracket: f'<mo stretchy="false">{bracket}</mo>' for bracket in "([)]"},
}
_WITH_NUMBERS = str.maketrans("", "", "+−,")


def math(spans: Iterable[Span]) -> str:
    """An expression within a line."""
    return f"<math>{row(spans)}</math>"


def prose(spans: Spans, names: frozenset[str] = frozenset()) -> str:
    """Sentences as HTML, with maths in them. names: of numbers, which are maths in any text."""
    found = pieces(spans, names)
    return "".join([math(p.spans) if p.kind == MATHS else escape(p.text) for p in found])


def row(spans: Iterable[Span]) -> str:
    """An expression as elements side by side.

    What names a symbol, or shows its number, is a group with its kind as class and its column.
    """
    return _whole(tuple(spans))


@lru_cache(_REMEMBERED)
def _whole(spans: Spans) -> str:
    return _row(parsed(spans))


@lru_cache(_REMEMBERED)
def _group(text: str, symbol: Symbol) -> str:
    column = escape(symbol.column)
    return f'<mrow class="{symbol.role.kind}" data-column="{column}">{_row(parsed(text))}</mrow>'


def _row(row: Nodes) -> str:
    return "".join([_node(node) for node in row])


def _one(row: Nodes) -> str:
    """A row as one element."""
    return _row(row) if len(row) == 1 else f"<mrow>{_row(row)}</mrow>"


def _node(node: Node) -> str:
    match node:
        case Token():
            return _token(node)
        case Unit(text, symbol):
            return _group(text, symbol)
        case Scripted():
            return _scripted(node)
        case Fraction():
            over, under = (f"<mrow><mo>∂</mo>{_row(part)}</mrow>" for part in node)
            return f"<mfrac>{over}{under}</mfrac>"
        case Root(within):
            return f"<msqrt>{_row(within)}</msqrt>"
        case Brackets(opened, within, closed):
            return f"<mrow>{_SIGNS[opened]}{_row(within)}{_SIGNS[closed]}</mrow>"


def _scripted(node: Scripted) -> str:
    base, scripts = _node(node.base), {place: _one(row) for place, row in node.scripts}
    if "prime" in scripts:
        base = f"<mrow>{base}{scripts.pop('prime')}</mrow>"
    match scripts:
        case {"below": below, "above": above}:
            return f"<msubsup>{base}{below}{above}</msubsup>"
        case {"below": below}:
            return f"<msub>{base}{below}</msub>"
        case {"above": above}:
            return f"<msup>{base}{above}</msup>"
    return base


@lru_cache(_REMEMBERED)
def _token(token: Token) -> str:
    kind, text = token
    if kind in ("below", "above", "index", "new"):
        text = text.removeprefix("_").translate(ON_LINE)
        is_number = text.translate(_WITH_NUMBERS).isdecimal()
        kind = "number" if is_number else "sign" if text in "+−" else "word"
    return _SIGNS.get(text) or _ELEMENTS[kind].format(escape(text.replace("'", "′")))
