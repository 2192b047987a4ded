"""The marks of a class as text, Markdown, a table for a spreadsheet, or JSON."""

from collections.abc import Iterator, Sequence
from itertools import chain

from stepper.errors import harmless
from stepper.explain.explainer import Explainer
from stepper.marking.marking import Class, Marked, Mistake, Number, Rare, Student
from stepper.marking.words import Verdicts
from stepper.paper.markdown import escaped
from stepper.typeset.cells import GAP, cells, column_widths, columns, cut

WIDTH = 80
MOST_NAME, MOST_MISSING = 20, 16  # cells of a student's name, and of missing numbers


class ClassPage:
    """Writes the marks of a class, in the explainer's language and notation."""

    def __init__(self, marks: Class, explainer: Explainer) -> None:
        self.marks = marks
        self.explainer = explainer
        self._say = explainer.say

    def text(self) -> Iterator[str]:
        rows = [self._heads(), *map(self._row, self.marks.students)]
        widths = column_widths(rows)
        widths[0], widths[3] = min(widths[0], MOST_NAME), min(widths[3], MOST_MISSING)
        others = sum(widths) - widths[2] + len(widths[1:]) * len(GAP)
        widths[2] = min(widths[2], WIDTH - others)
        more = self.explainer.text("…")
        in_room = [
            [cut(text, width, more) for text, width in zip(row, widths, strict=True)]
            for row in rows
        ]
        yield from map(str.rstrip, columns(in_room, widths=widths, right=(1,)))
        for title, table in self._tables():
            yield from ("", title)
            yield from self._hung(table)

    def markdown(self) -> Iterator[str]:
        yield from _markdown([self._heads(), *map(self._row, self.marks.students)])
        for title, table in self._tables():
            yield from ("", f"## {escaped(title)}", "")
            heads = [self._say(f"mark.{key}") for key in ("of", "number", "what")]
            yield from _markdown([heads, *table])

    def score(self, marked: Marked) -> str:
        """The points of a student: 18/24."""
        return "/".join(map(points, self.marks.score(marked)))

    def remark(self, student: Student) -> str:
        """The first mistake of a student; else the convention, the variant or the problem."""
        marked = student.marked
        if marked is None:
            return self._say("mark.problem", problem=self.problems(student))
        if marked.fitting:
            return self.variant(marked)
        words = Verdicts(marked.trace, self.explainer, with_lines=False)
        first, convention = marked.first, marked.diagnosis.convention
        if first:
            cause = first.explanation and first.explanation.cause
            because = words.mistake(cause) if cause else words.because(first)
            because = because or words.standing(first)
            return f"{words.name(first.answer.quantity)}: {because}"
        return words.convention(convention, len(marked.diagnosis.verdicts)) if convention else ""

    def problems(self, student: Student) -> str:
        """What is wrong with the file of a student."""
        return "; ".join(map(self.explainer.problem, student.problems))

    def variant(self, marked: Marked) -> str:
        """The sentence on a fitting variant, or ""."""
        fitting = marked.fitting
        return self._say("mark.variant", **fitting._asdict()) if fitting else ""

    def _heads(self) -> list[str]:
        heads = ["student", "points", "first", "missing", *["unread"] * self._any_unread]
        return [self._say(f"mark.{key}") for key in heads]

    def _row(self, student: Student) -> list[str]:
        marked = student.marked
        score = self.score(marked) if marked else self.explainer.text("–")
        missing = self._missing(marked) if marked else ""
        unread = [self._unread(marked)] * self._any_unread
        return [harmless(student.name), score, self.remark(student), missing, *unread]

    @property
    def _any_unread(self) -> bool:
        return any(marked.sheet.unread for marked in self.marks.marked)

    def _unread(self, marked: Marked | None) -> str:
        """How many lines could not be read; empty if all could."""
        count = len(marked.sheet.unread) if marked else 0
        return self._say(f"mark.lines{'.one' * (count == 1)}", count=count) if count else ""

    def _missing(self, marked: Marked) -> str:
        missing = marked.diagnosis.missing
        names = ", ".join(self.explainer.notation.name(symbol) for _, symbol in missing)
        return f"{len(missing)}: {names}" if missing else ""

    def _tables(self) -> Iterator[tuple[str, list[list[str]]]]:
        """The tables of all students: their titles, and rows of a number, a name and words."""
        students = sum(not marked.fitting for marked in self.marks.marked)
        if mistakes := self.marks.mistakes():
            yield (
                self._say("mark.mistakes", count=students),
                [self._mistake_row(mistake, students) for mistake in mistakes],
            )
        if rare := self.marks.rare():
            yield self._say("mark.rare"), [self._rare_row(each) for each in rare]

    def _mistake_row(self, mistake: Mistake, students: int) -> list[str]:
        words = Verdicts(mistake.marked.trace, self.explainer, with_lines=False)
        made = self._say("mark.made", count=mistake.students, all=students)
        place = self._name((mistake.cause.iteration, mistake.cause.symbols[0]))
        return [made, place, words.mistake(mistake.cause)]

    def _rare_row(self, rare: Rare) -> list[str]:
        right = self._say("mark.made", count=rare.right, all=rare.of)
        return [right, self._name(rare.number), ""]

    def _name(self, number: Number) -> str:
        """A number by name, with its iteration if it is not the first."""
        iteration, symbol = number
        name = self.explainer.notation.name(symbol)
        return name if iteration == 1 else f"{name} ({self._say('iteration.word')} {iteration})"

    def _hung(self, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """Rows in columns, their words wrapped beside the others."""
        from stepper.typeset.folding import wrapped

        heads = columns([row[:2] for row in rows])
        for head, (_, _, text) in zip(heads, rows, strict=True):
            indent = " " * (cells(head) + len(GAP))
            first, *others = [*wrapped(text, WIDTH - len(indent))] or [""]
            yield f"{head}{GAP}{first}".rstrip()
            yield from (indent + line for line in others)


def _markdown(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *others = ("| " + " | ".join(map(escaped, row)) + " |" for row in rows)
    rule = "|" + " --- |" * len(rows[0])
    yield from chain((head, rule), others)


def points(points: float) -> str:
    return f"{points:g}"
