"""Full-width letters, digits and signs, as East Asian keyboards give them, as plain ones."""

_PLAIN = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """A text with plain letters, digits and signs for full-width ones, each at its place."""
    return text if text.isascii() else text.translate(_PLAIN)
