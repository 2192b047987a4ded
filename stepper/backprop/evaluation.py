"""The value of an expression."""

from collections.abc import Callable
from math import nan
from typing import NamedTuple

from stepper.backprop.expressions import (
    Apply,
    Comparison,
    Difference,
    Expression,
    Extreme,
    Known,
    Negative,
    Number,
    Partial,
    Power,
    Product,
    Quotient,
    Same,
    Slope,
    Square,
    Sum,
    SumOver,
    Unless,
    letters_in,
)
from stepper.backprop.functions import COMPARISONS, EXTREMES, FUNCTIONS, SLOPES, power
from stepper.backprop.symbols import Symbol

Sums = dict[tuple[SumOver, tuple[int, ...]], float]


def evaluate(
    expression: Expression, value: Callable[[Symbol], float], sums: Sums | None = None
) -> float:
    """Evaluate an expression from left to right, the order of arithmetic that the engine has.

    value: the number of a symbol. sums: results of the sums over letters, by the neurons that the
    letters around each stand for; pass the same dict to evaluate expressions that share sums.
    """
    return _Evaluation(value, {} if sums is None else sums, {}).of(expression)


class _Evaluation(NamedTuple):  # a closure that calls itself would leave a reference cycle
    value: Callable[[Symbol], float]
    sums: Sums
    neurons: dict[int, int]  # letter -> the neuron that it currently stands for

    def of(self, e: Expression) -> float:
        match e:
            case Symbol():
                return self.value(_with_neurons(e, self.neurons) if self.neurons else e)
            case Number(number):
                return number
            case Known(_, known):
                return self.of(known)
            case Product(factors):
                result = self.of(factors[0])
                for factor in factors[1:]:
                    result *= self.of(factor)
                return result
            case Sum(terms):
                result = self.of(terms[0])
                for term in terms[1:]:
                    result += self.of(term)
                return result
            case SumOver(letter, size, body):
                around = tuple(self.neurons[x] for x in letters_in(e) if x in self.neurons)
                if (e, around) not in self.sums:
                    self.neurons[letter] = 1
                    result = self.of(body)
                    for neuron in range(2, size + 1):
                        self.neurons[letter] = neuron
                        result += self.of(body)
                    del self.neurons[letter]
                    self.sums[e, around] = result
                return self.sums[e, around]
            case Difference(left, right):
                return self.of(left) - self.of(right)
            case Square(base):
                d = self.of(base)
                return d * d
            case Apply(function, argument):
                return FUNCTIONS[function](self.of(argument))
            case Quotient(above, below):
                divisor = self.of(below)
                return self.of(above) / divisor if divisor != 0.0 else nan
            case Negative(part):
                return -self.of(part)
            case Slope(function, argument):
                z = self.of(argument)
                return SLOPES[function](z, FUNCTIONS[function](z))
            case Power(base, exponent):
                return power(self.of(base), self.of(exponent))
            case Extreme(function, parts):
                return EXTREMES[function](*map(self.of, parts))
            case Comparison(left, relation, right):
                return 1.0 if COMPARISONS[relation](self.of(left), self.of(right)) else 0.0
            case Same(left, right):
                one, other = (_with_neurons(s, self.neurons) for s in (left, right))
                return 1.0 if one.j == other.j else 0.0
            case Unless(factor, part):
                return self.of(part) if self.of(factor) != 0.0 else 0.0
            case Partial(_, by):
                raise ValueError(f"a derivative by {by.column} has no number of its own")


def _with_neurons(s: Symbol, neurons: dict[int, int]) -> Symbol:
    return Symbol(s.role, s.l, neurons.get(s.j, s.j), neurons.get(s.i, s.i), s.names)
