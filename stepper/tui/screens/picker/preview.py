"""What the picker shows of a scenario before it is opened, and of the problems of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.files.opening import bundled
from stepper.practice.course import Course, course_of
from stepper.runs.trace import Step, Trace
from stepper.tui.graph import views as graph
from stepper.tui.graph.neuron import map as neuron_map
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.tui.screens.picker import outline
from stepper.typeset.cells import cut
from stepper.typeset.folding import wrapped

MARGIN = "  "
LEAST_TEXT, MOST_TEXT = 4, 80  # cells of a line
ROOMY = 20  # lines with room for the equations of an iteration


class Beginning(Step):
    """The state before the first step: only what is given is known."""

    def is_known(self, symbol: Symbol) -> bool:
        return symbol.role.phase is Phase.GIVEN


class EmptyFrame(Frame):
    """A frame in which no number is computed or used."""

    @property
    def lit(self) -> frozenset[Symbol]:
        return frozenset()

    def style(self, symbol: Symbol) -> str:
        return str(symbol.role.kind)


@dataclass(frozen=True)
class Entry:
    """A bundled scenario; trace is None where it has problems."""

    name: str
    look: Look
    trace: Trace | None = None
    problems: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.look.explainer.text(self.trace.scenario.title) if self.trace else self.name

    @property
    def sizes(self) -> str:
        return self.look.explainer.text(self.trace.model.outline) if self.trace else ""

    @property
    def group(self) -> str:
        """Where it is listed: among formulas, networks, or worked examples from web pages."""
        if self.trace and self.trace.scenario.formula:
            return "formulas"
        source = self.trace and self.trace.scenario.source
        return "published" if "://" in (source or "") else "networks"


@dataclass(frozen=True)
class LessonEntry(Entry):
    """The guided lesson, whose stops are in the scenarios."""

    course: Course = field(default_factory=lambda: Course(()))

    @property
    def title(self) -> str:
        return self.look.say("lesson.title")

    @property
    def group(self) -> str:
        """It comes first, without a heading."""
        return ""


def entries(look: Look, course: Course | None = None) -> list[Entry]:
    """Load the bundled scenarios, in teaching order, each with its own names.

    Before them comes the lesson in them, if there is one; course: that lesson, once it is begun.
    """
    every = [_entry(name, path, look) for name, path in bundled().items()]
    course = course or course_of({e.name: e.trace.scenario for e in every if e.trace})
    return [LessonEntry("", look, course=course), *every] if course.stations else every


def _entry(name: str, path: str, look: Look) -> Entry:
    try:
        trace = load(path)
    except StepperError as error:
        return Entry(name, look, problems=without_file(error, path))
    explainer = Explainer.of(trace, look.explainer.language, look.notation.style)
    return Entry(name, replace(look, explainer=explainer), trace)


def without_file(error: StepperError, file: str) -> tuple[str, ...]:
    """The problems of a file without its name, which is shown beside them."""
    return tuple(problem.removeprefix(f"{file}: ") for problem in error.problems)


def lines(entry: Entry, width: int, height: int) -> list[ScreenLine]:
    """Draw what a scenario teaches, its size, and its graph before the first step."""
    if isinstance(entry, LessonEntry):
        return lesson_lines(entry.look, entry.course, width, height)
    if entry.trace is None:
        return problem_lines(entry.look, entry.problems, width, height)
    look, scenario = entry.look, entry.trace.scenario
    summary, goal = map(look.explainer.told, (scenario.summary, scenario.goal))
    model, iterations = entry.trace.model, entry.trace.iterations
    words = "picker.size.batches" if model.is_batched else "picker.size"
    size = look.say(words, steps=len(model.steps), iterations=iterations)
    about = (f"{entry.name}   {entry.sizes}   {size}", "quiet")
    every = [(entry.title, "title"), (summary, "plain"), (goal, "plain"), about]
    every += [(look.explainer.text(scenario.source), "quiet")] * (entry.group == "published")
    wanted = min(height // 2, graph.height(model, "", width, height))
    drawn: list[ScreenLine] = []
    for texts in (every, every[1:], [(goal or summary, "plain"), about]):
        drawn = []
        for text, style in texts:
            drawn += [*paragraph(text, width, style), []] if text else []
        if len(drawn) + wanted <= height:
            break
    drawn += _graph(entry.trace, look, width, height - len(drawn))
    if height >= ROOMY:
        drawn += [[], *outline.lines(entry.trace, look, width, height - len(drawn) - 1)]
    return drawn[:height]


def lesson_lines(look: Look, course: Course, width: int, height: int) -> list[ScreenLine]:
    """Draw what the lesson is, and its stops: those that are done, and the current one."""
    drawn: list[ScreenLine] = []
    if height >= ROOMY:
        drawn += [*paragraph(look.say("lesson.title"), width, "title"), []]
    count = len(course.stations)
    drawn += [*paragraph(look.say("lesson.about", count=count), width), []]
    room = max(0, height - len(drawn))
    here = count - 1 if course.index is None else course.index
    first = max(0, min(here - room // 2, count - room))
    for k, station in enumerate(course.stations[first : first + room], first):
        is_done = k in course.outcomes
        mark = look.sign("agrees") if is_done else look.sign("forward") if k == here else " "
        text = f"{MARGIN}{mark} {k + 1:>2} {look.explainer.text(station.stop.title)}"
        style = "key" if k == here else "quiet" if is_done else "plain"
        drawn.append([Piece(cut(text, max(0, width - len(MARGIN)), look.sign("more")), style)])
    return drawn[: max(0, height)]


def _graph(trace: Trace, look: Look, width: int, room: int) -> list[ScreenLine]:
    """Draw the graph in the view that it opens in; for one neuron, the map of all of them."""
    model = trace.model
    height = graph.height(model, "", width, room, True)
    if not height:
        return []
    view = graph.best(model, width, room)
    first = model.equation(model.steps[0]).formula
    step = Beginning(trace, 1, next(symbols_in(first), model.C))
    frame = EmptyFrame(step, replace(look, view=view), width)
    if view == "neuron":
        return neuron_map.lines(frame, width)[:room]
    return graph.lines(frame, width, height)


def problem_lines(look: Look, problems: Sequence[str], width: int, height: int) -> list[ScreenLine]:
    """Draw the problems that there is room for, and the number of the others."""
    head = paragraph(look.say("picker.wrong"), width, "backward") if height > 4 else []
    drawn = [
        paragraph(look.explainer.text(_printable(problem)), width, hanging=MARGIN)
        for problem in problems
    ]
    return [*head, *_fitting(look, drawn, width, height - len(head))]


def about_files(look: Look, width: int, height: int) -> list[ScreenLine]:
    """Say which files can be opened by their path, if there is room for all of it."""
    about = paragraph(look.say("picker.about"), width)
    return about if len(about) < height else []


def paragraph(text: str, width: int, style: str = "plain", hanging: str = "") -> list[ScreenLine]:
    """Fold a text into lines between margins; hanging begins all but the first."""
    room = min(width - 2 * len(MARGIN), MOST_TEXT) - len(hanging)
    if room < LEAST_TEXT:
        return []
    folded = enumerate(wrapped(text, room))
    return [[Piece(MARGIN + (hanging if k else "") + line, style)] for k, line in folded]


def _fitting(
    look: Look, blocks: Sequence[list[ScreenLine]], width: int, height: int
) -> list[ScreenLine]:
    """Draw whole blocks, or the beginning of the first one, and the number of the others."""
    shown: list[ScreenLine] = []
    for k, block in enumerate(blocks):
        is_last = k == len(blocks) - 1
        if k and len(shown) + len(block) + (not is_last) > height:
            shown += paragraph(look.say("picker.more", count=len(blocks) - k), width, "quiet")[:1]
            break
        shown += block
    if len(shown) > height:
        shown[max(0, height - 1) :] = paragraph(look.sign("more"), width, "quiet")
    return shown[: max(0, height)]


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)
