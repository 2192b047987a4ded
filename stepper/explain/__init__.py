"""The sentences of the program, one catalogue for each language; which one belongs to a step."""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from stepper.digits import GRAPH, written
from stepper.notation import ASCII, SEED, Notation, plain
from stepper.scenario import LANGUAGES, Text, localised
from stepper.steps import Step
from stepper.symbols import COST, RATE, Network, Role, Symbol
from stepper.trace import Trace

# The text that the home scenarios are taken from, as they name it: its slips are told there only.
SOURCE = "NeuralNetwork (4) Backpropagation1, a chapter of a Korean blog (wjddyd66)"


def default_language() -> str:
    """Korean where the locale is Korean, else English."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "ko" if locale.startswith("ko") else "en"


def template(language: str) -> str:
    """A commented scenario to begin with."""
    return (Path(__file__).parent / f"template.{language}.toml").read_text(encoding="utf-8")


class Explainer:
    """Sentences in one language, with the names of one notation."""

    def __init__(self, language: str, notation: Notation) -> None:
        if language not in LANGUAGES:
            raise KeyError(language)
        self.language = language
        self.notation = notation
        self._sentences: dict[str, str] = import_module(f"stepper.explain.{language}").SENTENCES

    def say(self, key: str, **names: object) -> str:
        return self.text(self._sentences[key].format(**names))

    def text(self, text: Text | None) -> str:
        """A text of the scenario in the explainer's language."""
        words = localised(text, self.language)
        return plain(words) if self.notation.style == ASCII else words

    def why(self, step: Step) -> str:
        """One or two sentences on what the step's number means."""
        return self.say(_why(step), **self._names(step))

    def remarks(self, step: Step) -> Iterator[str]:
        """What the scenario's author notes at the step, and where the source text slips there."""
        scenario = step.trace.scenario
        columns = [step.symbol.column, *(term.column for term in step.terms)]
        for note in scenario.notes:
            if note.at in columns and note.iteration in (None, step.iteration):
                yield self.text(note.text)
        if scenario.source == SOURCE and self.notation.style == SEED and step.iteration == 1:
            for key in _SLIPS.get(step.trace.network, {}).get(step.symbol.column, []):
                yield f"{self.say('slip')} {self.say(key)}"

    def next_cost(self, trace: Trace, iteration: int) -> str:
        """How the cost moves to the next iteration; nothing where that is on another sample."""
        if iteration == trace.iterations or len(trace.scenario.samples) > 1:
            return ""
        before, after = (trace.value_if_any(n, COST) for n in (iteration, iteration + 1))
        return "" if before is None or after is None else self.change_of_cost(before, after)

    def change_of_cost(self, before: float, after: float) -> str:
        """How the cost moved, with as many digits as it takes to see that."""
        key = "fell" if after < before else "rose" if after > before else "same"
        apart = (k for k in range(GRAPH, 17) if written(before, k) != written(after, k))
        digits = next(apart, GRAPH)
        shown = (self.notation.number(written(cost, digits)[0]) for cost in (before, after))
        names = dict(zip(("before", "after"), shown, strict=True))
        return self.say(f"cost.{key}", C=self.notation.name(COST), **names)

    def _names(self, step: Step) -> dict[str, str]:
        s, name = step.symbol, self.notation.name
        own = {"z": Role.Z, "a": Role.A, "delta": Role.DELTA, "b": Role.B}
        names = {key: name(Symbol(role, s.l, s.j)) for key, role in own.items() if s.l}
        names |= {"C": name(COST), "rate": name(RATE)}
        if s.i:
            names["w"] = name(Symbol(Role.W, s.l, s.j, s.i))
            names["below"] = name(
                Symbol(Role.A, s.l - 1, s.i) if s.l > 1 else Symbol(Role.X, 0, s.i)
            )
        if s.l < step.trace.network.L:
            names["z_above"] = name(Symbol(Role.Z, s.l + 1, 1))
            names["delta_above"] = name(Symbol(Role.DELTA, s.l + 1, 1))
            names["w_above"] = name(Symbol(Role.W, s.l + 1, 1, s.j))
        return names


def slips() -> list[str]:
    """The keys of the sentences on where the source text slips."""
    return [key for of_columns in _SLIPS.values() for keys in of_columns.values() for key in keys]


def _why(step: Step) -> str:
    """The key of the sentence: the first variant of its role whose circumstance holds."""
    stem, variants = _WHY[step.symbol.role]
    return "why." + stem + next((v for v in variants if _CIRCUMSTANCES[v](step)), "")


def _is_output(step: Step) -> bool:
    return step.symbol.l == step.trace.network.L


_CIRCUMSTANCES: dict[str, Callable[[Step], bool]] = {
    ".one": lambda step: step.value == 1.0,
    ".out": _is_output,
    ".in_place": lambda step: step.trace.network.in_place and not _is_output(step),
    ".sum": lambda step: step.trace.network.sizes[step.symbol.l + 1] > 1,
    ".bias": lambda step: step.trace.network.biases,
}

# role -> (stem of the key, variants in the order in which they are asked for)
_WHY: dict[Role, tuple[str, tuple[str, ...]]] = {
    Role.WA: ("w*a", ()),
    Role.CJ: ("C[j]", ()),
    Role.WDELTA: ("w*delta", ()),
    Role.Z: ("z", (".bias",)),
    Role.A: ("a", (".one", ".out")),
    Role.C: ("C", ()),
    Role.DC_DA: ("dC/da", (".out", ".in_place", ".sum")),
    Role.DA_DZ: ("da/dz", ()),
    Role.DELTA: ("delta", (".out", ".in_place", ".sum")),
    Role.DC_DW: ("dC/dw", (".in_place",)),
    Role.DC_DB: ("dC/db", (".in_place",)),
    Role.W_NEW: ("w+", ()),
    Role.B_NEW: ("b+", ()),
}

# column -> the corrections that matter at its step, in the networks of the source text
_SLIPS: dict[Network, dict[str, list[str]]] = {
    Network((1, 1, 1)): {
        "a[1][1]": ["slip.range"],
        "a[2][1]": ["slip.target"],
        "C": ["slip.mse", "slip.chain"],
        "da/dz[2][1]": ["slip.slope"],
        "delta[2][1]": ["slip.delta.out"],
        "delta[1][1]": ["slip.delta.shared"],
        "dC/dw[1][1][1]": ["slip.letters"],
        "w+[2][1][1]": ["slip.order"],
        "w+[1][1][1]": ["slip.update"],
    },
    Network((1, 1, 1, 1, 1)): {"delta[3][1]": ["slip.delta"]},
}
