"""Lines and derivatives as text: with the brackets that they need, in LaTeX, in Python."""

import math
from collections.abc import Callable
from keyword import iskeyword
from random import Random
from typing import Any

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Comparison, Expression
from stepper.backprop.functions import EXTREMES, FUNCTIONS, power
from stepper.backprop.symbols import RATE, Symbol
from stepper.explain.explainer import Explainer
from stepper.formula.formula import Formula
from stepper.formula.reading import read_formula
from stepper.runs.scenario import Scenario
from stepper.runs.trace import run
from stepper.typeset.equations.formulas import Names, Numbers
from stepper.typeset.equations.lines import EquationLayout, Form
from stepper.typeset.equations.python_source import CALLED, identifier, source
from stepper.typeset.names.ascii import in_ascii
from stepper.typeset.notation import NOTATIONS, Notation
from stepper.typeset.spans import text_of
from stepper.typeset.tex.maths import maths
from tests.support.formulas import drawn, expression

VALUES = {"x": -3.0, "y": 0.25, "z": 2e-7}


def line(text: str) -> Formula:
    return read_formula(f"u = {text}", [name for name in VALUES if name in text.replace("exp", "")])


def in_names(formula: Formula, e: Expression, style: str = "course") -> str:
    return text_of(Names(Notation(style, formula)).write(e))


def in_numbers(formula: Formula, e: Expression, style: str = "course") -> str:
    writer = Numbers(Notation(style, formula), lambda s: VALUES[s.names[0]], 6)
    return text_of(writer.write(e))


@pytest.mark.parametrize(
    ("text", "names", "numbers"),
    [
        ("x-y+z", "x − y + z", "−3 − 0.25 + 2·10⁻⁷"),
        ("x-(y+z)", "x − (y + z)", "−3 − (0.25 + 2·10⁻⁷)"),
        ("x+y-3", "x + y − 3", "−3 + 0.25 − 3"),
        ("y-x-x", "y − x − x", "0.25 − (−3) − (−3)"),
        ("(x-y+z)*x", "(x − y + z)·x", "(−3 − 0.25 + 2·10⁻⁷)·(−3)"),
        ("((x-y)-z)*x", "(x − y − z)·x", "(−3 − 0.25 − 2·10⁻⁷)·(−3)"),
        ("x*y/z", "x·y/z", "−3·0.25/(2·10⁻⁷)"),
        ("x/(y*z)", "x/(y·z)", "−3/(0.25·2·10⁻⁷)"),
        ("x/y*z", "(x/y)·z", "(−3/0.25)·2·10⁻⁷"),
        ("x/y/z", "x/y/z", "−3/0.25/(2·10⁻⁷)"),
        ("x*(y*z)", "x·(y·z)", "−3·(0.25·2·10⁻⁷)"),
        ("x*(y/z)", "x·(y/z)", "−3·(0.25/(2·10⁻⁷))"),
        ("x*(1-y)*z", "x·(1−y)·z", "−3·(1−0.25)·2·10⁻⁷"),
        ("x*(1-x)", "x(1−x)", "−3·(1−(−3))"),
        ("x/(y+z)", "x/(y + z)", "−3/(0.25 + 2·10⁻⁷)"),
        ("x/y^2", "x/y²", "−3/0.25²"),
        ("-(x/y)", "−x/y", "−(−3/0.25)"),
        ("-x^2", "−x²", "−(−3)²"),
        ("(-x)^2", "(−x)²", "(−(−3))²"),
        ("x^3", "x³", "(−3)³"),
        ("x^-1", "x⁻¹", "(−3)⁻¹"),
        ("x^0.5", "x^0.5", "(−3)^0.5"),
        ("x^y", "x^y", "(−3)^0.25"),
        ("y^x", "y^x", "0.25^(−3)"),
        ("x^(y+1)", "x^(y + 1)", "(−3)^(0.25 + 1)"),
        ("x^y^z", "x^(y^z)", "(−3)^(0.25^(2·10⁻⁷))"),
        ("(x^2)^3", "(x²)³", "((−3)²)³"),
        ("(x*y)^2", "(x·y)²", "(−3·0.25)²"),
        ("x^y*(x+1)", "x^y·(x + 1)", "(−3)^0.25·(−3 + 1)"),
        ("exp(-x^2/2)", "e^(−x²/2)", "e^(−(−3)²/2)"),
        ("exp(x)^2", "(e^x)²", "(e^(−3))²"),
        ("ln(x)^2", "ln(x)²", "ln(−3)²"),
        ("sqrt(x)", "√x", "√(−3)"),
        ("sqrt(y)*(x+1)", "√y·(x + 1)", "√0.25·(−3 + 1)"),
        ("sqrt(x^2+y^2)^2", "(√(x² + y²))²", "(√((−3)² + 0.25²))²"),
        ("abs(x-y)^2", "|x−y|²", "|−3−0.25|²"),
        ("max(0,1-x*y)", "max(0, 1−x·y)", "max(0, 1−(−3·0.25))"),
        ("1/(1+exp(-x))", "1/(1 + e^(−x))", "1/(1 + e^(−(−3)))"),
        ("0.5*(x-y)^2", "½(x−y)²", "0.5·(−3−0.25)²"),
        ("x*-y", "x·(−y)", "−3·(−0.25)"),
        ("x--y", "x − (−y)", "−3 − (−0.25)"),
    ],
)
def test_a_line_has_the_brackets_that_it_needs(text: str, names: str, numbers: str) -> None:
    formula = line(text)
    e = formula.expressions["u"]
    assert in_names(formula, e) == names
    assert in_numbers(formula, e) == numbers


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sqrt(x)*abs(y)", "sqrt(x)*abs(y)"),
        ("x^3 + x^-1", "x^3 + x^(-1)"),
        ("exp(x*y)", "e^(x*y)"),
        ("x*(y+z)", "x*(y + z)"),
        ("0.5*x", "0.5*x"),
    ],
)
def test_in_ascii_a_line_has_ascii_signs(text: str, written: str) -> None:
    formula = line(text)
    assert in_names(formula, formula.expressions["u"], "ascii") == written


def value(symbol: Symbol) -> float:
    return {"x": -1.3, "y": 0.7, "z": 1.9, "e": math.e}.get(symbol.names[0], 0.4)


def test_what_is_written_means_the_same_when_it_is_read_again() -> None:
    """Brackets are neither missing nor misplaced, in a line or in its derivative."""
    random, read = Random(2), 0
    for _ in range(200):
        text = expression(random, ["x", "y", "z"], random.randint(1, 4), tame=False)
        formula = read_formula(f"u = {text}; f = u*x*y*z", "xyz")
        e = formula.expressions["u"]
        for x in ("x", "y", "z"):
            for shown in (e, formula.slope("u", x) if "u" in formula.users[x] else e):
                number = evaluate(shown, value)
                if any(map(is_bracket, parts_of(shown))) or not math.isfinite(number):
                    continue
                ascii_text = in_names(formula, shown, "ascii")
                again = read_formula(f"f = {ascii_text} + 0*(x + y + z + e + u)", ["u", *"xyze"])
                read_again = evaluate(again.expressions["f"], value)
                assert math.isclose(read_again, number, rel_tol=1e-9), (text, x)
                read += 1
    assert read > 500


def parts_of(e: Any) -> list[Any]:
    inside = [part for field in e for part in (field if is_plain(field) else (field,))]
    return [e, *(p for part in inside if isinstance(part, tuple) for p in parts_of(part))]


def is_plain(field: object) -> bool:
    return type(field) is tuple


def is_bracket(e: object) -> bool:
    """Whether it is written in a way that is not read: [x > 0], sign(x)."""
    return isinstance(e, Comparison) or "sign" in (e if isinstance(e, tuple) else ())


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("x^(y+1)", "x^{y + 1}"),
        ("x^y^z", "x^{y^{z}}"),
        ("x^0.5", "x^{0.5}"),
        ("x^-1", "x^{-1}"),
        ("exp(-(x+1)^2/2)", "e^{-(x + 1)^{2}/2}"),
        ("exp(exp(x))", "e^{e^{x}}"),
        ("sqrt(x)", r"\sqrt{x}"),
        ("sqrt((x+1)*(y+2))", r"\sqrt{(x + 1)(y + 2)}"),
        ("sin(x)*max(x, y)", r"\sin (x)\cdot \max (x, y)"),
        ("abs(x)", r"\vert x\vert "),
    ],
)
def test_a_line_is_written_for_math_mode(text: str, tex: str) -> None:
    formula = line(text)
    assert maths(in_names(formula, formula.expressions["u"])) == tex


SCOPE: dict[str, Callable[..., float]] = {
    **{CALLED.get(name, name): function for name, function in FUNCTIONS.items()},
    **EXTREMES,
    "pow": power,
}


@pytest.mark.parametrize("tame", [True, False])
def test_a_line_of_python_gives_the_same_bits(tame: bool) -> None:
    random, finite = Random(3), 0
    for _ in range(150):
        case = drawn(random, tame=tame)
        formula = case.formula
        of = {s: value(s) for s in formula.columns} | {RATE: 0.125}
        numbers: dict[str, Any] = {identifier(s): number for s, number in of.items()}
        for symbol in formula.computed:
            for e in (formula.in_terms(symbol).formula, formula.equation(symbol).formula):
                expected = evaluate(e, of.__getitem__)
                try:
                    result = eval(source(e), SCOPE | numbers)
                except ZeroDivisionError:
                    result = math.nan
                assert result.hex() == expected.hex(), (case.text, source(e))
                finite += math.isfinite(expected)
    assert finite > 500


def test_a_bracket_after_a_derivative_has_a_sign_before_it() -> None:
    formula = read_formula("v = w*x; L = tanh(v*x) + v", ("w", "x"))
    texts = {s.column: in_names(formula, formula.equation(s).formula) for s in formula.computed}
    assert texts["local dL/dv"] == "(1−tanh(v·x)²)·x + 1"
    assert texts["dL/dx"] == "∂L/∂v·w + (1−tanh(v·x)²)·v"
    squared = read_formula("v = w*w; u = tanh(v); L = u*u*v", ("w",))
    assert in_names(squared, squared.equation(squared.by_column["dL/dv"]).formula) == (
        "∂L/∂u·(1−u²) + u·u"
    )


@pytest.mark.parametrize("style", NOTATIONS)
def test_every_number_of_a_formula_has_a_name_of_its_own(style: str) -> None:
    for seed in range(24):
        formula = drawn(Random(seed)).formula
        notation = Notation(style, formula)
        assert list(notation.clashes()) == []


@pytest.mark.parametrize(
    ("style", "names", "rate"),
    [
        ("course", ("w", "x"), "α"),
        ("course", ("w", "α"), "η"),
        ("course", ("w", "α", "η", "lr"), "α_1"),
        ("standard", ("w", "α"), "η"),
        ("standard", ("w", "η"), "α"),
        ("ascii", ("w", "α"), "rate"),
        ("ascii", ("w", "rate"), "eta"),
        ("ascii", ("w", "rate", "η"), "lr"),
    ],
)
def test_the_learning_rate_has_a_letter_that_the_author_does_not_have(
    style: str, names: tuple[str, ...], rate: str
) -> None:
    formula = read_formula(f"f = {' + '.join(names)}", names, update=("w",))
    assert Notation(style, formula).name(RATE) == rate


def test_the_cost_as_a_line_that_uses_a_name_is_called_direct() -> None:
    formula = read_formula("u = x*x; v = u + x; f = u*v + x", ("x",))
    names = {s.column: Notation("course", formula).name(s) for s in formula.computed}
    assert names["df/df*df/du"] == names["local df/du"] == "∂f/∂u direct"
    assert names["df/dv*dv/du"] == "∂f/∂v·∂v/∂u"
    assert (names["local df/dv"], names["df/dv"]) == ("∂f/∂v local", "∂f/∂v")
    korean = Explainer("ko", Notation("course", formula)).notation
    assert korean.name(formula.by_column["local df/du"]) == "∂f/∂u 직접"


def test_names_in_ascii_are_spelt_out_and_stay_apart() -> None:
    names = ("θ", "theta", "Δx", "x₁", "x1", "y′", "σ", "g", "λ₂", "가중치")
    assert in_ascii(names) == {
        "theta": "theta",
        "x1": "x1",
        "g": "g",
        "θ": "θ",
        "Δx": "Deltax",
        "x₁": "x₁",
        "y′": "y'",
        "σ": "sigma",
        "λ₂": "lambda2",
        "가중치": "가중치",
    }
    assert in_ascii(("θ", "x₁")) == {"θ": "theta", "x₁": "x1"}


AWKWARD = (
    *(
        "g",
        "lambda",
        "print",
        "e",
        "y′",
        "y'",
        "x₁",
        "x1",
        "_",
        "_x",
        "a__b",
        "a_",
        "b",
        "a",
        "b_c",
    ),
    *("d", "new", "local_d", "rate", "θ", "µ", "μ", "df", "local_df", "dx", "pi", "x̂", "exp_1"),
)


def test_every_number_of_a_formula_has_an_identifier_of_its_own() -> None:
    squares = [f"s{k}" for k in range(len(AWKWARD))]
    lines = [f"{u} = {name}*{name}" for u, name in zip(squares, AWKWARD, strict=True)]
    products = [f"{u}*{name}" for u, name in zip(squares, AWKWARD, strict=True)]
    text = "\n".join([*lines, f"dC = {' + '.join(products)}"])
    formula = read_formula(text, AWKWARD, update=AWKWARD)
    identifiers = [identifier(symbol) for symbol in formula.columns]
    assert all(name.isidentifier() and not iskeyword(name) for name in identifiers)
    assert len({*identifiers, *SCOPE, "rate"}) == len(identifiers) + len(SCOPE) + 1


@pytest.mark.parametrize("room", [20, 70, 120])
def test_every_step_of_a_formula_is_laid_out(room: int) -> None:
    for seed in range(30):
        trace = run(drawn(Random(seed)).scenario)
        layout = EquationLayout(Notation("course", trace.model), room)
        for step in trace.steps:
            last = layout.block(step).lines[-1]
            assert last.form in (Form.VALUE, Form.TERM)
            assert maths(text_of(last.cells[-1]))


def test_the_steps_of_a_line_with_a_loss_read_as_in_a_book() -> None:
    formula = read_formula("z = w*x; L = ½*(z − t)² + 0.1*w²", ("w", "x", "t"), ("x", "t"))
    layout = EquationLayout(Notation("course", formula), 100)
    it = Scenario("", None, (((), ()),), (), formula=formula, values=(0.5, -2.0, 1.0))
    blocks = [layout.block(step) for step in run(it).steps]
    sides = [["·".join(map(text_of, line.cells)) for line in block.lines] for block in blocks]
    texts = [" = ".join([b.left.text, *each]) for b, each in zip(blocks, sides, strict=True)]
    assert texts == [
        "z = w·x = 0.5·(−2) = −1",
        "L = ½(z−t)² + 0.1·w² = 0.5·(−1−1)² + 0.1·0.5² = 2.025",
        "∂L/∂z local = z − t = −1 − 1 = −2",
        "∂L/∂z = z − t = −2",
        "∂z/∂w = x = −2",
        "∂L/∂w direct = 0.2·w = 0.2·0.5 = 0.1",
        "∂L/∂w = ∂L/∂z·∂z/∂w + ∂L/∂w direct = ∂L/∂z·x + 0.2·w = −2·(−2) + 0.1 = 4.1",
    ]
