"""Expressions as spans. All brackets of formulas are written here."""

from collections.abc import Callable, Iterable

from stepper.backprop.expressions import (
    ONE,
    Apply,
    Comparison,
    Difference,
    Expression,
    Extreme,
    Known,
    Negative,
    Number,
    Partial,
    Power,
    Product,
    Quotient,
    Same,
    Slope,
    Square,
    Sum,
    SumOver,
    Unless,
)
from stepper.backprop.symbols import OF_FORMULA, Role, Symbol
from stepper.typeset.digits import written
from stepper.typeset.notation import ASCII, RAISED, Notation
from stepper.typeset.spans import Span, Spans, join, text_of


class Names:
    """Writes expressions in symbols, with the names of a notation."""

    numbers = False

    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    def symbol(self, symbol: Symbol) -> Span:
        return Span(self.notation.name(symbol), symbol)

    def constant(self, value: float) -> Span:
        if value == 0.5:
            return Span(self.notation.sign("half"))
        return Span(self.notation.value(value, None))

    def known(self, known: Known) -> Spans:
        match known:
            case Known(Partial(Symbol()) as partial, Symbol() as symbol):
                return (Span(text_of(self._partial(partial)), symbol),)
        return self.write(known.written)

    def write(self, e: Expression) -> Spans:
        """The whole expression on one line."""
        return self._write(e, within=False)

    def operand_of_sum(self, e: Expression, first: bool) -> Spans:
        """A term of a sum, in brackets if it is not the first and begins with a minus."""
        return self._operand(e, first, tight=False)

    def factors(self, e: Expression, first: bool = True) -> list[Spans]:
        """The factors of a product, one per column; any other expression is a single factor.

        first: of a sum; else a factor that begins with a minus is in brackets.
        """
        if not isinstance(e, Product):
            return [self.operand_of_sum(e, first) if not first else self.write(e)]
        return [self._factor(factor, first=first and k == 0) for k, factor in enumerate(e.factors)]

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
                first, *rest = terms
                return join(
                    [
                        self._write(first, within=not isinstance(first, Difference)),
                        *map(self._added, rest),
                    ]
                )
            case SumOver(letter, _, body):
                return (Span(self.notation.sum_over(letter)), *self._operand(body, first=True))
            case Difference(left, right):
                return self._subtracted(left, right, within)
            case Product(factors):
                return self._product(factors)
            case Square(of):
                return (*self._base(of), Span(sign("square")))
            case Power(base, exponent):
                return self._raised(base, exponent)
            case Apply("abs", of) if sign("bar"):
                return (Span(sign("bar")), *self._write(of, within=True), Span(sign("bar")))
            case Apply("sqrt", of) if sign("root"):
                root = self._write(of, within=True)
                alone = isinstance(of, Symbol | Number) and self._is_one(root)
                return (Span(sign("root")), *(root if alone else _bracketed(root)))
            case Apply("exp", of):
                power = self._write(of, within=True)
                alone = isinstance(of, Symbol) and self._may_be_raised(power)
                return (Span(sign("exp")), *(power if alone else _bracketed(power)))
            case Apply(function, of):
                name = self.notation.function(function)
                return (Span(name), *_bracketed(self._write(of, within=True)))
            case Slope(function, of):
                name = self.notation.function(function) + sign("prime")
                return (Span(name), *_bracketed(self._write(of, within=True)))
            case Quotient(above, below):
                divisor = self._write(below, within=True)
                alone = not isinstance(below, Sum | Difference | Product | Quotient)
                divisor = divisor if alone and self._is_one(divisor) else _bracketed(divisor)
                over = self._operand(above, first=True, tight=not isinstance(above, Quotient))
                return (*over, Span(sign("over")), *divisor)
            case Negative(of):
                operand = self._operand(of, first=False, tight=not isinstance(of, Quotient))
                return (Span(sign("minus")), *operand)
            case Extreme(function, parts):
                listed = join([self._write(part, within=True) for part in parts], ", ")
                return (Span(function), *_bracketed(listed))
            case Comparison(left, relation, right):
                before, after = (self._write(part, within=True) for part in (left, right))
                return (Span("["), *before, Span(f" {sign(relation)} "), *after, Span("]"))
            case Same(left, right):
                one, other = (self.notation.neuron(s.j) for s in (left, right))
                return (Span(f"[{one}{sign('equal')}{other}]"),)
            case Unless(_, of):
                return self._write(of, within)

    def _base(self, e: Expression) -> Spans:
        """The base of an exponent, in brackets unless it is a single name, number or function."""
        base = self._write(e, within=True)
        is_call = isinstance(e, Apply) and e.function not in ("exp", "sqrt")
        alone = is_call or (isinstance(e, Symbol | Number) and self._may_be_raised(base))
        return base if alone else _bracketed(base)

    def _raised(self, base: Expression, exponent: Expression) -> Spans:
        """A power: x³ for a whole number, else x^n, with brackets around longer operands."""
        if isinstance(exponent, Number) and not self.notation.sign("square").isascii():
            text = written(exponent.value, None)[0]
            if text.lstrip("-").isdigit():
                return (*self._base(base), Span(self.notation.raised(text)))
        power = self._write(exponent, within=True)
        if isinstance(exponent, Number):  # 0.5, not a half
            power = (Span(self.notation.value(exponent.value, None)),)
        alone = isinstance(exponent, Symbol | Number) and self._is_one(power)
        return (*self._base(base), Span("^"), *(power if alone else _bracketed(power)))

    def _partial(self, partial: Partial) -> Spans:
        of, by = partial.of, partial.by
        is_slope = isinstance(of, Symbol) and by == of._replace(role=Role.Z)
        if self.notation.style == ASCII and is_slope:  # da/dz[1][1], as its column is called
            return (Span(self.notation.name(by._replace(role=Role.DA_DZ))),)
        sign = "apply" if isinstance(of, Apply) else "partial"
        before, after = (Span(text) for text in self.notation.partial(by, sign))
        written = self._write(of, within=True)
        if not isinstance(of, Symbol | Apply):
            written = _bracketed(written)
        return (before, *written, after)

    def _product(self, factors: Iterable[Expression]) -> Spans:
        spans: list[Span] = []
        before: Spans = ()
        for factor in factors:
            operand = self._factor(factor, first=not before)
            if before:
                beside = operand[0].text == "(" and not self.numbers and not _ends_open(before)
                beside = beside and not _seems_called(before[-1], factor)
                spans.append(Span(self.notation.sign("beside" if beside else "times")))
            spans += operand
            before = operand
        return tuple(spans)

    def _factor(self, e: Expression, first: bool) -> Spans:
        """A factor of a product; x·(y·z) in an author's formula keeps its brackets."""
        operand = self._operand(e, first)
        is_grouped = isinstance(e, Product) and not first and _is_authored(operand)
        return _bracketed(operand) if is_grouped else operand

    def _subtracted(self, left: Expression, right: Expression, within: bool) -> Spans:
        """A difference, without spaces within brackets unless there are more terms."""
        minus = self.notation.sign("minus")
        one, other = self._write(left, within), self._operand(right, first=False, tight=False)
        if within and not isinstance(left, Difference) and " " not in text_of(one + other):
            return (*one, Span(minus), *other)
        return (*self._write(left, within=False), Span(f" {minus} "), *other)

    def _added(self, term: Expression) -> Spans:
        """A further term of a sum with its sign: + ab, or - ab for a term with a minus."""
        match term:
            case Negative(of) | Unless(_, Negative(of)):
                sign, spans = "minus", self._operand(of, first=False, tight=False)
            case _:
                sign, spans = "plus", self._operand(term, first=False, tight=False)
        return (Span(f" {self.notation.sign(sign)} "), *spans)

    def _is_one(self, spans: Spans) -> bool:
        """Whether spans can have an exponent or be a divisor without brackets."""
        text, sign = _outside_brackets(text_of(spans)), self.notation.sign
        signs = (" ", sign("times"), sign("over"))
        return not text.startswith(sign("minus")) and not any(s in text for s in signs)

    def _may_be_raised(self, spans: Spans) -> bool:
        """Whether spans can have or be an exponent without brackets: δ²₁ and x² cannot."""
        return self._is_one(spans) and not RAISED & set(_outside_brackets(text_of(spans)))

    def _operand(self, e: Expression, first: bool, tight: bool = True) -> Spans:
        """An operand with the brackets that it needs. tight: within a product, not a sum."""
        shown = e.written if isinstance(e, Known) and not self.numbers else e
        shown = shown.of if isinstance(shown, Unless) else shown
        if isinstance(shown, Sum | SumOver | Difference) and (tight or not first):
            return _bracketed(self._write(shown, within=True))
        if isinstance(shown, Quotient) and tight:
            return _bracketed(self._write(shown, within=True))
        spans = self._write(e, within=True)
        if not first and spans[0].text.startswith(self.notation.sign("minus")):
            return _bracketed(spans)
        return spans


class Numbers(Names):
    """Writes expressions with numbers for symbols; a Known is one number.

    digits: of each number, None for all. hides: whether a symbol's number is left blank.
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
        return Span(self.notation.value(self._value_of(symbol), self._digits), symbol)

    def constant(self, value: float) -> Span:
        return Span(self.notation.value(value, None))

    def known(self, known: Known) -> Spans:
        return self.write(known.value)


def _bracketed(spans: Spans) -> Spans:
    return (Span("("), *spans, Span(")"))


def _is_authored(spans: Spans) -> bool:
    """Whether there is a name of an author's formula among spans."""
    return any(symbol and symbol.role in OF_FORMULA for _, symbol in spans)


def _seems_called(name: Span, factor: Expression) -> bool:
    """Whether an author's name reads as a function before a bracket, unless that is 1 minus it."""
    if name.symbol is None or not _is_authored((name,)):
        return False
    return factor != Difference(ONE, name.symbol)


def _ends_open(spans: Spans) -> bool:
    """Whether a following bracket would seem to belong to it: after a root, an exponent, ∂C/∂x."""
    text = _outside_brackets(text_of(spans))
    return any(sign in text for sign in "/√^")


def _outside_brackets(text: str) -> str:
    """A text without its bracketed parts."""
    depth, kept = 0, []
    for letter in text:
        depth -= letter in ")]"
        if not depth:
            kept.append(letter)
        depth += letter in "(["
    return "".join(kept)
