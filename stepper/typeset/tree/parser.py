"""An expression as text or spans, parsed into a tree of nodes."""

from collections.abc import Container, Iterable, Sequence

from stepper.typeset.spans import Named, Span
from stepper.typeset.tree.nodes import (
    NOTHING,
    Brackets,
    Fraction,
    Node,
    Nodes,
    Root,
    Script,
    Scripted,
    Unit,
)
from stepper.typeset.tree.tokens import Token, tokens

_DEEPEST = 50  # groups within groups: TeX itself gives up at 255
_PLAIN = frozenset({"unit", "word", "number", "dots", "blank"})
_BASES = frozenset({"unit", "word", "number", "dots", "letter"})
_PLACES = {"below": "below", "index": "below", "above": "above", "new": "above", "prime": "prime"}
_LOWER = frozenset({"below", "index"})
_IN_OPERAND = _PLACES.keys() - {"index"}  # w^l_jk is not w^(l_jk)
_BEFORE_GAP, _AFTER_GAP = {*_PLACES, "word", "number"}, {"word", "number"}
_COMMA = Token("sign", ",")
_E = Token("word", "e")


def parsed(text: str | Iterable[Span]) -> Nodes:
    """The nodes of a name, a number or a sign; or of an expression, in spans.

    Of spans, what names a number or shows it is a unit.
    """
    if isinstance(text, str):
        return _Parser(tokens(text, is_name=True), is_name=True).whole()
    cut: list[Token | Unit] = []
    between = ""
    for span in text:
        if span.symbol is None and not isinstance(span, Named):
            between += span.text
            continue
        cut += (*tokens(between), Unit(span.text, span.symbol))
        between = ""
    return _Parser((*cut, *tokens(between))).whole()


class _Parser:
    """Parses tokens in one pass."""

    def __init__(self, cut: Sequence[Token | Unit], is_name: bool = False) -> None:
        self._cut = cut
        self._is_name = is_name
        self._partners = _partners(cut)
        self._depth = 0
        self._end = len(cut)

    def whole(self) -> Nodes:
        return self._row(0, self._end)

    def _row(self, k: int, end: int) -> Nodes:
        """The nodes from k to an end, beside each other."""
        row: list[Node] = []
        outer, self._end = self._end, end
        self._depth += 1
        while k < end:
            token = self._cut[k]
            has_base = bool(row) and self._cut[k - 1].kind != "space"
            if token.kind in _PLACES or (has_base and self._exponent(k)):
                k = self._scripts(row, row.pop() if has_base else NOTHING, k)
            elif token.kind in _PLAIN:
                row.append(token)
                k += 1
            else:
                node, k = self._node(k)
                row.append(node)
        self._depth -= 1
        self._end = outer
        return tuple(row)

    def _node(self, k: int) -> tuple[Node, int]:
        """The node that begins at k, and its end."""
        token = self._cut[k]
        if token.kind == "space":
            is_gap = self._kind(k - 1) in _BEFORE_GAP and self._kind(k + 1) in _AFTER_GAP
            return Token("gap" if is_gap else "space", token.text), k + 1
        if self._depth > _DEEPEST:
            return token, k + 1
        match self._text(k):
            case "∂" if ends := self._fraction(k):
                stroke, end = ends
                return Fraction(self._row(k + 1, stroke), self._row(stroke + 2, end)), end
            case "√" | "sqrt" if group := self._group(k, _IN_OPERAND):
                begin, end, after = group
                return Root(self._row(begin, end)), after
            case "δ" if self._kind(k + 1) == "word":
                end = self._operand(k + 1, _LOWER)
                return Scripted(token, (Script("below", self._row(k + 1, end)),)), end
            case "(" | "[" if end := self._partners.get(k, 0):
                return Brackets(token.text, self._row(k + 1, end), self._cut[end].text), end + 1
        return token, k + 1

    def _scripts(self, row: list[Node], base: Node, k: int) -> int:
        """Add a base with its scripts to a row, and return where they end.

        A second script below is after a comma, as in x₁_2. A second one above is set beside the
        whole, a third beside nothing.
        """
        scripts: dict[str, list[Node]] = {}
        if isinstance(base, Scripted):
            scripts = {place: [*within] for place, within in base.scripts}
            base = base.base
        while script := self._script(k, in_full=base == _E and not scripts):
            place, within, k = script
            if place == "below" in scripts:
                scripts["below"] += (_COMMA, *within)
                continue
            if place != "below" and scripts.keys() & {"above", "prime"}:
                whole = _scripted(base, scripts)
                if isinstance(base, Scripted):
                    row.append(whole)
                base, scripts = NOTHING if isinstance(base, Scripted) else whole, {}
            scripts[place] = [*within]
        row.append(_scripted(base, scripts))
        return k

    def _script(self, k: int, in_full: bool) -> tuple[str, Nodes, int] | None:
        """The place of a script at k, its nodes, and its end.

        in_full: whether an exponent takes in all scripts that follow it.
        """
        place = _PLACES.get(self._kind(k))
        if place:
            return place, self._within(self._cut[k]), k + 1
        group = self._exponent(k, _PLACES if in_full else _IN_OPERAND)
        return group and ("above", self._row(*group[:2]), group[2])

    def _exponent(
        self, k: int, follows: Container[str] = _IN_OPERAND
    ) -> tuple[int, int, int] | None:
        return self._group(k, follows) if self._text(k) == "^" else None

    def _group(self, k: int, follows: Container[str]) -> tuple[int, int, int] | None:
        """Where the content of a root or an exponent begins and ends, and where the whole ends.

        It is in brackets, or an operand. follows: the kinds of scripts that the operand may have.
        """
        end = self._partners.get(k + 1)
        if self._depth > _DEEPEST:
            return None
        if end and self._text(k + 1) in ("(", "{"):
            return k + 2, end, end + 1
        end = self._operand(k + 1, follows)
        return (k + 1, end, end) if end > k + 1 else None

    def _fraction(self, k: int) -> tuple[int, int] | None:
        """The stroke of the derivative that begins at k, and its end."""
        stroke = self._run(k + 1)
        if self._text(stroke) != "/" or self._text(stroke + 1) != "∂":
            return None
        end = self._run(stroke + 2)
        return (stroke, end) if end > stroke + 2 else None

    def _operand(self, k: int, follows: Container[str]) -> int:
        """The end of the operand that begins at k, its scripts included."""
        begin = k + (self._text(k) in ("−", "-"))
        if self._kind(begin) not in _BASES:
            return k
        end = begin + 1
        while self._kind(end) in follows:
            end += 1
        return end

    def _run(self, k: int) -> int:
        """The end of the names from k on with no sign between them, or of the bracket at k."""
        if k in self._partners:
            return self._partners[k] + 1
        while self._kind(k) in _BASES or self._kind(k) in _PLACES:
            k += 1
        return k

    def _within(self, token: Token | Unit) -> Nodes:
        """A script as nodes; one in braces is an expression, or a part of a name."""
        if token.kind == "index" and token.text.startswith("_{"):
            inner = token.text[2:-1]
            return parsed(inner if self._is_name else (Span(inner),))
        return (token,)

    def _kind(self, k: int) -> str:
        return self._cut[k].kind if 0 <= k < self._end else ""

    def _text(self, k: int) -> str:
        """The text of a token; empty for a unit, whose signs mean nothing here."""
        return self._cut[k].text if k < self._end and self._kind(k) != "unit" else ""


def _scripted(base: Node, scripts: dict[str, list[Node]]) -> Scripted:
    return Scripted(base, tuple(Script(place, tuple(row)) for place, row in scripts.items()))


def _partners(cut: Sequence[Token | Unit]) -> dict[int, int]:
    """Each opening bracket -> its closing one."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for k, token in enumerate(cut):
        if token.kind != "sign":
            continue
        if token.text in "([{":
            opened.append(k)
        elif token.text in ")]}" and opened:
            found[opened.pop()] = k
    return found
