"""What each command loads, and that all but the screens run where Textual is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source import MODULES, PACKAGE, room


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
    *("importlib.metadata", "importlib.resources", "textual", "rich"),
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
    input.steps paper.paper derive.network.longhand explain.pages.page diagnosis.diagnose
"""


def test_the_first_frame_waits_for_nothing_that_it_does_not_show() -> None:
    done = python(FIRST_FRAME)
    assert not done.returncode, done.stderr
    modules = {name.removeprefix("stepper.") for name in done.stdout.split()}
    assert "tui.graph.chain.chain" in modules
    later = set(LATER.split())
    assert later <= MODULES.keys()
    assert not modules & later
