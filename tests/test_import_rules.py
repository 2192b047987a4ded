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
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
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
        "stepper: open: needs a terminal; `stepper show FILE` writes the steps as text"
    ]


def test_the_block_holds_where_a_screen_is_imported() -> None:
    done = python(BLOCKED + "import stepper.tui.app")
    assert done.returncode == 1
    assert "is blocked" in done.stderr


def test_the_version_is_told_without_reading_the_command_line_or_a_scenario() -> None:
    code = "import sys\nfrom stepper.cli import main\nmain(['--version'])\nprint(*sys.modules)"
    version, modules = python(code).stdout.splitlines()
    assert version == f"stepper {stepper.__version__}"
    loaded = set(modules.split())
    assert "stepper.errors" in loaded
    assert not loaded & {"argparse", "tomllib", "json", "stepper.trace", "stepper.notation"}
    assert not loaded & SCREEN
