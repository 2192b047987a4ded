"""A screen that can close while something is still to happen on it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.events import Resize
from textual.message_pump import MessagePump
from textual.timer import Timer

Callback = Callable[..., Any]


class Closable(MessagePump):
    """Drops callbacks, timers and changes of size once the screen is closed: its parts are gone.

    Must be the first base of a screen. A change of size calls `resized`; callbacks from elsewhere,
    such as the app or a thread, go through `while_open`.
    """

    @property
    def is_there(self) -> bool:
        """Whether the screen is shown, or below one that is."""
        stack: list[MessagePump] = [*self.app.screen_stack]
        return self in stack

    def resized(self, event: Resize) -> None:
        """React to another size."""

    def on_resize(self, event: Resize) -> None:
        self.while_open(self.resized, event)

    def call_after_refresh(self, callback: Callback, *args: Any, **kwargs: Any) -> bool:
        return super().call_after_refresh(self.while_open, callback, *args, **kwargs)

    def call_later(self, callback: Callback, *args: Any, **kwargs: Any) -> bool:
        return super().call_later(self.while_open, callback, *args, **kwargs)

    def set_timer(self, delay: float, callback: Callback | None = None, **options: Any) -> Timer:
        return super().set_timer(delay, callback and partial(self.while_open, callback), **options)

    def set_interval(
        self, interval: float, callback: Callback | None = None, **options: Any
    ) -> Timer:
        guarded = callback and partial(self.while_open, callback)
        return super().set_interval(interval, guarded, **options)

    def while_open(self, callback: Callback, *args: Any, **kwargs: Any) -> Any:
        """Call it, unless the screen is closed."""
        return callback(*args, **kwargs) if self.is_there else None
