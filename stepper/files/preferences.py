"""The preferences that the screen keeps between starts, in a file that people can edit."""

import os
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from stepper.errors import StepperError, found
from stepper.files.document import Document
from stepper.limits import MAX_BYTES
from stepper.runs.scenario import LANGUAGES
from stepper.typeset.colours import THEMES
from stepper.typeset.notation import NOTATIONS

if TYPE_CHECKING:
    from pathlib import Path

FROM_ENVIRONMENT = "STEPPER_THEME"

_HEAD = "# What stepper remembers. scenarios/README.md says what else can be written here.\n"
_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


class Preferences(NamedTuple):
    """The preferences; empty texts and no keys where there is no preference.

    keys: by the ids of bindings, their keys, such as "j,down".
    """

    theme: str = ""
    language: str = ""
    notation: str = ""
    all_digits: bool = False
    keys: tuple[tuple[str, str], ...] = ()


def place() -> "Path":
    """The path of the file: config.toml in $XDG_CONFIG_HOME/stepper, or in ~/.config/stepper."""
    from pathlib import Path  # the names of the themes are used where it is not to be loaded

    folder = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not folder.is_absolute():  # to be ignored then, says its specification
        folder = Path("~/.config").expanduser()
    return folder / "stepper" / "config.toml"


def read_preferences() -> Preferences:
    """Read the file, if there is one. Raises StepperError with all its problems."""
    return _preferences(_text(), str(place()))


def theme_of_environment() -> str:
    """The theme that STEPPER_THEME names, or nothing. Raises StepperError for any other word."""
    name = os.environ.get(FROM_ENVIRONMENT, "")
    if name and name not in THEMES:
        raise StepperError(
            f"{FROM_ENVIRONMENT}: expected {' or '.join(THEMES)}, found {found(name)}"
        )
    return name


def remember(name: str, value: str | bool) -> None:
    """Write a preference into the file, and leave everything else in it as it is.

    Raises StepperError where that cannot be done.
    """
    from stepper.files.saving import write_whole  # when something is written

    path, text = place(), _text()
    written = f'"{value}"' if isinstance(value, str) else str(value).lower()
    first_table = _TABLE.search(text)
    end = first_table.start() if first_table else len(text)
    own = re.compile(rf"""^(\s*{name}\s*=\s*)(?:"[^"\n]*"|'[^'\n]*'|\w+)""", re.MULTILINE)
    line = own.search(text, 0, end)
    if line:
        text = f"{text[: line.start()]}{line[1]}{written}{text[line.end() :]}"
    else:
        before = text[:end] or _HEAD
        gap = "" if before.endswith("\n") else "\n"
        text = f"{before}{gap}{name} = {written}\n{text[end:]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StepperError(f"{path}: cannot be written: {error.strerror}") from None
    write_whole(str(path), [text], force=True)


def _text() -> str:
    """The file as text; empty if it does not exist. Raises StepperError if it cannot be read."""
    path = place()
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise StepperError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise StepperError(f"{path}: larger than {MAX_BYTES:,} bytes; remove what is not needed")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StepperError(f"{path}: not UTF-8; save it as UTF-8, or remove it") from None


def _preferences(text: str, path: str) -> Preferences:
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise StepperError(f"{path}: not valid TOML: {error}") from None
    read = Document(path)
    table = read.table(document, "", [*Preferences._fields]) or {}
    choices = {"theme": THEMES, "language": LANGUAGES, "notation": NOTATIONS}
    words = {
        name: read.choice(table[name], name, known) or ""
        for name, known in choices.items()
        if name in table
    }
    all_digits = read.flag(table.get("all_digits", False), "all_digits")
    keys = table.get("keys", {})
    if not isinstance(keys, dict):
        read.expected("keys", "a table such as [keys]", keys)
        keys = {}
    lines = [(name, read.line(value, f"keys.{name}")) for name, value in keys.items()]
    if read.problems:
        raise StepperError(*read.problems)
    known = tuple((name, line) for name, line in lines if line)
    return Preferences(**words, all_digits=bool(all_digits), keys=known)
