"""A file of answers: the answers in it, the lines set aside, the variant that it is about."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from stepper.errors import StepperError
from stepper.explain.problem import Problem
from stepper.half_width import half_width
from stepper.input.answer_lines import AnswerReader
from stepper.input.answers import Answer
from stepper.input.arrays import is_open
from stepper.limits import MAX_ANSWER, MAX_ANSWERS, MAX_BYTES, MOST_PROBLEMS
from stepper.runs.trace import Trace
from stepper.typeset.notation import COURSE

MOST_SHOWN = 5  # problems in a message
FEWEST_EQUATIONS = 5  # lines that look like equations make a file look like a page of `show`
MOST_ROWS = 100  # lines of a matrix

_SEED = re.compile(r"\W*seed\s*[=:]?\s*([0-9]{1,20})\W*", re.IGNORECASE)
_EQUATION = re.compile(  # as `show` writes them
    r"\s*(?:[0-9]+  +\S.*|\S* *&)?[=≈~] .*|\\begin|\$\$|\| [0-9]+ \$|[0-9]+\\enspace "
)


class Unread(NamedTuple):
    """A line that was set aside, as it was written, with its problems."""

    line: int
    text: str
    problems: tuple[str, ...]


class AnswerSheet(NamedTuple):
    """The content of a file of answers. trace: the run that the answers are about."""

    trace: Trace
    answers: list[Answer]
    unread: tuple[Unread, ...] = ()


def read_answers(
    source: BinaryIO,
    file: str,
    trace: Trace,
    style: str = COURSE,
    variant: Callable[[int], Trace] | None = None,
) -> AnswerSheet:
    """Read the answers of an open text file, in its order, and set aside other lines.

    A line has `name = number`, or several with ; between them; # starts a comment. The heading
    `iteration 2` holds for the lines after it; before a name, as in `iteration 2: C = 0.29`, it
    holds for that answer alone. file: its name in messages. style: the notation whose names are
    tried first. variant: the run with another seed, for a file that says `seed = 7`. Raises
    StepperError for a file without answers, or that is something else, with the first problems.
    """
    lines = _lines(source, file)
    reader = AnswerReader(trace, style)
    line, seed = _seed(lines, reader)
    unread: list[Unread] = []
    if seed is not None and trace.scenario.seed is None:
        unread.append(Unread(line, f"seed = {seed}", (Problem("not drawn"),)))
    elif seed is not None and seed != trace.scenario.seed and variant:
        trace = variant(seed)
        reader = AnswerReader(trace, style)
    answers = _read(lines, reader, file, unread)
    if not unread and not answers:
        raise _error(file, Problem("none", example=reader.example))
    is_page = sum(map(bool, map(_EQUATION.match, lines))) >= FEWEST_EQUATIONS
    is_other = (
        not answers or len(unread) > MOST_PROBLEMS or (is_page and len(unread) > len(answers))
    )
    if is_other:
        advice = Problem("page" if is_page else "fix", example=reader.example)
        raise _error(file, *_the_first(unread, advice))
    return AnswerSheet(trace, answers, tuple(unread))


def _read(lines: list[str], reader: AnswerReader, file: str, unread: list[Unread]) -> list[Answer]:
    """Read answers, and add the lines that cannot be read to the unread ones, up to a limit."""
    answers: list[Answer] = []
    for line, text in _joined(lines, reader):
        try:
            for answer in reader.read(line, text):
                answers.append(answer)
        except StepperError as error:
            unread.append(Unread(line, text.strip(), error.problems))
        if len(answers) > MAX_ANSWERS:
            many = Problem("many", most=f"{MAX_ANSWERS:,}")
            raise _error(file, Problem("line", line=line, problem=many))
        if len(unread) > MOST_PROBLEMS:
            break
    return answers


def _seed(lines: list[str], reader: AnswerReader) -> tuple[int, int | None]:
    """The first line with a seed, from 1, and the seed; None without one."""
    for number, line in enumerate(lines, 1):
        says = _SEED.fullmatch(half_width(line))
        if says and not reader.exact(number, line):
            return number, int(says[1])
    return 0, None


def in_words(unread: Unread) -> Iterator[Problem]:
    """The problems of a line that was set aside, each with its place."""
    for problem in unread.problems:
        yield Problem("line", line=unread.line, problem=problem)


def _the_first(unread: list[Unread], advice: Problem) -> Iterator[Problem]:
    problems = [problem for each in unread for problem in in_words(each)]
    yield from problems[:MOST_SHOWN]
    more = len(problems) - MOST_SHOWN
    if more > 0:
        number = ".many" if len(problems) > MOST_PROBLEMS else ".one" if more == 1 else ""
        yield Problem(f"more{number}", more=more, advice=advice)


def _error(file: str, *problems: Problem) -> StepperError:
    return StepperError(*(Problem("of file", file=file, problem=each) for each in problems))


def _joined(lines: list[str], reader: AnswerReader) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, from 1; a matrix over several of them is one line."""
    begun, rows = 0, list[str]()
    for number, text in enumerate(lines, 1):
        begun = begun if rows else number
        rows.append(text)
        whole = " ".join(rows)
        is_begun = is_open(whole) and not reader.exact(begun, whole)
        if is_begun and len(rows) < MOST_ROWS and len(whole) < MAX_ANSWER * MOST_ROWS:
            continue
        yield begun, whole
        rows = []
    if rows:
        yield begun, " ".join(rows)


def _lines(source: BinaryIO, file: str) -> list[str]:
    try:
        data = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise _error(file, Problem("file", reason=error.strerror)) from None
    if len(data) > MAX_BYTES:
        raise _error(file, Problem("large", most=f"{MAX_BYTES:,}"))
    try:
        return re.split(r"\r\n|\n|\r", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _error(file, Problem("line", line=line, problem=Problem("not UTF-8"))) from None
