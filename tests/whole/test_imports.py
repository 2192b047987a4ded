"""Who may import whom, proved by reading the source."""

import ast
import sys

import pytest

from tests.support.source import MODULES, imported, room, tops, within

SCREEN = {"textual", "rich"}
ROOMS = (  # a package imports only packages before it
    *("errors", "signals", "limits", "half_width", "whole_number"),
    *("backprop", "formula", "typeset", "runs", "files"),
    *("explain", "derive", "input", "mistakes", "practice", "workings", "diagnosis", "marking"),
    *("figures", "paper", "page", "python", "tui", "cli"),
)


def prints(module: str) -> list[int]:
    """The lines where a module prints, or takes hold of a standard stream."""
    return [
        node.lineno
        for node in ast.walk(MODULES[module])
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr", "__stdout__"))
    ]


def rooms_used(module: str) -> set[str]:
    """The rooms that a module imports from; type-only imports count."""
    ours = (name.split(".") for name in imported(module) if name.startswith("stepper."))
    return {parts[1] for parts in ours} - {"__version__"}


def test_every_file_is_in_a_room_and_every_room_has_files() -> None:
    front = {"__init__", "__main__"}  # the API and the way in may name any room
    assert {room(module) for module in MODULES} == {*ROOMS, *front}
    assert rooms_used("runs.trace") == {"backprop", "runs", "errors"}


@pytest.mark.parametrize("place", range(len(ROOMS)))
def test_a_package_imports_only_packages_above_it(place: int) -> None:
    for module in within(ROOMS[place]):
        assert rooms_used(module) <= set(ROOMS[: place + 1]), module


def test_no_files_import_each_other_in_a_circle() -> None:
    """Nor do they where the import is only for a type, or made when it is needed."""
    arrows = {
        module: {n.removeprefix("stepper.") for n in imported(module)} & MODULES.keys() - {module}
        for module in MODULES
    }
    while free := {module for module, used in arrows.items() if not used}:
        arrows = {m: used - free for m, used in arrows.items() if m not in free}
    assert not arrows


def test_outside_the_screen_only_the_command_that_opens_it_knows_it() -> None:
    users = {module for module in MODULES if "tui" in rooms_used(module) and room(module) != "tui"}
    assert users == {"cli.commands.open"}


def test_backprop_imports_the_standard_library_alone() -> None:
    for module in (*within("backprop"), "errors", "signals", "limits"):
        assert tops(module) <= sys.stdlib_module_names | {"stepper"}
        assert rooms_used(module) <= {"backprop"}


def test_only_the_screens_need_more_than_the_standard_library() -> None:
    for module in MODULES:
        more = SCREEN if room(module) == "tui" else set()
        assert tops(module) <= sys.stdlib_module_names | {"stepper"} | more, module
    assert "textual" in {top for module in within("tui") for top in tops(module)}


def test_only_the_commands_print() -> None:
    assert {module for module in MODULES if prints(module)} == {"cli.main"}


def test_only_what_talks_to_the_terminal_needs_what_windows_lacks() -> None:
    lacking = {"curses", "fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
    users = {module for module in MODULES if tops(module) & lacking}
    assert users == {"tui.terminal.driver", "tui.terminal.letter_width"}


def test_two_modules_read_toml() -> None:
    users = {module for module in MODULES if "tomllib" in tops(module)}
    assert users == {"files.scenario_file", "files.preferences"}
