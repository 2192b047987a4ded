"""The play: one step after another by a clock, until it is stopped or the run ends."""

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # steps a second
USUAL = 0.5  # of these: a step is read before the next one comes
READ = 1.0  # up to this speed, it stays twice as long where there is more to read
CAUGHT_UP = 1.0  # seconds; more than that, the machine slept, and the steps are not caught up


class Play:
    """Steps on as the clock says: a machine that is too slow for all frames leaves some out.

    step_on(n) goes n steps on and returns whether there was one left; lingers() says whether there
    is more to read at this one; changed is called at start and end.
    """

    def __init__(
        self,
        owner: Widget,
        step_on: Callable[[int], bool],
        lingers: Callable[[], bool],
        changed: Callable[[], None],
    ) -> None:
        self._owner = owner
        self._step_on = step_on
        self._lingers = lingers
        self._changed = changed
        self._chosen = SPEEDS.index(USUAL)
        self._timer: Timer | None = None
        self._begun = 0.0
        self._stepped = 0  # steps since then

    @property
    def speed(self) -> float:
        """Steps a second; 0 while it rests."""
        return SPEEDS[self._chosen] if self._timer else 0.0

    def start(self) -> None:
        self._timer = self._owner.set_interval(1 / SPEEDS[self._chosen], self._tick)
        self._begun, self._stepped = monotonic(), 0
        self._changed()

    def rest(self) -> None:
        if self._timer:
            self._timer.stop()
            self._timer = None
            self._changed()

    def change_speed(self, by: int) -> None:
        """Go by a number of speeds faster or slower; while it rests, for the next time."""
        self._chosen = max(0, min(self._chosen + by, len(SPEEDS) - 1))
        if self._timer:
            self._timer.stop()
            self.start()

    def _tick(self) -> None:
        now = monotonic()
        due = round((now - self._begun) * self.speed) - self._stepped
        if due > max(1.0, CAUGHT_UP * self.speed):
            self._begun, self._stepped, due = now, -1, 1
        self._stepped += due
        if due and not self._step_on(due):
            self.rest()
        elif due and self.speed <= READ and self._lingers():
            self._begun += 1 / self.speed
