"""The window with the score of the predictions, by kind of step, and the kind to practise."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from stepper.practice.score import Score, Tally
from stepper.tui.dialogs.window import Window
from stepper.tui.look import Look
from stepper.tui.terminal import hangul
from stepper.typeset.cells import columns

GAP = 2
AGAIN = "a"  # the key that practises


def _letters(event: Key) -> list[str]:
    """The key, and the letters that a letter of Hangul is typed with."""
    return [event.key, *(hangul.keys(event.character) if event.character else ())]


class PredictSummary(Window[str]):
    """Shows a score; AGAIN closes it with the kind to practise, any other key without."""

    DEFAULT_CSS = """
    PredictSummary .box { width: 64; }
    PredictSummary .practise { margin: 1 0; }
    """

    def __init__(self, score: Score, look: Look) -> None:
        super().__init__()
        self._score = score
        self._look = look

    def compose(self) -> ComposeResult:
        say, kind = self._look.say, self._score.to_practise
        advice = say("predict.all_right")
        if kind:
            advice = say("predict.practise", kind=say(f"predict.kind.{kind}"))
        with VerticalScroll(classes="box"):
            yield Static(Content.assemble((say("predict.summary"), "$primary")))
            yield Static(Content("\n").join(map(Content, self._table())))
            yield Static(Content(advice), classes="practise")
            close = "predict.practise.close" if kind else "help.close"
            yield Static(Content(say(close)), classes="quiet")

    def _table(self) -> list[str]:
        say = self._look.say
        rows = [("", say("predict.column.right"), say("predict.column.shown"))]
        tallies = {f"kind.{kind}": tally for kind, tally in self._score.by_kind.items()}
        for name, tally in [*tallies.items(), ("all", self._score.total)]:
            rows.append((say(f"predict.{name}"), self._of(tally), str(tally.shown or "")))
        return columns(rows, " " * GAP)

    def _of(self, tally: Tally) -> str:
        return self._look.say("predict.of", right=tally.right, asked=tally.asked)

    def on_key(self, event: Key) -> None:
        event.stop()  # or the screen below would handle it, too
        self.dismiss(self._score.to_practise if AGAIN in _letters(event) else None)
