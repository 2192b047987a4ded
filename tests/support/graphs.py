"""The formulas that the tests run, by name: every kind of operation, of path and of update."""

from collections.abc import Mapping, Sequence
from functools import cache

from stepper.formula.reading import read_formula
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace, run


def scenario(
    lines: str,
    values: Mapping[str, float],
    *,
    samples: Sequence[Mapping[str, float]] = (),
    learning_rate: float | None = None,
    update: Sequence[str] = (),
    constants: Sequence[str] = (),
    epochs: int = 1,
    gates: bool = False,
    title: str = "A formula",
) -> Scenario:
    """A formula with its numbers; samples: names with numbers of their own in each sample."""
    varied = tuple(samples[0]) if samples else ()
    first = dict(samples[0]) if samples else {}
    values = {**values, **{name: values.get(name, first[name]) for name in varied}}
    formula = read_formula(lines, tuple(values), constants, update, gates=gates)
    return Scenario(
        title=title,
        learning_rate=learning_rate,
        samples=tuple((tuple(sample.values()), ()) for sample in samples) or (((), ()),),
        layers=(),
        epochs=epochs,
        formula=formula,
        values=tuple(map(float, values.values())),
        varied=varied,
    )


NEURON = "z = w*x + b\ny = sigmoid(z)\nC = ½*(y - t)^2"
FORMULAS: dict[str, Scenario] = {
    "product of a sum": scenario("q = x + y\nf = q*z", {"x": -2, "y": 5, "z": -4}),
    "direct": scenario("f = x*y - z", {"x": 3, "y": -0.5, "z": 2}),
    "neuron": scenario(
        NEURON,
        {"w": 0.4, "b": -0.1, "x": 0.5, "t": 1},
        learning_rate=2.0,
        update=("w", "b"),
        constants=("x", "t"),
        epochs=3,
    ),
    "used twice": scenario("a = x^2\nb = 3*x\nf = a*b + x", {"x": 1.5}),
    "twice in a line": scenario("f = x*y + x/y", {"x": 1.5, "y": -2}),
    "logistic": scenario(
        "z = w*x + b\np = sigmoid(z)\nC = -(t*log(p) + (1 - t)*log(1 - p))",
        {"w": 0.1, "b": 0.2},
        samples=[{"x": 1, "t": 1}, {"x": 2, "t": 0}],
        constants=("t", "x"),
        update=("w", "b"),
        learning_rate=0.5,
        epochs=2,
    ),
    "recurrent": scenario(
        "h₁ = tanh(w*x₁ + u*h₀)\nh₂ = tanh(w*x₂ + u*h₁)\nC = (h₂ - t)²",
        {"w": 0.7, "u": -0.3, "x₁": 1, "x₂": 0.5, "h₀": 0, "t": 0.25},
        constants=("t", "h₀"),
        update=("w", "u"),
        learning_rate=0.1,
        epochs=3,
    ),
    "softmax": scenario(
        "e₁ = exp(z₁)\ne₂ = exp(z₂)\nS = e₁ + e₂\np = e₁/S\nC = -ln(p)", {"z₁": 0.3, "z₂": -1.2}
    ),
    "functions": scenario(
        "a = sqrt(x)\nb = sin(a)\nc = cos(b)\nd = abs(x - c)\ne = ln(d + 2)\nf = tanh(e)^3/x^y",
        {"x": 2.25, "y": 1.5},
    ),
    "extremes": scenario(
        "m = max(x, y, z)\nn = min(x, y)\nr = relu(x - 3)\ns = relu(y)\nC = m*n + r + s",
        {"x": 1, "y": 2, "z": 2},
    ),
    "constant slopes": scenario("a = -x\nb = 2*a - y\nc = b/4\nC = c - x", {"x": 1, "y": 0.5}),
    "zeros": scenario("a = x*y\nb = relu(a)\nC = b*z", {"x": 0, "y": 2, "z": 0}),
    "flat": scenario("a = sigmoid(30*x)\nC = a*y", {"x": 2, "y": 1.5}),
    "constant": scenario("f = x^2 + 1", {"x": 3}, constants=("x",)),
    "many paths": scenario(
        "\n".join(f"b{k} = sin(a{k})\na{k + 1} = a{k}*b{k} + x" for k in range(5)) + "\nC = a5²",
        {"a0": 0.5, "x": 0.25},
    ),
    "slopes": scenario(
        "a = sigmoid(x)\nb = sigmoid(y)\nc = sigmoid(z)\nd = sigmoid(w)\ne = tanh(x)\n"
        "f = tanh(y)\ng = tanh(z)\nh = tanh(w)\nC = a + b + c + d + e + f + g + h",
        {"x": 0.1, "y": 0.9, "z": 5, "w": 40},
    ),
    "corners": scenario(
        "a = relu(x)\nb = abs(x)\nc = max(y, z)\nd = min(z, y)\ne = abs(y)\nf = relu(-y)\n"
        "g = relu(z)\nm = max(x, z)\nn = min(x, z)\nC = a + b + c + d + e + f + g + m + n",
        {"x": 0, "y": 2, "z": 2},
    ),
    "odd lines": scenario(
        "a = 3\nb = x\nc = -b\nd = exp(x) + a\ne = 2^x\nf = x^3\ng = c*d*e\nk = sin(t)\n"
        "l = cos(x)\nm = t*t\nn = k*m\nC = -(g + f*l) - n*b",
        {"x": 0.5, "t": 2},
        constants=("t",),
    ),
    "lets through": scenario(
        "m = max(a, b)\nn = min(m, c)\nr = relu(n)\nC = 2*r*m", {"a": 3, "b": -2, "c": 2.5}
    ),
    "follows": scenario(
        "m = max(a, b)\nn = min(m, c)\nr = relu(n)\nC = 2*r", {"a": 2, "b": -2, "c": 2.5}
    ),
    "with a minus": scenario(
        "a = x\nm = max(-a, y)\nn = min(-m, z)\nr = relu(-n)\nk = -r/w\nC = k - v - 1",
        {"x": -2, "y": 1, "z": 1, "w": 4, "v": 0.5},
    ),
    "gates": scenario(
        "f = 1/(1 + exp(-(w₀*x₀ + w₁*x₁ + w₂)))",
        {"w₀": 2, "x₀": -1, "w₁": -3, "x₁": -2, "w₂": -3},
        gates=True,
    ),
    "odd names": scenario(
        "y′ = lambda*exp_ + φ·ϕ\ng = y′*_2 + print\nlocal_dg_dy = g/μ\nwert_x1 = local_dg_dy - x₁",
        {"lambda": 2, "exp_": 0.5, "φ": 3, "ϕ": -1, "_2": 4, "print": 1, "μ": 8, "x₁": 0.25},
        samples=[{"φ": 3}, {"φ": 4}],
    ),
}


@cache
def traces() -> dict[str, Trace]:
    """Run each of them."""
    return {name: run(scenario) for name, scenario in FORMULAS.items()}
