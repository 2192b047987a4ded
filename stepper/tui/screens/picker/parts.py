"""The parts of the picker and where they go: the list, the text about an entry, the keys."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stepper.tui.canvas import rules
from stepper.tui.canvas.board import Draw, Place
from stepper.tui.keys import Key, Keys, hints
from stepper.tui.look import Look, Piece, ScreenLine
from stepper.tui.screens.picker import preview
from stepper.tui.screens.picker.preview import Entry
from stepper.typeset.cells import column_widths, cut, padded

BESIDE, BELOW = (110, 16), (60, 16)  # least sizes with the text about an entry there
LEAST_LIST = 4  # lines
MOST_LIST = 62  # cells
ABOUT = 11  # lines of a goal, a size, and a graph
MARK = 3  # cells around a title
GAP = 2

PICKER_KEYS: Keys = {
    "up": Key("up", "", "choosing", "choose(-1)"),
    "down": Key("down", "up down", "choosing", "choose(1)", "key.choose", hint="up down"),
    "page_up": Key("pageup", "", "choosing", "page(-1)"),
    "page_down": Key("pagedown", "PgUp PgDn", "choosing", "page(1)", "picker.key.page"),
    "first": Key("home", "", "choosing", "choose_at(0)"),
    "last": Key("end", "Home End", "choosing", "choose_last", "picker.key.ends"),
    "open": Key("enter,right,space", "Enter right", "choosing", hint="Enter"),
    "type_path": Key("o,slash", "o /", "choosing", words="picker.key.file", hint="o"),
    "pages": Key("f3", "F3", "choosing", words="key.pages.short", hint="F3"),
    "close": Key("escape", "Esc", "choosing", words="picker.key.back", hint="Esc"),
    "language": Key("l", "l", "choosing"),
    "theme": Key("f2", "F2", "choosing", "app.next_theme"),
    "help": Key("question_mark,f1", "? F1", "choosing", hint="?"),
    "quit": Key("q", "q", "choosing", "app.quit", hint="q"),
    "open_typed": Key("", "Enter", "typing", "open", "key.open", hint="Enter"),
    "complete": Key("tab", "Tab", "typing", words="picker.key.complete", hint="Tab"),
    "close_typed": Key("", "Esc", "typing", "close", "picker.key.back", hint="Esc"),
}

OF_FILES = ("type_path", *(name for name, key in PICKER_KEYS.items() if key.group == "typing"))

# The index of an entry, None for a heading; the texts of the columns.
PickerRow = tuple[int | None, tuple[str, str, str]]


class PickerFrame(NamedTuple):
    """What the picker shows.

    chosen: the index of an entry; after the last one, that of the line to open a file. problems:
    those of the file whose path is typed. has_files: whether a file can be opened by its path.
    """

    look: Look
    entries: Sequence[Entry]
    chosen: int
    can_go_back: bool
    typing: bool
    problems: tuple[str, ...]
    has_files: bool = True


def arrange(width: int, height: int, frame: PickerFrame) -> list[Place]:
    """Place the list, and the text about the chosen entry beside it or below it if there is room.

    The line for a path takes one of the lines, and moves nothing.
    """
    free = height - frame.typing
    if width >= BESIDE[0] and height >= BESIDE[1]:
        left = min(MOST_LIST, width // 3)
        return [
            Place("title", 0, 0, left - 1, 2),
            Place("list", 0, 2, left - 1, free - 2),
            Place("down", left - 1, 0, 1, free),
            Place("about", left, 0, width - left, free),
        ]
    if width >= BELOW[0] and height >= BELOW[1]:
        listed = min(len(_rows(frame)), max(LEAST_LIST, height - 3 - ABOUT))
        return [
            Place("title", 0, 0, width, 2),
            Place("list", 0, 2, width, listed),
            Place("across", 0, 2 + listed, width, 1),
            Place("about", 0, 3 + listed, width, free - 3 - listed),
        ]
    return [Place("about" if frame.typing else "list", 0, 0, width, max(0, free))]


def _title(frame: PickerFrame, width: int, height: int) -> list[ScreenLine]:
    return preview.paragraph(frame.look.say("picker.title"), width, "title")


def _list(frame: PickerFrame, width: int, height: int) -> list[ScreenLine]:
    """Draw titles, names and sizes in the columns that fit, with the chosen entry in view."""
    look = frame.look
    rows = _rows(frame)
    widths = _columns([row for _, row in rows], width)
    if widths[0] < 1 or height < 1:
        return []
    chosen = next(y for y, (k, _) in enumerate(rows) if k == frame.chosen)
    first = max(0, min(chosen - height // 2, len(rows) - height))
    last = min(first + height, len(rows)) - 1
    marks = dict.fromkeys(range(first, last + 1), " ")
    if first > 0:
        marks[first] = look.sign("above")
    if last < len(rows) - 1:
        marks[last] = look.sign("below")
    marks[chosen] = look.sign("forward")
    return [
        _heading(look, row, widths, mark)
        if k is None
        else _entry(look, row, widths, mark, k, k == frame.chosen)
        for mark, (k, row) in ((mark, rows[y]) for y, mark in marks.items())
    ]


def _rows(frame: PickerFrame) -> list[PickerRow]:
    """The entries, each group under its heading, and the line to open a file."""
    rows: list[PickerRow] = []
    group = ""
    for k, entry in enumerate(frame.entries):
        if entry.group != group:
            group = entry.group
            rows.append((None, (frame.look.say(f"picker.{group}"), "", "")))
        rows.append((k, (entry.title, entry.name, entry.sizes)))
    if frame.has_files:
        rows.append((len(frame.entries), (frame.look.say("picker.file"), "", "")))
    return rows


def _columns(rows: Sequence[tuple[str, ...]], width: int) -> list[int]:
    """The widths of the columns that there is room for."""
    widths = column_widths(rows)
    widths[0] = min(widths[0], width - MARK)
    while len(widths) > 1 and MARK + sum(widths) + (len(widths) - 1) * GAP > width:
        widths.pop()
    return widths


def _heading(look: Look, row: Sequence[str], widths: Sequence[int], mark: str) -> ScreenLine:
    return [Piece(f"{mark} {cut(row[0], widths[0], look.sign('more'))}", "quiet")]


def _entry(
    look: Look, row: Sequence[str], widths: Sequence[int], mark: str, k: int, chosen: bool
) -> ScreenLine:
    """Draw a row of the list; a click chooses the entry, and opens it when it is chosen."""
    action = "open" if chosen else f"choose_at({k})"
    title = padded(cut(row[0], widths[0], look.sign("more")), widths[0])
    line = [Piece(f"{mark} {title} ", "made" if chosen else "plain", None, action)]
    for text, width in zip(row[1:], widths[1:], strict=False):
        line.append(Piece(" " * GAP + padded(text, width), "quiet", None, action))
    return line


def _about(frame: PickerFrame, width: int, height: int) -> list[ScreenLine]:
    """Draw the text about the chosen scenario, or about files and the problems of one."""
    if frame.chosen < len(frame.entries):
        return preview.lines(frame.entries[frame.chosen], width, height)
    if frame.problems:
        return preview.problem_lines(frame.look, frame.problems, width, height)
    return preview.about_files(frame.look, width, height)


def _keys(frame: PickerFrame, width: int, height: int) -> list[ScreenLine]:
    group = "typing" if frame.typing else "choosing"
    unused = {name for name, holds in _NEEDS.items() if not holds(frame)}
    keys = {
        name: key for name, key in PICKER_KEYS.items() if key.group == group and name not in unused
    }
    return [[Piece(" "), *hints(frame.look, keys, width - 2)]]


_NEEDS: dict[str, Callable[[PickerFrame], bool]] = {  # of keys
    "close": lambda frame: frame.can_go_back,
    "type_path": lambda frame: frame.has_files,
}

PARTS: dict[str, Draw[PickerFrame]] = {
    "title": _title,
    "list": _list,
    "about": _about,
    "across": rules.across,
    "down": rules.down,
    "keys": _keys,
}
