"""Where the parts of the stepper screen go, for any size of the window, and their boards."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from textual.geometry import Size

from stepper.backprop.model import Model
from stepper.tui.canvas import rules
from stepper.tui.canvas.board import Board, Draw, Place, Pointed
from stepper.tui.graph import views as graph
from stepper.tui.look import Frame
from stepper.tui.panels import equation, footer, header, ribbon, step_list
from stepper.tui.panels.charts import charts, curves, delta_bars
from stepper.tui.panels.charts.charts import EVERY
from stepper.tui.panels.drawer import drawer

LEAST_EQUATION, LEAST_CHARTS = 7, 7
TALL = 50  # lines of a window with room for a blank line above and below the graph
LEAST_DRAWER, DRAWER = 22, 26  # lines of the drawer: below a graph, above charts
ENLARGED_EQUATION = 22  # lines, above charts
SPARE = 5  # lines beyond those it wants that the equation gets before the charts grow
LIST = 115  # the least cells of a window with the list beside the rest
SIDE_WIDTH = 40  # cells of that list
CHART = 36  # the least cells that a chart is drawn in, side by side
WIDE, BESIDE = 150, 104  # cells where the function is beside the equation; those of the equation

# the least lines of a part that gives way to a window; others are drawn as they are, or not at all
SHRINKS = {"equation": 1, "function": LEAST_CHARTS, "deltas": LEAST_CHARTS, "curves": LEAST_CHARTS}
GOES = ("rule", "ribbon", "footer")

Heights = list[tuple[str, int]]
GraphHeight = Callable[[int, int, bool], int]


class Arrangement(NamedTuple):
    """The places on the top, the main and the side board; only the main one is never empty."""

    top: list[Place]
    main: list[Place]
    side: list[Place]
    side_width: int

    @property
    def equation(self) -> tuple[int, int]:
        """The cells and the lines of the equation; zeros where it is not shown."""
        places = (place for place in self.main if place.part == "equation")
        return next(((place.width, place.height) for place in places), (0, 0))

    def above(self, line: int) -> "Arrangement":
        """Arrange the same parts above a line of the main board: a window covers what is below."""
        main = [place for place in (_above(place, line) for place in self.main) if place]
        while main and main[-1].part == "rule":
            del main[-1]
        if not main:
            return self
        last = main[-1].y
        stretched = [
            place._replace(height=max(place.height, line - place.y))
            if place.y == last and place.part in SHRINKS
            else place
            for place in main
        ]
        return self._replace(main=stretched)


def _above(place: Place, line: int) -> Place | None:
    """Cut a place at a line; None where too little of it is left."""
    height = min(place.height, line - place.y)
    if place.part in SHRINKS and height >= SHRINKS[place.part]:
        return place._replace(height=height)
    goes = place.part in (*SHRINKS, *GOES) and height < place.height
    return None if goes else place


def arrange(
    width: int,
    height: int,
    graph_height: GraphHeight,
    equation: int,
    enlarged: str = "",
    listed: int = 0,
    charts: Sequence[str] = EVERY,
) -> Arrangement:
    """Place what there is room for: the equation, then header and footer, then the rest.

    width, height: of the window, in cells and lines. graph_height: (width, most lines, whether
    there is more room than it needs) -> the lines of the graph. equation: the lines that it wants.
    enlarged: the part that has the window for itself. listed: the lines that the list wants then.
    charts: those that there are.
    """
    header, footer = int(height >= 7), int(height >= 9)
    roomy = width >= 60 and height >= 16
    rules = roomy and height >= 20
    ribbon = 2 if rules else 0
    side = SIDE_WIDTH if roomy and width >= LIST and not enlarged else 0
    left = height - header - footer - ribbon - int(rules)
    middle = [(enlarged or "equation", left)]
    if roomy and enlarged in ("", "graph"):
        air = [("air", int(height >= TALL))]
        within = left - 2 * air[0][1]
        graph = _graph(within - int(rules), width - side, graph_height, equation, rules, enlarged)
        if graph or not enlarged:
            middle = [*air, *_middle(within, rules, graph, equation, air)]
    elif enlarged == "graph":
        graph = graph_height(width, max(0, left - LEAST_EQUATION), True) or left
        middle = [("graph", graph), ("equation", left - graph)]
    elif enlarged == "drawer":
        graph = graph_height(width, max(0, left - LEAST_DRAWER - int(rules)), True)
        rule = int(rules and 0 < graph < left)
        tab = _with_charts(enlarged, left - graph - rule, DRAWER, rules)
        middle = [("graph", graph), ("rule", rule), *tab]
    elif enlarged == "list":
        middle = _with_charts(enlarged, left, listed, rules)
    elif enlarged == "equation":
        room = left - ENLARGED_EQUATION - LEAST_CHARTS - 2 * int(rules) - 1
        graph = graph_height(width, room, True) if rules and room > 0 else 0
        rule = int(graph > 0)
        parts = _with_charts(enlarged, left - graph - rule, ENLARGED_EQUATION, rules)
        middle = [*parts[:2], ("graph", graph), ("rule", rule), *parts[2:]]
    heights = [*middle, ("rule", int(rules)), ("ribbon", ribbon), ("footer", footer)]
    return Arrangement(
        _stacked([("header", header)], width, charts),
        _stacked(heights, width - side, charts),
        _beside(side, height - header),
        side,
    )


def _graph(
    left: int,
    width: int,
    graph_height: GraphHeight,
    equation: int,
    has_charts: bool,
    enlarged: str,
) -> int:
    """Return the lines of the graph: with more than it needs if that costs no other part."""
    if enlarged:
        return graph_height(width, max(0, left - LEAST_EQUATION), True)
    least = graph_height(width, left - LEAST_EQUATION, False)
    charts = LEAST_CHARTS + 1
    fits = has_charts and left - least >= equation + charts
    return max(least, graph_height(width, max(0, left - equation - charts * fits), True))


def _with_charts(part: str, left: int, wanted: int, rules: bool) -> Heights:
    """Give an enlarged part the lines it wants, and charts those that it has no use for."""
    charts = left - wanted - 1 if rules and wanted else 0
    if charts < LEAST_CHARTS:
        return [(part, left)]
    return [(part, wanted), ("rule", 1), ("charts", charts)]


def _middle(left: int, rules: bool, graph: int, equation: int, air: Heights) -> Heights:
    """Share lines among the graph, the equation and the charts; graph: the lines of the graph."""
    left -= graph + int(rules and graph > 0)
    free = left - 1 - equation
    most = left if air[0][1] else left // 3  # every line of a chart costs bytes at a step
    charts = max(LEAST_CHARTS, min(free - SPARE, most)) if rules and free >= LEAST_CHARTS else 0
    return [
        ("graph", graph),
        *air,
        ("rule", int(rules and graph > 0)),
        ("equation", left - charts - int(charts > 0)),
        ("rule", int(charts > 0)),
        ("charts", charts),
    ]


def _stacked(heights: Heights, width: int, charts: Sequence[str]) -> list[Place]:
    lines = dict(heights)
    is_wide = width >= WIDE and "charts" in lines and lines.get("equation", 0) >= LEAST_CHARTS
    is_wide = is_wide and len(charts) > 1
    function, *others = charts
    places = []
    y = 0
    for part, height in heights:
        if height > 0 and part == "charts" and "equation" not in lines:
            places += _large_charts(charts, y, width, height)
        elif height > 0 and part == "charts":
            places += _charts(others if is_wide else charts, y, width, height)
        elif height > 0 and part == "equation" and is_wide:
            places.append(Place(part, 0, y, BESIDE, height))
            places.append(Place(function, BESIDE, y, width - BESIDE, height))
        elif height > 0:
            places.append(Place(part, 0, y, width, height))
        y += height
    return places


def _charts(parts: Sequence[str], y: int, width: int, height: int) -> list[Place]:
    """Place the charts that there is room for, side by side."""
    count = max(1, min(len(parts), width // CHART))
    each = width // count
    return [Place(part, k * each, y, each, height) for k, part in enumerate(parts[:count])]


def _large_charts(parts: Sequence[str], y: int, width: int, height: int) -> list[Place]:
    """Place two charts below one another, and the curves beside them, if there is room."""
    left, upper = width // 2, height // 2
    if left < CHART or upper < LEAST_CHARTS or len(parts) < len(EVERY):
        return _charts(parts, y, width, height)
    above, below, beside = parts
    return [
        Place(above, 0, y, left, upper),
        Place(below, 0, y + upper, left, height - upper),
        Place(beside, left, y, width - left, height),
    ]


def _beside(width: int, height: int) -> list[Place]:
    if not width:
        return []
    return [Place("divider", 0, 0, 1, height), Place("list", 1, 0, width - 1, height)]


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

    def arrange(
        self, size: Size, model: Model, view: str, enlarged: str, free: int | None = None
    ) -> None:
        """Give the parts their places in a window of this size.

        view: of the graph. enlarged: the part that has the window for itself. free: the lines that
        no window covers; None where there is no window.
        """

        def graph_height(width: int, most: int, roomy: bool) -> int:
            return graph.height(model, view, width, most, roomy)

        wanted = equation.wanted_height(model)
        self.arranged_for = size
        listed = step_list.wanted_height(model, size.width)
        self.arrangement = arrange(
            *size, graph_height, wanted, enlarged, listed, charts.names(model)
        )
        if free is not None:
            header = sum(place.height for place in self.arrangement.top)
            self.arrangement = self.arrangement.above(free - header)
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
        """Return where a part is on the main board; None where it is not shown."""
        return next((place for place in self.arrangement.main if place.part == part), None)
