"""A formula typed on the command line, with its values: a scenario without a file."""

import re
from collections.abc import Iterable
from itertools import pairwise

from stepper.backprop.evaluation import evaluate
from stepper.errors import StepperError, found, short
from stepper.files.scenario_file import scenario_from
from stepper.formula.parser import SyntaxProblem, is_function, parse
from stepper.formula.tokens import END, NAME, Statement, statements
from stepper.half_width import half_width
from stepper.limits import MAX_LINE, MAX_NUMBERS
from stepper.runs.scenario import Scenario

PLACE = "formula"  # in messages, instead of a file's name
_VALUE = re.compile(r"; give it a value, (\S+) = 1$")
_AFTER = re.compile(r"(?<![;\s])[ \t]+([^\s=;#]+=[^\s=;#]+)[ \t]*\Z")  # a value after a formula
_IN_FILES = ("formula.lines: ", "values.")  # the places of the same problems in a file


def typed_scenario(text: str, words: Iterable[str], max_numbers: int = MAX_NUMBERS) -> Scenario:
    """The scenario of a formula. words: its values, such as x=-2 and y=1/3.

    Values may also be at the end of the text. Raises StepperError with all problems.
    """
    text, after = _values_apart(half_width(text))
    values: dict[str, float] = {}
    problems = []
    used = {t.text for s in statements(text) for t in s.tokens if t.kind == NAME}
    for word, is_apart in _whole([*after, *map(half_width, words)]):
        if is_apart:
            together = "".join(word.split())
            problems.append(f"{PLACE}: {short(word)}: write {short(together)}, without spaces")
            values[word.partition("=")[0].strip()] = 1.0
            continue
        for statement in statements(word):
            first, following, *_ = (*statement.tokens, statement.tokens[-1])
            if first.text in used and following.kind == END:
                shown = short(first.text)
                problems.append(f"{PLACE}: {shown}: {shown} has no value; write {shown}=1")
                values[first.text] = 1.0
                continue
            try:
                name = _name(statement)
                if name in values:
                    raise StepperError(f"{short(name)} has a value already; keep one")
                values[name] = 1.0  # unless it can be read: then that is the only problem
                values[name] = _number(statement)
            except StepperError as problem:
                problems.append(f"{PLACE}: {short(statement.text)}: {problem}")
    source = [statement.text for statement in statements(text)]
    title = " ".join("; ".join(source).split())
    document = {
        "title": title if len(title) <= MAX_LINE else f"{title[: MAX_LINE - 1]}…",
        "formula": {"lines": text},
        "values": values,
    }
    try:
        scenario = scenario_from(document, PLACE, max_numbers)
    except StepperError as error:
        raise StepperError(*problems, *map(_as_typed, error.problems)) from None
    if problems:
        raise StepperError(*problems)
    return scenario


def _values_apart(text: str) -> tuple[str, list[str]]:
    """A formula without the values that follow it on its last line, and these."""
    values: list[str] = []
    while found := _AFTER.search(text):
        values.insert(0, found[1])
        text = text[: found.start()]
    return text, values


def _whole(words: Iterable[str]) -> list[tuple[str, bool]]:
    """Each value, and whether spaces had split it, as in x= 1 and x = 1."""
    whole: list[tuple[str, bool]] = []
    for word in words:
        before = whole[-1][0] if whole else ""
        if before and (before.endswith("=") or (word.startswith("=") and "=" not in before)):
            whole[-1] = (f"{before} {word}", True)
        else:
            whole.append((word, False))
    return whole


def _name(statement: Statement) -> str:
    """The name that a word gives a value."""
    name, sign, *_ = statement.tokens
    if name.kind != NAME or sign.text != "=":
        raise StepperError("expected name=value, such as x=-2")
    return name.text


def _number(statement: Statement) -> float:
    """The value after the =, which may be an expression of numbers: 1/3, sqrt(2)."""
    right = statement.tokens[2:]
    for token, following in pairwise(right):
        if token.kind == NAME and not is_function(token, following):
            raise StepperError(f"expected a number, found {found(token.text)}")
    try:
        return evaluate(parse(right, {}), lambda symbol: 0.0)
    except SyntaxProblem as problem:
        raise StepperError(problem.message) from None


def _as_typed(problem: str) -> str:
    """A problem as it is on the command line, where a value has no spaces."""
    for place in _IN_FILES:
        problem = problem.replace(f"{PLACE}: {place}", f"{PLACE}: ", 1)
    return _VALUE.sub(r"; give it a value, \1=1", problem)
