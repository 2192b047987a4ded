"""`stepper completion`: the scripts, read by real shells where there are any."""

import os
import select
import shutil
from pathlib import Path

import pytest

from stepper.cli.arguments import COMMANDS, SHELLS
from stepper.cli.places import FILES, FOLDERS, Place, arguments, options
from stepper.files.opening import TEACHING_ORDER
from tests.support.commands import Runner
from tests.support.hostile import SHELL
from tests.support.terminal import in_terminal

ODD = ("my file", "한글", "eq=x", "co:y", *SHELL)
TYPED = {  # before tab, and the words that the command gets then
    "sho": ["show"],
    "show three": ["show", "three_hidden"],
    "thr": ["three_hidden"],
    "show xor --fra": ["show", "xor", "--fragment"],
    "show xor --format markd": ["show", "xor", "--format", "markdown"],
    "check xor --format=js": ["check", "xor", "--format=json"],
    "show my": ["show", "my file"],
    "show 'my": ["show", "my file"],
    "show a\\'": ["show", "a'b"],
    "show \\$": ["show", "$(touch pwned)"],
    "show \\`": ["show", "`touch pwned`"],
    "show \\;": ["show", "; touch pwned"],
    "show \\[": ["show", "[ab]"],
    "verify 한": ["verify", "한글"],
    "show ./-": ["show", "./-a"],
    "show eq": ["show", "eq=x"],
    "trace xor -o co": ["trace", "xor", "-o", "co:y"],
    "show xor --blank gradi": ["show", "xor", "--blank", "gradient"],
}
OTHERS = {  # but in fish, which completes what follows = : , alone
    "show co:": ["show", "co:y"],
    "trace xor -o eq=": ["trace", "xor", "-o", "eq=x"],
    "show eq=": ["show", "eq=x"],
    "show xor --blank delta,gradi": ["show", "xor", "--blank", "delta,gradient"],
    "show xor --blank=z,delta,gradi": ["show", "xor", "--blank=z,delta,gradient"],
}
# options of each shell, and lines that define a command that stores its words, and a prompt
POSIX = ["stepper() { printf '<%s>\\n' \"$@\" >>words; echo >>words; }", "PS1='(rea''dy)'"]
START = {
    "bash": (["--norc", "--noprofile", "-i"], ["bind 'set enable-bracketed-paste off'", *POSIX]),
    "zsh": (["-f", "-i"], ["autoload -U compinit; compinit -u -D", *POSIX]),
    "fish": (
        ["--no-config", "-i"],
        [
            "function stepper; printf '<%s>\\n' $argv >>words; echo >>words; end",
            "function fish_prompt; echo '(rea''dy)'; end",
        ],
    ),
}
PATIENCE = 20.0  # seconds


@pytest.fixture
def odd_files() -> None:
    for name in ODD:
        Path(name).touch()


def wait_until_ready(terminal: int) -> None:
    """Wait for the prompt of a shell: only then it reads keys one by one."""
    shown = b""
    while b"(ready)" not in shown:
        assert select.select([terminal], [], [], PATIENCE)[0], shown
        shown += os.read(terminal, 1024)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.usefixtures("odd_files")
def test_a_shell_completes_commands_options_choices_and_odd_names(run: Runner, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    Path("script").write_text(run("completion", shell).out, encoding="utf-8")
    start, lines = START[shell]
    started = in_terminal([shell, *start], (80, 24), {"TERM": "dumb", "HOME": "."})
    terminal = started.master
    for line in (lines[0], "source ./script", *lines[1:]):
        os.write(terminal, f"{line}\r".encode())
    typed_words = TYPED | (OTHERS if shell != "fish" else {})
    for typed in typed_words:
        wait_until_ready(terminal)
        os.write(terminal, f"stepper {typed}\t\r".encode())
    wait_until_ready(terminal)
    os.write(terminal, b"exit\r")
    started.process.wait()
    for end in (terminal, started.slave):
        os.close(end)
    given = Path("words").read_text(encoding="utf-8").split("\n\n")
    assert [text.split("\n") for text in given if text] == [
        [f"<{word}>" for word in words] for words in typed_words.values()
    ]
    assert not Path("pwned").exists()


def test_the_scripts_have_every_command_option_choice_and_scenario(run: Runner) -> None:
    words = {*COMMANDS, *TEACHING_ORDER, "markdown", "blue-orange", "delta", "all"}
    for shell in SHELLS:
        script = run("completion", shell).out
        assert words <= {*script.replace("'", " ").split()}
        named = [option for command in COMMANDS.values() for option in command.options]
        for option in (name for name in named if name.startswith("-")):
            flag = option.lstrip("-")
            in_fish = f"-{'l' if flag != option[1:] else 's'} {flag}"
            assert (in_fish if shell == "fish" else option) in script


def test_what_may_stand_in_a_place_follows_from_the_table() -> None:
    assert arguments("show") == Place(TEACHING_ORDER, FILES)
    assert arguments("completion") == Place(SHELLS)
    assert (arguments("list"), arguments("verify")) == (Place(), Place((), FILES))
    of_mark = options("mark")
    assert of_mark["--feedback"] == Place((), FOLDERS)
    assert of_mark["--key"] == of_mark["-o"] == Place((), FILES)
    assert of_mark["--points"] == Place()
    assert of_mark["--force"] is None


def test_a_scenario_with_an_odd_name_is_no_word_of_a_script(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = {"$(touch pwned)": "", "xor": "", "a'b": "", "a b": ""}
    monkeypatch.setattr("stepper.cli.places.bundled", lambda: odd)
    assert arguments("show") == Place(("xor",), FILES)
    assert "pwned" not in run("completion", "bash").out
