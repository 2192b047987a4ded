"""The keys of the stepper screen: one table for the bindings, the footer and the help."""

from typing import NamedTuple


class Key(NamedTuple):
    """bound: keys by Textual's names, letters with their Hangul twins; shown: as the learner reads
    them, arrows by the names of their signs."""

    bound: str
    shown: str


KEYS: dict[str, Key] = {
    "next": Key("right,space,enter", "right Space Enter"),
    "back": Key("left", "left"),
    "next_delta": Key("down", "down"),
    "previous_delta": Key("up", "up"),
    "next_phase": Key("pagedown", "PgDn"),
    "previous_phase": Key("pageup", "PgUp"),
    "next_update": Key("u,ㅕ", "u"),
    "next_iteration": Key("i,ㅑ", "i"),
    "previous_iteration": Key("ctrl+left", "Ctrl left"),
    "first": Key("home", "Home"),
    "last": Key("end", "End"),
    "go_to": Key("g,ㅎ", "g"),
    "help": Key("question_mark,f1", "? F1"),
    "close": Key("escape", "Esc"),
    "quit": Key("q,ㅂ", "q"),
}
