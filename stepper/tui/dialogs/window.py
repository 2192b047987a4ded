"""A small window above a screen."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Window(ModalScreen[Result], Generic[Result]):
    """Closes once: Enter that is pressed twice takes no screen below away."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()
