"""The parts of the picker and where they go: the list, what is told about an entry, the keys."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stepper.tui.canvas import rules
from stepper.tui.canvas.board import Draw, Place
from stepper.tui.look import Look, Piece, ScreenLine
from stepper.tui.screens import preview
from stepper.tui.screens.preview import MARGIN, Entry
from stepper.typeset.cells import cells, column_widths, cut, padded

BESIDE, BELOW = (110, 16), (60, 16)  # least sizes with more about an entry beside the list, below
LEAST_LIST = 4  # lines
MOST_LIST = 62  # cells
ABOUT = 15  # lines of a goal, a size, and a graph in two rows
MARK = 3  # cells around a title
GAP = 2

_CHOOSING = (  # keys, words, action
    ("up down", "key.choose", "choose(1)"),
    ("Enter", "key.open", "open"),
    ("o", "picker.key.file", "type_path"),
    ("F3", "key.pages.short", "pages"),
    ("Esc", "picker.key.back", "close"),
    ("?", "key.help", "help"),
    ("q", "key.quit", "app.quit"),
)
_TYPING = (
    ("Enter", "key.open", "open"),
    ("Tab", "picker.key.complete", "tab"),
    ("Esc", "picker.key.back", "close"),
)
_HELP = {  # group -> keys, words
    "choosing": (
        ("up down", "key.choose"),
        ("PgUp PgDn", "picker.key.page"),
        ("Home End", "picker.key.ends"),
        ("Enter right", "key.open"),
        ("o /", "picker.key.file"),
        ("Esc", "picker.key.back"),
        ("l", "key.language"),
        ("F2", "key.theme"),
        ("? F1", "key.help"),
        ("q", "key.quit"),
    ),
    "typing": tuple((keys, words) for keys, words, _ in _TYPING),
}


PickerRow = tuple[
    int | None, tuple[str, str, str]
]  # the place of an entry, none of a heading; columns


class Offer(NamedTuple):
    """How a path can go on, and the place of the way that the next Tab types, if it types one."""

    paths: tuple[str, ...]
    next: int | None


NO_OFFER = Offer((), None)


class ShownPicker(NamedTuple):
    """What the picker shows; chosen is the place of an entry, behind them all to open a file.

    While a path is typed, paths and next are the offer, and problems what is wrong with it.
    """

    look: Look
    entries: Sequence[Entry]
    chosen: int
    can_go_back: bool
    typing: bool
    paths: tuple[str, ...]
    next: int | None
    problems: tuple[str, ...]


def arrange(width: int, height: int, shown: ShownPicker) -> list[Place]:
    """The list, with more about the chosen entry beside it or below it where there is room.

    The line for a path takes one of the lines, and moves nothing.
    """
    free = height - shown.typing
    if width >= BESIDE[0] and height >= BESIDE[1]:
        left = min(MOST_LIST, width // 3)
        return [
            Place("title", 0, 0, left - 1, 2),
            Place("list", 0, 2, left - 1, free - 2),
            Place("down", left - 1, 0, 1, free),
            Place("about", left, 0, width - left, free),
        ]
    if width >= BELOW[0] and height >= BELOW[1]:
        listed = min(len(_rows(shown)), max(LEAST_LIST, height - 3 - ABOUT))
        return [
            Place("title", 0, 0, width, 2),
            Place("list", 0, 2, width, listed),
            Place("across", 0, 2 + listed, width, 1),
            Place("about", 0, 3 + listed, width, free - 3 - listed),
        ]
    return [Place("about" if shown.typing else "list", 0, 0, width, max(0, free))]


def _title(shown: ShownPicker, width: int, height: int) -> list[ScreenLine]:
    return preview.paragraph(shown.look.say("picker.title"), width, "title")


def _list(shown: ShownPicker, width: int, height: int) -> list[ScreenLine]:
    """Titles, names and sizes in columns, as many as fit; the chosen entry is in view."""
    look = shown.look
    rows = _rows(shown)
    widths = _columns([row for _, row in rows], width)
    if widths[0] < 1 or height < 1:
        return []
    chosen = next(y for y, (k, _) in enumerate(rows) if k == shown.chosen)
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
        else _entry(look, row, widths, mark, k, k == shown.chosen)
        for mark, (k, row) in ((mark, rows[y]) for y, mark in marks.items())
    ]


def _rows(shown: ShownPicker) -> list[PickerRow]:
    """The entries, the published ones under a heading, and the one to open a file."""
    rows: list[PickerRow] = []
    for k, entry in enumerate(shown.entries):
        if entry.is_published and rows and not shown.entries[k - 1].is_published:
            rows.append((None, (shown.look.say("picker.published"), "", "")))
        rows.append((k, (entry.title, entry.name, entry.sizes)))
    rows.append((len(shown.entries), (shown.look.say("picker.file"), "", "")))
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
    """A click chooses it; on the chosen one, it opens it."""
    action = "open" if chosen else f"choose_at({k})"
    title = padded(cut(row[0], widths[0], look.sign("more")), widths[0])
    line = [Piece(f"{mark} {title} ", "made" if chosen else "plain", None, action)]
    for text, width in zip(row[1:], widths[1:], strict=False):
        line.append(Piece(" " * GAP + padded(text, width), "quiet", None, action))
    return line


def _about(shown: ShownPicker, width: int, height: int) -> list[ScreenLine]:
    """About the chosen scenario; at the last entry, about files and what is wrong with one."""
    if shown.chosen < len(shown.entries):
        return preview.lines(shown.entries[shown.chosen], width, height)
    if shown.problems:
        return preview.problem_lines(shown.look, shown.problems, width, height)
    return preview.path_lines(shown.look, shown.paths, width, height, shown.next)


def _keys(shown: ShownPicker, width: int, height: int) -> list[ScreenLine]:
    line: ScreenLine = []
    for keys, words, action in _TYPING if shown.typing else _CHOOSING:
        if action == "close" and not (shown.typing or shown.can_go_back):
            continue
        hint = [
            Piece(f"{MARGIN if line else ' '}{shown.look.keys(keys)}", "key", None, action),
            Piece(f" {shown.look.say(words)} ", "quiet", None, action),
        ]
        width -= sum(cells(piece.text) for piece in hint)
        if width < 0:
            break
        line += hint
    return [line]


PARTS: dict[str, Draw[ShownPicker]] = {
    "title": _title,
    "list": _list,
    "about": _about,
    "across": rules.across,
    "down": rules.down,
    "keys": _keys,
}


def help_lines(look: Look) -> Iterator[tuple[str, str, str]]:
    """(group, keys, words) of all that can be done."""
    for group, rows in _HELP.items():
        for keys, words in rows:
            yield look.say(f"help.{group}"), look.keys(keys), look.say(words)
