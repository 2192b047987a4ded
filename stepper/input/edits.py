"""Edits of given numbers and settings, `W2 = 0.5; rate = 3; cost = squares`, for a new scenario."""

import re
from difflib import get_close_matches
from math import isinf

from stepper.backprop.shape import CROSS_ENTROPY
from stepper.backprop.symbols import RATE, Phase, Role
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.half_width import half_width
from stepper.input.givens import (
    EPOCHS,
    Given,
    Value,
    changes,
    given_of,
    givens_and_settings,
    value_of,
    with_value,
)
from stepper.input.names import Glossary, typed
from stepper.input.numbers import read
from stepper.input.settings import Setting, with_settings
from stepper.input.settings import words as of_settings
from stepper.limits import MAX_NEAR, MAX_NUMBERS
from stepper.runs.scenario import LANGUAGES, Scenario, localised
from stepper.typeset.digits import written
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation

NEAR = 0.5  # similarity of a name that is suggested, low because names are short

# Edits are separated by `;` or by a comma before a name; W₁,₁₂ and 1,000 have a digit there.
_SEPARATOR = re.compile(r";|,(?=\s*[^\s\d₀-₉])")


def edited(scenario: Scenario, text: str, sample: int, explainer: Explainer) -> Scenario:
    """The scenario after edits such as `W2 = 0.5; rate 3`, in any notation.

    A number is edited only once. Inputs and targets are those of the sample. The author's summary,
    goal, notes and lesson are about the original numbers, so an edited scenario has only the
    general notes, and these only if no setting was edited; its title says that it was edited.
    Raises StepperError with all problems, each with a way to fix it, in the explainer's language.
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
    """The title after an edit; several edits mark it once."""
    say = Explainer(language, Notation(COURSE, scenario.model)).say
    title = localised(scenario.title, language).removesuffix(say("what_if.title", title=""))
    return say("what_if.title", title=title)


def name_of(given: Given, explainer: Explainer) -> str:
    """The name of a given number or setting, as it can be typed in an edit."""
    if given.setting:
        return given.setting.name
    return explainer.notation.name(given.symbol) if given.symbol else explainer.say("given.epochs")


def number_of(scenario: Scenario, given: Given) -> str:
    """The value of a given number or setting, as it can be typed in an edit: with all digits."""
    value = value_of(scenario, given)
    return value if isinstance(value, str) else written(value, None)[0]


def _read(scenario: Scenario, text: str, sample: int, explainer: Explainer) -> tuple[Given, Value]:
    """Read one edit: the given number or setting, and its new value. Raises StepperError."""
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
    """Further names: of learning rate, epochs, settings; of input and target if there is one."""
    rate, model = Given(RATE), scenario.model
    words = {Notation(style, model).name(RATE): rate for style in (COURSE, STANDARD, ASCII)}
    words |= dict.fromkeys(("learning_rate", "learning rate", explainer.say("given.rate")), rate)
    words |= dict.fromkeys(("epoch", "epochs", explainer.say("given.epochs")), EPOCHS)
    for role, word in ((Role.X, "input"), (Role.T, "target")):
        symbols = [symbol for symbol in scenario.model.givens if symbol.role is role]
        if len(symbols) == 1:
            own = (word, explainer.say(f"neuron.{word}" if role is Role.X else word))
            words |= dict.fromkeys(own, given_of(scenario, symbols[0], sample))
    words |= {name: Given(None, 0, setting) for name, setting in of_settings(scenario).items()}
    return {typed(word): given for word, given in words.items()}


def _value(scenario: Scenario, given: Given, text: str, explainer: Explainer) -> float:
    """Read a value within the limits of a scenario file."""
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
