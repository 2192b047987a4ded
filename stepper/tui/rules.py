"""What stands between the parts of the screen."""

from stepper.tui.look import Frame, Line, Piece


def across(frame: Frame, width: int, height: int) -> list[Line]:
    return [[Piece(frame.look.sign("rule") * width, "quiet")]]


def down(frame: Frame, width: int, height: int) -> list[Line]:
    return [[Piece(frame.look.sign("divider"), "quiet")]] * height


def nothing(frame: Frame, width: int, height: int) -> list[Line]:
    return []
