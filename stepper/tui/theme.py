"""The colours. Forward green, backward red, parameters amber, the target its own; one highlight."""

from collections.abc import Mapping

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

DARK = Theme(
    name="stepper-dark",
    primary="#ffb454",
    foreground="#d4d7dd",
    background="#14171f",
    surface="#1b1f29",
    panel="#232835",
    dark=True,
    variables={
        "forward": "#5fd787",
        "backward": "#ff6b6b",
        "parameter": "#e5c07b",
        "target": "#7fb4ff",
        "quiet": "#7d8594",
        "made": "#ffb454",
        "made-text": "#101318",
    },
)
LIGHT = Theme(
    name="stepper-light",
    primary="#8a4b00",
    foreground="#22252b",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e6e3da",
    dark=False,
    variables={
        "forward": "#0b7a35",
        "backward": "#c01f2e",
        "parameter": "#8a5a00",
        "target": "#1d56b8",
        "quiet": "#6b7078",
        "made": "#ffc15e",
        "made-text": "#101318",
    },
)
THEMES = (DARK, LIGHT)

# The styles of pieces; lit is what the number is made from.
PIECES: dict[str, tuple[str, str, bool, bool]] = {
    #                  colour        background    bold   underline
    "plain":          ("foreground", "background", False, False),
    "quiet":          ("quiet",      "background", False, False),
    "title":          ("foreground", "background", True,  False),
    "key":            ("foreground", "background", True,  False),
    "made":           ("made-text",  "made",       True,  False),
    "forward":        ("forward",    "background", False, False),
    "backward":       ("backward",   "background", False, False),
    "parameter":      ("parameter",  "background", False, False),
    "target":         ("target",     "background", False, False),
    "forward-lit":    ("forward",    "background", True,  True),
    "backward-lit":   ("backward",   "background", True,  True),
    "parameter-lit":  ("parameter",  "background", True,  True),
    "target-lit":     ("target",     "background", True,  True),
}  # fmt: skip


def piece_styles(variables: Mapping[str, str]) -> dict[str, Style]:
    """The styles of pieces in a theme, given its variables."""

    def colour(name: str) -> RichColor:
        return Color.parse(variables[name]).rich_color

    return {
        name: Style(color=colour(front), bgcolor=colour(back), bold=bold, underline=underline)
        for name, (front, back, bold, underline) in PIECES.items()
    }
