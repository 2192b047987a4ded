"""How things look on a screen: notation, language, drawing signs, and the frame of one step."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from stepper.digits import written
from stepper.explain import Explainer
from stepper.layout import Block, block
from stepper.notation import Notation
from stepper.steps import Step
from stepper.symbols import Phase, Role, Symbol

_UNICODE = {
    "to do backward": "◃",
    "here": "●",
    "rule": "─",
    "forward head": "▶",
    "backward head": "◀",
    "brace left": "╰",
    "brace right": "╯",
    "new": "→",
    "by": "×",
    "more": "…",
    "right": "→",
    "left": "←",
    "up": "↑",
    "down": "↓",
}
_ASCII = {
    "to do backward": "-",
    "here": "o",
    "rule": "-",
    "forward head": ">",
    "backward head": "<",
    "brace left": "`",
    "brace right": "'",
    "new": "->",
    "by": "*",
    "more": "...",
    "right": "->",
    "left": "<-",
    "up": "Up",
    "down": "Down",
}


class Piece(NamedTuple):
    """Text in one style; symbol is the number it stands for."""

    text: str
    style: str = "plain"
    symbol: Symbol | None = None


Line = list[Piece]


@dataclass(frozen=True)
class Look:
    """Everything about the screen that is not the step: it stays when the step changes."""

    explainer: Explainer
    ascii: bool = False

    @property
    def notation(self) -> Notation:
        return self.explainer.notation

    def sign(self, name: str) -> str:
        """A sign to draw with, or a sign of the notation."""
        return (_ASCII if self.ascii else _UNICODE).get(name) or self.notation.sign(name)

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
        return self.notation.number(written(value, digits)[0])


@dataclass(frozen=True)
class Frame:
    """One step as it is shown: what is made now, and what it is made from."""

    step: Step
    look: Look
    room: int

    @cached_property
    def equation(self) -> Block:
        return block(self.step, self.look.notation, self.room)

    @cached_property
    def lit(self) -> frozenset[Symbol]:
        """The symbols of the equation, all of them lit wherever they stand."""
        spans = (s for line in self.equation.lines for cell in line.cells for s in cell)
        return frozenset(span.symbol for span in spans if span.symbol)

    def style(self, symbol: Symbol) -> str:
        """made for the number that is made now; else its kind, lit where it is used now."""
        if symbol == self.step.symbol:
            return "made"
        return f"{symbol.role.kind}-lit" if symbol in self.lit else str(symbol.role.kind)

    def value(self, symbol: Symbol, digits: int) -> str:
        """The number of a symbol, or the sign for one that is not made yet."""
        if not self.step.is_known(symbol):
            return self.look.notation.sign("unknown")
        return self.look.number(self.step.value_of(symbol), digits)


PHASE_STYLES = {
    Phase.GIVEN: "plain",
    Phase.FORWARD: "forward",
    Phase.BACKWARD: "backward",
    Phase.UPDATE: "parameter",
}
