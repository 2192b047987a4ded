"""A student's numbers, from lines such as `delta[3] = -0.013` -> what each is an answer to."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

from stepper.digits import Reading, reading
from stepper.document import MORE_PROBLEMS, MOST_PROBLEMS, found, nearest
from stepper.errors import StepperError
from stepper.explain import Explainer
from stepper.glossary import Glossary
from stepper.notation import ASCII, SEED, Notation
from stepper.scenario import LANGUAGES, Scenario
from stepper.scenario_file import MAX_BYTES, MAX_NEAR
from stepper.symbols import Symbol

MAX_LINE = 500  # letters of a line that is read: equations as `show` writes them fit

_SIGN = re.compile("[=≈~:]")
_NEGATED = re.compile(r"[-−–]\s*|minus\s+", re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:of|/)\s*[0-9]+$")  # as `show` writes it: iteration 2 of 10
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
    number: Reading


def read_answers(
    source: BinaryIO, file: str, scenario: Scenario, style: str = SEED
) -> list[Answer]:
    """The answers of an open text file, in its order; file is its name in messages.

    A line is `name = number`, empty, a remark after #, or `iteration 2`, which holds for the lines
    below it; before a name, as `iteration 2: C = 0.29`, it holds for that line alone. Names are
    those of the notation of that style first. Raises StepperError with all problems.
    """
    reader = AnswerReader(scenario, style)
    answers: list[Answer] = []
    problems: list[str] = []
    for line, text in enumerate(_lines(source, file), 1):
        try:
            answers += reader.read(line, text)
        except StepperError as error:
            problems += [f"{file}: line {line}: {problem}" for problem in error.problems]
        if len(problems) > MOST_PROBLEMS:
            problems[MOST_PROBLEMS:] = [f"{file}: {MORE_PROBLEMS}"]
            break
    if not problems and not answers:
        problems = [f"{file}: no answers: write a line such as {reader.example} = 0.29 for each"]
    if problems:
        raise StepperError(*problems)
    return answers


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


class AnswerReader:
    """Reads line by line and keeps the iteration that was named last."""

    def __init__(self, scenario: Scenario, style: str, iteration: int = 1) -> None:
        self._iterations = scenario.iterations
        self._glossary = Glossary(scenario, style)
        network = scenario.network
        self.example = network.steps[0].column
        self._known: list[str] = []
        if len(network.columns) <= MAX_NEAR:
            self._known += network.by_column
            for notation in (style, ASCII):
                name = Notation(notation, network, scenario.names).name
                self._known += map(name, network.columns)
        self._iteration = iteration
        said = (Explainer(each, Notation(SEED, network)).say for each in LANGUAGES)
        words = "|".join(re.escape(say("iteration.word")) for say in said)
        self._heading = re.compile(
            rf"(?:{words})(?![^\W\d])\s*=?\s*([^=≈~:]*?)\s*(?:(:)\s*(.*))?", re.IGNORECASE
        )
        self._nearest = cache(self._nearest_name)

    def read(self, line: int, text: str) -> Iterator[Answer]:
        """The answer of a line, where it has one. Raises StepperError without the place."""
        text = " ".join(text.partition("#")[0].split())
        heading = self._heading.fullmatch(text[: MAX_LINE + 1])
        iteration = self._iteration
        if heading:
            iteration = self._number_of_iteration(heading[1])
            text = heading[3] or ""
            if not text:
                self._iteration = iteration
        if text:
            quantity, number = self._answer(text)
            yield Answer(line, iteration, quantity, number)

    def _number_of_iteration(self, text: str) -> int:
        text = _COUNT.sub("", text)
        number = int(text) if text.isdecimal() and len(text) < 20 else 0
        if not 1 <= number <= self._iterations:
            raise StepperError(
                f"expected an iteration from 1 to {self._iterations}, found {found(text or None)}"
            )
        return number

    def _answer(self, text: str) -> tuple[Quantity, Reading]:
        """What stands before a sign, and the number after the last one."""
        signs = [sign.start() for sign in _SIGN.finditer(text)]
        if not signs or len(text) > MAX_LINE:
            raise StepperError(f"expected name = number, found {found(text)}")
        names = [text[:sign].rstrip("=≈~: ") for sign in signs]
        quantities = (self._quantity(name) for name in reversed(names))
        quantity = next(filter(None, quantities), None)
        problems = [] if quantity else [self._unknown(next(filter(None, names), ""))]
        number = reading(text[signs[-1] + 1 :])
        if number is None:
            said = text[signs[-1] + 1 :].strip()
            comma = "; a comma is no decimal point here" if "," in said else ""
            problems.append(
                "expected a number such as -0.013, 1/4 or 7.2e-5, "
                f"found {found(said or None)}{comma}"
            )
        if problems or quantity is None or number is None:
            raise StepperError(*problems)
        return quantity, number

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
        symbols = self._glossary.symbols(name)
        if len(symbols) > 1:
            columns = " and of ".join(symbol.column for symbol in symbols)
            raise StepperError(f"{found(name)} is the name of {columns}; write one of these")
        return symbols[0] if symbols else None

    def _unknown(self, name: str) -> str:
        if not name:
            return "expected the name of a number before the sign"
        part = next(
            (part for part in _OVER.split(_NEGATED.sub("", name, 1)) if not self._symbol(part)),
            name,
        )
        return f"no number has the name {found(part)}; {self._nearest(part)}"

    def _nearest_name(self, name: str) -> str:
        return nearest(name, self._known) or f"write one such as {self.example}"
