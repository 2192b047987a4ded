"""Textual's command palette, which on its own ends the program in three cases.

They are: Enter or Esc pressed again before the palette is closed; a page key before its list is
laid out, or in a window of a few cells; a click on a command that was just filtered out.
"""

from typing import Self

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import (
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
)
from textual.content import Content
from textual.events import Click
from textual.visual import VisualType
from textual.widgets import Input
from textual.widgets.option_list import Option

from stepper.tui.closable import Closable
from stepper.tui.finding import translated
from stepper.tui.host import Host
from stepper.tui.look import Look
from stepper.tui.uncovered import Uncovered

BESIDE = 0.9  # weight of a match beside the words of a command, compared with one in them
PAGES = (("page_up",), ("page_down",))


class Commands(CommandList):
    """The list of commands; ignores a click on a row that it no longer has.

    nothing: the words where nothing is found.
    """

    def __init__(self, nothing: str) -> None:
        super().__init__()
        self._nothing = Content(nothing)

    def add_option(self, option: "Option | VisualType | None" = None) -> Self:
        """Add a row; the one that says that nothing was found, in the learner's language."""
        if isinstance(option, Option) and option.disabled:
            option = Option(self._nothing, option.id, disabled=True)
        return super().add_option(option)

    def on_click(self, event: Click) -> None:
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default().stop()


class Finder(Provider):
    """Finds commands and more by their words, in the order in which the app has them.

    The help of a command, and its words in other languages, have to contain the typed text.
    """

    async def discover(self) -> Hits:
        for title, help, callback, is_listed in self.app.get_system_commands(self.screen):
            if is_listed:
                yield DiscoveryHit(Content(title), callback, text=title, help=help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        match = matcher.fuzzy_search.match
        assert isinstance(self.app, Host)
        for (title, help, callback, _), *others in translated(self.app, self.screen):
            score, offsets = match(query, title)
            texts = help, *(text for other in others for text in other[:2])
            found = [text for text in texts if query.casefold() in text.casefold()]
            score = max(score, *(BESIDE * match(query, text)[0] for text in found), 0)
            if score > 0:
                words = Content(title)  # the matcher would read a title as markup
                for k in offsets:
                    words = words.stylize(matcher.match_style, k, k + 1)
                yield Hit(score, words, callback, text=title, help=help)


class Palette(Closable, CommandPalette, Uncovered[None]):
    """Closes once, as a Window does, and does without its list where that has no room."""

    DEFAULT_CSS = "Palette CommandList { min-width: 16; }"

    def __init__(self, look: Look) -> None:
        super().__init__(placeholder=look.say("palette.prompt"))
        self._look = look

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield (
                Commands(self._look.say("palette.nothing"))
                if isinstance(widget, CommandList)
                else widget
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse page keys while the list has no room; lay it out first where it is new."""
        if parameters in PAGES:
            commands = self.query_one(CommandList)
            commands.scroll_to_highlight()
            return bool(commands.scrollable_content_region)
        return super().check_action(action, parameters)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Dismiss only once, and end the search."""
        if not self.is_active:
            return AwaitComplete()
        self.workers.cancel_node(self)
        return super().dismiss(result)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Do not search for what is typed while the palette closes."""
        if not self.is_active:
            event.prevent_default()
