"""The names of a scenario's numbers: which symbols a typed text may mean."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Container
from difflib import SequenceMatcher, get_close_matches
from functools import cache, cached_property

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.limits import MAX_NEAR
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.typeset.notation import COURSE, NOTATIONS, Notation, plain

_NOT_BARE = str.maketrans("", "", "[],")
Spelling = Callable[[Symbol], str]
Fold = Callable[[str], str]


class Glossary:
    """Every name of every number, in levels: a level that has a name hides the levels after it.

    The levels are: the column, the author's name, the name in the notation of that style, and in
    the other notations, all as they are written; the same as they can be typed; then names without
    brackets and commas; finally, δh1,1 and g' at h1,1 of a neuron that is called h₁,₁, for a
    number that is the only one of its role and layer the name that it has in a chain of as many
    layers: z1, h, W2+, and dx for the gradient of a name x of a formula.
    """

    def __init__(self, scenario: Scenario, style: str = COURSE) -> None:
        self.model = model = scenario.model
        styles = sorted(NOTATIONS, key=lambda each: each != style)
        notations = [Notation(each, model, scenario.names) for each in styles]
        names: list[Spelling] = [notation.name for notation in notations]
        spoken = (Explainer(language, notations[0]).notation for language in LANGUAGES)
        own, others = names[:1], [*names[1:], *(notation.name for notation in spoken)]
        spellings: list[list[Spelling]] = [
            [lambda symbol: symbol.column],
            [lambda symbol: scenario.names.get(symbol.column, "")],
            own,
            others,
        ]
        folds: tuple[Fold, ...] = (str, typed)
        self._levels = [(fold, level) for fold in folds for level in spellings]
        self._levels += [(bare, own), (bare, others)]
        of_neuron = [spelling(name) for spelling in (_delta_of, _slope_at) for name in names]
        network = model if isinstance(model, Network) else None
        in_chain = [_only_one(each, network) for each in styles if network]
        self._levels += [(fold, level) for level in (of_neuron, in_chain) for fold in (typed, bare)]
        self._levels += [(typed, [_short_gradient])]
        self._symbols = cache(self._level)  # saves spelling every name again for each look-up
        self._name = names[0]

    def symbols(self, text: str) -> list[Symbol]:
        """The symbols of that name, each once, on the first level that has the name."""
        for k, (fold, _) in enumerate(self._levels):
            wanted = text if fold is str else typed(text)
            found = self._symbols(k).get(wanted) if wanted else None
            if found:
                return [s for s in found if not _is_direct(s, found)]
        return []

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

    @cached_property  # saves spelling every name again for each unknown one
    def _spelt(self) -> dict[str, str]:
        """Spelling -> name; empty for a model of more than MAX_NEAR columns."""
        columns = self.model.columns
        if len(columns) > MAX_NEAR:
            return {}
        spellings: list[Spelling] = [Notation(each, self.model).name for each in NOTATIONS]
        spellings += [lambda symbol: symbol.column, self._name]
        return {_spelt(spelling(s)): self._name(s) for spelling in spellings for s in columns}

    def _level(self, k: int) -> dict[str, dict[Symbol, None]]:
        fold, spellings = self._levels[k]
        symbols: dict[str, dict[Symbol, None]] = defaultdict(dict)
        for spelling in spellings:
            for symbol in self.model.columns:
                symbols[fold(spelling(symbol))][symbol] = None
        return symbols


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
    count = Counter((symbol.role, symbol.l) for symbol in network.columns)

    def spelling(symbol: Symbol) -> str:
        return notation.name(symbol) if count[symbol.role, symbol.l] == 1 else ""

    return spelling


def typed(name: str) -> str:
    """A name as it can be typed: plain digits, no spaces, no case, d for ∂, δ and σ for words."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    for sign, typed_so in (
        ("′", "'"),
        (" ", ""),
        ("∂", "d"),
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
