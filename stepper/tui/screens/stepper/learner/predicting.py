"""Predicting: the learner answers what the number of the coming step will be."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from stepper.practice.kinds import KINDS, kind_of
from stepper.practice.score import Score
from stepper.runs.trace import Step
from stepper.tui.screens.stepper.stepping import Stepping

if TYPE_CHECKING:
    from stepper.tui.dialogs.learner.predict import Answered


class Predicting:
    """Asks about coming steps, and keeps the score.

    kinds: the kinds of steps to ask about from the start; empty, to ask about any kind once the
    learner switches questions on. move: goes where a named move leads; target: the step there.
    """

    def __init__(
        self,
        screen: Stepping,
        kinds: Sequence[str],
        move: Callable[[str], None],
        target: Callable[[str], Step],
    ) -> None:
        self._screen = screen
        self._move = move
        self._target = target
        self._wanted = self._kinds = tuple(kinds or KINDS)
        self.is_on = bool(kinds)
        self._score = Score()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of steps that are asked about now."""
        return self._wanted if self.is_on else ()

    @property
    def predicted(self) -> tuple[int, int] | None:
        """(right, asked) so far; None while nothing is asked."""
        total = self._score.total
        return (total.right, total.asked) if self.is_on else None

    def toggle(self, coming: Step) -> None:
        """Begin with the coming step, or end with the score."""
        if self.is_on:
            self._sum_up()
            self.is_on = False
        else:
            self._begin(self._kinds)
            if self._asks(coming):
                self._ask("next", coming)

    def _begin(self, kinds: tuple[str, ...]) -> None:
        self._wanted = kinds
        self.is_on = True
        self._score = Score()

    def _practise(self, kind: str | None) -> None:
        """Ask about the steps of one kind from here on; at the end of the run, from its start."""
        if kind is None:
            return
        self._begin((kind,))
        steps, here = self._screen.trace.steps, self._screen.step.number
        each = len(self._screen.trace.model.steps)
        first = here if here < len(steps) else 0
        ahead = (steps[k] for k in range(first, min(first + 2 * each, len(steps))))
        coming = next(filter(self._asks, ahead), None)
        if coming:
            self._screen.step = steps[max(0, coming.number - 2)]
            self._ask("next", coming)
        self._screen.show()

    def move(self, name: str, coming: Step) -> None:
        """Ask about the coming step, to which the move of this name leads, or go there."""
        if self._asks(coming):
            self._ask(name, coming)
        else:
            self._go_on(name, coming)

    def _asks(self, coming: Step) -> bool:
        screen = self._screen
        return (
            kind_of(coming.symbol) in self.kinds
            and not coming.trace.model.repeats(coming.symbol)
            and coming != screen.step
            and not self._score.holds(coming)
            and coming.trace.known(coming.symbol, coming.iteration) is not None
        )

    def _ask(self, name: str, coming: Step) -> None:
        from stepper.tui.dialogs.learner.predict import PredictDialog  # when it opens

        def answered(answer: "Answered | None") -> None:
            if answer:
                self._score.note(coming, answer.outcome)
                self._go_on(name, coming, and_ends=not answer.goes_on)
                if answer.then and self.is_on and screen.is_current:
                    self.move(answer.then, self._target(answer.then))

        screen = self._screen
        if screen.step.number < coming.number - 1:  # what it is computed from is shown by then
            screen.step = screen.trace.steps[coming.number - 2]
        dialog = PredictDialog(coming, screen.look, lambda: screen.main_width)
        screen.app.push_screen(dialog, answered)

    def _go_on(self, name: str, coming: Step, and_ends: bool = False) -> None:
        before = self._screen.step
        self._move(name)
        moved = self._screen.step != before
        if and_ends:
            self._screen.action_predict()
        elif self.is_on and moved and coming.number == len(coming.trace.steps):
            self._sum_up()

    def _sum_up(self) -> None:
        if self._score.total.asked:
            from stepper.tui.dialogs.learner.score import PredictSummary

            summary = PredictSummary(self._score, self._screen.look)
            self._screen.app.push_screen(summary, self._practise)
