import pytest

from stepper.backprop.network import Network
from stepper.backprop.symbols import RATE
from stepper.typeset.names.ascii import plain
from stepper.typeset.notation import NOTATIONS, Notation

CHAIN, DEEP = Network((1, 1, 1)), Network((1, 1, 1, 1, 1))
WITH_BIASES = {
    CHAIN: Network((1, 1, 1), biases=True),
    DEEP: Network((1, 1, 1, 1, 1), biases=True),
}
ONE_OUTPUT = Network((2, 2, 1), biases=True)
WIDE = Network((2, 3, 3, 2), biases=True)

# The table of the contract, row by row; each cell: the names of the columns above it.
COURSE = [
    (CHAIN, "x[1]", "x"),
    (DEEP, "x[1]", "x"),
    (ONE_OUTPUT, "x[2]", "x₂"),
    (WIDE, "x[2]", "x₂"),
    (CHAIN, "w[1][1][1]", "W₁"),
    (DEEP, "w[1][1][1]", "W₁"),
    (ONE_OUTPUT, "w[1][1][2]", "W₁,₁₂"),
    (WIDE, "w[1][1][2]", "W₁,₁₂"),
    (CHAIN, "b[1][1]", "b₁"),
    (DEEP, "b[1][1]", "b₁"),
    (ONE_OUTPUT, "b[1][2]", "b₁,₂"),
    (WIDE, "b[1][2]", "b₁,₂"),
    (CHAIN, "z[1][1]", "z₁"),
    (DEEP, "z[1][1]", "z₁"),
    (ONE_OUTPUT, "z[1][2]", "z₁,₂"),
    (WIDE, "z[1][2]", "z₁,₂"),
    (CHAIN, "a[1][1]", "h"),
    (DEEP, "a[1][1]", "h₁"),
    (ONE_OUTPUT, "a[1][2]", "h₁,₂"),
    (WIDE, "a[1][2]", "h₁,₂"),
    (CHAIN, "a[2][1]", "y"),
    (CHAIN, "t[1]", "y′"),
    (DEEP, "a[4][1]", "y"),
    (DEEP, "t[1]", "y′"),
    (ONE_OUTPUT, "a[2][1]", "y"),
    (ONE_OUTPUT, "t[1]", "y′"),
    (WIDE, "a[3][1]", "y₁"),
    (WIDE, "t[1]", "y′₁"),
    (CHAIN, "delta[1][1]", "δh"),
    (CHAIN, "delta[2][1]", "δy"),
    (DEEP, "delta[1][1]", "δ₁"),
    (DEEP, "delta[4][1]", "δy"),
    (ONE_OUTPUT, "delta[1][2]", "δ₁,₂"),
    (ONE_OUTPUT, "delta[2][1]", "δy"),
    (WIDE, "delta[1][2]", "δ₁,₂"),
    (WIDE, "delta[3][1]", "δy₁"),
    (CHAIN, "dC/dw[1][1][1]", "∂C/∂W₁"),
    (CHAIN, "w+[1][1][1]", "W₁⁺"),
    (DEEP, "dC/dw[1][1][1]", "∂C/∂W₁"),
    (DEEP, "w+[1][1][1]", "W₁⁺"),
    (ONE_OUTPUT, "dC/dw[1][1][2]", "∂C/∂W₁,₁₂"),
    (ONE_OUTPUT, "w+[1][1][2]", "W₁,₁₂⁺"),
    (WIDE, "dC/dw[1][1][2]", "∂C/∂W₁,₁₂"),
    (WIDE, "w+[1][1][2]", "W₁,₁₂⁺"),
]
SIZES = [
    (1, 1, 1),
    (1, 1, 1, 1, 1),
    (1,) * 13,
    (2, 2, 1),
    (1, 2, 1),
    (2, 1, 1),
    (1, 1, 2),
    (2, 3, 3, 2),
    (3, 4, 2, 5, 2),
    (9, 9, 9),
    (1, 10, 1),
    (11, 12, 13),
    (2,) * 13,
]


@pytest.mark.parametrize(("network", "column", "name"), COURSE)
def test_the_course_notation_has_the_letters_of_the_source_text(
    network: Network, column: str, name: str
) -> None:
    network = WITH_BIASES.get(network, network)
    assert Notation("course", network).name(network.by_column[column]) == name


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("x[2]", "x₂"),
        ("t[1]", "t₁"),
        ("w[1][1][2]", "w₁,₁₂"),
        ("b[1][2]", "b₁,₂"),
        ("w*a[1][1][2]", "w₁,₁₂·x₂"),
        ("w*a[2][1][2]", "w₂,₁₂·a₁,₂"),
        ("z[1][2]", "z₁,₂"),
        ("a[1][2]", "a₁,₂"),
        ("a[3][2]", "a₃,₂"),
        ("C[2]", "C₂"),
        ("C", "C"),
        ("w*delta[2][3][1]", "δ₂,₃·w₂,₃₁"),
        ("dC/da[1][2]", "∂C/∂a₁,₂"),
        ("da/dz[1][2]", "∂a₁,₂/∂z₁,₂"),
        ("delta[3][1]", "δ₃,₁"),
        ("dC/dw[1][1][2]", "∂C/∂w₁,₁₂"),
        ("dC/db[1][2]", "∂C/∂b₁,₂"),
        ("w+[1][1][2]", "w₁,₁₂⁺"),
        ("b+[1][2]", "b₁,₂⁺"),
    ],
)
def test_the_standard_notation_has_the_letters_of_the_field(column: str, name: str) -> None:
    assert Notation("standard", WIDE).name(WIDE.by_column[column]) == name


@pytest.mark.parametrize(
    ("style", "rate", "g"),
    [
        ("course", "α", "g"),
        ("standard", "η", "σ"),
        ("ascii", "rate", "g"),
    ],
)
def test_the_rate_and_the_sigmoid_have_a_letter_in_each_notation(
    style: str, rate: str, g: str
) -> None:
    notation = Notation(style, CHAIN)
    assert notation.name(RATE) == rate
    assert notation.sign("g") == g


@pytest.mark.parametrize("network", [ONE_OUTPUT, WIDE, Network((11, 12, 13))])
def test_ascii_names_of_wide_networks_are_the_columns(network: Network) -> None:
    notation = Notation("ascii", network)
    assert [notation.name(s) for s in network.columns] == [s.column for s in network.columns]


def test_ascii_names_in_a_chain_carry_the_layer_only() -> None:
    notation = Notation("ascii", DEEP)
    names = [notation.name(DEEP.by_column[c]) for c in ("x[1]", "w[3][1][1]", "delta[3][1]")]
    assert names == ["x", "w[3]", "delta[3]"]


def test_ten_neurons_have_commas_between_their_indices() -> None:
    network = Network((1, 11, 12))
    name = Notation("course", network).name
    assert name(network.by_column["w[2][1][11]"]) == "W₂,₁,₁₁"
    assert name(network.by_column["w[2][11][1]"]) == "W₂,₁₁,₁"
    assert name(network.by_column["a[1][10]"]) == "h₁,₁₀"


@pytest.mark.parametrize(
    ("network", "column", "name"),
    [
        (CHAIN, "delta[2][1]", "δ²₁"),  # with its neuron: δ² is a square
        (CHAIN, "w+[1][1][1]", "w¹₁₁⁺"),
        (CHAIN, "x[1]", "x"),
        (CHAIN, "t[1]", "t"),
        (ONE_OUTPUT, "w[1][1][2]", "w¹₁₂"),
        (ONE_OUTPUT, "dC/db[2][1]", "∂C/∂b²₁"),
        (Network((1, 11, 12)), "w[2][1][11]", "w²₁,₁₁"),
        (Network((1, 11, 12)), "a[1][10]", "a¹₁₀"),
        (Network((1,) * 13), "z[12][1]", "z¹²₁"),
    ],
)
def test_layers_stand_above_where_lectures_write_them_so(
    network: Network, column: str, name: str
) -> None:
    assert Notation("superscript", network).name(network.by_column[column]) == name


@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("biases", [False, True])
def test_no_two_numbers_have_the_same_name(biases: bool, in_place: bool, style: str) -> None:
    for sizes in SIZES:
        network = Network(sizes, biases, in_place=in_place)
        notation = Notation(style, network)
        names = [notation.name(symbol) for symbol in (*network.columns, RATE)]
        assert len(set(names)) == len(names), sizes
        assert not any(set(name) & set("[]<>") for name in names if style != "ascii"), sizes
        assert list(notation.clashes()) == [], sizes


def test_the_names_of_a_scenario_hold_in_the_course_notation() -> None:
    names = {"w[1][1][2]": "w2", "a[1][1]": "out"}
    course = Notation("course", ONE_OUTPUT, names)
    columns = ("w[1][1][2]", "w+[1][1][2]", "dC/da[1][1]", "w*a[2][1][1]", "w[1][1][1]")
    assert [course.name(ONE_OUTPUT.by_column[column]) for column in columns] == [
        "w2",
        "w2⁺",
        "∂C/∂out",
        "W₂,₁₁·out",
        "W₁,₁₁",
    ]
    for style in ("standard", "ascii"):
        given, own = Notation(style, ONE_OUTPUT, names), Notation(style, ONE_OUTPUT)
        assert all(given.name(s) == own.name(s) for s in ONE_OUTPUT.columns)


def test_names_that_clash_are_told() -> None:
    notation = Notation("course", ONE_OUTPUT, {"w[1][1][2]": "W₁,₁₁", "z[1][1]": "y"})
    clashes = list(notation.clashes())
    assert ("w[1][1][1]", "w[1][1][2]", "W₁,₁₁") in clashes
    assert ("w+[1][1][1]", "w+[1][1][2]", "W₁,₁₁⁺") in clashes
    assert ("z[1][1]", "a[2][1]", "y") in clashes


@pytest.mark.parametrize(
    ("signs", "ascii"),
    [
        ("∂C/∂W₁₂ = δy·h₁ − α", "dC/dW12 = deltay*h1 - rate"),
        ("½(y−y′)² ≈ 2 × 10", "1/2 (y-y')^2 ~ 2 * 10"),
        ("x → h … “W₂⁺” — □", 'x -> h ... "W2+" - ?'),
        ("은닉층 하나", "은닉층 하나"),
    ],
)
def test_a_sentence_can_be_written_in_ascii_signs(signs: str, ascii: str) -> None:
    assert plain(signs) == ascii


@pytest.mark.parametrize(
    ("text", "course", "ascii"),
    [
        ("-7.2143e-05", "−7.2143·10⁻⁵", "-7.2143*10^-5"),
        ("1.5e+22", "1.5·10²²", "1.5*10^22"),
        ("2e-310", "2·10⁻³¹⁰", "2*10^-310"),
        ("-0.25", "−0.25", "-0.25"),
        ("3", "3", "3"),
    ],
)
def test_powers_of_ten_are_written_as_on_paper(text: str, course: str, ascii: str) -> None:
    shown = {style: Notation(style, CHAIN).number(text) for style in NOTATIONS}
    signs = dict.fromkeys(("course", "standard", "superscript"), course)
    assert shown == signs | {"ascii": ascii}
