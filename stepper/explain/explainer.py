"""The sentences of the program: a catalogue per language, filled with the names of a notation."""

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from string import Formatter

from stepper.backprop.equations import slope
from stepper.backprop.expressions import Expression
from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Symbol
from stepper.formula.formula import Formula
from stepper.runs.batches import mean
from stepper.runs.scenario import LANGUAGES, Text, localised
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import GRAPH, RESULT, apart
from stepper.typeset.equations.formulas import Names
from stepper.typeset.names.ascii import plain
from stepper.typeset.names.renaming import renamed
from stepper.typeset.notation import ASCII, WORDS, Notation
from stepper.typeset.spans import Maths, Reference, Span, Spans, join, text_of


def default_language() -> str:
    """Korean where the locale is Korean, else English."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "ko" if locale.startswith("ko") else "en"


class Explainer:
    """Sentences in one language and notation. Raises KeyError for an unknown language."""

    def __init__(self, language: str, notation: Notation) -> None:
        if language not in LANGUAGES:
            raise KeyError(language)
        self.language = language
        self._sentences: dict[str, str] = import_module(f"stepper.explain.{language}").SENTENCES
        words = {word: self._sentences[f"name.{word}"] for word in WORDS}
        self.notation = notation.worded(words)

    @classmethod
    def of(cls, trace: Trace | None, language: str, style: str) -> "Explainer":
        """The explainer of a run; without one, of sentences that name no numbers."""
        model = trace.model if trace else Network((1, 1, 1))
        names = trace.scenario.names if trace else {}
        return cls(language, Notation(style, model, names))

    def say(self, key: str, **names: object) -> str:
        """The sentence of a key as text; names fill its placeholders."""
        return text_of(self.spans(key, **names))

    def spans(self, key: str, **names: object) -> Spans:
        """The sentence of a key; symbols in names stay linked, in expressions and lists as well."""
        spans: list[Span] = []
        for words, name, _, _ in Formatter().parse(self._sentences[key]):
            if words:
                spans.append(Span(self.text(words)))
            if name is not None:
                spans += self._named(names[name])
        return tuple(spans)

    def _named(self, named: object) -> Spans:
        if isinstance(named, Span):
            return (named,)
        if isinstance(named, Expression):
            return tuple(Maths(*span) for span in Names(self.notation).write(named))
        if isinstance(named, list):
            return join(map(self._named, named), ", ")
        return (Span(self.text(str(named))),)

    def text(self, text: Text | None) -> str:
        """A text of a scenario in the explainer's language, in ASCII signs if the notation is."""
        words = localised(text, self.language)
        return plain(words) if self.notation.style == ASCII else words

    def told(self, text: Text | None) -> str:
        """What an author tells of the numbers: a text in which the course's names are renamed."""
        return self.text(renamed(localised(text, self.language), self.notation.of_course))

    def of_lesson(self, text: Text, model: Model) -> Spans:
        """A text of a lesson, with the names of the columns that it has in braces."""
        parts = self.text(text).replace("{", "}").split("}")
        symbols = (model.by_column.get(part) if k % 2 else None for k, part in enumerate(parts))
        both = zip(symbols, parts, strict=True)
        return join(self._named(symbol) if symbol else (Span(part),) for symbol, part in both)

    def place(self, trace: Trace, iteration: int) -> str:
        """The iteration and how many there are; with several samples, also epoch and sample."""
        place = self.say("iteration", number=iteration, count=trace.iterations)
        if len(trace.scenario.samples) == 1:
            return place
        epoch, sample = trace.scenario.place(iteration)
        place = f"{place}, {self.say('epoch', epoch=epoch, sample=sample)}"
        batch = self.batch(trace, iteration)
        return f"{place}, {batch}" if batch else place

    def batch(self, trace: Trace, iteration: int) -> str:
        """The batch of an iteration and the sample's place in it; empty without batches."""
        if not trace.model.is_batched:
            return ""
        sample, size = trace.scenario.in_batch(iteration)
        batch = trace.scenario.batch_in_epoch(iteration)
        return self.say("batch", batch=batch, sample=sample, size=size)

    def why(self, step: Step) -> list[Spans]:
        """One or two paragraphs: what the number of a step is, and what it is used for."""
        from stepper.explain import reasons

        value = Span(self.notation.value(step.value, RESULT), step.symbol)
        names = {**self._names(step), "value": value}
        paragraphs = (
            [self.spans(key, **names) for key in keys] for keys in reasons.sentences(step)
        )
        return [join(sentences, " ") for sentences in paragraphs]

    def plainly(self, step: Step) -> Spans:
        """A few plain sentences on why a step is as it is."""
        from stepper.explain import reasons

        return self.spans(reasons.plain_sentence(step), **self._names(step))

    def _names(self, step: Step) -> dict[str, object]:
        """What fills the placeholders of sentences on a step, also those for its function."""
        from stepper.explain import reasons

        names, function = reasons.names(step), reasons.function_of(step)
        for key in [key for key, name in names.items() if key.startswith("eq_") and name]:
            names[key] = Reference(str(names[key]))
        if function:
            names |= {
                "function": self.say(f"function.{function}"),
                "g": self.notation.function(function),
            }
        return names

    def mistake(self, step: Step, name: str) -> str:
        """What the known mistake of that name does wrong in the equation of a step."""
        names = self._names(step)
        key = f"mistake.{name}"
        if isinstance(step.trace.model, Formula):
            return self.say(key, **names)
        net, l = step.trace.network, step.symbol.l
        if f"{key}.any" in self._sentences and (net.activations or net.cost != "half_squares"):
            key += ".any"
        if l:
            names["g"] = self.notation.function(net.activation(l))
            names["slope"] = self._slope(net, step.symbol) if net.has_slope(l) else ""
        return self.say(key, **names)

    def _slope(self, net: Network, symbol: Symbol) -> str:
        """How the slope of a symbol's neuron is written: h₁(1−h₁)."""
        return text_of(Names(self.notation).write(slope(net, symbol).written))

    def notes(self, step: Step) -> Iterator[str]:
        """The notes of the scenario's author at a step and at the terms of its sum."""
        scenario = step.trace.scenario
        columns = [step.symbol.column, *(term.column for term in step.terms)]
        for note in scenario.notes:
            if note.at in columns and note.iteration in (None, step.iteration):
                yield self.told(note.text)

    def remarks(self, step: Step) -> Iterator[str]:
        """The notes at a step; after them, at the first one, where a published example is from."""
        yield from self.notes(step)
        source = step.trace.scenario.source
        if step.number == 1 and source and "://" in source:
            yield f"{self.say('source')}: {self.text(source)}"

    def cost_of_batch(self, costs: Sequence[float], digits: int | None) -> Spans:
        """The mean of C over samples of a batch, with significant digits or, for None, all."""
        value = Span(self.notation.value(mean(costs), digits))
        return self.spans("cost.batch", C=self.notation.cost, count=len(costs), value=value)

    def next_cost(self, trace: Trace, iteration: int) -> str:
        """How the cost changes in the next iteration; empty if that is on another sample."""
        if iteration == trace.iterations or len(trace.scenario.samples) > 1:
            return ""
        cost = trace.model.C
        before, after = (trace.known(cost, n) for n in (iteration, iteration + 1))
        return "" if before is None or after is None else self.change_of_cost(before, after)

    def change_of_cost(self, before: float, after: float, of: str = "") -> str:
        """How the cost changed, with as many digits as it takes to see the change.

        of: the key of what is compared, if it is not the cost of a sample.
        """
        key = "fell" if after < before else "rose" if after > before else "same"
        digits = apart(before, after, GRAPH)
        shown = (self.notation.value(cost, digits) for cost in (before, after))
        names = dict(zip(("before", "after"), shown, strict=True))
        name = self.notation.name(self.notation.cost)
        return self.say(f"cost.{key}", C=self.say(of, C=name) if of else name, **names)
