"""The names that people use, the formulas, vectors and tables that they write."""

from functools import cache
from io import BytesIO

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import RATE, Symbol
from stepper.input.answer_lines import AnswerReader
from stepper.input.answer_sheet import AnswerSheet, in_words, read_answers
from stepper.input.answers import Answer, Joined, Quantity
from stepper.input.arrays import read_array
from stepper.input.latex import unlatex
from stepper.input.names import Glossary
from stepper.input.numbers import read_with_comma
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace
from stepper.typeset.notation import COURSE
from tests.support.networks import BUNDLED, EVERY, drawn

WIDE = drawn((2, 3, 2), biases=True, samples=1)
CHAIN = BUNDLED["one_hidden"]


@cache
def names_of_wide() -> Glossary:
    return Glossary(WIDE)


def sheet(text: str, scenario: Scenario = WIDE) -> AnswerSheet:
    trace = Trace(scenario, Run(scenario))
    return read_answers(BytesIO(text.encode()), "mine", trace)


def only(text: str, scenario: Scenario = WIDE) -> Answer:
    (answer,) = sheet(text, scenario).answers
    return answer


def value(column: str, scenario: Scenario = WIDE) -> float:
    return Trace(scenario, Run(scenario)).value(scenario.model.by_column[column], 1)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("out1", "a[2][1]"),
        ("y_1", "a[2][1]"),
        ("ŷ2", "a[2][2]"),
        ("out_o2", "a[2][2]"),
        ("out_h3", "a[1][3]"),
        ("h3", "a[1][3]"),
        ("net_h3", "z[1][3]"),
        ("net_o1", "z[2][1]"),
        ("W2,11'", "w+[2][1][1]"),
        ("W2,11 new", "w+[2][1][1]"),
        ("w[2][1][1]+", "w+[2][1][1]"),
        (r"w_{2,11}^{new}", "w+[2][1][1]"),
        ("b1,2'", "b+[1][2]"),
        ("y1'", "t[1]"),
        ("y'1", "t[1]"),
        ("t2", "t[2]"),
        ("target2", "t[2]"),
        ("delta_y1", "delta[2][1]"),
        ("delta_{1,3}", "delta[1][3]"),
        (r"\delta_{2,2}", "delta[2][2]"),
        (r"$\delta^{(1)}_3$", "delta[1][3]"),
        ("δ_h3", "delta[1][3]"),
        ("dz1,3", "delta[1][3]"),
        ("dE/dnet_o2", "delta[2][2]"),
        ("E", "C"),
        ("L", "C"),
        ("loss", "C"),
        ("E_total", "C"),
        ("E1", "C[1]"),
        ("E_o2", "C[2]"),
        ("dE/dw2,11", "dC/dw[2][1][1]"),
        ("dW2,13", "dC/dw[2][1][3]"),
        ("dL/db1,3", "dC/db[1][3]"),
        (r"\frac{\partial E}{\partial w_{2,11}}", "dC/dw[2][1][1]"),
        (r"\dfrac{\partial L}{\partial \hat{y}_1}", "dC/da[2][1]"),
        ("∂E_total/∂w^(1)_32", "dC/dw[1][3][2]"),
        ("sigmoid'(z1,2)", "da/dz[1][2]"),
        ("dout1/dnet_o1", "da/dz[2][1]"),
        ("σ(z_{1,1})", "a[1][1]"),
    ],
)
def test_a_name_that_people_use_is_understood(name: str, column: str) -> None:
    assert [symbol.column for symbol in names_of_wide().symbols(name)] == [column]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("dE/dw5", "dC/dw[2][1][1]"),
        ("dE_total/dw1", "dC/dw[1][1][1]"),
        (r"\frac{\partial E}{\partial w_5}", "dC/dw[2][1][1]"),
        ("dw5", "dC/dw[2][1][1]"),
        ("w5new", "w+[2][1][1]"),
        ("dE/dnet_h1", "delta[1][1]"),
        ("δh1", "delta[1][1]"),
        ("i1", "x[1]"),
        ("b1", "b[1][1]"),
        ("b2", "b[2][1]"),
    ],
)
def test_the_names_of_an_author_are_understood_within_others(name: str, column: str) -> None:
    assert Glossary(BUNDLED["mazur"]).symbols(name)[0].column == column


def test_a_bias_of_a_layer_is_none_where_its_neurons_have_their_own() -> None:
    assert Glossary(WIDE).symbols("b1") == []


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("$w_1^{+} = 0.1498$", "w+[1][1][1]"),
        ("$$E_{total} = 0.298$$", "C"),
        (r"$\frac{\partial E}{\partial w_5} = 0.0822$", "dC/dw[2][1][1]"),
        ("dE/dw1 ; 0.0004", "dC/dw[1][1][1]"),
        ("dE/dout_o1 = 0.751 - 0.01", "dC/da[2][1]"),
        ("dE/dout_o1 = (0.751-0.01)", "dC/da[2][1]"),
        ("dE/dout_o1 = 0.751365 -0.01", "dC/da[2][1]"),
    ],
)
def test_a_line_in_dollars_or_with_a_semicolon_or_a_difference_of_numbers_is_read(
    line: str, column: str
) -> None:
    assert only(line, BUNDLED["mazur"]).quantity.symbol.column == column


def test_an_assignment_to_a_parameter_that_fits_its_update_is_the_update() -> None:
    new = value("w+[2][1][1]", CHAIN)
    for text in ("W2 = W2 - α*dC/dW2", f"W2: {new:.4f}"):
        assert only(text, CHAIN).quantity.symbol.column == "w+[2][1][1]"
    for text in ("W2 = 0.4", "W2 = 0.7"):
        assert only(text, CHAIN).quantity.symbol.column == "w[2][1][1]"


def test_a_difference_of_numbers_is_worked_out() -> None:
    assert only("dC/dy = (0.5517-1)", CHAIN).number.value == pytest.approx(-0.4483)


@pytest.mark.parametrize(
    "name", ["foo", "h4", "w3,11", "δ3", "y3'", "E3", "dW", "\\frac{a}{", "q'"]
)
def test_a_name_of_nothing_stays_so(name: str) -> None:
    assert Glossary(WIDE).symbols(name) == []


def test_names_of_every_level_win_over_natural_ones() -> None:
    names = {"b[1][1]": "loss", "w[1][1][1]": "out1"}
    scenario = WIDE._replace(names=names)
    for column, name in names.items():
        assert [s.column for s in Glossary(scenario).symbols(name)] == [column]
    assert [s.column for s in Glossary(scenario).symbols("E")] == ["C"]
    assert [s.column for s in Glossary(scenario).symbols("out1 new")] == ["w+[1][1][1]"]
    assert [s.column for s in Glossary(scenario).symbols("dE/dout1")] == ["dC/dw[1][1][1]"]


def test_of_several_meanings_the_one_that_agrees_is_meant() -> None:
    for column in ("delta[2][1]", "dC/da[2][1]"):
        answer = only(f"dy1 = {value(column):.4f}")
        assert answer.quantity.symbol.column == column
    assert only("dy1 = 77").quantity.symbol.column == "dC/da[2][1]"


def test_the_change_of_a_weight_may_have_either_sign_and_a_step_is_the_rate_times_a_gradient() -> (
    None
):
    gradient = WIDE.model.by_column["dC/dw[2][1][1]"]
    step = 0.5 * value("dC/dw[2][1][1]")
    times = Quantity(gradient, RATE, joined=Joined.TIMES)
    for text in (f"ΔW2,11 = {-step:.6f}", f"\\Delta w_{{2,11}} = {-step:.6f}"):
        assert only(text).quantity == times._replace(negated=True)
    for text in ("ΔW2,11", "α·∂C/∂W2,11", "eta * dE/dw2,11", "lr dW2,11"):
        assert only(f"{text} = {step:.6f}").quantity == times
    assert times.symbols == (gradient,)
    trace = Trace(WIDE, Run(WIDE))
    assert times.value(lambda s: trace.value(s, 1)) == step


def test_within_a_batch_the_change_of_a_weight_is_the_new_one_less_the_old_one() -> None:
    batch = drawn((2, 3, 2), samples=2)._replace(batch=2)
    new, old = (batch.model.by_column[f"{w}[2][1][1]"] for w in ("w+", "w"))
    assert only("ΔW2,11 = 9", batch).quantity == Quantity(new, old, joined=Joined.MINUS)


# --- numbers and tables


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,5", 0.5),
        ("-0,0131", -0.0131),
        ("1,25", 1.25),
        ("0,123", 0.123),
        (",5", 0.5),
        ("1,5·10⁻³", 0.0015),
        ("-1,298·10⁻²", -0.01298),
        ("-1,298e-2", -0.01298),
        ("1,298 × 10^2", 129.8),
        ("1,234", None),
        ("1,2,3", None),
        ("1.5,2", None),
        ("0.5", 0.5),
    ],
)
def test_a_comma_is_a_decimal_point_where_it_can_be_nothing_else(
    text: str, number: float | None
) -> None:
    read = read_with_comma(text)
    assert (read and read.value) == number


@pytest.mark.parametrize(
    "line",
    ["z1,1,0.47", '"z1,1",0.47', "z1,1,0,47", "z1,1\t0.47", "z1,1;0,47", "z_1,1 ; 0.47"],
)
def test_a_line_may_be_a_row_of_a_table(line: str) -> None:
    answer = only(f"name,value\n{line}")
    assert (answer.line, answer.number.value) == (2, 0.47)
    assert answer.quantity.symbol.column == "z[1][1]"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[1, 2]", [[1, 2]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("[1 2; 3 4]", [[1, 2], [3, 4]]),
        ("np.array([[1., 2.], [3., 4.]])", [[1, 2], [3, 4]]),
        ("[[1 2]\n [3 4]]", [[1, 2], [3, 4]]),
        ("(0.5; −1/4)", [[0.5], [-0.25]]),
        ("[[1], [2]]", [[1], [2]]),
    ],
)
def test_an_array_is_read_as_people_write_it(text: str, rows: list[list[float]]) -> None:
    array = read_array(text)
    assert array
    assert [[number.value for number in row] for row in array.rows] == rows


@pytest.mark.parametrize(
    "text", ["", "[]", "[1, 2", "[[1, 2], [3]]", "[1, x]", "1, 2", "(1+2)", "[1] + [2]", "]["]
)
def test_what_is_no_array_is_not_read_as_one(text: str) -> None:
    assert read_array(text) is None


@pytest.mark.parametrize("turned", [False, True])
def test_a_matrix_is_read_in_the_order_that_agrees(turned: bool) -> None:
    scenario = drawn((2, 2, 2))
    rows = [[value(f"dC/dw[2][{j}][{i}]", scenario) for i in (1, 2)] for j in (1, 2)]
    rows = [list(row) for row in zip(*rows, strict=True)] if turned else rows
    read = sheet(f"dW2 = {rows}", scenario).answers
    assert len(read) == 4
    for answer in read:
        assert answer.number.value == value(answer.quantity.symbol.column, scenario)


def test_vectors_and_matrices_over_several_lines_are_read_whole() -> None:
    read = sheet("h = [0.1, 0.2, 0.3]\ndE/dW1 = [[1 2]\n [3 4]\n [5 6]]\n-δ1 = [1, 2, 3]")
    assert not read.unread
    columns = [answer.quantity.symbol.column for answer in read.answers]
    assert columns[:3] == ["a[1][1]", "a[1][2]", "a[1][3]"]
    assert columns[3:9] == [f"dC/dw[1][{j}][{i}]" for j in (1, 2, 3) for i in (1, 2)]
    assert [answer.line for answer in read.answers] == [1] * 3 + [2] * 6 + [5] * 3
    assert all(answer.quantity.negated for answer in read.answers[9:])


def test_an_array_of_another_size_is_set_aside() -> None:
    read = sheet("W2 = [1, 2, 3]\nC = 1")
    (problem,) = (problem for unread in read.unread for problem in in_words(unread))
    assert problem == 'line 1: "W2" has 6 numbers, found a matrix of 1 by 3'


def test_what_a_sheet_says_of_itself_is_no_answer() -> None:
    read = sheet("Name: Kim\n이름: 김\nDate: 5 May\nnumber;value\nC = 1")
    assert (len(read.answers), read.unread) == (1, ())
    named = WIDE._replace(names={"x[1]": "Date"})
    assert len(sheet("Date: 5", named).answers) == 1


# --- variants


def test_a_sheet_names_its_variant_and_a_scenario_without_variants_says_so() -> None:
    asked: list[int] = []

    def variant(seed: int) -> Trace:
        asked.append(seed)
        other = WIDE._replace(seed=seed)
        return Trace(other, Run(other))

    drawn_by_7 = WIDE._replace(seed=7)
    for text in ("seed = 8\nC = 1", "C = 1\n# seed 8\n", "Seed: 8\nC = 1"):
        trace = Trace(drawn_by_7, Run(drawn_by_7))
        read = read_answers(BytesIO(text.encode()), "mine", trace, COURSE, variant)
        assert (read.trace.scenario.seed, read.unread) == (8, ())
    assert asked == [8, 8, 8]
    (unread,) = sheet("C = 1\nseed = 8").unread
    assert (unread.line, unread.problems[0][:11]) == (2, "the weights")


# --- formulas


@pytest.mark.parametrize(
    ("name", "formula", "column"),
    [
        ("δh", "(y-y')*y*(1-y)*W2*h*(1-h)", "delta[1][1]"),
        ("δh", "δy·W₂·h(1−h)", "delta[1][1]"),
        ("δh", r"\delta_y \cdot W_2 \cdot h(1-h)", "delta[1][1]"),
        ("dE/dW1", "δy W2 h(1-h) x", "dC/dw[1][1][1]"),
        ("dE/dW2", "dE/dy * g'(z2) * h", "dC/dw[2][1][1]"),
        ("dE/dW2", r"\frac{\partial E}{\partial y} \cdot \sigma'(z_2) \cdot h", "dC/dw[2][1][1]"),
        ("h", "1/(1+e^-z1)", "a[1][1]"),
        ("h", "1/(1+exp(-W1*x))", "a[1][1]"),
        ("h", "1/(1+e^{-z1})", "a[1][1]"),
        ("h", r"\frac{1}{1+e^{-W_1 x}}", "a[1][1]"),
        ("h", "g(z1)", "a[1][1]"),
        ("h", "σ(W1·x)", "a[1][1]"),
        ("C", "½(y−y′)²", "C"),
        ("C", "1/2*(y-y')^2", "C"),
        ("C", r"\dfrac12 (y-y')^{2}", "C"),
        ("dC/dW2", r"\delta_y \cdot h", "dC/dw[2][1][1]"),
        ("W2+", "W2 - α*δy*h", "w+[2][1][1]"),
        ("W2'", "W2 - 2dC/dW2", "w+[2][1][1]"),
        ("ΔW2", "-α*dC/dW2", None),
        ("z1", "0.15*0.5", "z[1][1]"),
    ],
)
def test_a_formula_is_evaluated_with_the_names_that_people_use(
    name: str, formula: str, column: str | None
) -> None:
    trace = Trace(CHAIN, Run(CHAIN))
    answer = only(f"{name} = {formula}", CHAIN)
    assert answer.working
    assert (answer.working.text, answer.working.is_answer) == (formula, True)
    right = answer.quantity.value(lambda s: trace.value(s, 1))
    assert answer.number.value == pytest.approx(right, rel=1e-14)
    assert answer.number.agrees(right)
    if column:
        assert answer.quantity == Quantity(CHAIN.model.by_column[column])


def test_indices_with_commas_stand_in_formulas_too() -> None:
    formula = "(δy1*W2,11 + delta_{2,2}*w[2][2][1])*out_h1*(1-h1,1)"
    answer = only(f"δ1,1 = {formula}")
    assert answer.number.agrees(value("delta[1][1]"))


def test_a_formula_before_a_number_is_how_it_was_computed() -> None:
    answer = only("δh = δy·W2·h(1−h) = -0.0103", CHAIN)
    assert answer.number.value == -0.0103
    assert answer.working
    assert not answer.working.is_answer
    trace = Trace(CHAIN, Run(CHAIN))
    computed = evaluate(answer.working.expression, lambda s: trace.value(s, 1))
    assert computed == pytest.approx(value("delta[1][1]", CHAIN))
    assert only("δh = dC/dz1 = 0.1", CHAIN).working is None


def test_a_formula_is_about_its_iteration() -> None:
    answer = only("iteration 2: W1 = W1 + 0*x", CHAIN)
    trace = Trace(CHAIN, Run(CHAIN))
    assert answer.number.value == trace.value(CHAIN.model.by_column["w[1][1][1]"], 2)


def test_a_formula_alone_is_that_of_a_step() -> None:
    symbol: Symbol = CHAIN.model.by_column["delta[1][1]"]
    reader = AnswerReader(Trace(CHAIN, Run(CHAIN)), COURSE, 1, symbol)
    (answer,) = reader.read(1, "δy*W2*h*(1-h)")
    assert answer.quantity == Quantity(symbol)
    assert answer.number.agrees(value("delta[1][1]", CHAIN))


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("δy*W3", 'no number has the name "W3"'),
        ("y*(1-y", '"y*(1-y": the bracket ( is never closed'),
        ("y**", '"y**": expected a number, a name or (, found the end of the line'),
        ("1/(y-y)", '"1/(y-y)" has no value: it divides by 0, or the like'),
        ("__import__('os')", 'no number has the name "import__"; write one such as'),
        ("y.real + 1", "no number has the name"),
        ("((" * 300 + "y", "expected"),
    ],
)
def test_a_formula_that_cannot_be_read_is_set_aside(formula: str, problem: str) -> None:
    (unread,) = sheet(f"δh = {formula}\nC = 1", CHAIN).unread
    assert problem[:30] in unread.problems[0]


@pytest.mark.parametrize("name", EVERY)
def test_every_equation_can_be_typed_as_an_answer_to_itself(name: str) -> None:
    """As `show` writes it, with the names of the course notation."""
    from stepper.typeset.equations.formulas import Names
    from stepper.typeset.notation import Notation
    from stepper.typeset.spans import text_of

    scenario = EVERY[name]
    trace = Trace(scenario, Run(scenario))
    notation = Notation(COURSE, trace.model, scenario.names)
    reader = AnswerReader(trace, COURSE)
    if len(trace.model.columns) > 80 or trace.model.is_batched:
        return
    for symbol in trace.model.steps:
        formula = text_of(Names(notation).write(trace.model.equation(symbol).formula))
        if any(sign in formula for sign in ("[", "ln", "relu")):
            continue
        (answer,) = reader.read(1, f"{notation.name(symbol)} = {formula}")
        assert answer.number.agrees(trace.value(symbol, 1)), (symbol.column, formula)


def test_a_fraction_in_latex_is_a_number() -> None:
    assert only(r"C = \frac{1}{8}").number.parts == ("1", "8")
    rounded = only(r"C = \frac{1}{128.7}").number
    assert rounded.agrees(1 / 128.66) and not rounded.agrees(1 / 128.6)
    assert not only("C = 1/2.5").number.agrees(0.4001)


ARROWS = {"w[1][1][1]": "x→h", "w[1][1][2]": "w_in-1", "w[2][1][1]": "a->b"}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("x->h = 0.1", "w[1][1][1]"),
        ("∂C/∂x->h = 0.1", "dC/dw[1][1][1]"),
        ("x->h+ = 0.1", "w+[1][1][1]"),
        ("Δx->h = 0.1", None),
        ("a→b = 0.1", "w[2][1][1]"),
        ("dE/da→b = 0.1", "dC/dw[2][1][1]"),
    ],
)
def test_an_arrow_in_a_name_may_be_typed(line: str, column: str | None) -> None:
    scenario = WIDE._replace(names=ARROWS)
    answer = only(line, scenario)
    assert column in (None, answer.quantity.symbol.column)


@pytest.mark.parametrize("arrow", ["→", "->"])
def test_names_with_signs_stand_in_formulas_too(arrow: str) -> None:
    scenario = WIDE._replace(names=ARROWS)
    answer = only(f"z1,1 = x{arrow}h*x1 + w_in-1*x2 + b1,1", scenario)
    assert answer.number.agrees(value("z[1][1]", scenario))
    answer = only(f"x→h+ = x{arrow}h - α*∂C/∂x{arrow}h", scenario)
    assert answer.number.agrees(value("w+[1][1][1]", scenario))


def test_a_fraction_of_two_digits_is_a_value_with_or_without_braces() -> None:
    for value in (r"\frac12", r"$\tfrac12$", r"\frac{1}{2}", r"≈ \dfrac 1 2"):
        assert only(f"z1,1 = {value}").number.value == 0.5
    assert only(r"z1,1 = -\frac12").number.value == -0.5
    assert unlatex(r"a\frac12") == "a(1/2)"


def test_latex_without_commands_stays_as_it_is() -> None:
    assert unlatex("δ₁ = 3 {x}") == "δ₁ = 3 {x}"
    assert unlatex(r"\frac{a+b}{\frac{1}{2}}") == "(a+b)/1/2"
