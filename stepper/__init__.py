"""See backpropagation happen, one equation at a time.

Describe a network, run it, and read any number of any iteration by its name:

    from stepper import Layer, Scenario, run

    scenario = Scenario(
        layers=[
            Layer([[0.5, -0.5], [0.3, 0.8]], biases=[0.0, 0.0]),
            Layer([[1.0, -1.0]], biases=[0.0]),
        ],
        samples=[([0, 1], [1]), ([1, 1], [0])],
        learning_rate=0.5,
        epochs=100,
    )
    trace = run(scenario)
    costs = trace["C"]                      # 200 numbers, one for each iteration
    means = [sum(costs[k : k + 2]) / 2 for k in range(0, 200, 2)]  # of each epoch, to be plotted
    step = trace.step("w[1][1][2]", iteration=3)
    print(step.text)                        # its equation; also .latex, .markdown, .html

Of arrays X and Y with a row for each sample, samples=zip(X, Y). pandas.DataFrame(trace.table()) has
every number. In a notebook, a trace shows as a page that steps through an iteration, and a step as
its equation. run("mazur") runs one of the bundled scenarios, which `stepper list` names,
run("my.toml") a file, run("f = (x + y)*z x=-2 y=5 z=-4") a formula.

The names of numbers are those of the columns of a trace, counted from 1; layer 1 is the first
hidden one. w[l][j][i] is the weight from neuron i of layer l-1 to neuron j of layer l.

    x[j]  t[j]  C[j]  C                        inputs, targets, cost of an output, cost
    w[l][j][i]  w+[l][j][i]  w*a[l][j][i]      weight, after the update, term of z
    b[l][j]  b+[l][j]                          bias, after the update
    z[l][j]  a[l][j]  da/dz[l][j]              weighted sum, activation, slope
    dC/da[l][j]  delta[l][j]  w*delta[l][j][i] derivatives by a and z, term of dC/da below
    dC/dw[l][j][i]  dC/db[l][j]                gradients; of batches also sum dC/dw[l][j][i]

Names as equations show them are understood, too: h₁,₂ is neuron 2 of hidden layer 1, y₁ an output,
y′₁ its target, δy₁ its delta, W₁,₂₁ is w[1][2][1]. Where a layer has one neuron, its indices may be
left out: delta[3], δ₃, W3, out1.

Every error of this package is a StepperError, which lists all problems, each with its place and how
to fix it; what is missing is also an IndexError or a KeyError, a wrong type a TypeError. For a loop
of your own, for n in scenario.train(): print(n.C). The engine below it, train, checks nothing.
"""

from importlib import import_module

TYPE_CHECKING = False  # importing typing takes longer than --version
if TYPE_CHECKING:
    from stepper.backprop.engine import train as train
    from stepper.errors import NoSuchIterationError as NoSuchIterationError
    from stepper.errors import NoSuchNameError as NoSuchNameError
    from stepper.errors import NotFiniteError as NotFiniteError
    from stepper.errors import StepperError as StepperError
    from stepper.errors import WrongTypeError as WrongTypeError
    from stepper.python.formula import Formula as Formula
    from stepper.python.layer import Layer as Layer
    from stepper.python.notebook import Page as Page
    from stepper.python.running import load_trace as load_trace
    from stepper.python.running import run as run
    from stepper.python.sample import Sample as Sample
    from stepper.python.scenario import Scenario as Scenario
    from stepper.python.scenario import load_scenario as load_scenario
    from stepper.python.trace import Step as Step
    from stepper.python.trace import Trace as Trace
    from stepper.runs.trace import Steps as Steps

__version__ = "0.1.0"

_HOMES = {
    "Scenario": "stepper.python.scenario",
    "Layer": "stepper.python.layer",
    "Sample": "stepper.python.sample",
    "Formula": "stepper.python.formula",
    "run": "stepper.python.running",
    "load_scenario": "stepper.python.scenario",
    "load_trace": "stepper.python.running",
    "Trace": "stepper.python.trace",
    "Step": "stepper.python.trace",
    "Steps": "stepper.runs.trace",
    "Page": "stepper.python.notebook",
    "StepperError": "stepper.errors",
    "NoSuchNameError": "stepper.errors",
    "NoSuchIterationError": "stepper.errors",
    "WrongTypeError": "stepper.errors",
    "NotFiniteError": "stepper.errors",
    "train": "stepper.backprop.engine",
}
__all__ = [*_HOMES]


def __dir__() -> list[str]:
    return ["__version__", *__all__]


def __getattr__(name: str) -> object:
    # imported on first use, so that `stepper --version` need not wait
    if name not in _HOMES:
        raise AttributeError(f"module 'stepper' has no attribute {name!r}")
    member: object = getattr(import_module(_HOMES[name]), name)
    return member
