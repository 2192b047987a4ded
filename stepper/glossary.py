"""The names that the numbers of a scenario go by: a text -> the symbols that it may mean."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from stepper.notation import ASCII, SEED, STANDARD, Notation
from stepper.scenario import Scenario
from stepper.symbols import Symbol

Spelling = Callable[[Symbol], str]
Fold = Callable[[str], str]


class Glossary:
    """Every name of every number, in levels: a name of an upper level hides those below it.

    As it is written: the column, the scenario's own letters, the name in the notation in use, then
    in another one; the same as it can be typed; in a chain, at last, without brackets.
    """

    def __init__(self, scenario: Scenario, style: str = SEED) -> None:
        self.network = network = scenario.network
        styles = sorted((SEED, STANDARD, ASCII), key=lambda each: each != style)
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
        if network.is_chain:
            self._levels += [(_bare, own), (_bare, others)]
        self._symbols = cache(self._level)

    def symbols(self, text: str) -> list[Symbol]:
        """The symbols with that name on the first level that has it, each once."""
        for k, (fold, _) in enumerate(self._levels):
            wanted = text if fold is str else typed(text)
            found = self._symbols(k).get(wanted) if wanted else None
            if found:
                return list(found)
        return []

    def _level(self, k: int) -> dict[str, dict[Symbol, None]]:
        fold, spellings = self._levels[k]
        symbols: dict[str, dict[Symbol, None]] = defaultdict(dict)
        for spelling in spellings:
            for symbol in self.network.columns:
                symbols[fold(spelling(symbol))][symbol] = None
        return symbols


def typed(name: str) -> str:
    """A name as it can be typed: plain digits, no spaces, no case, d for ∂, delta for δ."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    for sign, typed_so in (("′", "'"), (" ", ""), ("∂", "d"), ("delta", "δ")):
        plain = plain.replace(sign, typed_so)
    return plain


def _bare(name: str) -> str:
    """A name of a chain as it can be typed without brackets: delta2."""
    return typed(name).replace("[", "").replace("]", "")
