"""The width of texts in cells of a terminal: measuring, cutting, and setting in columns."""

import re
from collections.abc import Container, Sequence
from unicodedata import combining, east_asian_width

GAP = "  "  # between columns


def cells(text: str) -> int:
    """The width of a text in cells: a Korean syllable takes two, a combining mark no cell."""
    if is_narrow(text):
        return len(text)
    return sum(2 if east_asian_width(c) in "WF" else 0 if combining(c) else 1 for c in text)


def is_narrow(text: str) -> bool:
    """Whether each character is known to take one cell: Latin, Greek, signs, bars, braille."""
    return _NARROW.fullmatch(text) is not None


# ranges without wide and combining characters
_NARROW = re.compile(
    "[\x00-\u02ff\u0370-\u03ff\u2000-\u20cf\u2190-\u22ff\u2500-\u25af\u2800-\u28ff]*"
)


def padded(text: str, width: int) -> str:
    """Return the text followed by blanks up to width cells."""
    return text.ljust(width) if text.isascii() else text + " " * (width - cells(text))


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the cells of the widest text in each column."""
    return [max(map(cells, column)) for column in zip(*rows, strict=True)]


def columns(
    rows: Sequence[Sequence[str]],
    gap: str = GAP,
    widths: Sequence[int] = (),
    right: Container[int] = (),
) -> list[str]:
    """Return one line per row, with its texts in columns that are gap apart.

    widths: the cells of each column, by default those of its widest text; right: the columns whose
    texts are aligned at the right.
    """
    widths = widths or column_widths(rows)

    def aligned(k: int, text: str) -> str:
        return " " * (widths[k] - cells(text)) + text if k in right else padded(text, widths[k])

    return [gap.join(aligned(k, text) for k, text in enumerate(row)) for row in rows]


def cut(text: str, room: int, more: str) -> str:
    """The text in at most room cells; where it is cut, it ends with more, such as an ellipsis."""
    if more and cells(text) <= room:
        return text
    room -= cells(more)
    taken = 0
    for k, letter in enumerate(text):
        taken += cells(letter)
        if taken > room:
            return text[:k] + more if room >= 0 else ""
    return text + more


def shortened(name: str, room: int, more: str) -> str:
    """A name in at most room cells; its end, which distinguishes it, is cut last.

    ∂E_total/∂w₁ -> ∂E_t…/∂w₁, at last …/∂w₁; hidden_layer_12 -> h…_layer_12.
    """
    head, slash, end = name.rpartition("/")
    if cells(name) > room >= cells(more + slash + end) and head:
        return cut(head, room - cells(slash + end), more) + slash + end
    if cells(name) <= room or cells(name[0] + more) >= room:
        return cut(name, room, more)
    end = cut(name[::-1], room - cells(name[0] + more), "")[::-1]
    return name[0] + more + end
