"""What if: edits are asked for, the edited run is shown, and the original comes back."""

from collections.abc import Callable

from stepper.errors import StepperError
from stepper.input.givens import Given
from stepper.runs.moves import within_run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step
from stepper.tui.screens.stepper.computing import Computing
from stepper.tui.screens.stepper.moving import Moving
from stepper.tui.screens.stepper.stepping import Stepping
from stepper.tui.screens.stepper.what_if_run import same_place


class Editing:
    """Shows edited runs on a screen; computing computes them, moving moves to their steps."""

    def __init__(self, screen: Stepping, computing: Computing, moving: Moving) -> None:
        self._screen = screen
        self._computing = computing
        self._moving = moving

    def ask(self, first: Given | None = None, unchanged: Callable[[], None] | None = None) -> None:
        """Ask for edits, beginning with first, or else with the selected number.

        unchanged: called if there are none.
        """
        from stepper.input.givens import givens  # when it opens
        from stepper.tui.dialogs.edit import Edit

        screen = self._screen
        scenario = (screen.what_if.pending or screen.trace).scenario
        if not any(givens(scenario, 1)):
            screen.tell(screen.look.say("edit.none"))
            return
        edit = Edit(scenario, screen.step, screen.selected, screen.look, first)
        screen.app.push_screen(edit, lambda edited: self._run(edited, unchanged))

    def _run(self, scenario: Scenario | None, unchanged: Callable[[], None] | None) -> None:
        if scenario:
            self._screen.what_if.begin(self._screen.trace, scenario)
            self._computing.start()
            self._computing.compute_some()
        elif unchanged:
            unchanged()

    def restore(self) -> None:
        """Go back to the original run at the same place, or only stop a pending edit."""
        screen, what_if = self._screen, self._screen.what_if
        cancelled = what_if.cancel()
        if what_if.original:
            self.show_run(same_place(what_if.original, screen.step))
        elif not cancelled:
            screen.tell(screen.look.say("what_if.none"))
        screen.show()

    def show_run(self, step: Step) -> None:
        """Show the run of a step at that step, unless it has no number to show."""
        screen = self._screen
        try:
            within_run(step)
        except StepperError as error:
            screen.what_if.cancel()
            screen.tell(str(error), "error")
            return
        far_step = self._computing.far_step
        screen.what_if.show(screen.trace, step.trace)
        screen.change_run(step.trace)
        self._moving.follow_run(screen.trace)
        self._moving.to(step)
        if far_step:
            self._moving.jump(same_place(screen.trace, far_step))
