"""A gradient of a formula in long hand: each line has its value, and the paths are all of them."""

from functools import cache, partial

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Known, Partial
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.by_hand import by_hand
from stepper.derive.formula_longhand import longhand
from stepper.derive.formula_savings import multiplications
from stepper.derive.formula_shared import shared_factors
from stepper.derive.lines import TermLine, reason
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.formula.formula import Formula
from stepper.limits import MOST_LAYERS
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import COURSE, Notation
from stepper.typeset.spans import text_of
from tests.support import graphs


@cache
def traces() -> dict[str, Trace]:
    return graphs.traces()


def formula(name: str) -> Formula:
    model = traces()[name].model
    assert isinstance(model, Formula)
    return model


def gradients(of: Formula) -> list[Symbol]:
    return [s for s in of.columns if s.role is Role.GRADIENT]


def texts(of: Formula, lines: list[TermLine]) -> list[str]:
    names = Names(Notation(COURSE, of))
    return [text_of(names.write(line.expression)) for line in lines]


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_every_line_has_the_value_of_the_gradient(name: str) -> None:
    of, value = formula(name), partial(traces()[name].value, iteration=1)
    for gradient in gradients(of):
        lines = longhand(of, gradient)
        for line in (*lines, *shared_factors(of, gradient)):
            expected = value(line.symbol)
            assert evaluate(line.expression, value) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_the_last_line_in_symbols_has_no_local_derivative_left(name: str) -> None:
    of = formula(name)
    for gradient in gradients(of):
        last = [line for line in longhand(of, gradient) if not line.in_numbers][-1]
        for term in last.terms:
            for factor in term.factors:
                if isinstance(factor, Symbol):
                    assert factor.role is Role.GRADIENT  # of a line with many paths
                else:
                    assert isinstance(factor, Known) and not isinstance(factor.written, Partial)


def test_a_product_of_a_sum_line_by_line() -> None:
    of = formula("product of a sum")
    lines = longhand(of, of.by_column["df/dx"])
    assert texts(of, lines) == ["∂f/∂q·∂q/∂x", "z·∂q/∂x", "z·1", "z·1"]
    assert [line.rule for line in lines] == ["paths.one", "put_in", "put_in", "numbers.one"]
    assert lines[-1].in_numbers and not lines[-2].in_numbers


def test_a_name_used_twice_has_a_term_for_each_path() -> None:
    of = formula("used twice")
    lines = longhand(of, of.by_column["df/dx"])
    assert texts(of, lines)[0] == "∂f/∂a·∂a/∂x + ∂f/∂b·∂b/∂x + ∂f/∂x direct"
    assert texts(of, lines)[3] == "b·2·x + a·3 + 1"
    assert [line.rule for line in lines[-2:]] == ["numbers.several", "terms"]


def test_what_is_new_in_a_line_is_a_local_derivative_that_is_put_in() -> None:
    of = formula("neuron")
    lines = longhand(of, of.by_column["dC/dw"])
    new = [
        [text_of(Names(Notation(COURSE, of)).write(e)) for e in line.terms[0].changed]
        for line in lines[1:4]
    ]
    assert new == [["y−t"], ["y(1−y)"], ["x"]] or new == [["y − t"], ["y(1−y)"], ["x"]]


def test_a_name_too_far_from_the_cost_is_refused_with_what_to_do() -> None:
    lines = [f"a{k + 1} = sin(a{k})" for k in range(MOST_LAYERS + 1)]
    of = graphs.scenario("\n".join(lines), {"a0": 0.5}).formula
    assert of
    with pytest.raises(StepperError, match=r"a0 is 51 lines before a51, and at most 50"):
        longhand(of, of.by_column["da51/da0"])
    assert longhand(of, of.by_column["da51/da1"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_every_line_says_why(name: str, language: str) -> None:
    of = formula(name)
    explainer = Explainer(language, Notation(COURSE, of))
    for gradient in gradients(of):
        for line in (*longhand(of, gradient), *shared_factors(of, gradient)):
            assert "Symbol" not in text_of(reason(line, explainer))


def test_every_number_that_has_a_gradient_leads_to_it() -> None:
    of = formula("neuron")
    derivable = by_hand(of).derivable
    found = {s.column: d.column for s in of.columns if (d := derivable(of, s))}
    assert found["w"] == found["w+"] == found["local dz/dw"] == found["dC/dw"] == "dC/dw"
    assert found["z"] == "dC/dz"
    assert not {"C", "x", "t"} & found.keys()


def test_what_gradients_share_is_the_gradient_of_the_line_between() -> None:
    of = formula("neuron")
    lines = shared_factors(of, of.by_column["dC/dw"])
    assert [line.symbol.column for line in lines] == ["dC/dw", "dC/db"]
    assert [[*line.terms[0].changed] for line in lines] == [[of.by_column["dC/dz"]]] * 2
    assert not shared_factors(formula("direct"), formula("direct").by_column["df/dx"])


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_multiplications_are_those_of_every_path(name: str) -> None:
    of = formula(name)

    def paths(x: str) -> list[int]:
        """The number of factors of each path from C to a name."""
        if x == of.cost:
            return [0]
        return [n + 1 for u in of.users[x] for n in paths(u)]

    lengths = [n for x in of.differentiated for n in paths(x)]
    by_hand, reused = multiplications(of)
    assert by_hand == sum(n - 1 for n in lengths)
    locals_ = [s for s in of.columns if s.role is Role.LOCAL and s.names[0] != of.cost]
    assert reused == len(locals_)
