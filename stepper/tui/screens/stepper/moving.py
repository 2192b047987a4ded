"""Moving about: from step to step, jumps and the way back, and the next step drawn ahead."""

from collections import deque
from dataclasses import replace
from functools import partial

from stepper.backprop.symbols import Role, Symbol
from stepper.errors import StepperError
from stepper.limits import MOST_JUMPS
from stepper.runs import moves
from stepper.runs.trace import Step, Trace
from stepper.tui.screens.stepper.computing import Computing
from stepper.tui.screens.stepper.stepping import Stepping
from stepper.tui.screens.stepper.what_if_run import same_place

GOING_OUT = 0.005  # seconds for a frame to be written


class Moving:
    """Moves a screen to other steps; computing gets there where they are far.

    trail: the jumps so far, as (from, to).
    """

    def __init__(self, screen: Stepping, computing: Computing) -> None:
        self._screen = screen
        self._computing = computing
        self.trail: deque[tuple[Step, Step]] = deque(maxlen=MOST_JUMPS)

    @property
    def can_return(self) -> bool:
        """Whether the current step is the end of the last jump."""
        return bool(self.trail) and self.trail[-1][1] == self._screen.step

    def target(self, name: str) -> Step:
        """The step to which the move of this name leads."""
        return moves.moved(self._screen.step, name, self._screen.look.fine_steps)

    def move(self, name: str) -> None:
        self.go_on(name, self.target(name))

    def go_on(self, name: str, step: Step) -> None:
        """Go to step, and then draw the one to which the move of this name leads from there."""
        self.to(step)
        self._screen.call_after_refresh(self.draw_ahead_soon, name)

    def draw_ahead_soon(self, name: str) -> None:
        """Let the frame go out first: the thread that writes it waits while this one computes."""
        self._screen.set_timer(GOING_OUT, partial(self.draw_ahead, name))

    def draw_ahead(self, name: str) -> None:
        """Draw the target of a move while the learner looks at the current step."""
        screen = self._screen
        if screen.app.message_queue_size:  # keys wait
            return
        step = self.target(name)
        runs = [screen.trace, screen.what_if.original or screen.trace]
        is_near = all(
            step.iteration <= run.rows.ready + 1 for run in runs
        )  # a guess must not cost time
        if is_near and screen.trace.known(step.symbol, step.iteration) is not None:
            screen.boards.draw_ahead(replace(screen.frame, step=step))

    def to(self, step: Step) -> None:
        """Go to step, or to the last one before it that the run has."""
        if self._computing.has_to_wait(step, self.to):
            return
        try:
            self._screen.step, stop = moves.within_run(step)
        except StepperError as error:
            self._screen.tell(str(error), "error")
            return
        if stop:
            self._screen.tell(str(stop), "warning")

    def jump(self, step: Step) -> None:
        """Go to step, and remember the way back."""
        self._screen.rest()
        if self._computing.has_to_wait(step, self.jump):
            return
        before = self._screen.step
        self.to(step)
        if self._screen.step != before:
            self.trail.append((before, self._screen.step))
            self._screen.show()

    def to_role(self, role: Role) -> None:
        """Jump to the next step of a role; where none follows, to the last one before."""
        trace, k = self._screen.trace, self._screen.step.number - 1
        places = moves.has_role(role)
        ways = moves.to_next(places)(trace, k), moves.to_previous(places)(trace, k)
        self.jump(trace.steps[next((place for place in ways if place != k), k)])

    def to_origin(self, symbol: Symbol) -> None:
        """Jump to the step that computes symbol."""
        screen = self._screen
        origin = screen.trace.steps.origin(screen.step.iteration, symbol)
        if origin:
            self.jump(origin)
        else:
            screen.tell(screen.look.say("made.never", name=screen.look.name(symbol)))

    def to_use(self, symbol: Symbol) -> None:
        """Jump to the next step that uses symbol."""
        screen = self._screen
        for step in screen.trace.steps.used(screen.step.iteration, symbol):
            if step.number > screen.step.number:
                self.jump(step)
                return
        screen.tell(screen.look.say("used.never", name=screen.look.name(symbol)))

    def jump_back(self) -> None:
        """Take the last jump back."""
        if self.trail and not self._computing.has_to_wait(self.trail[-1][0], self._return_to):
            self._return_to(self.trail[-1][0])

    def _return_to(self, step: Step) -> None:
        self.trail.pop()
        self.to(step)

    def follow_run(self, trace: Trace) -> None:
        """Remember the same jumps in another run of the network."""
        jumps = [(same_place(trace, a), same_place(trace, b)) for a, b in self.trail]
        self.trail = deque(jumps, maxlen=MOST_JUMPS)
