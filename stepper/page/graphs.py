"""The graph of each step; lines and boxes that several have in common are on the page once."""

from stepper.explain.explainer import Explainer
from stepper.figures.drawing import Excerpt, drawing
from stepper.figures.svg import defs, svg
from stepper.runs.trace import Step


class Graphs:
    """Draws steps of one trace for one page."""

    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer
        self._names: dict[Excerpt, str] = {}  # of an excerpt -> of its layout

    def graph(self, step: Step) -> str:
        """The graph of a step, after its layout if that is a new one."""
        drawn, layout = drawing(step, self._explainer), ""
        name = self._names.get(drawn.excerpt)
        if name is None:
            name = self._names[drawn.excerpt] = f"layout-{len(self._names) + 1}"
            layout = f'<svg class="unseen" aria-hidden="true">{defs(drawn.layout, name)}</svg>'
        return f'{layout}<div class="graph">{svg(drawn, shared=name)}</div>'
