"""The parts of a page on the screen and where they go: the title, the text, the keys."""

from typing import NamedTuple

from stepper.explain.pages.page import ORDER, PageRow
from stepper.tui.canvas.board import Draw, Place
from stepper.tui.keys import Key, Keys, hints
from stepper.tui.look import Look, Piece, ScreenLine
from stepper.typeset.cells import cells, cut

TALL, HEAD = 50, 3  # lines of a window with pages below one another; of a title between them
MOST_TEXT, BETWEEN = 74, 6  # cells of a line, and between two pages
AIRY, FOOTER = 16, 9  # the least heights with a blank line below the title, with a line of keys

PAGE_KEYS: Keys = {
    "next_page": Key("right,space", "", "", "turn(1)", "page.turn", hint="left right"),
    "previous_page": Key("left", "", "", "turn(-1)"),
    "down": Key("down", "", "", "scroll(1)", "page.scroll", hint="up down"),
    "up": Key("up", "", "", "scroll(-1)"),
    "far_down": Key("pagedown", "", "", "scroll_far(1)"),
    "far_up": Key("pageup", "", "", "scroll_far(-1)"),
    "first_page": Key("home", "", "", "show_page(0)"),
    "last_page": Key("end", "", "", f"show_page({len(ORDER) - 1})"),
    "language": Key("l", "", "", hint="l"),
    "theme": Key("f2", "", "", "app.next_theme"),
    "close": Key("escape,q,f3", "", "", words="picker.key.back", hint="Esc"),
    **{
        f"page_{name}": Key(str(k), "", "", f"show_page({k - 1})")
        for k, name in enumerate(ORDER, 1)
    },
}


class PageFrame(NamedTuple):
    """A page; top: the index of the row at the top of the window, which has height rows.

    below, beside: pages after it that are shown below and beside it in a large window.
    """

    look: Look
    number: int
    iteration: str
    rows: tuple[PageRow, ...]
    top: int
    height: int
    below: "tuple[PageFrame, ...]" = ()
    beside: "PageFrame | None" = None

    @property
    def is_longer(self) -> bool:
        return len(self.rows) > self.height


def arrange(width: int, height: int) -> list[Place]:
    """Place the title, the text, and the keys if there is room, in a column in the middle.

    A wide window has room for the next page beside it.
    """
    margin = min(2, width // 16)
    count = 2 if width >= 2 * (MOST_TEXT + margin) + BETWEEN else 1
    column = min(width - 2 * margin, MOST_TEXT)
    x = (width - count * column - (count - 1) * BETWEEN) // 2
    head, foot = 2 if height >= AIRY else 1, int(height >= FOOTER)
    places = []
    for part, begin in zip(("", " beside"), (x, x + column + BETWEEN), strict=True):
        places += [
            Place(f"title{part}", begin, 0, column, 1),
            Place(f"text{part}", begin, head, column, max(0, height - head - foot)),
        ]
    places = places[: 2 * count]
    return [*places, Place("keys", x, height - 1, column, 1)] if foot else places


def _beside(draw: Draw[PageFrame]) -> Draw[PageFrame]:
    """Draw the same part of the page beside this one, if there is one."""

    def lines(frame: PageFrame, width: int, height: int) -> list[ScreenLine]:
        return draw(frame.beside, width, height) if frame.beside else []

    return lines


def _title(frame: PageFrame, width: int, height: int) -> list[ScreenLine]:
    """Draw the title on the left; on the right the iteration, the page, and arrows to more."""
    look = frame.look
    number = look.say("page.number", number=frame.number + 1, count=len(ORDER))
    above, below = frame.top > 0, frame.top + frame.height < len(frame.rows)
    more = [look.sign(name) for name, holds in (("above", above), ("below", below)) if holds]
    title = look.say(f"page.{ORDER[frame.number]}")
    for right in ([frame.iteration, number, *more], [number, *more], more):
        text = "".join(f"  {part}" for part in right)
        if cells(title) + cells(text) <= width:
            break
    title = cut(title, width - cells(text), look.sign("more"))
    air = " " * (width - cells(title) - cells(text))
    return [[Piece(title, "title"), Piece(air), Piece(text, "quiet")]]


def _text(frame: PageFrame, width: int, height: int) -> list[ScreenLine]:
    """Draw the rows of the page that are in the window, and the pages below it."""
    drawn = _rows(frame, frame.top, height)
    for page in frame.below:
        drawn += [[], *_title(page, width, 1), [], *_rows(page, 0, height)]
    return drawn


def _rows(frame: PageFrame, top: int, height: int) -> list[ScreenLine]:
    return [
        [
            Piece(
                text, str(symbol.role.kind) if symbol else "quiet" if is_head else "plain", symbol
            )
            for text, symbol in spans
        ]
        for spans, is_head in frame.rows[top : top + height]
    ]


def _keys(frame: PageFrame, width: int, height: int) -> list[ScreenLine]:
    unused = set() if frame.is_longer else {"down"}
    keys = {name: key for name, key in PAGE_KEYS.items() if name not in unused}
    return [hints(frame.look, keys, width)]


PARTS: dict[str, Draw[PageFrame]] = {
    "title": _title,
    "text": _text,
    "title beside": _beside(_title),
    "text beside": _beside(_text),
    "keys": _keys,
}
