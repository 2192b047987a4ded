"""What is typed with an East Asian keyboard: full-width letters, digits and signs as plain ones."""

_PLAIN = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_MOST = 20  # digits: no count is as long


def half_width(text: str) -> str:
    """A text with plain letters, digits and signs for full-width ones, each at its place."""
    return text if text.isascii() else text.translate(_PLAIN)


def whole(text: str) -> int | None:
    """The whole number that a text consists of; None where it is something else."""
    text = half_width(text).strip()
    is_whole = text.isascii() and text.isdecimal() and len(text) <= _MOST
    return int(text) if is_whole else None
