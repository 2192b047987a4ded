"""That every part of the stepper screen fits its place, as the terminal measures it."""

from collections.abc import Sequence

from rich.cells import cell_len

from stepper.runs.trace import Step
from stepper.tui.graph import views
from stepper.tui.look import Look
from stepper.tui.panels.drawer import drawer
from stepper.typeset.cells import cells
from tests.support.frames import parts_of, text
from tests.support.kinds import LOOKS, look_of

SIZES = ((20, 5), (80, 24), (100, 30), (120, 36), (200, 60))
LARGE = ("", "graph", "drawer", "equation", "list", "charts", "curves")


def assert_fits_in_turn(
    step: Step, turn: int, looks: Sequence[tuple[str, str]] = tuple(LOOKS)
) -> None:
    """Draw a step at one size, with one part enlarged, in one look and in one view.

    Of 5 sizes and 7 parts, 35 turns in a row bring each together with each. From one such round to
    the next, looks, views and tabs are shifted against them, and against each other.
    """
    size, large, style, view, tab = in_turn(step, turn, looks)
    assert_fits(step, look_of(step.trace, *style, view), size, large, tab)


def in_turn(
    step: Step, turn: int, looks: Sequence[tuple[str, str]] = tuple(LOOKS)
) -> tuple[tuple[int, int], str, tuple[str, str], str, str]:
    """The size, the part, the look, the view and the tab whose turn it is."""
    model = step.trace.model
    suitable, tabs = ("", *views.suitable(model)), drawer.tabs(model)
    rounds = turn // len(LARGE)
    large = LARGE[turn % len(LARGE)]
    look = looks[(turn + rounds) % len(looks)]
    view = suitable[(turn + turn // 3 + turn // 35) % len(suitable)]
    tab = tabs[rounds % len(tabs)] if large == "drawer" else ""
    return SIZES[turn % len(SIZES)], large, look, view, tab


def assert_fits(step: Step, look: Look, size: tuple[int, int], *large: str) -> None:
    for place, _, lines in parts_of(step, look, size, *large):
        where = (place.part, size, step.iteration, step.symbol.column)
        is_clipped = place.part == "drawer" and size == SIZES[0]  # by its board
        assert is_clipped or len(lines) <= place.height, where
        for line in lines:
            width = sum(cells(piece.text) for piece in line)
            assert is_clipped or width <= place.width, where
            assert width == cell_len(text(line)), (where, text(line))
            assert text(line).isascii() or not look.ascii, (where, text(line))
