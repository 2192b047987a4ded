"""Damaged scenarios, traces, answers, settings, and classes: each command ends well."""

import os
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from stepper.cli.arguments import CLASS_FORMATS
from stepper.errors import StepperError, is_control
from stepper.files.load import load
from stepper.files.preferences import place, read_preferences, remember
from stepper.input.steps import find_step
from stepper.runs.moves import within_run
from stepper.runs.scenario import LANGUAGES
from stepper.tui import keymap
from tests.stress import damage
from tests.stress.batches import in_batches
from tests.stress.ends_well import assert_fine, limited, names_place

NUMBERS = "20000"
JSON = ["--format", "json"]
SHOWN = (  # options of show
    "--detail", "--iteration 1:3", "--steps 1:9", "--derive dC/dw[1][1][1]", "--blank all",
    "--only delta,gradient", "--format html", "--format markdown", "--format markdown --dollars",
    "--format latex", "--format latex --figure --tags no --level subsection --fragment",
    "--format latex --blank delta", "--format svg", "--format tikz", "--format svg --theme dark",
    "--format python", "--format formula",
)  # fmt: skip
NAMES = ["C", "z[1][1]", "a[1][1]", "delta[1][1]", "δy", "w+[1][1][1]", "dC/dw[2][1][1]", "y", "h"]
OF_NETWORKS = [*NAMES, "w[2][1][1]", "dC/da[1][1]", "C / a[2][1]", "-δy"]
ASKED = {  # of whom students were asked, and for which numbers
    **dict.fromkeys(("one_hidden", "xor", "mazur", "three_hidden", "softmax"), OF_NETWORKS),
    "chain_rule": ["f", "q", "df/dq", "df/dx", "local dq/dy", "x", "f / q", "-df/dz"],
}


def scenarios(count: int, seed: int) -> str:
    return _damaged("scenario", count, seed)


def traces(count: int, seed: int) -> str:
    return _damaged("trace", count, seed)


def sheets(count: int, seed: int) -> str:
    return _damaged("answers", count, seed)


def preferences(count: int, seed: int) -> str:
    return _damaged("settings", count, seed)


def classes(count: int, seed: int) -> str:
    return _damaged("class_", count, seed)


def _damaged(case: str, count: int, seed: int) -> str:
    runs = in_batches(f"bad_files:{case}", count, seed)
    return f"{count} damaged cases of {case.rstrip('_')}, {runs:,} runs of commands"


def scenario(random: Random, k: int) -> int:
    text = random.choice(_good_scenarios())
    case = damage.damaged_scenario(random, text)
    return _run_all("bad.toml", case, random, wide='title = "wide"' in text)


def trace(random: Random, k: int) -> int:
    case = damage.damaged_trace(random, random.choice(_good_traces()))
    return _run_all("bad.jsonl", case, random)


def answers(random: Random, k: int) -> int:
    scenario, names = random.choice(tuple(ASKED.items()))
    case = damage.damaged_answers(random, names)
    Path("bad.txt").write_bytes(case.data)
    lang = random.choice(("en", "ko"))
    options = ["--lang", lang, *random.choice(([], JSON))]
    assert_fine(["compare", scenario, "bad.txt", *options], ("bad.txt",), case.how)
    return 1


def settings(random: Random, k: int) -> int:
    """What the screen remembers is damaged; then it chooses a theme, and a command has colours."""
    case = damage.damaged_scenario(random, damage.SETTINGS)
    with patch.dict(os.environ, {"XDG_CONFIG_HOME": str(Path.cwd()), "FORCE_COLOR": "1"}):
        name = str(place())
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(case.data)
        assert_fine(["show", "xor", "--steps", "1"], (name,), case.how)
        limited(lambda: _chosen(name), "choosing a theme", case.how)
    return 1


def _chosen(name: str) -> None:
    try:
        before = read_preferences()
        keymap.checked(dict(before.keys), name)
        remember("theme", "dark")
        assert read_preferences() == before._replace(theme="dark"), before
    except StepperError as error:
        for line in error.problems:
            assert line.startswith(f"{name}: ") and not any(map(is_control, line)), line


def class_(random: Random, k: int) -> int:
    """A class whose sheets are damaged, each in its own way."""
    scenario, names = random.choice(tuple(ASKED.items()))
    folder, hows = Path("class"), []
    with TemporaryDirectory(dir=".") as feedback:
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for student in range(random.choice((1, 3, 6))):
            case = damage.damaged_answers(random, names)
            (folder / f"s{student}.txt").write_bytes(case.data)
            hows.append(case.how)
        sheets = tuple(map(str, folder.iterdir()))
        options = ["--format", random.choice(CLASS_FORMATS), "--lang", random.choice(LANGUAGES)]
        options += random.choice(([], ["--asked", "delta"], ["--points", "delta=2,gradient=1"]))
        options += random.choice(([], ["--feedback", f"{feedback}/texts"]))
        assert_fine(["mark", scenario, "class", *options], sheets, "; ".join(hows))
    return 1


@cache
def _good_scenarios() -> list[str]:
    return damage.scenarios()


@cache
def _good_traces() -> list[str]:
    return damage.traces()


def _run_all(name: str, case: damage.Damaged, random: Random, wide: bool = False) -> int:
    Path(name).write_bytes(case.data)
    Path("answers.txt").write_text(damage.answers(random, NAMES), "utf-8")
    return run_all(name, case.how, random, wide)


def run_all(name: str, how: str, random: Random, wide: bool = False) -> int:
    """wide: what is right is a network of which steps, gradients and mistakes take their time."""
    options = ["--max-numbers", NUMBERS, "--lang", random.choice(("en", "ko"))]
    if random.random() < 0.3:
        options += ["--notation", random.choice(("standard", "ascii"))]
    shown = random.choice(SHOWN).split()
    commands = [
        ["show", name, *(["--steps", "1:9"] if wide else shown)],
        ["trace", name, *random.choice(([], ["--format", "csv"]))],
        ["verify", name, *random.choice(([], ["--other-machine"], JSON))],
        *(
            []
            if wide
            else [
                ["check", name, *random.choice(([], JSON))],
                ["compare", name, "answers.txt", *random.choice(([], JSON))],
            ]
        ),
        ["open", name],
    ]
    for command in commands:
        assert_fine([*command, *options], (name, "answers.txt"), how)
    with patch("stepper.cli.commands.list.bundled", lambda: {"bad": name}):
        assert_fine(["list", *random.choice(([], JSON))], (name,), how)
    limited(lambda: _open(name), f"opening {name}", how)
    return len(commands) + 2


def _open(name: str) -> None:
    """What a screen does with a file before it draws anything, and beside that."""
    try:
        trace = load(name, int(NUMBERS))
        step = find_step(trace, "1")
        assert step
        within_run(step)
        told = trace.rows.problem(lambda: False)
    except StepperError as error:
        told = str(error)
    for line in told.splitlines():
        assert names_place(f"stepper: {line}", name), line
        assert not any(map(is_control, line)), line
