"""What has to be true of the screen at any moment, whatever happened before."""

import re
import unicodedata
from itertools import chain

from textual.geometry import Region
from textual.pilot import Pilot

from stepper.backprop.symbols import FOLLOWING, Symbol
from stepper.input.numbers import read_typed
from stepper.runs.trace import Step
from stepper.tui.canvas.board import Board
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.typeset.cells import cells
from stepper.typeset.digits import RESULT, written
from stepper.typeset.direction import isolated
from tests.support.inside import strips_of
from tests.support.screens import pieces_of, stepper

LEAST_READ = 6  # cells of a window in which a name is not cut to what reads as a number
LEAST_NAMED = 24  # cells of a list in which every row has a part of its name
FITTED = range(1, RESULT + 1)  # digits of a number that had little room
OF_THE_STEP = (
    "graph",
    "equation",
    "sigmoid",
    "list",
)  # parts with nothing but its iteration's numbers
ITERATION = re.compile(r"(?:iteration|반복) (\d+) (?:of|/) (\d+)")
EQUATION = re.compile(
    r"(?:equation |식 )?(?P<label>[\d.]+)"
    r"(?: ?(?:of|/) ?(?P<count>\d+)| \((?P<within>\d+) ?(?:of|/) ?(?P<each>\d+)\))?$"
)


def told_truly(pilot: Pilot[None]) -> None:
    """Check that the screen keeps to its size and to plain text, and shows the trace's step."""
    strips = strips_of(pilot.app)
    width, height = pilot.app.size
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    assert len(lines) == height
    for y, line in enumerate(lines):
        assert cells(line) == width, (y, line)
        unfit = [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert not unfit, (y, line)
    for segment in chain.from_iterable(strips):
        style = segment.style
        assert not style or not style.link, segment
        assert not style or not str(style.meta.get("@click", "")).startswith("app."), segment
    if isinstance(pilot.app.screen, StepperScreen):
        _boards_are_seen(pilot, lines)
        _messages_are_whole(pilot, lines)
        _step_is_told(pilot)


def _boards_are_seen(pilot: Pilot[None], lines: list[str]) -> None:
    """Check that the screen shows what the boards draw, except below a message."""
    over = [toast.region for toast in pilot.app.screen.query("Toast")]
    for board in stepper(pilot).query(Board):
        if board.display and board._picture.rows:
            at = board.region
            for y, row in enumerate(board._picture.rows[: at.height], at.y):
                seen = Region(at.x, y, at.width, 1)
                if not any(region.overlaps(seen) for region in over):
                    drawn = "".join(isolated(piece.text) for piece in row)
                    shown = _between(lines[y], at.x, at.right)
                    assert shown.rstrip() == drawn.rstrip(), (y, shown, drawn)


def _messages_are_whole(pilot: Pilot[None], lines: list[str]) -> None:
    """Check that no letter of a message is cut by the edge of a board below it."""
    screen = pilot.app.screen
    for toast in screen.query("Toast"):
        at = toast.region
        if at and screen.find_widget(toast).visible_region == at:
            for y, strip in enumerate(toast.render_lines(at.reset_offset), at.y):
                shown = _between(lines[y], at.x, at.right)
                assert shown.rstrip() == strip.text.rstrip(), (y, shown, strip.text)


def _between(line: str, left: int, right: int) -> str:
    """The text of a line in these cells."""
    taken, x = "", 0
    for letter in line:
        if left <= x < right:
            taken += letter
        x += cells(letter)
    return taken


def _step_is_told(pilot: Pilot[None]) -> None:
    screen = stepper(pilot)
    step, look = screen.step, screen.look
    assert step.trace is screen.trace
    drawn = list(pieces_of(pilot))
    if header := [d.piece for d in pieces_of(pilot, "header")]:
        _header(step, "".join(piece.text for piece in header), header[-1].text)
    for piece, *_ in drawn:
        if piece.style == "made" and piece.symbol:
            assert piece.symbol == step.symbol, piece

    def texts(value: float, *digits: int | None) -> set[str]:
        return {look.notation.number(written(value, enough)[0]) for enough in digits}

    made = [d for d in pieces_of(pilot, "equation") if d.piece.style == "made"]
    if made:
        digits = None if look.all_digits else RESULT
        exact = written(step.value, digits)[1]
        last = made[-1].piece.text.strip()
        assert last.split(" ")[-1] in texts(step.value, digits), (last, step)
        relation = look.sign("equal" if exact else "about")
        if " " in last:
            assert last.split(" ")[-2] == relation, (last, step)
    elif any(place.part == "equation" for place in screen.boards.arrangement.main):
        raise AssertionError(f"no number is highlighted in the equation of {step}")
    _list(pilot, step, texts(step.value, *FITTED))
    _numbers(pilot, step)


def _header(step: Step, line: str, right: str) -> None:
    """The iteration and the number of the equation are those of the step."""
    trace = step.trace
    if found := ITERATION.search(line):
        assert tuple(map(int, found.groups())) == (step.iteration, trace.iterations), line
    found = EQUATION.search(right.strip())
    if found is None:
        return  # no room for any
    assert found["label"] == step.label, (line, step)
    number, _, term = found["label"].partition(".")
    told = trace.steps[int(number) - 1]
    symbol = trace.model.terms(told.symbol)[int(term) - 1] if term else told.symbol
    assert (told.iteration, symbol) == (step.iteration, step.symbol), (line, step)
    place = int(number) - trace.schedule.first(step.iteration)
    each = len(trace.schedule.steps(step.iteration))
    assert int(found["within"] or place) == place, line
    assert int(found["count"] or found["each"] or each) == each, line


def _list(pilot: Pilot[None], step: Step, values: set[str]) -> None:
    """One row of the list is highlighted, with the name and the value of the step."""
    look = stepper(pilot).look
    arrangement = stepper(pilot).boards.arrangement
    width = max(
        (p.width for p in chain.from_iterable(arrangement[:3]) if p.part == "list"), default=0
    )
    made = [d for d in pieces_of(pilot, "list") if d.piece.style == "made"]
    if not made:
        roomy = (p for p in chain.from_iterable(arrangement[:3]) if p.width >= 20 and p.height >= 3)
        assert not any(place.part == "list" for place in roomy), step
        return
    assert len({d.y for d in made}) == 1, made
    words = " ".join(d.piece.text for d in made).split()
    names = {look.name(step.symbol), look.short_name(step.symbol, step.trace.model)}
    names |= {look.name(weight) for weight in _before(step.symbol)}
    row = " ".join(words)
    is_cut = look.sign("more") in row or width < LEAST_NAMED
    assert is_cut or any(name in row for name in names), (row, step)
    assert words[-1] in values or not any(map(read_typed, words[1:])), (row, step)


def _before(symbol: Symbol) -> list[Symbol]:
    return [symbol._replace(role=FOLLOWING[symbol.role])] if symbol.role in FOLLOWING else []


def _numbers(pilot: Pilot[None], step: Step) -> None:
    """Check that every number shown for a symbol is its value, to the digits shown."""
    if pilot.app.size.width < LEAST_READ:
        return
    drawn = chain.from_iterable(pieces_of(pilot, part) for part in OF_THE_STEP)
    for piece, x, y in drawn:
        text = piece.text.strip()
        if not piece.symbol or piece.style == "key" or (number := read_typed(text)) is None:
            continue
        if text == stepper(pilot).look.name(piece.symbol):
            continue  # a name that reads as a number
        made = step.trace.steps.origin(step.iteration, piece.symbol)
        if (made and text.isdecimal() and int(text) == made.number) or text.startswith("."):
            continue  # the number of the step, beside it
        if len(text) == 1 and stepper(pilot).look.ascii:
            continue  # a digit for a bar
        assert step.is_known(piece.symbol), (piece, x, y, step)
        assert number.agrees(step.value_of(piece.symbol)), (piece, x, y, step)
