"""The text of a formula -> a Formula, or every problem at once with its line and column."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from stepper.errors import found, nearest, short
from stepper.formula.formula import Formula, symbols_of
from stepper.formula.gates import cut
from stepper.formula.lines import Lines
from stepper.formula.parser import RESERVED
from stepper.formula.problems import FormulaError, Problem
from stepper.formula.tokens import is_name
from stepper.limits import MOST_LETTERS


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
    read = Lines(text, problems)
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


def _wrong_keys(
    given: Collection[str],
    constants: Sequence[str],
    update: Sequence[str],
    cost: str,
    read: Lines,
) -> Iterator[Problem]:
    """Yield the problems of the names that are given in keys."""
    words = read.words
    for name in given:
        if not is_name(name) or name in RESERVED or len(name) > MOST_LETTERS:
            key = f"values.{short(name) if is_name(name) else found(name)}"
            yield _at_key(key, f"expected a name such as x, found {found(name)}")
        elif name not in words and name not in read.made and not _is_meant(name, read):
            shown = short(name)
            yield _at_key(f"values.{shown}", f"{shown} is never used; use it or remove it")
    if cost and cost not in read.made:
        fix = nearest(short(cost), read.made) or f"lines: {_listed(read.made)}"
        message = f"expected the name of a line, found {found(cost)}; {fix}"
        yield _at_key("formula.cost", message)
    for key, names in (("constants", constants), ("update", update)):
        for k, name in enumerate(names, 1):
            place = f"formula.{key}[{k}]"
            if name not in given:
                fix = nearest(short(name), map(short, given)) or f"given: {_listed(given)}"
                yield _at_key(place, f"expected a given name, found {found(name)}; {fix}")
            elif name in names[: k - 1]:
                yield _at_key(place, f"{short(name)} is named twice; remove one")
            elif key == "update" and name in constants:
                yield _at_key(place, f"{short(name)} is a constant; remove it here or there")


def _is_meant(name: str, read: Lines) -> bool:
    """Whether another problem explains an unused name: a line is cut, or x is there for X."""
    return read.is_cut or name.casefold() in map(str.casefold, read.words - read.made.keys())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(short, names)) or "none"


def _at_key(key: str, message: str) -> Problem:
    return Problem(0, 0, message, key)
