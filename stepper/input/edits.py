"""Edits of what is given, such as `W2 = 0.5; rate = 3; cost = squares`: a new scenario."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from math import isinf
from typing import NamedTuple, TypeVar

from stepper.backprop.shape import CROSS_ENTROPY
from stepper.backprop.symbols import RATE, Phase, Role, Symbol
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.half_width import half_width
from stepper.input.names import Glossary, typed
from stepper.input.numbers import read
from stepper.input.settings import Setting, settings, with_settings
from stepper.input.settings import words as of_settings
from stepper.limits import MAX_NEAR, MAX_NUMBERS
from stepper.runs.scenario import LANGUAGES, Scenario, localised
from stepper.typeset.digits import written
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation

NEAR = 0.5  # similarity of a name that is suggested, low because names are short

# Edits are separated by `;` or by a comma before a name; W₁,₁₂ and 1,000 have a digit there.
_SEPARATOR = re.compile(r";|,(?=\s*[^\s\d₀-₉])")

T = TypeVar("T")


class Given(NamedTuple):
    """What a scenario gives: the number of a symbol, a setting, or, if neither, the epochs.

    sample: the sample of an input or a target, from 1; 0 for numbers that all samples share.
    """

    symbol: Symbol | None
    sample: int = 0
    setting: Setting | None = None


Value = float | str  # a setting is a word; a learning rate that is not given, an empty one


class Change(NamedTuple):
    """What was edited: its value before the edit, and now."""

    given: Given
    before: Value
    now: Value


EPOCHS = Given(None)
OF_SAMPLE = (Role.X, Role.T)


def givens(scenario: Scenario, sample: int) -> Iterator[Given]:
    """All numbers that can be edited with a sample: the few for all first, weights last.

    A formula of which nothing is updated has no use for a learning rate and epochs.
    """
    formula = scenario.formula
    if formula is None or formula.learns:
        yield Given(RATE)
        yield EPOCHS
    for symbol in scenario.model.givens:
        yield given_of(scenario, symbol, sample)


def given_of(scenario: Scenario, symbol: Symbol, sample: int) -> Given:
    """The given number of a symbol; sample counts only for what differs from sample to sample."""
    varied = scenario.varied
    is_of_sample = symbol.role in OF_SAMPLE or (bool(varied) and symbol.column in varied)
    return Given(symbol, sample if is_of_sample else 0)


def givens_and_settings(scenario: Scenario, sample: int) -> Iterator[Given]:
    """All that can be edited with a sample, settings last."""
    yield from givens(scenario, sample)
    yield from (Given(None, 0, setting) for setting in settings(scenario))


def value_of(scenario: Scenario, given: Given) -> Value:
    """The value of what is given; for a weight or bias, the one that iteration 1 starts with."""
    if given.setting:
        return given.setting.value(scenario)
    match given.symbol:
        case None:
            return scenario.epochs
        case Symbol(Role.RATE):
            return "" if scenario.learning_rate is None else scenario.learning_rate
        case Symbol(Role.W, l, j, i):
            return scenario.layers[l - 1].weights[j - 1][i - 1]
        case Symbol(Role.B, l, j):
            return (scenario.layers[l - 1].biases or ())[j - 1]
        case Symbol(Role.X | Role.T as role, _, j):
            return scenario.samples[given.sample - 1][role is Role.T][j - 1]
        case Symbol(names=(name,)) if given.sample:
            return scenario.samples[given.sample - 1][0][scenario.varied.index(name)]
        case symbol:
            return scenario.values[scenario.model.givens.index(symbol)]


def with_value(scenario: Scenario, given: Given, value: float) -> Scenario:
    """Return the scenario with another value of a given number; epochs take a whole one."""
    match given.symbol:
        case None:
            return scenario._replace(epochs=int(value))
        case Symbol(Role.RATE):
            return scenario._replace(learning_rate=value)
        case Symbol(Role.W | Role.B as role, l, j, i):
            weights, biases = scenario.layers[l - 1].weights, scenario.layers[l - 1].biases or ()
            layer = scenario.layers[l - 1]
            if role is Role.W:
                layer = layer._replace(weights=_put(weights, j, _put(weights[j - 1], i, value)))
            else:
                layer = layer._replace(biases=_put(biases, j, value))
            return scenario._replace(layers=_put(scenario.layers, l, layer))
        case Symbol(names=(_,)) as symbol if not given.sample:
            place = scenario.model.givens.index(symbol) + 1
            return scenario._replace(values=_put(scenario.values, place, value))
        case Symbol(names=(name,)):
            x, t = scenario.samples[given.sample - 1]
            sample = (_put(x, scenario.varied.index(name) + 1, value), t)
            return scenario._replace(samples=_put(scenario.samples, given.sample, sample))
        case Symbol(role, _, j):
            x, t = scenario.samples[given.sample - 1]
            sample = (x, _put(t, j, value)) if role is Role.T else (_put(x, j, value), t)
            return scenario._replace(samples=_put(scenario.samples, given.sample, sample))


def changes(original: Scenario, scenario: Scenario) -> list[Change]:
    """List what differs between two scenarios of the same shape, in the order of givens."""
    rows = _rows_that_differ(original, scenario)
    listed = [
        given
        for given in givens_and_settings(original, 1)
        if not (given.symbol and given.symbol.role is Role.W) or given.symbol[1:3] in rows
    ]
    if original.batch == 1 != scenario.batch:
        listed.append(Given(None, 0, Setting("batch_gradient")))
    of_sample = [given for given in listed if given.sample]
    for sample in range(2, len(original.samples) + 1):
        listed += [given._replace(sample=sample) for given in of_sample]
    both = (Change(g, value_of(original, g), value_of(scenario, g)) for g in listed)
    return [change for change in both if change.before != change.now]


def _rows_that_differ(original: Scenario, scenario: Scenario) -> set[tuple[int, int]]:
    """The layers and neurons whose weights differ: of many weights, only few are edited."""
    layers = zip(original.layers, scenario.layers, strict=True)
    return {
        (l, j)
        for l, (before, after) in enumerate(layers, 1)
        for j, rows in enumerate(zip(before.weights, after.weights, strict=True), 1)
        if rows[0] != rows[1]
    }


def _put(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    """Return the values with another one at a place, counted from 1."""
    return (*values[: place - 1], value, *values[place:])


def edited(scenario: Scenario, text: str, sample: int, explainer: Explainer) -> Scenario:
    """Return the scenario after edits such as `W2 = 0.5; rate 3`, in any notation.

    A number is edited only once. Inputs and targets are those of the sample. The author's
    summary, goal, notes and lesson are about the original numbers, so an edited scenario
    has none but the general notes, as long as only numbers are edited, and its title says that it
    was edited. Raises StepperError with all problems, each
    with a way to fix it, in the explainer's language.
    """
    after, problems = scenario, []
    seen: set[Given] = set()
    words: list[tuple[Setting, str]] = []
    for piece in filter(str.strip, _SEPARATOR.split(half_width(text))):
        try:
            given, value = _read(after, piece.strip(), sample, explainer)
            if given in seen:
                raise StepperError(explainer.say("edit.twice", name=name_of(given, explainer)))
            seen.add(given)
            if given.setting:
                words.append((given.setting, str(value)))
            else:
                after = with_value(after, given, float(value))
        except StepperError as problem:
            problems.append(str(problem))
    if not problems and (words or _is_of_another_kind(after)):
        after, problems = with_settings(after, words)
    if problems:
        raise StepperError(*problems)
    if not changes(scenario, after):
        return scenario
    title = {language: _title(scenario, language) for language in LANGUAGES}
    notes = () if words else tuple(note for note in scenario.notes if note.general)
    return after._replace(title=title, summary=None, goal=None, notes=notes, lesson=(), seed=None)


def _is_of_another_kind(scenario: Scenario) -> bool:
    """Whether numbers may not be edited freely: targets of cross-entropy, epochs without rate."""
    is_fixed = scenario.learning_rate is None or not scenario.model.learns
    return scenario.cost == CROSS_ENTROPY or is_fixed


def _title(scenario: Scenario, language: str) -> str:
    """The title after an edit, which is marked only once however often it is edited."""
    say = Explainer(language, Notation(COURSE, scenario.model)).say
    title = localised(scenario.title, language).removesuffix(say("what_if.title", title=""))
    return say("what_if.title", title=title)


def name_of(given: Given, explainer: Explainer) -> str:
    """The name of what is given, as an edit can have it."""
    if given.setting:
        return given.setting.name
    return explainer.notation.name(given.symbol) if given.symbol else explainer.say("given.epochs")


def number_of(scenario: Scenario, given: Given) -> str:
    """The value of what is given, as an edit can have it: with all digits."""
    value = value_of(scenario, given)
    return value if isinstance(value, str) else written(value, None)[0]


def _read(scenario: Scenario, text: str, sample: int, explainer: Explainer) -> tuple[Given, Value]:
    """Read one edit: what is given and its new value. Raises StepperError with its problem."""
    name, sign, number = text.rpartition("=")
    if not sign:
        name, _, number = " ".join(text.split()).rpartition(" ")
    name = name.rpartition(" = ")[2]  # it may be typed after the suggested one
    name, number = name.strip(), number.strip()
    if not name or not number:
        example = f"{name_of(Given(RATE), explainer)} = 0.5"
        raise StepperError(explainer.say("edit.unreadable", text=text, example=example))
    given = _find(scenario, name, sample, explainer)
    if given.setting:
        return given, number
    return given, _value(scenario, given, number, explainer)


def _find(scenario: Scenario, name: str, sample: int, explainer: Explainer) -> Given:
    glossary = Glossary(scenario)
    symbols, setting = glossary.exactly(name), _words(scenario, explainer, sample).get(typed(name))
    if not symbols and setting:
        return setting
    symbol = next(iter(symbols or glossary.naturally(name)), None)
    if symbol and symbol.role.phase is Phase.GIVEN:
        return given_of(scenario, symbol, sample)
    if symbol:
        raise StepperError(explainer.say("edit.computed", name=name))
    near = ""
    if len(scenario.model.columns) <= MAX_NEAR:
        every = list(givens_and_settings(scenario, sample))
        names = _words(scenario, explainer, sample)
        names |= {typed(given.symbol.column): given for given in every if given.symbol}
        names |= {typed(name_of(given, explainer)): given for given in every}
        close = get_close_matches(typed(name), names, 1, NEAR)
        near = name_of(names[close[0]], explainer) if close else ""
    key = "edit.near" if near else "edit.unknown"
    raise StepperError(explainer.say(key, name=name, near=near))


def _words(scenario: Scenario, explainer: Explainer, sample: int) -> dict[str, Given]:
    """What else can be typed: learning rate, epochs, settings; input, target if there is one."""
    rate, model = Given(RATE), scenario.model
    words = {Notation(style, model).name(RATE): rate for style in (COURSE, STANDARD, ASCII)}
    words |= dict.fromkeys(("learning_rate", "learning rate", explainer.say("word.rate")), rate)
    words |= dict.fromkeys(("epoch", "epochs", explainer.say("given.epochs")), EPOCHS)
    for role, word in ((Role.X, "input"), (Role.T, "target")):
        symbols = [symbol for symbol in scenario.model.givens if symbol.role is role]
        if len(symbols) == 1:
            own = (word, explainer.say(f"neuron.{word}" if role is Role.X else word))
            words |= dict.fromkeys(own, given_of(scenario, symbols[0], sample))
    words |= {name: Given(None, 0, setting) for name, setting in of_settings(scenario).items()}
    return {typed(word): given for word, given in words.items()}


def _value(scenario: Scenario, given: Given, text: str, explainer: Explainer) -> float:
    """Read a value within the limits that it has in a scenario file."""
    number = read(text)
    value = 0.0 if number is None else number
    each = len(scenario.model.columns) * len(scenario.samples)
    most = max(MAX_NUMBERS // each, scenario.epochs)
    limits = (
        ("edit.comma", number is None and "," in text),
        ("edit.whole", given is EPOCHS and (value < 1 or value != int(value))),
        ("edit.many", given is EPOCHS and value > most),
        ("edit.finite", number is None and _is_too_large(text)),
        ("edit.number", number is None),
        ("edit.above", given.symbol == RATE and value <= 0),
    )
    for key, broken in limits:
        if broken:
            name = name_of(given, explainer)
            raise StepperError(explainer.say(key, name=name, text=text, most=f"{most:,}"))
    return value


def _is_too_large(text: str) -> bool:
    """Whether a text is a decimal number beyond the range of floats."""
    try:
        return any(map(str.isdigit, text)) and isinf(float(text))
    except ValueError:
        return False
