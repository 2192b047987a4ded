"""The colours. Forward, backward, parameters and the target have one each; one highlight.

Colours are numbers of the palette of 256, which all terminals draw alike, in half the bytes of
true colour. DEFAULT is the terminal's own colour.
"""

DEFAULT = -1

DARK, LIGHT, BLUE_ORANGE, SIXTEEN = THEMES = ("dark", "light", "blue-orange", "16-colours")
PRINTED = (LIGHT, DARK, BLUE_ORANGE)  # those with colours of their own, not the terminal's

COLOURS: dict[str, dict[str, int]] = {
    DARK: {
        "foreground": 253, "background": 233, "surface": 235, "panel": 236, "primary": 215,
        "forward": 78, "backward": 203, "parameter": 180, "target": 111,
        "quiet": 245, "made": 215, "made-text": 233,
    },
    LIGHT: {
        "foreground": 235, "background": 231, "surface": 255, "panel": 254, "primary": 94,
        "forward": 28, "backward": 160, "parameter": 94, "target": 26,
        "quiet": 243, "made": 221, "made-text": 233,
    },
    BLUE_ORANGE: {
        "foreground": 253, "background": 233, "surface": 235, "panel": 236, "primary": 229,
        "forward": 74, "backward": 214, "parameter": 252, "target": 177,
        "quiet": 245, "made": 229, "made-text": 233,
    },
    SIXTEEN: {
        "foreground": DEFAULT, "background": DEFAULT, "surface": DEFAULT, "panel": DEFAULT,
        "primary": 3, "forward": 2, "backward": 1, "parameter": 3, "target": 6,
        "quiet": DEFAULT, "made": 3, "made-text": 0,
    },
}  # fmt: skip

_LEVELS = (0, 95, 135, 175, 215, 255)  # of red, green and blue in the cube of the palette


def rgb(number: int) -> str:
    """A colour of the palette, from 16 on, as #rrggbb: a cube of colours, then greys."""
    if number < 232:
        cube = number - 16
        levels = (_LEVELS[cube // 36], _LEVELS[cube // 6 % 6], _LEVELS[cube % 6])
    else:
        levels = (8 + 10 * (number - 232),) * 3
    return "#" + "".join(f"{level:02x}" for level in levels)
