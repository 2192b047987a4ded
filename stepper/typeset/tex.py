"""Equations as on the screen -> LaTeX that GitHub renders, too, in one pass over their tokens."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from stepper.typeset.spans import Span, Spans
from stepper.typeset.tex_tokens import Token, tokens

_REMEMBERED = 2000  # pieces: most are the same in every iteration
_DEEPEST = 50  # groups within groups: TeX itself gives up at 255
_BASES = frozenset({"unit", "word", "accented", "greek", "number"})
_READY = frozenset({"unit", "number"})
_SCRIPTS = {"below": "_{%s}", "index": "_{%s}", "above": "^{%s}", "new": "^{%s}", "prime": "%s"}
_BELOW = frozenset({"below", "index"})


@lru_cache(_REMEMBERED)
def maths(text: str | Spans, fractions: bool = True) -> str:
    """A piece of an equation in math mode: ∂C/∂W₁ as \\frac{\\partial C}{\\partial W_{1}}.

    Of spans, what names a number or shows it is a unit, whatever signs it has. fractions: whether
    derivatives are fractions, and not written with a stroke.
    """
    cut = tokens(text) if isinstance(text, str) else _units(text, fractions)
    is_ready = len(cut) == 1 and cut[0].kind in _READY
    return cut[0].tex if is_ready else _Row(cut, fractions).written()


def in_line(text: str | Spans) -> str:
    """A piece of an equation within a line of text, where a fraction has a stroke."""
    return maths(text, fractions=False)


def _units(spans: Iterable[Span], fractions: bool) -> list[Token]:
    cut: list[Token] = []
    for is_unit, group in groupby(spans, lambda span: bool(span.symbol)):
        texts = [span.text for span in group]
        if is_unit:
            cut += [Token("unit", maths(text, fractions), text) for text in texts]
        else:
            cut += tokens("".join(texts))
    return cut


class _Base(NamedTuple):
    """What a script is set beside. start: where it begins; None if it has no braces of its own."""

    start: int | None = None
    is_unit: bool = False
    has_below: bool = False
    has_above: bool = False


class _Row:
    """Writes tokens in their order. What opens a group says after which token it ends."""

    def __init__(self, cut: Sequence[Token], fractions: bool) -> None:
        self._cut = cut
        self._fractions = fractions
        self._partners = _partners(cut)
        self._instead: dict[int, str] = {}  # of the tokens that a group replaces
        self._ends: dict[int, int] = defaultdict(int)  # groups that end after a token
        self._outside: list[_Base] = []  # of the groups that are open
        self._base = _Base(has_below=True, has_above=True)  # of the text before this one
        self._out: list[str] = []

    def written(self) -> str:
        for k, token in enumerate(self._cut):
            if k in self._instead:
                self._out.append(self._instead[k])
            elif token.kind in _SCRIPTS:
                self._script(token)
            elif token.kind == "space":
                between_words = self._kind(k - 1) == self._kind(k + 1) == "word"
                self._out.append(r"\ " if between_words else " ")
            elif not self._opens(k, token):
                self._put(token)
            for _ in range(self._ends.get(k, 0)):
                self._out.append("}")
                self._base = self._outside.pop()
        return "".join(self._out)

    def _put(self, token: Token) -> None:
        is_unit, tex = token.kind == "unit", token.tex
        has_above = is_unit and ("^" in tex or "'" in tex)
        self._base = _Base(len(self._out), is_unit, is_unit and "_" in tex, has_above)
        self._out.append(tex)

    def _script(self, token: Token) -> None:
        """Set below or above. A base has one of each: a second one has an empty base, or braces."""
        start, is_unit, has_below, has_above = self._base
        is_below, tex = token.kind in _BELOW, token.tex
        if has_below if is_below else has_above:
            if start is not None and (is_unit or token.kind == "new"):
                empty = "{}" if self._out[start].startswith("\\") else ""
                self._out[start] = "{" + self._out[start]
                self._out.append(f"{empty}}}")  # else TeX takes the braces off an accent
            else:
                self._out.append("{}")
            start, has_below, has_above = None, False, False
            tex = f",{tex}" if is_below and len(self._out) > 1 else tex  # w_in_1
        self._out.append(_SCRIPTS[token.kind] % tex)
        self._base = _Base(start, is_unit, has_below or is_below, has_above or not is_below)

    def _opens(self, k: int, token: Token) -> bool:
        """Write what opens a group, if it is one: a root, an exponent, a fraction, δ before y."""
        if len(self._outside) >= _DEEPEST:
            return False
        match token.text:
            case "∂" if self._fractions:
                return self._fraction(k)
            case "√" | "sqrt":
                return self._group(k, r"\sqrt{", _Base())
            case "^":
                start, is_unit, has_below, has_above = self._base
                empty = "{}" if has_above else ""
                scripts = self._kind(k - 1) == "word" and self._cut[k - 1].text == "e"
                after = _Base(start, is_unit, has_below, True)
                return self._group(k, f"{empty}^{{", after, index=scripts)
            case "δ" if self._kind(k + 1) == "word":
                return self._group(k, rf"{token.tex}_{{", _Base(has_below=True))
        return False

    def _group(self, k: int, tex: str, after: _Base, index: bool = False) -> bool:
        """Open a group around the brackets that follow, without them, or around an operand."""
        end = self._partners.get(k + 1)
        if end:
            self._instead |= {k + 1: "", end: ""}
        else:
            end = self._operand(k + 1, index) - 1
        if end > k:
            self._open(tex, end, after)
        return end > k

    def _open(self, tex: str, end: int, after: _Base) -> None:
        self._out.append(tex)
        self._ends[end] += 1
        self._outside.append(after)
        self._base = _Base(has_below=True, has_above=True)

    def _fraction(self, k: int) -> bool:
        """A derivative: ∂ with what follows it, a stroke, ∂ with an operand."""
        slash = self._run(k + 1)
        if self._text(slash) != "/" or self._text(slash + 1) != "∂":
            return False
        end = self._run(slash + 2)
        if end == slash + 2:
            return False
        self._instead |= {slash: r"}{\partial ", slash + 1: ""}
        self._open(r"\frac{\partial ", end - 1, _Base())
        return True

    def _operand(self, k: int, index: bool) -> int:
        """Where an operand that begins at k ends: a base with what is set below and above it."""
        begin = k + (self._text(k) in ("−", "-"))
        if self._kind(begin) not in _BASES:
            return k
        end = begin + 1
        while (kind := self._kind(end)) in _SCRIPTS and (index or kind != "index"):
            end += 1
        return end

    def _run(self, k: int) -> int:
        """Where names without signs between them end, or a bracket that begins at k."""
        if k in self._partners:
            return self._partners[k] + 1
        while self._kind(k) in _BASES or self._kind(k) in _SCRIPTS:
            k += 1
        return k

    def _kind(self, k: int) -> str:
        return self._cut[k].kind if 0 <= k < len(self._cut) else ""

    def _text(self, k: int) -> str:
        return self._cut[k].text if 0 <= k < len(self._cut) else ""


def _partners(cut: Sequence[Token]) -> dict[int, int]:
    """Each opening bracket -> its closing one."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for k, token in enumerate(cut):
        if token.kind == "sign" and token.text == "(":
            opened.append(k)
        elif token.kind == "sign" and token.text == ")" and opened:
            found[opened.pop()] = k
    return found
