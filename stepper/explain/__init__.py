"""The sentences of the program, one catalogue for each language; which one belongs to a step."""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from stepper.digits import GRAPH, written
from stepper.notation import ASCII, Notation, plain
from stepper.scenario import LANGUAGES, Text, localised
from stepper.steps import Step
from stepper.symbols import COST, RATE, Network, Role, Symbol

HOME = (Network((1, 1, 1)), Network((1, 1, 1, 1, 1)))  # of the source text


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
        for note in step.trace.scenario.notes:
            if step.symbol.column == note.at and note.iteration in (None, step.iteration):
                yield self.text(note.text)
        if step.trace.network in HOME and step.iteration == 1:
            for key in _slips(step):
                yield f"{self.say('slip')} {self.say(key)}"

    def change_of_cost(self, before: float, after: float) -> str:
        """How the cost moved from one iteration to the next."""
        key = "fell" if after < before else "rose" if after > before else "same"
        shown = (self.notation.number(written(cost, GRAPH)[0]) for cost in (before, after))
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


def _why(step: Step) -> str:
    s, n = step.symbol, step.trace.network
    out = s.l == n.L
    several = not out and n.sizes[s.l + 1] > 1
    variant = {
        Role.Z: ".bias" if n.biases else "",
        Role.A: ".one" if s.role is Role.A and step.value == 1.0 else ".out" if out else "",
        Role.DC_DA: ".out" if out else ".in_place" if n.in_place else ".sum" if several else "",
        Role.DELTA: ".out" if out else ".sum" if several or n.in_place else "",
    }
    return "why." + _ROOTS[s.role] + variant.get(s.role, "")


_ROOTS = {
    Role.Z: "z",
    Role.A: "a",
    Role.C: "C",
    Role.DC_DA: "dC/da",
    Role.DA_DZ: "da/dz",
    Role.DELTA: "delta",
    Role.DC_DW: "dC/dw",
    Role.DC_DB: "dC/db",
    Role.W_NEW: "w+",
    Role.B_NEW: "b+",
}


def _slips(step: Step) -> list[str]:
    s, n = step.symbol, step.trace.network
    return _SLIPS.get((s.role, n.L - s.l if s.role is not Role.C else 0), [])


# (role, layers below the output) -> the corrections that matter there
_SLIPS: dict[tuple[Role, int], list[str]] = {
    (Role.A, 1): ["slip.range"],
    (Role.A, 0): ["slip.target"],
    (Role.C, 0): ["slip.mse", "slip.chain"],
    (Role.DA_DZ, 0): ["slip.slope"],
    (Role.DELTA, 0): ["slip.delta.out"],
    (Role.DELTA, 1): ["slip.delta.shared"],
    (Role.DELTA, 2): ["slip.delta"],
    (Role.DC_DW, 1): ["slip.letters"],
    (Role.W_NEW, 0): ["slip.order"],
    (Role.W_NEW, 1): ["slip.update"],
}
