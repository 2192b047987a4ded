"""Rules and air between the parts of a screen."""

from typing import Protocol

from stepper.tui.look import Look, Piece, ScreenLine


class HasLook(Protocol):
    """A subject of a board, with a look."""

    @property
    def look(self) -> Look: ...


def across(subject: HasLook, width: int, height: int) -> list[ScreenLine]:
    """Draw a horizontal rule."""
    return [[Piece(subject.look.sign("rule") * width, "quiet")]]


def down(subject: HasLook, width: int, height: int) -> list[ScreenLine]:
    """Draw a vertical rule."""
    return [[Piece(subject.look.sign("divider"), "quiet")]] * height


def nothing(subject: HasLook, width: int, height: int) -> list[ScreenLine]:
    """Draw nothing, where a place is left free."""
    return []
