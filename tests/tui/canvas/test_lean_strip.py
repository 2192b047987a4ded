"""What a lean strip writes makes the same picture as every piece written in full."""

from io import StringIO
from random import Random

import pytest
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from stepper.tui.canvas.lean_strip import LeanStrip
from stepper.tui.theme import COLOURS, piece_styles
from tests.support.painted import painted

COLOUR_SYSTEMS = ["standard", "256", "truecolor"]
TEXTS = ["δ₃", "  ", "□", "x", "", "−0.0129822"]


def strips(seed: int, theme: str, colour: bool) -> tuple[Strip, LeanStrip]:
    random = Random(seed)
    # made anew: a style remembers the codes of the first terminal that it is written for
    styles = list(piece_styles.__wrapped__(theme, colour).values())
    segments = [
        Segment(random.choice(TEXTS), random.choice(styles)) for _ in range(random.randint(0, 9))
    ]
    return Strip(segments), LeanStrip(segments)


def in_full(strip: Strip, system: str) -> str:
    return "".join(
        (segment.style or Style()).render(segment.text, color_system=COLOR_SYSTEMS[system])
        for segment in strip
    )


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize("system", COLOUR_SYSTEMS)
@pytest.mark.parametrize("colour", [True, False])
def test_both_paint_the_same_letters_in_the_same_styles(
    theme: str, system: str, colour: bool
) -> None:
    console = Console(file=StringIO(), color_system=system, force_terminal=True)  # type: ignore[arg-type]
    for seed in range(60):
        full, lean = strips(seed, theme, colour)
        whole = painted(in_full(full, system))
        assert painted(lean.render(console)) == whole
        for begin in (0, 1, 4):
            part = lean.crop(begin, begin + 9).render(console)
            assert painted(part) == whole[begin : begin + 9]


def test_it_takes_fewer_bytes_and_leaves_no_style_behind() -> None:
    console = Console(file=StringIO(), color_system="truecolor", force_terminal=True)
    pairs = [strips(seed, "dark", colour=True) for seed in range(60)]
    full, lean = (
        sum(len(strip.render(console)) for strip in both) for both in zip(*pairs, strict=True)
    )
    assert lean < full * 0.8
    assert all(strip.render(console).endswith("\x1b[0m") for _, strip in pairs)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(0, 3, "한 "), (1, 4, " 글"), (2, 4, "글"), (3, 7, " δ₃ "), (5, 20, "₃ x"), (9, 20, "")],
)
def test_a_letter_that_is_cut_leaves_blanks(start: int, end: int, text: str) -> None:
    strip = LeanStrip([Segment("한글"), Segment("δ₃ x")], 8).crop(start, end)
    assert (strip.text, strip.cell_length) == (
        text,
        len(text) + text.count("한") + text.count("글"),
    )
