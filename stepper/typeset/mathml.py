"""Spans as MathML Core, which browsers draw and screen readers read without a library."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.typeset.spans import Maths, Span, Spans

_LOWERED = "₀₁₂₃₄₅₆₇₈₉ₐₑₖₘₙₒₚᵣₛₜᵤᵥ"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_LEVEL = str.maketrans(_LOWERED + _RAISED, "0123456789aekmnoprstuv" + "0123456789+−")
_NO_SIGNS = str.maketrans("", "", "+−,")
_PRIMES = "′'"
_SIGNS = _PRIMES + r"\s()\[\]|+\-−·×*/^=≈<>≥≤,√∂½"
_INDEX = f"[{_LOWERED}]+(?:,[{_LOWERED}]+)*"
_LETTER = rf"[^\W\d_{_LOWERED}{_RAISED}]"
_TOKENS = re.compile(
    r"(?P<fraction>∂(?P<over>[^∂/·\s]+)/∂(?P<under>[^∂/·\s)]+))"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<half>½)"
    rf"|δ(?P<delta>(?!δ){_LETTER}[^δ{_SIGNS}{_RAISED}_{_LOWERED}]*(?:{_INDEX})?)"
    rf"|(?P<below>{_INDEX}|_[^{_SIGNS}{_RAISED}]+)"
    rf"|(?P<above>[{_RAISED}]+)|(?P<prime>[{_PRIMES}])"
    rf"|(?P<name>{_LETTER}[^{_SIGNS}_{_LOWERED}{_RAISED}]*)|(?P<space>\s+)|(?P<sign>.)",
    re.DOTALL,
)


class _Node(NamedTuple):
    """An element. bare: what stands within its brackets; base, below, above: of a name."""

    text: str
    bare: str = ""
    base: str = ""
    below: str = ""
    above: str = ""

    @property
    def unbracketed(self) -> str:
        return f"<mrow>{self.bare}</mrow>" if self.bare else self.text


_PRIME = '<mo lspace="0" rspace="0">′</mo>'  # no exponent: fonts have it raised and small already
_PARTIAL, _STROKE = "<mo>∂</mo>", "<mo>/</mo>"
# wait for what follows
_POWER, _ROOT = _Node("<mo>^</mo>"), _Node("<mo>√</mo>")
_POWER_OF_MINUS = _Node("<mo>^</mo><mo>−</mo>")


def math(spans: Iterable[Span]) -> str:
    """An expression within a line."""
    return f"<math>{row(spans)}</math>"


def prose(spans: Spans) -> str:
    """Sentences as HTML: their names, numbers and expressions are maths."""
    pieces: list[str] = []
    within: list[Span] = []
    for span in (*spans, Span("")):
        if isinstance(span, Maths) or span.symbol:
            within.append(span)
            continue
        if within:
            pieces.append(math(within))
            within = []
        pieces.append(escape(span.text))
    return "".join(pieces)


def row(spans: Iterable[Span]) -> str:
    """An expression as elements side by side.

    What names a symbol, or shows its number, is a group with its kind as class and its column.
    """
    rows = _Rows()
    for text, symbol in spans:
        if symbol is None:
            rows.read(text)
        else:
            rows.add(_Node(_group(text, symbol)))
    return rows.closed()


@lru_cache(maxsize=4096)  # the same names and numbers are in many equations
def _group(text: str, symbol: Symbol) -> str:
    rows = _Rows()
    rows.read(text, spaced=True)
    return (
        f'<mrow class="{symbol.role.kind}" data-column="{escape(symbol.column)}">'
        f"{rows.closed()}</mrow>"
    )


class _Rows:
    """Rows of elements: the outer one, and one for each bracket that is open."""

    def __init__(self) -> None:
        self._rows: list[list[_Node]] = [[]]
        self._opened: list[str] = []

    def closed(self) -> str:
        """The whole row; brackets that are still open stay single signs."""
        while self._opened:
            inner, opened = self._rows.pop(), self._opened.pop()
            self._rows[-1] += [_Node(_fenced(opened)), *inner]
        return _joined(self._rows[0])

    def read(self, text: str, spaced: bool = False) -> None:
        """Add the elements of a text. spaced: a blank in it is part of a name."""
        for found in _TOKENS.finditer(text):
            kind, token = found.lastgroup or "", found[0]
            match kind:
                case "sign" if token in "([":
                    self._opened.append(token)
                    self._rows.append([])
                case "sign" if token in ")]" and self._opened:
                    inner, opened = self._rows.pop(), self._opened.pop()
                    bare = _joined(inner)
                    whole = f"<mrow>{_fenced(opened)}{bare}{_fenced(token)}</mrow>"
                    self.add(_Node(whole, bare if opened == "(" else ""))
                case "sign" if token in "^√":
                    self._rows[-1].append(_POWER if token == "^" else _ROOT)
                case "below" | "above":
                    self._indexed(kind, token)
                case "prime":
                    last = self._rows[-1]
                    text = f"<mrow>{last.pop().text if last else ''}{_PRIME}</mrow>"
                    last.append(_Node(text, base=text))
                case "space":
                    if spaced:
                        self.add(_Node('<mspace width=".25em"></mspace>'))
                case _:
                    self.add(_element(kind, found))

    def add(self, node: _Node) -> None:
        """Add an element, as an exponent or below a root where one waits for it."""
        last = self._rows[-1]
        waiting = last[-1] if last else None
        if waiting is _POWER and node.text in ("<mo>−</mo>", "<mo>-</mo>"):
            last[-1] = _POWER_OF_MINUS
        elif waiting is _ROOT:
            last[-1] = _Node(f"<msqrt>{node.unbracketed}</msqrt>")
        elif waiting in (_POWER, _POWER_OF_MINUS) and len(last) > 1:
            last.pop()
            minus = "<mo>−</mo>" if waiting is _POWER_OF_MINUS else ""
            power = f"<mrow>{minus}{node.unbracketed}</mrow>" if minus else node.unbracketed
            last[-1] = _Node(f"<msup>{last[-1].text}{power}</msup>")
        else:
            last.append(node)

    def _indexed(self, kind: str, token: str) -> None:
        """Set a token below or above the element before it."""
        last = self._rows[-1]
        before = last.pop() if last else _Node("<mrow></mrow>")
        level = _level(token)
        old = before if before.base else _Node("", base=before.text)
        is_below = kind == "below"
        below, above = old.below + level * is_below, old.above + level * (not is_below)
        last.append(_scripted(old.base, below, above))


def _joined(row: Iterable[_Node]) -> str:
    """A row as text; a derivative whose parts are elements of their own is a fraction."""
    texts: list[str] = []
    for node in row:
        texts.append(node.text)
        if texts[-5::2][:2] == [_PARTIAL, _STROKE] and texts[-2] == _PARTIAL:
            over, under = (f"<mrow>{_PARTIAL}{text}</mrow>" for text in texts[-4::3])
            texts[-5:] = [f"<mfrac>{over}{under}</mfrac>"]
    return "".join(texts)


def _scripted(base: str, below: str, above: str) -> _Node:
    under, over = (f"<mrow>{e}</mrow>" if e.count("</") > 1 else e for e in (below, above))
    if below and above:
        text = f"<msubsup>{base}{under}{over}</msubsup>"
    elif below:
        text = f"<msub>{base}{under}</msub>"
    else:
        text = f"<msup>{base}{over}</msup>"
    return _Node(text, base=base, below=below, above=above)


def _level(token: str) -> str:
    text = escape(token.removeprefix("_").translate(_LEVEL))
    if text in ("+", "−"):
        return f"<mo>{text}</mo>"
    is_number = text.translate(_NO_SIGNS).isdecimal()
    return f"<mn>{text}</mn>" if is_number else f"<mi>{text}</mi>"


def _element(kind: str, found: re.Match[str]) -> _Node:
    match kind:
        case "fraction":
            parts = (f"<mrow><mo>∂</mo>{_plain(found[part])}</mrow>" for part in ("over", "under"))
            return _Node(f"<mfrac>{''.join(parts)}</mfrac>")
        case "number":
            return _Node(f"<mn>{found[0]}</mn>")
        case "name":
            text = f"<mi>{escape(found[0])}</mi>"
            return _Node(text, base=text)
        case "delta":
            return _scripted("<mi>δ</mi>", _plain(found["delta"]), "")
        case "half":
            return _Node("<mfrac><mn>1</mn><mn>2</mn></mfrac>")
        case _:
            return _Node(f"<mo>{escape(found[0])}</mo>")


def _plain(text: str) -> str:
    return row([Span(text)])


def _fenced(bracket: str) -> str:
    return f'<mo stretchy="false">{bracket}</mo>'
