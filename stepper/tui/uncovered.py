"""A screen on which letters are whole again once what covered half of them is gone."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Self

from textual.geometry import Region
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget


class Uncovered(Screen[ScreenResultType]):
    """Repaints wide letters that Textual has cut in half where a widget ended before."""

    _regions: Mapping[Widget, Region] = MappingProxyType({})

    def on_mount(self) -> None:
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self._repaint())

    def refresh(self, *regions: Region, **how: bool) -> Self:
        """Repaint whole rows: the regions may be those of a screen below this one.

        Textual then forgets what widgets of this one have to repaint, so all of them are.
        """
        if regions:
            regions += tuple(widget.region for widget in self.query("*"))
        rows = (Region(0, region.y, self.size.width, region.height) for region in regions)
        return super().refresh(*rows, **how)

    def _repaint(self) -> None:
        before, now = self._regions, {w: w.region for w in (self, *self.query("*"))}
        self._regions = now
        if before.get(self, self.region) != self.region:
            for widget in now:
                widget.refresh()
            return
        changed = {region for _, region in before.items() ^ now.items()}
        for x, y in _ends(changed) - _ends(now.values()):
            if self.region.contains(x, y) and not any(r.contains(x, y) for r in changed):
                across = [w for w, region in now.items() if w is not self and region.contains(x, y)]
                for widget in across or [self]:
                    widget.refresh(_row(widget, y))


def _row(widget: Widget, y: int) -> Region:
    """A row of the screen within a widget, as its refresh takes it."""
    left, top = widget.content_region.offset
    return Region(widget.region.x - left, y - top, widget.region.width, 1)


def _ends(regions: Iterable[Region]) -> set[tuple[int, int]]:
    """The cells after the rows of regions."""
    return {(region.right, y) for region in regions for y in region.line_range}
