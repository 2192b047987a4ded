from collections.abc import Iterator
from decimal import Decimal

import pytest

from stepper.backprop.symbols import COST, Role
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import cells
from stepper.typeset.digits import RESULT, written
from stepper.typeset.equations.lines import Block, EquationLayout, EquationLine, Form, block
from stepper.typeset.notation import COURSE, Notation
from stepper.typeset.spans import Spans
from tests.support.calculator import calculated, rounded
from tests.support.every_kind import of_every_kind
from tests.support.networks import BUNDLED, SHAPES, begun, drawn, traced

DELTA_3 = 16


def laid_out(trace: Trace, number: int, room: int = 200, digits: int | None = RESULT) -> Block:
    notation = Notation("course", trace.model)
    return block(trace.steps[number - 1], notation, room, digits)


def text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def lines(shown: Block) -> list[tuple[str, str, list[str]]]:
    return [
        (line.form.value, line.relation, [text(cell) for cell in line.cells])
        for line in shown.lines
    ]


@pytest.fixture(scope="module")
def three_hidden() -> Trace:
    return traced("three_hidden")


def test_delta_3_is_one_product_in_columns(three_hidden: Trace) -> None:
    shown = laid_out(three_hidden, DELTA_3)
    assert shown.left.text == "δ₃"
    assert lines(shown) == [
        ("chain", "=", ["∂C/∂z₄", "∂z₄/∂h₃", "∂h₃/∂z₃"]),
        ("formula", "=", ["δy", "W₄", "h₃(1−h₃)"]),
        ("numbers", "=", ["−0.10546610", "0.5", "0.24618716"]),
        ("value", "≈", ["−0.0129822"]),
    ]
    assert [line.separator for line in shown.lines] == ["·", "·", "·", ""]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            1,
            [
                ("formula", "=", ["W₁·x"]),
                ("numbers", "=", ["0.15·0.5"]),
                ("value", "=", ["0.075"]),
            ],
        ),
        (
            2,
            [
                ("formula", "=", ["g(z₁)"]),
                ("numbers", "=", ["g(0.075)"]),
                ("value", "≈", ["0.518741"]),
            ],
        ),
        (
            9,
            [
                ("formula", "=", ["½(y−y′)²"]),
                ("numbers", "=", ["0.5·(0.56976050−1)²"]),
                ("value", "≈", ["0.0925530"]),
            ],
        ),
        (
            11,
            [
                ("chain", "=", ["g′(z₄)"]),
                ("formula", "=", ["y(1−y)"]),
                ("numbers", "=", ["0.56976050·(1−0.56976050)"]),
                ("value", "≈", ["0.245133"]),
            ],
        ),
        (
            12,
            [
                ("chain", "=", ["∂C/∂y", "∂y/∂z₄"]),
                ("formula", "=", ["(y−y′)", "y(1−y)"]),
                ("numbers", "=", ["−0.43023950", "0.24513347"]),
                ("value", "≈", ["−0.105466"]),
            ],
        ),
        (
            29,
            [
                ("formula", "=", ["W₁ − α·∂C/∂W₁"]),
                ("numbers", "=", ["0.15 − 2·(−7.2142966·10⁻⁵)"]),
                ("value", "≈", ["0.150144"]),
            ],
        ),
    ],
)
def test_a_step_is_written_in_symbols_with_numbers_and_as_a_value(
    three_hidden: Trace, number: int, expected: list[tuple[str, str, list[str]]]
) -> None:
    assert lines(laid_out(three_hidden, number)) == expected


def test_cells_of_lines_with_as_many_cells_share_their_widths(three_hidden: Trace) -> None:
    shown = laid_out(three_hidden, DELTA_3)
    assert shown.widths == {3: [11, 7, 10]}


def test_each_cell_carries_the_symbols_that_it_shows(three_hidden: Trace) -> None:
    _, formula, numbers, value = laid_out(three_hidden, DELTA_3).lines
    assert [symbols(line) for line in (numbers, value)] == [
        ["delta[4][1]", "w[4][1][1]", "da/dz[3][1]"],
        ["delta[3][1]"],
    ]
    assert symbols(formula) == ["delta[4][1]", "w[4][1][1]", "a[3][1]", "a[3][1]"]


def symbols(line: EquationLine) -> list[str]:
    return [span.symbol.column for cell in line.cells for span in cell if span.symbol]


def test_of_large_networks_only_some_equations_are_remembered(
    three_hidden: Trace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stepper.typeset.equations.lines.MOST_WRITTEN", 2)
    notation = Notation(COURSE, three_hidden.model)
    layout = EquationLayout(notation, 200)
    for step in three_hidden.steps[:60]:
        assert layout.block(step) == EquationLayout(notation, 200).block(step)
        assert len(layout._written) <= 2


def test_all_digits_can_be_asked_for(three_hidden: Trace) -> None:
    step = three_hidden.steps[DELTA_3 - 1]
    relation, [value] = lines(laid_out(three_hidden, DELTA_3, digits=None))[-1][1:]
    assert relation == "="
    assert float(value.replace("−", "-")) == step.value


def test_a_delta_below_several_neurons_has_its_recursion_as_a_line() -> None:
    trace = traced("2-3-3-2")
    step = trace.steps.at(1, trace.model.by_column["delta[1][1]"])
    recursion = "(δ₂,₁·W₂,₁₁ + δ₂,₂·W₂,₂₁ + δ₂,₃·W₂,₃₁)·h₁,₁(1−h₁,₁)"
    shown = block(step, Notation("course", trace.model), 200)
    assert [form for form, _, _ in lines(shown)] == [
        "chain",
        "recursion",
        "formula",
        "numbers",
        "value",
    ]
    assert lines(shown)[1] == ("recursion", "=", [recursion])
    assert lines(shown)[2] == ("formula", "=", ["∂C/∂h₁,₁", "h₁,₁(1−h₁,₁)"])
    narrow = block(step, Notation("course", trace.model), cells(recursion) - 1)
    assert "recursion" not in [form for form, _, _ in lines(narrow)]


def test_a_sum_that_is_too_wide_has_a_row_for_each_term() -> None:
    trace = traced("2-2-1 with biases")
    step = trace.steps.at(1, trace.model.by_column["z[1][2]"])
    notation = Notation("course", trace.model)
    wide = lines(block(step, notation, 200))
    assert [form for form, _, _ in wide] == ["formula", "numbers", "value"]
    rows = lines(block(step, notation, 50))
    assert [(form, relation, cells[0]) for form, relation, cells in rows] == [
        ("term", "=", "W₁,₂₁·x₁"),
        ("term", "+", "W₁,₂₂·x₂"),
        ("term", "+", "b₁,₂"),
        ("value", wide[-1][1], wide[-1][2][0]),
    ]
    values = [
        trace.value(trace.model.by_column[column], 1)
        for column in ("w*a[1][2][1]", "w*a[1][2][2]", "b[1][2]")
    ]
    assert [cells[2] for _, _, cells in rows[:3]] == [
        notation.number(written(value, RESULT)[0]) for value in values
    ]


@pytest.mark.parametrize("digits", [RESULT, None])
@pytest.mark.parametrize("name", SHAPES)
def test_the_terms_of_a_sum_in_rows_add_up_to_the_displayed_result(
    name: str, digits: int | None
) -> None:
    trace = traced(name)
    notation = Notation("course", trace.model)
    for step in trace.steps[: len(trace.model.steps)]:
        *rows, value = block(step, notation, 24, digits).lines
        if rows[0].form is Form.TERM:
            total = sum(calculated(text(row.cells[-1])) for row in rows)
            shown = calculated(text(value.cells[0]))
            assert rounded(Decimal(total)) == rounded(shown), step.symbol.column


@pytest.mark.parametrize("name", SHAPES)
def test_every_step_ends_with_its_value_and_says_whether_that_is_rounded(name: str) -> None:
    trace = traced(name)
    notation = Notation("ascii", trace.model)
    for step in trace.steps[: len(trace.model.steps)]:
        shown = block(step, notation, 60)
        assert shown.left.symbol == step.symbol
        *_, value = shown.lines
        assert value.form is Form.VALUE
        number = float(calculated(text(value.cells[0])))
        assert (number == step.value) == (value.relation == "=")
        assert number == pytest.approx(step.value, rel=5.1e-6)


@pytest.mark.parametrize("name", SHAPES)
def test_lines_put_the_numbers_of_the_formula_in(name: str) -> None:
    trace = traced(name)
    notation = Notation("course", trace.model)
    for step in trace.steps[: len(trace.model.steps)]:
        exact = block(step, notation, 10_000, None)
        for line in exact.lines:
            if line.form is Form.NUMBERS:
                assert float(student(exact, line)) == pytest.approx(step.value, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_calculator_gets_the_displayed_result_from_the_displayed_numbers(name: str) -> None:
    trace = traced(name)
    g = next(iter(trace.network.functions), "sigmoid")
    for step in steps_all_along(trace):
        shown = laid_out(trace, step.number)
        result = calculated(text(shown.lines[-1].cells[0]))
        for line in shown.lines:
            if line.form is Form.NUMBERS:
                assert rounded(student(shown, line, g)) == result, step.number


def test_a_calculator_gets_the_displayed_result_in_networks_of_every_kind() -> None:
    seen = set()
    for scenario in of_every_kind(12, seed=4):
        trace = begun(scenario)
        g = next(iter(trace.network.functions), "sigmoid")
        for step in steps_all_along(trace):
            for room in (1_000, 24):
                shown = laid_out(trace, step.number, room)
                result = rounded(calculated(text(shown.lines[-1].cells[0])))
                numbers = [line for line in shown.lines if line.form is Form.NUMBERS]
                rows = [line for line in shown.lines if line.form is Form.TERM]
                for line in numbers:
                    assert rounded(student(shown, line, g)) == result, (scenario.title, step)
                if rows:
                    total = sum(calculated(text(row.cells[-1])) for row in rows)
                    assert rounded(Decimal(total)) == result, (scenario.title, step)
                seen |= {(step.symbol.role, line.form) for line in (*numbers, *rows)}
    assert {role for role, _ in seen} >= {Role.E, Role.S, Role.C, Role.SUM_DW, Role.W_NEW}
    assert (Role.C, Form.TERM) in seen


def test_the_mean_of_several_outputs_has_a_row_for_each_of_them() -> None:
    scenario = drawn((1, 4))._replace(cost="mean_squares")
    trace = begun(scenario)
    step = trace.steps.at(1, COST)
    rows = block(step, Notation("course", trace.model), 60).lines
    assert [text(row.cells[0]) for row in rows[:-1]] == [f"(y{k}−y′{k})²/4" for k in "₁₂₃₄"]
    assert [line.relation for line in rows[:-1]] == ["=", "+", "+", "+"]


def test_a_later_sample_of_a_batch_adds_its_gradient_to_the_sum_so_far() -> None:
    trace = begun(drawn((1, 1, 1), samples=3)._replace(batch=3))
    step = trace.steps.at(1, trace.model.by_column["sum dC/dw[1][1][1]"])
    layout = EquationLayout(Notation("course", trace.model), 80)
    formulas = []
    for iteration in (1, 2, 3):
        shown = layout.block(step._replace(iteration=iteration))
        formulas.append(text(shown.lines[0].cells[0]))
    assert formulas == ["∂C/∂W₁", "Σ⁻∂C/∂W₁ + ∂C/∂W₁", "Σ⁻∂C/∂W₁ + ∂C/∂W₁"]


def test_a_slope_that_is_always_1_is_one_line() -> None:
    scenario = drawn((1, 1))
    layer = scenario.layers[0]._replace(activation="identity")
    trace = begun(scenario._replace(layers=(layer,)))
    step = trace.steps.at(1, trace.model.by_column["da/dz[1][1]"])
    assert lines(block(step, Notation("course", trace.model), 60)) == [
        ("formula", "=", ["1"]),
        ("value", "=", ["1"]),
    ]


def steps_all_along(trace: Trace) -> Iterator[Step]:
    """All steps of the first iteration, the last and one between."""
    first = trace.schedule.first
    for n in {1, (trace.iterations + 1) // 2, trace.iterations}:
        yield from trace.steps[first(n) : first(n + 1)]


def student(shown: Block, line: EquationLine, g: str = "sigmoid") -> Decimal:
    """What a student makes of a line of numbers as it is displayed."""
    return calculated(f" {line.separator} ".join(text(cell) for cell in line.cells), g)
