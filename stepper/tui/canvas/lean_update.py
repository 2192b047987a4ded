"""An update that begins where something has changed.

Textual writes each row from the left edge of its widget on: twice the bytes of a step.
"""

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor


class LeanUpdate(ChopsUpdate):
    def render_segments(self, console: Console) -> str:
        written = []
        for y, start, end in self.spans:
            ends = self.chop_ends[y]
            for (x, strip), right in zip(self.chops[y].items(), ends, strict=False):
                left, right = max(x, start), min(right, end)
                if strip is not None and left < right:
                    part = strip.crop(left - x, right - x)
                    written.append(f"\x1b[{y + 1};{left + 1}H{part.render(console)}")
        return "".join(written)


class LeanCompositor(Compositor):
    def render_partial_update(self) -> LeanUpdate | None:
        update = super().render_partial_update()
        return LeanUpdate(update.chops, update.spans, update.chop_ends) if update else None
