"""Playing: one step after another by itself, until it is stopped or no step follows."""

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # steps a second


class Play:
    """step_on makes a step and says whether there was one; changed is called at start and end."""

    def __init__(
        self, owner: Widget, step_on: Callable[[], bool], changed: Callable[[], None]
    ) -> None:
        self._owner = owner
        self._step_on = step_on
        self._changed = changed
        self._chosen = SPEEDS.index(2.0)
        self._timer: Timer | None = None

    @property
    def speed(self) -> float:
        """Steps a second; 0 while it rests."""
        return SPEEDS[self._chosen] if self._timer else 0.0

    def start(self) -> None:
        self._timer = self._owner.set_interval(1 / SPEEDS[self._chosen], self._tick)
        self._changed()

    def rest(self) -> None:
        if self._timer:
            self._timer.stop()
            self._timer = None
            self._changed()

    def change_speed(self, by: int) -> None:
        """So many speeds faster, or slower; also while it rests, for the next time."""
        self._chosen = max(0, min(self._chosen + by, len(SPEEDS) - 1))
        if self._timer:
            self._timer.stop()
            self.start()

    def _tick(self) -> None:
        if not self._step_on():
            self.rest()
