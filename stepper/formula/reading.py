"""The text of a formula -> a Formula, or every problem at once with its line and column."""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.errors import found, nearest, short
from stepper.formula.formula import Formula, Line, symbols_of
from stepper.formula.gates import cut
from stepper.formula.parser import RESERVED, SyntaxProblem, is_function, parse
from stepper.formula.parts import depth, operations
from stepper.formula.problems import FormulaError, Problem
from stepper.formula.tokens import NAME, Statement, Token, is_name, statements
from stepper.limits import MOST_DEEP, MOST_LINES, MOST_OPERATIONS

_MEANT = {  # what people write without a value
    "e": "write exp(x) for e^x",
    "pi": "give it its value, pi = 3.141592653589793",
    "π": "give it its value, π = 3.141592653589793",
}


def read_formula(
    text: str,
    given: Sequence[str] = (),
    constants: Sequence[str] = (),
    update: Sequence[str] = (),
    cost: str = "",
    gates: bool = False,
) -> Formula:
    """Read a formula from its lines. Raises FormulaError with all of its problems.

    given: the names of its numbers, in order. cost: the name of a line, empty for the last one.
    """
    given = tuple(dict.fromkeys(given))
    problems: list[Problem] = []
    read = _Lines(text, problems)
    C = cost if cost in read.made else read.last
    read.check_names(given, C)
    lines = read.lines(symbols_of(given, constants, update, read.made))
    problems += _wrong_keys(given, constants, update, cost, read)
    if problems:
        raise FormulaError(problems)
    return Formula(
        source=tuple(line.statement.text for line in read.named),
        lines=tuple(cut(lines, {*given, *read.made}) if gates else lines),
        given=given,
        cost=C,
        constants=tuple(constants),
        update=tuple(update),
        gates=gates,
    )


class _Named(NamedTuple):
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


class _Lines:
    """The lines of a formula, checked one after the other; problems are added to a list.

    named: those that have a name. made: the first line that makes each name.
    """

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self._problems = problems
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
        """Every name that stands where it is used, in lines that cannot be read as well."""
        names = {id(line.name) for line in self.named}
        return {t.text for s in self._every for t in s.tokens if id(t) not in names}

    def _problem(self, line: int, token: Token, message: str) -> None:
        self._problems.append(Problem(line, token.column, message))

    def _name(self, s: Statement) -> _Named | None:
        """The name and the right side of a statement; None after recording a problem."""
        first, second, *right = (*s.tokens, s.tokens[-1])
        message = ""
        if not any(token.text == "=" for token in s.tokens):
            message = "expected name = expression, found no ="
        elif first.kind != NAME or second.text != "=":
            message = "expected one name before ="
        elif first.text in RESERVED:
            message = f"{first.text} is a function; choose another name"
        if message:
            self._problem(s.line, first, message)
            return None
        return _Named(s, first, tuple(right[:-1]))

    def check_names(self, given: Collection[str], cost: str) -> None:
        """That each line makes a new name of names given or made above, and is used."""
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
                        self._problem(number, token, self._about_unknown(token.text, given))
                    unknown.add(token.text)
                elif self.made.get(token.text, -1) >= k:
                    self._problem(number, token, self._about_order(k, token.text))

    def _about_unknown(self, name: str, given: Collection[str]) -> str:
        near = nearest(name, [*given, *self.made])
        meant = _MEANT.get(name) or near or f"give it a value, {short(name)} = 1"
        return f"{short(name)} is not given, and no line makes it; {meant}"

    def _about_order(self, k: int, name: str) -> str:
        """What is wrong with line k (from 0), which uses a name that is made later."""
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
        waiting, seen = [user], {user}
        while waiting:
            names = {token.text for token in self.named[waiting.pop()].used}
            new = {self.made[name] for name in names if name in self.made} - seen
            seen |= new
            waiting += new
        return k in seen

    def lines(self, symbols: dict[str, Symbol]) -> list[Line]:
        """The lines that can be read."""
        lines, count = [], 0
        for named in self.named:
            try:
                e = parse(named.right, symbols)
            except SyntaxProblem as problem:
                self._problems.append(problem.at(named.statement.line))
                continue
            lines.append(Line(named.name.text, e))
            if depth(e) > MOST_DEEP:
                message = "this line has too many levels of operations; make it several lines"
                self._problem(named.statement.line, named.right[0], message)
            before, count = count, count + operations(e)
            if before <= MOST_OPERATIONS < count:
                message = f"expected at most {MOST_OPERATIONS:,} operations up to here"
                self._problem(named.statement.line, named.right[0], message)
        return lines


def _wrong_keys(
    given: Collection[str],
    constants: Sequence[str],
    update: Sequence[str],
    cost: str,
    read: _Lines,
) -> Iterator[Problem]:
    """What is wrong with the names beside the lines."""
    words = read.words
    for name in given:
        if not is_name(name) or name in RESERVED:
            yield _at_key(f"values.{name}", f"expected a name such as x, found {found(name)}")
        elif name not in words and name not in read.made:
            yield _at_key(f"values.{name}", f"{name} is never used; use it or remove it")
    if cost and cost not in read.made:
        fix = nearest(cost, read.made) or f"lines: {', '.join(read.made) or 'none'}"
        message = f"expected the name of a line, found {found(cost)}; {fix}"
        yield _at_key("formula.cost", message)
    for key, names in (("constants", constants), ("update", update)):
        for k, name in enumerate(names, 1):
            place = f"formula.{key}[{k}]"
            if name not in given:
                fix = nearest(name, given) or f"given: {', '.join(given) or 'none'}"
                yield _at_key(place, f"expected a given name, found {found(name)}; {fix}")
            elif name in names[: k - 1]:
                yield _at_key(place, f"{name} is named twice; remove one")
            elif key == "update" and name in constants:
                yield _at_key(place, f"{name} is a constant; remove it here or there")


def _at_key(key: str, message: str) -> Problem:
    return Problem(0, 0, message, key)
