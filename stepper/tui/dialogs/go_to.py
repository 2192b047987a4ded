"""The window that asks for a step to go to."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from stepper.backprop.symbols import Symbol
from stepper.input.goals import read_goal
from stepper.input.steps import find_iteration, find_next, find_step, given
from stepper.runs.moves import DELTAS
from stepper.runs.trace import Step
from stepper.tui.dialogs.goal_search import GoalSearch
from stepper.tui.dialogs.window import Window
from stepper.tui.look import Look
from stepper.typeset.notation import ASCII, Notation
from stepper.whole_number import whole


class GoTo(Window[tuple[Step, Symbol | None]]):
    """Asks for a step by its number, its name or a goal, and reports any other text in place.

    Its result: the step, and None; or, for a given number, the step that uses it first, and it.
    """

    DEFAULT_CSS = """
    GoTo .box { width: 64; }
    GoTo Input { margin: 1 0; }
    """

    def __init__(self, step: Step, look: Look) -> None:
        super().__init__()
        self._step = step
        self._trace = trace = step.trace
        self._look = look
        steps = trace.model.steps
        example = next((s for s in reversed(steps) if s.role in DELTAS), steps[-1])
        self._example = Notation(ASCII, trace.model).name(example)
        self._search = GoalSearch(self, look, self._found, self._report)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(Content(self._look.say("goto.prompt", example=self._example)))
            yield Input(compact=True)
            if self._trace.iterations > 1:
                hint = self._look.say("goto.iteration", last=self._trace.iterations)
                yield Static(Content(hint), classes="quiet")
                hint = self._look.say("goto.goal", C=self._look.name(self._trace.model.C))
                yield Static(Content(hint), classes="quiet")
            yield Static("", classes="problem", markup=False)

    def on_input_changed(self) -> None:
        self._search.end()

    def _found(self, step: Step) -> None:
        self.dismiss((step, None))

    def _report(self, text: str) -> None:
        self.put(".problem", Content(text))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value
        if not text.strip():
            self.dismiss(None)
            return
        step = find_step(self._trace, text) if whole(text) is not None else None
        if step := step or find_iteration(self._step, text):  # before names, which may be many
            self.dismiss((step, None))
            return
        step = find_step(self._trace, text, self._step.iteration) or find_next(self._step, text)
        if step:
            self.dismiss((step, given(self._trace, text)))
            return
        if goal := read_goal(self._trace.scenario, text):
            self._search.begin(self._trace, goal, text.strip())
            return
        problem = self._look.say(
            "goto.unknown", text=text, count=len(self._trace.steps), example=self._example
        )
        self._report(problem)
