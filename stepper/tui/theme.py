"""The colours. Forward green, backward red, parameters amber, the target its own; one highlight."""

from collections.abc import Mapping

from rich.style import Style
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

# style of a piece -> colour, background, attributes; lit is what the number is made from
PIECES: dict[str, tuple[str, str, str]] = {
    "plain": ("foreground", "background", ""),
    "quiet": ("quiet", "background", ""),
    "title": ("foreground", "background", "bold"),
    "key": ("foreground", "background", "bold"),
    "made": ("made-text", "made", "bold"),
    "forward": ("forward", "background", ""),
    "backward": ("backward", "background", ""),
    "parameter": ("parameter", "background", ""),
    "target": ("target", "background", ""),
    "forward-lit": ("forward", "background", "bold underline"),
    "backward-lit": ("backward", "background", "bold underline"),
    "parameter-lit": ("parameter", "background", "bold underline"),
    "target-lit": ("target", "background", "bold underline"),
}


def piece_styles(variables: Mapping[str, str]) -> dict[str, Style]:
    """The styles of pieces in a theme, given its variables."""
    return {
        name: Style.parse(f"{attributes} {variables[colour]} on {variables[background]}")
        for name, (colour, background, attributes) in PIECES.items()
    }
