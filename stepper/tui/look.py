"""How things look on a screen: notation, language, drawing signs, and the frame of one step."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.tui.canvas.signs import SIGNS
from stepper.typeset.digits import RESULT, apart, written
from stepper.typeset.equation_lines import Block, block
from stepper.typeset.notation import Notation


class Piece(NamedTuple):
    """Text in one style; symbol is the number it stands for.

    A click on it leads to where that number is made, or to its target: the index of a step, or
    the name of an action.
    """

    text: str
    style: str = "plain"
    symbol: Symbol | None = None
    target: int | str | None = None


ScreenLine = list[Piece]


class Look(NamedTuple):
    """Everything about the screen that is not the step: it stays when the step changes."""

    explainer: Explainer
    ascii: bool = False
    all_digits: bool = False
    fine_steps: bool = False
    view: str = ""  # of the graph; empty for the one that suits the network best

    @property
    def notation(self) -> Notation:
        return self.explainer.notation

    def sign(self, name: str) -> str:
        """A sign to draw with, or a sign of the notation."""
        return SIGNS[name][self.ascii] if name in SIGNS else self.notation.sign(name)

    def keys(self, shown: str) -> str:
        """Keys as the learner reads them, arrows as signs."""
        arrows = ("right", "left", "up", "down")
        return " ".join(self.sign(key) if key in arrows else key for key in shown.split())

    def say(self, key: str, **names: object) -> str:
        return self.explainer.say(key, **names)

    def name(self, symbol: Symbol) -> str:
        return self.notation.name(symbol)

    def short_name(self, symbol: Symbol) -> str:
        """The name in a list, where the slopes stand under one another."""
        return self.say("slope") if symbol.role is Role.DA_DZ else self.name(symbol)

    def number(self, value: float, digits: int | None) -> str:
        return _number(self.notation, value, digits)


@lru_cache(maxsize=1024)  # most numbers stay on the screen from one step to the next
def _number(notation: Notation, value: float, digits: int | None) -> str:
    return notation.number(written(value, digits)[0])


class RunProgress(NamedTuple):
    """How many iterations of a run are computed, of how many."""

    done: int
    total: int


class _Shown(NamedTuple):
    step: Step
    look: Look
    room: int
    selected: Symbol | None = None
    speed: float = 0.0  # of the play, in steps a second; 0 while it rests
    can_return: bool = False  # to where the learner jumped from to this step
    tab: str = ""  # of the drawer, where that is open
    line: int = 0  # at hand in the drawer
    predicted: tuple[int, int] | None = None  # how many of how many; None while nothing is asked
    original: Trace | None = None
    progress: RunProgress | None = None
    enlarged: str = ""  # the part that has the window for itself
    has_graph: bool = False
    panel: tuple[int, int] = (0, 0)  # cells and lines of the equation, where it is shown


class Frame(_Shown):
    """One step as it is shown: what is made now, and what it is made from.

    original: the run that this one is edited from, where it is. progress: of a run that is being
    computed in the background.
    """

    @cached_property
    def equation_lines(self) -> dict[tuple[int, int], tuple[list[ScreenLine], bool]]:
        """(cells, lines) -> the equation in so many, and whether a sentence is cut; drawn once."""
        return {}

    @cached_property
    def equation(self) -> Block:
        digits = None if self.look.all_digits else RESULT
        return block(self.step, self.look.notation, self.room, digits)

    @cached_property
    def lit(self) -> frozenset[Symbol]:
        """The symbols of the equation, all of them lit wherever they stand."""
        spans = (s for line in self.equation.lines for cell in line.cells for s in cell)
        return frozenset(span.symbol for span in spans if span.symbol)

    def style(self, symbol: Symbol) -> str:
        """made for the number that is made now; else its kind, lit where it is used now."""
        if symbol == self.step.symbol:
            return "made"
        if symbol == self.selected:
            return "selected"
        return f"{symbol.role.kind}-lit" if symbol in self.lit else str(symbol.role.kind)

    def value(self, symbol: Symbol, digits: int) -> str:
        """The number of a symbol, or the sign for one that is not made yet."""
        if not self.step.is_known(symbol):
            return self.look.notation.sign("unknown")
        return self.look.number(self.step.value_of(symbol), digits)

    def before(self, symbol: Symbol) -> float | None:
        """The number in the original run, where that is another one."""
        original, n = self.original, self.step.iteration
        if original is None or n > original.iterations:
            return None
        before = original.value_if_any(n, symbol)
        return None if before == self.step.value_of(symbol) else before

    def digits_apart(self, symbol: Symbol, before: float) -> int | None:
        """Digits that tell a number from the one before; None for all."""
        if self.look.all_digits:
            return None
        return apart(self.step.value_of(symbol), before, RESULT)


def following(names: Sequence[str], name: str) -> str:
    """The name after this one, the first after the last and after one that is not there."""
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


PHASE_STYLES = {
    Phase.GIVEN: "plain",
    Phase.FORWARD: "forward",
    Phase.BACKWARD: "backward",
    Phase.UPDATE: "parameter",
}
