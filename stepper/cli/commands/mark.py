"""stepper mark: a class's answers against the run, with points, and a text for each student."""

from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cache
from pathlib import Path

from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.cli.asked import asked
from stepper.cli.commands.compare import comparison, set_aside
from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.diagnosis.diagnose import diagnose
from stepper.diagnosis.diagnosis import Asked
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.files.folder import write_all
from stepper.files.opening import open_answers
from stepper.files.standard_input import STANDARD_INPUT, called
from stepper.input.answer_sheet import AnswerSheet, read_answers
from stepper.marking.marking import Class, Marked, Student, names_of, read_points
from stepper.marking.variants import fitting
from stepper.paper.marks.page import ClassPage
from stepper.paper.marks.records import ClassRecords
from stepper.runs.trace import Trace

FEEDBACK = ".feedback.txt"  # how the names of the texts end; such files are not read as answers

FORMATS: dict[str, Callable[[ClassPage], Iterator[str]]] = {
    "text": ClassPage.text,
    "markdown": ClassPage.markdown,
    "csv": lambda page: ClassRecords(page).csv(),
    "json": lambda page: ClassRecords(page).json(),
}

Variants = Callable[[int], Trace]


def run(args: Arguments) -> Generator[str, None, int]:
    if args.force and args.feedback is None and args.out is None:
        raise StepperError("--force: only replaces what -o or --feedback writes; add -o OUT")
    points, trace = read_points(args.points), shared.trace(args)
    what, files = asked(args, trace), list(_files(args.answers, args.out))
    variants = _variants(args, trace)
    names = names_of(files)
    students = list(args.progress(_students(args, names, trace, what, variants), len(names)))
    if not any(student.marked for student in students):
        raise StepperError(*(problem for each in students for problem in each.problems))
    explainer = shared.explainer(args, trace)
    marks = Class(students, what.numbers, points)
    if args.feedback is not None:
        _write_feedback(args, marks, explainer)
    yield from FORMATS[args.format](ClassPage(marks, explainer))
    return DONE if all(student.marked for student in students) else DIFFERENT


def _files(named: Iterable[str], out: str | None) -> Iterator[str]:
    """The files, and those in folders by their names, without hidden files and written ones."""
    for name in named:
        folder = Path(name)
        if name == STANDARD_INPUT or not folder.is_dir():
            yield name
            continue
        try:
            entries = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
            marks = {Path(out).name} if out and folder.samefile(Path(out).parent) else set()
        except OSError as error:
            raise StepperError(f"{name}: cannot be read: {error.strerror}") from None
        others = [each for each in entries if each[0] != "." and each not in marks]
        answers = [each for each in others if not each.endswith(FEEDBACK)]
        if not answers:
            raise StepperError(f"{name}: no files of answers in this folder")
        yield from (str(folder / each) for each in answers)


def _variants(args: Arguments, trace: Trace) -> Variants:
    """The run with a seed, each loaded once."""
    load = cache(shared.variants(args))
    return lambda seed: trace if seed == trace.scenario.seed else load(seed)


def _students(
    args: Arguments, names: dict[str, str], trace: Trace, what: Asked, variants: Variants
) -> Iterator[Student]:
    """Mark each file; seeds that others have are tried first for answers that do not fit."""
    known: list[int] = []
    for file, name in names.items():
        try:
            with open_answers(file) as source:
                sheet = read_answers(source, called(file), trace, shared.style(args), variants)
            known += filter(None, [sheet.trace.scenario.seed])
            yield Student(name, file, _marked(sheet, what, variants, known))
        except StepperError as error:
            yield Student(name, file, None, error.problems)


def _marked(sheet: AnswerSheet, what: Asked, variants: Variants, known: list[int]) -> Marked:
    other = fitting(sheet.trace, sheet.answers, variants, known)
    if other:
        sheet = sheet._replace(trace=variants(other.seed))
    return Marked(sheet, diagnose(sheet.trace, sheet.answers, what), other)


def _write_feedback(args: Arguments, marks: Class, explainer: Explainer) -> None:
    """Write a text for each student whose file could be read."""
    taken = set[str]()
    marked = [(s.marked, Path(s.file).name) for s in marks.students if s.marked]
    names = [_free(name, taken) for _, name in marked]
    texts = (_feedback(sheet, marks, explainer) for sheet, _ in marked)
    write_all(args.feedback, names, ((f"{line}\n" for line in text) for text in texts), args.force)


def _free(name: str, taken: set[str]) -> str:
    """A name for the feedback to a file of that name, which no other text has."""
    stem = Path(name).stem
    k = 1
    while (free := f"{stem}{f'-{k}' * (k > 1)}{FEEDBACK}").casefold() in taken:
        k += 1
    taken.add(free.casefold())
    return free


def _feedback(marked: Marked, marks: Class, explainer: Explainer) -> Iterator[str]:
    page = ClassPage(marks, explainer)
    yield explainer.text(marked.trace.scenario.title)
    yield f"{explainer.say('mark.points')}: {page.score(marked)}"
    if marked.fitting:
        yield page.variant(marked)
    yield ""
    yield from comparison(marked.trace, marked.diagnosis, explainer)
    yield from set_aside(marked.sheet.unread, explainer)
