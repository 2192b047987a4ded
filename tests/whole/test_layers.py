"""Who may import whom, proved by reading the source and by running it with textual blocked."""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from inspect import getsource
from pathlib import Path

import pytest

import stepper

PACKAGE = Path(stepper.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in sorted(PACKAGE.rglob("*.py"))
}
SCREEN = {"textual", "rich"}


@cache
def imported(module: str) -> frozenset[str]:
    """Every module that a module imports, anywhere in it, by its full name.

    `from stepper import engine` is an import of stepper.engine; a relative import is refused.
    """
    names = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: write imports in full"
            assert node.module
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def tops(module: str) -> set[str]:
    return {name.partition(".")[0] for name in imported(module)}


def within(folder: str) -> list[str]:
    return [module for module in MODULES if room(module) == folder]


def prints(module: str) -> list[int]:
    """The lines where a module prints, or takes hold of a standard stream."""
    return [
        node.lineno
        for node in ast.walk(MODULES[module])
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr", "__stdout__"))
    ]


def python(code: str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent), "LC_ALL": "C.UTF-8"},
        cwd=cwd,
        check=False,
    )


ROOMS = (  # a package imports only packages before it
    *("errors", "signals", "limits", "half_width", "whole_number"),
    *("backprop", "formula", "typeset", "runs", "files"),
    *("explain", "derive", "input", "mistakes", "practice", "workings", "diagnosis", "marking"),
    *("figures", "paper", "page", "python", "tui", "cli"),
)


def room(module: str) -> str:
    return module.split(".")[0]


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


BLOCKED = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("textual", "rich"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
"""
COMMANDS = """
import os
from pathlib import Path
from stepper.cli.main import main

Path("answers.txt").write_text("x[1] = 0")
for arguments in (
    ["list"],
    ["show", "xor", "--detail"],
    ["show", "xor", "--derive", "delta[1][1]"],
    ["trace", "xor"],
    ["trace", "xor", "-o", "xor.jsonl"],
    ["verify", "xor.jsonl"],
    ["check", "xor"],
    ["compare", "xor", "answers.txt"],
    ["new", "mine.toml"],
    ["--version"],
):
    assert main(arguments) == 0, arguments
assert main(["open", "xor"]) == 2
"""


def test_every_command_but_the_screens_runs_where_textual_cannot_be_imported(
    tmp_path: Path,
) -> None:
    done = python(BLOCKED + COMMANDS, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        "stepper: open: needs a terminal; `stepper show FILE` prints the steps as text"
    ]


def test_the_block_holds_where_a_screen_is_imported() -> None:
    done = python(BLOCKED + "import stepper.tui.app")
    assert done.returncode == 1
    assert "is blocked" in done.stderr


SLOW = {  # to load, and no use to the commands of the table
    *("asyncio", "ast", "dataclasses", "decimal", "difflib", "inspect", "json", "pathlib"),
    *("random", "subprocess", "threading", "urllib", "weakref"),
    *("importlib.metadata", "importlib.resources", *SCREEN),
}


def loaded(command: str) -> set[str]:
    """Every module that is loaded once a command is done."""
    code = "import sys\nfrom stepper.cli.main import main\nmain(sys.argv[1:])\nprint(*sys.modules)"
    done = python(code, *command.split())
    assert not done.returncode, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["--version", "show one_hidden"])
def test_a_command_loads_nothing_slow_that_it_does_not_use(command: str) -> None:
    modules = loaded(command)
    assert "stepper.cli.main" in modules
    assert not modules & SLOW


def test_the_version_is_printed_without_loading_more_than_the_way_in() -> None:
    ours = {module for module in loaded("--version") if module.startswith("stepper")}
    assert ours - {"stepper"} == {
        *("stepper.cli", "stepper.cli.main", "stepper.cli.exit_codes", "stepper.errors")
    }


# rooms and modules that `show` does without, unless it is asked for more
UNUSED = """
    derive diagnosis figures input marking mistakes tui workings explain.pages explain.reasons
    explain.circumstances files.saving files.scenario_toml files.trace
    runs.computed.compiled runs.checks runs.moves runs.twin typeset.equations.python_source
    typeset.html typeset.sentences typeset.tex typeset.tree
"""
USED = {
    "practice": {"kinds"},
    "cli": {
        *("main", "arguments", "exit_codes", "formats", "paths", "progress", "ranges"),
        *("reading", "shared", "commands.show"),
    },
    "paper": {"heading", "markup", "paper", "parts", "plain", "worked_steps"},
}


def test_show_loads_only_the_rooms_that_it_uses() -> None:
    ours = {f"stepper.{module}" for module in MODULES} & loaded("show one_hidden")
    ours = {module.removeprefix("stepper.") for module in ours}
    for name in UNUSED.split():
        parts = {m for m in MODULES if m == name or m.startswith(f"{name}.")}
        assert parts, f"there is no {name} any more"
        assert not parts & ours
    for folder, used in USED.items():
        assert {m for m in ours if room(m) == folder} == {f"{folder}.{m}" for m in used}


FIRST_FRAME = """
import asyncio
import sys

from textual.css.stylesheet import Stylesheet

from stepper.files.load import load
from stepper.tui.app import StepperApp

def reparse(stylesheet):
    raise AssertionError("the styles are read twice")

async def show():
    async with StepperApp(load("three_hidden"), "", 0, "en", "course", False).run_test():
        print(*sys.modules)

Stylesheet.reparse = reparse
asyncio.run(show())
"""
LATER = """
    tui.dialogs.learner.compare tui.dialogs.edit tui.dialogs.export tui.dialogs.exports
    tui.dialogs.go_to tui.dialogs.help tui.dialogs.palette tui.dialogs.learner.predict
    tui.dialogs.learner.score tui.screens.stepper.keeping tui.screens.picker.picker
    tui.screens.pages.pages tui.panels.drawer.work_out tui.panels.drawer.checks
    tui.panels.drawer.mistake tui.graph.network.network tui.graph.neuron.neuron input.edits
    input.steps paper.paper derive.longhand explain.pages.page diagnosis.diagnose
"""


def test_the_first_frame_waits_for_nothing_that_it_does_not_show() -> None:
    done = python(FIRST_FRAME)
    assert not done.returncode, done.stderr
    modules = {name.removeprefix("stepper.") for name in done.stdout.split()}
    assert "tui.graph.chain.chain" in modules
    later = set(LATER.split())
    assert later <= MODULES.keys()
    assert not modules & later


def test_nothing_private_of_a_library_is_imported_or_looked_up() -> None:
    # of named tuples, which document them
    ours = {"_replace", "_asdict", "_make", "_fields", "_field_defaults"}
    for module, tree in MODULES.items():
        theirs = (name for name in imported(module) if not name.startswith("stepper"))
        for name in theirs:
            assert not any(map(is_private, name.split("."))), f"{module} imports {name}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                known = owner in ("self", "cls") or node.attr in ours
                assert known or (owner, node.attr) == ("os", "_exit"), f"{module}: {node.attr}"


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def test_no_class_of_the_screens_sets_or_overrides_what_is_private_in_textual() -> None:
    found = set()
    for name in within("tui"):
        module = import_module(f"stepper.{name}")
        for ours in vars(module).values():
            if not isinstance(ours, type) or ours.__module__ != module.__name__:
                continue
            theirs = [base for base in ours.__mro__ if base.__module__.startswith("textual")]
            if theirs:
                found.add(ours.__name__)
                taken = {name for base in theirs for name in (*vars(base), *private_names(base))}
                assert not private_names(ours) & taken, ours
    assert {"StepperApp", "StepperScreen", "Board", "Driver"} <= found


@cache
def private_names(kind: type) -> set[str]:
    """The private names that the source of a class defines, or looks up in self."""
    source = getsource(kind)
    names = re.findall(r"\b(?:self|cls)\.(\w+)|\bdef (\w+)|^    (\w+)\b.*=", source, re.MULTILINE)
    return {name for found in names for name in found if is_private(name)}
