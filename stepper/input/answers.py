"""A student's answers, such as `delta[3] = -0.013`, read from a line or a file."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.errors import StepperError, found
from stepper.explain.explainer import Explainer
from stepper.input.names import Glossary
from stepper.input.numbers import TypedNumber, read_typed
from stepper.limits import MAX_ANSWER, MAX_BYTES, MOST_PROBLEMS
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.typeset.notation import COURSE, Notation

MOST_SHOWN = 5  # problems in a message
FEWEST_EQUATIONS = 5  # lines that look like equations make a file look like a page of `show`

_SEPARATOR = re.compile(r"[,\s]+")
_SIGN = re.compile("[=≈~:]")
_NEGATED = re.compile(r"[-−–]\s*|minus\s+", re.IGNORECASE)
_OVER = re.compile(r"\s+/\s+")
_COUNT = re.compile(r"\s*(?:of|/)\s*[0-9]+$")  # as `show` writes it: iteration 2 of 10
_EQUATION = re.compile(  # as `show` writes them
    r"\s*(?:[0-9]+  +\S.*|\S* *&)?[=≈~] .*|\\begin|\$\$"
)
_A_NUMBER = "a number such as -0.013, 1/4 or 7.2e-5"


class Quantity(NamedTuple):
    """What an answer is about: a number of the run, or its quotient by another, perhaps negated."""

    symbol: Symbol
    over: Symbol | None = None
    negated: bool = False

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return (self.symbol,) if self.over is None else (self.symbol, self.over)

    def value(self, value: Callable[[Symbol], float]) -> float:
        """Its value, from the values of its symbols; NaN for a division by 0."""
        number = value(self.symbol)
        if self.over is not None:
            under = value(self.over)
            number = number / under if under else float("nan")
        return self.signed(number)

    def signed(self, number: float) -> float:
        """Negate a number if the quantity is negated."""
        return -number if self.negated else number


class Answer(NamedTuple):
    """A student's number for a quantity in an iteration, and the line of the file it is on."""

    line: int
    iteration: int
    quantity: Quantity
    number: TypedNumber


class AnswerReader:
    """Reads answers line by line; an iteration heading holds for the lines after it.

    style: the notation whose names are tried first. iteration: that of the first lines.
    alone: what a number without a name is an answer to; None if it must have a name.
    """

    def __init__(
        self, scenario: Scenario, style: str, iteration: int = 1, alone: Symbol | None = None
    ) -> None:
        self._iterations = scenario.iterations
        self.glossary = Glossary(scenario, style)
        model = scenario.model
        self.example = self.glossary.as_typed(model.steps[0])
        self._iteration = iteration
        self._alone = alone
        explainers = (Explainer(language, Notation(COURSE, model)) for language in LANGUAGES)
        words = "|".join(re.escape(each.say("iteration.word")) for each in explainers)
        self._heading = re.compile(
            rf"(?:{words})(?![^\W\d])\s*=?\s*([^=≈~:]*?)\s*(?:(:)\s*(.*))?", re.IGNORECASE
        )

    def read(self, line: int, text: str) -> Iterator[Answer]:
        """Yield the answers of a line. Raises StepperError, whose problems do not name the line."""
        for part in text.partition("#")[0].split(";"):
            rest = " ".join(part.split())
            heading = self._heading.fullmatch(rest[: MAX_ANSWER + 1])
            iteration = self._iteration
            if heading:
                iteration = self._number_of_iteration(heading[1])
                rest = heading[3] or ""
                if not rest:
                    self._iteration = iteration
            if rest:
                quantity, number = self._answer(rest)
                yield Answer(line, iteration, quantity, number)

    def _number_of_iteration(self, text: str) -> int:
        text = _COUNT.sub("", text)
        number = int(text) if text.isdecimal() and len(text) < 20 else 0
        if not 1 <= number <= self._iterations:
            raise StepperError(
                f"expected an iteration from 1 to {self._iterations}, found {found(text or None)}"
            )
        return number

    def _answer(self, text: str) -> tuple[Quantity, TypedNumber]:
        """Read the name before a sign, the last one known if there are several, and the number."""
        number = read_typed(text) if len(text) <= MAX_ANSWER else None
        if self._alone and number:
            return Quantity(self._alone), number
        signs = [sign.start() for sign in _SIGN.finditer(text)]
        if not signs or len(text) > MAX_ANSWER:
            alone = " or just a number" if self._alone else ""
            raise StepperError(f"expected name = number{alone}, found {found(text)}")
        for sign, next_sign in pairwise(signs):
            if another := self._another(text[sign:next_sign].strip("=≈~: ")):
                raise StepperError(
                    f"expected one number, found {found(another)} as well; "
                    "write each answer on its own line, or put ; between them"
                )
        names = [text[:sign].rstrip("=≈~: ") for sign in signs]
        quantities = (self._quantity(name) for name in reversed(names))
        quantity = next(filter(None, quantities), None)
        problems = [] if quantity else [self._unknown(next(filter(None, names), ""))]
        number = read_typed(text[signs[-1] + 1 :])
        if number is None:
            after = text[signs[-1] + 1 :].strip()
            is_decimal = "," in after and read_typed(after.replace(",", "."))
            comma = "; use a decimal point, not a comma" if is_decimal else ""
            problems.append(f"expected {_A_NUMBER}, found {found(after or None)}{comma}")
        if problems or quantity is None or number is None:
            raise StepperError(*problems)
        return quantity, number

    def _another(self, part: str) -> str | None:
        """The name that follows a number, as in `0.6142, C`; None if there is none."""
        for gap in _SEPARATOR.finditer(part):
            if read_typed(part[: gap.start()]) and self._quantity(part[gap.end() :]):
                return part[gap.end() :]
        return None

    def _quantity(self, name: str) -> Quantity | None:
        """What a name means, None if nothing. Raises StepperError if that is ambiguous."""
        symbol = self._symbol(name)
        if symbol:
            return Quantity(symbol)
        minus = _NEGATED.match(name)
        symbols = [self._symbol(part) for part in _OVER.split(name[minus.end() if minus else 0 :])]
        match symbols:
            case [Symbol() as symbol]:
                return Quantity(symbol, None, minus is not None)
            case [Symbol() as symbol, Symbol() as over]:
                return Quantity(symbol, over, minus is not None)
            case _:
                return None

    def _symbol(self, name: str) -> Symbol | None:
        symbols = self.glossary.symbols(name)
        if len(symbols) > 1:
            columns = " and of ".join(symbol.column for symbol in symbols)
            raise StepperError(f"{found(name)} is the name of {columns}; write one of these")
        return symbols[0] if symbols else None

    def _unknown(self, name: str) -> str:
        if not name:
            return "expected the name of a number before the = sign"
        minus = _NEGATED.match(name)
        parts = _OVER.split(name[minus.end() if minus else 0 :])
        part = next((part for part in parts if not self._symbol(part)), name)
        similar = self.glossary.similar(part)
        advice = f"did you mean {similar}?" if similar else f"write one such as {self.example}"
        return f"no number has the name {found(part)}; {advice}"


def read_answers(
    source: BinaryIO, file: str, scenario: Scenario, style: str = COURSE
) -> list[Answer]:
    """Read the answers of an open text file, in its order.

    A line has `name = number`, or several with ; between them; # starts a comment. The heading
    `iteration 2` holds for the lines after it; before a name, as in `iteration 2: C = 0.29`, it
    holds for that answer alone. file: its name in messages. style: the notation whose names are
    tried first. Raises StepperError with the first problems and the number of the others.
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
        raise StepperError(*_the_first(problems, file, _advice(lines, each)))
    return answers


def _the_first(problems: list[str], file: str, advice: str) -> Iterator[str]:
    yield from problems[:MOST_SHOWN]
    more = len(problems) - MOST_SHOWN
    if more > 0:
        enough = "at least " if len(problems) > MOST_PROBLEMS else ""
        yield f"{file}: {enough}{more} more problem{'s' * (more > 1)}; {advice}"


def _advice(lines: list[str], each: str) -> str:
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
