"""A run and its steps; a step is an iteration and a symbol, created on demand."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple, TypeVar, overload

from stepper.backprop.expressions import symbols_in
from stepper.backprop.model import Equation, Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import (
    BATCH_SIZE,
    FOLLOWING,
    RATE,
    SO_FAR,
    SUMMED,
    Phase,
    Symbol,
)
from stepper.errors import StepperError
from stepper.runs.rows import Rows, Run
from stepper.runs.scenario import Scenario
from stepper.runs.schedule import Schedule


def run(scenario: Scenario) -> "Trace":
    """Run all iterations. Raises NotFiniteError where the numbers leave the range of floats."""
    rows = Run(scenario)
    rows[-1]
    if rows.stop:
        raise rows.stop
    return Trace(scenario, rows)


class Trace:
    """The numbers of a run, and its steps.

    scenario: what was run. model: its network or formula; model.by_column gives the symbol of a
    column's name. rows: the numbers of each iteration, in the order of model.columns. steps: the
    sequence of all numbered steps. Its schedule is cached because every number of a step asks for
    it.
    """

    def __init__(self, scenario: Scenario, rows: Rows) -> None:
        self.scenario = scenario
        self.model = scenario.model
        self.rows = rows

    def __repr__(self) -> str:
        steps = len(self.model.steps)
        return f"<Trace: {self.model.outline}, {self.iterations} iterations of {steps} steps>"

    @property
    def iterations(self) -> int:
        """The number of iterations; they count from 1."""
        return len(self.rows)

    @property
    def network(self) -> Network:
        """The network that is run. TypeError for a formula."""
        return self.scenario.network

    def __reduce__(self) -> tuple[object, ...]:
        from stepper.runs.kept import Kept  # no command copies a run

        return type(self), (self.scenario, Kept(self.rows, self.model.width))

    def fresh(self) -> "Trace":
        """The same trace for another thread. Raises StepperError if its file is gone."""
        return Trace(self.scenario, self.rows.fresh())

    def value(self, symbol: Symbol, iteration: int) -> float:
        """The number of a symbol in an iteration (from 1).

        Raises NotFiniteError where the run stopped before it, KeyError for a symbol that the model
        does not have.
        """
        k = self.model.position.get(symbol)
        if k is None:
            return self._beside(iteration, symbol)
        row = self.rows.row(iteration - 1)
        if k >= len(row) and self.rows.stop:
            raise self.rows.stop
        return row[k]

    def _beside(self, iteration: int, symbol: Symbol) -> float:
        """A number without a column: the learning rate, a batch's size or its sum so far."""
        if symbol == RATE and self.scenario.learning_rate is not None:
            return self.scenario.learning_rate
        if symbol == BATCH_SIZE:
            return float(self.scenario.in_batch(iteration).size)
        if symbol.role in SUMMED:
            return self.value(symbol._replace(role=SUMMED[symbol.role]), iteration - 1)
        raise KeyError(symbol)

    @cached_property
    def schedule(self) -> Schedule:
        """Which steps each iteration has, and where they are in the run."""
        return Schedule(self.model, len(self.scenario.samples), self.iterations)

    def known(self, symbol: Symbol, iteration: int) -> float | None:
        """The number of a symbol; None if the run stopped before it or its stored row is wrong."""
        try:
            return self.value(symbol, iteration)
        except StepperError:
            return None

    @property
    def steps(self) -> "Steps[Step]":
        """All numbered steps of the run, each created on demand."""
        return Steps(self, Step)


_NO_COLUMN = -1  # the index of symbols without a column, such as the learning rate


class _Cell(NamedTuple):  # no dataclass: importing that takes 8 ms, at every command's start
    trace: "Trace"
    iteration: int
    symbol: Symbol


class Step(_Cell):
    """The computation of one number: a numbered step, or a term of its sum.

    trace: the run. iteration: from 1. symbol: what is computed.
    """

    def __repr__(self) -> str:
        value = self.trace.known(self.symbol, self.iteration)
        return f"<Step {self.label}: {self.symbol.column} = {value}>"

    def __getstate__(self) -> None:
        """Nothing but its cell: a copy derives its equation again."""

    @property
    def in_iteration(self) -> int:
        """The step's number within the iteration, from 1; a term has that of its sum."""
        index = self.trace.model.step_index.get(self.symbol)
        return 1 + (self.trace.model.step_index[self.whole] if index is None else index)

    @property
    def number(self) -> int:
        """Its number in the whole run, from 1."""
        return self.trace.schedule.first(self.iteration) + self.in_iteration

    @property
    def is_last(self) -> bool:
        """Whether it is the last numbered step of its iteration."""
        return self.symbol == self.trace.schedule.steps(self.iteration)[-1]

    @property
    def label(self) -> str:
        """The label of the step: 16, or 7.2 for the second term of step 7."""
        if self.symbol == self.whole:
            return str(self.number)
        return f"{self.number}.{self.trace.model.terms(self.whole).index(self.symbol) + 1}"

    @property
    def whole(self) -> Symbol:
        """The symbol of the numbered step: its own, or the sum of a term."""
        return self.trace.model.sum_of.get(self.symbol, self.symbol)

    @property
    def phase(self) -> Phase:
        return self.symbol.role.phase

    @cached_property  # several parts of a frame need it, and compare it with recursion by identity
    def equation(self) -> Equation:
        in_batch = self.trace.scenario.in_batch(self.iteration)
        return self.trace.model.equation(self.symbol, in_batch)

    @cached_property  # saves unfolding it again for each part of a frame
    def recursion(self) -> Equation:
        """The equation; of a hidden delta, the recursion on one line."""
        return self.trace.model.unfold(self.equation)

    @property
    def has_one_way_to_cost(self) -> bool:
        """Whether a gradient that is sent back is a single product, not a sum over paths."""
        return self.trace.model.has_one_way_to_cost(self.symbol)

    @property
    def value(self) -> float:
        return self.value_of(self.symbol)

    @property
    def terms(self) -> list[Symbol]:
        """The symbols of the terms of its sum, if there are several."""
        return self.trace.model.terms(self.symbol)

    def value_of(self, symbol: Symbol) -> float:
        """The number of any symbol in this step's iteration."""
        return self.trace.value(symbol, self.iteration)

    def known(self, symbol: Symbol) -> float | None:
        """The number of a symbol; None before it is computed, and where the run stops at it."""
        return self.trace.known(symbol, self.iteration) if self.is_known(symbol) else None

    def reader(self) -> Callable[[Symbol], float]:
        """A function like value_of that looks up the row only once, for many numbers."""
        row, position = self.trace.rows.row(self.iteration - 1), self.trace.model.position

        def value(symbol: Symbol) -> float:
            k = position.get(symbol, _NO_COLUMN)
            return row[k] if 0 <= k < len(row) else self.value_of(symbol)

        return value

    def is_known(self, symbol: Symbol) -> bool:
        """Whether a symbol's number is given, or computed in this step or before it."""
        position = self.trace.model.position
        return position.get(symbol, _NO_COLUMN) <= position[self.symbol]


AnyStep = TypeVar("AnyStep", bound=Step, covariant=True)


class Steps(Sequence[AnyStep]):
    """The steps of a run: steps[k] has the number k + 1. step: the class of each."""

    def __init__(self, trace: "Trace", step: type[AnyStep]) -> None:
        self._trace = trace
        self._model = trace.model
        self._step = step

    def __repr__(self) -> str:
        return f"<Steps: 1 to {len(self)}>"

    def __len__(self) -> int:
        return len(self._trace.schedule)

    @overload
    def __getitem__(self, k: int) -> AnyStep: ...
    @overload
    def __getitem__(self, k: slice) -> list[AnyStep]: ...
    def __getitem__(self, k: int | slice) -> AnyStep | list[AnyStep]:
        if isinstance(k, slice):
            return [self[n] for n in range(*k.indices(len(self)))]
        iteration, place = self._trace.schedule.locate(range(len(self))[k])
        return self._step(self._trace, iteration, self._model.steps[place])

    def at(self, iteration: int, symbol: Symbol) -> AnyStep:
        """The step that computes a symbol in an iteration. Raises KeyError if no step does."""
        if self._model.step_index[symbol] >= len(self._trace.schedule.steps(iteration)):
            raise KeyError(symbol)
        return self._step(self._trace, iteration, symbol)

    def origin(self, iteration: int, symbol: Symbol) -> AnyStep | None:
        """The step that computed a number; None for a given one.

        A weight or a bias was computed by the last update before its iteration; a term, by the step
        of its sum; the sum of a batch so far, in the iteration before.
        """
        if symbol.role in SUMMED:
            return self.at(iteration - 1, symbol._replace(role=SUMMED[symbol.role]))
        if symbol.is_step:
            steps = self._trace.schedule.steps(iteration)
            return self.at(iteration, symbol) if symbol in steps else None
        if symbol in self._model.sum_of:
            return self.at(iteration, self._model.sum_of[symbol])
        updated = symbol.updated
        last_update = self._trace.schedule.last_update(iteration)
        if last_update and updated in self._model.step_index:
            return self.at(last_update, updated)
        return None

    def used(self, iteration: int, symbol: Symbol) -> Iterator[AnyStep]:
        """Yield the steps that use a number, in order; those of a new weight follow in n + 1.

        A delta is also used by the deltas of the previous layer: their recursion shows it.
        """
        known = len(self._trace.schedule.steps(iteration))
        for user in _users(self._model).get(symbol, ()):
            if self._model.step_index[user] < known:
                yield self.at(iteration, user)
        following = symbol._replace(role=FOLLOWING.get(symbol.role, symbol.role))
        if following != symbol and iteration < self._trace.iterations:
            yield from self.used(iteration + 1, following)
        added_to = symbol._replace(role=SO_FAR.get(symbol.role, symbol.role))
        in_batch = self._trace.scenario.in_batch(iteration)
        if added_to != symbol and in_batch.sample < in_batch.size:
            yield from self.used(iteration + 1, added_to)


@lru_cache(maxsize=16)  # saves a search in every frame: 30 ms for 700 weights
def _users(model: Model) -> dict[Symbol, list[Symbol]]:
    """The symbols of the steps that use a symbol, in order, by that symbol."""
    users: dict[Symbol, list[Symbol]] = defaultdict(list)
    for step in model.steps:
        eq = model.equation(step)
        formulas = (eq.formula, model.unfold(eq).formula)
        for symbol in dict.fromkeys(chain.from_iterable(map(symbols_in, formulas))):
            users[symbol].append(step)
    return users
