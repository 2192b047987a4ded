"""What Textual itself draws, in ASCII: its scrollbars and its frames."""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender

# The class of an app that draws in ASCII is -ascii.
CSS = """
App.-ascii Toast { border-left: ascii $primary; }
App.-ascii CommandPalette #--input { border: ascii $quiet; }
App.-ascii CommandList { border-bottom: ascii $quiet; }
App.-ascii LoadingIndicator { display: none; }
"""


class Bar(ScrollBarRender):
    """A scrollbar of whole cells, which are blanks in two colours."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def use(ascii: bool) -> None:
    """Draw every scrollbar so from now on; Textual has one renderer for all of them."""
    ScrollBar.renderer = Bar if ascii else ScrollBarRender
