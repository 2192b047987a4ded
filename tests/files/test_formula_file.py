"""A scenario file with a formula: what it is read to, and every problem with its place and fix."""

from io import BytesIO
from random import Random

import pytest

from stepper.errors import StepperError
from stepper.files.scenario_file import read_scenario
from stepper.files.scenario_toml import toml
from stepper.runs.scenario import Note, Scenario
from stepper.runs.trace import run
from tests.support.formulas import drawn
from tests.support.networks import FORMULAS

SUM = """\
title = "A product of a sum"
[formula]
lines = "q = x + y; f = q*z"
[values]
x = -2
y = 5
z = -4
"""
LEARNS = """\
title = "A line"
learning_rate = 0.5
epochs = 3
[formula]
lines = '''
y = w*x + b   # the line
C = (y - t)^2
'''
cost = "C"
constants = ["x", "t"]
update = ["b", "w"]
[names]
"dC/dw" = "dw"
[[notes]]
at = "w+"
iteration = 6
text = "The last one."
[values]
w = 0.5
b = 0
[[samples]]
t = 1
x = 2
[[samples]]
x = 3
t = -1.5
"""


def read(text: str) -> Scenario:
    return read_scenario(BytesIO(text.encode()), "f.toml")


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(StepperError) as caught:
        read(text)
    return tuple(problem.removeprefix("f.toml: ") for problem in caught.value.problems)


def test_a_formula_starts_from_the_values_in_their_order() -> None:
    scenario = read(SUM)
    assert scenario.formula
    assert scenario.formula.given == ("x", "y", "z")
    assert (scenario.formula.cost, scenario.formula.source) == ("f", ("q = x + y", "f = q*z"))
    assert (scenario.values, scenario.samples) == ((-2.0, 5.0, -4.0), (((), ()),))
    assert (scenario.learning_rate, scenario.epochs) == (None, 1)


def test_names_that_only_the_samples_give_come_after_the_values() -> None:
    scenario = read(LEARNS)
    assert scenario.formula
    assert scenario.formula.given == ("w", "b", "t", "x")
    assert scenario.formula.source == ("y = w*x + b", "C = (y - t)^2")
    assert (scenario.varied, scenario.samples) == (
        ("t", "x"),
        (((1.0, 2.0), ()), ((-1.5, 3.0), ())),
    )
    assert scenario.parameters == (0.5, 0.0)
    assert scenario.given(1) == (-1.5, 3.0)
    assert (scenario.names, scenario.notes) == (
        {"dC/dw": "dw"},
        (Note("w+", "The last one.", 6),),
    )
    assert scenario.iterations == 6


def test_gates_cut_each_line_into_single_operations() -> None:
    scenario = read(
        SUM.replace("q = x + y; f = q*z", "f = (x + y)*z").replace("\n[v", "\ngates = true\n[v")
    )
    assert [symbol.column for symbol in scenario.model.columns][3:5] == ["g1", "f"]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_bundled_formula_that_is_written_comes_back_and_runs_to_the_same_bits(name: str) -> None:
    back = read(toml(FORMULAS[name]))
    assert back == FORMULAS[name]
    assert [list(row) for row in run(back).rows] == [list(row) for row in run(FORMULAS[name]).rows]


def test_any_formula_that_is_written_comes_back() -> None:
    random = Random(1)
    for _ in range(100):
        scenario = drawn(random).scenario._replace(title="drawn")
        back = read(toml(scenario))
        assert back == scenario
        assert repr(back.values) == repr(scenario.values)


PROBLEMS = {
    "a name that is not given": (
        SUM.replace("z = -4\n", ""),
        [
            "formula.lines: line 1, column 18: z is not given, and no line makes it; "
            "give it a value, z = 1"
        ],
    ),
    "a misspelt name": (
        SUM.replace("q*z", "q*zz"),
        [
            "formula.lines: line 1, column 18: zz is not given, and no line makes it; "
            "did you mean z?",
            "values.z: z is never used; use it or remove it",
        ],
    ),
    "no lines": (
        SUM.replace("lines", "line"),
        [
            "formula.line: unknown key; did you mean lines?",
            'formula.lines: missing; write lines = """…""", a line for each name',
        ],
    ),
    "lines that are no text": (
        SUM.replace('"q = x + y; f = q*z"', "[1]"),
        ["formula.lines: expected text, found an array"],
    ),
    "values of other kinds": (
        SUM.replace("-2", '"two"').replace("5", "nan").replace("-4", "true"),
        [
            'values.x: expected a number, found "two"',
            "values.y: expected a finite number, found nan",
            "values.z: expected a number, found true",
        ],
    ),
    "a cost that is no line": (
        SUM.replace("[values]", 'cost = "g"\n[values]'),
        ['formula.cost: expected the name of a line, found "g"; lines: q, f'],
    ),
    "keys of networks": (
        'cost = "squares"\nbatch = 2\nupdate = "in_place"\n'
        + SUM
        + '[[layers]]\nweights = [[1]]\n[[lesson]]\nat = "f"\n',
        [
            "batch: is for networks; leave it out: a formula is updated after every sample",
            "cost: is for networks; the cost of a formula is a line: write cost = ",
            "layers: cannot be combined with [formula]; keep one of the two",
            "lesson: is for networks; leave it out",
            'update: is for networks; write update = ["w"] in [formula], the names that are',
        ],
    ),
    "a key below the tables": (
        SUM + "learning_rate = 0.5\n",
        [
            "values.learning_rate: learning_rate belongs to the whole file: write it above the "
            "first [table]"
        ],
    ),
    "a learning rate for nothing": (
        "learning_rate = 1\n" + SUM,
        [
            'learning_rate: is for updates; write update = ["w"] in [formula], or leave it out',
        ],
    ),
    "no learning rate": (
        LEARNS.replace("learning_rate = 0.5\n", ""),
        ["learning_rate: missing, for formula.update; write learning_rate = 0.5"],
    ),
    "epochs that are all the same": (
        "epochs = 2\n" + SUM,
        [
            "epochs: without update every epoch would be the same; leave epochs out, or write "
            'update = ["w"] in [formula]'
        ],
    ),
    "an update of what the samples give": (
        LEARNS.replace('["b", "w"]', '["b", "w", "x"]').replace('["x", "t"]', '["t"]'),
        [
            'formula.update[3]: every sample gives "x", so it cannot be updated; write its first '
            "value in [values] alone"
        ],
    ),
    "constants and updates that are not given": (
        LEARNS.replace('["x", "t"]', '["x", "y"]').replace('["b", "w"]', "[3]"),
        [
            "formula.update: expected names in brackets, found an array",
            'formula.constants[2]: expected a given name, found "y"; given: w, b, t, x',
        ],
    ),
    "samples with other names": (
        LEARNS.replace("x = 3", "z = 3"),
        [
            "samples[2].x: missing; write x = 1",
            "samples[2].z: the first sample has no such name; every sample gives the same names",
        ],
    ),
    "samples of a network": (
        LEARNS.replace("t = 1\nx = 2", "inputs = [2]\ntargets = [1]"),
        [
            "samples[1].inputs: expected a number; write one for each name",
            "samples[1].targets: expected a number; write one for each name",
            "…",
        ],
    ),
    "names and notes of no number": (
        SUM + '[names]\n"df/dx" = "df/dy"\n"df/dw" = "dw"\n[[notes]]\nat = "x"\ntext = "a"\n',
        [
            'names."df/dx": "df/dy" is the column of another number; choose another name',
            'names."df/dw": no such number in this formula; did you mean df/dq?',
            "notes[1].at: x is given, so it has no step; name a computed column",
        ],
    ),
    "values without a formula": (
        'title = "A"\nlearning_rate = 1\n[values]\nx = 1\n',
        ["values: unknown key; write [formula] with lines, whose numbers these are", "…"],
    ),
    "a name without quotes": (
        SUM.replace("x = -2", "W₁ = 2"),
        [
            "not valid TOML: Expected '=' after a key in a key/value pair (at line 5, column 2); "
            'write quotes around the name, "W₁" = …'
        ],
    ),
    "too many numbers": (
        LEARNS.replace("epochs = 3", "epochs = 10_000_000"),
        [
            "epochs: expected at most 714,285 epochs of 28 numbers, 20,000,000 in all, found "
            "10,000,000; use fewer epochs, a smaller formula or fewer samples, or raise the limit "
            "with --max-numbers 280000000"
        ],
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_problem_has_a_place_and_a_fix(name: str) -> None:
    text, expected = PROBLEMS[name]
    reported = problems(text)
    assert len(reported) == len(expected) or "…" in expected
    for begin in expected:
        assert begin == "…" or any(problem.startswith(begin) for problem in reported), reported


def test_all_problems_of_all_tables_are_reported_at_once() -> None:
    text = """\
        [formula]
        lines = '''
        q = 2x
        f = sgmoid(q) + (y
        r = f
        '''
        constants = ["z"]
        [values]
        x = "1"
        k = 1
        [names]
        "f" = ""
        """
    reported = problems("\n".join(line.strip() for line in text.splitlines()))
    assert [problem.partition(":")[0] for problem in reported] == [
        *("title", "values.x", "formula.lines", "formula.lines", "formula.lines"),
        *("values.k", "formula.constants[1]", 'names."f"'),
    ]


def test_very_many_names_are_refused_at_once() -> None:
    many = "".join(f"a{k} = 1\n" for k in range(20_000))
    assert "values: expected at most 2,000 names, found 20,003; keep those that a line uses" in (
        problems(SUM + many)
    )
