"""The equations of a model as one Python function: it runs an iteration in a tenth of the time.

It does the arithmetic of engine.py in the same order, so that its numbers are the same to the last
bit, and writes them into rows of doubles.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, cycle, islice
from math import exp, isfinite, nan
from operator import itemgetter
from struct import Struct
from typing import Any

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Apply, Quotient
from stepper.backprop.functions import EXTREMES, FUNCTIONS, power
from stepper.backprop.model import InBatch, Model
from stepper.backprop.symbols import (
    BATCH_SIZE,
    OF_FORMULA,
    RATE,
    SO_FAR,
    SUMMED,
    UPDATED,
    Role,
    Symbol,
)
from stepper.runs.scenario import Scenario
from stepper.typeset.equations.python_source import CALLED, WRITTEN_OUT, assignments, source

Fill = Callable[
    ["memoryview[float]", int, Iterable[Sequence[float]], Sequence[float], float], float
]

_J, _I = -1, -2  # letters in place of neurons
_ROLES = {role: k for k, role in enumerate(Role)}
_FUNCTIONS = WRITTEN_OUT | {"exp": "raised({z})"}  # which may leave the range of floats
_IN_BATCH = "first, last, size"  # of a sample in its batch, beside its numbers


class Compiled:
    """Runs any number of iterations of a scenario at once."""

    def __init__(self, scenario: Scenario) -> None:
        model, position = scenario.model, scenario.model.position
        self._rate = scenario.learning_rate or 0.0
        self._samples = [scenario.given(k) for k in range(len(scenario.samples))]
        if model.is_batched:
            places = (scenario.in_batch(n + 1) for n in range(len(scenario.samples)))
            self._samples = [
                (*numbers, place.sample == 1, place.sample == place.size, place.size)
                for numbers, place in zip(self._samples, places, strict=True)
            ]
        self._fill = _function(model)
        # where a row holds what the next one goes on with
        self._state = itemgetter(*(position[model.becomes(s)] for s in _state(model)))

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
        state = self._state(before)
        state = state if isinstance(state, tuple) else (state,)
        check = self._fill(rows, at * rows.itemsize, samples, state, self._rate)
        return isfinite(check)


def _state(model: Model) -> list[Symbol]:
    """What an iteration takes over from the one before: weights, biases, the sums of a batch."""
    return [s for s in model.columns if s.role in UPDATED or s.role in SO_FAR]


def _function(model: Model) -> Fill:
    row = Struct(f"{model.width}d")
    scope: dict[str, Any] = {
        **{CALLED.get(name, name): function for name, function in FUNCTIONS.items()},
        **EXTREMES,
        "pow": power,
        "exp": exp,
        "nan": nan,
        "raised": FUNCTIONS["exp"],
        "evaluated": _evaluated(model),
        "pack_into": row.pack_into,
    }
    # compiled first: ctrl-c while exec compiles a text ends Python in an unusual way
    exec(compile("\n".join(_code(model, row.size)), "<equations>", "exec"), scope)
    fill: Fill = scope["fill"]
    return fill


def _evaluated(model: Model) -> Callable[[Sequence[float], float], list[float]]:
    """A function that computes an iteration where Python's own arithmetic raises an error."""

    def evaluated(given: Sequence[float], rate: float) -> list[float]:
        numbers = {RATE: rate, **dict(zip(model.givens, given, strict=True))}
        for symbol in model.computed:
            formula = model.in_terms(symbol).formula
            numbers[symbol] = evaluate(formula, numbers.__getitem__)
        return [numbers[symbol] for symbol in model.computed]

    return evaluated


def _code(model: Model, size: int) -> Iterator[str]:
    """The lines of the function; size is the number of bytes of a row.

    Its variable `check` is finite as long as all numbers are: one that is not spreads to a later
    sum, which is z, C, or a parameter of the next iteration.
    """
    state = _state(model)
    given = [s for s in model.givens if s.role not in UPDATED]
    sample = _names(given) + (_IN_BATCH if model.is_batched else "")
    yield "def fill(rows, at, samples, state, rate):"
    yield "  check = 0.0"
    yield f"  {_names(state)} = state"
    yield f"  for ({sample}) in samples:"  # of a formula, perhaps no number at all
    lines = list(_assignments(model))
    if model.is_batched:
        yield from (f"    {line}" for line in lines)
    else:
        yield "    try:"
        yield from (f"      {line}" for line in lines)
        yield "    except ArithmeticError:"
        yield f"      {_names(model.computed)} = evaluated(({_names(model.givens)}), rate)"
        yield f"      check = sum(({_names(model.computed)}), check)"
    yield f"    pack_into(rows, at, {_names(model.columns)})"
    yield f"    at += {size}"
    for s in state:
        if model.becomes(s) != s:
            yield f"    {_name(s)} = {_name(model.becomes(s))}"
    yield f"  return sum(({_names(state)}), check)"


def _assignments(model: Model) -> Iterator[str]:
    """The lines of every computed number; those of all weights of a layer are alike."""
    by_weight: dict[tuple[Role, int, InBatch | None], str] = {}

    def lines(s: Symbol, place: InBatch | None = None) -> Iterator[str]:
        if s.i:
            if (s.role, s.l, place) not in by_weight:
                formula = model.in_terms(s._replace(j=_J, i=_I), place)
                (line,) = assignments(formula, _name)
                line = line.replace(f"_{_J}", "_{j}").replace(f"_{_I}", "_{i}")
                by_weight[s.role, s.l, place] = line
            yield by_weight[s.role, s.l, place].format(j=s.j, i=s.i)
            return
        equation = model.in_terms(s, place)
        match equation.formula:
            case Apply(function, Symbol() as z) if (
                function in _FUNCTIONS
            ):  # a function that is called takes longer
                yield f"{_name(s)} = {_FUNCTIONS[function].format(z=source(z, _name))}"
            case Quotient(Symbol(), Symbol() as S):  # every e of softmax may round to 0
                yield f"{_name(s)} = {source(equation.formula, _name)} if {_name(S)} else nan"
            case _:
                yield from assignments(equation, _name)
        if s.role in (Role.Z, Role.C) or s.role in OF_FORMULA:
            yield f"check += {_name(s)}"

    computed = [s for s in model.computed if not model.is_batched or s.role not in _BY_PLACE]
    for s in computed:
        yield from lines(s)
    if model.is_batched:
        for role, condition, yes, no in _BATCHED:
            those = [s for s in model.computed if s.role in role]
            if those:
                yield f"if {condition}:"
                yield from (f"  {line}" for s in those for line in lines(s, yes))
                yield "else:"
                yield from (f"  {line}" for s in those for line in lines(s, no))


# roles whose equations depend on the place in a batch: when, and the places of both cases
_BATCHED = (
    (SO_FAR.keys(), "first", InBatch(1, 3), InBatch(2, 3)),
    (UPDATED.values(), "last", InBatch(3, 3), InBatch(2, 3)),
)
_BESIDE = {RATE: "rate", BATCH_SIZE: "size"}
_BY_PLACE = {*SO_FAR, *UPDATED.values()}


def _name(s: Symbol) -> str:
    if s in _BESIDE:
        return _BESIDE[s]
    role = SUMMED.get(s.role, s.role)  # before it is assigned, a sum is that of the row before
    if s.names:
        return f"v{_ROLES[role]}_{'_'.join(name.encode().hex() for name in s.names)}"
    return f"v{_ROLES[role]}_{s.l}_{s.j}_{s.i}"


def _names(symbols: Iterable[Symbol]) -> str:
    return "".join([f"{_name(s)}, " for s in symbols])
