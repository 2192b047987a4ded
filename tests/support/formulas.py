"""Random formulas, and their numbers worked out from the text by Python's own parser."""

import ast
import cmath
import math
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any, NamedTuple

from stepper.backprop.symbols import Role
from stepper.formula.formula import Formula
from stepper.formula.reading import read_formula
from stepper.runs.scenario import Scenario
from stepper.runs.trace import run

NAMES = ("x", "y", "z", "w", "θ", "x_1", "net", "B2")
SMOOTH = (  # of one expression: defined everywhere, and not steep
    *("exp({0}/4)", "log(1 + ({0})^2)", "sqrt(1 + ({0})^2)", "sin({0})", "cos({0})", "tanh({0})"),
    *("sigmoid({0})", "({0})^2", "({0})²", "-({0})", "(1 + ({0})^2)^-1.5", "2^sin({0})", "½*({0})"),
    *("({0})^3/9", "σ({0})", "√(2 + ({0})·({0}))", "(2 + sin({0}))^cos({0})"),
)
OF_TWO = (
    *("({0}) + ({1})", "({0}) - ({1})", "({0})*({1})", "{0} × {1}", "({0})/(2 + ({1})^2)"),
    *("{0} + {1}*{0}", "({0}) − ({1}) + ({0})*0.5", "(2 + cos({0}))^({1}/8)"),
)
WITH_CORNERS = ("relu({0})", "abs({0})", "max({0}, {1})", "min({0}, 0.25, {1})")
ANYTHING = (  # may not exist: the logarithm of a negative number, an overflow
    *("log({0})", "sqrt({0})", "({0})/({1})", "({0})^({1})", "exp({0})", "({0})^-1", "{0}/{1}"),
    *("({0})^0.5", "-({0})^2", "({0})^2^{1}", "exp(exp({0}))", "1/({0} - {0})", "{0}-{1}*{0}/{1}"),
)


class Drawn(NamedTuple):
    """A random formula as text, with its given numbers in order."""

    text: str
    values: dict[str, float]
    constants: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    gates: bool = False

    @property
    def formula(self) -> Formula:
        return read_formula(
            self.text, tuple(self.values), self.constants, self.update, gates=self.gates
        )

    @property
    def scenario(self) -> Scenario:
        rate = 0.125 if self.update else None
        numbers = tuple(self.values.values())
        return Scenario(self.text, rate, (((), ()),), (), formula=self.formula, values=numbers)


def drawn(random: Random, lines: int = 4, depth: int = 2, tame: bool = True) -> Drawn:
    """A formula of some lines that use all names; tame: its numbers and derivatives exist."""
    chosen = NAMES[: random.randint(1, 4)]
    values = {x: random.randint(-200, 200) / 100 + 0.003 * k for k, x in enumerate(chosen, 1)}
    names, unused, text = list(values), list(values), []
    for k in range(1, random.randint(2, lines + 1)):
        e = expression(random, names, depth, tame)
        unused = [name for name in unused if name not in _words(e)] + [f"u{k}"]
        names.append(f"u{k}")
        text.append(f"u{k} = {e}")
    text.append(f"C = {' + '.join(unused)} + ({expression(random, names, depth, tame)})")
    update = random.sample(list(values), random.randint(0, 2) if len(values) > 1 else 0)
    rest = [name for name in values if name not in update]
    constants = rest[1:2] if random.random() < 0.2 else []
    separator = random.choice(("\n", "; ", "\n\n  # so far\n"))
    gates = random.random() < 0.3
    return Drawn(separator.join(text), values, tuple(constants), tuple(update), gates)


def expression(random: Random, names: list[str], depth: int, tame: bool) -> str:
    if not depth or random.random() < 0.1:
        number = f"{random.randint(1, 30) / 10}"
        return random.choice(names) if random.random() < 0.8 else number
    parts = [expression(random, names, depth - 1, tame) for _ in range(2)]
    parts = [f"({part})" if " " in part or part[0] in "-½" else part for part in parts]
    kinds = [*SMOOTH, *OF_TWO, *OF_TWO, *WITH_CORNERS, *(() if tame else ANYTHING)]
    kind: str = random.choice(kinds)
    return kind.format(*parts)


Table = Mapping[str, Callable[..., Any]]


def worked_out(
    text: str, values: Mapping[str, Any], functions: Table | None = None
) -> dict[str, Any]:
    """The number of each line by its name, as far as Python itself reads the text."""
    numbers = dict(values)
    for line in text.replace(";", "\n").splitlines():
        if line.partition("#")[0].strip():
            name, _, right = line.partition("=")
            numbers[name.strip()] = value_of(right, numbers, functions)
    return numbers


def value_of(text: str, numbers: Mapping[str, Any], functions: Table | None = None) -> Any:
    """An expression by Python's grammar, from left to right; what does not exist is nan."""
    return _value(_parsed(text), numbers, functions or _FUNCTIONS)


@cache
def _parsed(text: str) -> ast.expr:
    return ast.parse(_translated(text), mode="eval").body


def _translated(text: str) -> str:
    """The same expression with the signs of Python."""
    for sign, same in _PYTHON.items():
        text = text.replace(sign, same)
    return text.strip()


_PYTHON = {
    "^": "**", "·": "*", "×": "*", "−": "-", "²": "**2", "½": "0.5", "σ(": "sigmoid(",
    "√(": "sqrt(",
}  # fmt: skip


def _value(node: ast.expr, numbers: Mapping[str, Any], functions: Table) -> Any:
    match node:
        case ast.Constant(value=int() | float() as value):
            return functions["number"](value)
        case ast.Name(id=name):
            return numbers[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, numbers, functions)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = (_value(part, numbers, functions) for part in (left, right))
            if isinstance(op, ast.Pow) and isinstance(right, ast.Constant) and b == 2.0:
                return a * a
            return _tried(_OPERATIONS[type(op)], a, b)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            every = (_value(argument, numbers, functions) for argument in arguments)
            return _tried(functions[function], *every)
    raise ValueError(ast.dump(node))


def _tried(function: Callable[..., Any], *numbers: Any) -> Any:
    if any(number != number for number in numbers):
        return math.nan
    try:
        return function(*numbers)
    except (ValueError, ZeroDivisionError):
        return math.nan
    except OverflowError:
        return math.inf if numbers[0].real > 0 else math.nan


def _power(base: Any, exponent: Any) -> Any:
    power = base**exponent
    are_real = isinstance(base, float) and isinstance(exponent, float)
    return math.nan if are_real and isinstance(power, complex) else power


_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: _power,
}


_FUNCTIONS: Table = {
    "number": float,
    **{name: getattr(math, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tanh")},
    "sigmoid": lambda z: math.exp(z) if z < -700 else 1 / (1 + math.exp(-z)),
    "relu": lambda z: z if z > 0 else 0.0,
    "abs": abs,
    "max": max,
    "min": min,
}


def _words(text: str) -> set[str]:
    return {
        node.id for node in ast.walk(ast.parse(_translated(text))) if isinstance(node, ast.Name)
    }


_COMPLEX: Table = {
    "number": float,
    **{name: getattr(cmath, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tanh")},
    "sigmoid": lambda z: (1 + cmath.tanh(z / 2)) / 2,
    "relu": lambda z: z if z.real > 0 else 0.0,
    "abs": lambda z: z if z.real > 0 else -z,
    "max": lambda *of: max(of, key=lambda z: z.real),
    "min": lambda *of: min(of, key=lambda z: z.real),
}


def exact_slope(case: "Drawn", x: str) -> float:
    """dC/dx from C at x + ih, with an h so small that nothing is lost by it: Im C / h."""
    h = 1e-30
    numbers = worked_out(case.text, case.values | {x: complex(case.values[x], h)}, _COMPLEX)
    C: complex = complex(numbers["C"])
    return C.imag / h


def slope_of(cost: Callable[[float], float], at: float) -> list[float]:
    """Central differences of a function of one number, with several steps."""
    steps = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    return [(cost(at + h) - cost(at - h)) / ((at + h) - (at - h)) for h in steps]


def agrees(case: Drawn, x: str, gradient: float) -> bool:
    """Whether a gradient of C is that of central differences, at one step size at least."""

    def cost(value: float) -> float:
        C: float = worked_out(case.text, case.values | {x: value})["C"]
        return C

    slopes = slope_of(cost, case.values[x])
    size = max(1.0, abs(cost(case.values[x])))
    return any(math.isclose(gradient, d, rel_tol=1e-6, abs_tol=1e-8 * size) for d in slopes)


def first_that_differs(case: Drawn) -> str:
    """The first column of its run that is not what an independent evaluation gives, bit for bit."""
    trace = run(case.scenario)
    formula = trace.model
    assert isinstance(formula, Formula)
    values = {s.column: trace.value(s, 1) for s in formula.columns}
    for name, value in worked_out(case.text, case.values).items():
        if values[name].hex() != value.hex():
            return name
    differ = (c for c in values if values[c].hex() != by_rule(formula, values, c).hex())
    return next(differ, "")


def by_rule(formula: Formula, values: Mapping[str, float], column: str) -> float:
    """A backward number from those before it by the rules of the contract, found by their names."""
    symbol, C = formula.by_column[column], formula.cost
    if symbol.role is Role.PATH:
        _, u, x = symbol.names
        local = values[f"local d{u}/d{x}"]
        return local if u == C else values[f"d{C}/d{u}"] * local
    if symbol.role is Role.GRADIENT:
        x = symbol.names[1]
        users = formula.users[x]
        if len(users) == 1:
            local = values[f"local d{users[0]}/d{x}"]
            return local if users == (C,) else values[f"d{C}/d{users[0]}"] * local
        first, *rest = (values[f"d{C}/d{u}*d{u}/d{x}"] for u in users)
        for term in rest:
            first += term
        return first
    if symbol.role is Role.NEW:
        x = symbol.names[0]
        return values[x] - 0.125 * values[f"d{C}/d{x}"]
    return values[column]
