"""Random command lines: every command, with options that fit, that do not, and hostile words."""

from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from stepper.cli.arguments import COMMANDS
from stepper.cli.main import main
from stepper.errors import is_control
from stepper.files.opening import TEACHING_ORDER
from tests.stress.batches import in_batches
from tests.stress.ends_well import limited
from tests.stress.untrusted import in_folder
from tests.support.hostile import TEXTS

FORMULA = ["q = x + y; f = q*z", "x=-2", "y=5", "z=-4"]
LONG = {"mazur", "schiendorfer", "xor_learns", "coursera_logistic"}  # take more than a moment
OFTEN = (  # words that some option takes
    *("1", "2", "1:3", "all", "16", "12:20", "delta", "delta,gradient", "0", "-1", "7", "2-3-2"),
    *("dC/dw[1][1][1]", "delta=2,gradient=1", "W2", "C", "", "en", "18", "text", "json", "made"),
)


def command_lines(count: int, seed: int) -> str:
    return f"{in_batches('command_lines:command_line', count, seed)} command lines"


def command_line(random: Random, k: int) -> int:
    with TemporaryDirectory() as folder, in_folder(folder):
        Path("answers.txt").write_text("C = 0.3\n", encoding="utf-8")
        words = [*_words(random)]
        out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            code = limited(lambda: main(words), ascii(words), "a command line")
        for stream in (out, err):
            stream.seek(0)
        output, said = out.read(), err.read()
    case = f"{words!a}: {code}, {said[:400]!a}"
    assert code in (0, 1, 2), case
    assert bool(said) == (code == 2), case
    unfit = {c for c in output + said if is_control(c)} - {"\n"}
    assert not unfit, f"{case}: writes {unfit!a}"
    assert "Traceback" not in said and "fault of the program" not in said, case
    return 1


def _words(random: Random) -> list[str]:
    """A command and its arguments, each option in one of five lines."""
    name = random.choice(tuple(COMMANDS))
    words = [name]
    for option, how in COMMANDS[name].options.items():
        if not option.startswith("-"):
            words += _argument(random, option)
        elif random.random() < 0.2:
            words += [option, *([] if how.get("action") else [_value(random, option, how)])]
    if random.random() < 0.1:
        words.insert(random.randrange(len(words) + 1), random.choice(TEXTS))
    return words


def _argument(random: Random, name: str) -> list[str]:
    if random.random() < 0.1:
        return [random.choice(TEXTS)]
    match name:
        case "file":
            files = [name for name in TEACHING_ORDER if name not in LONG]
            return random.choice(([random.choice(files)], FORMULA))
        case "answers":
            return ["answers.txt"]
        case "shell":
            return [random.choice(("bash", "zsh", "fish"))]
        case _:
            return ["made.toml"]


def _value(random: Random, option: str, how: dict[str, Any]) -> str:
    if "choices" in how and random.random() < 0.8:
        return str(random.choice(tuple(how["choices"])))
    if option in ("-o", "--key", "--write", "--feedback"):
        return random.choice(("made", "made.txt", "answers.txt", "none/made"))
    return random.choice((*OFTEN, *OFTEN, random.choice(TEXTS)))
