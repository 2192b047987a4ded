"""How things look on a screen: notation, language, drawing signs, and the frame of one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.tui.signs import SIGNS
from stepper.typeset.digits import RESULT, apart
from stepper.typeset.equations.lines import Block, block
from stepper.typeset.notation import Notation

TINY = 0.01  # what is smaller may be shown as ≈0


class Piece(NamedTuple):
    """Text in one style; symbol is the number that it shows.

    A click on it leads to its target, the index of a step or an action; without one, to the step
    that computes symbol.
    """

    text: str
    style: str = "plain"
    symbol: Symbol | None = None
    target: int | str | None = None


ScreenLine = list[Piece]


@dataclass(frozen=True)
class Look:
    """How things are shown at any step: in which words, signs, digits and view.

    all_digits: whether numbers have all their digits. fine_steps: whether the terms of a sum are
    steps of their own. view: of the graph; empty for the one that suits the network best.
    """

    explainer: Explainer
    ascii: bool = False
    all_digits: bool = False
    fine_steps: bool = False
    view: str = ""

    @property
    def notation(self) -> Notation:
        return self.explainer.notation

    def sign(self, name: str) -> str:
        """A sign to draw with, or a sign of the notation."""
        return SIGNS[name][self.ascii] if name in SIGNS else self.notation.sign(name)

    def keys(self, shown: str) -> str:
        """Keys as the learner reads them: arrows as signs."""
        arrows = ("right", "left", "up", "down")
        return " ".join(self.sign(key) if key in arrows else key for key in shown.split())

    def say(self, key: str, **names: object) -> str:
        return self.explainer.say(key, **names)

    def name(self, symbol: Symbol) -> str:
        return self.notation.name(symbol)

    def short_name(self, symbol: Symbol, model: Model) -> str:
        """The name of symbol in a list: g′ at h, a slope; ×∂u/∂x, a local derivative."""
        if symbol.role is Role.DA_DZ and isinstance(model, Network):
            slope = self.slope(model.activation(symbol.l))
            return self.say("slope.at", slope=slope, name=self.name(symbol._replace(role=Role.A)))
        if symbol.role is Role.LOCAL and not self.ascii:  # else its name is that of the gradient
            return self.sign("by") + self.name(symbol)
        return self.name(symbol)

    def slope(self, activation: str) -> str:
        """The name of the slope of an activation: g′; in words where it has none."""
        if activation == "identity":
            return self.say("slope")
        return self.notation.function(activation) + self.notation.sign("prime")

    def divisor(self, step: Step) -> str:
        """The divisor of the sums of a batch in an update: /4; empty where it has none."""
        trace = step.trace
        if step.phase is not Phase.UPDATE or trace.model.batch_gradient != "mean":
            return ""
        return f"{self.notation.sign('over')}{trace.scenario.in_batch(step.iteration).size}"

    def number(self, value: float | None, digits: int | None) -> str:
        """Write value with a number of significant digits, None for all.

        In place of a value that is not known there is a sign, another one where it is too large
        for a float.
        """
        return self.related(value, digits)[1]

    def related(self, value: float | None, digits: int | None) -> tuple[str, str]:
        """The relation of a name to its number, = or ≈, and the number as `number` writes it."""
        equal = self.notation.sign("equal")
        if value is None:
            return equal, self.sign("unknown")
        if not isfinite(value):
            return equal, self.sign("too large")
        return self.notation.related(value, digits)

    def too_long(self, value: float | None) -> str:
        """What replaces a number that has no room: ≈0 for a tiny one, else a sign for more."""
        is_tiny = value is not None and abs(value) < TINY
        return self.sign("about") + "0" if is_tiny else self.sign("more")


class RunProgress(NamedTuple):
    """The number of iterations that are computed, and of all that are to be computed."""

    done: int
    total: int


@dataclass(frozen=True)
class Frame:
    """One step as it is shown.

    room: the cells for the equation. speed: of the play, in steps a second; 0 while it rests.
    can_return: whether the step is where the last jump led. tab: of the drawer; empty while that
    is closed. line: the current line of the drawer. predicted: (right, asked); None while nothing
    is asked. original: the run that this one is edited from. progress: of what is computed in the
    background. enlarged: the part that has the window for itself. panel: cells and lines of the
    equation; zeros where it is not shown. lesson: the number of its stop, and how many there are;
    None without a lesson. goal: what is to be reached there, such as C < 0.01, if anything.
    covered: whether a window is above it, whose keys are the only ones.
    pointed_at: numbers where a formula is wrong.
    """

    step: Step
    look: Look
    room: int
    selected: Symbol | None = None
    speed: float = 0.0
    can_return: bool = False
    tab: str = ""
    line: int = 0
    predicted: tuple[int, int] | None = None
    original: Trace | None = None
    progress: RunProgress | None = None
    enlarged: str = ""
    has_graph: bool = False
    panel: tuple[int, int] = (0, 0)
    lesson: tuple[int, int] | None = None
    goal: str = ""
    covered: bool = False
    pointed_at: frozenset[Symbol] = frozenset()

    @cached_property
    def equation_lines(self) -> dict[tuple[int, int], tuple[list[ScreenLine], bool]]:
        """(cells, lines) -> the equation in that room, and whether it is cut.

        Filled by the equation panel: saves the footer laying it out again to ask whether it is cut.
        """
        return {}

    @cached_property
    def equation(self) -> Block:
        """The typeset equation; cached, because every number that is drawn asks for it."""
        digits = None if self.look.all_digits else RESULT
        return block(self.step, self.look.notation, self.room, digits)

    @cached_property
    def lit(self) -> frozenset[Symbol]:
        """The symbols of the equation, which are lit wherever they are; cached as equation is."""
        spans = (s for line in self.equation.lines for cell in line.cells for s in cell)
        return frozenset(span.symbol for span in spans if span.symbol)

    def style(self, symbol: Symbol) -> str:
        """ "made" for the number that is computed now; else its kind, lit if it is used now."""
        if symbol == self.step.symbol:
            return "made"
        if symbol == self.selected or symbol in self.pointed_at:
            return "selected"
        return f"{symbol.role.kind}-lit" if symbol in self.lit else str(symbol.role.kind)

    def value(self, symbol: Symbol, digits: int) -> str:
        """Write the number of symbol, or the sign for a number that is not computed yet."""
        return self.look.number(self.step.known(symbol), digits)

    def before(self, symbol: Symbol) -> float | None:
        """The number in the original run; None if it has no such number, or the same."""
        original, n = self.original, self.step.iteration
        if original is None or n > original.iterations or symbol not in original.model.position:
            return None
        before = original.known(symbol, n)
        return None if before == self.step.known(symbol) else before

    def digits_apart(self, symbol: Symbol, before: float) -> int | None:
        """The digits in which the number of symbol differs from before; None for all."""
        value = self.step.known(symbol)
        return None if self.look.all_digits or value is None else apart(value, before, RESULT)


def following(names: Sequence[str], name: str) -> str:
    """The name after this one: the first after the last, and after a name not in names."""
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


PHASE_STYLES = {
    Phase.GIVEN: "plain",
    Phase.FORWARD: "forward",
    Phase.BACKWARD: "backward",
    Phase.UPDATE: "parameter",
}
