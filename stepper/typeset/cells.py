"""The width of texts in cells of a terminal: splitting, measuring, cutting, setting in columns."""

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

GAP = "  "  # between columns


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sign of a text with the marks on it, and its cells: 2 for a Korean syllable.

    A letter without a width is joined to the sign before it, or at the beginning to the one after
    it, and a letter after a zero-width joiner is joined too. Only a text of marks has a width of 0.
    """
    begin, width, is_joined = 0, 0, False
    for k, letter in enumerate(text):
        more = 0 if is_joined else _width(letter)
        if more and width:
            yield text[begin:k], width
            begin, width = k, 0
        width += more
        is_joined = letter == _JOINER and not is_joined
    if text:
        yield text[begin:], width


def cells(text: str) -> int:
    """The width of a text in cells."""
    if _NARROW.fullmatch(text):
        return len(text)
    if _JOINER not in text:  # saves most of the time of Korean text
        return sum(map(_width, text))
    return sum(width for _, width in clusters(text))


def has_marks(text: str) -> bool:
    """Whether a text has signs without a width."""
    return not _NARROW.fullmatch(text) and not all(map(_width, text))


@lru_cache(maxsize=4096)  # Korean letters are looked up once
def _width(letter: str) -> int:
    """The cells of a letter alone."""
    if category(letter) in _WITHOUT_WIDTH or _EMPTY.match(letter):
        return 0
    return 2 if east_asian_width(letter) in "WF" or _WIDE_TODAY.match(letter) else 1


# ranges of characters of one cell each: Latin, Greek, signs, bars, braille
_NARROW = re.compile(
    "[\x00-\u02ff\u0370-\u03ff\u2010-\u2027\u2030-\u205f\u2070-\u20cf\u2190-\u22ff\u2500-\u25af"
    "\u2800-\u28ff]*"
)
_WITHOUT_WIDTH = ("Mn", "Mc", "Me", "Cf", "Zl", "Zp")  # categories of marks and of format
# vowels and finals of Korean syllables, blank fillers, skin tones
_EMPTY = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff\u3164\uffa0\U0001f3fb-\U0001f3ff]")
# of two cells since Unicode 16, which Python learns later
_WIDE_TODAY = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376]")
_JOINER = "\u200d"


def padded(text: str, width: int) -> str:
    """A text followed by blanks, in width cells."""
    return text.ljust(width) if text.isascii() else text + " " * (width - cells(text))


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The cells of the widest text in each column."""
    return [max(map(cells, column)) for column in zip(*rows, strict=True)]


def columns(
    rows: Sequence[Sequence[str]],
    gap: str = GAP,
    widths: Sequence[int] = (),
    right: Container[int] = (),
) -> list[str]:
    """One line per row, with its texts in columns, separated by gap.

    widths: the cells of each column, by default those of its widest text; right: the columns whose
    texts are aligned at the right.
    """
    widths = widths or column_widths(rows)

    def aligned(k: int, text: str) -> str:
        return " " * (widths[k] - cells(text)) + text if k in right else padded(text, widths[k])

    return [gap.join(aligned(k, text) for k, text in enumerate(row)) for row in rows]


def cut(text: str, room: int, more: str) -> str:
    """The text in at most room cells; a text that is cut ends with more, such as an ellipsis."""
    if more and cells(text) <= room:
        return text
    room -= cells(more)
    return split(text, room)[0] + more if room >= 0 else ""


def split(text: str, room: int) -> tuple[str, str]:
    """The signs of a text that fit in room cells, and the others."""
    if _NARROW.fullmatch(text):
        return text[: max(0, room)], text[max(0, room) :]
    end = 0
    for sign, width in clusters(text):
        room -= width
        if room < 0:
            break
        end += len(sign)
    return text[:end], text[end:]


def shortened(name: str, room: int, more: str) -> str:
    """A name in at most room cells; its end, which distinguishes it, is cut last.

    ∂E_total/∂w₁ -> ∂E_t…/∂w₁, at last …/∂w₁; hidden_layer_12 -> h…_layer_12. Where …/ and what is
    below it are too long, each side is shortened by itself: ∂E_to…/∂…r_12.
    """
    if cells(name) <= room:
        return name
    head, slash, end = name.rpartition("/")
    both = room - cells(slash)
    above = both - cells(end)
    if above < cells(more):
        above = min(both // 2, cells(head))
    below = both - above
    if head and above >= cells(more) and below >= min(cells(end), 2 + cells(more)):
        return cut(head, above, more) + slash + shortened(end, below, more)
    (first, width), *others = clusters(name)
    room_of_end = room - width - cells(more)
    if room_of_end <= 0:
        return cut(name, room, more)
    end = ""
    for sign, width in reversed(others):
        room_of_end -= width
        if room_of_end < 0:
            break
        end = sign + end
    return first + more + end
