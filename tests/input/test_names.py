import pytest

from stepper.input.names import Glossary
from stepper.input.steps import find_symbol
from stepper.typeset.notation import ASCII, SEED, STANDARD
from tests.support.networks import BUNDLED, EVERY, drawn

LETTERS = {"z[1][1]": "Net", "z[1][2]": "NET", "x[1]": "z₂,₁", "z[2][1]": "out in", "t[1]": "C"}
SCENARIO = EVERY["2-2-1 with biases"]._replace(names=LETTERS)


def named(text: str, style: str = SEED) -> list[str]:
    return [symbol.column for symbol in Glossary(SCENARIO, style).symbols(text)]


@pytest.mark.parametrize("style", [SEED, STANDARD, ASCII])
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
        ("delta[2]", []),
        ("", []),
        (" ", []),
    ],
)
def test_a_name_is_looked_up_level_by_level(style: str, text: str, columns: list[str]) -> None:
    assert named(text, style) == columns


def test_of_an_ambiguous_name_a_search_takes_the_first() -> None:
    symbol = find_symbol(SCENARIO, "net")
    assert symbol
    assert symbol.column == "z[1][1]"


def test_brackets_and_commas_may_be_left_out() -> None:
    chain = Glossary(BUNDLED["three_hidden"])
    assert [symbol.column for symbol in chain.symbols("delta3")] == ["delta[3][1]"]
    assert chain.symbols("delta31") == []
    assert named("delta12") == ["delta[1][2]"]
    wide = Glossary(drawn((11, 11, 1), epochs=1))
    assert [symbol.column for symbol in wide.symbols("h111")] == ["a[1][11]"]
    either = ["w[1][1][11]", "w[1][11][1]"]
    assert [symbol.column for symbol in wide.symbols("W1111")] == either
