"""Vectors and matrices as people write them: [[0.1, 0.2], [0.3, 0.4]], [1 2; 3 4]."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.input.numbers import TypedNumber, read_typed

_CALLED = re.compile(r"(?:(?:np|numpy|torch)\.)?(?:array|tensor|matrix)\s*\((.*)\)", re.DOTALL)
_BEGUN = re.compile(r"[=:≈~]\s*+(?:[\w.]++\s*+\(\s*+)?\[")
_PIECE = re.compile(r"\s*([\[\](){}]|[;,]|[^\[\](){};,\s]+)")
_OPENING, _CLOSING = "[({", "])}"


class Array(NamedTuple):
    """The numbers of a vector or a matrix, row by row; a vector is one row."""

    rows: tuple[tuple[TypedNumber, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    def assigned(self, group: Sequence[Symbol]) -> Iterator[list[tuple[Symbol, TypedNumber]]]:
        """Yield the ways to give the numbers to the symbols of a role and layer, in their order.

        A matrix may have a row for each receiving neuron, or for each sending one.
        """
        flat = [number for row in self.rows for number in row]
        receiving, sending = group[-1].j, max(group[-1].i, 1)
        of_matrix = group[-1].i > 0 and receiving * sending == len(group)
        if len(flat) != len(group):
            return
        is_line = 1 in self.shape
        if not of_matrix or 1 in (receiving, sending):
            if is_line:
                yield list(zip(group, flat, strict=True))
            return
        if self.shape == (receiving, sending):
            yield list(zip(group, flat, strict=True))
        if self.shape == (sending, receiving):
            turned = [row[k] for k in range(receiving) for row in self.rows]
            yield list(zip(group, turned, strict=True))


def read_array(text: str) -> Array | None:
    """Read a vector or a matrix with at least one number; None for any other text."""
    called = _CALLED.fullmatch(text.strip())
    text = (called[1] if called else text).strip()
    if text[:1] not in tuple(_OPENING) or text[-1:] not in tuple(_CLOSING):
        return None
    rows: list[list[TypedNumber]] = [[]]
    depth = 0
    for k, piece in enumerate(_PIECE.findall(text)):
        if k and not depth:
            return None
        if piece in _OPENING:
            depth += 1
        elif piece in _CLOSING:
            depth -= 1
        if piece in (*_OPENING, ";"):
            rows.append([])
        elif piece not in (*_CLOSING, ","):
            number = read_typed(piece)
            if number is None or depth < 1:
                return None
            rows[-1].append(number)
    filled = tuple(tuple(row) for row in rows if row)
    is_even = depth == 0 and len(set(map(len, filled))) == 1
    return Array(filled) if is_even else None


def is_open(text: str) -> bool:
    """Whether a text begins an array whose brackets are not closed yet."""
    return bool(_BEGUN.search(text)) and text.count("[") > text.count("]")
