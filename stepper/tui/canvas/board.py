"""A widget that draws parts at their places and repaints only what has changed."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from rich.segment import Segment
from textual.events import MouseDown, MouseMove
from textual.geometry import Region, Size
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from stepper.tui.canvas.pieces import length
from stepper.tui.host import Host
from stepper.tui.look import Piece, ScreenLine
from stepper.tui.signs import SIGNS
from stepper.tui.theme import BLANKS_ALIKE
from stepper.typeset.cells import cells, has_marks, split
from stepper.typeset.direction import isolated

Subject = TypeVar("Subject")
Draw = Callable[[Subject, int, int], list[ScreenLine]]
Pointed = Callable[[Piece], Awaitable[None]]


class Place(NamedTuple):
    """The place of a part, in cells from the upper left of its board.

    Of two parts beside one another, the left one comes first.
    """

    part: str
    x: int
    y: int
    width: int
    height: int


class Picture(NamedTuple):
    """A subject as a board shows it, and the size, theme and places it was drawn for.

    parts: the lines of each part; rows, strips: all rows of the board, as pieces and as strips.
    """

    subject: object
    circumstances: object
    parts: dict[Place, list[ScreenLine]]
    rows: list[ScreenLine]
    strips: list[Strip]


NOTHING = Picture(None, None, {}, [], [])


class Ahead(NamedTuple):
    """A picture drawn in advance, and the regions where it differs from the one before it."""

    picture: Picture
    changed: list[Region]
    before: Picture


class Board(Widget, Generic[Subject]):
    """Draws the parts of a subject, such as the frame of a step.

    id: of the widget; parts: name -> (subject, width, height) -> the lines of a part; pointed:
    called with each piece that the mouse is pressed on, or dragged over if it leads to a step.
    """

    app: Host
    virtual_size = var(Size(0, 0))  # no second pass of layout for it: there is nothing to scroll

    def __init__(self, id: str, parts: dict[str, Draw[Subject]], pointed: Pointed) -> None:
        super().__init__(id=id)
        self._parts = parts
        self._pointed = pointed
        self._places: list[Place] = []
        self._subject: Subject | None = None
        self._picture = NOTHING
        self._ahead: Ahead | None = None
        self._drags = False
        self._shown_in = Size(0, 0)

    def show(self, subject: Subject, places: list[Place]) -> None:
        """Show a subject in these places, repainting only what changes."""
        self._subject = subject
        self._places = places
        circumstances = self._circumstances()
        before, self._shown_in = self._shown_in, self.size
        # with another size, Textual still has to repaint up to the end of the old one
        is_resized = before and before != self.size
        if is_resized or self._picture.circumstances != circumstances:
            self._picture = NOTHING
            self.refresh()
            return
        ahead = self._coming(subject)
        self._picture = ahead.picture
        if ahead.changed:
            self.refresh(*ahead.changed)

    def draw_ahead(self, subject: Subject) -> None:
        """Draw in advance what is probably shown next, so that its key only has to paint it."""
        self._ahead = self._coming(subject)

    def _coming(self, subject: Subject) -> Ahead:
        """The picture of a subject, drawn now unless it was drawn in advance."""
        ahead, wanted = self._ahead, (subject, self._circumstances())
        if ahead and ahead.before is self._picture and ahead.picture[:2] == wanted:
            return ahead
        return self._drawn(subject)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips as they were drawn: no border, padding or opacity is added."""
        if self._subject is not None:
            wanted = (self._subject, self._circumstances())
            if self._picture[:2] != wanted:
                self._picture = self._drawn(self._subject).picture
        blank = Strip.blank(self.size.width, self.app.piece_styles["plain"])
        strips = self._picture.strips[crop.y : crop.bottom]
        strips += [blank] * (crop.height - len(strips))
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def _circumstances(self) -> object:
        return self.size, self.app.theme, self._places

    def _drawn(self, subject: Subject) -> Ahead:
        """Draw a subject, and find the regions where it differs from what is shown."""
        parts = {
            place: self._parts[place.part](subject, place.width, place.height)[: place.height]
            for place in self._places
        }
        circumstances, old = self._circumstances(), self._picture
        if old.circumstances != circumstances:
            old = NOTHING
        fresh = {
            place.y + y
            for place, lines in parts.items()
            for y in _differing(old.parts.get(place, []), lines)
        }
        width = self.size.width
        height = max((place.y + place.height for place in parts), default=0)
        rows = old.rows.copy() or [[] for _ in range(height)]
        strips = old.strips.copy() or [Strip([])] * height
        changed = []
        for y in sorted(fresh):
            row = _row(parts, y, SIGNS["more"][self.app.ascii])
            # after nothing, Textual repaints all
            start, end = (0, 0) if old is NOTHING else _change(rows[y], row)
            rows[y], strips[y] = row, self._strip(row, width)
            if start < end:
                changed.append(Region(start, y, end - start, 1))
                strips[y].crop(0, end).render(self.app.console)  # cached, for Textual to write
        return Ahead(Picture(subject, circumstances, parts, rows, strips), changed, self._picture)

    def _strip(self, row: ScreenLine, width: int) -> Strip:
        """A row in as few segments as possible: each costs bytes in the terminal.

        Marks have segments of their own: Textual cuts off those before a cut within a segment.
        """
        styles = self.app.piece_styles
        segments: list[Segment] = []
        text, style, is_marked = "", "plain", False
        drawn = length(row)
        for piece in row:
            shown, was_marked = isolated(piece.text), is_marked
            is_marked = has_marks(shown)
            joins = piece.style == style or _is_blank(piece, style)
            if joins and not is_marked and not was_marked:
                text += shown
            else:
                if text:
                    segments.append(Segment(text, styles[style]))
                text, style = shown, piece.style
        if drawn < width:
            segments.append(Segment(text, styles[style]))
            text, style = " " * (width - drawn), "plain"
        return Strip([*segments, Segment(text, styles[style])], width)

    def _piece_at(self, x: int, y: int) -> Piece | None:
        """The piece at a cell of the board."""
        rows = self._picture.rows
        for piece in rows[y] if 0 <= y < len(rows) else []:
            x -= cells(piece.text)
            if x < 0:
                return piece
        return None

    async def on_mouse_down(self, event: MouseDown) -> None:
        if piece := self._piece_at(event.x, event.y):
            self._drags = isinstance(piece.target, int)
            await self._pointed(piece)

    async def on_mouse_move(self, event: MouseMove) -> None:
        piece = self._piece_at(event.x, event.y)
        if self._drags and event.button and piece and isinstance(piece.target, int):
            await self._pointed(piece)

    def on_mouse_up(self) -> None:
        self._drags = False


def _is_blank(piece: Piece, before: str) -> bool:
    """Whether a piece looks the same in the style of the piece before it."""
    alike = before in BLANKS_ALIKE and piece.style in BLANKS_ALIKE
    return not piece.text or (alike and piece.text.isspace())


def _row(parts: dict[Place, list[ScreenLine]], y: int, more: str) -> ScreenLine:
    """The pieces of row y, those of each part at its place; more is put where one is cut."""
    row: ScreenLine = []
    x = 0
    for place, lines in parts.items():
        k = y - place.y
        if 0 <= k < place.height:
            row.append(Piece(" " * (place.x - x)))
            line = lines[k] if k < len(lines) else []
            taken = length(line)
            row += line if taken <= place.width else _cut(line, place.width, more)
            row.append(Piece(" " * (place.width - taken)))
            x = place.x + place.width
    return row


def _cut(line: ScreenLine, width: int, more: str) -> ScreenLine:
    """Cut a line to width cells and put the sign more there: half a number is a wrong one."""
    if cells("".join(piece.text for piece in line).rstrip()) <= width:
        more = ""  # only blanks are cut
    room = width - cells(more)
    if room < 0:
        return [Piece(" " * width)]
    fitted: ScreenLine = []
    for piece in line:
        text, rest = split(piece.text, room)
        room -= cells(text)
        if rest:
            return [*fitted, piece._replace(text=text + more), Piece(" " * room)]
        fitted.append(piece)
    return fitted


def _differing(old: list[ScreenLine], new: list[ScreenLine]) -> list[int]:
    """The indices of the lines that differ."""
    both = min(len(old), len(new))
    changed = [k for k in range(both) if old[k] is not new[k] and old[k] != new[k]]
    return [*changed, *range(both, max(len(old), len(new)))]


def _change(old: ScreenLine, new: ScreenLine) -> tuple[int, int]:
    """The x between which two rows look different; twice the same x if they look alike."""
    old, new = _shown(old), _shown(new)
    before, after = length(old), length(new)
    start = _alike(old, new)
    if before != after:
        return start, max(before, after)
    return start, max(start, after - _alike(reversed(old), reversed(new)))


def _alike(old: Iterable[Piece], new: Iterable[Piece]) -> int:
    """The cells of the pieces that look the same, up to the first that does not."""
    width = 0
    for before, after in zip(old, new, strict=False):
        if before[:2] != after[:2]:  # what a click does is not visible
            break
        width += cells(after.text)
    return width


def _shown(row: ScreenLine) -> ScreenLine:
    """A row without the blanks at its end."""
    end = len(row)
    while end and _is_blank(row[end - 1], "plain"):
        end -= 1
    return row[:end]
