"""Formulas as students write them, with any names: (y-y')*y*(1-y)*W2*h, δy·W₂·h(1−h)."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice, product

from stepper.backprop.expressions import (
    Apply,
    Expression,
    Number,
    Power,
    Square,
    rewritten,
    symbols_in,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.errors import StepperError
from stepper.explain.problem import Problem, shown
from stepper.formula.parser import CALLED, SyntaxProblem, parse
from stepper.formula.tokens import NAME, NUMBER, Token, statements
from stepper.input.answers import Working
from stepper.input.latex import unlatex
from stepper.input.local_derivatives import local_derivative
from stepper.input.names import Glossary

RATES = frozenset({"α", "η", "alpha", "eta", "rate", "lr", "learningrate", "learning_rate"})
MOST_MEANINGS = 8  # of a formula whose names have several
FUNCTIONS = ("g", "f", "σ")  # what an activation is called, where it has no other name

_LAYER = r"(?:\^\{?\(\d+\)\}?(?:_\{?[\d,]+\}?)?|\^\{?\d+\}?_\{?[\d,]+\}?)?"
_ABOVE = r"[⁰¹²³⁴-⁹]+(?=[₀-₉])"  # the layer of w²₁₁, no exponent
_LETTER = r"[^\W⁰¹²³-⁹½¼¾]"  # also digits and subscripts, but no exponents
_INDEX = r"(?:_?\{[^{}]*\})*(?:,[\d₀-₉]+)*"
_ATOM = rf"[^\W\d_](?:{_LETTER}|{_ABOVE}|['′](?=[\d₀-₉])|\[\d+\])*{_INDEX}{_LAYER}['′]?"
_BRACKETS = {"{": "(", "}": ")"}  # e^{-z}
_UNPAIRED = ("never closed", "never opened")  # brackets
_SHORTER = re.compile(r"(.+)['′⁺+]")
_PLACE = "n{}_"
_E = Symbol(Role.GIVEN, names=("e",))


class WorkingReader:
    """Reads formulas with the names of a glossary.

    activation: the function called g, f or σ. has_rate: whether there is a learning rate.
    """

    def __init__(self, glossary: Glossary, activation: str, has_rate: bool) -> None:
        self._glossary = glossary
        self._has_rate = has_rate
        self._activation = activation
        atom = "|".join((*glossary.own_patterns, _ATOM))
        self._names = (  # the longest that is known is meant
            re.compile(rf"[d∂]\s?(?:{atom})\s?/\s?[d∂]\s?(?:{atom})"),
            re.compile(rf"(?:sigmoid|sigma|[gfσ])['′]\(\s*(?:{atom})\s*\)"),
            re.compile(rf"Σ?(?:{atom})(?:⁺|\+(?=\s*(?:[*·×/)⋅]|$)))?"),
        )

    def read(self, text: str, is_answer: bool) -> Working:
        """A formula. Raises StepperError where it cannot be read."""
        meanings, meant = self._read(text)
        names = [s for s in dict.fromkeys(symbols_in(meant)) if len(meanings.get(s, ())) > 1]
        others = []
        for chosen in islice(product(*(meanings[s] for s in names)), 1, MOST_MEANINGS):
            other = dict(zip(names, chosen, strict=True))
            changed = rewritten(meant, partial(_exchanged, other))
            others += [changed] if changed else []
        return Working(text, meant, is_answer, tuple(others))

    def _read(self, text: str) -> tuple[dict[Symbol, list[Symbol]], Expression]:
        """The other meanings of each symbol that is named, and the expression."""
        symbols: dict[str, Symbol] = {}
        written: dict[str, str] = {}
        derivatives: dict[Expression, Expression] = {}
        placed = "".join(self._placed(unlatex(text), symbols, written, derivatives))
        tokens = [token for statement in statements(placed) for token in statement.tokens]
        if not tokens:
            raise StepperError(Problem("no formula"))
        tokens = [
            token._replace(written=written.get(token.text, token.written)) for token in tokens
        ]
        try:
            tree = parse(list(_multiplied(tokens)), symbols)
        except SyntaxProblem as problem:
            alike = (each for each in map(Problem, _UNPAIRED) if each == problem.message)
            said = next(alike, problem.message)
            raise StepperError(Problem("formula", text=shown(text), problem=said)) from None
        tree = rewritten(tree, _exponential) or tree
        placed_symbols = set(symbols.values())
        tree = rewritten(tree, lambda e: derivatives.get(e, e)) or tree
        placed_symbols |= {s for e in derivatives.values() for s in symbols_in(e)}
        for symbol in symbols_in(tree):
            if symbol not in placed_symbols:  # the parser takes any name for a given one
                raise StepperError(Problem("name", name=shown(symbol.names[0])))
        meanings = {symbols[place]: self._glossary.symbols(written[place]) for place in symbols}
        return meanings, tree

    def _placed(
        self,
        text: str,
        symbols: dict[str, Symbol],
        written: dict[str, str],
        derivatives: dict[Expression, Expression],
    ) -> Iterator[str]:
        """Yield the text with each known name replaced by one that the parser takes for a name.

        A local derivative such as dz2/dh is a name too; its expression is put into derivatives.
        """
        at = 0
        while at < len(text):
            letter = text[at]
            is_power_of_ten = at and text[at - 1].isdigit() and letter in "eE"
            if not (letter.isalpha() or letter == "∂") or is_power_of_ten:
                yield _BRACKETS.get(letter, letter)
                at += 1
                continue
            name, symbol = self._name_at(text, at)
            local = self._local_derivative(text, at) if "/" not in name else None
            if local:
                name, derivative = local
                symbol = Symbol(Role.GIVEN, names=(name,))
                derivatives[symbol] = derivative
            if symbol is None:
                yield self._function(text, at, name)
            else:
                place = _PLACE.format(len(symbols))
                symbols[place], written[place] = symbol, name
                yield f" {place} "
            at += len(name)

    def _name_at(self, text: str, at: int) -> tuple[str, Symbol | None]:
        """The longest name at a place that is known; else the longest text that looks like one."""
        if text.startswith("e^", at):
            return "e", None
        longest = ""
        for pattern in self._names:
            match = pattern.match(text, at)
            name = match[0] if match else ""
            longest = longest or (name if pattern is self._names[-1] else "")
            while name:
                if symbol := self._symbol(name):
                    is_called = text[at + len(name) :].startswith("(") and name in FUNCTIONS
                    if not is_called:
                        return name, symbol
                shorter = _SHORTER.fullmatch(name)
                name = shorter[1] if shorter else ""
        return longest or text[at], None

    def _local_derivative(self, text: str, at: int) -> tuple[str, Expression] | None:
        """The du/dv at a place, as written, and the derivative of u by v on the forward pass."""
        match, network = self._names[0].match(text, at), self._glossary.model
        if match is None or not isinstance(network, Network):
            return None
        of, by = (part.strip()[1:].strip() for part in match[0].split("/"))
        found = product(self._glossary.symbols(of), self._glossary.symbols(by))
        for pair in found:
            if derivative := local_derivative(network, *pair):
                return match[0], derivative
        return None

    def _symbol(self, name: str) -> Symbol | None:
        if symbols := self._glossary.symbols(name):
            return symbols[0]
        return RATE if self._has_rate and name.casefold() in RATES else None

    def _function(self, text: str, at: int, name: str) -> str:
        """A function by the name that the parser knows. Raises StepperError for any other name."""
        is_called = text[at + len(name) :].lstrip().startswith("(")
        if name in FUNCTIONS and is_called:
            return self._activation
        if text.startswith("e^", at) or (name in CALLED and is_called):
            return name
        similar = self._glossary.similar(name)
        key = "name.near" if similar else "name"
        raise StepperError(Problem(key, name=shown(name), near=similar))


def _multiplied(tokens: list[Token]) -> Iterator[Token]:
    """Add the times signs that are left out: y(1−y), 2h, (a)(b)."""
    before: Token | None = None
    for token in tokens:
        if before and _ends(before) and (token.kind in (NAME, NUMBER) or token.text == "("):
            yield Token("sign", "*", token.column, token.column, "*")
        yield token
        before = token


def _ends(token: Token) -> bool:
    """Whether a factor may end with a token; it does not with a function name."""
    return token.text == ")" or token.kind == NUMBER or token.text.endswith("_")


def _exchanged(other: Mapping[Symbol, Symbol], e: Expression) -> Expression:
    return other.get(e, e) if isinstance(e, Symbol) else e


def _exponential(e: Expression) -> Expression:
    """exp x for e^x: no number is called e."""
    match e:
        case Power(base, exponent) if base == _E:
            return Apply("exp", exponent)
        case Square(base) if base == _E:
            return Apply("exp", Number(2.0))
        case _:
            return e
