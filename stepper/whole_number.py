"""A whole number as people type it."""

from stepper.half_width import half_width

_MOST = 20  # digits: longer than any count


def whole(text: str) -> int | None:
    """The whole number of a text; None for any other text."""
    text = half_width(text).strip()
    is_whole = text.isascii() and text.isdecimal() and len(text) <= _MOST
    return int(text) if is_whole else None
