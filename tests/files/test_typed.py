"""A formula typed on the command line, with its values."""

from math import sqrt
from pathlib import Path

import pytest

from stepper.errors import StepperError
from stepper.files.load import load
from stepper.files.opening import is_formula
from stepper.files.typed import typed_scenario

SUM = "q = x + y; f = q*z"


def problems(text: str, *words: str) -> list[str]:
    with pytest.raises(StepperError) as caught:
        load(text, values=words)
    return [problem.removeprefix("formula: ") for problem in caught.value.problems]


def test_a_typed_formula_is_run_with_its_values() -> None:
    trace = load(SUM, values=["x=-2", "y=5", "z=-4"])
    assert trace.scenario.title == SUM
    assert [trace.value(trace.model.by_column[c], 1) for c in ("q", "f", "df/dx")] == [3, -12, -4]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("x=−2", -2.0),
        ("x=1/3", 1 / 3),
        ("x=sqrt(2)", sqrt(2)),
        ("x=1e-3", 0.001),
        (" x = 2*(3-1) ", 4.0),
        ("x=½", 0.5),
        ("x=1_000", 1000.0),
    ],
)
def test_a_value_may_be_worked_out_from_numbers(word: str, value: float) -> None:
    assert typed_scenario("f = x^2", [word]).values == (value,)


def test_several_values_fit_into_a_word_and_lines_into_a_formula() -> None:
    scenario = typed_scenario("q = x + y # a sum\nf = q*z", ["x=-2; y=5", "z=-4"])
    assert scenario.values == (-2.0, 5.0, -4.0)
    assert scenario.title == SUM


@pytest.mark.parametrize(
    "text",
    [
        "q = x + y; f = q*z x=-2 y=5 z=-4",
        "q=x+y; f=q*z  x=-2 y=5 z=8/-2 ",
        "q = x + y\nf = q*z x=-2 y=5 z=-4",
    ],
)
def test_values_may_be_at_the_end_of_the_formula(text: str) -> None:
    scenario = typed_scenario(text, [])
    assert scenario.values == (-2.0, 5.0, -4.0)
    assert scenario.formula == typed_scenario(text.partition(" x=")[0], ["x=1; y=1; z=1"]).formula


def test_lines_without_spaces_are_no_values() -> None:
    scenario = typed_scenario("q=x+1; f=q*2\ng=f*f", ["x=1"])
    assert scenario.formula
    assert scenario.formula.source == ("q=x+1", "f=q*2", "g=f*f")


def test_a_long_formula_has_a_title_that_a_trace_can_store() -> None:
    long = "f = " + " + ".join(["some_long_name"] * 100)
    title = typed_scenario(long, ["some_long_name=1"]).title
    assert isinstance(title, str)
    assert len(title) == 1000
    assert title.endswith("…")


BAD = {
    ("f = x*y", "x=1"): [
        "line 1, column 7: y is not given, and no line makes it; give it a value, y=1"
    ],
    ("f = x*y", "x=1", "y=1,5"): ["y=1,5: a decimal is written with a point: 1.5"],
    ("f = x*y", "x=1", "y=two"): ['y=two: expected a number, found "two"'],
    ("f = x*y", "x=1", "y=x"): ['y=x: expected a number, found "x"'],
    ("f = x*y", "x=1", "y=2", "x=3"): ["x=3: x has a value already; keep one"],
    ("f = x*y", "x=1", "y="): ["y=: expected a number, a name or (, found the end of the line"],
    ("f = x*y", "x=1", "y=1/0"): ["y: expected a finite number, found nan"],
    ("f = x*y", "x=1", "y=1", "=2"): ["=2: expected name=value, such as x=-2"],
    ("f = x*y", "x=1", "y=1", "z=2"): ["z: z is never used; use it or remove it"],
    ("f = 2x", "x=1"): ["line 1, column 6: expected an operator between 2 and x; write 2*x"],
    ("f = (x", "x=1"): ["line 1, column 5: the bracket ( is never closed"],
    ("f = sgmoid(x)", "x=1"): [
        'line 1, column 5: unknown function "sgmoid"; did you mean sigmoid?'
    ],
    ("y = x; y = x", "x=1"): [
        "line 1, column 8: y is made twice, first in line 1; choose another name"
    ],
    ("a = b*x; b = a; f = b", "x=1"): [
        "line 1, column 5: b is made from a, and a from b; break this circle"
    ],
    ("f =", "x=1"): ["line 1, column 4: expected a number, a name or (, found the end of the line"],
    ("f = x^2", "X=1"): ["line 1, column 5: x is not given, and no line makes it; did you mean X?"],
    ("f = x", "x=", "1"): ["x= 1: write x=1, without spaces"],
    ("f = x", "x", "=1"): ["x =1: write x=1, without spaces"],
    ("f = x", "x", "=", "1"): ["x = 1: write x=1, without spaces"],
    ("f = x", "x"): ["x: x has no value; write x=1"],
    ("=",): ["line 1, column 1: expected one name before ="],
}


@pytest.mark.parametrize("words", BAD, ids=" ".join)
def test_each_mistake_has_one_message_with_its_place_and_what_to_write(
    words: tuple[str, ...],
) -> None:
    assert problems(*words) == BAD[words]


def test_all_mistakes_are_reported_at_once() -> None:
    assert problems("f = 2x\ng = sgmoid(f)*y", "x=1,5", "k=1") == [
        "x=1,5: a decimal is written with a point: 1.5",
        "line 1, column 6: expected an operator between 2 and x; write 2*x",
        'line 2, column 5: unknown function "sgmoid"; did you mean sigmoid?',
        "line 2, column 15: y is not given, and no line makes it; give it a value, y=1",
        "k: k is never used; use it or remove it",
    ]


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("f = 1/x", "x=0", "f is not finite: 1 is divided by 0"),
        ("f = log(x)", "x=-1", "f is not finite: log(-1) does not exist"),
        ("f = 1 + sqrt(x - 1)", "x=0", "f is not finite: sqrt(-1) does not exist"),
        ("f = (x - 8)^0.5", "x=0", "f is not finite: (-8)^(0.5) does not exist"),
        ("f = x^-1", "x=0", "f is not finite: (0)^(-1) does not exist"),
        ("f = sqrt(x)", "x=0", "local df/dx is not finite: 1 is divided by 0"),
        ("f = exp(x)", "x=1000", "f is not finite: the numbers have grown too large"),
        ("q = x*1e200; f = q*q", "x=1e200", "q is not finite: the numbers have grown too large"),
    ],
)
def test_a_run_that_stops_says_what_does_not_exist(text: str, value: str, reason: str) -> None:
    trace = load(text, values=[value])
    with pytest.raises(StepperError) as caught:
        list(trace.rows)
    assert str(caught.value).startswith(f"formula: iteration 1: {reason}; ")


def test_a_file_is_no_formula_even_with_a_sign_in_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert is_formula("rate=1.toml")
    (tmp_path / "rate=1.toml").touch()
    assert not is_formula("rate=1.toml")
    assert not is_formula("xor")


def test_values_are_for_a_formula() -> None:
    assert problems("xor", "x=1") == [
        "x=1: values are for a formula such as 'f = x*y'; leave them out"
    ]
