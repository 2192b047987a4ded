"""The modes of a terminal that a program changed and did not change back."""

import re

CHANGED = re.compile(rb"\x1b\[(?:\?(\d+)([hl])|(>)\d+u|(<)u)")
ON_AT_FIRST = {"7", "25"}  # lines are wrapped, the cursor is seen


def changed(output: bytes) -> set[str]:
    """The numbers of the modes that are not as at first, and kitty for keys in another form."""
    modes: set[str] = set()
    pushed = 0
    for mode, state, push, pop in CHANGED.findall(output):
        pushed += bool(push) - bool(pop)
        if mode:
            name = mode.decode()
            (modes.discard if (state == b"h") == (name in ON_AT_FIRST) else modes.add)(name)
    return modes | ({"kitty"} if pushed else set())
