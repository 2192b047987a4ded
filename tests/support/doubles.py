"""Any doubles, and those at the ends of their range."""

from math import inf, isfinite, nextafter
from random import Random
from struct import pack, unpack
from sys import float_info

TINY, LARGEST = 5e-324, float_info.max
ENDS = (
    *(0.0, -0.0, TINY, -TINY, 1e-310, 2.3e-308, 1e-290, 1.0, -1.0, 1e290, 1.7e308),
    *(LARGEST, -LARGEST),
)


def double(random: Random) -> float:
    """Any double, each pattern of bits as likely as another, or one at or near an end."""
    while not isfinite(number := unpack("d", pack("Q", random.getrandbits(64)))[0]):
        pass
    near = nextafter(random.choice(ENDS), random.choice((0.0, inf)))
    return random.choice((number, random.choice(ENDS), near if isfinite(near) else 0.0))
