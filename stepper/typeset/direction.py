"""Letters that run from right to left, which would turn round the numbers beside them."""

import re
from unicodedata import bidirectional

_FIRST = "\u0590"  # no letter before it runs from right to left
_MAY_TURN = re.compile(f"[{_FIRST}-\U0010ffff]")
_TURNING = ("R", "AL", "AN")
_ISOLATE, _END = "\u2068", "\u2069"


def turns(text: str) -> bool:
    """Whether a text has letters or digits that run from right to left."""
    return any(bidirectional(letter) in _TURNING for letter in _MAY_TURN.findall(text))


def isolated(text: str) -> str:
    """A text that a terminal may turn round within its own cells alone; the signs take none."""
    return f"{_ISOLATE}{text}{_END}" if turns(text) else text
