"""A course: the stops of one lesson or of several, the place in it, and how each stop ended."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from stepper.backprop.symbols import RATE, Symbol
from stepper.errors import StepperError
from stepper.files.opening import bundled
from stepper.files.scenario_file import load_scenario
from stepper.input.givens import EPOCHS, Given, given_of
from stepper.practice.score import Outcome
from stepper.runs.goals import Goal, parts
from stepper.runs.scenario import OF_TRAINING, Scenario, Stop
from stepper.runs.trace import Step, Trace

_OF_TRAINING = dict(zip(OF_TRAINING, (Given(RATE), EPOCHS), strict=True))


class Station(NamedTuple):
    """A stop of a lesson, and the file that it is in."""

    file: str
    stop: Stop

    def step(self, trace: Trace) -> Step:
        """The step of the stop, in a run of its scenario or of an edited one."""
        return Step(trace, min(self.stop.iteration, trace.iterations), self.symbol(trace))

    def symbol(self, trace: Trace) -> Symbol:
        at = trace.model.by_column[self.stop.at]
        return trace.model.sum_of.get(at, at)

    def begins_at(self, trace: Trace) -> Step:
        """Where the learner begins: before the number, if it is to be predicted."""
        step = self.step(trace)
        return trace.steps[max(0, step.number - 1 - (self.stop.do == "predict"))]

    def nudged(self, trace: Trace) -> Symbol | None:
        """The number to nudge; None for the one that suits the step."""
        return trace.model.by_column.get(self.stop.number)

    def given(self, scenario: Scenario) -> Given | None:
        """The number to edit; None for the one that suits the step."""
        symbol, n = scenario.model.by_column.get(self.stop.number), self.stop.iteration
        if symbol:
            return given_of(scenario, symbol, scenario.place(n)[1])
        return _OF_TRAINING.get(self.stop.number)

    def goal(self, trace: Trace) -> Goal | None:
        """The goal to reach, if any."""
        written = parts(self.stop.goal)
        symbol = trace.model.by_column.get(written.name) if written else None
        return Goal(symbol, written.relation, float(written.value)) if written and symbol else None


class Course:
    """The stops in order, and how far a learner has come.

    cursor: the index in the route of the current stop; one more than the last at the end. outcomes:
    how stops ended, by their index in stations. skipped: those that were passed over.
    """

    def __init__(self, stations: Sequence[Station]) -> None:
        self.stations = tuple(stations)
        self.outcomes: dict[int, Outcome] = {}
        self.skipped: set[int] = set()
        self.cursor = 0
        self._route = tuple(range(len(self.stations)))

    @property
    def index(self) -> int | None:
        """The index of the current stop in stations; None at the end."""
        return self._route[self.cursor] if self.cursor < len(self._route) else None

    @property
    def station(self) -> Station | None:
        """The current stop; None at the end."""
        return None if self.index is None else self.stations[self.index]

    @property
    def place(self) -> tuple[int, int]:
        """The number of the current stop on the route, and the number of stops."""
        return min(self.cursor + 1, len(self._route)), len(self._route)

    @property
    def way(self) -> str:
        """What is ahead, as --lesson takes it: 3, from there on; 2,4 or 4, with a comma, only that.

        Empty at the end.
        """
        ahead = [str(k + 1) for k in self._route[self.cursor :]]
        if self._route == tuple(range(len(self.stations))):
            return "".join(ahead[:1])
        return ",".join(ahead) + "," * (len(ahead) == 1)

    @property
    def outcome(self) -> Outcome | None:
        """How the current stop ended; None until it has."""
        return None if self.index is None else self.outcomes.get(self.index)

    @property
    def missed(self) -> list[int]:
        """The stops that were skipped, or not right at once, by their index."""
        tried = self.skipped | self.outcomes.keys()
        return [k for k in sorted(tried) if self.outcomes.get(k) is not Outcome.RIGHT]

    @property
    def done_at_once(self) -> int:
        """The number of stops that were right at once."""
        return sum(outcome is Outcome.RIGHT for outcome in self.outcomes.values())

    @property
    def is_all_right(self) -> bool:
        """Whether every stop of the route was right at once."""
        return all(self.outcomes.get(k) is Outcome.RIGHT for k in self._route)

    def note(self, outcome: Outcome) -> None:
        """Note how the current stop ended; only its first outcome counts."""
        if self.index is not None:
            self.outcomes.setdefault(self.index, outcome)

    def go_on(self) -> None:
        """Go to the next stop, passing over the current one unless it has ended."""
        if self.index is not None and self.outcome is None:
            self.skipped.add(self.index)
        self.move(1)

    def move(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self._route)))

    def begin(self, indices: Iterable[int] | None = None) -> None:
        """Begin again with some stops, as if they had not been tried, or with all of them."""
        self._route = tuple(range(len(self.stations)) if indices is None else indices)
        self.outcomes = {k: o for k, o in self.outcomes.items() if k not in self._route}
        self.skipped -= set(self._route)
        self.cursor = 0


def course_of(scenarios: Mapping[str, Scenario]) -> Course:
    """The lessons of scenarios, by their files, one after another."""
    return Course([Station(file, stop) for file, s in scenarios.items() for stop in s.lesson])


def guided() -> Course:
    """The lessons of the bundled scenarios, in teaching order; those with problems are left out."""
    scenarios = {}
    for name, path in bundled().items():
        try:
            scenarios[name] = load_scenario(path)
        except StepperError:  # the picker reports its problems
            continue
    return course_of(scenarios)
