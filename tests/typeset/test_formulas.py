import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import (
    ONE,
    ZERO,
    Apply,
    Comparison,
    Difference,
    Expression,
    Known,
    Negative,
    Number,
    Partial,
    Product,
    Quotient,
    Same,
    Slope,
    Square,
    Sum,
    SumOver,
    Unless,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.runs.trace import run
from stepper.typeset.cells import cells, shortened
from stepper.typeset.equations.formulas import Names, Numbers
from stepper.typeset.notation import NOTATIONS, Notation
from stepper.typeset.spans import Span, join, width
from tests.support.networks import EVERY, drawn, traced

NETWORK = Network((1, 1, 1))
X, Y, T = Symbol(Role.X, 0, 1), Symbol(Role.A, 2, 1), Symbol(Role.T, 2, 1)
W, Z = Symbol(Role.W, 2, 1, 1), Symbol(Role.Z, 2, 1)
SMALL = Symbol(Role.B, 2, 1)
ERROR, SLOPE = Difference(Y, T), Product((Y, Difference(ONE, Y)))
NUMBERS = {X: 0.5, Y: 0.25, T: -1.0, W: -3.0, Z: -0.0, SMALL: 1e-5, RATE: 2.0}
TINY = drawn((2, 2, 2), biases=True, reach=1e-9)


def in_names(expression: Expression, style: str = "course") -> str:
    return "".join(span.text for span in Names(Notation(style, NETWORK)).write(expression))


def in_numbers(expression: Expression, style: str = "course", digits: int | None = 6) -> str:
    writer = Numbers(Notation(style, NETWORK), NUMBERS.__getitem__, digits)
    return "".join(span.text for span in writer.write(expression))


@pytest.mark.parametrize(
    ("expression", "names", "numbers"),
    [
        (Product((W, X)), "W₂·x", "−3·0.5"),
        (Product((X, W)), "x·W₂", "0.5·(−3)"),
        (Product((X, W, Y)), "x·W₂·y", "0.5·(−3)·0.25"),
        (Sum((W, X)), "W₂ + x", "−3 + 0.5"),
        (Sum((X, W)), "x + W₂", "0.5 + (−3)"),
        (Sum((Product((X, Y)), Product((W, X)))), "x·y + W₂·x", "0.5·0.25 + (−3·0.5)"),
        (ERROR, "y − y′", "0.25 − (−1)"),
        (Difference(X, ERROR), "x − (y−y′)", "0.5 − (0.25−(−1))"),
        (Difference(X, Product((RATE, W))), "x − α·W₂", "0.5 − 2·(−3)"),
        (Product((ERROR, SLOPE)), "(y−y′)·y(1−y)", "(0.25−(−1))·0.25·(1−0.25)"),
        (Product((Sum((X, Y)), W)), "(x + y)·W₂", "(0.5 + 0.25)·(−3)"),
        (Product((Number(0.5), Square(ERROR))), "½(y−y′)²", "0.5·(0.25−(−1))²"),
        (Square(W), "W₂²", "(−3)²"),
        (Square(X), "x²", "0.5²"),
        (Square(SMALL), "b₂²", "(1·10⁻⁵)²"),
        (Apply("exp", X), "e^x", "e^0.5"),
        (Apply("exp", W), "e^W₂", "e^(−3)"),
        (Apply("exp", SMALL), "e^b₂", "e^(1·10⁻⁵)"),
        (Apply("log", Difference(ONE, Y)), "ln(1−y)", "ln(1−0.25)"),
        (Quotient(X, SMALL), "x/b₂", "0.5/(1·10⁻⁵)"),
        (Quotient(X, W), "x/W₂", "0.5/(−3)"),
        (Quotient(Sum((X, Y)), Number(2.0)), "(x + y)/2", "(0.5 + 0.25)/2"),
        (Quotient(Product((X, Y)), Product((Y, X))), "x·y/(y·x)", "0.5·0.25/(0.25·0.5)"),
        (Product((X, Quotient(X, Y))), "x(x/y)", "0.5·(0.5/0.25)"),
        (Negative(Product((X, Y))), "−x·y", "−0.5·0.25"),
        (Negative(Product((W, Y))), "−W₂·y", "−(−3·0.25)"),
        (Negative(Sum((X, Y))), "−(x + y)", "−(0.5 + 0.25)"),
        (Sum((X, Negative(Product((X, Y))))), "x − x·y", "0.5 − 0.5·0.25"),
        (Sum((X, Unless(T, Negative(Product((T, Y)))))), "x − y′·y", "0.5 − (−1·0.25)"),
        (Comparison(W, ">", ZERO), "[W₂ > 0]", "[−3 > 0]"),
        (Slope("relu", Z), "relu′(z₂)", "relu′(0)"),
        (Apply("sigmoid", Product((W, X))), "g(W₂·x)", "g(−3·0.5)"),
        (Apply("sigmoid", Z), "g(z₂)", "g(0)"),
        (Slope("sigmoid", Z), "g′(z₂)", "g′(0)"),
        (Product((Known(ERROR, W), Known(SLOPE, Y))), "(y−y′)·y(1−y)", "−3·0.25"),
        (Product((Y, Known(ERROR, W))), "y(y−y′)", "0.25·(−3)"),
        (Product((Known(Partial(Y, Z), X), Known(Partial(Z, W), W))), "∂y/∂z₂·∂z₂/∂W₂", "0.5·(−3)"),
    ],
)
def test_brackets_stand_where_they_are_needed(
    expression: Expression, names: str, numbers: str
) -> None:
    assert in_names(expression) == names
    assert in_numbers(expression) == numbers


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("course", "½(y−y′)²"),
        ("standard", "½(a₂−t)²"),
        ("ascii", "0.5*(a[2]-t)^2"),
    ],
)
def test_the_same_tree_is_written_in_each_notation(style: str, text: str) -> None:
    assert in_names(Product((Number(0.5), Square(ERROR))), style) == text


def test_each_span_carries_the_symbol_that_it_shows() -> None:
    formula = Product((Known(Partial(Y, Z), X), W))
    assert Names(Notation("course", NETWORK)).write(formula) == (
        Span("∂y/∂z₂", X),
        Span("·"),
        Span("W₂", W),
    )
    numbers = Numbers(Notation("course", NETWORK), NUMBERS.__getitem__, 6)
    assert numbers.write(formula) == (
        Span("0.5", X),
        Span("·"),
        Span("("),
        Span("−3", W),
        Span(")"),
    )


def test_the_factors_of_a_product_are_ready_to_stand_in_columns() -> None:
    names = Names(Notation("course", NETWORK))
    texts = ["".join(s.text for s in cell) for cell in names.factors(Product((ERROR, W, SLOPE)))]
    assert texts == ["(y−y′)", "W₂", "y(1−y)"]
    assert names.factors(ERROR) == [names.write(ERROR)]


def test_what_has_a_layer_above_it_is_in_brackets_before_an_exponent() -> None:
    assert in_names(Square(Y), "superscript") == "(a²₁)²"
    assert in_names(Square(ERROR), "superscript") == "(a²₁−t)²"
    assert in_names(Apply("exp", Z), "superscript") == "e^(z²₁)"
    assert in_names(SLOPE, "superscript") == "a²₁(1−a²₁)"


@pytest.mark.parametrize("digits", [None, 6, 8])
@pytest.mark.parametrize("style", NOTATIONS)
def test_no_power_of_ten_is_shown_as_programs_write_it(style: str, digits: int | None) -> None:
    powers = 0
    for scenario in (TINY, EVERY["3-4-2-5-2 with biases"]):
        trace = run(scenario)
        notation = Notation(style, trace.model)
        for step in trace.steps[:200]:
            numbers = Numbers(notation, step.value_of, digits)
            for shown in (step.equation.formula, step.symbol):
                spans = [span.text for span in numbers.write(shown) if span.symbol]
                assert not any("e" in text for text in spans)
                powers += sum(("10" in text and "^" in text) or "10⁻" in text for text in spans)
    assert powers


def test_a_syllable_of_korean_takes_two_cells() -> None:
    assert cells("δ₃ = −0.5") == 9
    assert cells("역전파 δ") == 8
    assert cells("a\u0301") == 1
    assert width((Span("식 "), Span("16"))) == 5


def test_spans_are_joined_with_a_separator() -> None:
    a, b = (Span("a"),), (Span("b"),)
    assert join([a, b], ", ") == (Span("a"), Span(", "), Span("b"))
    assert join([a, b]) == (Span("a"), Span("b"))


def test_the_cost_of_the_home_network_is_half_a_square() -> None:
    trace = traced("one_hidden")
    step = trace.steps[5 - 1]
    notation = Notation("course", trace.model)
    spans = Numbers(notation, step.value_of, 8).write(step.equation.formula)
    assert "".join(span.text for span in spans) == "0.5·(0.55168880−1)²"


@pytest.mark.parametrize(
    ("name", "room", "shown"),
    [
        ("∂E_total/∂w₁", 12, "∂E_total/∂w₁"),
        ("∂E_total/∂w₁", 11, "∂E_tot…/∂w₁"),
        ("∂E_total/∂w₁", 5, "…/∂w₁"),
        ("∂E_total/∂w₁", 4, "∂…w₁"),
        ("∂E/∂out", 6, "…/∂out"),
        ("∂E_total/∂hidden_layer_12", 13, "∂E_to…/∂…r_12"),
        ("∂E/∂hidden_layer_12", 13, "∂E/∂…layer_12"),
        ("∂E_total/∂hidden_layer_12", 6, "∂…/∂…2"),
        ("∂E_total/∂hidden_layer_12", 5, "∂…_12"),
        ("hidden_12", 6, "h…n_12"),
        ("δ_o2", 2, "δ…"),
        ("은닉_12", 6, "은…_12"),
        ("W₁", 1, "…"),
        ("W₁", 0, ""),
    ],
)
def test_of_a_name_that_is_cut_the_end_stays(name: str, room: int, shown: str) -> None:
    assert shortened(name, room, "…") == shown


def test_a_shortened_name_fits_whatever_the_room() -> None:
    for name in ("∂E_total/∂out_o1", "dC/dw[2][1][1]", "net_h1", "기울기", "x"):
        for more in ("…", "..."):
            for room in range(20):
                assert cells(shortened(name, room, more)) <= room


def test_whether_two_neurons_are_the_same_is_written_with_the_letter_of_a_sum() -> None:
    outputs = Symbol(Role.A, 2, -1), Symbol(Role.A, 2, 3)
    notation = Notation("course", Network((2, 2, 4)))
    shown = Names(notation).write(SumOver(-1, 4, Product((outputs[0], Same(*outputs)))))
    assert "".join(span.text for span in shown) == "Σₖ yₖ·[k=3]"
    assert evaluate(SumOver(-1, 4, Same(*outputs)), lambda symbol: 0.0) == 1.0
