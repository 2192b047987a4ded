"""A model: what is differentiated, a network or a formula, as everything after it knows it."""

from abc import abstractmethod
from functools import cached_property
from typing import NamedTuple

from stepper.backprop.expressions import Expression, Quotient, Sum
from stepper.backprop.symbols import Phase, Symbol


class Equation(NamedTuple):
    """symbol = formula. chain: the chain rule, where it differs from the formula."""

    symbol: Symbol
    formula: Expression
    chain: Expression | None = None


class InBatch(NamedTuple):
    """The place of an iteration in its batch: which sample it runs, from 1, of how many."""

    sample: int
    size: int


class Model:
    """The numbers of an iteration in order, and the equation of each that is computed.

    Properties are cached where they save a pass over all columns, of which there may be millions,
    for every number that is named, read or drawn.
    """

    @property
    @abstractmethod
    def columns(self) -> tuple[Symbol, ...]:
        """Every number of a row, in order: the columns of a trace."""

    @property
    @abstractmethod
    def C(self) -> Symbol:
        """The cost: the number that all gradients are derivatives of."""

    @property
    @abstractmethod
    def learns(self) -> bool:
        """Whether there are updates at all."""

    @abstractmethod
    def terms(self, symbol: Symbol) -> list[Symbol]:
        """The terms of a sum; no terms where there would be only one."""

    @abstractmethod
    def equation(self, symbol: Symbol, place: InBatch | None = None) -> Equation:
        """The equation of a computed symbol. KeyError for a given one.

        place: of the iteration in its batch, on which the sums of gradients and the updates
        depend; left out, it is the last sample of a full batch.
        """

    @property
    @abstractmethod
    def outline(self) -> str:
        """What it is in one word: the sizes of a network, 2-3-1."""

    @abstractmethod
    def derived_by(self, symbol: Symbol) -> Symbol | None:
        """The number by which a gradient or a delta is the derivative of C; None for any other."""

    def unfold(self, eq: Equation) -> Equation:
        """The equation with the number that only leads to it replaced by its own formula."""
        return eq

    def in_terms(self, symbol: Symbol, place: InBatch | None = None) -> Equation:
        """The equation of a computed symbol, with the terms of a sum as symbols of their own.

        It evaluates to the same bits. Raises KeyError for a given symbol.
        """
        eq, terms = self.equation(symbol, place), self.terms(symbol)
        match eq.formula:
            case Sum(others) if terms:
                return Equation(symbol, Sum((*terms, *others[len(terms) :])))
            case Quotient(Sum(), n) if terms:
                return Equation(symbol, Quotient(Sum(tuple(terms)), n))
            case _:
                return eq

    def has_one_way_to_cost(self, symbol: Symbol) -> bool:
        """Whether a gradient that is sent back is a single product, not a sum over paths."""
        return False

    def repeats(self, symbol: Symbol) -> Symbol | None:
        """The symbol whose number another one is, by an equation that says just that."""
        return None

    @property
    def only_activation(self) -> str:
        """The activation that all layers of a network have; empty where there is no such one."""
        return ""

    @property
    def in_place(self) -> bool:
        """Whether updates are used in the backward pass already, the classic mistake."""
        return False

    @property
    def batch(self) -> int:
        """How many samples see the same parameters."""
        return 1

    @property
    def batch_gradient(self) -> str:
        """Whether an update takes the mean of the gradients of a batch, or their sum."""
        return "mean"

    @property
    def is_batched(self) -> bool:
        """Whether gradients of several samples are added up before an update."""
        return self.batch != 1

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)

    def becomes(self, parameter: Symbol) -> Symbol:
        """The symbol of a parameter's number in the next iteration; it is itself if fixed."""
        updated = parameter.updated
        return updated if updated in self.position else parameter

    @cached_property
    def position(self) -> dict[Symbol, int]:
        """The place of each symbol in a row."""
        return {symbol: k for k, symbol in enumerate(self.columns)}

    @cached_property
    def by_column(self) -> dict[str, Symbol]:
        return {symbol.column: symbol for symbol in self.columns}

    @cached_property
    def steps(self) -> tuple[Symbol, ...]:
        """The symbols of the numbered steps of one iteration."""
        return tuple(symbol for symbol in self.columns if symbol.is_step)

    @cached_property
    def givens(self) -> tuple[Symbol, ...]:
        """The symbols of the numbers that are not computed."""
        return tuple(s for s in self.columns if s.role.phase is Phase.GIVEN)

    @cached_property
    def computed(self) -> tuple[Symbol, ...]:
        """All computed symbols: those of the numbered steps, each after the terms of its sum."""
        return tuple(s for s in self.columns if s.role.phase is not Phase.GIVEN)

    @cached_property
    def step_index(self) -> dict[Symbol, int]:
        """The place of each symbol among the steps of an iteration, from 0."""
        return {symbol: k for k, symbol in enumerate(self.steps)}

    @cached_property
    def sum_of(self) -> dict[Symbol, Symbol]:
        """The sum to which each term belongs."""
        return {term: s for s in self.steps for term in self.terms(s)}
