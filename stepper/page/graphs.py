"""The graph of each step; lines and boxes that several have in common are on the page once."""

from stepper.explain.explainer import Explainer
from stepper.figures.drawing import drawing
from stepper.figures.layout import Layout
from stepper.figures.svg import defs, svg
from stepper.runs.trace import Step


class Graphs:
    """Draws steps for one page."""

    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer
        self._names: dict[int, str] = {}  # the id of a layout -> its name on the page
        self._layouts: list[Layout] = []  # which keeps these ids their own

    def graph(self, step: Step) -> str:
        """The graph of a step, after its layout if that is a new one."""
        drawn, layout = drawing(step, self._explainer), ""
        if id(drawn.layout) not in self._names:
            name = f"layout-{len(self._layouts) + 1}"
            self._names[id(drawn.layout)] = name
            self._layouts.append(drawn.layout)
            layout = f'<svg class="unseen" aria-hidden="true">{defs(drawn.layout, name)}</svg>'
        shared = self._names[id(drawn.layout)]
        return f'{layout}<div class="graph">{svg(drawn, shared=shared)}</div>'
