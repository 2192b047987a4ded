"""Playing: one step after another by itself, until it is stopped or no step follows."""

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # steps a second
MADE_UP = 1.0  # seconds of a slow machine; what was missed in more of them, asleep, stays missed


class Play:
    """Steps on as the clock says: a machine that is too slow for all frames leaves some out.

    step_on makes so many steps and says whether there was one; changed is called at start and end.
    """

    def __init__(
        self, owner: Widget, step_on: Callable[[int], bool], changed: Callable[[], None]
    ) -> None:
        self._owner = owner
        self._step_on = step_on
        self._changed = changed
        self._chosen = SPEEDS.index(2.0)
        self._timer: Timer | None = None
        self._begun = 0.0
        self._made = 0  # steps since then

    @property
    def speed(self) -> float:
        """Steps a second; 0 while it rests."""
        return SPEEDS[self._chosen] if self._timer else 0.0

    def start(self) -> None:
        self._timer = self._owner.set_interval(1 / SPEEDS[self._chosen], self._tick)
        self._begun, self._made = monotonic(), 0
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
        now = monotonic()
        due = round((now - self._begun) * self.speed) - self._made
        if due > max(1.0, MADE_UP * self.speed):
            self._begun, self._made, due = now, -1, 1
        self._made += due
        if due and not self._step_on(due):
            self.rest()
