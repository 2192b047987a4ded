"""The window that asks what a given number should be instead."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import FOLLOWING, RATE, Role, Symbol
from stepper.errors import StepperError
from stepper.explain.pages.tables import WORDS
from stepper.input.edits import edited, name_of, number_of
from stepper.input.givens import Given, given_of, givens_and_settings
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step
from stepper.tui.dialogs.window import Window
from stepper.tui.keys import KEYS
from stepper.tui.look import Look
from stepper.typeset.cells import cells, padded

EDITED = (Role.W, Role.PARAMETER, Role.GIVEN, Role.CONSTANT)  # what is edited first
ROWS, OTHER_ROWS = 12, 11  # lines of the list, at most; of everything else


class Edit(Window[Scenario]):
    """Asks for edits; its result is the edited scenario, None if nothing changes.

    It begins with first; else with selected, or else with a number of the equation of step.
    """

    DEFAULT_CSS = "Edit Input { margin-top: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "walk(1)", "next number", id="edit_next", show=False),
        Binding("up,shift+tab", "walk(-1)", "number before", id="edit_before", show=False),
    ]

    def __init__(
        self,
        scenario: Scenario,
        step: Step,
        selected: Symbol | None,
        look: Look,
        first: Given | None = None,
    ) -> None:
        super().__init__()
        self._scenario = scenario
        self._look = look
        self._sample = scenario.place(step.iteration)[1]
        self._given = _candidates(scenario, step, self._sample)
        usual = _first(self._given, step, selected, self._sample)
        self._at = self._given.index(first if first in self._given else usual)
        self._input = Input(select_on_focus=False, compact=True)
        self._offered = "", ""  # edits typed before, and the name of the current one

    def compose(self) -> ComposeResult:
        look = self._look
        keys = {name: look.keys(KEYS[name].shown) for name in ("restore", "export")}
        with VerticalScroll(can_focus=False, classes="box"):
            yield Static(Content(look.say("edit.prompt")))
            yield self._input
            yield Static("", classes="problem", markup=False)
            yield Static("", id="given", markup=False)
            yield Static("")
            if first := self._which():
                yield Static(Content(first), classes="quiet")
            yield Static(Content(look.say("edit.after", **keys)), classes="quiet")
            arrows = look.keys("down up")
            yield Static(Content(look.say("edit.keys", keys=arrows)), classes="quiet")

    def _which(self) -> str:
        """Say which iteration and sample the numbers are of, where they differ."""
        scenario, several = self._scenario, len(self._scenario.samples) > 1
        keys = ["edit.first.sample" if several else "edit.first"]
        if scenario.formula:
            kinds = {"edit.first.updated": scenario.formula.learns, "edit.first.varied": several}
            keys = [key for key, is_there in kinds.items() if is_there]
        return " ".join(self._look.say(key, sample=self._sample) for key in keys)

    def on_mount(self) -> None:
        self._input.focus()
        self._prefill()

    def on_input_changed(self) -> None:
        self.put(".problem")
        before, name = self._offered
        value = self._input.value  # more may have been typed since the change
        typed = value.removeprefix(before + name)
        if typed != value and "=" in typed and not {*",;"} & {*typed}:
            self._input.value = before + typed  # another name instead of the one that was offered

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            scenario = edited(self._scenario, event.value, self._sample, self._look.explainer)
        except StepperError as error:
            self.put(".problem", *map(Content, error.problems))
        else:
            self.dismiss(None if scenario == self._scenario else scenario)

    def action_walk(self, by: int) -> None:
        self._at = (self._at + by) % len(self._given)
        self._prefill()
        self.lay_out()

    def _prefill(self) -> None:
        """Offer an edit of the current number after those typed before, with its value selected."""
        before, semicolon, _ = self._input.value.rpartition(";")
        given = self._given[self._at]
        before = f"{before}{semicolon} " if semicolon else ""
        self._offered = before, f"{name_of(given, self._look.explainer)} = "
        name = "".join(self._offered)
        self._input.value = name + number_of(self._scenario, given)
        self._input.selection = Selection(len(name), len(self._input.value))

    def lay_out(self) -> None:
        """List the numbers around the current one that there is room for."""
        room = max(1, min(ROWS, self.app.size.height - OTHER_ROWS))
        first = max(0, min(self._at - room // 2, len(self._given) - room))
        shown = self._given[first : first + room]
        names = [name_of(given, self._look.explainer) for given in shown]
        minus = self._look.sign("minus")
        numbers = [number_of(self._scenario, given).replace("-", minus) for given in shown]
        widths = max(map(cells, names)), max(map(cells, numbers))
        lines = []
        for given, name, number in zip(shown, names, numbers, strict=True):
            here = given == self._given[self._at]
            mark = self._look.sign("forward") if here else " "
            text = f"{mark} {padded(name, widths[0])}  {padded(number, widths[1])}"
            word = self._look.say(WORDS[given.symbol.role]) if given.symbol else ""
            lines.append(Content.assemble((text, "bold" if here else ""), (f"  {word}", "$quiet")))
        self.put("#given", *lines)


def _candidates(scenario: Scenario, step: Step, sample: int) -> list[Given]:
    """All that can be edited, the numbers of the equation of step first."""
    every = list(givens_and_settings(scenario, sample))
    known, own = set(every), _of_equation(step, sample)
    return list(dict.fromkeys([*(given for given in own if given in known), *every]))


def _of_equation(step: Step, sample: int) -> list[Given]:
    """The given numbers of the equation; for a gradient, the weight that it belongs to."""
    symbols = [*symbols_in(step.recursion.formula), step.symbol]
    return [_given(step, symbol, sample) for symbol in symbols]


def _given(step: Step, s: Symbol, sample: int) -> Given:
    """What can be edited for a number: itself, or the parameter of a gradient or an update."""
    of = step.trace.model.derived_by(s) or s.as_role(FOLLOWING)
    return given_of(step.trace.scenario, of, sample)


def _first(given: list[Given], step: Step, selected: Symbol | None, sample: int) -> Given:
    """The selected number, else a number of the equation, else a usual one."""
    own = [_given(step, selected, sample)] if selected else []
    own += [g for g in _of_equation(step, sample) if g.symbol and g.symbol.role in EDITED]
    usual = next((g for g in given if g.symbol and g.symbol.names), Given(RATE))
    return next((g for g in own if g in given), usual)
