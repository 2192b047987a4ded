"""Marks for a class: points for each student, the mistakes of all, and what was rarely right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stepper.backprop.symbols import Phase, Symbol
from stepper.diagnosis.cause import Cause
from stepper.diagnosis.diagnose import first_mistake
from stepper.diagnosis.diagnosis import Diagnosis
from stepper.diagnosis.verdict import Standing, Verdict
from stepper.errors import StepperError, found, nearest
from stepper.input.answer_sheet import AnswerSheet
from stepper.marking.variants import Fitting
from stepper.practice.kinds import KINDS, kind_of
from stepper.runs.trace import Trace

GIVES_POINTS = frozenset({Standing.AGREES, Standing.ROUNDING, Standing.FOLLOWS})
RARELY = 0.5  # largest share of students right for a number to count as rarely right
MOST_RARE = 10  # numbers that are listed
MOST_SIGNS = 8  # of a number of points

Number = tuple[int, Symbol]  # an iteration and a symbol


class Points(NamedTuple):
    """The points for a number of each kind; without any, one for every computed number."""

    by_kind: Mapping[str, float]

    def of(self, symbol: Symbol) -> float:
        if symbol.role.phase is Phase.GIVEN:
            return 0.0
        return self.by_kind.get(kind_of(symbol) or "", 0.0) if self.by_kind else 1.0


class Marked(NamedTuple):
    """The sheet of a student, judged."""

    sheet: AnswerSheet
    diagnosis: Diagnosis
    fitting: Fitting | None = None

    @property
    def trace(self) -> Trace:
        return self.sheet.trace

    @property
    def first(self) -> Verdict | None:
        """The verdict on the first mistake."""
        return first_mistake(self.trace, self.diagnosis.verdicts)

    @property
    def last(self) -> dict[Number, Verdict]:
        """The verdict on each number: on the last answer, where there are several."""
        plain = (v for v in self.diagnosis.verdicts if v.answer.quantity.over is None)
        return {(v.answer.iteration, v.answer.quantity.symbol): v for v in plain}

    def right(self) -> Iterator[Number]:
        """The numbers that give points: right, or computed correctly from a wrong number."""
        return (each for each, v in self.last.items() if v.standing in GIVES_POINTS)

    def counted(self, asked: Sequence[Number]) -> Sequence[Number]:
        """The numbers that count: those that were asked for, else those that were answered."""
        return asked or list(self.last)


class Student(NamedTuple):
    """A student by name, and the marked sheet; or the problems of the file."""

    name: str
    file: str
    marked: Marked | None = None
    problems: tuple[str, ...] = ()


class Mistake(NamedTuple):
    """A mistake of students: the cause as found for one of them, that sheet, and their number."""

    cause: Cause
    marked: Marked
    students: int


class Rare(NamedTuple):
    """A number that few have right, of those who should have it."""

    number: Number
    right: int
    of: int


class Class(NamedTuple):
    """The students, the numbers that were asked for, if that is known, and the points."""

    students: Sequence[Student]
    asked: Sequence[Number]
    points: Points

    @property
    def marked(self) -> list[Marked]:
        return [student.marked for student in self.students if student.marked]

    def score(self, marked: Marked) -> tuple[float, float]:
        """The points of a student, and the most that there could have been."""
        counted, right = marked.counted(self.asked), set(marked.right())
        most = sum(self.points.of(symbol) for _, symbol in counted)
        return sum(self.points.of(each[1]) for each in counted if each in right), most

    @property
    def _own(self) -> list[Marked]:
        """Those who answered the variant that they were given."""
        return [marked for marked in self.marked if not marked.fitting]

    def mistakes(self) -> list[Mistake]:
        """The mistakes, the most frequent first; each student counts once for each."""
        seen: dict[object, tuple[Cause, Marked]] = {}
        counts: Counter[object] = Counter()
        for marked in self._own:
            own = {(cause.kind, cause.symbols[0]): cause for cause in marked.diagnosis.causes}
            counts.update(own.keys())
            for key, cause in own.items():
                if key not in seen or cause.is_certain > seen[key][0].is_certain:
                    seen[key] = cause, marked
        return [Mistake(*seen[key], count) for key, count in counts.most_common()]

    def rare(self) -> list[Rare]:
        """The numbers that at most half of the students have right, the rarest first."""
        right, counted = Counter[Number](), Counter[Number]()
        for marked in self._own:
            own = marked.counted(self.asked)
            counted.update(own)
            right.update(set(marked.right()) & set(own))
        every = (Rare(each, right[each], count) for each, count in counted.items() if count > 1)
        rare = [each for each in every if each.right <= RARELY * each.of]
        return sorted(rare, key=lambda each: each.right / each.of)[:MOST_RARE]


def read_points(text: str | None) -> Points:
    """Read points such as delta=2,gradient=1. Raises StepperError with all problems."""
    by_kind, problems = {}, []
    for part in (text or "").split(",") if text is not None else ():
        kind, _, number = (piece.strip() for piece in part.partition("="))
        if kind not in KINDS:
            near = nearest(kind, KINDS) or f"write one of {', '.join(KINDS)}"
            problems.append(f"--points: {found(kind)} is not a kind of step; {near}")
        value = _number(number)
        if value is None:
            problems.append(f"--points: expected {kind}=2, found {found(part.strip())}")
        elif kind in KINDS:
            by_kind[kind] = value
    if problems:
        raise StepperError(*problems)
    return Points(by_kind)


def _number(text: str) -> float | None:
    """A number of points: from 0, with decimals perhaps."""
    whole, _, decimals = text.partition(".")
    is_number = (whole + decimals).isdecimal() and len(text) <= MOST_SIGNS
    return float(text) if is_number and whole.isdecimal() else None


def names_of(files: Iterable[str]) -> dict[str, str]:
    """File -> a name for it: the last part of its path, where that is no other file's."""
    paths = list(dict.fromkeys(files))
    short = {path: _stem(path) for path in paths}
    count = Counter(short.values())
    return {path: name if count[name] == 1 else path for path, name in short.items()}


def _stem(path: str) -> str:
    last = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return stem if dot and stem and len(ending) <= len("text") else last
