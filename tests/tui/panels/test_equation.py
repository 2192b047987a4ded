"""The equation on the screen: it keeps its columns as long as they can be made to fit."""

import pytest

from stepper.backprop.symbols import Role
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.tui.look import Frame, Look
from stepper.tui.panels.equation import equation
from stepper.typeset.cells import cells
from stepper.typeset.notation import Notation
from tests.support.networks import traced

XOR, THREE = traced("xor"), traced("three_hidden")


def texts(
    step: Step, width: int, height: int, ascii: bool = False, all_digits: bool = False
) -> list[str]:
    notation = Notation("ascii" if ascii else "course", step.trace.model)
    look = Look(Explainer("en", notation), ascii, all_digits)
    lines = equation.lines(Frame(step, look, equation.room(width)), width, height)
    return ["".join(piece.text for piece in line) for line in lines]


@pytest.mark.parametrize(("ascii", "all_digits"), [(True, False), (False, True), (True, True)])
@pytest.mark.parametrize("trace", [XOR, THREE])
def test_a_delta_keeps_columns_and_braces_in_80_columns(
    trace: Trace, ascii: bool, all_digits: bool
) -> None:
    for symbol in trace.model.steps:
        if symbol.role is not Role.DELTA:
            continue
        shown = texts(trace.steps.at(1, symbol), 80, 14, ascii, all_digits)
        assert max(map(cells, shown)) <= 80
        first, *others = shown
        sign = first.index("=")
        assert [line.index("=") for line in others[:2]] == [sign, sign]
        assert not any(line.split()[:1] == first.split()[:1] for line in others[:4])
        assert any("eq " in line for line in others[:4])


@pytest.mark.parametrize("width", [100, 80, 74, 70])
def test_the_signs_between_factors_stand_below_one_another(width: int) -> None:
    step = XOR.steps[15]
    shown = texts(step, width, 14, ascii=True)[:3]
    margin = shown[0].index("=")
    signs = [[x for x in range(margin, len(line)) if line[x] == "*"] for line in shown]
    columns = set(signs[0])
    assert len(columns) == 2
    assert all(columns <= set(of_line) for of_line in signs)


def test_labels_and_gaps_go_before_the_columns() -> None:
    step = XOR.steps[15]
    wide, narrow, narrowest = (texts(step, width, 14) for width in (80, 70, 58))
    assert wide[0].endswith("chain rule")
    assert not narrow[0].endswith("chain rule")
    assert narrow[0].rstrip() == wide[0].removesuffix("chain rule").rstrip()
    assert cells(narrowest[0].rstrip()) < cells(narrow[0].rstrip())
    assert narrowest[0].split() == narrow[0].split()


def test_a_sentence_that_goes_on_says_so_within_the_width() -> None:
    for step in (XOR.steps[4], XOR.steps[15], THREE.steps[15]):
        for width in range(4, 80, 5):
            for height in (3, 5, 7):
                for text in texts(step, width, height, ascii=True)[1:]:
                    assert not text.endswith(".") or cells(text) <= width
    assert texts(XOR.steps[15], 20, 5, ascii=True)[-1] == " delta[2][1] time..."
    assert texts(XOR.steps[15], 18, 5, ascii=True)[-1].endswith("...")
