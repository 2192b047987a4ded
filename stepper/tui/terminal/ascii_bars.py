"""Scrollbars in ASCII: whole cells, which are blanks in two colours."""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class Bar(ScrollBarRender):
    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def use() -> None:
    """Draw every scrollbar so from now on; Textual has one renderer for all of them."""
    ScrollBar.renderer = Bar
