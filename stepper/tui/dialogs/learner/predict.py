"""The window that asks for the number of the coming step, or the letter of its formula."""

from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from stepper.limits import MAX_PREDICTION
from stepper.practice.questions import LETTERS, Judgement, Question, Result
from stepper.practice.score import Outcome
from stepper.runs.trace import Step
from stepper.tui.dialogs.bottom_window import BottomWindow
from stepper.tui.dialogs.prose import coloured, hints
from stepper.tui.look import Look
from stepper.tui.terminal import hangul
from stepper.typeset.digits import RESULT
from stepper.typeset.equations.formulas import Names
from stepper.typeset.equations.lines import Form, block
from stepper.typeset.spans import Span, Spans, join, width

INDENT = 3
ROOMY = 12  # lines of the window with one for a rule
OVER_KEYS = (
    ("Enter right", "go_on"),
    ("Space", "next"),
    ("down", "next_delta"),
    ("p", "end"),
)
ASKING_KEYS = (("Enter", "keys"), ("Esc", "show"))
WHOLE_LINE = 10_000  # cells, in which no sum is broken into rows


class Answered(NamedTuple):
    """How the question ended, and whether the learner wants more of them.

    then: the move to the next question, empty to look at the step first.
    """

    outcome: Outcome
    goes_on: bool
    then: str = ""


class PredictDialog(BottomWindow[Answered]):
    """Asks until the answer is right or shown."""

    DEFAULT_CSS = """
    PredictDialog Horizontal { height: 1; }
    PredictDialog #asked { width: auto; }
    PredictDialog Input { width: 1fr; }
    PredictDialog Input:focus { background-tint: transparent 0%; }
    PredictDialog #verdict { min-height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "show", "show me", id="predict_show", show=False),
        Binding("enter,right", "leave(True)", "go there", id="predict_go_on", show=False),
        Binding("space", "leave(True, 'next')", "next", id="predict_next", show=False),
        Binding("down", "leave(True, 'next_delta')", "next delta", id="predict_delta", show=False),
        Binding("p", "leave(False)", "no more", id="predict_end", show=False),
    ]

    def __init__(self, step: Step, look: Look, room: Callable[[], int]) -> None:
        super().__init__(look, room)
        self._step = step
        self._question = Question(step)
        self._outcome = Outcome.RIGHT  # if the next answer is right
        self._is_over = False

    def compose(self) -> ComposeResult:
        look = self._look
        with VerticalScroll(can_focus=False, classes="box"):
            yield Static("", id="rule", markup=False)
            with Horizontal():
                equal = look.notation.sign("equal")
                name, number = look.name(self._step.symbol), look.say("eq", number=self._step.label)
                yield Static(
                    Content.assemble((f"{number}   ", "$quiet"), (name, "bold"), f" {equal} "),
                    id="asked",
                )
                yield Input(
                    placeholder=f"?  {look.say('predict.answer')}",
                    max_length=MAX_PREDICTION,
                    compact=True,
                )
            yield Static("", id="verdict")
            yield Static("", id="formulas")
            yield Static("", id="keys", classes="quiet")

    def lay_out(self) -> None:
        super().lay_out()
        self.query_one("#rule", Static).display = self.app.size.height >= ROOMY
        within = max(1, self._within - INDENT - len("a) "))
        self.put("#formulas", *(self._solution(within) if self._is_over else self._offers(within)))
        names = OVER_KEYS if self._is_over else ASKING_KEYS
        words = ((self._look.keys(key), self._look.say(f"predict.{name}")) for key, name in names)
        self.put("#keys", hints(words))

    def _offers(self, room: int) -> Iterator[Content]:
        """Yield the choices: a) and a formula."""
        names = Names(self._look.notation)
        for letter, choice in self._question.choices.items():
            formula = shortened(names.write(choice.formula), room, self._look)
            yield Content.assemble(" " * INDENT, (f"{letter}) ", "bold"), coloured(formula))

    def _solution(self, room: int) -> Iterator[Content]:
        """Yield the right formula in symbols, in numbers and as a value."""
        digits = None if self._look.all_digits else RESULT
        for line in block(self._step, self._look.notation, WHOLE_LINE, digits).lines:
            made = "$made-text on $made" if line.form is Form.VALUE else ""
            if made or line.form in (Form.FORMULA, Form.NUMBERS):
                separator = f" {line.separator} " if line.separator else ""
                spans = shortened(join(line.cells, separator), room, self._look)
                yield Content.assemble(" " * INDENT, f"{line.relation} ", coloured(spans, made))

    # --- answers

    def on_input_submitted(self, event: Input.Submitted) -> None:
        answer = "".join("".join(hangul.keys(letter)) or letter for letter in event.value).strip()
        if answer and not self._is_over:
            judgement = self._question.judge(answer)
            if judgement.result.is_right:
                self._end(self._outcome)
            else:
                event.input.select_all()  # typing replaces it
                if judgement.result is not Result.NO_NUMBER:
                    self._outcome = Outcome.LATER
            self.put("#verdict", self._words(judgement, event.value.strip()))

    def _words(self, judgement: Judgement, answer: str) -> Content:
        say = self._look.say
        verdict = judgement.result
        style = "bold" if verdict.is_right else "bold $backward"
        if verdict is Result.NO_NUMBER:
            key = "predict.comma" if "," in answer else "predict.no_number"
            last = LETTERS[len(self._question.choices) - 1]
            return Content(say(key, text=answer, last=last))
        head = Content.assemble((say(f"predict.{verdict}"), style))
        if not judgement.mistake:
            return head
        why = self._look.explainer.mistake(self._step, judgement.mistake)
        return Content.assemble(head, f" {why}")

    def action_show(self) -> None:
        if not self._is_over:
            self.query_one(Input).value = ""  # a wrong answer is not to stay beside the right one
            self.put("#verdict", Content(self._look.say("predict.shown")))
            self._end(Outcome.SHOWN)

    def _end(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._is_over = True
        answer = self.query_one(Input)
        if not any(map(str.isdigit, answer.value)):  # a letter, or nothing
            answer.value = self._look.number(self._step.value, RESULT)
        answer.disabled = True
        self.set_focus(None)
        self.lay_out()

    def action_leave(self, goes_on: bool, then: str = "") -> None:
        if self._is_over:
            self.dismiss(Answered(self._outcome, goes_on, then))


def shortened(spans: Spans, room: int, look: Look) -> Spans:
    """A sum without its middle terms if it is wider than room cells.

    Two terms stay at its beginning: with one, weights with swapped indices would look right.
    """
    plus = f" {look.sign('plus')} "
    signs = [k for k, span in enumerate(spans) if span.text == plus]
    if width(spans) <= room or len(signs) < 3:
        return spans
    return (*spans[: signs[1] + 1], Span(look.sign("more")), *spans[signs[-1] :])
