"""Letters and styles as a terminal shows what is written to it."""

import re
from collections.abc import Iterator


def painted(written: str) -> list[tuple[str, frozenset[str]]]:
    """Return each letter with the codes that are on when it is written."""
    cells = []
    on: dict[str, str] = {}
    shown: frozenset[str] = frozenset()
    for sequence, letter in re.findall(r"\x1b\[([\d;]*)m|(.)", written):
        if letter:
            cells.append((letter, shown))
            continue
        _switch(on, iter(sequence.split(";") if sequence else []))
        shown = frozenset(code for code in on.values() if code not in ("39", "49"))
    return cells


def _switch(on: dict[str, str], codes: Iterator[str]) -> None:
    """Change what is on, by the code that turns it on, as a terminal does for a sequence."""
    for code in codes:
        if code in ("38", "48"):
            rest = [next(codes)]
            rest += [next(codes) for _ in range(1 if rest[0] == "5" else 3)]
            on[code] = ";".join([code, *rest])
        elif code == "0":
            on.clear()
        elif code in ("22", "24", "27"):
            for ended in {"22": "12", "24": "4", "27": "7"}[code]:
                on.pop(ended, None)
        elif len(code) > 1:  # 3x, 9x a colour, 4x, 10x one of the background
            on["38" if code[0] in "39" else "48"] = code
        else:
            on[code] = code
