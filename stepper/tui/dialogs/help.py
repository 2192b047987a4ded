"""The window that lists every key."""

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key, Resize
from textual.widgets import Static

from stepper.tui.dialogs.window import Window
from stepper.tui.look import Look
from stepper.typeset.cells import padded

KEY_ROOM = 12


SCROLLS = {  # key -> how the help scrolls
    "up": "up",
    "down": "down",
    "pageup": "page_up",
    "pagedown": "page_down",
    "home": "home",
    "end": "end",
}


Keys = Iterable[tuple[str, str, str]]  # (group, keys, words) of each line


class Help(Window[None]):
    """Lists the keys, and what the colours mean. Any key that does not scroll it closes it."""

    DEFAULT_CSS = """
    Help .box { width: 100; }
    Help VerticalScroll { height: auto; }
    Help .columns { height: auto; }
    Help .columns Static { width: 1fr; }
    Help #close { height: 1; text-wrap: nowrap; text-overflow: clip; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"scroll('{how}')", how, id=f"help_{key}", show=False)
        for key, how in SCROLLS.items()
    ]

    def __init__(self, look: Look, keys: Keys) -> None:
        super().__init__()
        self._look = look
        self._keys = keys

    def compose(self) -> ComposeResult:
        look = self._look
        groups: dict[str, list[Content]] = defaultdict(list)
        for group, keys, words in self._keys:
            groups[group].append(Content.assemble((f" {_padded(keys)}", "bold"), words))
        texts = [
            Content("\n").join([Content.assemble((group, "$primary")), *lines])
            for group, lines in groups.items()
        ]
        wide = self.app.size.width >= 76
        columns = Horizontal if wide else Vertical
        half = (len(texts) + 1) // 2
        forward, backward = look.sign("forward"), look.sign("backward")
        with Vertical(classes="box"):
            with VerticalScroll():
                with columns(classes="columns"):
                    for part in filter(None, (texts[:half], texts[half:])):
                        yield Static(Content("\n").join(part))
                yield Static(
                    Content.assemble(
                        (f"{forward} {look.say('phase.forward')}   ", "$forward"),
                        (f"{backward} {look.say('phase.backward')}   ", "$backward"),
                        (f"{look.say('parameters')}   ", "$parameter"),
                        (look.say("target"), "$target"),
                    )
                )
                unknown = look.notation.sign("unknown")
                yield Static(Content(look.say("help.highlight", unknown=unknown)))
            yield Static(id="close", classes="quiet", markup=False)

    def resized(self, event: Resize) -> None:
        """Let all but the last line scroll where there is no room for it."""
        self.query_one(VerticalScroll).styles.max_height = max(1, event.size.height - 1)
        super().resized(event)

    def lay_out(self) -> None:
        """Say what closes the window, and how it scrolls."""
        key = "help.scroll" if self._scrolls else "help.close"
        keys = self._look.keys("up down")
        self.put("#close", Content(self._look.say(key, keys=keys)))

    @property
    def _scrolls(self) -> bool:
        return self.query_one(VerticalScroll).max_scroll_y > 0

    def action_scroll(self, how: str) -> None:
        """Scroll, or close the window if there is nothing to scroll."""
        if self._scrolls:
            getattr(self.query_one(VerticalScroll), f"scroll_{how}")(animate=False)
        else:
            self.dismiss(None)

    def on_key(self, event: Key) -> None:
        if event.key not in SCROLLS:
            event.stop()  # or the screen below would handle it, too
            self.dismiss(None)


def _padded(keys: str) -> str:
    return padded(f"{keys} ", KEY_ROOM)
