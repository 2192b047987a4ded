"""A learner's own keys for the bindings of the screens, by the ids of these."""

from collections.abc import Iterator, Mapping

from textual.keys import Keys as Known
from textual.keys import key_to_character

from stepper.errors import StepperError, nearest
from stepper.tui.keys import KEYS, Keys
from stepper.tui.screens.pages.parts import PAGE_KEYS
from stepper.tui.screens.picker.parts import PICKER_KEYS

TABLES: tuple[Keys, ...] = (KEYS, PICKER_KEYS, PAGE_KEYS)
_SHOWN = {"escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn", "question_mark": "?"}
_NAMELESS = {"plus": "+", "minus": "-"}  # signs whose names Textual does not look up
_ARROWS = ("left", "right", "up", "down")
_KNOWN = frozenset(key.value for key in Known)


def ids() -> list[str]:
    """The ids of all bindings that can have other keys, in the order of the help."""
    return list(dict.fromkeys(name for table in TABLES for name, key in table.items() if key.bound))


def checked(keymap: Mapping[str, str], file: str) -> dict[str, str]:
    """A keymap without blanks. Raises StepperError with all its problems in file."""
    tidy = {name: ",".join(_each(keys)) for name, keys in keymap.items()}
    problems = [*_unknown(tidy)] or [*_clashes(tidy)]
    if problems:
        raise StepperError(*(f"{file}: keys.{problem}" for problem in problems))
    return tidy


def show(keymap: Mapping[str, str]) -> None:
    """Let the tables show the keys of a keymap, which the help and the last line read."""
    for table in TABLES:
        for name in keymap.keys() & table.keys():
            key = table[name]
            shown = " ".join(map(_shown, _each(keymap[name])))
            hint = shown.split()[0] if key.hint else ""
            table[name] = key._replace(shown=shown, hint=hint)


def _each(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",")]


def _unknown(keymap: Mapping[str, str]) -> Iterator[str]:
    """Yield a problem for each unknown id and key."""
    for name, keys in keymap.items():
        if name not in ids():
            fix = nearest(name, ids()) or "scenarios/README.md lists them"
            yield f"{name}: no key has that name; {fix}"
        for key in keys.split(","):
            if not _is_key(key):
                yield (
                    f'{name}: "{key}" is no key; write a letter, or a name such as ctrl+n, down, '
                    "f5, comma or question_mark"
                )


def _is_key(key: str) -> bool:
    return key in _KNOWN or (_character(key) != "" and _character(key).isprintable())


def _clashes(keymap: Mapping[str, str]) -> Iterator[str]:
    """Yield a problem for each key that would do two things on a screen."""
    for table in TABLES:
        bound = {n: keymap.get(n, key.bound) for n, key in table.items() if key.bound}
        holders: dict[str, str] = {}
        for name, keys in sorted(bound.items(), key=lambda row: row[0] in keymap):
            for key in keys.split(","):
                other = holders.setdefault(_character(key) or key, name)
                if other != name:
                    yield f'{name}: "{key}" is the key of {other}; give {other} another one, too'


def _character(key: str) -> str:
    """The sign of a key, so that ? and question_mark are the same; empty without one."""
    return _NAMELESS.get(key) or key_to_character(key) or ""


def _shown(key: str) -> str:
    """A key as the help lists it; arrows by the names of their signs."""
    if key in _ARROWS:
        return key
    if key in _SHOWN:
        return _SHOWN[key]
    if _character(key).isprintable() and _character(key).strip():
        return _character(key)
    return "+".join(part.capitalize() for part in key.split("+"))
