"""All steps of an iteration under forward, backward and update, a page at a time.

The sample stands before them where no graph shows it.
"""

from functools import lru_cache

from stepper.digits import RESULT
from stepper.symbols import FOLLOWING, Network, Phase, Role, Symbol
from stepper.tui.look import PHASE_STYLES, Frame, Line, Look, Piece
from stepper.typeset import cells

COLUMN = 34

Entry = Symbol | Phase


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """The page of the list that holds the step; columns side by side where there is room."""
    columns = max(1, width // COLUMN)
    entries = _entries(frame.step.trace.network)
    here = entries.index(frame.step.symbol)
    page = height * columns
    first = here // page * page
    shown = entries[first : first + page]
    rows: list[Line] = [[] for _ in range(height)]
    for k, entry in enumerate(shown):
        rows[k % height] += _entry(frame, entry, width if columns == 1 else COLUMN)
    return rows


@lru_cache(maxsize=8)
def _entries(network: Network) -> list[Entry]:
    """The sample and the steps of an iteration, with a heading before each phase."""
    entries: list[Entry] = []
    sample = [s for s in network.columns if s.role in (Role.X, Role.T)]
    for symbol in [*([] if network.is_chain else sample), *network.steps]:  # a chain's are drawn
        if not entries or symbol.role.phase is not _phase(entries[-1]):
            entries.append(symbol.role.phase)
        entries.append(symbol)
    return entries


@lru_cache(maxsize=8)
def _name_room(look: Look, network: Network) -> int:
    return 2 + max(cells(look.short_name(symbol)) for symbol in network.steps)


def _phase(entry: Entry) -> Phase:
    return entry if isinstance(entry, Phase) else entry.role.phase


def _entry(frame: Frame, entry: Entry, width: int) -> Line:
    look = frame.look
    if isinstance(entry, Phase):
        sign = "" if entry is Phase.GIVEN else f"{look.sign(entry)} "
        text = f" {sign}{look.say(f'phase.{entry}')}"
        return _fitted([Piece(text, PHASE_STYLES[entry])], width)
    steps = frame.step.trace.steps
    made = entry.is_step and steps.at(frame.step.iteration, entry).number
    number = f"{made or '':>{len(str(len(steps)))}}"
    name = look.short_name(entry)
    room = _name_room(look, frame.step.trace.network)
    value = frame.value(entry, RESULT)
    padded = name + " " * (room - cells(name))
    old = FOLLOWING.get(entry.role)
    if old and width > room + 26:
        before = frame.value(entry._replace(role=old), 4)
        value = f"{before:<7} {look.sign('new')} {value}"
    if entry == frame.step.symbol:
        return _fitted([Piece("  "), Piece(f" {number} {padded} {value} ", "made", entry)], width)
    if not frame.step.is_known(entry):
        return _fitted([Piece(f"   {number} {padded} {value}", "quiet", entry)], width)
    return _fitted(
        [
            Piece(f"   {number} ", "quiet", entry),
            Piece(f"{padded} ", "plain", entry),
            Piece(value, frame.style(entry), entry),
        ],
        width,
    )


def _fitted(line: Line, width: int) -> Line:
    """The line with blanks up to the width, or cut to it."""
    fitted: Line = []
    room = width - 1
    for piece in line:
        text = piece.text
        while cells(text) > room:
            text = text[:-1]
        room -= cells(text)
        fitted.append(piece._replace(text=text))
    return [*fitted, Piece(" " * (room + 1))]
