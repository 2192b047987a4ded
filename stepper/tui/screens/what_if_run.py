"""The run after an edit: computed a little at a time, shown for the original, taken back."""

from time import monotonic

from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step, Trace
from stepper.tui.look import RunProgress


class WhatIfRun:
    """What a screen remembers of edits.

    original: the run that was opened, while an edited one is shown in its place
    pending:  the run that will be shown as soon as the row of the learner's place is computed
    """

    def __init__(self) -> None:
        self.original: Trace | None = None
        self.pending: Trace | None = None
        self._computed: list[Trace] = []  # in the background: the run that is shown comes first
        self._saved: tuple[Trace, str] | None = None

    def begin(self, shown: Trace, scenario: Scenario) -> None:
        """Let a run of an edited scenario be pending; with the original's numbers, the original."""
        from stepper.input.edits import changes

        self.cancel()
        original = self.original or shown
        if changes(original.scenario, scenario):
            self.pending = Trace(scenario, Run(scenario))
        elif original is not shown:
            self.pending = original

    def compute(self, step: Step, seconds: float) -> Step | None:
        """Compute rows for so long; the place of a step in the pending run, once that is there."""
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
        """How far the pending run is computed, or the one that is shown; None where all is."""
        trace = self.pending or next((t for t in self._computed if t is not self.original), None)
        return RunProgress(trace.rows.ready, trace.iterations) if trace else None

    def cancel(self) -> bool:
        """Stop computing; what was pending is not shown. Whether there was anything to stop."""
        stopped = self.progress is not None
        if self.pending:
            self._let_go(self.pending)
        self.pending = None
        self._computed = []
        return stopped

    def show(self, before: Trace, after: Trace) -> None:
        """Note that a run is shown in place of another: the pending one, or the original."""
        self.pending = None
        self.original = self.original or before
        self._let_go(before)
        if after is self.original:
            self.original = None
        self._computed = [after, self.original] if self.original else []

    def note_saved(self, trace: Trace, file: str) -> None:
        """Note the file of an edited run, which has none of its own."""
        self._saved = trace, file

    def way_back(self, file: str, step: Step) -> tuple[str, Step]:
        """The file and the step to come back to: of an edit that was not saved, the original."""
        if self._saved and self._saved[0] is step.trace:
            return self._saved[1], step
        return file, same_place(self.original or step.trace, step)

    def _let_go(self, trace: Trace) -> None:
        """Let go of the rows of an edited run: caches of drawings may hold it for long."""
        if trace is not self.original:
            trace.rows = Run(trace.scenario)


def same_place(trace: Trace, step: Step) -> Step:
    """The same number in another run of the network, in its last iteration where it is shorter."""
    return Step(trace, min(step.iteration, trace.iterations), step.symbol)
