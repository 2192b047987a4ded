"""A run and its steps in Python: numbers by their names, and each way to show a step."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from os import PathLike

from stepper.backprop.symbols import Symbol
from stepper.errors import (
    NoSuchIterationError,
    NoSuchNameError,
    StepperError,
    found,
    nearest,
)
from stepper.explain.explainer import Explainer, default_language
from stepper.files.saving import write_whole
from stepper.files.trace.file import jsonl
from stepper.files.trace.table import heads, place, places
from stepper.input.steps import expected_step, find_step, find_symbol
from stepper.limits import MAX_NEAR, MOST_DISPLAYED
from stepper.paper.plain import equation
from stepper.python.arguments import path_in, whole_in, wrong_type
from stepper.python.documented import Documented
from stepper.python.notebook import Page
from stepper.python.problems import reported
from stepper.python.scenario import Scenario, several
from stepper.runs import trace
from stepper.runs.kept import Kept
from stepper.runs.rows import Rows
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Steps
from stepper.typeset.equations.lines import block
from stepper.typeset.notation import COURSE, NOTATIONS, Notation
from stepper.typeset.tex.alignment import PAGE_WIDTH, aligned
from stepper.whole_number import whole

_NAME = 'the name of a number, such as "C"'


class Step(trace.Step, metaclass=Documented):
    """The computation of one number in one iteration. A notebook shows its equation.

    trace: the run. iteration: from 1. number: of the step in the whole run, from 1. value: the
    number that is computed. symbol: which one it is; symbol.column is its name in every table,
    "delta[3][1]". value_of(name): another number of the same iteration.

    text, latex, markdown, html: the equation line by line, as the chain rule, in symbols, with the
    numbers put in, and its value.
    """

    trace: "Trace"

    def value_of(self, symbol: Symbol | str) -> float:
        """Another number of this step's iteration, by its name. Raises as Trace.value does."""
        return self.trace.value(symbol, self.iteration)

    @property
    def text(self) -> str:
        """The equation as plain text, in lines of at most 80 cells."""
        return "\n".join(equation(block(self, self.trace.notation, PAGE_WIDTH)))

    @property
    def latex(self) -> str:
        r"""The equation for LaTeX, to put between \[ and \]; it needs amsmath."""
        return "\n".join(aligned("alignedat", block(self, self.trace.notation, PAGE_WIDTH)))

    @property
    def markdown(self) -> str:
        """The equation as a block of maths between $$ and $$."""
        return f"$$\n{self.latex}\n$$"

    @property
    def html(self) -> str:
        """The equation in MathML, with words on the number."""
        from stepper.page.page import step_html  # a program that shows nothing does not wait for it

        return step_html(self, self.trace.language, self.trace.style)

    def _repr_latex_(self) -> str:
        return self.markdown


class Trace(trace.Trace):
    """Every number of a run, and its steps. A notebook shows it as the page that steps.

    trace["C"]: a number over the whole run, as a list with a float for each iteration. Its name is
    that of a column, or any other by which people call it: "w[2][1][1]", "delta[3]", "δ₃", "W3+".
    trace.columns: all names; "C" in trace: whether a name is understood. trace.value(name,
    iteration): one number. trace.table(): all of them. trace.step(name, iteration): the step that
    computes it. trace.steps: all steps of the run, as a sequence; steps[k] has the number k + 1.

    scenario: what was run. iterations: how many there are; they count from 1. model: the network or
    formula; model.columns are its numbers in the order of a row. rows: the numbers of each
    iteration, rows[0] those of iteration 1.

    It can be copied and pickled, and saved to a file that load_trace reads.

    >>> trace = run("three_hidden")
    >>> trace.step("delta[3]", iteration=2).value == trace["delta[3]"][1]
    True
    """

    scenario: Scenario

    def __init__(
        self, scenario: Scenario, rows: Rows, language: str = "", style: str = COURSE
    ) -> None:
        super().__init__(scenario, rows)
        self.language = language or default_language()
        self.style = style

    def __reduce__(self) -> tuple[object, ...]:
        kept = Kept(self.rows, self.model.width)
        return type(self), (self.scenario, kept, self.language, self.style)

    def __repr__(self) -> str:
        iterations = several(self.iterations, "iteration")
        numbers = several(len(self.model.columns), "number")
        return f"<Trace {self.scenario.label}, {iterations} of {numbers}>"

    def __getitem__(self, name: str) -> list[float]:
        if name in places(self):
            k = places(self).index(name)
            return [place(self, n)[k] for n in range(1, self.iterations + 1)]
        k = self.model.position[self.symbol(name)]
        return [row[k] for row in self.rows]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in places(self) or self._found(name) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    @property
    def columns(self) -> list[str]:
        """The names of the columns of table(), in their order."""
        return heads(self)

    def symbol(self, name: str) -> Symbol:
        """The number of that name. Raises NoSuchNameError, which is a KeyError."""
        if not isinstance(name, str):
            raise wrong_type(name, _NAME)
        symbol = self._found(name)
        if symbol is None:
            raise self._unknown(name)
        return symbol

    def _found(self, name: str) -> Symbol | None:
        return self.model.by_column.get(name) or find_symbol(self.scenario, name)

    def _unknown(self, name: str) -> NoSuchNameError:
        columns = self.model.by_column
        near = nearest(name, columns) if len(columns) <= MAX_NEAR else ""
        like = f"names look like {next(iter(columns))} and {self.model.C.column}"
        return NoSuchNameError(f"no number has the name {found(name)}; {near or like}")

    def value(self, symbol: Symbol | str, iteration: int = 1) -> float:
        """A number in an iteration, by its name or its symbol.

        Raises NoSuchIterationError, which is an IndexError, NoSuchNameError, a KeyError, and
        WrongTypeError, a TypeError.
        """
        if not isinstance(symbol, Symbol):
            symbol = self.symbol(symbol)
        try:
            return super().value(symbol, self._within(iteration))
        except KeyError:
            raise self._unknown(symbol.column) from None

    @property
    def steps(self) -> Steps[Step]:
        """All numbered steps of the run, each created on demand."""
        return Steps(self, Step)

    def step(self, name: str | int | Symbol, iteration: int = 1) -> Step:
        """The step that computes a number in an iteration, by the number's name.

        It may be what `stepper open --at` takes: of a given number, the step that updates or first
        uses it; a step's own number counts from the first step of the iteration. Raises as value().
        """
        if not isinstance(name, str | int | Symbol):
            raise wrong_type(name, _NAME)
        text = name.column if isinstance(name, Symbol) else str(name)
        step = find_step(self, text, self._within(iteration))
        if step is None and whole(text) is not None:
            raise NoSuchNameError(f"{expected_step(self)}, found {found(name)}")
        if step is None:
            raise self._unknown(text)
        return Step(self, *step[1:])

    def table(self) -> dict[str, list[float]]:
        """Every number as a column over the run, by its name; pandas.DataFrame takes it as it is.

        Before them come iteration, epoch, sample, and batch if there are batches, all from 1. Where
        a formula has a name of its own such as sample, that column is called `run sample`.
        """
        rows = ((*place(self, n), *row) for n, row in enumerate(self.rows, 1))
        return dict(zip(heads(self), map(list, zip(*rows, strict=True)), strict=True))

    def shown(self, language: str = "", notation: str = "") -> "Trace":
        """The same run in another language, or with its names in another notation.

        language: "en" or "ko". notation: "course", W₃ with the targets y′, "standard", w⁽³⁾ with t,
        "superscript", w³, or "ascii"; left out, it stays. Raises StepperError for an unknown one.
        """
        return Trace(
            self.scenario,
            self.rows,
            _one_of(LANGUAGES, "language", language or self.language),
            _one_of(NOTATIONS, "notation", notation or self.style),
        )

    @cached_property  # saves creating it again for each step
    def notation(self) -> Notation:
        """The names of numbers where they are shown: notation.name(symbol)."""
        return Notation(self.style, self.model, self.scenario.names)

    def page(self, first: int = 1, last: int | None = None) -> Page:
        """The page that steps through iterations, as HTML: a file that needs nothing else.

        first, last: the iterations, the first one unless others are given. It is a str, to be
        written to a file, with some 10 kB for each step; a notebook shows it, up to 5 MB. Raises
        NoSuchIterationError, an IndexError.
        """
        from stepper.page.page import page  # as above

        first = self._within(first)
        last = first if last is None else self._within(last, first)
        first_of = self.schedule.first
        steps = self.steps[first_of(first) : first_of(last + 1)]
        return Page(page(self, steps, self.language, self.style), self.scenario.label)

    def save(self, path: str | PathLike[str], replace: bool = False) -> None:
        """Write every number to a file, which load_trace reads, whole or not at all.

        replace: whether it may take the place of a file. Raises StepperError if it cannot be
        written.
        """
        name = path_in(path)
        reported(lambda: write_whole(name, jsonl(self), replace))

    def _within(self, iteration: int, first: int = 1) -> int:
        number = whole_in(iteration, "the number of an iteration, after the name")
        if not first <= number <= self.iterations:
            raise NoSuchIterationError(number, self.iterations, first)
        return number

    def _repr_html_(self) -> str | None:
        if self.schedule.first(2) > MOST_DISPLAYED:
            return None
        say = Explainer(self.language, self.notation).say
        more = escape(say("notebook.more", count=self.iterations)) if self.iterations > 1 else ""
        return f"{self.page().displayed()}<p>{more}</p>"


def _one_of(known: Iterable[str], what: str, name: str) -> str:
    known = list(known)
    if name not in known:
        raise StepperError(f"{what}: expected {' or '.join(known)}, found {found(name)}")
    return name
