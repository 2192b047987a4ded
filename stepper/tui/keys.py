"""The keys of the stepper screen: one table for bindings, footer, help and palette."""

from typing import NamedTuple


class Key(NamedTuple):
    """bound: keys by Textual's names; shown: as the learner reads them, arrows by the names of
    their signs; group: where the help lists it; action: its method, where that is not its name."""

    bound: str
    shown: str
    group: str
    action: str = ""


KEYS: dict[str, Key] = {
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
    "help": Key("question_mark,f1", "? F1", "program"),
    "close": Key("escape", "Esc", "program"),
    "quit": Key("q", "q", "program", "app.quit"),
}
