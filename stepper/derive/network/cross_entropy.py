"""Why the slope cancels with cross-entropy: dC/dz of an output in stages, down to a - t.

Of a sigmoid, with y = g(z):

    -(t/y - (1-t)/(1-y)) y(1-y)  =  -(t(1-y) - (1-t)y)  =  y - t

Of softmax, every output depends on every z, so that dC/dz[k] is a sum over all outputs j:

    sum_j -(t[j]/y[j]) y[j]([j=k] - y[k])  =  y[k] sum_j t[j] - t[k]  =  y[k] - t[k]
"""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.equations import error
from stepper.backprop.expressions import (
    ONE,
    Difference,
    Expression,
    Known,
    Negative,
    Partial,
    Product,
    Quotient,
    Same,
    SumOver,
    Unless,
    sum_of,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol

MOST_OUTPUTS = 4  # of a sum, written one by one; more are a sum over an index

Stage = tuple[str, Callable[[int], Expression]]  # a rule, and dC/dz of output k after it


def stages(net: Network) -> list[Stage]:
    """The stages of dC/dz[L][k], where k may be the index of a sum over the outputs."""
    return _Softmax(net).stages() if net.is_softmax else _Sigmoid(net).stages()


class _Output(NamedTuple):
    net: Network

    def a(self, k: int) -> Symbol:
        return Symbol(Role.A, self.net.L, k)

    def t(self, k: int) -> Symbol:
        return Symbol(Role.T, self.net.L, k)

    def z(self, k: int) -> Symbol:
        return Symbol(Role.Z, self.net.L, k)

    def is_left(self, k: int) -> Expression:
        return error(self.net, k)


class _Sigmoid(_Output):
    def stages(self) -> list[Stage]:
        return [
            ("through_output", lambda k: Product((self._dC_da(k), self._da_dz(k)))),
            ("log.two", lambda k: Product((self._by_log(k), self._da_dz(k)))),
            ("log.slope", lambda k: Product((self._by_log(k), self._slope(k)))),
            ("log.multiply", self._multiplied),
            ("log.cancel", self.is_left),
        ]

    def _by_log(self, k: int) -> Expression:
        a, t = self.a(k), self.t(k)
        no, other = Difference(ONE, t), Difference(ONE, a)
        return Negative(Difference(Unless(t, Quotient(t, a)), Unless(no, Quotient(no, other))))

    def _slope(self, k: int) -> Expression:
        return Product((self.a(k), Difference(ONE, self.a(k))))

    def _dC_da(self, k: int) -> Known:
        return Known(Partial(COST, self.a(k)), self._by_log(k))

    def _da_dz(self, k: int) -> Known:
        return Known(Partial(self.a(k), self.z(k)), self._slope(k))

    def _multiplied(self, k: int) -> Expression:
        a, t = self.a(k), self.t(k)
        return Negative(
            Difference(Product((t, Difference(ONE, a))), Product((Difference(ONE, t), a)))
        )


class _Softmax(_Output):
    def stages(self) -> list[Stage]:
        return [
            ("through_outputs", lambda k: self._over(k, self._through)),
            ("log.one", lambda k: self._over(k, self._by_log)),
            ("softmax.slope", lambda k: self._over(k, self._with_slope)),
            ("softmax.cancel", lambda k: self._over(k, self._cancelled)),
            ("softmax.gather", self._gathered),
            ("softmax.one", self.is_left),
        ]

    def _over(self, k: int, term: Callable[[int, int], Expression]) -> Expression:
        """The sum of term(j, k) over the outputs j, one by one if they are few."""
        outputs = self.net.neurons(self.net.L)
        if k > 0 and len(outputs) <= MOST_OUTPUTS:
            return sum_of([term(j, k) for j in outputs])
        j = -len(self.net.sizes) - 1  # no layer has this index
        each = term(j, k)
        if isinstance(each, Negative):
            return Negative(SumOver(j, len(outputs), each.of))
        return SumOver(j, len(outputs), each)

    def _through(self, j: int, k: int) -> Expression:
        by_log = Negative(self._ratio(j))
        return Product((Known(Partial(COST, self.a(j)), by_log), self._da_dz(j, k)))

    def _by_log(self, j: int, k: int) -> Expression:
        return Negative(Product((self._ratio(j), self._da_dz(j, k))))

    def _with_slope(self, j: int, k: int) -> Expression:
        if j > 0 and j != k:
            return Product((self._ratio(j), self.a(j), self.a(k)))
        return Negative(Product((self._ratio(j), self._slope(j, k))))

    def _cancelled(self, j: int, k: int) -> Expression:
        if j > 0 and j != k:
            return Product((self.t(j), self.a(k)))
        return Negative(Product((self.t(j), self._rest(j, k))))

    def _gathered(self, k: int) -> Expression:
        total = self._over(k, lambda j, k: self.t(j))
        return Difference(Product((self.a(k), total)), self.t(k))

    def _ratio(self, j: int) -> Expression:
        return Unless(self.t(j), Quotient(self.t(j), self.a(j)))

    def _rest(self, j: int, k: int) -> Expression:
        """[j = k] - a[k], the factor of the slope beside a[j]."""
        is_same: Expression = ONE if j == k else Same(self.a(j), self.a(k))
        return Difference(is_same, self.a(k))

    def _slope(self, j: int, k: int) -> Expression:
        if j > 0 and j != k:
            return Negative(Product((self.a(j), self.a(k))))
        return Product((self.a(j), self._rest(j, k)))

    def _da_dz(self, j: int, k: int) -> Known:
        return Known(Partial(self.a(j), self.z(k)), self._slope(j, k))
