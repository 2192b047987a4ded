"""The numbers that answers depend on, over several iterations, as one long row of nodes.

A node is a number of an iteration. Its equation uses earlier nodes alone, so that numbers can be
put in place of others and carried on from left to right.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from math import nan
from operator import itemgetter
from typing import NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, symbols_in
from stepper.backprop.symbols import SUMMED, UPDATED, Phase, Symbol
from stepper.diagnosis.closures import Function, closure
from stepper.errors import StepperError
from stepper.input.answers import Answer
from stepper.limits import MOST_SEARCHED
from stepper.runs.trace import Trace

FEW_ITERATIONS = 3  # from the start: what went wrong there is carried on from iteration 1


class Node(NamedTuple):
    """A number of an iteration. expression: of an answer about two numbers, how they give it."""

    iteration: int
    symbol: Symbol
    expression: Expression | None = None
    line: int = 0  # of an answer that no equation uses: a quotient, or a second answer to a number


class LongRow:
    """All numbers that nodes depend on. nodes: in the order of the run, the answers' own last.

    start: the numbers of the run. formulas: by node, the right formula; None for a given number.
    users: by node, the nodes that use it. functions: by node, the function that computes it from
    the row; of a given one, a constant.
    """

    def __init__(self, trace: Trace, asked: Sequence[Node]) -> None:
        self.trace = trace
        self._reached = reached(node.iteration for node in asked)
        last = [node for node in asked if node.line]
        self._position = trace.model.position
        known: dict[Node, tuple[Expression | None, tuple[Node, ...]]] = {}
        self._collect(asked, known)
        self.nodes = sorted(set(known) - set(last), key=self._order) + last
        self.index = {node: k for k, node in enumerate(self.nodes)}
        self.formulas = [known[node][0] for node in self.nodes]
        self.parts = [tuple(self.index[part] for part in known[node][1]) for node in self.nodes]
        self.users: list[list[int]] = [[] for _ in self.nodes]
        for k, parts in enumerate(self.parts):
            for part in dict.fromkeys(parts):
                self.users[part].append(k)
        self.start = [self._stored(node) for node in self.nodes]
        self.functions = [self._function(k) for k in range(len(self.nodes))]

    def _function(self, k: int) -> Function:
        formula, parts = self.formulas[k], self.parts[k]
        if formula is None:
            return partial(same, self.start[k])
        if isinstance(formula, Symbol):  # perhaps of the iteration before
            return itemgetter(*parts)
        return self.function_of(formula, k)

    def function_of(self, expression: Expression, k: int) -> Function:
        """The function of an expression in place of a node's own formula."""
        return closure(expression, partial(self._reader, self.nodes[k].iteration))

    def _reader(self, iteration: int, symbol: Symbol) -> Function:
        """The function that reads a symbol of an iteration; constant if no answer depends on it."""
        k = self.index.get(Node(iteration, symbol), -1)
        if k >= 0:
            return itemgetter(k)
        return partial(same, self._number(iteration, symbol))

    def leads_to(self, nodes: Iterable[int]) -> bytearray:
        """By node, 1 where any of these depends on it, or is it."""
        return _reached(nodes, self.parts)

    def follows_from(self, nodes: Iterable[int]) -> bytearray:
        """By node, 1 where it depends on any of these, or is it."""
        return _reached(nodes, self.users)

    def place(self, k: int, symbol: Symbol) -> int:
        """The node of a symbol in the iteration of another node; -1 without one."""
        return self.index.get(Node(self.nodes[k].iteration, symbol), -1)

    def is_given(self, k: int) -> bool:
        return self.formulas[k] is None

    def _order(self, node: Node) -> tuple[int, int]:
        return node.iteration, self._position.get(node.symbol, -1)

    def _collect(
        self,
        asked: Iterable[Node],
        known: dict[Node, tuple[Expression | None, tuple[Node, ...]]],
    ) -> None:
        todo = list(asked)
        while todo:
            node = todo.pop()
            if node not in known:
                known[node] = self._equation(node)
                todo += known[node][1]

    def _equation(self, node: Node) -> tuple[Expression | None, tuple[Node, ...]]:
        """The formula of a node, and the nodes that it uses."""
        n, s = node.iteration, node.symbol
        if node.expression:
            return node.expression, tuple(Node(n, part) for part in symbols_in(node.expression))
        before = s.updated if s.role in UPDATED else s._replace(role=SUMMED.get(s.role, s.role))
        if before != s:  # of the iteration before
            is_there = before in self._position and n - 1 in self._reached
            return (before, (Node(n - 1, before),)) if is_there else (None, ())
        if s.role.phase is Phase.GIVEN:
            return None, ()
        formula = self.trace.model.in_terms(s, self.trace.scenario.in_batch(n)).formula
        return formula, tuple(Node(n, part) for part in dict.fromkeys(symbols_in(formula)))

    def _stored(self, node: Node) -> float:
        if node.expression:
            return evaluate(node.expression, partial(self._number, node.iteration))
        return self._number(node.iteration, node.symbol)

    def _number(self, iteration: int, symbol: Symbol) -> float:
        """A number of the run; NaN after the place where it stopped."""
        try:
            return self.trace.value(symbol, iteration)
        except (StepperError, KeyError):
            return nan


def _reached(nodes: Iterable[int], ways: Sequence[Sequence[int]]) -> bytearray:
    """By node, 1 where ways lead from any of these nodes to it."""
    is_reached, todo = bytearray(len(ways)), list(nodes)
    while todo:
        k = todo.pop()
        if not is_reached[k]:
            is_reached[k] = 1
            todo += ways[k]
    return is_reached


def same(number: float, row: Sequence[float]) -> float:
    """A constant function of a row, with partial: that of a given node, or of one put in."""
    return number


def reached(iterations: Iterable[int]) -> set[int]:
    """The iterations in which answers may have gone wrong."""
    answered = set(iterations)
    first = range(1, max(answered) + 1) if max(answered) <= FEW_ITERATIONS else ()
    return {*answered, *(n - 1 for n in answered), *first} - {0}


@lru_cache(maxsize=32)  # the same for a whole class, once for each convention
def long_row(trace: Trace, asked: tuple[Node, ...]) -> LongRow:
    """The row of nodes and all that they depend on."""
    return LongRow(trace, asked)


def row_for(trace: Trace, answered: Sequence[Node]) -> LongRow:
    """The row for answers; for a small model, of all its numbers."""
    iterations = sorted(reached(node.iteration for node in answered))
    model = trace.model
    if len(iterations) * model.width > MOST_SEARCHED:
        return LongRow(trace, answered)
    every = [Node(n, s) for n in iterations for s in model.columns]
    last = [node for node in answered if node.line]
    return long_row(trace, (*every, *last))


def node_of(answer: Answer, is_used: bool) -> Node:
    """The node of an answer; separate for a quotient, and for an answer that no equation uses."""
    quantity = answer.quantity
    if quantity.over is None and is_used:
        return Node(answer.iteration, quantity.symbol)
    expression = quantity.expression if quantity.over else None
    return Node(answer.iteration, quantity.symbol, expression, answer.line)
