"""What the palette finds: commands, pages, scenarios, terms and numbers, in this order."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from textual.app import SystemCommand
from textual.screen import Screen

from stepper.backprop.symbols import RATE, Role
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.explain.pages.page import ORDER
from stepper.explain.pages.tables import WORDS
from stepper.files.load import load
from stepper.files.opening import bundled
from stepper.input.givens import Given, givens
from stepper.runs.scenario import LANGUAGES, Text
from stepper.tui.host import Host
from stepper.tui.keys import KEYS, words_of
from stepper.tui.look import Look
from stepper.tui.screens.picker.picker import Picker
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.typeset.colours import COLOURS
from stepper.typeset.names.ascii import plain

MOST_NUMBERS = 400  # of an iteration: with more, `g` finds them faster


class Titled(NamedTuple):
    """A bundled scenario: its name, path and title."""

    name: str
    path: str
    title: Text


def translated(app: Host, screen: Screen[object]) -> Iterator[tuple[SystemCommand, ...]]:
    """Yield each command over a screen in every language, that of the app first.

    Whoever learns in Korean knows many terms in English, and types those.
    """
    languages = sorted(LANGUAGES, key=lambda language: language != app.language)
    yield from zip(*(commands(app, screen, language) for language in languages), strict=True)


def commands(app: Host, screen: Screen[object], language: str) -> Iterator[SystemCommand]:
    """Yield all that can be found over a screen.

    Before one types, only commands are listed; over the list of scenarios, which has few of them,
    pages and scenarios as well.
    """
    look = app.look_at(screen.trace if isinstance(screen, StepperScreen) else None)
    if language != look.explainer.language:
        look = replace(look, explainer=Explainer(language, look.notation))
    if isinstance(screen, StepperScreen):
        yield from _keys(screen, look)
    for theme in COLOURS:
        words = look.say("palette.theme", theme=look.say(f"theme.{theme}"))
        yield SystemCommand(words, "", partial(app.choose_theme, theme))
    yield SystemCommand(look.say("lesson.title"), "", app.learn, isinstance(screen, Picker))
    is_list = isinstance(screen, Picker)
    if isinstance(screen, StepperScreen | Picker):
        yield from _pages(screen, look, is_list)
    yield from _scenarios(app, look, is_list)
    if isinstance(screen, StepperScreen):
        yield from _terms(screen, look)
        yield from _numbers(screen, look)


def _keys(screen: StepperScreen, look: Look) -> Iterator[SystemCommand]:
    of_model = words_of(look, screen.trace.model)
    for name, key in KEYS.items():
        key_of = f"palette.{name}" if name == "language" else f"key.{name}"
        words = typeable(look, of_model.get(name) or look.say(key_of))
        action = partial(screen.run_action, key.action or name)
        yield SystemCommand(words, look.keys(key.shown), action)


def typeable(look: Look, words: str) -> str:
    """Add words in signs that a keyboard has, where there are others."""
    typed = plain(words.replace("δ", look.say("palette.delta")))
    return words if typed == words else f"{words} ({typed})"


def _pages(screen: StepperScreen | Picker, look: Look, listed: bool) -> Iterator[SystemCommand]:
    for name in ORDER:
        words = look.say("palette.page", title=look.say(f"page.{name}"))
        terms = look.say(f"palette.page.{name}")
        yield SystemCommand(typeable(look, words), terms, partial(screen.read, name), listed)


def _scenarios(app: Host, look: Look, listed: bool) -> Iterator[SystemCommand]:
    for name, path, title in _titles():
        words = look.say("palette.open", title=look.explainer.text(title))
        yield SystemCommand(words, name, partial(_open, app, name, path), listed)


@cache  # saves reading all files again for each letter that is typed
def _titles() -> list[Titled]:
    titles = []
    for name, path in bundled().items():
        try:
            titles.append(Titled(name, path, load(path).scenario.title))
        except StepperError:  # the list of scenarios says what is wrong
            continue
    return titles


def _open(app: Host, name: str, path: str) -> None:
    try:
        app.open(load(path), name)
    except StepperError as error:
        app.notify(str(error), severity="error", markup=False)


def _terms(screen: StepperScreen, look: Look) -> Iterator[SystemCommand]:
    """Yield the kinds of numbers that the model has; the learning rate can only be edited."""
    roles = dict.fromkeys(symbol.role for symbol in screen.trace.model.steps)
    for role in roles:
        if role in WORDS:
            words = look.say("palette.term", word=_word(look, role))
            yield SystemCommand(typeable(look, words), "", partial(screen.find, role), False)
    rate = Given(RATE)
    if rate in givens(screen.trace.scenario, 1):
        words = look.say("palette.edit", word=look.say("word.rate"), name=look.name(RATE))
        yield SystemCommand(typeable(look, words), "", partial(screen.edit, rate), False)


def _numbers(screen: StepperScreen, look: Look) -> Iterator[SystemCommand]:
    trace, n = screen.trace, screen.step.iteration
    if len(trace.model.steps) > MOST_NUMBERS:
        return
    for number, symbol in enumerate(trace.schedule.steps(n), 1 + trace.schedule.first(n)):
        words = f"{typeable(look, look.name(symbol))}  {_word(look, symbol.role)}"
        where = look.say("eq", number=number)
        yield SystemCommand(words, where, partial(screen.go_to_origin, symbol), False)


def _word(look: Look, role: Role) -> str:
    return look.say(WORDS[role]) if role in WORDS else ""
