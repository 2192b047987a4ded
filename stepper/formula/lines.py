"""The lines of a formula: each defines a new name from names given or defined above."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.errors import nearest, short
from stepper.formula.complexity import depth, operations
from stepper.formula.formula import Line
from stepper.formula.parser import RESERVED, SyntaxProblem, is_function, parse
from stepper.formula.problems import Problem
from stepper.formula.tokens import NAME, Statement, Token, statements
from stepper.limits import MOST_DEEP, MOST_LETTERS, MOST_LINES, MOST_OPERATIONS

MOST_SUGGESTED = 20  # unknown names that get a suggestion: for all of them, it takes long
_MEANT = {  # what people write without a value
    "e": "write exp(x) for e^x",
    "pi": "give it its value, pi = 3.141592653589793",
    "π": "give it its value, π = 3.141592653589793",
}


class Named(NamedTuple):
    """A line that has a name. right: the tokens after the =, the last one is the END."""

    statement: Statement
    name: Token
    right: tuple[Token, ...]

    @property
    def used(self) -> Iterator[Token]:
        """The names on the right that are not called as functions."""
        for token, following in zip(self.right, self.right[1:], strict=False):
            if token.kind == NAME and not is_function(token, following):
                yield token


class Lines:
    """The lines of a formula, checked one after the other; problems are added to a list.

    named: those that have a name. made: the first line that defines each name. is_cut: whether one
    ends too early; known once the lines are read.
    """

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self._problems = problems
        self.is_cut = False
        self._every = list(statements(text))
        if not self._every:
            problems.append(Problem(1, 1, "expected name = expression, found nothing"))
        if len(self._every) > MOST_LINES:
            first_over = self._every[MOST_LINES]
            self._problem(
                first_over.line,
                first_over.tokens[0],
                f"expected at most {MOST_LINES} lines, found {len(self._every):,}",
            )
        self.named = [named for s in self._every if (named := self._name(s)) is not None]
        self.made: dict[str, int] = {}
        for k, line in enumerate(self.named):
            self.made.setdefault(line.name.text, k)

    @property
    def last(self) -> str:
        return self.named[-1].name.text if self.named else ""

    @cached_property
    def words(self) -> set[str]:
        """Every name that is used, also in lines that cannot be read."""
        names = {id(line.name) for line in self.named}
        return {t.text for s in self._every for t in s.tokens if id(t) not in names}

    def _problem(self, line: int, token: Token, message: str) -> None:
        self._problems.append(Problem(line, token.column, message))

    def _name(self, s: Statement) -> Named | None:
        """The name and the right side of a statement; None after recording a problem."""
        first, second, *right = (*s.tokens, s.tokens[-1])
        message = ""
        if not any(token.text == "=" for token in s.tokens):
            message = "expected name = expression, found no ="
        elif first.kind != NAME or second.text != "=":
            message = f"expected one name before ={_without_call(s)}"
        elif len(first.text) > MOST_LETTERS:
            message = f"expected a name of at most {MOST_LETTERS} characters"
        elif first.text in RESERVED:
            message = f"{first.text} is a function; choose another name"
        if message:
            self._problem(s.line, first, message)
            return None
        return Named(s, first, tuple(right[:-1]))

    def check_names(self, given: Collection[str], cost: str) -> None:
        """Check that every line defines a new name from known ones, and is used."""
        unknown: set[str] = set()
        for k, line in enumerate(self.named):
            name, number = line.name.text, line.statement.line
            shown = short(name)
            if name in given:
                self._problem(number, line.name, f"{shown} is given, and made here; keep one")
            if self.made[name] < k:
                first = self.named[self.made[name]].statement.line
                message = f"{shown} is made twice, first in line {first}; choose another name"
                self._problem(number, line.name, message)
            elif name != cost and name not in self.words:
                message = (
                    f"{shown} is never used, and {short(cost)} is the cost; use it or remove it"
                )
                self._problem(number, line.name, message)
            for token in {t.text: t for t in reversed([*line.used])}.values():
                if token.text not in self.made and token.text not in given:
                    if token.text not in unknown:
                        near = len(unknown) < MOST_SUGGESTED and len(token.text) <= MOST_LETTERS
                        known = [*given, *self.made] if near else []
                        self._problem(number, token, _about_unknown(token.text, known))
                    unknown.add(token.text)
                elif self.made.get(token.text, -1) >= k:
                    self._problem(number, token, self._about_order(k, token.text))

    def _about_order(self, k: int, name: str) -> str:
        """The problem of line k (from 0), which uses a name that is defined later."""
        maker, name = self.made[name], short(name)
        if maker == k:
            return f"{name} is made from itself; choose another name for the result"
        if self._leads_to(k, maker):
            other = short(self.named[k].name.text)
            return f"{name} is made from {other}, and {other} from {name}; break this circle"
        line = self.named[maker].statement.line
        return f"{name} is used before it is made, in line {line}; move that line up"

    def _leads_to(self, k: int, user: int) -> bool:
        """Whether line k is used by another one, directly or through others."""
        return bool(self._reached[user] >> k & 1)

    @cached_property
    def _reached(self) -> list[int]:
        """Per line, a bitmask of the lines it depends on, directly or through others."""
        names = [{token.text for token in line.used} & self.made.keys() for line in self.named]
        reached = [sum(1 << self.made[name] for name in used) for used in names]
        for through in range(len(reached)):
            for k, used in enumerate(reached):
                if used >> through & 1:
                    reached[k] |= reached[through]
        return reached

    def lines(self, symbols: dict[str, Symbol]) -> list[Line]:
        """The lines that can be read."""
        lines: list[Line] = []
        counts: list[int] = []
        for named in self.named:
            try:
                e = parse(named.right, symbols)
            except SyntaxProblem as problem:
                self._problems.append(problem.at(named.statement.line))
                self.is_cut |= problem.is_at_end
                continue
            lines.append(Line(named.name.text, e))
            counts.append(operations(e))
            if depth(e) > MOST_DEEP:
                message = "this line has too many levels of operations; make it several lines"
                self._problem(named.statement.line, named.right[0], message)
            if sum(counts) > MOST_OPERATIONS >= sum(counts[:-1]):
                first_over = named
        if sum(counts) > MOST_OPERATIONS:
            message = f"expected at most {MOST_OPERATIONS:,} operations, found {sum(counts):,}"
            self._problem(first_over.statement.line, first_over.right[0], message)
        return lines


def _without_call(s: Statement) -> str:
    """What to write instead of f(x) = …; empty for any other line."""
    name, opening, *_ = s.tokens
    before, _, right = s.text.partition("=")
    is_called = name.kind == NAME and opening.text == "(" and before.rstrip().endswith(")")
    return f"; write {short(f'{name.written} = {right.strip()}')}" if is_called else ""


def _about_unknown(name: str, known: Iterable[str]) -> str:
    meant = _MEANT.get(name) or nearest(name, known) or f"give it a value, {short(name)} = 1"
    return f"{short(name)} is not given, and no line makes it; {meant}"
