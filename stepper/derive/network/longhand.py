"""The chain rule in long hand: a gradient or a delta from C down to the inputs, line by line.

Each line rewrites every derivative that is left,

    da/dp   ->   d/dp g(z)   ->   g(z)(1 - g(z)) dz/dp   ->   a(1 - a) dz/dp   ->   a(1 - a) w da/dp

(of a sigmoid; another activation has its own slope, and cross-entropy cancels that of the output)
where the last a is of the previous layer, until z contains p itself. If several neurons of that
layer depend on p, each gives a path of its own and a term of the sum. With more than MOST_PATHS
paths the sums stay nested: an index stands for the neurons of a layer, and the derivative of one
of them is multiplied by the sum of everything that reaches it, as in the recursion of delta.
"""

from collections.abc import Callable, Iterator
from math import prod
from typing import NamedTuple

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.equations import activation_of, cost_by_output, error, input_to, slope
from stepper.backprop.expressions import (
    ONE,
    Expression,
    Known,
    Number,
    Partial,
    Product,
    Quotient,
    Sum,
    SumOver,
    sum_of,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, DERIVED_BY, GRADIENT_OF, Role, Symbol
from stepper.derive.lines import Factors, Term, TermLine, factors_of, letter
from stepper.derive.network.cross_entropy import stages
from stepper.derive.network.in_place import multiplied_out
from stepper.errors import StepperError
from stepper.limits import MOST_LAYERS, MOST_PATHS

MOST_TERMS = 4  # of a z or of C, written one by one; more are a sum over an index

_WITH_GRADIENT = {
    **GRADIENT_OF, Role.WA: Role.DC_DW, Role.W_NEW: Role.DC_DW, Role.B_NEW: Role.DC_DB,
}  # fmt: skip
_POWER = {"squares": "power.squares", "mean_squares": "power.squares"}
_OF_NEURON = (Role.B, Role.Z, Role.A, Role.DC_DA, Role.DA_DZ)


def longhand(net: Network, symbol: Symbol) -> list[TermLine]:
    """Derive dC/dw, dC/db or delta; the last line has no derivative left.

    Below the output of a network that is trained in place, the lines multiply out the stored
    equations instead. Raises StepperError for a symbol more than MOST_LAYERS layers below C.
    """
    layers = net.L - symbol.l + 1
    if layers > MOST_LAYERS:
        raise StepperError(
            f"{symbol.column} is {layers} layers before C, and at most {MOST_LAYERS} are written "
            "out; choose a number in a layer closer to the output"
        )
    nested = paths(net, symbol.l) > MOST_PATHS
    if net.in_place and symbol.l < net.L:
        return list(multiplied_out(net, symbol, nested))
    by = symbol.as_role(DERIVED_BY)
    return list(_Longhand(net, symbol, by, nested).lines())


def derivable(net: Network, s: Symbol) -> Symbol | None:
    """The gradient or delta to derive for a number, else that of its neuron; None if neither."""
    if s.role is Role.WDELTA:
        return Symbol(Role.DELTA, s.l - 1, s.i)
    gradient = s.as_role(_WITH_GRADIENT)
    if gradient.role in DERIVED_BY and gradient in net.position:
        return gradient
    return Symbol(Role.DELTA, s.l, s.j) if s.role in _OF_NEURON else None


def paths(net: Network, l: int) -> int:
    """The number of paths from a neuron of layer l to C."""
    return prod(net.sizes[l + 1 :])


class _Path(NamedTuple):
    """The factors before the derivative of neuron k; k is an index (negative) in nested sums."""

    factors: Factors
    k: int

    def then(self, factor: Expression) -> "_Path":
        return _Path((*self.factors, factor), self.k)


class _Longhand(NamedTuple):
    """Writes C's derivative with respect to by, the p of this module, from C down."""

    net: Network
    symbol: Symbol
    by: Symbol
    nested: bool

    def lines(self) -> Iterator[TermLine]:
        L, bottom = self.net.L, self.by.l
        rule = "cost.delta" if self.by.role is Role.Z else "cost"
        yield TermLine(self.symbol, rule, (Term((), (self._dC(),)),))
        paths = [_Path((), k) for k in self._neurons(L)]
        if self.net.has_slope(L):
            rule = _POWER.get(self.net.cost, "power")
            rule = "power.mean" if self.net.means_cost else rule
            yield self._line(rule, paths, lambda k: (self._error(k), self._da(L, k)))
        else:
            yield from self._through_cross_entropy(paths)
        paths = [path.then(self._error(path.k)) for path in paths]
        for l in range(L, bottom - 1, -1):
            if self.net.has_slope(l):
                yield from self._through_activation(l, paths)
                paths = [path.then(_slope(self.net, l, path.k)) for path in paths]
            if l > bottom:
                yield from self._through_sum(l, paths)
                paths = [passed_on for path in paths for passed_on in self._passed_on(l, path)]
        if self.by.role is not Role.Z:
            rule = "linear" if self.by.role is Role.W else "linear.bias"
            yield self._line(rule, paths, lambda k: (self._z_by_p(bottom, k),))

    def _through_cross_entropy(self, paths: list[_Path]) -> Iterator[TermLine]:
        """The chain rule through z of the outputs, then dC/dz in stages down to a - t."""
        L = self.net.L

        def dz(k: int) -> Factors:
            return () if self._z(L, k) == self.by else (self._dz(L, k),)

        def by_z(k: int) -> Expression:
            return Known(Partial(COST, Symbol(Role.Z, L, k)), Symbol(Role.DELTA, L, k))

        if self.by.role is not Role.Z or self.by.l < L:
            yield self._line("through_z", paths, lambda k: (by_z(k), *dz(k)))
        for rule, stage in stages(self.net):
            yield self._line(rule, paths, _factors_of(stage), dz)

    def _through_activation(self, l: int, paths: list[_Path]) -> Iterator[TermLine]:
        """a = g(z) and g' = g(1 - g): two lines at the output, a(1 - a) directly below it."""
        g = self.net.activation(l)
        is_general = self.net.functions != ("sigmoid",) or g != "sigmoid"

        def dg(k: int) -> Factors:
            return (
                Known(
                    Partial(activation_of(self.net, l, self._z(l, k)), self.by), self._a_by_p(l, k)
                ),
            )

        def slope_of_g(k: int) -> Expression:
            z = self._z(l, k)
            return ACTIVATIONS[self.net.activation(l)].slope(z, activation_of(self.net, l, z))

        def dz(k: int) -> Factors:
            return () if self._z(l, k) == self.by else (self._dz(l, k),)

        def with_slope(k: int) -> Factors:
            return (_slope(self.net, l, k), *dz(k))

        def line(rule: str, changed: Callable[[int], Factors], after: bool = False) -> TermLine:
            plain = self._line(rule, paths, changed, *([dz] if after else []))
            if not is_general:
                return plain
            return plain._replace(rule=f"g.{rule.replace('sigmoid', 'output')}", function=g)

        inside = "" if dz(paths[0].k) else ".whole"
        if g == "identity":
            yield self._line(f"identity{inside}", paths, with_slope)
            return
        yield line("sigmoid", dg)
        if l == self.net.L:
            yield line(f"slope{inside}", lambda k: (slope_of_g(k), *dz(k)))
            yield line("name", lambda k: (_slope(self.net, l, k),), after=True)
        else:
            yield line(f"slope.named{inside}", with_slope)

    def _through_sum(self, l: int, paths: list[_Path]) -> Iterator[TermLine]:
        """z is a sum of w a: each w becomes a factor of the derivative of its a."""
        below = self._neurons(l - 1)
        rule = "product" if below[1:] == () and below[0] > 0 else "product.split"

        def dz(k: int, i: int) -> Factors:
            return (_weight(l, k, i), self._da(l - 1, i))

        if not self.nested:
            terms = [Term(path.factors, dz(path.k, i)) for path in paths for i in below]
            yield TermLine(self.symbol, rule, tuple(terms))
            return
        (path,), (i,) = paths, below
        inner = dz(path.k, i) if i > 0 else (self._sum(l - 1, lambda i: Product(dz(path.k, i))),)
        yield self._line(rule, paths, lambda k: inner)
        if path.k < 0 or i < 0:
            (gathered,) = self._passed_on(l, path)
            term = Term((), gathered.factors, (self._da(l - 1, i),), self._over(i))
            yield TermLine(self.symbol, "gather", (term,))

    def _passed_on(self, l: int, path: _Path) -> Iterator[_Path]:
        """Yield the paths on from a neuron of layer l to the previous layer."""
        for i in self._neurons(l - 1):
            factors = (*path.factors, _weight(l, path.k, i))
            over = self._over(path.k)
            yield _Path((SumOver(*over, Product(factors)),) if over else factors, i)

    def _line(
        self,
        rule: str,
        paths: list[_Path],
        changed: Callable[[int], Factors],
        after: Callable[[int], Factors] = lambda k: (),
    ) -> TermLine:
        terms = (Term(p.factors, changed(p.k), after(p.k), self._over(p.k)) for p in paths)
        return TermLine(self.symbol, rule, tuple(terms))

    # --- sums over the neurons that depend on p

    def _neurons(self, l: int) -> tuple[int, ...]:
        """The neurons of a layer that depend on p, or one index for all of them."""
        if l == self.by.l:
            return (self.by.j,)
        if self.nested and self.net.sizes[l] > 1:
            return (letter(self.net, l),)
        return tuple(self.net.neurons(l))

    def _over(self, k: int) -> tuple[int, int] | None:
        return (k, self.net.sizes[k]) if k < 0 else None

    def _sum(self, l: int, term: Callable[[int], Expression]) -> Expression:
        terms = [term(k) for k in self._neurons(l)]
        over = self._over(self._neurons(l)[0])
        return SumOver(*over, terms[0]) if over else sum_of(terms)

    # --- what is differentiated

    def _C(self) -> Expression:
        outputs, k = self.net.sizes[-1], letter(self.net, self.net.L)
        if outputs > (1 if self.nested else MOST_TERMS):
            term = self.net.equation(Symbol(Role.CJ, self.net.L, k)).formula
            total = SumOver(k, outputs, term)
            return Quotient(total, Number(float(outputs))) if self.net.means_cost else total
        return self.net.equation(COST).formula

    def _z(self, l: int, k: int) -> Expression:
        z, i, inputs = Symbol(Role.Z, l, k), letter(self.net, l - 1), self.net.sizes[l - 1]
        if z == self.by:
            return z
        one_by_one = 1 if self.nested and l > self.by.l else MOST_TERMS - self.net.biases
        if inputs <= one_by_one:
            return self.net.equation(z).formula
        weighted = SumOver(i, inputs, Product((_weight(l, k, i), input_to(l, i))))
        return Sum((weighted, Symbol(Role.B, l, k))) if self.net.biases else weighted

    # --- derivatives: how they are written, and their values

    def _dC(self) -> Known:
        L = self.net.L
        passed_on = self._a_by_p if self.net.has_slope(L) else self._z_by_p
        by_p = self._sum(L, lambda k: Product((self._error(k), passed_on(L, k))))
        return Known(Partial(self._C(), self.by), by_p)

    def _da(self, l: int, k: int) -> Known:
        return Known(Partial(Symbol(Role.A, l, k), self.by), self._a_by_p(l, k))

    def _dz(self, l: int, k: int) -> Known:
        return Known(Partial(self._z(l, k), self.by), self._z_by_p(l, k))

    def _error(self, k: int) -> Known:
        if not self.net.has_slope(self.net.L):
            return Known(error(self.net, k), Symbol(Role.DELTA, self.net.L, k))
        return Known(cost_by_output(self.net, k), Symbol(Role.DC_DA, self.net.L, k))

    def _a_by_p(self, l: int, k: int) -> Expression:
        return Product((_slope(self.net, l, k), self._z_by_p(l, k)))

    def _z_by_p(self, l: int, k: int) -> Expression:
        if l == self.by.l:
            return input_to(l, self.by.i) if self.by.role is Role.W else ONE
        return self._sum(l - 1, lambda i: Product((_weight(l, k, i), self._a_by_p(l - 1, i))))


def _factors_of(stage: Callable[[int], Expression]) -> Callable[[int], Factors]:
    return lambda k: factors_of(stage(k))


def _weight(l: int, k: int, i: int) -> Symbol:
    return Symbol(Role.W, l, k, i)


def _slope(net: Network, l: int, k: int) -> Known:
    return slope(net, Symbol(Role.A, l, k))
