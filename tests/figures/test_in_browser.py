"""Figures in a real browser, with the widths of its own letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stepper.figures.drawing import drawing
from stepper.figures.layout import PAPER, SCREEN
from stepper.figures.svg import svg
from tests.figures.test_svg import explainer, last
from tests.support.browser import Browser, browser, needs_browser
from tests.support.networks import BUNDLED, FORMULAS, traced

pytestmark = needs_browser

# the texts of each figure that are over another, or beyond its edge; 2 points of a line are empty
BADLY_PLACED = """[...document.querySelectorAll("svg")].map((svg) => {
  const texts = [...svg.querySelectorAll("text")].map((text) => [text.getBBox(), text.textContent]);
  const { width, height } = svg.viewBox.baseVal;
  return texts.filter(([a], k) =>
    a.x < 0 || a.y + 2 < 0 || a.x + a.width > width || a.y + a.height - 2 > height ||
    texts.slice(k + 1).some(([b]) =>
      a.x < b.x + b.width && b.x < a.x + a.width &&
      a.y + 2 < b.y + b.height - 2 && b.y + 2 < a.y + a.height - 2)
  ).map(([, text]) => text);
})"""

# the step's own numbers that are beyond their frames, or whose frames are over the side of a box
BADLY_FRAMED = """[...document.querySelectorAll("svg")].flatMap((svg) => {
  const text = svg.querySelector(".made text"), own = text.getBBox();
  const frame = svg.querySelector(".made rect").getBBox();
  const end = frame.x + frame.width, low = frame.y + frame.height;
  const isOut = own.x < frame.x || own.x + own.width > end;
  const boxes = [...svg.querySelectorAll(":scope > rect")].map((box) => box.getBBox());
  const isOver = boxes.some((box) =>
    frame.x < box.x && box.x < end && frame.y < box.y + box.height && box.y < low);
  return isOut || isOver ? [text.textContent] : [];
})"""


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as found:
        yield found


def test_in_every_bundled_figure_no_text_is_over_another_or_beyond_the_edge(
    window: Browser, tmp_path: Path
) -> None:
    traces = [traced(name) for name in (*BUNDLED, *FORMULAS)]
    figures = [
        svg(drawing(last(trace), explainer(trace), across=across), "light")
        for trace in traces
        for across in (SCREEN, PAPER)
    ]
    file = tmp_path / "figures.html"
    file.write_text(f"<!DOCTYPE html><meta charset=utf-8>{''.join(figures)}", encoding="utf-8")
    window.open(file)
    assert window.run(BADLY_PLACED) == [[] for _ in figures]


def test_the_number_of_a_step_is_within_its_frame_and_over_no_box(
    window: Browser, tmp_path: Path
) -> None:
    figures = []
    for name in ("three_hidden", "xor", "used_twice"):
        trace = traced(name)
        steps = trace.steps[: len(trace.schedule.steps(1))]
        figures += [svg(drawing(step, explainer(trace)), "light") for step in steps]
    file = tmp_path / "figures.html"
    file.write_text(f"<!DOCTYPE html><meta charset=utf-8>{''.join(figures)}", encoding="utf-8")
    window.open(file)
    assert window.run(BADLY_FRAMED) == []
