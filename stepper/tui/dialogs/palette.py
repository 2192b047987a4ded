"""Textual's command palette, which on its own ends the program in three cases.

They are: Enter or Esc pressed again before the palette is closed; a page key before its list is
laid out, or in a window of a few cells; a click on a command that was just filtered out.
"""

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.events import Click
from textual.widgets import Input

PAGES = (("page_up",), ("page_down",))


class Commands(CommandList):
    """The list of commands; ignores a click on a row that it no longer has."""

    def on_click(self, event: Click) -> None:
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default().stop()


class Palette(CommandPalette):
    """Closes once, as a Window does, and does without its list where that has no room."""

    DEFAULT_CSS = "Palette CommandList { min-width: 16; }"

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield Commands() if isinstance(widget, CommandList) else widget

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
