"""The possible words and paths in each place of a command line, by the table of commands."""

from shlex import quote
from typing import Any, NamedTuple

from stepper.cli.arguments import COMMANDS, FILES_READ
from stepper.files.opening import bundled
from stepper.practice.kinds import ALL, KINDS

FILES, FOLDERS = "files", "folders"


class Place(NamedTuple):
    """A place of a command line: one of some words, or a path: FILES, FOLDERS, or no path."""

    words: tuple[str, ...] = ()
    paths: str = ""


def options(command: str) -> dict[str, Place | None]:
    """The options of a command, each with the place after it, if there is one."""
    of_command = {
        option: None if "action" in how else _place(how)
        for option, how in COMMANDS[command].options.items()
        if option.startswith("-")
    }
    return {**of_command, "--help": None}


def arguments(command: str) -> Place:
    """The place of a command's arguments other than options."""
    named = COMMANDS[command].options.items()
    places = [_place(how) for name, how in named if not name.startswith("-")]
    words = tuple(word for place in places for word in place.words)
    return Place(words, FILES if any(place.paths for place in places) else "")


def _place(how: dict[str, Any]) -> Place:
    metavar = how.get("metavar")
    if "choices" in how:
        return Place(tuple(map(str, how["choices"])))
    if metavar == "FILE":
        # a shell reads these words: a scenario with an odd name is left to the files
        return Place(tuple(name for name in bundled() if quote(name) == name), FILES)
    if metavar == "KINDS":
        return Place((*KINDS, ALL))
    if metavar == "DIR":
        return Place(paths=FOLDERS)
    return Place(paths=FILES if metavar in (*FILES_READ, "OUT") else "")
