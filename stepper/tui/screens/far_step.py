"""A step whose row is not computed yet: the learner sees how far it is, and may stop it."""

from collections.abc import Callable
from time import monotonic

from stepper.runs.trace import Step
from stepper.tui.look import RunProgress

AT_ONCE = 0.1  # seconds in which a step is shown without a word


class FarStep:
    """step: what the learner waits for; None where that is nothing."""

    def __init__(self) -> None:
        self.step: Step | None = None
        self._go: Callable[[Step], None] = lambda _: None

    def has_to_wait(self, step: Step, go: Callable[[Step], None]) -> bool:
        """Whether the row of a step is not there at once; go leads there when it is."""
        there = step.trace.rows.reach(step.iteration, monotonic() + AT_ONCE)
        self.step, self._go = None if there else step, go
        return not there

    def compute(self, seconds: float) -> bool:
        """Compute rows for so long; whether what is waited for is there now."""
        step = self.step
        return bool(step and step.trace.rows.reach(step.iteration, monotonic() + seconds))

    def go(self) -> None:
        """Go where the wait was for."""
        step, self.step = self.step, None
        if step:
            self._go(step)

    @property
    def progress(self) -> RunProgress | None:
        """How far the rows are computed; None where nothing is waited for."""
        step = self.step
        return RunProgress(step.trace.rows.ready, step.iteration) if step else None

    def cancel(self) -> bool:
        """Stay where the screen is. Whether there was anything to stop."""
        waited, self.step = self.step is not None, None
        return waited
