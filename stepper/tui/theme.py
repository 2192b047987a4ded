"""The styles of pieces in the colours of each theme, and the themes for Textual."""

from dataclasses import replace
from functools import lru_cache

from rich.color import Color
from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from stepper.typeset.colours import COLOURS, DARK, DEFAULT, rgb

# The styles of pieces; lit: what the current number is computed from.
PIECES: dict[str, tuple[str, str, bool, bool]] = {
    #                  colour        background    bold   underline
    "plain":          ("foreground", "background", False, False),
    "quiet":          ("quiet",      "background", False, False),
    "title":          ("foreground", "background", True,  False),
    "key":            ("foreground", "background", True,  False),
    "lit":            ("foreground", "background", True,  True),
    "made":           ("made-text",  "made",       True,  False),
    "selected":       ("background", "foreground", True,  True),
    "forward":        ("forward",    "background", False, False),
    "backward":       ("backward",   "background", False, False),
    "parameter":      ("parameter",  "background", False, False),
    "target":         ("target",     "background", False, False),
    "forward-lit":    ("forward",    "background", True,  True),
    "backward-lit":   ("backward",   "background", True,  True),
    "parameter-lit":  ("parameter",  "background", True,  True),
    "target-lit":     ("target",     "background", True,  True),
}  # fmt: skip

# Styles in which a blank looks the same.
BLANKS_ALIKE = frozenset(
    name
    for name, (_, back, _, underline) in PIECES.items()
    if back == "background" and not underline
)

_ANSI = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


@lru_cache(maxsize=1)  # saves 65 µs for each look-up of a theme by Textual
def themes() -> dict[str, Theme]:
    """The themes for Textual, by their names."""
    return {name: _theme(name, colours) for name, colours in COLOURS.items()}


@lru_cache(maxsize=8)  # saves 37 µs for each line that is drawn
def piece_styles(theme: str, colour: bool) -> dict[str, Style]:
    """The styles of pieces in a theme; in a theme that is not in COLOURS, those of DARK.

    colour: whether there are colours; without, only bold, underline and the like are left.
    """
    colours = COLOURS.get(theme) or COLOURS[DARK]
    if not colour:
        colours = dict.fromkeys(colours, DEFAULT)
    return {
        name: Style(
            color=_rich(colours[front]),
            bgcolor=_rich(colours[back]),
            bold=bold,
            underline=underline,
            dim=front == "quiet" and colours[front] == DEFAULT,
            reverse=colours[front] == colours[back] and back != "background",
        )
        for name, (front, back, bold, underline) in PIECES.items()
    }


def _rich(number: int) -> Color:
    return Color.default() if number == DEFAULT else Color.from_ansi(number)


def _theme(name: str, colours: dict[str, int]) -> Theme:
    variables = {variable: _text(number) for variable, number in colours.items()}
    if colours["background"] == DEFAULT:
        base = BUILTIN_THEMES["ansi-dark"]
        return replace(base, name=name, variables=base.variables | variables)
    return Theme(
        name=name,
        primary=variables["primary"],
        foreground=variables["foreground"],
        background=variables["background"],
        surface=variables["surface"],
        panel=variables["panel"],
        dark=colours["background"] < colours["foreground"],
        variables=variables,
    )


def _text(number: int) -> str:
    """A colour as Textual writes it."""
    if number == DEFAULT:
        return "ansi_default"
    return f"ansi_{_ANSI[number]}" if number < len(_ANSI) else rgb(number)
