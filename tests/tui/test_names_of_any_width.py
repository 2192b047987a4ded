"""Names, titles and notes of letters of any width fit every part, as the terminal measures them."""

from itertools import pairwise

import pytest

from stepper.errors import StepperError
from stepper.files.scenario_file import scenario_from
from stepper.runs.scenario import Scenario
from stepper.tui.screens.picker.preview import Entry
from stepper.tui.screens.picker.preview import lines as preview
from stepper.typeset.cells import cells
from tests.support.fits import SIZES, assert_fits_in_turn
from tests.support.frames import text
from tests.support.kinds import LOOKS, look_of, one_of_each
from tests.support.networks import begun

NAMES = {
    "a mark": "y\u0302",
    "marks": "e\u0301\u0302\u0301\u20d7",
    "wide": "한글",
    "wide and a mark": "한\u0301y",
    "jamo": "\u1112\u1161\u11ab",
    "picture": "👩\u0301",
    "filler inside": "a\u3164b",
    "vowel signs": "का",
    "brackets": "[b]w[/b]",
}
UNICODE = LOOKS[:6]  # titles and notes stay as they are
CHAIN, WIDE = (1, 1, 1), (2, 3, 2)


def document(sizes: tuple[int, ...], name: str) -> dict[str, object]:
    """A network with names of every role, a title and a note in these letters."""
    layers = [{"weights": [[0.25] * before] * size} for before, size in pairwise(sizes)]
    sample = {"inputs": [0.5] * sizes[0], "targets": [1.0] * sizes[-1]}
    columns = ("x[1]", "w[1][1][1]", "z[1][1]", "a[1][1]", "a[2][1]", "delta[1][1]", "C")
    return {
        "title": f"{name} {name}: {name * 20}",
        "learning_rate": 0.5,
        "samples": [sample],
        "layers": layers,
        "names": {column: f"{name}{k}" for k, column in enumerate(columns)},
        "notes": [{"at": "C", "text": f"{name} {name * 40}\n{name}"}],
    }


def named(sizes: tuple[int, ...], name: str) -> Scenario:
    return scenario_from(document(sizes, name), "names")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_view_and_panel_has_room_for_a_name_of_any_width(name: str) -> None:
    k = [*NAMES.values()].index(name)
    trace = begun(named((CHAIN, WIDE)[k % 2], name))
    for turn, step in enumerate(one_of_each(trace, [*trace.steps]), 5 * k):
        assert_fits_in_turn(step, turn, UNICODE)
    for size in SIZES:
        lines = map(text, preview(Entry("kind", look_of(trace), trace), *size))
        assert max(map(cells, lines), default=0) <= size[0]


@pytest.mark.parametrize("name", ["e\u0301", "e\u0301\u0302\u0303", "한글", "변수e\u0301"])
def test_a_formula_has_room_for_a_name_of_any_width(name: str) -> None:
    lines = f"{name}u = {name}x*{name}y\n{name}v = {name}u + {name}x\nC = {name}v^2"
    formula = {"lines": lines, "update": [f"{name}x"]}
    values = {f"{name}x": 0.5, f"{name}y": -2.0}
    fields = {"title": name, "learning_rate": 0.5, "formula": formula, "values": values}
    trace = begun(scenario_from(fields, "names"))
    for turn, step in enumerate(trace.steps):
        assert_fits_in_turn(step, turn, UNICODE[:2])


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("\u0301", "begins with a visible sign, found U+0301"),
        ("\u0301x", "begins with a visible sign, found U+0301"),
        ("\u3164", "begins with a visible sign, found U+3164"),
        ("\u2800x", "begins with a visible sign, found U+2800"),
        ("\u00a0x", "begins with a visible sign, found U+00A0"),
        ("x\u00a0", "ends with a visible sign, found U+00A0"),
        ("x ", "ends with a visible sign, found U+0020"),
        ("❤\ufe0f", "U+FE0F"),
        ("1\ufe0f\u20e3", "U+FE0F"),
        ("שלום", "from right to left"),
        ("w٣", "from right to left"),
        ("w\u200d", "U+200D"),
        ("\u202ew", "U+202E"),
        ("w\t1", "U+0009"),
    ],
)
def test_a_name_that_no_screen_can_show_is_refused(name: str, problem: str) -> None:
    wrong = document(CHAIN, "y") | {"names": {"C": name}}
    with pytest.raises(StepperError, match=r"names\.") as refused:
        scenario_from(wrong, "names")
    assert problem in str(refused.value)


def test_a_name_in_a_formula_is_refused_likewise() -> None:
    for name in ("ㅤ", "של"):
        wrong = {"title": "t", "formula": {"lines": f"C = 2*{name}"}, "values": {name: 1.0}}
        with pytest.raises(StepperError, match=r"formula\.lines: "):
            scenario_from(wrong, "names")


@pytest.mark.parametrize("sign", ["❤\ufe0f", "❤\ufe0e"])
def test_what_terminals_draw_in_different_widths_is_refused_in_any_text(sign: str) -> None:
    wrong = document(CHAIN, "y") | {"title": sign, "notes": [{"at": "C", "text": sign}]}
    with pytest.raises(StepperError) as refused:
        scenario_from(wrong, "names")
    title, note = refused.value.problems
    assert "title: " in title and "notes" in note
    assert all(f"found U+{ord(sign[1]):04X}; remove it" in problem for problem in (title, note))
