"""Comparing: the learner's own numbers, and where a formula of the learner is wrong."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from stepper.backprop.symbols import Symbol
from stepper.runs.trace import Trace
from stepper.tui.screens.stepper.stepping import Stepping

if TYPE_CHECKING:
    from stepper.input.answers import Answer


class Comparing:
    """Asks for numbers, and keeps them for each run that was shown.

    pointed_at: the numbers where a formula is wrong, while the window is open.
    """

    def __init__(self, screen: Stepping) -> None:
        self._screen = screen
        self.answers: WeakKeyDictionary[Trace, list[Answer]] = WeakKeyDictionary()
        self.pointed_at: frozenset[Symbol] = frozenset()

    def ask(self) -> None:
        from stepper.tui.dialogs.learner.compare import Compare  # when it opens

        screen = self._screen
        answers = self.answers.setdefault(screen.trace, [])
        window = Compare(screen.step, screen.look, answers, self._point_at)
        screen.app.push_screen(window, lambda _: self._point_at(()))

    def _point_at(self, symbols: Iterable[Symbol]) -> None:
        self.pointed_at = frozenset(symbols)
        self._screen.show()
