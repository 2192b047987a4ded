"""A given number misread: one digit for another, a decimal point moved, a sign lost."""

from collections.abc import Iterator
from itertools import pairwise

from stepper.typeset.digits import written

MOST_DIGITS = 4  # a number of more digits was drawn at random, and is read from a file
LIKELY, POSSIBLE = 5.0, 7.5  # bits
_TAKEN_FOR = {"0": "68", "1": "7", "3": "8", "5": "6", "6": "0", "7": "1", "8": "03", "9": "4"}


def misread(number: float) -> Iterator[tuple[float, float]]:
    """Yield what a number may be misread as, each with the bits that it takes to say so."""
    text = written(abs(number), None)[0]
    if number == 0 or "e" in text or sum(map(str.isdigit, text.strip("0."))) > MOST_DIGITS:
        return
    sign = -1.0 if number < 0 else 1.0
    yield -number, LIKELY
    for power in (10.0, 0.1, 100.0, 0.01):
        yield float(f"{number * power:.12g}"), LIKELY  # 0.07, and not 0.06999999999999999
    seen = {number}
    for k, digit in enumerate(text):
        if not digit.isdigit() or (digit == "0" and k == 0):
            continue
        for other in "0123456789":
            is_near = (
                other == "0"
                or other in _TAKEN_FOR.get(digit, "")
                or abs(int(other) - int(digit)) == 1
            )
            read = sign * float(f"{text[:k]}{other}{text[k + 1 :]}")
            if other != digit and read not in seen:
                seen.add(read)
                yield read, LIKELY if is_near else POSSIBLE
    digits = [k for k, digit in enumerate(text) if digit.isdigit()]
    for k, l in pairwise(digits):
        swapped = list(text)
        swapped[k], swapped[l] = swapped[l], swapped[k]
        read = sign * float("".join(swapped))
        if read not in seen:
            seen.add(read)
            yield read, LIKELY
