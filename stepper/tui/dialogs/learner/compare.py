"""The window that compares the learner's own numbers with those of the run."""

from collections.abc import Callable, Iterable, Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.diagnose import compare
from stepper.diagnosis.verdict import Standing, Verdict
from stepper.errors import StepperError
from stepper.input.answer_lines import AnswerReader
from stepper.input.answers import Answer
from stepper.marking.words import Verdicts
from stepper.runs.trace import Step
from stepper.tui.dialogs.window import Window
from stepper.tui.look import Look
from stepper.workings.judged import judged


class Compare(Window[None]):
    """Judges the numbers that are typed, in the light of earlier ones.

    answers: the earlier numbers; those that are typed here are added to them. point_at: shows on
    the screen below, which stays in sight, where a formula is wrong.
    """

    DEFAULT_CSS = """
    Compare, Compare:ansi { align: center bottom; background: $background 0%; }
    Compare Input { margin: 1 0; }
    """

    def __init__(
        self,
        step: Step,
        look: Look,
        answers: list[Answer],
        point_at: Callable[[Iterable[Symbol]], None],
    ) -> None:
        super().__init__()
        self._step = step
        self._look = look
        self._answers = answers
        self._point_at = point_at
        style = look.notation.style
        self._reader = AnswerReader(step.trace, style, step.iteration, step.symbol)

    def compose(self) -> ComposeResult:
        look = self._look
        with VerticalScroll(can_focus=False, classes="box"):
            yield Static(Content(look.say("compare.prompt", name=self._step.symbol)))
            yield Input(compact=True)
            yield Static("", id="verdicts", markup=False)
            yield Static(Content(self._hint()), classes="quiet")
            yield Static(Content(look.say("compare.keys")), classes="quiet")

    def _hint(self) -> str:
        """Examples of what can be typed, in the names of this model."""
        model = self._step.trace.model
        example, cost = map(self._reader.glossary.as_typed, (model.steps[0], model.C))
        iteration = min(2, self._step.trace.iterations)
        return self._look.say("compare.hint", example=example, C=cost, iteration=iteration)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if not event.value.strip():
            return
        try:
            new = list(self._reader.read(len(self._answers) + 1, event.value))
            again = {(answer.iteration, answer.quantity) for answer in new}
            before = [a for a in self._answers if (a.iteration, a.quantity) not in again]
            verdicts = compare(self._step.trace, [*before, *new])[len(before) :]
        except StepperError as error:
            self._point_at(())
            self._show(*(Content(problem).stylize("$backward") for problem in error.problems))
            return
        self._answers[:] = [*before, *new]  # the list of the screen
        formulas = (judged(self._step.trace, answer) for answer in new)
        self._point_at(symbol for each in formulas if each for symbol in each.symbols)
        self.refresh()
        self._show(*(line for verdict in verdicts for line in self._lines(verdict)))
        event.input.select_all()  # typing replaces it

    def _lines(self, verdict: Verdict) -> Iterator[Content]:
        look, words = self._look, Verdicts(self._step.trace, self._look.explainer, with_lines=False)
        equal, answer = look.sign("equal"), verdict.answer
        written = f"{words.name(answer.quantity)} {equal} {words.number(answer)}"
        style = "bold $backward" if verdict.standing is Standing.DIFFERS else "bold"
        line = Content.assemble(f"{written}   ", (words.standing(verdict), style))
        if not verdict.is_right_so_far:
            line += Content(f"; {look.say('compare.wrong', right=words.right(verdict))}")
        yield line
        if because := words.because(verdict):
            yield Content(because)

    def _show(self, *lines: Content) -> None:
        self.put("#verdicts", *lines, Content(""))
