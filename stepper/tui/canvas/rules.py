"""What stands between the parts of a screen."""

from typing import Protocol

from stepper.tui.look import Look, Piece, ScreenLine


class HasLook(Protocol):
    """What a board shows."""

    @property
    def look(self) -> Look: ...


def across(subject: HasLook, width: int, height: int) -> list[ScreenLine]:
    return [[Piece(subject.look.sign("rule") * width, "quiet")]]


def down(subject: HasLook, width: int, height: int) -> list[ScreenLine]:
    return [[Piece(subject.look.sign("divider"), "quiet")]] * height


def nothing(subject: HasLook, width: int, height: int) -> list[ScreenLine]:
    return []
