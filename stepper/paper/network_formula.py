"""A network written as a formula: a line for each z, for each activation and for the cost.

It gives the same numbers, bit for bit, but for cross-entropy: there the slope of the output cancels
in the network and is computed in the formula, and a term with the factor 0 is left out of the cost
of the network and is 0·ln 0 in the formula, which stops, where the output is exactly 0 or 1.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from stepper.backprop.equations import input_to
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.errors import StepperError
from stepper.files.scenario_toml import toml
from stepper.formula.parser import RESERVED
from stepper.formula.problems import FormulaError
from stepper.formula.reading import read_formula
from stepper.formula.tokens import is_name
from stepper.limits import MOST_LETTERS, MOST_LINES, MOST_OPERATIONS
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace

_LETTERS = {
    Role.X: "x", Role.T: "t", Role.W: "W", Role.B: "b", Role.Z: "z", Role.A: "h", Role.E: "e",
    Role.S: "S", Role.C: "C",
}  # fmt: skip
_OUTPUT = "y"  # in place of h
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_GIVEN = (Role.W, Role.B, Role.X, Role.T)

# cost -> the term of an output a with its target t, and the sum of the terms of n outputs
_COSTS: dict[str, tuple[str, str]] = {
    "half_squares": ("½*({a} - {t})^2", "{sum}"),
    "squares": ("({a} - {t})^2", "{sum}"),
    "mean_squares": ("({a} - {t})^2", "({sum})/{n}"),
    "cross_entropy": ("-({t}*log({a}) + (1 - {t})*log(1 - {a}))", "{sum}"),
    "softmax": ("-({t}*log({a}))", "{sum}"),
}
_ACTIVATIONS = {"identity": "{z}"}  # the others are called by their names


def lines(trace: Trace) -> Iterator[str]:
    """Yield the lines of a scenario file with the formula of a run; a formula's is its own.

    Raises StepperError for a network that cannot be written as one.
    """
    scenario = trace.scenario if trace.scenario.formula else as_formula(trace)
    yield from toml(scenario).splitlines()


def as_formula(trace: Trace) -> Scenario:
    """The run of a network as that of a formula. StepperError for a network that has no formula."""
    scenario, net = trace.scenario, trace.network
    _check(net)
    names = names_of(net, scenario)
    fixed = (Role.X, Role.T) if net.trains_biases else (Role.X, Role.T, Role.B)
    given = [s for s in net.columns if s.role in _GIVEN]
    given.sort(key=lambda s: s.role in fixed)
    constants = [names[s] for s in given if s.role in fixed]
    learned = [names[s] for s in given if s.role not in fixed]
    try:
        formula = read_formula(
            "\n".join(_Lines(net, names).every()),
            [*learned, *constants],
            constants,
            learned if net.learns else (),
        )
    except FormulaError:
        raise StepperError(
            f"as a formula, this network has more than {MOST_OPERATIONS:,} operations; "
            "choose a smaller one"
        ) from None
    samples = [((*x, *t), ()) for x, t in scenario.samples]
    varied = [names[s] for s in given if s.role in (Role.X, Role.T)] if samples[1:] else []
    return Scenario(
        title=scenario.title,
        summary=scenario.summary,
        source=scenario.source,
        learning_rate=scenario.learning_rate,
        epochs=scenario.epochs,
        layers=(),
        samples=tuple(samples) if varied else (((), ()),),
        formula=formula,
        values=tuple(trace.value(s, 1) for s in given),
        varied=tuple(varied),
    )


def _check(net: Network) -> None:
    count = sum(s.role in (Role.Z, Role.A, Role.E, Role.S, Role.C) for s in net.columns)
    problems = [
        (
            net.in_place,
            "as a formula, a network cannot be updated in place: all of its derivatives are true; "
            'write update = "after_backward"',
        ),
        (
            net.is_batched,
            "as a formula, a network has no batches: a formula updates after every sample; "
            "write batch = 1",
        ),
        (
            count > MOST_LINES,
            f"as a formula, this network has {count:,} lines, and at most {MOST_LINES} are "
            "written; choose a smaller one",
        ),
    ]
    if any(is_wrong for is_wrong, _ in problems):
        raise StepperError(*(problem for is_wrong, problem in problems if is_wrong))


def names_of(net: Network, scenario: Scenario) -> dict[Symbol, str]:
    """The name of each number: its author's, where a formula can have that, or letter and place."""
    symbols = [s for s in net.columns if s.role in _LETTERS]
    names = {s: _composed(net, s) for s in symbols}
    taken = set(names.values())
    for s in symbols:
        own = scenario.names.get(s.column, "")
        fits = is_name(own) and len(own) <= MOST_LETTERS
        if fits and own not in RESERVED and own not in taken:
            names[s] = own
            taken.add(own)
    return names


def _composed(net: Network, s: Symbol) -> str:
    letter = _OUTPUT if s.role is Role.A and s.l == net.L else _LETTERS[s.role]
    own = [s.j] if len(net.neurons(s.l)) > 1 else []
    match s.role:
        case Role.S | Role.C:
            places = []
        case Role.X | Role.T | Role.E:
            places = own
        case Role.A if s.l == net.L:
            places = own
        case Role.A if net.is_chain and net.L == 2:
            places = []
        case _:
            places = [s.l] if net.is_chain else [k for k in (s.l, s.j, s.i) if k]
    separator = "_" if max(net.widest, net.L) > 9 else ""
    return letter + separator.join(map(str, places)).translate(_BELOW)


class _Lines(NamedTuple):
    net: Network
    names: dict[Symbol, str]

    def every(self) -> Iterator[str]:
        """The lines of the formula, in the order of the engine."""
        for s in self.net.columns:
            if s.role in _RULES:
                yield f"{self.names[s]} = {_RULES[s.role](self, s)}"

    def _at(self, role: Role, l: int, j: int = 0, i: int = 0) -> str:
        return self.names[Symbol(role, l, j, i)]

    def z(self, s: Symbol) -> str:
        inputs = self.net.neurons(s.l - 1)
        terms = [f"{self._at(Role.W, s.l, s.j, i)}*{self.names[input_to(s.l, i)]}" for i in inputs]
        return " + ".join([*terms, *([self._at(Role.B, s.l, s.j)] if self.net.biases else [])])

    def e(self, s: Symbol) -> str:
        return f"exp({self._at(Role.Z, s.l, s.j)})"

    def S(self, s: Symbol) -> str:
        return " + ".join(self._at(Role.E, s.l, j) for j in self.net.neurons(s.l))

    def a(self, s: Symbol) -> str:
        if s.l == self.net.L and self.net.is_softmax:
            return f"{self._at(Role.E, s.l, s.j)}/{self._at(Role.S, s.l)}"
        function, z = self.net.activation(s.l), self._at(Role.Z, s.l, s.j)
        return _ACTIVATIONS.get(function, function + "({z})").format(z=z)

    def C(self, s: Symbol) -> str:
        net = self.net
        term, total = _COSTS["softmax" if net.is_softmax else net.cost]
        outputs = net.neurons(net.L)
        each = [
            term.format(a=self._at(Role.A, net.L, j), t=self._at(Role.T, net.L, j)) for j in outputs
        ]
        whole = " + ".join(each).replace("+ -", "- ")
        return (total if len(outputs) > 1 else "{sum}").format(sum=whole, n=len(outputs))


_RULES: dict[Role, Callable[[_Lines, Symbol], str]] = {
    Role.Z: _Lines.z,
    Role.E: _Lines.e,
    Role.S: _Lines.S,
    Role.A: _Lines.a,
    Role.C: _Lines.C,
}
