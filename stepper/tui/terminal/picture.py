"""The screen as an SVG that loads nothing from the web, every sign at its own cell."""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from textual.app import App

from stepper.typeset.cells import cells, clusters

_FONT_FROM_ELSEWHERE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
_TEXTS = re.compile(
    r'<text class="([^"]+)" x="([^"]+)" (y="[^"]+") textLength="([^"]+)" ([^>]+)>([^<]*)</text>'
)
_BLANKS = re.compile("\xa0{2,}")


def svg(app: App[Any]) -> str:
    """Draw the current screen, in the monospaced font of the viewer."""
    picture = _FONT_FROM_ELSEWHERE.sub("", app.export_screenshot())
    return _TEXTS.sub(_in_place, picture)


def _in_place(text: re.Match[str]) -> str:
    """A text in pieces at their own x: Rich gives a sign of two cells the length of one.

    Blanks are no part of them: a viewer that ignores textLength would not keep their width.
    """
    style, left, y, length, clip, content = text.groups()
    letters = unescape(content)
    cell = float(length) / len(letters)
    return "".join(
        f'<text class="{style}" x="{float(left) + x * cell:g}" {y} '
        f'textLength="{cells(piece) * cell:g}" {clip}>{_escaped(piece)}</text>\n'
        for x, piece in _pieces(letters)
    )


def _pieces(letters: str) -> Iterator[tuple[int, str]]:
    """Yield the cells before it and each piece: a wide sign, or signs of one cell."""
    begin = x = 0  # of the piece
    k = here = 0  # of the sign
    for sign, width in clusters(letters):
        ends = _BLANKS.match(letters, k) is not None
        if ends or width > 1:
            yield from _piece(letters[begin:k], x)
            begin, x = k + len(sign), here + width
            if not ends:
                yield here, sign
        k, here = k + len(sign), here + width
    yield from _piece(letters[begin:], x)


def _piece(text: str, x: int) -> Iterator[tuple[int, str]]:
    """Yield a text without the blanks around it, if anything is left of it."""
    shown = text.lstrip()
    if shown:
        yield x + len(text) - len(shown), shown.rstrip()


def _escaped(text: str) -> str:
    return escape(text).replace("\xa0", "&#160;")
