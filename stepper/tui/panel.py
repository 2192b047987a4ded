"""A part of the screen that shows lines of pieces, and repaints only what has changed."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from stepper.tui.look import Line

KINDS = ("forward", "backward", "parameter", "target")
STYLES = ("plain", "quiet", "title", "key", "made", *KINDS, *(f"{kind}-lit" for kind in KINDS))


class Panel(Widget):
    """Shows the lines it is given; what is beyond its size is cut off."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"panel--{style}" for style in STYLES}

    DEFAULT_CSS = """
    Panel { background: $background; }
    Panel .panel--plain { color: $foreground; }
    Panel .panel--quiet { color: $quiet; }
    Panel .panel--title { color: $foreground; text-style: bold; }
    Panel .panel--key { color: $foreground; text-style: bold; }
    Panel .panel--made { color: $made-text; background: $made; text-style: bold; }
    Panel .panel--forward { color: $forward; }
    Panel .panel--backward { color: $backward; }
    Panel .panel--parameter { color: $parameter; }
    Panel .panel--target { color: $target; }
    Panel .panel--forward-lit { color: $forward; text-style: bold underline; }
    Panel .panel--backward-lit { color: $backward; text-style: bold underline; }
    Panel .panel--parameter-lit { color: $parameter; text-style: bold underline; }
    Panel .panel--target-lit { color: $target; text-style: bold underline; }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._strips: list[Strip] = []

    def show(self, lines: Sequence[Line]) -> None:
        """Show lines, and repaint those cells that differ from what is shown."""
        width, height = self.size
        blank = Strip([Segment(" " * width, self._style("plain"))], width)
        new = [self._strip(line, width) for line in lines[:height]]
        new += [blank] * (height - len(new))
        old, self._strips = self._strips, new
        if len(old) != len(new):
            self.refresh()
            return
        changed = [
            _changed(a, b, y) for y, (a, b) in enumerate(zip(old, new, strict=True)) if a != b
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self._style("plain"))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"panel--{name}")

    def _strip(self, line: Line, width: int) -> Strip:
        segments = [Segment(piece.text, self._style(piece.style)) for piece in line if piece.text]
        return Strip(segments).adjust_cell_length(width, self._style("plain"))


def _changed(old: Strip, new: Strip, y: int) -> Region:
    """The part of line y that differs."""
    a, b = _cells(old), _cells(new)
    if len(a) != len(b):
        return Region(0, y, new.cell_length, 1)
    differing = [x for x, (one, other) in enumerate(zip(a, b, strict=True)) if one != other]
    if not differing:
        return Region(0, y, 1, 1)
    return Region(differing[0], y, differing[-1] - differing[0] + 1, 1)


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """One entry a cell; a wide letter has an empty second one."""
    cells: list[tuple[str, Style | None]] = []
    for segment in strip:
        for letter in segment.text:
            cells.append((letter, segment.style))
            cells += [("", segment.style)] * (Segment(letter).cell_length - 1)
    return cells
