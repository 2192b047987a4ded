"""Kinds of named tuples that are never equal to one another, although tuples are."""

from typing import Any


def keep_apart(*kinds: Any) -> None:
    """Make a value of these kinds, or of a subclass, equal only to values of its own kind."""
    for kind in kinds:
        kind.__eq__, kind.__ne__ = _equals, _differs


def _equals(one: tuple[object, ...], other: object) -> bool:
    return type(one) is type(other) and tuple.__eq__(one, other)


def _differs(one: tuple[object, ...], other: object) -> bool:
    return not _equals(one, other)
