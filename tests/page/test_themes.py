"""Pages have the contrast that WCAG 2 asks for at level AA: 4.5 for text, 3 for controls."""

import re

import pytest

from stepper.page.themes import PAGE_THEMES, properties
from stepper.typeset.colours import COLOURS, DARK, LIGHT, rgb

TEXT = ("foreground", "forward", "backward", "parameter", "target", "quiet")


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb."""
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: str, one: str, other: str) -> float:
    colours = COLOURS[theme]
    dark, light = sorted(luminance(rgb(colours[name])) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert luminance("#ffffff") == 1
    assert luminance("#000000") == 0
    assert pytest.approx(1 / 21) == 0.05 / 1.05
    assert luminance("#767676") == pytest.approx(1.05 / 4.54 - 0.05, abs=0.001)


@pytest.mark.parametrize("theme", PAGE_THEMES)
def test_every_text_can_be_read_on_its_background(theme: str) -> None:
    assert all(contrast(theme, name, "background") >= 4.5 for name in TEXT)
    assert contrast(theme, "foreground", "surface") >= 4.5
    assert contrast(theme, "made-text", "made") >= 4.5


@pytest.mark.parametrize("theme", PAGE_THEMES)
def test_what_has_the_focus_and_the_ends_of_controls_can_be_seen(theme: str) -> None:
    assert contrast(theme, "primary", "background") >= 3
    assert all(contrast(theme, "quiet", name) >= 3 for name in ("background", "surface"))


def test_each_theme_with_colours_of_its_own_can_be_chosen_and_paper_is_light() -> None:
    assert {DARK, LIGHT} < set(PAGE_THEMES)
    first, *others = properties().splitlines()
    assert re.findall(r"--(\S+): (\S+);", first) == [
        (name, rgb(number)) for name, number in COLOURS[LIGHT].items()
    ]
    assert all(line.startswith("@media screen") for line in others)
    assert all(f'[data-theme="{theme}"]' in others[-1] for theme in PAGE_THEMES)
