"""Numbers as they are shown against rounding done with integers, a half up."""

import struct
from math import isfinite
from random import Random

from stepper.input.numbers import read
from stepper.limits import MOST_DIGITS
from stepper.typeset.digits import written


def shown(count: int, seed: int) -> str:
    """10,000 random floats of all magnitudes, with 1 to 17 digits."""
    random = Random(f"shown {seed}")
    exact = halves = 0
    for k in range(count):
        value, digits = number(random, k), random.randint(1, MOST_DIGITS)
        right = rounded(value, digits)
        text, called_exact = written(value, digits)
        case = f"number {k} of seed {seed}: {value!r} with {digits} digits: {text}"
        assert taken_apart(text) == right, f"{case} is not {right}"
        assert called_exact == (right == taken_apart(repr(value))), f"{case}: {called_exact=}"
        power = len(str(abs(right[0]))) - 1 + right[1]  # of the first digit
        assert ("e" in text) == (not -4 <= power < digits), case
        if not called_exact:
            mantissa = text.lstrip("-").partition("e")[0]
            assert len(mantissa.replace(".", "").lstrip("0")) == digits, case
        if isfinite(float(text)):  # what the largest floats are rounded up to is none
            assert read(text) == float(text), case
        exact += called_exact
        halves += is_half(value, digits)
    return f"{count:,} numbers, {exact:,} of them exact, {halves:,} with a 5 as their whole rest"


def number(random: Random, k: int) -> float:
    """Any bits, sizes that people meet, what ends with a 5, and the very small, in turn."""
    match k % 4:
        case 0:
            bits = random.getrandbits(64).to_bytes(8, "little")
            value: float = struct.unpack("<d", bits)[0]
        case 1:
            value = random.uniform(-1, 1) * 10 ** random.randint(-8, 8)
        case 2:
            digits = random.randrange(10 ** random.randint(1, 16))
            value = float(f"{digits}5e{random.randint(-30, 10)}")
        case _:
            value = random.getrandbits(random.randint(1, 52)) * 5e-324
    return value if isfinite(value) and value else -0.5


def taken_apart(text: str) -> tuple[int, int]:
    """The number as an integer that 10 does not divide, and a power of ten."""
    mantissa, _, power = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).rstrip("0")
    return int(digits), int(power or 0) + len(whole + fraction) - len(digits) - len(fraction)


def rounded(value: float, digits: int) -> tuple[int, int]:
    """Round a number to a count of digits by hand, from its shortest form."""
    whole, power = taken_apart(repr(value))
    over = 10 ** max(0, len(str(abs(whole))) - digits)
    nearest, rest = divmod(abs(whole), over)
    nearest += 2 * rest >= over > 1
    return taken_apart(f"{nearest * over if whole > 0 else -nearest * over}e{power}")


def is_half(value: float, digits: int) -> bool:
    whole, _ = taken_apart(repr(value))
    return len(str(abs(whole))) == digits + 1 and abs(whole) % 10 == 5
