"""The marks of a class for other programs: a table for a spreadsheet, and JSON."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from stepper.diagnosis.verdict import Standing
from stepper.errors import harmless
from stepper.files.json_report import json_report
from stepper.marking.document import as_tables
from stepper.marking.marking import Marked, Mistake, Student
from stepper.marking.words import Verdicts
from stepper.paper.marks.page import ClassPage, points

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")  # the first signs of a spreadsheet's formulas


class ClassRecords:
    """Writes the marks of a page as records."""

    def __init__(self, page: ClassPage) -> None:
        self._page = page

    def csv(self) -> Iterator[str]:
        heads = ["student", "points", "of", *map(str, Standing), "unreadable", "missing"]
        rows = [[*heads, "seed", "first_mistake", "problem"]]
        rows += map(self._record, self._page.marks.students)
        for row in rows:
            line = StringIO()
            csv.writer(line, lineterminator="").writerow(row)
            yield line.getvalue()

    def json(self) -> Iterator[str]:
        mistakes = self._page.marks.mistakes()
        document = {
            "students": [self._document(student) for student in self._page.marks.students],
            "mistakes": [self._mistake(mistake) for mistake in mistakes],
            "rarely_right": [
                {
                    "name": rare.number[1].column,
                    "iteration": rare.number[0],
                    "right": rare.right,
                    "of": rare.of,
                }
                for rare in self._page.marks.rare()
            ],
        }
        yield json_report(document)

    def _record(self, student: Student) -> list[str]:
        marked = student.marked
        if marked is None:
            blanks = [""] * (6 + len(Standing))
            return [_inert(student.name), *blanks, _inert(self._page.problems(student))]
        diagnosis = marked.diagnosis
        return [
            _inert(student.name),
            *map(points, self._page.marks.score(marked)),
            *(str(diagnosis.count(standing)) for standing in Standing),
            str(len(marked.sheet.unread)),
            str(len(diagnosis.missing)),
            _seed(marked),
            _inert(self._page.remark(student)),
            "",
        ]

    def _document(self, student: Student) -> dict[str, Any]:
        marked = student.marked
        about: dict[str, Any] = {"name": student.name, "file": student.file}
        if marked is None:
            return about | {"problems": [*map(self._page.explainer.problem, student.problems)]}
        score, most = self._page.marks.score(marked)
        first = marked.first
        tables = as_tables(
            marked.trace, marked.diagnosis, self._page.explainer, marked.sheet.unread
        )
        return about | {
            "points": score,
            "of": most,
            "seed": marked.trace.scenario.seed,
            "fits_seed": marked.fitting.seed if marked.fitting else None,
            "first_mistake": self._page.remark(student) if first else None,
            "missing": [symbol.column for _, symbol in marked.diagnosis.missing],
            **tables,
        }

    def _mistake(self, mistake: Mistake) -> dict[str, Any]:
        words = Verdicts(mistake.marked.trace, self._page.explainer, with_lines=False)
        return {
            "count": mistake.students,
            "name": mistake.cause.kind,
            "at": mistake.cause.symbols[0].column,
            "iteration": mistake.cause.iteration,
            "text": words.mistake(mistake.cause),
        }


def _seed(marked: Marked) -> str:
    seed = marked.trace.scenario.seed
    return "" if seed is None else str(seed)


def _inert(text: str) -> str:
    """A text that spreadsheets do not read as a formula, nor terminals as a command."""
    text = harmless(text)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
