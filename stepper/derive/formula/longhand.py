"""A gradient of a formula in long hand: the paths, each line's derivative put in, the numbers.

dC/dx  ->  dC/du du/dx + dC/dv dv/dx  ->  the derivative of C, of u, of v  ->  numbers  ->  terms
"""

from collections.abc import Iterator, Sequence

from stepper.backprop.expressions import Expression, Known, Number, Partial
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.formula.paths import Edges, count, edges, length
from stepper.derive.lines import Term, TermLine
from stepper.errors import StepperError, short
from stepper.formula.formula import Formula
from stepper.limits import MOST_LAYERS, MOST_PATHS

_OF_NAME = (Role.GIVEN, Role.PARAMETER, Role.LINE, Role.NEW)


def longhand(formula: Formula, gradient: Symbol) -> list[TermLine]:
    """Derive dC/dx; the last line has no derivative left.

    Raises StepperError for a name more than MOST_LAYERS lines before C.
    """
    lines = length(formula, gradient.names[1])
    if lines > MOST_LAYERS:
        raise StepperError(
            f"{gradient.column}: {short(gradient.names[1])} is {lines} lines before "
            f"{short(formula.cost)}, and at most {MOST_LAYERS} are written out; "
            "choose a name closer to it"
        )
    return list(_Longhand(formula, gradient).lines())


def derivable(formula: Formula, s: Symbol) -> Symbol | None:
    """The gradient to derive for a number; None for a constant and the cost."""
    if s.role in _OF_NAME:
        s = Symbol(Role.GRADIENT, names=(formula.cost, s.names[0]))
    elif s.role in (Role.LOCAL, Role.PATH):
        s = Symbol(Role.GRADIENT, names=(formula.cost, s.names[-1]))
    return s if s.role is Role.GRADIENT and s in formula.position else None


class _Longhand:
    def __init__(self, formula: Formula, gradient: Symbol) -> None:
        self._formula = formula
        self._gradient = gradient
        self._name = gradient.names[1]
        self._paths = edges(formula, gradient)
        self._every = {s for path in self._paths for s in path}
        self._put_in: set[str] = set()  # lines whose derivatives are written

    def lines(self) -> Iterator[TermLine]:
        formula = self._formula
        is_one = len(self._paths) == 1
        yield self._line(f"paths.{self._begins or ('one' if is_one else 'several')}", self._every)
        for u in reversed(formula.expressions):
            new = {s for s in self._every if s.names[0] == u and s.role is Role.LOCAL}
            if new:
                self._put_in.add(u)
                by = [formula.symbols[s.names[1]] for s in sorted(new, key=formula.columns.index)]
                yield self._line("put_in", new, u, by)
        if not all(_is_number(self._factor(s)) for s in self._every):
            numbers = self._line("numbers.one" if is_one else "numbers.several", self._every)
            yield numbers._replace(in_numbers=True)
        terms = tuple(Term((), (term,)) for term in formula.terms(self._gradient))
        if terms:
            yield TermLine(self._gradient, "terms", terms, names=self._names(), in_numbers=True)

    @property
    def _is_direct(self) -> bool:
        """Whether the only path is a single line, that of the cost."""
        return self._paths[0] == self._paths[-1] and len(self._paths[0]) == 1

    @property
    def _begins(self) -> str:
        """How the first line is special, if it is."""
        if self._is_direct:
            return "direct"
        return "many" if count(self._formula, self._name) > MOST_PATHS else ""

    def _names(self, u: str = "", by: Sequence[Symbol] = ()) -> tuple[tuple[str, object], ...]:
        """The names in the sentence of a line. u: the line that it is about; by: names it uses."""
        formula = self._formula
        names: dict[str, object] = {
            "C": formula.C,
            "x": formula.symbols[self._name],
            "count": str(len(self._paths)),
            "most": str(MOST_PATHS),
            "expression": formula.expressions[u or formula.cost],
            "line": formula.symbols[u or formula.cost],
            "names": [*by],
        }
        return tuple(names.items())

    def _line(
        self, rule: str, new: set[Symbol], u: str = "", by: Sequence[Symbol] = ()
    ) -> TermLine:
        terms = tuple(self._term(path, new) for path in self._paths)
        return TermLine(self._gradient, rule, terms, names=self._names(u, by))

    def _term(self, path: Edges, new: set[Symbol]) -> Term:
        """The product along a path, in which some factors are new."""
        places = [k for k, s in enumerate(path) if s in new]
        first, last = (places[0], places[-1] + 1) if places else (len(path), len(path))
        factors = tuple(map(self._factor, path))
        return Term(factors[:first], factors[first:last], factors[last:])

    def _factor(self, s: Symbol) -> Expression:
        formula, (u, x) = self._formula, s.names
        if u in self._put_in and s.role is Role.LOCAL:
            return Known(formula.slope(u, x), s)
        if self._is_direct:
            return Known(Partial(formula.expressions[u], formula.symbols[x]), s)
        return formula.in_chain(s) if s.role is Role.LOCAL else s


def _is_number(factor: Expression) -> bool:
    return isinstance(factor, Known) and isinstance(factor.written, Number)
