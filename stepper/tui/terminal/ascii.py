"""What Textual itself draws, in ASCII: frames by a style sheet, scrollbars by a renderer."""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender

# An app that draws in ASCII has the class -ascii.
CSS = """
App.-ascii Toast { border-left: ascii $primary; }
App.-ascii CommandPalette #--input { border: ascii $quiet; }
App.-ascii CommandList { border-bottom: ascii $quiet; }
App.-ascii LoadingIndicator { display: none; }
"""


class Bar(ScrollBarRender):
    """Draws whole cells only, which are blanks in two colours."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def use_bars() -> None:
    """Draw every scrollbar in ASCII: Textual has one renderer for all of them."""
    ScrollBar.renderer = Bar
