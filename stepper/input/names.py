"""The names of a scenario's numbers: which symbols a typed text may mean."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache, partial

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.input.natural import is_alone, loosely, natural_names, spellings
from stepper.input.places import Indices, at, indices
from stepper.limits import MAX_NEAR
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.typeset.names.ascii import plain, with_carets
from stepper.typeset.notation import COURSE, NOTATIONS, Notation

_REMEMBERED = 64  # levels, each for the indices of some names
_BIAS_OF_LAYER = re.compile("b([1-9][0-9]?)")
_ARROW = re.compile(r"→|\\->")
_NOT_BARE = str.maketrans("", "", "[],")
Spelling = Callable[[Symbol], str]
Fold = Callable[[str], str]
Named = dict[str, dict[Symbol, None]]  # the symbols of each name, as keys: in order, each once


class Glossary:
    """Every name of every number, in levels: a level that has a name hides the levels after it.

    The levels are: the column, the author's name, the name in the notation of that style, and in
    the other notations, all as they are written; the same as they can be typed; then names without
    brackets and commas; finally, δh1,1 and g' at h1,1 of a neuron that is called h₁,₁, for a
    number that is the only one of its role and layer the name that it has in a chain of as many
    layers: z1, h, W2+, and dx for the gradient of a name x of a formula. Where no
    level has a name, it may be one that people use: out1, dE/dw5, W2,11 new.
    """

    def __init__(self, scenario: Scenario, style: str = COURSE) -> None:
        self.model = model = scenario.model
        styles = sorted(NOTATIONS, key=lambda each: each != style)
        notations = [Notation(each, model, scenario.names) for each in styles]
        names: list[Spelling] = [notation.name for notation in notations]
        spoken = (Explainer(language, notations[0]).notation for language in LANGUAGES)
        own, others = names[:1], [*names[1:], *(notation.name for notation in spoken)]
        every: list[list[Spelling]] = [
            [lambda symbol: symbol.column],
            [lambda symbol: scenario.names.get(symbol.column, "")],
            own,
            others,
        ]
        folds: tuple[Fold, ...] = (str, typed)
        self._levels = [(fold, level) for fold in folds for level in every]
        self._levels += [(bare, own), (bare, others)]
        of_neuron = [spelling(name) for spelling in (_delta_of, _slope_at) for name in names]
        network = model if isinstance(model, Network) else None
        in_chain = [_only_one(each, network) for each in styles if network]
        self._levels += [(fold, level) for level in (of_neuron, in_chain) for fold in (typed, bare)]
        self._levels += [(typed, [_short_gradient])]
        self._scenario = scenario
        self._name = names[0]
        remembered = lru_cache(_REMEMBERED)  # saves spelling every name again for each look-up
        self._at = remembered(partial(at, scenario))
        self._symbols = remembered(self._level)
        self._loose = remembered(partial(self._by_name, self._written))
        self._natural = remembered(partial(self._by_name, self._called))

    def symbols(self, text: str) -> list[Symbol]:
        """The symbols of a name, each once: by exact names, else by common ones."""
        return self.exactly(text) or self.naturally(text)

    def exactly(self, text: str) -> list[Symbol]:
        """The symbols of a name, each once, on the first level that has it."""
        places = indices(self._scenario, text)
        for k, (fold, _) in enumerate(self._levels):
            wanted = text if fold is str else typed(text)
            found = self._symbols(k, places).get(wanted) if wanted else None
            if found:
                return [s for s in found if not _is_direct(s, found)]
        return []

    def naturally(self, text: str) -> list[Symbol]:
        """The symbols that a common name may mean: dy1 is the error at y₁, or its δ."""
        places = indices(self._scenario, text)
        return (
            _first(self._loose(places), text)
            or _first(self._natural(places), text)
            or self._shared_bias(text)
        )

    @cached_property
    def own_patterns(self) -> list[str]:
        """Patterns of the names of the author that have signs in them, the longest first."""
        names = sorted(self._scenario.names.values(), key=len, reverse=True)
        signed = [name for name in names if not name.isidentifier()]
        return [_ARROW.sub("(?:→|->)", name) + r"(?!\w)" for name in map(re.escape, signed)]

    def _called(self, symbol: Symbol) -> Iterator[str]:
        """The common names of a number that contain an author's names: dE/dw5."""
        return natural_names(self.model, symbol, self._scenario.names)

    def _shared_bias(self, text: str) -> list[Symbol]:
        """The biases of a layer that has the same for all its neurons: b1."""
        shared = _BIAS_OF_LAYER.fullmatch(loosely(text))
        layers = self._scenario.layers
        if shared is None or not isinstance(self.model, Network) or int(shared[1]) > len(layers):
            return []
        l = int(shared[1])
        biases = layers[l - 1].biases or ()
        is_one = len(set(biases)) == 1
        return [Symbol(Role.B, l, j) for j in self.model.neurons(l)] if is_one else []

    def group(self, text: str) -> list[list[Symbol]]:
        """The vectors and matrices of that name, each with the symbols of a role and layer."""
        return [self._members[s.role, s.l] for s in _first(self._groups, text)]

    def as_typed(self, symbol: Symbol) -> str:
        """The name of a symbol, in signs that a keyboard has."""
        return plain(self._name(symbol))

    def similar(self, text: str) -> str | None:
        """The name that a misspelt text may mean; the first of names that are equally similar."""
        spelt = _spelt(text)
        close = get_close_matches(spelt, self._spelt, len(self._spelt) or 1)
        by_likeness = {each: -SequenceMatcher(None, each, spelt).ratio() for each in close}
        nearest = min(sorted(close), key=by_likeness.__getitem__, default=None)
        return self._spelt[nearest] if nearest else None

    def _by_name(self, names: Callable[[Symbol], Iterable[str]], places: Indices | None) -> Named:
        """Name -> its symbols, of those that have these indices."""
        symbols: Named = defaultdict(dict)
        for symbol in self._at(places):
            for name in names(symbol):
                symbols[name][symbol] = None
        return symbols

    def _written(self, symbol: Symbol) -> Iterator[str]:
        """Its column, its author's name and those of the notations, loosely."""
        every = {name(symbol) for _, level in self._levels[:4] for name in level}
        return map(loosely, filter(None, every))

    @cached_property  # saves spelling them again for each look-up
    def _groups(self) -> Named:
        """Name -> the first symbol of each role and layer that has it as a whole."""
        symbols: Named = defaultdict(dict)
        if isinstance(self.model, Network):
            chain = self.model._replace(sizes=(1,) * len(self.model.sizes))
            notations = [Notation(style, chain) for style in NOTATIONS]
            for first, *_ in self._members.values():
                alone = first._replace(j=min(first.j, 1), i=min(first.i, 1))
                spelt = {loosely(notation.name(alone)) for notation in notations}
                for name in (*spelt, *natural_names(chain, alone, {})):
                    symbols[name][first] = None
        return symbols

    @cached_property  # likewise
    def _members(self) -> dict[tuple[Role, int], list[Symbol]]:
        """The symbols of each role and layer, in the order of a row."""
        members: dict[tuple[Role, int], list[Symbol]] = defaultdict(list)
        for symbol in self.model.columns:
            members[symbol.role, symbol.l].append(symbol)
        return members

    @cached_property  # saves spelling every name again for each unknown one
    def _spelt(self) -> dict[str, str]:
        """Spelling -> name; empty for a model of more than MAX_NEAR columns."""
        columns = self.model.columns
        if len(columns) > MAX_NEAR:
            return {}
        every: list[Spelling] = [Notation(each, self.model).name for each in NOTATIONS]
        every += [lambda symbol: symbol.column, self._name]
        return {_spelt(spelling(s)): self._name(s) for spelling in every for s in columns}

    def _level(self, k: int, places: Indices | None) -> Named:
        fold, level = self._levels[k]
        symbols: Named = defaultdict(dict)
        for spelling in level:
            for symbol in self._at(places):
                symbols[fold(spelling(symbol))][symbol] = None
        return symbols


def _first(symbols: Named, text: str) -> list[Symbol]:
    """The symbols of the first spelling of a name that is known."""
    known = (symbols[spelling] for spelling in spellings(text) if spelling in symbols)
    return list(next(known, ()))


def _delta_of(name: Spelling) -> Spelling:
    """Spell a delta as δ and the name of its neuron, any other symbol not at all."""

    def spelling(symbol: Symbol) -> str:
        is_delta = symbol.role is Role.DELTA
        return f"δ{name(symbol._replace(role=Role.A))}" if is_delta else ""

    return spelling


def _is_direct(path: Symbol, found: Container[Symbol]) -> bool:
    """Whether a term is the local derivative of the same name, found as well."""
    return path.role is Role.PATH and Symbol(Role.LOCAL, names=path.names[1:]) in found


def _short_gradient(symbol: Symbol) -> str:
    """Spell a gradient of a formula as programs do, any other symbol not at all."""
    return f"d{symbol.names[1]}" if symbol.role is Role.GRADIENT else ""


def _slope_at(name: Spelling) -> Spelling:
    """Spell a slope as the list of steps does, g′ at h, any other symbol not at all."""

    def spelling(symbol: Symbol) -> str:
        is_slope = symbol.role is Role.DA_DZ
        return f"g′ at {name(symbol._replace(role=Role.A))}" if is_slope else ""

    return spelling


def _only_one(style: str, network: Network) -> Spelling:
    """Spell a symbol that is the only one of its role and layer as in a chain, no other one."""
    chain = network._replace(sizes=(1,) * len(network.sizes))
    notation = Notation(style, chain)

    def spelling(symbol: Symbol) -> str:
        return notation.name(symbol) if is_alone(network, symbol) else ""

    return spelling


def typed(name: str) -> str:
    """A name as it can be typed: plain digits, no spaces, no case, d for ∂, δ and σ for words."""
    plain = unicodedata.normalize("NFKC", with_carets(name)).casefold()
    for sign, typed_so in (
        ("′", "'"),
        (" ", ""),
        ("∂", "d"),
        ("→", "->"),
        ("delta", "δ"),
        ("델타", "δ"),
        ("sum", "σ"),
    ):
        plain = plain.replace(sign, typed_so)
    return plain


def bare(name: str) -> str:
    """A name as it can be typed, without brackets and commas: δ2, w211."""
    return typed(name).translate(_NOT_BARE)


def _spelt(name: str) -> str:
    """A name in ASCII letters, delta for δ, in which similar names are looked for."""
    return bare(plain(name)).replace("δ", "delta")
