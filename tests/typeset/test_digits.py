from itertools import chain

import pytest

from stepper.input.numbers import read, read_typed
from stepper.typeset.digits import written
from stepper.typeset.notation import NOTATIONS, Notation
from tests.support.networks import EVERY, traced


@pytest.mark.parametrize(
    ("value", "digits", "text", "exact"),
    [
        (0.5, 6, "0.5", True),
        (1.0, 6, "1", True),
        (-2.0, 6, "-2", True),
        (0.075, 6, "0.075", True),
        (100000.0, 6, "100000", True),
        (0.1 + 0.2, 6, "0.300000", False),
        (0.1 + 0.2, None, "0.30000000000000004", True),
        (-0.012982200128654, 6, "-0.0129822", False),
        (-0.105466099, 8, "-0.10546610", False),
        (0.5517, 3, "0.552", False),
        (123456.7, 6, "123457", False),
        (1234567.0, 6, "1.23457e+06", False),
        (-7.21434e-05, 5, "-7.2143e-05", False),
        (-7.2143e-05, 6, "-7.2143e-05", True),
        (9.99999951, 6, "10.0000", False),
        (1953.125, 6, "1953.13", False),
        (-0.285, 2, "-0.29", False),
        (2.4999999999999996, 1, "2", False),
        (1e22, None, "1e+22", True),
        (2.0, None, "2", True),
        (5e-324, 6, "5e-324", True),
        (53.53399658203125, 15, "53.5339965820313", False),
        (4.0775371808351505e180, 16, "4.077537180835151e+180", False),
        (8267274300000000.0, 16, "8267274300000000", True),
        (8267274300000000.0, 15, "8.2672743e+15", True),
    ],
)
def test_a_number_is_written_with_its_digits(
    value: float, digits: int | None, text: str, exact: bool
) -> None:
    assert written(value, digits) == (text, exact)


@pytest.mark.parametrize("zero", [0.0, -0.0])
@pytest.mark.parametrize("digits", [None, 1, 6])
def test_zero_has_no_sign(zero: float, digits: int | None) -> None:
    assert written(zero, digits) == ("0", True)


@pytest.mark.parametrize("digits", [None, 3, 4, 6, 8, 17])
def test_what_is_called_exact_is_the_number_and_what_is_not_is_near(digits: int | None) -> None:
    for number in chain.from_iterable(traced(name).rows[-1] for name in EVERY):
        text, exact = written(number, digits)
        assert exact == (float(text) == number)
        if digits is None:
            assert exact
        else:
            assert abs(float(text) - number) <= 0.5000001 * 10.0 ** (1 - digits) * abs(number)
            mantissa = text.partition("e")[0].replace("-", "").replace(".", "").lstrip("0")
            assert exact or len(mantissa) == digits


# --- what people write


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-0.013", -0.013),
        ("−0.013", -0.013),
        (" 0.5 ", 0.5),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("1/4", 0.25),
        ("−1 / 4", -0.25),
        ("0.1/-0.3", 0.1 / -0.3),
        ("1e-3", 0.001),
        ("1E3/2", 500.0),
        ("-7.2143e-05", -7.2143e-05),
        ("7.2·10⁻⁵", 7.2e-5),
        ("−7.2143·10⁻⁵", -7.2143e-05),
        ("7.2*10^-5", 7.2e-5),
        ("7.2 × 10^−5", 7.2e-5),
        ("7.2x10**-5", 7.2e-5),
        ("2·10⁵", 2e5),
        ("2·10¹²", 2e12),
        ("= 0.25", 0.25),
        ("≈ −0.25", -0.25),
        ("~-0.25", -0.25),
        ("-0", 0.0),
        ("−0,013", -0.013),
        ("1,5e-3", 1.5e-3),
        ("5e-324", 5e-324),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: float) -> None:
    assert read(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "=", "−", "1,000", "−0,0,13", "1.2.3", "1/0", "1/2/3", "/2", "1/", "a",
        "nan", "inf",
        "1e", "1e400", "-1e400", "1_000", "1 000", "10⁻", "5·10", "5·105", "5·1²", "⁵",
        "5²", "½", "١", "1%",
        "--1", "0x1f", "W1", "[/]", "1e-3x", "9" * 400, "\x1b",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("name", ["xor", "three_hidden", "3-4-2-5-2 with biases"])
@pytest.mark.parametrize("style", NOTATIONS)
def test_every_number_that_is_shown_is_read_back(name: str, style: str) -> None:
    notation = Notation(style, EVERY[name].model)
    for number in traced(name).rows[1]:
        text, _ = written(number, 6)
        assert read(notation.number(text)) == float(text)
        assert read(notation.number(written(number, None)[0])) == number


@pytest.mark.parametrize(
    ("text", "agreeing", "differing"),
    [
        ("0.75", [0.75, 0.745, 0.755, 0.7501], [0.74499999, 0.75500001, -0.75]),
        ("0.750", [0.75, 0.7495, 0.7505], [0.7494, 0.7506]),
        ("-0.0065", [-0.0065, -0.00645, -0.00655], [-0.00644, 0.0065]),
        ("7.2·10⁻⁵", [7.15e-5, 7.25e-5], [7.14e-5, 7.26e-5]),
        ("1e-3", [0.0005, 0.0015], [0.0016, 0.0004]),
        ("1.00e-3", [0.001, 0.001005], [0.0010051]),
        ("0", [0.0, -0.0, 0.003, -0.5], [0.51]),
        ("0.00", [0.005, -0.004], [0.0051]),
        ("25", [25.0, 24.5, 25.5], [24.4, 26.0]),
        ("2·10⁵", [150000.0, 250000.0], [149999.0]),
        ("1/4", [0.25, 0.25 * (1 + 1e-13)], [0.25 * (1 + 1e-11), 0.2499]),
        ("-1/3", [-1 / 3, -0.1 / 0.3], [-0.333, 1 / 3]),
        ("0.1", [0.1, 0.15, 0.05], [0.1500001, float("nan"), float("inf")]),
        ("0.30000000000000004", [0.1 + 0.2], [0.3]),
        ("0.3", [0.1 + 0.2], []),
    ],
)
def test_a_number_agrees_to_the_digits_that_were_written(
    text: str, agreeing: list[float], differing: list[float]
) -> None:
    number = read_typed(text)
    assert number
    assert [value for value in agreeing if not number.agrees(value)] == []
    assert [value for value in differing if number.agrees(value)] == []


@pytest.mark.parametrize(
    ("text", "digits", "parts"),
    [
        ("0.0065", 2, ("0.0065",)),
        ("−0.750", 3, ("-0.750",)),
        ("7.20·10⁻⁵", 3, ("7.20e-5",)),
        ("0.000", 0, ("0.000",)),
        ("100", 3, ("100",)),
        ("≈ .5", 1, (".5",)),
        ("-1 / 4", 17, ("-1", "4")),
        ("1e3/2E-1", 17, ("1e3", "2e-1")),
    ],
)
def test_a_number_keeps_how_it_was_written(text: str, digits: int, parts: tuple[str, ...]) -> None:
    number = read_typed(text)
    assert number
    assert (number.digits, number.parts) == (digits, parts)


@pytest.mark.parametrize("digits", range(1, 13))
def test_a_number_rounded_to_any_digits_agrees_and_one_unit_off_does_not(digits: int) -> None:
    for value in traced("2-3-3-2").rows[0]:
        number = read_typed(f"{value:.{digits - 1}e}")
        assert number
        assert number.agrees(value)
        assert not number.agrees(value + 2.1 * float(number.half))


@pytest.mark.parametrize("text", ["1e-99999", "1e999999", "1e-" + "9" * 5000, "1/1e-99999"])
def test_a_power_that_no_float_has_is_no_reason_to_fail(text: str) -> None:
    number = read_typed(text)
    assert number is None or not number.agrees(1.0)


@pytest.mark.parametrize(
    ("text", "number", "cuts"),
    [
        ("0.6141", 0.61419, True),
        ("0.6142", 0.61419, False),
        ("0.6140", 0.61419, False),
        ("0.6141", 0.6141, True),
        ("-0.6141", -0.61419, True),
        ("-0.6142", -0.61419, False),
        ("0.6141", -0.61419, False),
        ("7.1e-5", 7.19e-5, True),
        ("0", 0.3, False),
        ("1/3", 0.4, False),
        ("1", float("nan"), False),
        ("1", float("inf"), False),
    ],
)
def test_a_number_that_leaves_out_digits_cuts(text: str, number: float, cuts: bool) -> None:
    said = read_typed(text)
    assert said
    assert said.cuts(number) == cuts
