from itertools import chain

import pytest

from stepper.digits import read, written
from stepper.notation import ASCII, SEED, STANDARD, Notation
from tests.networks import EVERY, traced


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
        (1e22, None, "1e+22", True),
        (2.0, None, "2", True),
        (5e-324, 6, "4.94066e-324", True),
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
    for number in chain.from_iterable(traced(name).rows[1] for name in EVERY):
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
        ("5e-324", 5e-324),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: float) -> None:
    assert read(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "=", "−", "0,5", "−0,013", "1.2.3", "1/0", "1/2/3", "/2", "1/", "a", "nan", "inf",
        "1e", "1e400", "-1e400", "1_000", "1 000", "10⁻", "5·10", "5·105", "5·1²", "⁵",
        "5²", "½", "١", "1%",
        "--1", "0x1f", "W1", "[/]", "1e-3x", "9" * 400, "\x1b",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("name", ["xor", "three_hidden", "3-4-2-5-2 with biases"])
@pytest.mark.parametrize("style", [SEED, STANDARD, ASCII])
def test_every_number_that_is_shown_is_read_back(name: str, style: str) -> None:
    notation = Notation(style, EVERY[name].network)
    for number in traced(name).rows[1]:
        text, _ = written(number, 6)
        assert read(notation.number(text)) == float(text)
        assert read(notation.number(written(number, None)[0])) == number
