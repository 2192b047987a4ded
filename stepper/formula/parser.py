"""An expression as people write it -> a tree, by precedence. Nothing is ever run as a program.

sum      product (+ product | - product)*
product  signed (* signed | / signed)*
signed   - signed | + signed | power
power    operand [^ signed]                    so -x^2 is -(x^2), and a^b^c is a^(b^c)
operand  number | name | function(sum, …) | √operand | (sum) | |sum|
"""

from collections.abc import Mapping, Sequence

from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Extreme,
    Negative,
    Number,
    Power,
    Quotient,
    Square,
    Sum,
    product_of,
)
from stepper.backprop.functions import EXTREMES
from stepper.backprop.symbols import Role, Symbol
from stepper.errors import nearest
from stepper.formula.advice import no_operator, not_called, shown, too_deep, too_many, unexpected
from stepper.formula.problems import Problem
from stepper.formula.tokens import END, NAME, NUMBER, RAISED, Token
from stepper.limits import MOST_NESTED

# as it is called in a formula -> the function of an expression
CALLED = {
    **{name: name for name in ("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu")},
    "abs": "abs",
    **{name: name for name in EXTREMES},
    "ln": "log",
    "σ": "sigmoid",
}
RESERVED = CALLED.keys() - {"σ"}  # these are no names; σ is one where no bracket follows
_CLOSING = {"(": ")", "|": "|"}


class SyntaxProblem(Exception):
    """The first place at which an expression cannot be read. column: from 1.

    is_at_end: where something is missing at its end.
    """

    def __init__(self, token: Token, message: str) -> None:
        super().__init__(message)
        self.column = token.column
        self.is_at_end = token.kind == END
        self.message = message

    def at(self, line: int) -> Problem:
        return Problem(line, self.column, self.message)


def parse(tokens: Sequence[Token], symbols: Mapping[str, Symbol]) -> Expression:
    """The tree of an expression. A name without a symbol is a given one. Raises SyntaxProblem.

    tokens: the last one is the END.
    """
    return _Parser(tokens, symbols).whole()


def is_function(name: Token, following: Token) -> bool:
    """Whether a name is that of a function, known or not."""
    return name.text in RESERVED or following.text == "("


class _Parser:
    def __init__(self, tokens: Sequence[Token], symbols: Mapping[str, Symbol]) -> None:
        self._tokens = tokens
        self._symbols = symbols
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += token.kind != END
        return token

    def _takes(self, *signs: str) -> str:
        """Take the next token if it is one of these signs; "" if it is another."""
        return self._take().text if self._next.text in signs else ""

    def whole(self) -> Expression:
        expression = self._sum()
        if self._next.kind != END:
            raise self._unexpected()
        return expression

    def _sum(self) -> Expression:
        terms = [self._product()]
        while sign := self._takes("+", "-"):
            term = self._product()
            terms.append(Negative(term) if sign == "-" else term)
        match terms:
            case [one]:
                return one
            case [one, Negative(other)]:
                return Difference(one, other)
            case _:  # a - b + c as well: a flat tree, and the same bits
                return Sum(tuple(terms))

    def _product(self) -> Expression:
        factors, quotients = [self._signed()], 0
        while sign := self._takes("*", "/"):
            token, operand = self._next, self._signed()
            if sign == "*":
                factors.append(operand)
                continue
            quotients += 1
            if quotients > MOST_NESTED:
                raise SyntaxProblem(token, too_deep(f"{MOST_NESTED} divisions in a row"))
            factors = [Quotient(product_of(factors), operand)]
        return product_of(factors)

    def _signed(self) -> Expression:
        sign = self._takes("-", "+")
        if not sign:
            return self._power()
        self._deeper()
        of = self._signed()
        self._depth -= 1
        if sign == "+":
            return of
        return Number(-of.value) if isinstance(of, Number) else Negative(of)

    def _power(self) -> Expression:
        base = self._operand()
        if self._next.kind == RAISED:
            exponent: Expression = self._number(self._take())
            if self._next.kind == RAISED or self._next.text == "^":
                raise SyntaxProblem(self._next, "expected one exponent; write brackets, (x^2)^3")
        elif self._takes("^"):
            self._deeper()
            exponent = self._signed()
            self._depth -= 1
        else:
            return base
        is_square = isinstance(exponent, Number) and exponent.value == 2.0
        return Square(base) if is_square else Power(base, exponent)

    def _operand(self) -> Expression:
        token = self._take()
        if token.kind == NUMBER:
            return self._number(token)
        if token.kind == NAME:
            return self._called(token) if is_function(token, self._next) else self._named(token)
        if token.text in _CLOSING:
            of = self._bracketed(token)[0]
            return Apply("abs", of) if token.text == "|" else of
        if token.text == "√":
            self._deeper()
            of = self._operand()
            self._depth -= 1
            return Apply("sqrt", of)
        if token.text == "=":
            raise SyntaxProblem(token, "expected one = in a line")
        raise SyntaxProblem(token, f"expected a number, a name or (, found {shown(token)}")

    def _number(self, token: Token) -> Expression:
        value = 0.5 if token.text == "½" else float(token.text.replace("−", "-"))
        if value in (float("inf"), float("-inf")):
            raise SyntaxProblem(token, "expected a number below 1.8e308")
        return Number(value)

    def _named(self, token: Token) -> Expression:
        return self._symbols.get(token.text) or Symbol(Role.GIVEN, names=(token.text,))

    def _called(self, name: Token) -> Expression:
        if name.text not in CALLED:
            if name.text in self._symbols:
                raise SyntaxProblem(self._next, no_operator(name, self._next, self._next))
            near = nearest(name.text, CALLED) or f"known functions: {', '.join(CALLED)}"
            raise SyntaxProblem(name, f"unknown function {shown(name)}; {near}")
        if self._next.text != "(":
            raise SyntaxProblem(name, not_called(name, self._next))
        function = CALLED[name.text]
        operands = self._bracketed(self._take(), are_several=True)
        if function in EXTREMES:
            if len(operands) < 2:
                raise SyntaxProblem(name, f"expected 2 or more numbers; write {name.text}(a, b)")
            return Extreme(function, tuple(operands))
        if len(operands) > 1:
            raise SyntaxProblem(name, too_many(name, len(operands)))
        return Apply(function, operands[0])

    def _bracketed(self, opening: Token, are_several: bool = False) -> list[Expression]:
        """The expressions up to the closing bracket, separated by commas if are_several."""
        self._deeper()
        operands = [self._sum()]
        closing = _CLOSING[opening.text]
        while are_several and self._takes(","):
            operands.append(self._sum())
        if self._next.text != closing:
            if self._next.kind == END:
                raise SyntaxProblem(opening, f"the bracket {opening.text} is never closed")
            raise self._unexpected()
        self._take()
        self._depth -= 1
        return operands

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise SyntaxProblem(self._next, too_deep(f"{MOST_NESTED} levels"))

    def _unexpected(self) -> SyntaxProblem:
        before = self._tokens[self._at - 1] if self._at else None
        after = self._tokens[self._at + 1 :][:1] or [self._next]
        return SyntaxProblem(self._next, unexpected(self._next, before, after[0]))
