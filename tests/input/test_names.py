import pytest

from stepper.input.names import Glossary
from stepper.input.steps import find_symbol
from stepper.typeset.notation import COURSE, NOTATIONS, SUPERSCRIPT
from tests.support.networks import BUNDLED, EVERY, drawn

LETTERS = {"z[1][1]": "Net", "z[1][2]": "NET", "x[1]": "z₂,₁", "z[2][1]": "out in", "t[1]": "C"}
SCENARIO = EVERY["2-2-1 with biases"]._replace(names=LETTERS)


def named(text: str, style: str = COURSE) -> list[str]:
    return [symbol.column for symbol in Glossary(SCENARIO, style).symbols(text)]


@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("C", ["C"]),  # a column, though the scenario calls another number so
        ("z₂,₁", ["x[1]"]),  # the scenario's letters, though a notation calls another one so
        ("z2,1", ["x[1]"]),
        ("z[2][1]", ["z[2][1]"]),
        ("Net", ["z[1][1]"]),
        ("NET", ["z[1][2]"]),
        ("net", ["z[1][1]", "z[1][2]"]),
        ("outin", ["z[2][1]"]),
        ("δ₁,₂", ["delta[1][2]"]),
        ("h12", ["a[1][2]"]),
        ("W211", ["w[2][1][1]"]),
        ("w212+", ["w+[2][1][2]"]),
        ("h3", []),
        ("h1,2", ["a[1][2]"]),
        ("a₁,₂", ["a[1][2]"]),
        ("delta[2]", ["delta[2][1]"]),  # the only one of its layer
        ("delta[1]", []),
        ("z2", ["z[2][1]"]),
        ("∂C/∂b₂", ["dC/db[2][1]"]),
        ("", []),
        (" ", []),
    ],
)
def test_a_name_is_looked_up_level_by_level(style: str, text: str, columns: list[str]) -> None:
    assert named(text, style) == columns


@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("z1", "z[1][1]"),
        ("h", "a[1][1]"),
        ("δh", "delta[1][1]"),
        ("deltah1,1", "delta[1][1]"),
        ("W2+", "w+[2][1][1]"),
        ("W₂", "w[2][1][1]"),
        ("y", "a[2][1]"),
        ("W1", None),  # there are two
        ("x", None),
    ],
)
def test_among_single_neurons_a_name_is_understood_where_it_can_mean_one_thing(
    style: str, text: str, column: str | None
) -> None:
    glossary = Glossary(drawn((2, 1, 1)), style)
    found = [symbol.column for symbol in glossary.symbols(text)]
    assert found == [column] * (column is not None)


def test_what_softmax_and_batches_add_has_names_that_can_be_typed() -> None:
    scenario = drawn((1, 2))
    layer = scenario.layers[0]._replace(activation="softmax")
    glossary = Glossary(scenario._replace(layers=(layer,), cost="cross_entropy", batch=2))
    typed = {
        "e1": "e[1]",
        "S": "S",
        "e₂": "e[2]",
        "Σ∂C/∂W1,21": "sum dC/dw[1][2][1]",
        "sum dC/dW1,21": "sum dC/dw[1][2][1]",
        "sum dC/dw[1][2][1]": "sum dC/dw[1][2][1]",
    }
    for text, column in typed.items():
        assert [symbol.column for symbol in glossary.symbols(text)] == [column], text


def test_of_an_ambiguous_name_a_search_takes_the_first() -> None:
    symbol = find_symbol(SCENARIO, "net")
    assert symbol
    assert symbol.column == "z[1][1]"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("δ²₁", "delta[2][1]"),
        ("delta^2_1", "delta[2][1]"),
        (r"\delta^{2}_{1}", "delta[2][1]"),
        (r"\delta_{1}^{2}", "delta[2][1]"),
        ("w^1_12", "w[1][1][2]"),
        ("w^{1}_{12}", "w[1][1][2]"),
        ("∂C/∂w¹₂₁", "dC/dw[1][2][1]"),
        ("w¹₁₂⁺", "w+[1][1][2]"),
    ],
)
def test_a_layer_may_stand_above(text: str, column: str) -> None:
    assert named(text) == named(text, SUPERSCRIPT) == [column]


def test_brackets_and_commas_may_be_left_out() -> None:
    chain = Glossary(BUNDLED["three_hidden"])
    assert [symbol.column for symbol in chain.symbols("delta3")] == ["delta[3][1]"]
    assert chain.exactly("delta31") == []
    assert named("delta12") == ["delta[1][2]"]
    wide = Glossary(drawn((11, 11, 1), epochs=1))
    assert [symbol.column for symbol in wide.symbols("h111")] == ["a[1][11]"]
    either = ["w[1][1][11]", "w[1][11][1]"]
    assert [symbol.column for symbol in wide.symbols("W1111")] == either
