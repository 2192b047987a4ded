"""Letters that run from right to left, which reverse the numbers beside them."""

import re

# ranges of letters, digits and their marks: Hebrew, Arabic and others
_TURNING = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATE, _END = "\u2068", "\u2069"


def is_right_to_left(text: str) -> bool:
    """Whether some letters or digits of a text run from right to left."""
    return _TURNING.search(text) is not None


def isolated(text: str) -> str:
    """A text that is reversed only within its own cells; the added signs have no width."""
    return f"{_ISOLATE}{text}{_END}" if is_right_to_left(text) else text
