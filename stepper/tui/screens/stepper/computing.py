"""Computing in the background: what the screen waits for, a little between two frames."""

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.worker import get_current_worker

from stepper.runs.trace import Step
from stepper.tui.look import RunProgress
from stepper.tui.panels.drawer import drawer
from stepper.tui.screens.stepper.stepping import Stepping

INTERVAL = 1 / 30  # seconds between two frames
COMPUTING = 0.01  # seconds at a time for curves, a tab of the drawer, and edited runs shown already
WAITED_FOR = 0.015  # seconds at a time for a far step or an edited run, which the learner waits for
AT_ONCE = 0.1  # seconds to compute the row of a step before the learner has to wait


class FarStep:
    """A step whose row is not computed yet; step is None where the learner does not wait."""

    def __init__(self) -> None:
        self.step: Step | None = None
        self._go: Callable[[Step], None] = lambda _: None

    def has_to_wait(self, step: Step, go: Callable[[Step], None]) -> bool:
        """Whether the row of step takes long to compute; go(step) then goes there later."""
        is_computed = step.trace.rows.reach(step.iteration, monotonic() + AT_ONCE)
        self.step, self._go = None if is_computed else step, go
        return not is_computed

    def compute(self, seconds: float) -> bool:
        """Compute rows for some seconds; return whether the row of step is computed."""
        step = self.step
        return bool(step and step.trace.rows.reach(step.iteration, monotonic() + seconds))

    def go(self) -> None:
        """Go to the step that was waited for."""
        step, self.step = self.step, None
        if step:
            self._go(step)

    @property
    def progress(self) -> RunProgress | None:
        """The rows that are computed; None where no step is waited for."""
        step = self.step
        return RunProgress(step.trace.rows.ready, step.iteration) if step else None

    def cancel(self) -> bool:
        """Wait no longer; return whether there was a wait."""
        waited, self.step = self.step is not None, None
        return waited


class Computing:
    """Computes a far step, an edited run, the curves and the drawer of a screen by a timer."""

    def __init__(self, screen: Stepping) -> None:
        self._screen = screen
        self._far = FarStep()
        self._timer: Timer | None = None

    @property
    def rests(self) -> bool:
        """Whether nothing is left to compute."""
        waited_for = self._screen.what_if.computes or self._far.progress
        return not (self._waits or waited_for)

    @property
    def far_step(self) -> Step | None:
        """The step that is too far to be shown at once; None where nothing is waited for."""
        return self._far.step

    @property
    def progress(self) -> RunProgress | None:
        """How far the learner has to wait; None where there is no wait."""
        return self._far.progress or self._screen.what_if.progress

    def check_stored(self) -> None:
        """Check all rows of a stored trace in a thread, and report the first that is wrong."""
        if self._screen.trace.rows.are_stored:
            self._screen.run_worker(self._check, thread=True, exclusive=True)

    def _check(self) -> None:
        screen, worker = self._screen, get_current_worker()
        wrong = screen.trace.rows.problem(lambda: worker.is_cancelled)
        if wrong and not worker.is_cancelled:
            screen.app.call_from_thread(screen.while_open, screen.tell, wrong, "error")

    def has_to_wait(self, step: Step, go: Callable[[Step], None]) -> bool:
        """Whether the row of step is too far to be computed at once.

        Where it is, go(step) follows as soon as it is computed.
        """
        waits = self._far.has_to_wait(step, go)
        if waits:
            self.start()
            self._screen.show()
        return waits

    def start_if_needed(self) -> None:
        """Start when the frame is out, where it shows something that is not computed yet."""
        if self._waits:
            self._screen.call_after_refresh(self.start)

    def start(self) -> None:
        if self._timer is None:
            self._timer = self._screen.set_interval(INTERVAL, self.compute_some)

    def compute_some(self) -> None:
        """Compute for some milliseconds, and show the result."""
        screen = self._screen
        if self._far.compute(WAITED_FOR) and screen.is_active:
            self._far.go()
        step = screen.what_if.compute(screen.step, WAITED_FOR)
        if step and screen.is_active:  # a window above is about the run that is shown
            screen.show_run(step)
            screen.what_if.compute(step, COMPUTING)  # a short run is then complete
        until = monotonic() + COMPUTING
        while self._waits and monotonic() < until:
            if self._curves_wait:
                screen.trace.rows.go_on()
            else:
                drawer.tab(screen.frame.tab).compute(screen.frame)
        if self._timer and self.rests:
            self._timer.stop()
            self._timer = None
        screen.show()

    def cancel(self) -> bool:
        """Stop what the learner waits for; return whether there was anything."""
        return self._far.cancel() or self._screen.what_if.cancel()

    @property
    def _waits(self) -> bool:
        """Whether something is shown that is not computed yet."""
        frame = self._screen.frame
        return self._curves_wait or bool(frame.tab and drawer.tab(frame.tab).waits(frame))

    @property
    def _curves_wait(self) -> bool:
        """Whether curves are shown that wait for rows."""
        rows = self._screen.trace.rows
        waits = rows.ready < len(rows) and not rows.stop
        return waits and self._screen.boards.place_of("curves") is not None
