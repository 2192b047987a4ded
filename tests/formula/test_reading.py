"""A formula that cannot be read gives every problem at once, with its line and column."""

from random import Random

import pytest

from stepper.formula.formula import Formula
from stepper.formula.problems import FormulaError
from stepper.formula.reading import read_formula
from stepper.limits import MOST_LINES, MOST_NESTED, MOST_OPERATIONS
from tests.support.formulas import drawn


def problems(text: str, given: str = "x", **keys: object) -> list[str]:
    with pytest.raises(FormulaError) as error:
        read_formula(text, given.split(), **keys)  # type: ignore[arg-type]
    return list(error.value.problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1, column 1: expected name = expression, found nothing"),
        ("x*x", "line 1, column 1: expected name = expression, found no ="),
        ("2 = x", "line 1, column 1: expected one name before ="),
        ("f g = x", "line 1, column 1: expected one name before ="),
        ("f =", "line 1, column 4: expected a number, a name or (, found the end of the line"),
        ("f = x = x", "line 1, column 7: expected one = in a line"),
        ("f = 2x", "line 1, column 6: expected an operator between 2 and x; write 2*x"),
        ("f = 2(x+1)", "line 1, column 6: expected an operator between 2 and (…); write 2*(…)"),
        ("f = x(x+1)", "line 1, column 6: expected an operator between x and (…); write x*(…)"),
        ("f = (x)x", "line 1, column 8: expected an operator between (…) and x; write (…)*x"),
        ("f = x x", "line 1, column 7: expected an operator between x and x; write x*x"),
        ("f = 1,5*x", "line 1, column 6: a decimal is written with a point: 1.5"),
        ("f = (x, 2)", "line 1, column 7: a comma stands between the numbers of max and min only"),
        ("f = (x + 1", "line 1, column 5: the bracket ( is never closed"),
        ("f = |x", "line 1, column 5: the bracket | is never closed"),
        ("f = x + 1)", "line 1, column 10: the bracket ) was never opened"),
        ("f = [x]", 'line 1, column 5: expected a number, a name or (, found "["'),
        ("f = x +", "line 1, column 8: expected a number, a name or (, found the end of the line"),
        ("f = x*/2", 'line 1, column 7: expected a number, a name or (, found "/"'),
        ("f = x & 2", 'line 1, column 7: expected + - * / or ^, found "&"'),
        (
            "f = x\x1b",
            "line 1, column 6: expected + - * / or ^, found text with control characters",
        ),
        ("f = x²^2", "line 1, column 7: expected one exponent; write brackets, (x^2)^3"),
        ("f = sine(x)", 'line 1, column 5: unknown function "sine"; did you mean sin?'),
        ("f = sin x", "line 1, column 5: sin is a function; write sin(…)"),
        ("f = sin^2(x)", "line 1, column 5: a power is written after the brackets: sin(…)^2"),
        ("f = sin²(x)", "line 1, column 5: a power is written after the brackets: sin(…)^2"),
        (
            "f = sin(x)cos(x)",
            "line 1, column 11: expected an operator between (…) and cos(…); write (…)*cos(…)",
        ),
        ("f(x) = x^2", "line 1, column 1: expected one name before =; write f = x^2"),
        ("f == x", "line 1, column 4: expected one = in a line"),
        ("f = max(x)", "line 1, column 5: expected 2 or more numbers; write max(a, b)"),
        (
            "f = exp(0,5)*x",
            "line 1, column 5: expected 1 number for exp, found 2; "
            "a decimal is written with a point, 1.5",
        ),
        ("f = x" + "⁹" * 400, "line 1, column 6: expected a number below 1.8e308"),
        ("f = 1e999*x", "line 1, column 5: expected a number below 1.8e308"),
        ("max = x", "line 1, column 1: max is a function; choose another name"),
        (
            "q = x\nf = Q*x",
            "line 2, column 5: Q is not given, and no line makes it; did you mean q?",
        ),
        (
            "f = e^x",
            "line 1, column 5: e is not given, and no line makes it; write exp(x) for e^x",
        ),
        ("f = f*x", "line 1, column 5: f is made from itself; choose another name for the result"),
        (
            "a = b*x\nb = a",
            "line 1, column 5: b is made from a, and a from b; break this circle",
        ),
        (
            "f = a*b\na = x; b = f",
            "line 1, column 7: b is made from f, and f from b; break this circle",
        ),
        (
            "f = q*x\nq = x\ng = f",
            "line 1, column 5: q is used before it is made, in line 2; move that line up",
        ),
        (
            "q = x\nq = 2*x\nf = q",
            "line 2, column 1: q is made twice, first in line 1; choose another name",
        ),
        ("x = 2\nf = x", "line 1, column 1: x is given, and made here; keep one"),
        (
            "q = x; f = x",
            "line 1, column 1: q is never used, and f is the cost; use it or remove it",
        ),
    ],
)
def test_a_problem_has_its_place_and_what_to_write(text: str, problem: str) -> None:
    assert any(found.endswith(problem) for found in problems(text))


def test_a_misspelt_name_is_suggested() -> None:
    (problem,) = problems("hidden = x\nf = hiden*2 + hidden")
    assert problem.endswith("did you mean hidden?")


def test_the_problems_of_all_lines_come_at_once_and_in_order() -> None:
    text = "a = 2x\nb = (a\n\nc = y + z # and more\nc = a; d = sin(a b)\nf = x"
    assert [problem.partition(": ")[0] for problem in problems(text)] == [
        "line 1, column 6",
        "line 2, column 5",
        "line 4, column 1",
        "line 4, column 5",
        "line 4, column 9",
        "line 5, column 1",
        "line 5, column 8",
        "line 5, column 18",
    ]


def test_the_names_beside_the_lines_are_checked() -> None:
    assert problems("f = x*t", "x t u 2v", constants=["t", "t"], update=["t", "y"], cost="g") == [
        "values.u: u is never used; use it or remove it",
        'values."2v": expected a name such as x, found "2v"',
        'formula.cost: expected the name of a line, found "g"; lines: f',
        "formula.constants[2]: t is named twice; remove one",
        "formula.update[1]: t is a constant; remove it here or there",
        'formula.update[2]: expected a given name, found "y"; given: x, t, u, 2v',
    ]


def test_a_cost_that_is_not_the_last_line_leaves_nothing_unused() -> None:
    assert problems("f = x*x\ng = f + 1", cost="f") == [
        "line 2, column 1: g is never used, and f is the cost; use it or remove it"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("f = " + "(" * 31 + "x" + ")" * 31, f"at most {MOST_NESTED} levels"),
        ("f = " + "(" * 5000 + "x", f"at most {MOST_NESTED} levels"),
        ("f = x" + "^x" * 31, f"at most {MOST_NESTED} levels"),
        ("f = " + "-" * 5000 + "x", f"at most {MOST_NESTED} levels"),
        ("f = " + "√" * 5000 + "x", f"at most {MOST_NESTED} levels"),
        ("f = x" + "/x" * 31, f"at most {MOST_NESTED} divisions in a row"),
        ("f = " + "(" * 25 + "x" + "/2/2/2/2)" * 25, "too many levels of operations"),
        ("f = x" + "+x" * 1001, f"at most {MOST_OPERATIONS:,} operations"),
        ("f" * 101 + " = x", "a name of at most 100 characters"),
        ("\n".join(f"f{k} = x" for k in range(201)), f"at most {MOST_LINES} lines, found 201"),
    ],
)
def test_a_limit_is_said_before_anything_fails(text: str, problem: str) -> None:
    assert any(problem in line for line in problems(text))


def test_a_formula_at_the_limits_is_read_and_differentiated() -> None:
    lines = [f"u{k} = u{k - 1} + 2*x" for k in range(1, 200)]
    formula = read_formula("\n".join(["u0 = x", *lines]), ["x"])
    assert len(formula.columns) == 1 + 200 + 3 * 199 + 202
    deep = read_formula("f = " + "(1 + x*(2 - x/" * 15 + "x" + "))" * 15, ["x"])
    assert deep.slope("f", "x")
    wide = read_formula("f = x" + " + x*x" * 500, ["x"])
    assert wide.slope("f", "x")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"u{k} = " + "+".join(f"u{j}" for j in range(200)) for k in range(200)),
        "\n".join(f"u{k} = " + "+".join(f"name_{k}_{j}" for j in range(30)) for k in range(200)),
        "f = " + "a" * 100_000 + " + " + "a" * 100_001,
        "f = " + "x+" * 50_000,
        "f = " + "x*(" * 50_000,
    ],
    ids=["circles", "unknown names", "long names", "long sum", "deep"],
)
def test_many_problems_are_found_without_trying_all_that_they_could_be(text: str) -> None:
    assert len(problems(text, update=["y" * 100_000], constants=["x" * 100_000])) > 2


DAMAGE = "()+-*/^=;,.|²√ 0123456789xyzuC\nσ#'_eE\x00\x1bé₁½±∑\u0301\u202e"


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_formula_has_problems_with_places_or_is_one(seed: int) -> None:
    random, refused = Random(seed), 0
    for _ in range(30):
        case = drawn(random, tame=False)
        text = list(case.text)
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(text))
            text[at : at + random.randint(0, 3)] = random.choices(DAMAGE, k=random.randint(0, 3))
        try:
            formula = read_formula("".join(text), [*case.values], case.constants, case.update)
        except FormulaError as error:
            refused += 1
            assert error.places
            for place in error.places:
                assert place.key or (place.line >= 1 and place.column >= 1)
                assert str(place.message).isprintable()
        else:
            assert isinstance(formula, Formula)
            assert formula.columns
    assert refused > 5
