"""The run after an edit: computed a little at a time, shown instead of the original."""

from time import monotonic

from stepper.files.opening import is_formula
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step, Trace
from stepper.tui.look import RunProgress


class WhatIfRun:
    """The edited run of a screen, and its original.

    original: the run that was opened; None unless an edited one is shown instead. pending: the run
    that will be shown as soon as the row of the current step is computed.
    """

    def __init__(self) -> None:
        self.original: Trace | None = None
        self.pending: Trace | None = None
        self._computed: list[Trace] = []  # in the background, in this order
        self._saved: tuple[Trace, str] | None = None

    def begin(self, shown: Trace, scenario: Scenario) -> None:
        """Let the run of an edited scenario be pending, or the original if nothing is changed.

        shown: the run that is shown.
        """
        from stepper.input.givens import changes

        self.cancel()
        original = self.original or shown
        if changes(original.scenario, scenario):
            self.pending = Trace(scenario, Run(scenario))
        elif original is not shown:
            self.pending = original

    def compute(self, step: Step, seconds: float) -> Step | None:
        """Compute rows for some seconds; return step in the pending run if its row is computed."""
        until = monotonic() + seconds
        if self.pending:
            place = same_place(self.pending, step)
            if not self.pending.rows.reach(place.iteration, until):
                return None
            self.pending.rows.reach(self.pending.iterations, until)
            return place
        while self._computed and self._computed[0].rows.reach(self._computed[0].iterations, until):
            del self._computed[0]
        return None

    @property
    def computes(self) -> bool:
        return bool(self.pending or self._computed)

    @property
    def progress(self) -> RunProgress | None:
        """The progress of the pending run, or of the edited run that is shown; None if complete."""
        trace = self.pending or next((t for t in self._computed if t is not self.original), None)
        return RunProgress(trace.rows.ready, trace.iterations) if trace else None

    def cancel(self) -> bool:
        """Stop computing, and drop the pending run; return whether there was anything to stop."""
        stopped = self.progress is not None
        if self.pending:
            self._let_go(self.pending)
        self.pending = None
        self._computed = []
        return stopped

    def show(self, before: Trace, after: Trace) -> None:
        """Note that run after, the pending one or the original, is shown instead of run before."""
        self.pending = None
        self.original = self.original or before
        self._let_go(before)
        if after is self.original:
            self.original = None
        self._computed = [after, self.original] if self.original else []

    def note_saved(self, trace: Trace, file: str) -> None:
        """Note the file to which an edited run was saved."""
        self._saved = trace, file

    def way_back(self, file: str, step: Step) -> tuple[str, Step]:
        """The file and the step to come back to: for an unsaved edit, in the original.

        Not for a typed formula: it is typed again with other values.
        """
        if self._saved and self._saved[0] is step.trace:
            return self._saved[1], step
        if is_formula(file):
            return file, step
        return file, same_place(self.original or step.trace, step)

    def _let_go(self, trace: Trace) -> None:
        """Drop the rows of an edited run, which the caches of a diagnosis may keep alive."""
        if trace is not self.original:
            trace.rows = Run(trace.scenario)


def same_place(trace: Trace, step: Step) -> Step:
    """The same step in another run, at latest in its last iteration.

    An edit may change which numbers there are, an activation for example: where there is no such
    step, it is the one at the same place, or the last one.
    """
    iteration = min(step.iteration, trace.iterations)
    steps = trace.schedule.steps(iteration)
    there = Step(trace, iteration, step.symbol)
    if step.symbol in trace.model.position and there.whole in steps:
        return there
    return Step(trace, iteration, steps[min(step.in_iteration, len(steps)) - 1])
