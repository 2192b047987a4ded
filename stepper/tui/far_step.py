"""A step whose row is not computed yet: the learner sees how far it is, and may stop it."""

from collections.abc import Callable
from time import monotonic

from stepper.steps import Step
from stepper.trace import Trace
from stepper.tui.look import Progress

AT_ONCE = 0.1  # seconds in which a step is shown without a word


class FarStep:
    """What a screen remembers of the step that the learner waits for."""

    def __init__(self) -> None:
        self._step: Step | None = None
        self._go: Callable[[Step], None] = lambda _: None

    def has_to_wait(self, step: Step, go: Callable[[Step], None]) -> bool:
        """Whether the row of a step is not there at once; go leads there when it is."""
        there = computed(step.trace, step.iteration, monotonic() + AT_ONCE)
        self._step, self._go = None if there else step, go
        return not there

    def compute(self, seconds: float) -> None:
        """Compute rows for so long, and go there if that was enough."""
        step = self._step
        if step and computed(step.trace, step.iteration, monotonic() + seconds):
            self._step = None
            self._go(step)

    @property
    def progress(self) -> Progress | None:
        """How far the rows are computed; None where nothing is waited for."""
        step = self._step
        return Progress(step.trace.rows.ready, step.iteration) if step else None

    def cancel(self) -> bool:
        """Stay where the screen is. Whether there was anything to stop."""
        waited, self._step = self._step is not None, None
        return waited


def computed(trace: Trace, iteration: int, until: float) -> bool:
    """Compute rows; whether those up to an iteration, or to where the run stops, are in time."""
    rows = trace.rows
    while rows.ready < iteration and not rows.stop:
        if monotonic() >= until:
            return False
        rows.go_on()
    return True
