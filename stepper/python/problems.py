"""Problems in the words of Python, not in those of files and commands."""

import re
from collections.abc import Callable
from typing import TypeVar

from stepper.errors import StepperError

_WORDS = (  # the words of files and commands -> those of Python; the special before the general
    (r"--max-numbers ", "max_numbers="),
    (r"--seed", "seed"),
    (r"add --force", "write replace=True"),
    (r"^(FILE|OUT): ", '"": '),
    (r", or - for standard input", ""),
    (r"a table: name = number", "a mapping of names to numbers"),
    (r"a table: column = name", "a mapping of columns to names"),
    (r"^(layers\[\d+\]: expected) a table", r"\1 a Layer"),
    (
        r"^(samples\[\d+\]: expected) a table",
        r"\1 a pair (inputs, targets), as zip(X, Y) makes of arrays X and Y",
    ),
    (
        r"\[\[samples\]\] with inputs = \[…\] and targets = \[…\]",
        "samples=[(inputs, targets), …]",
    ),
    (r"\[\[samples\]\] with name = number", "a list with a mapping of names to numbers each"),
    (r"at least one \[\[samples\]\]", "a list of pairs (inputs, targets)"),
    (
        r"\[\[layers\]\] with weights = \[\[…\]\], or \[random\]; or \[formula\] instead",
        "layers=[Layer(…), …], or random={…}; or formula=Formula(…) instead",
    ),
    (
        r"at least one of \[\[layers\]\]: the output layer",
        "a list, layers=[Layer(…), …], with at least the output layer",
    ),
    (r"the whole file: write it above the first \[table\]", "Scenario: write it as its argument"),
    (r" above the first \[table\]", " in Scenario(…)"),
    (r"in \[formula\]", "in Formula(…)"),
    (r"write \[formula\] with lines", "write formula=Formula(…)"),
    (r"^(random\.\w+: missing; write) (\w+) =", r'\1 "\2":'),
    (r"^(formula: expected) a table", r"\1 a Formula, or its lines"),
    (r"expected \[\[\w+\]\]", "expected a list of mappings"),
    (r"\[\[(\w+)\]\]", r"\1"),
    (r"\[(random|values|formula)\]", r"\1"),
    (r"\ban array", "a list"),
    (r"\ban empty array", "an empty list"),
    (r"\ba(n empty)? table", r"a\1 mapping"),
    (r"true or false", "True or False"),
    (r"found true", "found True"),
    (r"found false", "found False"),
    (r"(?<!expression, )found nothing", "found None"),
)
_QUOTED = re.compile('("[^"]*")')

T = TypeVar("T")


def reported(read: Callable[[], T]) -> T:
    """The result of a reader. Its StepperError is raised in the words of Python."""
    try:
        return read()
    except StepperError as error:
        problems = error.problems
    raise StepperError(*map(in_python, problems))


def in_python(problem: str) -> str:
    """A problem in the words of Python; quoted texts are unchanged."""
    parts = _QUOTED.split(problem)
    for pattern, words in _WORDS:
        parts[::2] = (re.sub(pattern, words, part) for part in parts[::2])
    return "".join(parts)
