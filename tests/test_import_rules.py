"""Who may import whom, proved by reading the source and by running it with textual blocked."""

import ast
import os
import subprocess
import sys
from functools import cache
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
    return [module for module in MODULES if module.split(".")[0] == folder]


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


def test_the_modules_of_every_folder_were_found() -> None:
    assert {"engine", "symbols", "errors", "cli", "scenario_file", "__main__"} <= MODULES.keys()
    for folder in ("views", "tui", "explain", "commands"):
        assert len(within(folder)) > 1
    assert "stepper.symbols" in imported("trace")
    assert "stepper.engine" in imported("gradient_check")  # from stepper import engine
    assert "textual" in {top for module in within("tui") for top in tops(module)}
    assert prints("cli")


@pytest.mark.parametrize("module", ["engine", "symbols", "errors"])
def test_the_foundations_import_the_standard_library_alone(module: str) -> None:
    assert tops(module) <= sys.stdlib_module_names


@pytest.mark.parametrize("module", [module for module in MODULES if module not in within("tui")])
def test_only_the_screens_need_more_than_the_standard_library(module: str) -> None:
    assert tops(module) <= sys.stdlib_module_names | {"stepper"}


def test_the_screens_need_textual_and_rich_and_nothing_else() -> None:
    for module in within("tui"):
        assert tops(module) <= sys.stdlib_module_names | {"stepper"} | SCREEN


@pytest.mark.parametrize(("folder", "other"), [("views", "tui"), ("tui", "views")])
def test_views_and_screens_know_neither_each_other_nor_the_engine(folder: str, other: str) -> None:
    for module in within(folder):
        for name in imported(module):
            assert name.split(".")[:2] not in (["stepper", other], ["stepper", "engine"])


def test_only_the_commands_open_screens() -> None:
    outside = [module for module in MODULES if module not in within("tui")]
    users = {m for m in outside if any(n.startswith("stepper.tui") for n in imported(m))}
    assert users == {"commands.open"}


def test_nothing_but_the_way_in_imports_the_commands() -> None:
    assert {m for m in MODULES if "stepper.cli" in imported(m)} == {"__main__"}


def test_only_the_commands_print() -> None:
    assert {module for module in MODULES if prints(module)} == {"cli"}


def test_only_the_question_to_the_terminal_needs_what_windows_lacks() -> None:
    lacking = {"curses", "fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
    assert {module for module in MODULES if tops(module) & lacking} == {"tui.letter_width"}


def test_one_module_reads_toml() -> None:
    assert {module for module in MODULES if "tomllib" in tops(module)} == {"scenario_file"}


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
from stepper.cli import main

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
    *("argparse", "asyncio", "ast", "dataclasses", "decimal", "difflib", "gettext", "inspect"),
    *("json", "locale", "pathlib", "random", "shutil", "subprocess", "threading"),
    *("urllib", "weakref", "importlib.metadata", "importlib.resources", *SCREEN),
}
LOADED = {  # the modules of the program, without its name, that a command loads
    "--version": "cli errors exit_codes",
    "show one_hidden": """
        arguments cli commands commands.asked commands.show digits document
        engine engine_rows equations errors exit_codes explain explain.en expressions files folding
        kinds layout load notation paper progress scenario scenario_file signals steps symbols
        trace typeset views views.parts views.plain views.worked_steps
    """,
}


@pytest.mark.parametrize("command", LOADED)
def test_a_command_loads_what_it_uses_and_no_more(command: str) -> None:
    said = "import sys\nfrom stepper.cli import main\nmain(sys.argv[1:])\nprint(*sys.modules)"
    done = python(said, *command.split())
    loaded = set(done.stdout.splitlines()[-1].split())
    ours = {name.removeprefix("stepper.") for name in loaded if name.startswith("stepper.")}
    assert ours == set(LOADED[command].split())
    assert not loaded & SLOW


FIRST_FRAME = """
import asyncio
import sys

from textual.css.stylesheet import Stylesheet

from stepper.load import load
from stepper.tui.app import StepperApp

def reparse(stylesheet):
    raise AssertionError("the styles are read twice")

async def show():
    async with StepperApp(load("three_hidden"), "", 0, "en", "seed", False).run_test():
        print(*sys.modules)

Stylesheet.reparse = reparse
asyncio.run(show())
"""
LATER = """
    compare edit dialogs export exports keeping palette picker predict_dialog
    pages work_out checks mistake network_view one_neuron
"""


def test_the_first_frame_waits_for_nothing_that_it_does_not_show() -> None:
    done = python(FIRST_FRAME)
    assert not done.returncode, done.stderr
    loaded = set(done.stdout.split())
    assert "stepper.tui.chain_graph" in loaded
    assert not loaded & {f"stepper.tui.{name}" for name in LATER.split()}
    assert not loaded & {f"stepper.{name}" for name in ("what_if", "find", "paper", "longhand")}
