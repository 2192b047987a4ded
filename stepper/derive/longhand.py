"""The long-hand chain rule: a gradient or a delta from C down to the inputs, line by line.

In each line every derivative that is not taken yet becomes what it is made of,

    da/dp   ->   d/dp g(z)   ->   g(z)(1 - g(z)) dz/dp   ->   a(1 - a) dz/dp   ->   a(1 - a) w da/dp

with the a of the layer below in the last of them, until z holds p itself. Where several neurons
below depend on p, each is a path of its own and a term of the sum. Past MOST_PATHS paths the sums
stay nested: a letter stands for the neurons of a layer, and in front of the derivative of one of
them is the sum of all that reaches it, which is how its delta is made.
"""

from collections.abc import Callable, Iterator
from math import prod
from typing import NamedTuple

from stepper.backprop.equations import equation, error, input_to, slope
from stepper.backprop.expressions import (
    ONE,
    Difference,
    Expression,
    Known,
    Partial,
    Product,
    Sigmoid,
    Sum,
    SumOver,
    sum_of,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, DERIVED_BY, Role, Symbol
from stepper.derive.in_place import multiplied_out
from stepper.derive.lines import Factors, Term, TermLine, letter
from stepper.errors import StepperError
from stepper.limits import MOST_LAYERS, MOST_PATHS

MOST_TERMS = 4  # of a z or of C that are written one by one

_WITH_GRADIENT = {
    Role.W: Role.DC_DW, Role.WA: Role.DC_DW, Role.W_NEW: Role.DC_DW,
    Role.B: Role.DC_DB, Role.B_NEW: Role.DC_DB,
}  # fmt: skip
_OF_NEURON = (Role.B, Role.Z, Role.A, Role.DC_DA, Role.DA_DZ)


def longhand(net: Network, symbol: Symbol) -> list[TermLine]:
    """The derivation of dC/dw, dC/db or delta; its last line holds no derivative any more.

    Below the output of a network trained in place there is nothing to derive: there the lines
    multiply out what is stored. Raises StepperError more than MOST_LAYERS layers below C.
    """
    layers = net.L - symbol.l + 1
    if layers > MOST_LAYERS:
        raise StepperError(
            f"{symbol.column} is {layers} layers below C, and {MOST_LAYERS} are written out at "
            "most: take a number of a higher layer"
        )
    nested = paths(net, symbol.l) > MOST_PATHS
    if net.in_place and symbol.l < net.L:
        return list(multiplied_out(net, symbol, nested))
    by = symbol._replace(role=DERIVED_BY[symbol.role])
    return list(_Derivation(net, symbol, by, nested).lines())


def derivable(net: Network, s: Symbol) -> Symbol | None:
    """The gradient or the delta that belongs to a number: its own, else that of its neuron."""
    if s.role is Role.WDELTA:
        return Symbol(Role.DELTA, s.l - 1, s.i)
    gradient = s._replace(role=_WITH_GRADIENT.get(s.role, s.role))
    if gradient.role in DERIVED_BY and gradient in net.position:
        return gradient
    return Symbol(Role.DELTA, s.l, s.j) if s.role in _OF_NEURON else None


def paths(net: Network, l: int) -> int:
    """On how many paths a neuron of layer l acts on C."""
    return prod(net.sizes[l + 1 :])


class _Way(NamedTuple):
    """What stands in front of the derivative of neuron k; k is a letter where sums are nested."""

    factors: Factors
    k: int

    def then(self, factor: Expression) -> "_Way":
        return _Way((*self.factors, factor), self.k)


class _Derivation(NamedTuple):
    """From C down to by, the symbol p that C is differentiated by."""

    n: Network
    symbol: Symbol
    by: Symbol
    nested: bool

    def lines(self) -> Iterator[TermLine]:
        L, bottom = self.n.L, self.by.l
        rule = "cost.delta" if self.by.role is Role.Z else "cost"
        yield TermLine(self.symbol, rule, (Term((), (self._dC(),)),))
        ways = [_Way((), k) for k in self._neurons(L)]
        yield self._line("power", ways, lambda k: (self._error(k), self._da(L, k)))
        ways = [way.then(self._error(way.k)) for way in ways]
        for l in range(L, bottom - 1, -1):
            yield from self._through_sigmoid(l, ways)
            ways = [way.then(_slope(l, way.k)) for way in ways]
            if l > bottom:
                yield from self._through_sum(l, ways)
                ways = [passed_on for way in ways for passed_on in self._passed_on(l, way)]
        if self.by.role is not Role.Z:
            rule = "linear" if self.by.role is Role.W else "linear.bias"
            yield self._line(rule, ways, lambda k: (self._z_by_p(bottom, k),))

    def _through_sigmoid(self, l: int, ways: list[_Way]) -> Iterator[TermLine]:
        """a is g(z), and g' is g(1 - g): written so at the output, a(1 - a) at once below it."""

        def dg(k: int) -> Factors:
            return (Known(Partial(Sigmoid(self._z(l, k)), self.by), self._a_by_p(l, k)),)

        def slope_of_g(k: int) -> Expression:
            g = Sigmoid(self._z(l, k))
            return Product((g, Difference(ONE, g)))

        def dz(k: int) -> Factors:
            return () if self._z(l, k) == self.by else (self._dz(l, k),)

        inside = "" if dz(ways[0].k) else ".whole"
        yield self._line("sigmoid", ways, dg)
        if l == self.n.L:
            yield self._line(f"slope{inside}", ways, lambda k: (slope_of_g(k), *dz(k)))
            yield self._line("name", ways, lambda k: (_slope(l, k),), dz)
        else:
            yield self._line(f"slope.named{inside}", ways, lambda k: (_slope(l, k), *dz(k)))

    def _through_sum(self, l: int, ways: list[_Way]) -> Iterator[TermLine]:
        """z is the sum of w a: each w comes out in front of the derivative of its a."""
        below = self._neurons(l - 1)
        rule = "product" if below[1:] == () and below[0] > 0 else "product.split"

        def dz(k: int, i: int) -> Factors:
            return (_weight(l, k, i), self._da(l - 1, i))

        if not self.nested:
            terms = [Term(way.factors, dz(way.k, i)) for way in ways for i in below]
            yield TermLine(self.symbol, rule, tuple(terms))
            return
        (way,), (i,) = ways, below
        inner = dz(way.k, i) if i > 0 else (self._sum(l - 1, lambda i: Product(dz(way.k, i))),)
        yield self._line(rule, ways, lambda k: inner)
        if way.k < 0 or i < 0:
            (gathered,) = self._passed_on(l, way)
            term = Term((), gathered.factors, (self._da(l - 1, i),), self._over(i))
            yield TermLine(self.symbol, "gather", (term,))

    def _passed_on(self, l: int, way: _Way) -> Iterator[_Way]:
        """The ways on from neuron k of layer l to the layer below."""
        for i in self._neurons(l - 1):
            factors = (*way.factors, _weight(l, way.k, i))
            over = self._over(way.k)
            yield _Way((SumOver(*over, Product(factors)),) if over else factors, i)

    def _line(
        self,
        rule: str,
        ways: list[_Way],
        changed: Callable[[int], Factors],
        after: Callable[[int], Factors] = lambda k: (),
    ) -> TermLine:
        terms = (Term(w.factors, changed(w.k), after(w.k), self._over(w.k)) for w in ways)
        return TermLine(self.symbol, rule, tuple(terms))

    # --- sums over the neurons that depend on p

    def _neurons(self, l: int) -> tuple[int, ...]:
        """The neurons of a layer that depend on p, or the letter that stands for them."""
        if l == self.by.l:
            return (self.by.j,)
        if self.nested and self.n.sizes[l] > 1:
            return (letter(self.n, l),)
        return tuple(self.n.neurons(l))

    def _over(self, k: int) -> tuple[int, int] | None:
        return (k, self.n.sizes[k]) if k < 0 else None

    def _sum(self, l: int, term: Callable[[int], Expression]) -> Expression:
        terms = [term(k) for k in self._neurons(l)]
        over = self._over(self._neurons(l)[0])
        return SumOver(*over, terms[0]) if over else sum_of(terms)

    # --- what is differentiated

    def _C(self) -> Expression:
        outputs, k = self.n.sizes[-1], letter(self.n, self.n.L)
        if outputs > (1 if self.nested else MOST_TERMS):
            return SumOver(k, outputs, equation(self.n, Symbol(Role.CJ, self.n.L, k)).formula)
        return equation(self.n, COST).formula

    def _z(self, l: int, k: int) -> Expression:
        z, i, inputs = Symbol(Role.Z, l, k), letter(self.n, l - 1), self.n.sizes[l - 1]
        if z == self.by:
            return z
        one_by_one = 1 if self.nested and l > self.by.l else MOST_TERMS - self.n.biases
        if inputs <= one_by_one:
            return equation(self.n, z).formula
        weighted = SumOver(i, inputs, Product((_weight(l, k, i), input_to(l, i))))
        return Sum((weighted, Symbol(Role.B, l, k))) if self.n.biases else weighted

    # --- derivatives: as they are written, and what their number is

    def _dC(self) -> Known:
        by_p = self._sum(self.n.L, lambda k: Product((self._error(k), self._a_by_p(self.n.L, k))))
        return Known(Partial(self._C(), self.by), by_p)

    def _da(self, l: int, k: int) -> Known:
        return Known(Partial(Symbol(Role.A, l, k), self.by), self._a_by_p(l, k))

    def _dz(self, l: int, k: int) -> Known:
        return Known(Partial(self._z(l, k), self.by), self._z_by_p(l, k))

    def _error(self, k: int) -> Known:
        return Known(error(self.n, k), Symbol(Role.DC_DA, self.n.L, k))

    def _a_by_p(self, l: int, k: int) -> Expression:
        return Product((_slope(l, k), self._z_by_p(l, k)))

    def _z_by_p(self, l: int, k: int) -> Expression:
        if l == self.by.l:
            return input_to(l, self.by.i) if self.by.role is Role.W else ONE
        return self._sum(l - 1, lambda i: Product((_weight(l, k, i), self._a_by_p(l - 1, i))))


def _weight(l: int, k: int, i: int) -> Symbol:
    return Symbol(Role.W, l, k, i)


def _slope(l: int, k: int) -> Known:
    return slope(Symbol(Role.A, l, k))
