"""That every part of the stepper screen fits its place, as the terminal measures it."""

from rich.cells import cell_len

from stepper.runs.trace import Step
from stepper.tui.look import Look
from stepper.typeset.cells import cells
from tests.support.frames import parts_of, text

SIZES = ((20, 5), (80, 24), (100, 30), (120, 36), (200, 60))


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
