"""The equations of a network as one Python function: it runs an iteration in a tenth of the time.

It does the arithmetic of engine.py in the same order, so that its numbers are the same to the last
bit, and writes them into rows of doubles.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, cycle, islice
from math import exp, isfinite
from operator import itemgetter
from struct import Struct
from typing import Any

from stepper.backprop.equations import in_terms
from stepper.backprop.expressions import Sigmoid
from stepper.backprop.network import Network
from stepper.backprop.symbols import RATE, UPDATED, Role, Symbol
from stepper.runs.scenario import Scenario
from stepper.typeset.python_source import SIGMOID, assignments, source

Fill = Callable[
    ["memoryview[float]", int, Iterable[Sequence[float]], Sequence[float], float], float
]

_J, _I = -1, -2  # letters in place of neurons
_ROLES = {role: k for k, role in enumerate(Role)}


class Compiled:
    """Runs any number of iterations of a scenario at once."""

    def __init__(self, scenario: Scenario) -> None:
        network, position = scenario.network, scenario.network.position
        self._rate = scenario.learning_rate
        self._samples = [(*x, *t) for x, t in scenario.samples]
        self._fill = _function(network)
        # the places in a row of the parameters of the next iteration
        self._parameters = itemgetter(*(position[network.becomes(s)] for s in _parameters(network)))

    def fill(
        self, rows: "memoryview[float]", at: int, count: int, n: int, before: Sequence[float]
    ) -> bool:
        """Run iterations n + 1 to n + count (n at least 1), given the row before them.

        Writes their numbers to rows, a view of doubles, starting at index `at`. Returns False if
        one of them may not be finite.
        """
        start = n % len(self._samples)
        rest = self._samples[start : start + count]  # of this epoch
        samples = islice(chain(rest, cycle(self._samples)), count)
        check = self._fill(rows, at * rows.itemsize, samples, self._parameters(before), self._rate)
        return isfinite(check)


def _parameters(network: Network) -> list[Symbol]:
    return [s for s in network.columns if s.role in UPDATED]


def _function(network: Network) -> Fill:
    row = Struct(f"{network.width}d")
    scope: dict[str, Any] = {"exp": exp, "pack_into": row.pack_into}
    exec("\n".join(_code(network, row.size)), scope)
    fill: Fill = scope["fill"]
    return fill


def _code(network: Network, size: int) -> Iterator[str]:
    """The lines of the function; size is the number of bytes of a row.

    Its variable `check` stays finite as long as all numbers are: a number that is not finite makes
    a later sum so, which is z, C, or a parameter of the next iteration.
    """
    parameters = _parameters(network)
    given = [s for s in network.columns if s.role in (Role.X, Role.T)]
    yield "def fill(rows, at, samples, parameters, rate):"
    yield "  check = 0.0"
    yield f"  {_names(parameters)} = parameters"
    yield f"  for {_names(given)} in samples:"
    yield from (f"    {line}" for line in _assignments(network))
    yield f"    pack_into(rows, at, {_names(network.columns)})"
    yield f"    at += {size}"
    for s in parameters:
        if network.becomes(s) != s:
            yield f"    {_name(s)} = {_name(network.becomes(s))}"
    yield f"  return sum(({_names(parameters)}), check)"


def _assignments(network: Network) -> Iterator[str]:
    """A line for each computed number; the weights of a layer share a template."""
    by_weight: dict[tuple[Role, int], str] = {}
    for s in network.made:
        if s.i:
            if (s.role, s.l) not in by_weight:
                (line,) = assignments(in_terms(network, s._replace(j=_J, i=_I)), _name)
                by_weight[s.role, s.l] = line.replace(f"_{_J}", "_{j}").replace(f"_{_I}", "_{i}")
            yield by_weight[s.role, s.l].format(j=s.j, i=s.i)
            continue
        equation = in_terms(network, s)
        if isinstance(equation.formula, Sigmoid):  # calling g would take longer
            yield f"{_name(s)} = {SIGMOID.format(z=source(equation.formula.of, _name))}"
        else:
            yield from assignments(equation, _name)
        if s.role in (Role.Z, Role.C):
            yield f"check += {_name(s)}"


def _name(s: Symbol) -> str:
    return f"v{_ROLES[s.role]}_{s.l}_{s.j}_{s.i}" if s != RATE else "rate"


def _names(symbols: Iterable[Symbol]) -> str:
    return "".join([f"{_name(s)}, " for s in symbols])
