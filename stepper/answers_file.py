"""A file of a student's numbers -> the answers in it; what is said where it cannot be read."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from stepper.answers import Answer, AnswerReader
from stepper.document import MOST_PROBLEMS
from stepper.errors import StepperError
from stepper.notation import SEED
from stepper.scenario import Scenario
from stepper.scenario_file import MAX_BYTES

MOST_TOLD = 5
FEWEST_EQUATIONS = 5  # lines of a page, so that it is one

_EQUATION = re.compile(
    r"\s*(?:[0-9]+  +\S.*|\S* *&)?[=≈~] .*|\\begin|\$\$"
)  # as `show` writes them


def read_answers(
    source: BinaryIO, file: str, scenario: Scenario, style: str = SEED
) -> list[Answer]:
    """The answers of an open text file, in its order; file is its name in messages.

    A line is `name = number`, or several with ; between them, empty, a remark after #, or
    `iteration 2`, which holds for the lines below it; before a name, as `iteration 2: C = 0.29`, it
    holds for that answer alone. Names are those of the notation of that style first. Raises
    StepperError with the first problems, and how many there are.
    """
    reader = AnswerReader(scenario, style)
    answers: list[Answer] = []
    problems: list[str] = []
    lines = _lines(source, file)
    for line, text in enumerate(lines, 1):
        try:
            answers += reader.read(line, text)
        except StepperError as error:
            problems += [f"{file}: line {line}: {problem}" for problem in error.problems]
        if len(problems) > MOST_PROBLEMS:
            break
    each = f"write a line such as {reader.example} = 0.29 for each"
    if not problems and not answers:
        problems = [f"{file}: no answers; {each} number"]
    if problems:
        raise StepperError(*_the_first(problems, file, _mend(lines, each)))
    return answers


def _the_first(problems: list[str], file: str, mend: str) -> Iterator[str]:
    yield from problems[:MOST_TOLD]
    more = len(problems) - MOST_TOLD
    if more > 0:
        enough = "at least " if len(problems) > MOST_PROBLEMS else ""
        yield f"{file}: {enough}{more} more problem{'s' * (more > 1)}; {mend}"


def _mend(lines: list[str], each: str) -> str:
    """What to do about many problems."""
    equations = sum(map(bool, map(_EQUATION.match, lines)))
    if equations < FEWEST_EQUATIONS:
        return "fix these first"
    return f"it looks like a page of `stepper show`: {each} of your answers"


def _lines(source: BinaryIO, file: str) -> list[str]:
    try:
        data = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise StepperError(f"{file}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise StepperError(f"{file}: larger than {MAX_BYTES:,} bytes, the limit for answers")
    try:
        return re.split(r"\r\n|\n|\r", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StepperError(f"{file}: line {line}: not UTF-8; save the file as UTF-8") from None
