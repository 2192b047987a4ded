"""Symbols: one for every number of an iteration. A model lists its own in the order of a row.

In a network, a number is known by its place; in a formula, by the names that its author gave.

l  layer: 0 is the input, 1 the first hidden layer, L the output
j  neuron of layer l            i  neuron of layer l-1            (all neurons count from 1)
"""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import NamedTuple


class Phase(StrEnum):
    GIVEN = "given"
    FORWARD = "forward"
    BACKWARD = "backward"
    UPDATE = "update"


class Kind(StrEnum):
    """The kinds of numbers, each with a colour of its own on the screen."""

    FORWARD = "forward"
    BACKWARD = "backward"
    PARAMETER = "parameter"
    TARGET = "target"


class Role(Enum):
    """The roles of the numbers: (column name, phase in which it is computed, kind)."""

    X = ("x[{j}]", Phase.GIVEN, Kind.FORWARD)
    T = ("t[{j}]", Phase.GIVEN, Kind.TARGET)
    W = ("w[{l}][{j}][{i}]", Phase.GIVEN, Kind.PARAMETER)
    B = ("b[{l}][{j}]", Phase.GIVEN, Kind.PARAMETER)
    RATE = ("rate", Phase.GIVEN, Kind.PARAMETER)  # this one and the next three have no column
    SIZE = ("n", Phase.GIVEN, Kind.PARAMETER)
    SO_FAR_DW = ("sum dC/dw[{l}][{j}][{i}] of the samples before", Phase.GIVEN, Kind.BACKWARD)
    SO_FAR_DB = ("sum dC/db[{l}][{j}] of the samples before", Phase.GIVEN, Kind.BACKWARD)
    WA = ("w*a[{l}][{j}][{i}]", Phase.FORWARD, Kind.FORWARD)
    Z = ("z[{l}][{j}]", Phase.FORWARD, Kind.FORWARD)
    E = ("e[{j}]", Phase.FORWARD, Kind.FORWARD)
    S = ("S", Phase.FORWARD, Kind.FORWARD)
    A = ("a[{l}][{j}]", Phase.FORWARD, Kind.FORWARD)
    CJ = ("C[{j}]", Phase.FORWARD, Kind.FORWARD)
    C = ("C", Phase.FORWARD, Kind.FORWARD)
    WDELTA = ("w*delta[{l}][{j}][{i}]", Phase.BACKWARD, Kind.BACKWARD)
    DC_DA = ("dC/da[{l}][{j}]", Phase.BACKWARD, Kind.BACKWARD)
    DA_DZ = ("da/dz[{l}][{j}]", Phase.BACKWARD, Kind.BACKWARD)
    DELTA = ("delta[{l}][{j}]", Phase.BACKWARD, Kind.BACKWARD)
    DC_DW = ("dC/dw[{l}][{j}][{i}]", Phase.BACKWARD, Kind.BACKWARD)
    DC_DB = ("dC/db[{l}][{j}]", Phase.BACKWARD, Kind.BACKWARD)
    SUM_DW = ("sum dC/dw[{l}][{j}][{i}]", Phase.BACKWARD, Kind.BACKWARD)
    SUM_DB = ("sum dC/db[{l}][{j}]", Phase.BACKWARD, Kind.BACKWARD)
    W_NEW = ("w+[{l}][{j}][{i}]", Phase.UPDATE, Kind.PARAMETER)
    B_NEW = ("b+[{l}][{j}]", Phase.UPDATE, Kind.PARAMETER)
    # of a formula with the result C, in which a line u uses the name x
    GIVEN = ("{0}", Phase.GIVEN, Kind.FORWARD)
    CONSTANT = ("{0}", Phase.GIVEN, Kind.TARGET)  # by which nothing is differentiated
    PARAMETER = ("{0}", Phase.GIVEN, Kind.PARAMETER)  # which gradient descent updates
    LINE = ("{0}", Phase.FORWARD, Kind.FORWARD)
    LOCAL = ("local d{0}/d{1}", Phase.BACKWARD, Kind.BACKWARD)  # du/dx
    PATH = ("d{0}/d{1}*d{1}/d{2}", Phase.BACKWARD, Kind.BACKWARD)  # dC/du du/dx, a term
    GRADIENT = ("d{0}/d{1}", Phase.BACKWARD, Kind.BACKWARD)  # dC/dx
    NEW = ("{0}+", Phase.UPDATE, Kind.PARAMETER)

    def __init__(self, column: str, phase: Phase, kind: Kind) -> None:
        self.column = column
        self.phase = phase
        self.kind = kind

    __hash__ = object.__hash__  # Enum's is written in Python, and symbols are hashed often


OF_FORMULA = frozenset(role for role in Role if "{0}" in role.column)
TERMS = frozenset({Role.WA, Role.CJ, Role.WDELTA, Role.PATH})
UPDATED = {Role.W: Role.W_NEW, Role.B: Role.B_NEW, Role.PARAMETER: Role.NEW}
FOLLOWING = {new: old for old, new in UPDATED.items()}  # the role in the next iteration

GRADIENT_OF = {Role.W: Role.DC_DW, Role.B: Role.DC_DB}
GRADIENTS = frozenset({*GRADIENT_OF.values(), Role.GRADIENT})
# gradient -> the role with respect to which C is differentiated
DERIVED_BY = {**{gradient: of for of, gradient in GRADIENT_OF.items()}, Role.DELTA: Role.Z}

# in a batch: a sum of gradients, and its role where the next sample adds its own
SUMS = {Role.DC_DW: Role.SUM_DW, Role.DC_DB: Role.SUM_DB}
OF_SUM = {total: gradient for gradient, total in SUMS.items()}
SO_FAR = {Role.SUM_DW: Role.SO_FAR_DW, Role.SUM_DB: Role.SO_FAR_DB}
SUMMED = {so_far: total for total, so_far in SO_FAR.items()}


class Symbol(NamedTuple):
    """One number of an iteration. x is in layer 0; t and the costs are in the output layer.

    names: of a formula, in the order of the column's name.
    """

    role: Role
    l: int = 0
    j: int = 0
    i: int = 0
    names: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The name of its column in a trace, `w[2][1][3]`."""
        return self.role.column.format(*self.names, l=self.l, j=self.j, i=self.i)

    @property
    def updated(self) -> "Symbol":
        """The updated parameter; any other symbol itself."""
        return self.as_role(UPDATED)

    def as_role(self, roles: Mapping[Role, Role]) -> "Symbol":
        """The symbol at the same place with the role that a table maps its own to, else itself."""
        return self._replace(role=roles[self.role]) if self.role in roles else self

    @property
    def is_term(self) -> bool:
        """Whether it is a term of a sum, which the step of that sum shows."""
        return self.role in TERMS

    @property
    def is_step(self) -> bool:
        """Whether it is computed in a numbered step of its own."""
        return self.role.phase is not Phase.GIVEN and not self.is_term


RATE = Symbol(Role.RATE)


BATCH_SIZE = Symbol(Role.SIZE)  # the number of samples in the batch of an iteration


COST = Symbol(Role.C)
