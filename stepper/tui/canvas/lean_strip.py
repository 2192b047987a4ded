"""A strip that tells the terminal only what changes from one piece to the next.

Textual writes every style in full and takes it back behind each piece: twice the bytes.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from stepper.typeset.cells import cells, is_narrow

if TYPE_CHECKING:
    from rich.console import Console

RESET = "\x1b[0m"
_ATTRIBUTES = {"bold": "1", "underline": "4", "reverse": "7", "dim": "2"}
_OFF = {"bold": "22", "dim": "22", "underline": "24", "reverse": "27"}
_OFF |= {"color": "39", "bgcolor": "49"}


class LeanStrip(Strip):
    __slots__ = ()

    def crop(self, start: int, end: int | None = None) -> Strip:
        """As any strip is cropped; rich would keep both sides of its last 16,000 cuts."""
        start, end = max(0, start), self.cell_length if end is None else min(end, self.cell_length)
        if (start, end) == (0, self.cell_length):
            return self
        part = self._crop_cache.get((start, end))
        if part is None:
            segments = []
            x = 0
            for text, style, control in self:
                width = cells(text)
                if start < x + width and x < end:
                    if x < start or end < x + width:
                        text = _between(text, start - x, end - x)
                    segments.append(Segment(text, style, control))
                x += width
            part = LeanStrip(segments, max(0, end - start))
            self._crop_cache[start, end] = part
        return part

    def render(self, console: "Console") -> str:
        if self._render_cache is not None:
            return self._render_cache
        system = COLOR_SYSTEMS[console.color_system or "truecolor"]
        written = []
        before = Style.null()
        for text, style, _ in self:
            written.append(_change(before, style or Style.null(), system))
            written.append(text)
            before = style or Style.null()
        self._render_cache = "".join([*written, RESET])
        return self._render_cache


def _between(text: str, start: int, end: int) -> str:
    """The part of a text from one cell to another; of a letter that is cut, blanks."""
    if is_narrow(text):
        return text[max(0, start) : max(0, end)]
    shown = []
    x = 0
    for letter in text:
        width = cells(letter)
        seen = min(x + width, end) - max(x, start)
        whole = start <= x and x + width <= end
        shown.append(letter if whole else " " * seen)
        x += width
    return "".join(shown)


@lru_cache(maxsize=1024)
def _change(before: Style, after: Style, system: ColorSystem) -> str:
    """The escape sequence that leads from one style to another."""
    old, new = _codes(before, system), _codes(after, system)
    ended = {_OFF[what] for what in old if what not in new}
    stays = {what: code for what, code in old.items() if _OFF[what] not in ended}
    changed = [*ended, *(code for what, code in new.items() if stays.get(what) != code)]
    return f"\x1b[{';'.join(changed)}m" if changed else ""


def _codes(style: Style, system: ColorSystem) -> dict[str, str]:
    """What a style sets -> its code: both colours, and each attribute for itself."""
    codes = {name: code for name, code in _ATTRIBUTES.items() if getattr(style, name)}
    for name, colour in (("color", style.color), ("bgcolor", style.bgcolor)):
        if colour:
            codes[name] = ";".join(colour.downgrade(system).get_ansi_codes(name == "color"))
    return codes
