"""The names of a scenario's numbers: which symbols a typed text may mean."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from difflib import SequenceMatcher, get_close_matches
from functools import cache, cached_property

from stepper.backprop.symbols import Symbol
from stepper.limits import MAX_NEAR
from stepper.runs.scenario import Scenario
from stepper.typeset.notation import NOTATIONS, SEED, Notation, plain

_NOT_BARE = str.maketrans("", "", "[],")
Spelling = Callable[[Symbol], str]
Fold = Callable[[str], str]


class Glossary:
    """Every name of every number, in levels: a level that has a name hides the levels after it.

    The levels are: the column, the author's name, the name in the notation of that style, and in
    the other notations, all as they are written; the same as they can be typed; and finally names
    without brackets and commas.
    """

    def __init__(self, scenario: Scenario, style: str = SEED) -> None:
        self.network = network = scenario.network
        styles = sorted(NOTATIONS, key=lambda each: each != style)
        names: list[Spelling] = [Notation(each, network, scenario.names).name for each in styles]
        own, others = names[:1], names[1:]
        spellings: list[list[Spelling]] = [
            [lambda symbol: symbol.column],
            [lambda symbol: scenario.names.get(symbol.column, "")],
            own,
            others,
        ]
        folds: tuple[Fold, ...] = (str, typed)
        self._levels = [(fold, level) for fold in folds for level in spellings]
        self._levels += [(bare, own), (bare, others)]
        self._symbols = cache(self._level)  # saves spelling every name again for each look-up
        self._name = names[0]

    def symbols(self, text: str) -> list[Symbol]:
        """The symbols of that name, each once, on the first level that has the name."""
        for k, (fold, _) in enumerate(self._levels):
            wanted = text if fold is str else typed(text)
            found = self._symbols(k).get(wanted) if wanted else None
            if found:
                return list(found)
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
        """Spelling -> name; empty for a network of more than MAX_NEAR columns."""
        columns = self.network.columns
        if len(columns) > MAX_NEAR:
            return {}
        spellings: list[Spelling] = [Notation(each, self.network).name for each in NOTATIONS]
        spellings += [lambda symbol: symbol.column, self._name]
        return {_spelt(spelling(s)): self._name(s) for spelling in spellings for s in columns}

    def _level(self, k: int) -> dict[str, dict[Symbol, None]]:
        fold, spellings = self._levels[k]
        symbols: dict[str, dict[Symbol, None]] = defaultdict(dict)
        for spelling in spellings:
            for symbol in self.network.columns:
                symbols[fold(spelling(symbol))][symbol] = None
        return symbols


def typed(name: str) -> str:
    """A name as it can be typed: plain digits, no spaces, no case, d for ∂, and δ for delta."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    for sign, typed_so in (("′", "'"), (" ", ""), ("∂", "d"), ("delta", "δ")):
        plain = plain.replace(sign, typed_so)
    return plain


def bare(name: str) -> str:
    """A name as it can be typed, without brackets and commas: δ2, w211."""
    return typed(name).translate(_NOT_BARE)


def _spelt(name: str) -> str:
    """A name in ASCII letters, delta for δ, in which similar names are looked for."""
    return bare(plain(name)).replace("δ", "delta")
