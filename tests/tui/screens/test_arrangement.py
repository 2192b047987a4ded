import pytest

from stepper.backprop.network import Network
from stepper.tui.canvas.board import Place
from stepper.tui.graph import views as graph
from stepper.tui.panels.charts.charts import EVERY
from stepper.tui.screens.stepper.arrangement import CHART, Arrangement, arrange

CHAIN, WIDE, LONG = Network((1, 1, 1, 1, 1)), Network((8, 16, 4), biases=True), Network((1,) * 20)


def arranged(width: int, height: int, network: Network, enlarged: str = "") -> Arrangement:
    def graph_height(room: int, most: int, roomy: bool) -> int:
        return graph.height(network, "", room, most, roomy)

    return arrange(width, height, graph_height, 12, enlarged)


def height_of(part: str, width: int, height: int, network: Network = CHAIN) -> int:
    places = arranged(width, height, network).main
    return next((place.height for place in places if place.part == part), 0)


@pytest.mark.parametrize("enlarged", ["", "graph", "equation", "list", "charts", "curves"])
@pytest.mark.parametrize("network", [CHAIN, WIDE, LONG])
def test_the_places_cover_any_window_once(network: Network, enlarged: str) -> None:
    for width in (*range(1, 12), *range(55, 65), 99, 100, 114, 115, 200, 300):
        for height in (*range(1, 27), 36, 47, 69):
            a = arranged(width, height, network, enlarged)
            below = height - len(a.top)
            boards = [
                (a.top, width, 1),
                (a.main, width - a.side_width, below),
                (a.side, a.side_width, below),
            ]
            for places, room, height_of_board in boards:
                seen = {
                    (x, y)
                    for place in places
                    for x in (place.x, place.x + place.width - 1)
                    for y in range(place.y, place.y + place.height)
                }
                assert all(0 <= x < room and 0 <= y < height_of_board for x, y in seen)
            rows = [y for p in a.main if p.x == 0 for y in range(p.y, p.y + p.height)]
            assert rows == list(range(below))


@pytest.mark.parametrize("network", [CHAIN, WIDE, LONG])
def test_the_equation_has_room_in_every_window(network: Network) -> None:
    for width in range(1, 221, 7):
        for height in (*range(1, 27), 36, 47, 69):
            assert height_of("equation", width, height, network) >= min(height, 5)


def test_80_by_24_folds_three_hidden_layers_into_two_rows() -> None:
    assert height_of("graph", 80, 24) == 10


def test_a_wide_window_has_the_list_beside_the_equation() -> None:
    assert arranged(120, 36, CHAIN).side_width > 0
    assert arranged(114, 36, CHAIN).side_width == 0


def test_below_60_by_16_the_graph_is_gone() -> None:
    assert height_of("graph", 60, 20) > 0
    assert height_of("graph", 59, 20) == 0
    assert height_of("graph", 80, 15) == 0


def test_charts_stand_side_by_side_where_each_has_its_width() -> None:
    assert height_of("function", 80, 24) == 0
    assert height_of("function", 120, 36) >= 7
    for width in range(60, 240, 7):
        places = {place.part: place for place in arranged(width, 60, CHAIN).main}
        below = [places[part] for part in EVERY if part in places]
        if places["function"].y == places["equation"].y:
            below.remove(places["function"])
            assert places["function"].width >= CHART
        assert below
        assert len({place.y for place in below}) == 1
        assert len(below) == 1 or min(place.width for place in below) >= CHART


def test_charts_that_have_the_window_are_all_seen_and_fill_it() -> None:
    for width, height in ((80, 24), (100, 30), (120, 36), (160, 45), (200, 60)):
        places = [p for p in arranged(width, height, CHAIN, "charts").main if p.part in EVERY]
        assert {place.part for place in places} == {*EVERY}
        assert sum(place.width * place.height for place in places) == width * (height - 5)


def test_an_enlarged_graph_leaves_the_equation_what_it_has_no_use_for() -> None:
    places = [(place.part, place.height) for place in arranged(120, 36, CHAIN, "graph").main]
    assert places[:2] == [("graph", 11), ("rule", 1)]


def test_an_enlarged_part_has_the_window_but_for_the_lines_above_and_below() -> None:
    a = arranged(120, 36, CHAIN, "list")
    assert not a.side
    assert [place.part for place in a.main] == ["list", "rule", "ribbon", "footer"]


def test_the_header_has_the_whole_width_also_above_the_list() -> None:
    for width in (60, 99, 100, 120, 200):
        a = arranged(width, 36, CHAIN)
        assert a.top == [Place("header", 0, 0, width, 1)]
        assert a.main[0].y == 0


def test_above_a_window_each_part_is_whole_or_gone_and_the_equation_ends_there() -> None:
    a = arranged(120, 36, CHAIN)
    equation = next(place for place in a.main if place.part == "equation")
    for line in range(equation.y + 1, 36):
        kept = {place.part: place for place in a.above(line).main}
        assert all(place.y + place.height <= line for place in kept.values())
        assert all(kept[name].height >= 7 for name in EVERY if name in kept)
        assert EVERY[0] in kept or kept["equation"].height == line - equation.y
    assert {place.part for place in a.above(equation.y).main} == {"graph"}
