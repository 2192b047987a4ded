"""Spans as MathML Core, which browsers draw and screen readers read without a library."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from stepper.backprop.symbols import Symbol
from stepper.typeset.spans import Span, Spans
from stepper.typeset.tree.nodes import Brackets, Fraction, Node, Nodes, Root, Scripted, Unit
from stepper.typeset.tree.parser import parsed
from stepper.typeset.tree.tokens import ON_LINE, REMEMBERED, Token

_ELEMENTS = {  # by the kind of a token
    **dict.fromkeys(("word", "function", "letter", "dots"), "<mi>{}</mi>"),
    **dict.fromkeys(("sign", "blank"), "<mo>{}</mo>"),
    "number": "<mn>{}</mn>",
    "prime": '<mo lspace="0" rspace="0">{}</mo>',  # not an exponent: fonts raise it already
    "gap": '<mspace width=".25em"></mspace>',
    "nothing": "<mrow></mrow>",
}
_SIGNS = {
    "½": "<mfrac><mn>1</mn><mn>2</mn></mfrac>",
    **{bracket: f'<mo stretchy="false">{bracket}</mo>' for bracket in "([)]"},
}
_FRACTION = "<mfrac><mrow><mo>∂</mo>{}</mrow><mrow><mo>∂</mo>{}</mrow></mfrac>"
_STROKE = '<mrow><mi>∂</mi>{}<mo lspace="0" rspace="0">/</mo><mi>∂</mi>{}</mrow>'
_WITH_NUMBERS = str.maketrans("", "", "+−,")
_MINUS = frozenset({Token("sign", "−"), Token("sign", "-")})
_BEFORE_OPERAND = frozenset("([=≈<>≤≥≠+−-·×*/,→")  # after these, a minus is the sign of a number


def math(spans: Iterable[Span]) -> str:
    """An expression within a line, where a fraction has a stroke."""
    return in_line(parsed(spans))


def in_line(row: Nodes) -> str:
    """The nodes of an expression within a line."""
    return f"<math>{_row(row, False)}</math>"


def row(spans: Iterable[Span]) -> str:
    """An expression as elements side by side.

    The name and the number of a symbol are groups with its kind as class, and its column.
    """
    return _whole(tuple(spans))


@lru_cache(REMEMBERED)
def _whole(spans: Spans) -> str:
    return _row(parsed(spans), True)


@lru_cache(REMEMBERED)
def _group(text: str, symbol: Symbol | None, fractions: bool) -> str:
    if not symbol:
        return _one(parsed(text), fractions)
    column, html = escape(symbol.column), _row(parsed(text), fractions)
    return f'<mrow class="{symbol.role.kind}" data-column="{column}">{html}</mrow>'


def _row(row: Nodes, fractions: bool, before: str = "") -> str:
    """before: the opening bracket in front of it."""
    return "".join(_elements(row, fractions, before))


def _one(row: Nodes, fractions: bool) -> str:
    """A row as one element."""
    elements = _elements(row, fractions)
    return elements[0] if len(elements) == 1 else f"<mrow>{''.join(elements)}</mrow>"


def _elements(row: Nodes, fractions: bool, before: str = "") -> list[str]:
    """An element for each node but spaces."""
    elements: list[str] = []
    for node in row:
        if _is_space(node):
            continue
        is_prefix = before in _BEFORE_OPERAND and node in _MINUS
        elements.append('<mo form="prefix">−</mo>' if is_prefix else _node(node, fractions))
        before = node.text if isinstance(node, Token) else ""
    return elements


def _is_space(node: Node) -> bool:
    return isinstance(node, Token) and node.kind == "space"


def _node(node: Node, fractions: bool) -> str:
    """A node as one element. fractions: whether derivatives are fractions, without a stroke."""
    match node:
        case Token():
            return _token(node)
        case Unit(text, symbol):
            return _group(text, symbol, fractions)
        case Scripted():
            return _scripted(node, fractions)
        case Fraction():
            over, under = (_row(part, fractions) for part in node)
            pattern = _FRACTION if fractions else _STROKE
            return pattern.format(over, under)
        case Root(within):
            return f"<msqrt>{_row(within, fractions)}</msqrt>"
        case Brackets(opened, within, closed):
            html = _row(within, fractions, opened)
            return f"<mrow>{_SIGNS[opened]}{html}{_SIGNS[closed]}</mrow>"


def _scripted(node: Scripted, fractions: bool) -> str:
    base = _node(node.base, fractions)
    scripts = {place: _one(row, fractions) for place, row in node.scripts}
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


@lru_cache(REMEMBERED)
def _token(token: Token) -> str:
    kind, text = token
    if kind in ("below", "above", "index", "new"):
        text = text.removeprefix("_").translate(ON_LINE)
        is_number = text.translate(_WITH_NUMBERS).isdecimal()
        kind = "number" if is_number else "sign" if text in "+−" else "word"
    return _SIGNS.get(text) or _ELEMENTS[kind].format(escape(text.replace("'", "′")))
