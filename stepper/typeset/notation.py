"""The names of symbols and the signs in each notation.

The notation with superscripts has the names of the standard one, with the layers above: δ²₁. A name
with a superscript is bracketed before another one: (δ²₁)².
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain, count

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.formula.formula import Formula
from stepper.limits import MAX_NEAR
from stepper.typeset.digits import written
from stepper.typeset.names.ascii import in_ascii
from stepper.typeset.names.tables import NAMES, NEIGHBOURS, ROW_OF, SIGNS

COURSE, STANDARD, SUPERSCRIPT, ASCII = NOTATIONS = ("course", "standard", "superscript", "ascii")
FORMER_NAMES = {"seed": COURSE}  # understood on the command line

_COLUMNS = {COURSE: 0, STANDARD: 1, SUPERSCRIPT: 1, ASCII: 2}  # of the tables

WORDS = {"direct": "direct", "local": "local"}  # of names, in English

_OTHER_RATES = (("η", "lr"), ("α", "lr"), ("eta", "lr"))  # where an author uses the letter

_FUNCTIONS = {"log": "ln"}  # written otherwise than in a file

_PLACES = re.compile(r"\[(lji|lj|j)\]|<([^<>]+)>")
_LETTERS = "kmnprsuvaeot"  # index letters of sums over layers, the output first; then again
_SUBSCRIPTS = str.maketrans("0123456789" + _LETTERS, "₀₁₂₃₄₅₆₇₈₉" + "ₖₘₙₚᵣₛᵤᵥₐₑₒₜ")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
RAISED = frozenset("^⁻⁰¹²³⁴⁵⁶⁷⁸⁹")  # signs of exponents


class Notation:
    """Names and signs for one model in one notation; every symbol has a name of its own.

    names: column -> the name in the text that a scenario is taken from, for the course notation.
    words: those in names, each by the English one.
    """

    def __init__(
        self,
        style: str,
        model: Model,
        names: Mapping[str, str] | None = None,
        words: Mapping[str, str] = WORDS,
    ) -> None:
        self.style = style
        self._words = words
        self._k = _COLUMNS[style]
        self._model = model
        self._own = names or {}
        self._given = self._own if style == COURSE else {}
        self._names: dict[Symbol, str] = {}

    def worded(self, words: Mapping[str, str]) -> "Notation":
        """The same notation with the words of another language in its names."""
        if words == self._words:
            return self
        return Notation(self.style, self._model, self._own, words)

    @property
    def cost(self) -> Symbol:
        """The cost of the model, which sentences name."""
        return self._model.C

    @cached_property
    def of_course(self) -> dict[str, str]:
        """Course names -> names in this notation; empty if the author has other names."""
        net = self._model
        if self.style == COURSE or self._own or not isinstance(net, Network):
            return {}
        if (
            net.width > MAX_NEAR
        ):  # that takes long, and sentences name few numbers of a wide network
            return {}
        course = Notation(COURSE, net)
        return {course.name(symbol): self.name(symbol) for symbol in reversed(net.columns)}

    @cached_property
    def all_names(self) -> frozenset[str]:
        """The names to look for in texts; empty for a model with very many numbers."""
        columns = self._model.columns
        return frozenset(map(self.name, columns) if len(columns) <= MAX_NEAR else ())

    def name(self, symbol: Symbol) -> str:
        if symbol not in self._names:
            self._names[symbol] = self._given.get(symbol.column) or self._composed(symbol)
        return self._names[symbol]

    def is_given(self, symbol: Symbol) -> bool:
        """Whether a name is that of the text that the scenario is taken from."""
        return symbol.column in self._given

    def letter(self, role: Role) -> str:
        """The common part of the names of a role."""
        return _PLACES.sub("", NAMES[ROW_OF[role]][self._k])

    def sign(self, sign: str) -> str:
        return SIGNS[sign][self._k]

    def function(self, name: str) -> str:
        """What a function is called: g where all layers have it, else its own name."""
        is_the_only_one, sign = self._model.only_activation == name, self.sign("g")
        if name == "sigmoid" and (is_the_only_one or sign == "σ"):
            return sign
        if is_the_only_one and sign != "σ":
            return sign
        return _FUNCTIONS.get(name, name)

    def partial(self, by: Symbol, sign: str = "partial") -> tuple[str, str]:
        """The signs before and after an expression that is differentiated by a symbol."""
        before, _, after = self.sign(sign).replace("<by>", self.name(by)).partition("<of>")
        return before, after

    def sum_over(self, letter: int) -> str:
        """The sign of a sum over an index letter, which is a number below 0."""
        return self.sign("sum over").replace("<letter>", self._set_below([letter]))

    def neuron(self, j: int) -> str:
        """The index of a neuron on a line, or its letter in a sum."""
        return str(j) if j >= 0 else _letter(j)

    def number(self, text: str) -> str:
        """Rewrite a number as Python writes it, -7.2143e-05, with the signs of the notation."""
        mantissa, e, exponent = text.partition("e")
        mantissa = mantissa.replace("-", self.sign("minus"))
        if not e:
            return mantissa
        power = str(int(exponent))
        shown = f"^{power}" if self.style == ASCII else power.translate(_SUPERSCRIPTS)
        return f"{mantissa}{self.sign('times')}10{shown}"

    def value(self, value: float, digits: int | None) -> str:
        """A number with a number of significant digits, None for all."""
        return self.number(written(value, digits)[0])

    def related(self, value: float, digits: int | None) -> tuple[str, str]:
        """The relation of a name to its number, = or ≈, and that number."""
        text, exact = written(value, digits)
        return self.sign("equal" if exact else "about"), self.number(text)

    def raised(self, whole: str) -> str:
        """A whole number as an exponent."""
        return whole.translate(_SUPERSCRIPTS)

    def clashes(self) -> Iterator[tuple[str, str, str]]:
        """Yield two columns and a name for each pair of symbols that share a name."""
        seen: dict[str, Symbol] = {}
        for symbol in self._model.columns:
            first = seen.setdefault(self.name(symbol), symbol)
            is_direct = symbol.role is Role.PATH and first.role is Role.LOCAL  # its only factor
            if first != symbol and not is_direct:
                yield first.column, symbol.column, self.name(symbol)

    def _composed(self, s: Symbol) -> str:
        def fill(place: re.Match[str]) -> str:
            subscript, neighbour = place.groups()
            if subscript:
                return self._subscript(s, subscript)
            return self.name(NEIGHBOURS[neighbour](s))

        template = NAMES[self._row(s)][self._k]
        if s.names:
            is_plain = self.style == ASCII
            own = (self._ascii[name] if is_plain else name for name in s.names)
            return template.format(*own, **self._words)
        if s.role is Role.RATE and isinstance(self._model, Formula):
            return self._free(template)
        return _PLACES.sub(fill, template)

    @cached_property
    def _ascii(self) -> dict[str, str]:
        assert isinstance(self._model, Formula)
        return in_ascii(self._model.symbols)

    def _free(self, letter: str) -> str:
        """The letter of the learning rate, or another name where the author has that one."""
        symbols = (s for s in self._model.columns if s.is_step or s.role.phase is Phase.GIVEN)
        taken = {*map(self.name, symbols)}
        numbered = (f"{letter}_{k}" for k in count(1))
        names = chain((letter, *_OTHER_RATES[self._k]), numbered)
        return next(name for name in names if name not in taken)

    @property
    def _network(self) -> Network:
        """The model, where a name has the place of a number in a network."""
        assert isinstance(self._model, Network)
        return self._model

    def _row(self, s: Symbol) -> str:
        row, net = ROW_OF[s.role], self._model
        if s.role is Role.WDELTA and net.in_place:
            return "in place"
        if isinstance(net, Formula):
            return self._row_of_formula(net, s) or row
        assert isinstance(net, Network)
        if s.role in (Role.A, Role.DELTA) and s.l == net.L:
            return f"{row} out"
        if s.role in (Role.A, Role.DELTA) and net.is_chain and net.L == 2:
            return f"{row} only"
        return row

    @staticmethod
    def _row_of_formula(formula: Formula, s: Symbol) -> str:
        """The row of a name of the cost's own line, which tells one of several ways apart."""
        if s.role is Role.LOCAL and s.names[0] == formula.cost:
            return "direct" if formula.is_direct(s) else "of cost"
        is_direct = s.role is Role.PATH and s.names[0] == s.names[1]
        return "direct path" if is_direct else ""

    def _subscript(self, s: Symbol, shape: str) -> str:
        net = self._network
        if (
            self.style == SUPERSCRIPT and shape != "j"
        ):  # all of them, so that δ²₁ is not read as a square
            neurons = [
                k for k in (s.j, s.i)[: len(shape) - 1] if k
            ]  # a whole matrix has no indices
            return self.raised(str(s.l)) + self._set_below(neurons, layers=0)
        if net.is_chain:
            indices = [s.l] if shape != "j" else []
        elif shape == "j":
            indices = [s.j] if net.sizes[s.l] > 1 or self.style == ASCII else []
        else:
            indices = [s.l, s.j, s.i][: len(shape)]
        return self._set_below(indices)

    def _set_below(self, indices: list[int], layers: int = 1) -> str:
        """Indices as a subscript, first those of layers; those below 0 become letters."""
        texts = [self.neuron(k) for k in indices]
        if self.style == ASCII:
            return "".join(f"[{text}]" for text in texts)
        within_layer = ("," if self._network.widest > 9 else "").join(texts[layers:])
        return ",".join(filter(None, [*texts[:layers], within_layer])).translate(_SUBSCRIPTS)


def _letter(index: int) -> str:
    return _LETTERS[(-index - 1) % len(_LETTERS)]
