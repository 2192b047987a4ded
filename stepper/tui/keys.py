"""Keys: a table for each screen feeds its bindings, footer and help; here that of the stepper."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.binding import Binding, BindingType

from stepper.backprop.model import Model
from stepper.formula.formula import Formula
from stepper.tui.look import Look, Piece, ScreenLine
from stepper.typeset.cells import cells

GAP = 3  # blanks between two hints


class Key(NamedTuple):
    """A row of a table of keys, which is named after its action where action is empty.

    bound: keys by Textual's names; empty where a widget takes them first. shown: the same as the
    help lists them, arrows by the names of their signs; empty where another row shows them.
    group: the part of the help. words: the sentence that describes the row, where that is
    not key.NAME. hint: the keys in the last line of the screen, empty for a row that is not there.
    """

    bound: str
    shown: str
    group: str
    action: str = ""
    words: str = ""
    hint: str = ""


Keys = dict[str, Key]


def bindings(keys: Keys) -> list[BindingType]:
    """Bind the keys of a table."""
    return [
        Binding(key.bound, key.action or name, name, id=name, show=False)
        for name, key in keys.items()
        if key.bound
    ]


FIRST = ("numbers", "show")  # in the help: what nobody finds by trying, within a small window


def help_rows(look: Look, keys: Keys, model: Model | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield (heading, keys, words) for each row that the help lists."""
    of_model = words_of(look, model)
    for name, key in sorted(keys.items(), key=lambda row: row[1].group not in FIRST):
        if key.shown:
            words = of_model.get(name) or _words(look, name, key)
            yield look.say(f"help.{key.group}"), look.keys(key.shown), words


# what a key does where that is called otherwise than in a network
_WORDS: dict[type[Model], dict[str, str]] = {
    Formula: {"next_delta": "key.next_gradient", "previous_delta": "key.previous_gradient"}
}


def words_of(look: Look, model: Model | None) -> dict[str, str]:
    """The words for keys that are called otherwise than in a network."""
    return {
        name: look.say(key) for name, key in (_WORDS.get(type(model), {}) if model else {}).items()
    }


def shown(look: Look, name: str) -> str:
    """The key of a row of the stepper screen, the first of several, as it is read."""
    return look.keys(KEYS[name].shown.split()[0])


def hints(look: Look, keys: Keys, width: int) -> ScreenLine:
    """Draw the hints that width cells have room for; a click on one does what its key does."""
    line: ScreenLine = []
    for name, key in keys.items():
        if key.hint:
            action = key.action or name
            hint = [
                Piece(f"{' ' * GAP if line else ''}{look.keys(key.hint)}", "key", None, action),
                Piece(f" {_words(look, name, key)}", "quiet", None, action),
            ]
            width -= sum(cells(piece.text) for piece in hint)
            if width < 0:
                break
            line += hint
    return line


def _words(look: Look, name: str, key: Key) -> str:
    return look.say(key.words or f"key.{name}")


KEYS: Keys = {
    "next": Key("right,space", "right Space", "steps", "move('next')"),
    "back": Key("left", "left", "steps", "move('back')"),
    "next_delta": Key("down", "down", "steps", "move('next_delta')"),
    "previous_delta": Key("up", "up", "steps", "move('previous_delta')"),
    "next_update": Key("u", "u", "steps", "move('next_update')"),
    "next_phase": Key("pagedown", "PgDn", "steps", "move('next_phase')"),
    "previous_phase": Key("pageup", "PgUp", "steps", "move('previous_phase')"),
    "first": Key("home", "Home", "steps", "move('first')"),
    "last": Key("end", "End", "steps", "move('last')"),
    "next_iteration": Key("i", "i", "steps", "move('next_iteration')"),
    "previous_iteration": Key("ctrl+left", "Ctrl left", "steps", "move('previous_iteration')"),
    "go_to": Key("g", "g", "steps"),
    "play": Key("a", "a", "steps"),
    "predict": Key("p", "p", "steps"),
    "faster": Key("plus,equals_sign", "+", "steps", "speed(1)"),
    "slower": Key("minus", "-", "steps", "speed(-1)"),
    "select": Key("tab", "Tab", "numbers", "select(1)"),
    "select_before": Key("shift+tab", "Shift Tab", "numbers", "select(-1)"),
    "follow": Key("enter", "Enter", "numbers"),
    "use": Key("o", "o", "numbers"),
    "return": Key("backspace", "Backspace", "numbers", "return_to"),
    "why": Key("y", "y", "numbers"),
    "compare": Key("m", "m", "numbers"),
    "edit": Key("e", "e", "numbers"),
    "restore": Key("r", "r", "numbers"),
    "view": Key("v", "v", "show"),
    "graph": Key("1", "1", "show", "enlarge('graph')"),
    "equation": Key("2", "2", "show", "enlarge('equation')"),
    "list": Key("3", "3", "show", "enlarge('list')"),
    "charts": Key("4", "4", "show", "enlarge('charts')"),
    "drawer": Key("w", "w", "show"),
    "curves": Key("c", "c", "show", "enlarge('curves')"),
    "all_digits": Key("f", "f", "show", "switch('all_digits')"),
    "fine_steps": Key("t", "t", "show", "switch('fine_steps')"),
    "notation": Key("n", "n", "show"),
    "language": Key("l", "l", "show"),
    "theme": Key("f2", "F2", "show", "app.next_theme"),
    "export": Key("x", "x", "program"),
    "palette": Key("ctrl+p", "Ctrl p", "program", "app.command_palette"),
    "pages": Key("f3", "F3", "program"),
    "lesson": Key("b", "b", "program"),
    "help": Key("question_mark,f1", "? F1", "program"),
    "close": Key("escape", "Esc", "program"),
    "quit": Key("q", "q", "program", "app.quit"),
}
