"""The list of commands, found by what is typed: Textual's, for windows and hands of any kind."""

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.events import Click
from textual.widgets import Input

PAGES = (("page_up",), ("page_down",))


class Commands(CommandList):
    """What was found; it may be clicked before it is drawn."""

    def on_click(self, event: Click) -> None:
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default().stop()  # it was found for what was typed before


class Palette(CommandPalette):
    """Closes once, as a Window does; in a window of a few cells its list is cut off."""

    DEFAULT_CSS = "Palette CommandList { min-width: 16; }"

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield Commands() if isinstance(widget, CommandList) else widget

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list that has no room has no pages; one that is new has to be laid out first."""
        if parameters in PAGES:
            commands = self.query_one(CommandList)
            commands.scroll_to_highlight()
            return bool(commands.scrollable_content_region)
        return super().check_action(action, parameters)

    def dismiss(self, result: None = None) -> AwaitComplete:
        if not self.is_active:
            return AwaitComplete()
        self.workers.cancel_node(self)  # its search
        return super().dismiss(result)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed while it closes is not searched for."""
        if not self.is_active:
            event.prevent_default()
