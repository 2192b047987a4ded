"""The boards of the stepper screen: a frame is drawn on them, each part at its place."""

from collections.abc import Iterator

from textual.geometry import Size

from stepper.backprop.model import Model
from stepper.tui.canvas import rules
from stepper.tui.canvas.board import Board, Draw, Place, Pointed
from stepper.tui.graph import views as graph
from stepper.tui.look import Frame
from stepper.tui.panels import footer, header, ribbon
from stepper.tui.panels.charts import charts, curves, delta_bars
from stepper.tui.panels.drawer import drawer
from stepper.tui.panels.equation import equation
from stepper.tui.panels.step_list import step_list
from stepper.tui.screens.stepper.arrangement import Arrangement, arrange

PARTS: dict[str, Draw[Frame]] = {
    "header": header.lines,
    "graph": graph.lines,
    "equation": equation.lines,
    "function": charts.lines,
    "deltas": delta_bars.lines,
    "curves": curves.lines,
    "drawer": drawer.lines,
    "list": step_list.lines,
    "ribbon": ribbon.lines,
    "footer": footer.lines,
    "rule": rules.across,
    "divider": rules.down,
    "air": rules.nothing,
}
TOP, MAIN, SIDE = "top", "main", "side"


class Boards:
    """Draws frames; pointed is called with each piece that is clicked on."""

    def __init__(self, pointed: Pointed) -> None:
        self.all = {id: Board(id, PARTS, pointed) for id in (TOP, MAIN, SIDE)}
        self.arranged_for = Size()
        self.arrangement = Arrangement([], [], [], 0)

    def arrange(self, size: Size, model: Model, view: str, enlarged: str) -> None:
        """Give the parts their places in a window of this size.

        view: of the graph. enlarged: the part that has the window for itself.
        """

        def graph_height(width: int, most: int, roomy: bool) -> int:
            return graph.height(model, view, width, most, roomy)

        wanted = equation.wanted_height(model)
        self.arranged_for = size
        listed = step_list.wanted_height(model, size.width)
        self.arrangement = arrange(
            *size, graph_height, wanted, enlarged, listed, charts.names(model)
        )
        side_width = self.arrangement.side_width
        self.all[TOP].display = bool(self.arrangement.top)
        self.all[SIDE].display = side_width > 0
        self.all[SIDE].styles.width = side_width

    def show(self, frame: Frame) -> None:
        for board, places in self._shown():
            board.show(frame, places)

    def draw_ahead(self, frame: Frame) -> None:
        """Draw a frame that is probably shown next, out of sight."""
        for board, _ in self._shown():
            board.draw_ahead(frame)

    def _shown(self) -> Iterator[tuple[Board[Frame], list[Place]]]:
        for board, places in zip(self.all.values(), self.arrangement[:3], strict=True):
            if places:
                yield board, places

    def place_of(self, part: str) -> Place | None:
        """The place of a part on the main board; None where it is not shown."""
        return next((place for place in self.arrangement.main if place.part == part), None)
