"""Expressions -> spans: text with the symbol it stands for. Only here are there brackets."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from stepper.digits import written
from stepper.expressions import (
    Difference,
    Expression,
    Known,
    Number,
    Partial,
    Product,
    Sigmoid,
    SigmoidSlope,
    Square,
    Sum,
    SumOver,
)
from stepper.notation import Notation
from stepper.symbols import Symbol


class Span(NamedTuple):
    """A piece of text; symbol is the number it names or shows, None for signs."""

    text: str
    symbol: Symbol | None = None


Spans = tuple[Span, ...]


class Names:
    """Writes expressions in symbols."""

    numbers = False

    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    def symbol(self, symbol: Symbol) -> Span:
        return Span(self.notation.name(symbol), symbol)

    def constant(self, value: float) -> Span:
        if value == 0.5:
            return Span(self.notation.sign("half"))
        return Span(self.notation.number(written(value, None)[0]))

    def known(self, known: Known) -> Spans:
        match known:
            case Known(Partial(Symbol()) as partial, Symbol() as symbol):
                return (Span(text_of(self._partial(partial)), symbol),)
        return self.write(known.written)

    def write(self, e: Expression) -> Spans:
        """The whole expression on one line."""
        return self._write(e, within=False)

    def factors(self, e: Expression) -> list[Spans]:
        """The factors of a product, each ready to stand in a column; else the whole."""
        if not isinstance(e, Product):
            return [self.write(e)]
        return [self._operand(factor, first=k == 0) for k, factor in enumerate(e.factors)]

    def _write(self, e: Expression, within: bool) -> Spans:
        sign = self.notation.sign
        match e:
            case Symbol():
                return (self.symbol(e),)
            case Number(value):
                return (self.constant(value),)
            case Known():
                return self.known(e)
            case Partial():
                return self._partial(e)
            case Sum(terms):
                first, *rest = (
                    self._operand(term, first=k == 0, tight=False) for k, term in enumerate(terms)
                )
                return join([first, *((Span(f" {sign('plus')} "), *term) for term in rest)])
            case SumOver(letter, _, body):
                return (Span(self.notation.sum_over(letter)), *self._operand(body, first=True))
            case Difference(left, right):
                minus = sign("minus") if within else f" {sign('minus')} "
                right_spans = self._operand(right, first=False, tight=False)
                return (*self._write(left, within), Span(minus), *right_spans)
            case Product(factors):
                return self._product(factors)
            case Square(of):
                base = self._write(of, within=True)
                alone = isinstance(of, Symbol) and not self.numbers
                return (*(base if alone else _bracketed(base)), Span(sign("square")))
            case Sigmoid(of):
                return (Span(sign("g")), *_bracketed(self._write(of, within=True)))
            case SigmoidSlope(of):
                return (Span(sign("g'")), *_bracketed(self._write(of, within=True)))

    def _partial(self, partial: Partial) -> Spans:
        sign = "apply" if isinstance(partial.of, Sigmoid) else "partial"
        before, after = (Span(text) for text in self.notation.partial(partial.by, sign))
        of = self._write(partial.of, within=True)
        if not isinstance(partial.of, Symbol | Sigmoid):
            of = _bracketed(of)
        return (before, *of, after)

    def _product(self, factors: Iterable[Expression]) -> Spans:
        spans: list[Span] = []
        for k, factor in enumerate(factors):
            operand = self._operand(factor, first=k == 0)
            if k:
                beside = operand[0].text == "(" and not self.numbers
                spans.append(Span(self.notation.sign("beside" if beside else "times")))
            spans += operand
        return tuple(spans)

    def _operand(self, e: Expression, first: bool, tight: bool = True) -> Spans:
        """An operand with the brackets it needs; tight in a product, loose in a sum."""
        shown = e.written if isinstance(e, Known) and not self.numbers else e
        if isinstance(shown, Sum | SumOver | Difference) and (tight or not first):
            return _bracketed(self._write(shown, within=True))
        spans = self._write(e, within=True)
        if not first and spans[0].text.startswith(self.notation.sign("minus")):
            return _bracketed(spans)
        return spans


class Numbers(Names):
    """Writes expressions with the numbers put in; what is known is put in as one number.

    hides: whether a blank stands in place of a number.
    """

    numbers = True

    def __init__(
        self,
        notation: Notation,
        value_of: Callable[[Symbol], float],
        digits: int | None,
        hides: Callable[[Symbol], bool] | None = None,
    ) -> None:
        super().__init__(notation)
        self._value_of = value_of
        self._digits = digits
        self._hides = hides

    def symbol(self, symbol: Symbol) -> Span:
        if self._hides and self._hides(symbol):
            return Span(self.notation.sign("blank"), symbol)
        text, _ = written(self._value_of(symbol), self._digits)
        return Span(self.notation.number(text), symbol)

    def constant(self, value: float) -> Span:
        return Span(self.notation.number(written(value, None)[0]))

    def known(self, known: Known) -> Spans:
        return self.write(known.value)


def join(pieces: Iterable[Spans], separator: str = "") -> Spans:
    spans: list[Span] = []
    for k, piece in enumerate(pieces):
        if k and separator:
            spans.append(Span(separator))
        spans += piece
    return tuple(spans)


def text_of(spans: Iterable[Span]) -> str:
    return "".join([span.text for span in spans])


def width(spans: Iterable[Span]) -> int:
    """How many cells the spans take in a terminal."""
    return cells(text_of(spans))


@lru_cache(maxsize=1024)
def cells(text: str) -> int:
    """How many cells a text takes: two for a syllable of Korean, none for a combining mark."""
    if is_narrow(text):
        return len(text)
    return sum(2 if east_asian_width(c) in "WF" else 0 if combining(c) else 1 for c in text)


def is_narrow(text: str) -> bool:
    """Whether each letter takes one cell, told at a glance: Latin, Greek, signs, bars, braille."""
    return _NARROW.fullmatch(text) is not None


# Where no letter is wide and none combines.
_NARROW = re.compile(
    "[\x00-\u02ff\u0370-\u03ff\u2000-\u20cf\u2190-\u22ff\u2500-\u25af\u2800-\u28ff]*"
)


def cut(text: str, room: int, more: str) -> str:
    """The text in at most room cells, with a sign where it is cut off."""
    if more and cells(text) <= room:
        return text
    room -= cells(more)
    taken = 0
    for k, letter in enumerate(text):
        taken += cells(letter)
        if taken > room:
            return text[:k] + more if room >= 0 else ""
    return text + more


def shortened(name: str, room: int, more: str) -> str:
    """A name in at most room cells; its end, which tells it from others, is cut last.

    ∂E_total/∂w₁ -> ∂E_t…/∂w₁, at last …/∂w₁; hidden_layer_12 -> h…_layer_12.
    """
    head, slash, end = name.rpartition("/")
    if cells(name) > room >= cells(more + slash + end) and head:
        return cut(head, room - cells(slash + end), more) + slash + end
    if cells(name) <= room or cells(name[0] + more) >= room:
        return cut(name, room, more)
    end = cut(name[::-1], room - cells(name[0] + more), "")[::-1]
    return name[0] + more + end


def _bracketed(spans: Spans) -> Spans:
    return (Span("("), *spans, Span(")"))
