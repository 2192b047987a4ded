"""How far rounding on the way can move the numbers of a student."""

from collections.abc import Mapping
from math import floor, isfinite, log10

from stepper.diagnosis.carried import Carried, evaluated
from stepper.diagnosis.own_numbers import Own
from stepper.limits import MOST_DIGITS, MOST_SEARCHED
from stepper.typeset.digits import FEWEST_DIGITS

TWICE = 1.1  # halves of a unit: for a number that was first rounded to one digit more
SHIFT = 1e-6  # relative: small enough for equations to be straight, large enough for floats
MOST = 0.01  # relative: more than this is not rounding


def with_rounding(carried: Carried, in_doubt: bool = False) -> Carried:
    """The answers judged by how far rounding may have moved each.

    in_doubt: allow the most that rounding can do, once mistakes have been looked for. The distances
    depend on which numbers were carried on unrounded, and that on them, so there are two rounds.
    """
    once = carried.judged(with_tolerances(carried, in_doubt))
    return once.judged(with_tolerances(once, in_doubt))


def with_tolerances(carried: Carried, in_doubt: bool = False) -> dict[int, Own]:
    """The answers, each with the most by which rounding can move it.

    A number that was written may have been carried on as written. Another one may have been rounded
    to the digits of the answer that depends on it, and to its decimals as well, unless in doubt and
    the digits are not few. Of a row of more than MOST_SEARCHED numbers, only written ones count.
    """
    moved = {k: own.half * TWICE for k, own in carried.own.items()}
    digits = {k: own.answer.number.digits for k, own in carried.own.items()}
    every = range(len(carried.used))
    few = [*carried.own] if len(every) > MOST_SEARCHED else every
    for k in few:
        number = carried.used[k]
        shift = _shift(carried, k) if carried.users[k] else 0.0
        if not shift or not isfinite(number):
            continue
        for reached, by in _moves(carried, k, shift).items():
            if k in carried.own:
                moved[reached] += by
            elif (reached_digits := digits[reached]) < MOST_DIGITS:
                half = _half(number, reached_digits)
                if not in_doubt or reached_digits < FEWEST_DIGITS:  # to as many decimals
                    half = min(half, carried.own[reached].half)
                moved[reached] += by * half / shift
    return {
        k: own._replace(tolerance=max(own.half, min(moved[k], MOST * abs(carried.computed[k]))))
        for k, own in carried.own.items()
    }


def _shift(carried: Carried, k: int) -> float:
    """How far to shift a number: by its rounding if it was written, else by a small part of it."""
    own = carried.own.get(k)
    if own is None:
        return 0.0 if carried.row.is_given(k) else abs(carried.used[k]) * SHIFT
    if carried.row.is_given(k) and own.agrees(carried.computed[k]):
        return 0.0
    return abs(carried.used[k] - own.value) + own.half


def _moves(carried: Carried, k: int, shift: float) -> Mapping[int, float]:
    """How far a shift moves the answers that depend on it, without going on beyond them."""
    used, moves = carried.used[:], {}
    wait = bytearray(len(used))
    used[k] += shift
    for user in carried.users[k]:
        wait[user] = 1
    at = wait.find(1)
    while at >= 0:
        number = evaluated(carried.functions[at], used)
        if at in carried.own:
            moves[at] = abs(number - carried.computed[at])
        elif number != used[at]:
            used[at] = number
            for user in carried.users[at]:
                wait[user] = 1
        at = wait.find(1, at + 1)
    return moves


def _half(number: float, digits: int) -> float:
    """Half a unit of the last significant digit."""
    return 0.5 * 10.0 ** (floor(log10(abs(number))) + 1 - digits) if number else 0.0
