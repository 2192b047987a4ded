"""A formula as a model: its columns, its equations, and its gradients."""

import math
from itertools import product
from random import Random

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.formula.formula import Formula
from stepper.formula.reading import read_formula
from stepper.runs.trace import run
from tests.support.formulas import agrees, drawn, first_that_differs

RANDOM = [drawn(Random(seed)) for seed in range(150)]


def columns(formula: Formula) -> str:
    return " ".join(symbol.column.replace(" ", "_") for symbol in formula.columns)


def test_a_product_of_a_sum_has_the_columns_of_the_chain_rule() -> None:
    formula = read_formula("q = x + y\nf = q * z", ("x", "y", "z"))
    assert columns(formula) == (
        "x y z q f local_df/dq df/dq local_dq/dx df/dx local_dq/dy df/dy local_df/dz df/dz"
    )
    assert formula.C.column == "f"
    assert not formula.learns
    assert [s.column for s in formula.steps][:3] == ["q", "f", "local df/dq"]


def test_a_name_that_several_lines_use_has_a_sum_with_a_term_for_each() -> None:
    formula = read_formula("a = x*x\nb = x + a\nf = a*b*x", ("x",))
    assert columns(formula) == (
        "x a b f "
        "local_df/db df/db "
        "local_db/da local_df/da df/db*db/da df/df*df/da df/da "
        "local_da/dx local_db/dx local_df/dx df/da*da/dx df/db*db/dx df/df*df/dx df/dx"
    )
    whole = formula.by_column["df/dx"]
    assert [s.column for s in formula.terms(whole)] == [
        *("df/da*da/dx", "df/db*db/dx", "df/df*df/dx")
    ]
    assert not formula.has_one_way_to_cost(whole)
    assert formula.is_direct(formula.by_column["local df/dx"])


def test_constants_have_no_derivatives_and_what_is_updated_has_a_new_number() -> None:
    formula = read_formula(
        "z = w*x + b; a = σ(z); L = ½*(a − t)²", ("w", "x", "b", "t"), ("x", "t"), ("b", "w")
    )
    assert columns(formula) == (
        "w x b t z a L local_dL/da dL/da local_da/dz dL/dz "
        "local_dz/dw dL/dw local_dz/db dL/db w+ b+"
    )
    roles = [formula.symbols[name].role for name in formula.given]
    assert roles == [Role.PARAMETER, Role.CONSTANT, Role.PARAMETER, Role.CONSTANT]
    assert formula.learns
    assert formula.becomes(formula.symbols["w"]) == Symbol(Role.NEW, names=("w",))
    assert formula.becomes(formula.symbols["x"]) == formula.symbols["x"]


def test_gates_cut_every_line_into_single_operations() -> None:
    formula = read_formula("g1 = w*x + b - 1\nf = -sin(g1)^2/2", ("w", "x", "b"), gates=True)
    assert [line.name for line in formula.lines] == ["g2", "g3", "g1", "g4", "g5", "g6", "f"]
    plain = read_formula("g1 = w*x + b - 1\nf = -sin(g1)^2/2", ("w", "x", "b"))
    assert plain.source == formula.source
    assert plain != formula


def test_formulas_that_differ_in_a_sign_alone_are_not_the_same_key() -> None:
    formulas = {read_formula(f"f = x {sign} y", ("x", "y")) for sign in "+-*/"}
    assert len(formulas) == 4


def test_a_given_number_has_no_equation() -> None:
    formula = read_formula("f = x*x", ("x",))
    with pytest.raises(KeyError):
        formula.equation(formula.symbols["x"])


@pytest.mark.parametrize("block", range(10))
def test_every_number_is_that_of_an_independent_evaluation_bit_for_bit(block: int) -> None:
    for case in RANDOM[block::10]:
        assert first_that_differs(case) == ""


@pytest.mark.parametrize("block", range(10))
def test_the_chain_rule_that_is_written_gives_the_same_bits(block: int) -> None:
    for case in RANDOM[block::10]:
        trace = run(case.scenario)
        numbers = {s: trace.value(s, 1) for s in trace.model.columns} | {RATE: 0.125}
        for symbol in trace.model.computed:
            eq, terms = trace.model.equation(symbol), trace.model.in_terms(symbol)
            for form in (eq.formula, terms.formula, *([eq.chain] if eq.chain else [])):
                assert evaluate(form, numbers.__getitem__).hex() == numbers[symbol].hex()


@pytest.mark.parametrize("block", range(10))
def test_gradients_agree_with_central_differences_of_the_cost(block: int) -> None:
    for case in RANDOM[block::10]:
        trace = run(case.scenario)
        for x in set(case.values) - set(case.constants):
            gradient = trace.value(Symbol(Role.GRADIENT, names=("C", x)), 1)
            assert agrees(case, x, gradient), (case.text, case.values, x, gradient)


def test_a_wrong_gradient_does_not_agree() -> None:
    case = RANDOM[0]
    x = next(iter(case.values))
    gradient = run(case.scenario).value(Symbol(Role.GRADIENT, names=("C", x)), 1)
    assert agrees(case, x, gradient)
    assert not agrees(case, x, gradient * 1.001 + 1e-4)


def test_gates_give_the_same_numbers_and_gradients() -> None:
    for case, gates in product(RANDOM[:30], (False, True)):
        trace, other = (run(case._replace(gates=g).scenario) for g in (False, gates))
        for name in (*case.values, "C"):
            symbol = trace.model.by_column[name]
            assert trace.value(symbol, 1).hex() == other.value(symbol, 1).hex()
        for symbol in (s for s in trace.model.columns if s.role is Role.GRADIENT):
            one, two = trace.value(symbol, 1), other.value(symbol, 1)
            assert math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-12), case.text
