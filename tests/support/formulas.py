"""Random formulas, and their numbers worked out from the text by Python's own parser."""

import ast
import math
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from stepper.formula.formula import Formula
from stepper.formula.reading import read_formula
from stepper.runs.scenario import Scenario

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
    values = {name: random.randint(-200, 200) / 100 for name in NAMES[: random.randint(1, 4)]}
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


def worked_out(text: str, values: Mapping[str, float]) -> dict[str, float]:
    """The number of each line by its name, as far as Python itself reads the text."""
    numbers = dict(values)
    for line in text.replace(";", "\n").splitlines():
        if line.partition("#")[0].strip():
            name, _, right = line.partition("=")
            numbers[name.strip()] = value_of(right, numbers)
    return numbers


def value_of(text: str, numbers: Mapping[str, float]) -> float:
    """An expression by Python's grammar, from left to right; what does not exist is nan."""
    return _value(ast.parse(_translated(text), mode="eval").body, numbers)


def _translated(text: str) -> str:
    """The same expression with the signs of Python."""
    for sign, same in _PYTHON.items():
        text = text.replace(sign, same)
    return text.strip()


_PYTHON = {
    "^": "**", "·": "*", "×": "*", "−": "-", "²": "**2", "½": "0.5", "σ(": "sigmoid(",
    "√(": "sqrt(",
}  # fmt: skip


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id=name):
            return numbers[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, numbers)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _value(left, numbers), _value(right, numbers)
            if math.isnan(a) or math.isnan(b):
                return math.nan
            if isinstance(op, ast.Pow) and isinstance(right, ast.Constant) and b == 2.0:
                return a * a
            return _tried(_OPERATIONS[type(op)], a, b)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            every = [_value(argument, numbers) for argument in arguments]
            if any(map(math.isnan, every)):
                return math.nan
            return _tried(_FUNCTIONS[function], *every)
    raise ValueError(ast.dump(node))


def _tried(function: Callable[..., float], *numbers: float) -> float:
    try:
        result = function(*numbers)
    except (ValueError, ZeroDivisionError):
        return math.nan
    except OverflowError:
        return math.inf if numbers[0] > 0 else math.nan
    return result if isinstance(result, float) else math.nan


_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


_FUNCTIONS: dict[str, Callable[..., float]] = {
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


def slope_of(cost: Callable[[float], float], at: float) -> list[float]:
    """Central differences of a function of one number, with several steps."""
    steps = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    return [(cost(at + h) - cost(at - h)) / ((at + h) - (at - h)) for h in steps]
