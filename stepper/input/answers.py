"""A student's number, as `delta[3] = -0.013` -> what it is an answer to."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.errors import StepperError, found
from stepper.explain.explainer import Explainer
from stepper.input.names import Glossary
from stepper.input.numbers import TypedNumber, reading
from stepper.limits import MAX_ANSWER, MAX_BYTES, MOST_PROBLEMS
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.typeset.notation import SEED, Notation

_SEPARATOR = re.compile(r"[,\s]+")


_SIGN = re.compile("[=≈~:]")


_NEGATED = re.compile(r"[-−–]\s*|minus\s+", re.IGNORECASE)


_COUNT = re.compile(r"\s*(?:of|/)\s*[0-9]+$")  # as `show` writes it: iteration 2 of 10


_A_NUMBER = "a number such as -0.013, 1/4 or 7.2e-5"


_OVER = re.compile(r"\s+/\s+")


class Quantity(NamedTuple):
    """What a number is said of: a number of the run, minus it, or it over another one."""

    symbol: Symbol
    over: Symbol | None = None
    negated: bool = False

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return (self.symbol,) if self.over is None else (self.symbol, self.over)

    def value(self, value: Callable[[Symbol], float]) -> float:
        """Its value, from those of its symbols; not a number where that divides by 0."""
        number = value(self.symbol)
        if self.over is not None:
            under = value(self.over)
            number = number / under if under else float("nan")
        return self.signed(number)

    def signed(self, number: float) -> float:
        """A number with the sign of the quantity."""
        return -number if self.negated else number


class Answer(NamedTuple):
    """A number that a student says a quantity has in an iteration, on a line of the file."""

    line: int
    iteration: int
    quantity: Quantity
    number: TypedNumber


class AnswerReader:
    """Reads line by line and keeps the iteration that was named last.

    alone: what a number without a name is an answer to, if to anything.
    """

    def __init__(
        self, scenario: Scenario, style: str, iteration: int = 1, alone: Symbol | None = None
    ) -> None:
        self._iterations = scenario.iterations
        self.glossary = Glossary(scenario, style)
        network = scenario.network
        self.example = self.glossary.as_typed(network.steps[0])
        self._iteration = iteration
        self._alone = alone
        said = (Explainer(each, Notation(SEED, network)).say for each in LANGUAGES)
        words = "|".join(re.escape(say("iteration.word")) for say in said)
        self._heading = re.compile(
            rf"(?:{words})(?![^\W\d])\s*=?\s*([^=≈~:]*?)\s*(?:(:)\s*(.*))?", re.IGNORECASE
        )

    def read(self, line: int, text: str) -> Iterator[Answer]:
        """The answers of a line, where it has any. Raises StepperError without the place."""
        for said in text.partition("#")[0].split(";"):
            rest = " ".join(said.split())
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
        """What stands before a sign, and the number after the last one."""
        number = reading(text) if len(text) <= MAX_ANSWER else None
        if self._alone and number:
            return Quantity(self._alone), number
        signs = [sign.start() for sign in _SIGN.finditer(text)]
        if not signs or len(text) > MAX_ANSWER:
            alone = " or a number alone" if self._alone else ""
            raise StepperError(f"expected name = number{alone}, found {found(text)}")
        for sign, next_sign in pairwise(signs):
            if another := self._another(text[sign:next_sign].strip("=≈~: ")):
                raise StepperError(
                    f"expected one number, found {found(another)} as well; "
                    "write each answer on a line of its own, or ; before it"
                )
        names = [text[:sign].rstrip("=≈~: ") for sign in signs]
        quantities = (self._quantity(name) for name in reversed(names))
        quantity = next(filter(None, quantities), None)
        problems = [] if quantity else [self._unknown(next(filter(None, names), ""))]
        number = reading(text[signs[-1] + 1 :])
        if number is None:
            said = text[signs[-1] + 1 :].strip()
            is_decimal = "," in said and reading(said.replace(",", "."))
            comma = "; a comma is no decimal point here" if is_decimal else ""
            problems.append(f"expected {_A_NUMBER}, found {found(said or None)}{comma}")
        if problems or quantity is None or number is None:
            raise StepperError(*problems)
        return quantity, number

    def _another(self, part: str) -> str | None:
        """The name that stands behind a number, as in `0.6142, C`."""
        for gap in _SEPARATOR.finditer(part):
            if reading(part[: gap.start()]) and self._quantity(part[gap.end() :]):
                return part[gap.end() :]
        return None

    def _quantity(self, name: str) -> Quantity | None:
        """What a name means. Raises StepperError where that is ambiguous."""
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
            return "expected the name of a number before the sign"
        minus = _NEGATED.match(name)
        parts = _OVER.split(name[minus.end() if minus else 0 :])
        part = next((part for part in parts if not self._symbol(part)), name)
        similar = self.glossary.similar(part)
        mend = f"did you mean {similar}?" if similar else f"write one such as {self.example}"
        return f"no number has the name {found(part)}; {mend}"


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
        problems = [f"{file}: no answers: {each}"]
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
        return "mend these first"
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
