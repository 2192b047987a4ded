"""Where the parts of the stepper screen go, for any size of the window."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stepper.tui.canvas.board import Place
from stepper.tui.panels.charts.charts import EVERY

LEAST_EQUATION, LEAST_CHARTS = 7, 7
TALL = 50  # lines of a window with room for a blank line above and below the graph
LEAST_DRAWER, DRAWER = 22, 26  # lines of the drawer: below a graph, above charts
ENLARGED_EQUATION = 22  # lines, above charts
SPARE = 5  # lines beyond those it wants that the equation gets before the charts grow
LIST = 115  # the least cells of a window with the list beside the rest
SIDE_WIDTH = 40  # cells of that list
CHART = 36  # the least cells that a chart is drawn in, side by side
WIDE, BESIDE = 150, 104  # cells where the function is beside the equation; those of the equation

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


class Middle(NamedTuple):
    """What the parts between the header and the ribbon share.

    width, left: its cells and lines. is_roomy: whether it has room for more than one part. rules:
    lines of a rule between two of them, 0 or 1; charts need it, too. air: blank lines above and
    below the graph. graph_height: (width, most lines, whether there is more room than it needs) ->
    the lines of the graph. equation, listed: the lines that the equation and the list want.
    """

    width: int
    left: int
    is_roomy: bool
    rules: int
    air: int
    graph_height: GraphHeight
    equation: int
    listed: int

    def graph(self, most: int, is_roomy: bool = True) -> int:
        return self.graph_height(self.width, max(0, most), is_roomy)


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

    width, height: of the window, in cells and lines. graph_height, equation, listed: see Middle.
    enlarged: the part that has the window for itself. charts: those that there are.
    """
    header, footer = int(height >= 7), int(height >= 9)
    is_roomy = width >= 60 and height >= 16
    rules = int(is_roomy and height >= 20)
    ribbon = 2 * rules
    side = SIDE_WIDTH if is_roomy and width >= LIST and not enlarged else 0
    left = height - header - footer - ribbon - rules
    air = int(is_roomy and height >= TALL)
    middle = Middle(width - side, left, is_roomy, rules, air, graph_height, equation, listed)
    parts = _MIDDLES[enlarged](middle) if enlarged in _MIDDLES else [(enlarged, left)]
    heights = [*parts, ("rule", rules), ("ribbon", ribbon), ("footer", footer)]
    return Arrangement(
        _stacked([("header", header)], width, charts),
        _stacked(heights, width - side, charts),
        _beside(side, height - header),
        side,
    )


def _usual(middle: Middle) -> Heights:
    """The equation, below the graph if there is room, with more than that needs if it is free."""
    if not middle.is_roomy:
        return [("equation", middle.left)]
    left = middle.left - 2 * middle.air - middle.rules
    least = middle.graph_height(middle.width, left - LEAST_EQUATION, False)
    charts = LEAST_CHARTS + 1
    fits = middle.rules and left - least >= middle.equation + charts
    return _shared(middle, max(least, middle.graph(left - middle.equation - charts * fits)))


def _large_graph(middle: Middle) -> Heights:
    graph = middle.graph(middle.left - 2 * middle.air - middle.rules - LEAST_EQUATION)
    if not graph:
        return [("graph", middle.left)]
    if middle.is_roomy:
        return _shared(middle, graph)
    return [("graph", graph), ("equation", middle.left - graph)]


def _shared(middle: Middle, graph: int) -> Heights:
    """The lines of a graph, and the rest shared between the equation and the charts."""
    air, rule = ("air", middle.air), int(middle.rules and graph > 0)
    left = middle.left - 2 * middle.air - graph - rule
    free = left - 1 - middle.equation
    most = left if middle.air else left // 3  # every line of a chart costs bytes at a step
    has_charts = middle.rules and free >= LEAST_CHARTS
    charts = max(LEAST_CHARTS, min(free - SPARE, most)) if has_charts else 0
    return [
        air,
        ("graph", graph),
        air,
        ("rule", rule),
        ("equation", left - charts - int(charts > 0)),
        ("rule", int(charts > 0)),
        ("charts", charts),
    ]


def _large_equation(middle: Middle) -> Heights:
    room = middle.left - ENLARGED_EQUATION - LEAST_CHARTS - 2 * middle.rules - 1
    graph = middle.graph(room) if middle.rules and room > 0 else 0
    rule = int(graph > 0)
    left = middle.left - graph - rule
    parts = _with_charts("equation", left, ENLARGED_EQUATION, middle.rules)
    return [*parts[:2], ("graph", graph), ("rule", rule), *parts[2:]]


def _drawer(middle: Middle) -> Heights:
    graph = middle.graph(middle.left - LEAST_DRAWER - middle.rules)
    rule = int(middle.rules and 0 < graph < middle.left)
    tab = _with_charts("drawer", middle.left - graph - rule, DRAWER, middle.rules)
    return [("graph", graph), ("rule", rule), *tab]


def _large_list(middle: Middle) -> Heights:
    return _with_charts("list", middle.left, middle.listed, middle.rules)


# enlarged part -> the parts of the middle; another one has all of it
_MIDDLES: dict[str, Callable[[Middle], Heights]] = {
    "": _usual,
    "graph": _large_graph,
    "equation": _large_equation,
    "drawer": _drawer,
    "list": _large_list,
}


def _with_charts(part: str, left: int, wanted: int, rules: int) -> Heights:
    """Give an enlarged part the lines it wants, and charts those that it has no use for."""
    charts = left - wanted - 1 if rules and wanted else 0
    if charts < LEAST_CHARTS:
        return [(part, left)]
    return [(part, wanted), ("rule", 1), ("charts", charts)]


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
