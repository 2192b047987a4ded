"""Answers read line by line: `delta[3] = -0.013`, `dW2 = [[…], […]]`, `δh = δy*W2*h*(1-h)`."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import UPDATED, Symbol
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.explain.problem import Problem, shown
from stepper.half_width import half_width
from stepper.input.answers import Answer, Quantity, Working
from stepper.input.arrays import Array, read_array
from stepper.input.latex import unlatex
from stepper.input.names import Glossary
from stepper.input.numbers import TypedNumber, read_with_comma
from stepper.input.quantities import QuantityReader
from stepper.input.workings import WorkingReader
from stepper.limits import MAX_ANSWER
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.typeset.notation import COURSE, Notation
from stepper.whole_number import whole

OF_FORMULA = 12  # significant digits of a formula's value that count

_SEPARATOR = re.compile(r"[,\s]+")
_SIGN = re.compile("[=≈~:]")
_COUNT = re.compile(r"\s*(?:of|/)\s*[0-9]+$")  # as `show` writes it: iteration 2 of 10
_MARKS = re.compile(r"[;\[()\]]")
_OF_A_FORMULA = re.compile(
    r"[^\W\d_].*[-+*/·×⋅−(^²]|[-+*/·×⋅−(^²].*[^\W\d_]|\d\s*[*·×(]|[\d.)]\s*[-+−–]\s*[\d.(]"
)
_HEAD_OF_TABLE = re.compile(r"\W*(?:name|number|이름)\W+(?:value|number|값)\W*", re.IGNORECASE)
_ABOUT_THE_SHEET = re.compile(  # filled in by the student, not answers
    r"(?:name|date|points|class|group|student|seed|이름|날짜|점수|학번|반)\s*[:=].*", re.IGNORECASE
)


class AnswerReader:
    """Reads answers line by line; an iteration heading holds for the lines after it.

    trace: the run that they are about; where a name or the order of a matrix is ambiguous, the
    meaning that agrees is chosen. style: the notation whose names are tried first. iteration: that
    of the first lines. alone: the quantity of a number or formula without a name; None if it must
    have one.
    """

    def __init__(
        self, trace: Trace, style: str, iteration: int = 1, alone: Symbol | None = None
    ) -> None:
        self._trace = trace
        self._iterations = trace.scenario.iterations
        self.glossary = Glossary(trace.scenario, style)
        model = trace.model
        has_rate = trace.scenario.learning_rate is not None
        activation = model.only_activation or "sigmoid"
        self._workings = WorkingReader(self.glossary, activation, has_rate)
        self.example = self.glossary.as_typed(model.steps[0])
        self._quantities = QuantityReader(trace.scenario, self.glossary, self.example)
        self._iteration = iteration
        self._alone = alone
        explainers = (Explainer(language, Notation(COURSE, model)) for language in LANGUAGES)
        words = "|".join(re.escape(each.say("iteration.word")) for each in explainers)
        self._heading = re.compile(
            rf"(?:{words})(?![^\W\d])\s*=?\s*([^=≈~:]*?)\s*(?:(:)\s*(.*))?", re.IGNORECASE
        )

    def read(self, line: int, text: str) -> Iterator[Answer]:
        """Yield the answers of a line.

        Raises StepperError after the others, for those that cannot be read; its problems do not
        name the line.
        """
        if answer := self.exact(line, text):
            yield answer
            return
        text = half_width(text).partition("#")[0]
        text = text.replace("$", "")  # as LaTeX has it around formulas
        problems: list[str] = []
        for part in self._parts(text):
            try:
                yield from self._of_part(line, part)
            except StepperError as error:
                problems += error.problems
        if problems:
            raise StepperError(*problems)

    def exact(self, line: int, text: str) -> Answer | None:
        """The answer of a line of a key: an exact name, whatever signs are in it, = number.

        So `iteration = 2` is an answer where a number is called iteration.
        """
        name, _, value = text.rpartition("=")
        number = read_with_comma(value)
        symbols = self.glossary.exactly(name.strip()) if number else []
        if number is None or len(symbols) != 1:
            return None
        quantity = self._meant([Quantity(symbols[0])], number, self._iteration)
        return Answer(line, self._iteration, quantity, number)

    def _parts(self, text: str) -> Iterator[str]:
        """The answers of a line, without needless spaces; `name;value` is one of them."""
        if _HEAD_OF_TABLE.fullmatch(text[: MAX_ANSWER + 1]):
            return
        pair = text.split(";")
        is_pair = len(pair) == 2 and not _SIGN.search(text) and read_with_comma(pair[1].strip())
        parts = ["\t".join(pair)] if is_pair else _apart(text)
        for part in parts:
            yield "\t".join(" ".join(piece.split()) for piece in part.split("\t")).strip()

    def _of_part(self, line: int, text: str) -> Iterator[Answer]:
        heading = self._heading.fullmatch(text[: MAX_ANSWER + 1])
        iteration = self._iteration
        if heading:
            iteration = self._number_of_iteration(heading[1])
            text = heading[3] or ""
            if not text:
                self._iteration = iteration
        if text and not self._is_about_the_sheet(text):
            for quantity, number, working in self._answers(text, iteration):
                yield Answer(line, iteration, quantity, number, working)

    def _is_about_the_sheet(self, text: str) -> bool:
        if len(text) > MAX_ANSWER or not _ABOUT_THE_SHEET.fullmatch(text):
            return False
        return not self.glossary.exactly(_SIGN.split(text)[0].strip())

    def _number_of_iteration(self, text: str) -> int:
        text = _COUNT.sub("", text)
        number = whole(text) or 0
        if not 1 <= number <= self._iterations:
            raise StepperError(Problem("iteration", last=self._iterations, found=shown(text)))
        return number

    def _answers(
        self, text: str, iteration: int
    ) -> Iterator[tuple[Quantity, TypedNumber, Working | None]]:
        """Read the name before a sign, the last one known if there are several, and the number."""
        signs = [sign.start() for sign in _SIGN.finditer(text)]
        number = read_with_comma(unlatex(text)) if len(text) <= MAX_ANSWER else None
        if self._alone and number:
            yield Quantity(self._alone), number, None
            return
        array = read_array(text[signs[0] + 1 :].lstrip("=≈~: ")) if signs else None
        if array:
            for quantity, each in self._of_array(text[: signs[0]].strip(), array, iteration):
                yield quantity, each, None
        elif len(text) > MAX_ANSWER or not signs:
            yield self._without_sign(text, iteration)
        else:
            yield self._assigned(text, signs, iteration)

    def _without_sign(
        self, text: str, iteration: int
    ) -> tuple[Quantity, TypedNumber, Working | None]:
        """Read `name,value`, or a formula without a name where one is allowed."""
        if len(text) <= MAX_ANSWER:
            for comma in reversed([found.start() for found in re.finditer("[,\t]", text)]):
                name, value = text[:comma].strip(" \"'"), text[comma + 1 :].strip(" \"'")
                number = read_with_comma(value)
                if number and (quantities := self._quantities.read(name)):
                    return self._meant(quantities, number, iteration), number, None
            if self._alone and _looks_like_a_formula(text):
                working = self._workings.read(text, is_answer=True)
                return Quantity(self._alone), self._value(working, iteration), working
        key = "no sign.alone" if self._alone else "no sign"
        raise StepperError(Problem(key, found=shown(text.replace("\t", "; "))))

    def _assigned(
        self, text: str, signs: list[int], iteration: int
    ) -> tuple[Quantity, TypedNumber, Working | None]:
        for sign, next_sign in pairwise(signs):
            if another := self._another(text[sign:next_sign].strip("=≈~: ")):
                raise StepperError(Problem("two", found=shown(another)))
        names = [text[:sign].rstrip("=≈~: ") for sign in signs]
        each = (self._quantities.read(name) for name in reversed(names))
        quantities = next(filter(None, each), [])
        problems: list[str] = []
        if not quantities:
            problems.append(self._quantities.unknown(next(filter(None, names), "")))
        after = text[signs[-1] + 1 :].strip()
        number = read_with_comma(unlatex(after))
        working = None
        if number is None:
            try:
                working, number = self._valued(self._working(after), quantities, iteration)
            except StepperError as error:
                problems += error.problems
        elif quantities and len(signs) > 1:
            working = self._shown(text[signs[0] : signs[-1]])
        if problems or number is None:
            raise StepperError(*problems)
        return self._meant(quantities, number, iteration), number, working

    def _working(self, text: str) -> Working:
        """A formula as an answer. Raises StepperError if it cannot be read."""
        if not (_looks_like_a_formula(text) or self._quantities.read(text)):
            is_decimal = "," in text and read_with_comma(text.replace(",", "."))
            raise StepperError(Problem("comma" if is_decimal else "number", found=shown(text)))
        return self._workings.read(text, is_answer=True)

    def _shown(self, text: str) -> Working | None:
        """The formula between the name and the number, the first one that can be read."""
        for part in _SIGN.split(text):
            if _looks_like_a_formula(part) and not self._quantities.read(part.strip()):
                try:
                    return self._workings.read(part.strip(), is_answer=False)
                except StepperError:
                    continue
        return None

    def _valued(
        self, working: Working, quantities: Sequence[Quantity], iteration: int
    ) -> tuple[Working, TypedNumber]:
        """A formula and its value; if it is ambiguous, in the meaning that agrees."""
        number = self._value(working, iteration)
        if not any(self._agrees(q, number, iteration) for q in quantities):
            for k, other in enumerate(working.others):
                before = (working.expression, *working.others[:k], *working.others[k + 1 :])
                meant = working._replace(expression=other, others=before)
                value = self._value(meant, iteration)
                if any(self._agrees(q, value, iteration) for q in quantities):
                    return meant, value
        return working, number

    def _value(self, working: Working, iteration: int) -> TypedNumber:
        """The value of a formula, with the digits that count."""
        number = evaluate(working.expression, partial(self._trace.value, iteration=iteration))
        if not abs(number) < float("inf"):
            raise StepperError(Problem("no value", text=shown(working.text)))
        return TypedNumber(number, (f"{number:.{OF_FORMULA - 1}e}",))

    def _meant(
        self, quantities: Sequence[Quantity], number: TypedNumber, iteration: int
    ) -> Quantity:
        """The first of the quantities that has the number; without one, the first.

        A parameter may mean its new value, as in a program: W2 = W2 - α*dW2.
        """
        becomes = self._trace.model.becomes
        given = [q for q in quantities if q.over is None and q.symbol.role in UPDATED]
        updated = [q._replace(symbol=becomes(q.symbol)) for q in given]
        every = [*quantities, *updated]
        agreeing = (q for q in every if self._agrees(q, number, iteration))
        return every[0] if len(every) == 1 else next(agreeing, every[0])

    def _agrees(self, quantity: Quantity, number: TypedNumber, iteration: int) -> bool:
        return number.agrees(quantity.value(partial(self._trace.value, iteration=iteration)))

    def _of_array(
        self, name: str, array: Array, iteration: int
    ) -> list[tuple[Quantity, TypedNumber]]:
        """The number of each symbol, in the way in which most agree."""
        groups, negated = self._quantities.group(name)
        if not groups:
            raise StepperError(self._quantities.unknown(name))
        ways = [
            [(Quantity(symbol, None, negated), number) for symbol, number in way]
            for group in groups
            for way in array.assigned(group)
        ]
        if not ways:
            rows, columns = array.shape
            count = len(groups[0])
            raise StepperError(
                Problem("matrix", name=shown(name), count=count, rows=rows, columns=columns)
            )
        return max(ways, key=lambda way: sum(self._agrees(q, n, iteration) for q, n in way))

    def _another(self, part: str) -> str | None:
        """The name that follows a number, as in `0.6142, C`; None without one."""
        for gap in _SEPARATOR.finditer(part):
            if read_with_comma(part[: gap.start()]) and self._quantities.read(part[gap.end() :]):
                return part[gap.end() :]
        return None


def _looks_like_a_formula(text: str) -> bool:
    return bool(_OF_A_FORMULA.search(unlatex(text)))


def _apart(text: str) -> list[str]:
    """The parts between semicolons that are not in brackets; any closing bracket ends those."""
    parts, end, is_closed = [], len(text), False
    for mark in reversed([*_MARKS.finditer(text)]):
        if mark[0] != ";":
            is_closed = mark[0] in "])"
        elif not is_closed:
            parts.append(text[mark.end() : end])
            end = mark.start()
    return [text[:end], *reversed(parts)]
