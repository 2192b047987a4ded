"""A file of answers: the answers in it, the lines set aside, the variant that it is about."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from stepper.errors import StepperError
from stepper.half_width import half_width
from stepper.input.answer_lines import AnswerReader
from stepper.input.answers import Answer
from stepper.input.arrays import is_open
from stepper.limits import MAX_ANSWER, MAX_ANSWERS, MAX_BYTES, MOST_PROBLEMS
from stepper.runs.trace import Trace
from stepper.typeset.notation import COURSE

MOST_SHOWN = 5  # problems in a message
FEWEST_EQUATIONS = 5  # lines that look like equations make a file look like a page of `show`
NOT_DRAWN = "the weights of this scenario are not drawn with a seed"
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
        unread.append(Unread(line, f"seed = {seed}", (NOT_DRAWN,)))
    elif seed is not None and seed != trace.scenario.seed and variant:
        trace = variant(seed)
        reader = AnswerReader(trace, style)
    answers = _read(lines, reader, file, unread)
    each = f"write a line such as {reader.example} = 0.29 for each"
    if not unread and not answers:
        raise StepperError(f"{file}: no answers; {each} number")
    is_page = sum(map(bool, map(_EQUATION.match, lines))) >= FEWEST_EQUATIONS
    is_other = (
        not answers or len(unread) > MOST_PROBLEMS or (is_page and len(unread) > len(answers))
    )
    if is_other:
        advice = "fix these first"
        if is_page:
            advice = f"it looks like a page of `stepper show`: {each} of your answers"
        raise StepperError(*_the_first(unread, file, advice))
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
            what = f"expected at most {MAX_ANSWERS:,} answers"
            raise StepperError(f"{file}: line {line}: {what}; make it several files")
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


def in_words(unread: Unread) -> Iterator[str]:
    """The problems of a line that was set aside, each with its place."""
    for problem in unread.problems:
        yield f"line {unread.line}: {problem}"


def _the_first(unread: list[Unread], file: str, advice: str) -> Iterator[str]:
    problems = [f"{file}: {problem}" for each in unread for problem in in_words(each)]
    yield from problems[:MOST_SHOWN]
    more = len(problems) - MOST_SHOWN
    if more > 0:
        enough = "at least " if len(problems) > MOST_PROBLEMS else ""
        yield f"{file}: {enough}{more} more problem{'s' * (more > 1)}; {advice}"


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
        raise StepperError(f"{file}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise StepperError(f"{file}: larger than {MAX_BYTES:,} bytes, the limit for answers")
    try:
        return re.split(r"\r\n|\n|\r", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StepperError(f"{file}: line {line}: not UTF-8; save the file as UTF-8") from None
