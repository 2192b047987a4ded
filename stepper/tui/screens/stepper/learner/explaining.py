"""Explaining: why a step is as it is, in plain words, by a nudge, and on a page."""

from collections.abc import Callable

from stepper.backprop.symbols import Symbol
from stepper.tui.screens.stepper.stepping import Stepping


class Explaining:
    """Explains steps of a screen; nudged is called with each number that the learner nudges."""

    def __init__(self, screen: Stepping, nudged: Callable[[Symbol], None]) -> None:
        self._screen = screen
        self._nudged = nudged

    def ask(self, symbol: Symbol | None, after: Callable[[], None] | None = None) -> None:
        """Explain the current step.

        symbol: the number to nudge, if it is not that of the step. after: called at the end; with
        it, the explanation begins with the nudge.
        """
        from stepper.tui.dialogs.learner.why import Why  # when it opens

        def closed(result: str | None) -> None:
            if result == Why.PAGE:
                screen.read("", came_back if after else None)
            elif after:
                after()

        def came_back() -> None:
            if screen.step == step:  # not led elsewhere by a number of the page
                self.ask(symbol, after)

        screen = self._screen
        screen.rest()
        step = screen.step
        room, at_once = lambda: screen.main_width, after is not None
        why = Why(step, symbol, screen.look, room, self._nudged, at_once=at_once)
        screen.app.push_screen(why, closed)
