"""What a command line asks for."""

import pytest

from stepper.cli.arguments import COMMANDS
from stepper.cli.reading import read
from stepper.limits import MAX_NUMBERS

LOOK: dict[str, object] = {"lang": None, "notation": None, "ascii": False, "values": []}
READS: dict[str, object] = {"file": "xor", "seed": None, "max_numbers": MAX_NUMBERS, **LOOK}
WRITES: dict[str, object] = {"out": None, "force": False}
REPORTS = {"format": "text", **WRITES}
DEFAULTS: dict[str, dict[str, object]] = {
    "open": READS | {"at": None, "iteration": None, "predict": None, "lesson": None, "theme": None},
    "list": LOOK | REPORTS,
    "show": READS
    | {"iteration": None, "steps": None, "detail": False, "digits": None, "derive": None}
    | {"format": "text", "fragment": False, "blank": None, "only": None}
    | {"key": None, "figure": False, "theme": None, "level": None, "tags": None}
    | {"dollars": False}
    | WRITES,
    "trace": READS | {"format": "jsonl"} | WRITES,
    "verify": READS | {"other_machine": False} | REPORTS,
    "check": READS | {"iteration": "1"} | REPORTS,
    "compare": READS
    | {"answers": "mine.txt", "digits": 2, "asked": None, "key": None, "write": None}
    | REPORTS,
    "mark": READS
    | {"answers": ["mine.txt"], "digits": 2, "asked": None, "key": None, "points": None}
    | {"format": "text", "feedback": None}
    | WRITES,
    "completion": {"values": [], "shell": "bash"} | WRITES,
    "new": LOOK | {"place": "mine.toml", "sizes": None, "seed": None, "force": False},
}
LINES: dict[str, dict[str, object]] = {  # of each command, and what differs from its defaults
    "": {"file": None},
    "xor": {},
    "open": {"file": None},
    "open xor": {},
    "open file": {"file": "file"},
    "--lang ko xor --ascii": {"lang": "ko", "ascii": True},
    "open xor --lesson 4": {"lesson": "4"},
    "open xor --at 16 --iteration 2 --predict z --max-numbers 1000 --notation standard "
    "--theme light": {
        "at": "16",
        "iteration": "2",
        "predict": "z",
        "max_numbers": 1000,
        "notation": "standard",
        "theme": "light",
    },
    "list": {},
    "list --lang en": {"lang": "en"},
    "show xor": {},
    "show --digits 17 xor --detail --steps 1:3 --iteration 2 --format markdown": {
        "digits": 17,
        "detail": True,
        "steps": "1:3",
        "iteration": "2",
        "format": "markdown",
    },
    "show xor --format=latex --fragment --figure": {
        "format": "latex",
        "fragment": True,
        "figure": True,
    },
    "show xor --format=latex --fragment --blank all --key out --force --digits 4 --only z": {
        "only": "z",
        "format": "latex",
        "fragment": True,
        "blank": "all",
        "key": "out",
        "force": True,
        "digits": 4,
    },
    "show xor --format svg --theme dark": {"format": "svg", "theme": "dark"},
    "show xor --format latex --level subsection --tags no": {
        "format": "latex",
        "level": "subsection",
        "tags": "no",
    },
    "show xor --format markdown --dollars": {"format": "markdown", "dollars": True},
    "--ascii show --derive W1 xor": {"derive": "W1", "ascii": True},
    "show -- xor": {},
    "trace xor": {},
    "trace xor -o out --format csv --force": {"out": "out", "format": "csv", "force": True},
    "trace xor -oout": {"out": "out"},
    "verify xor --other-machine": {"other_machine": True},
    "check xor --iteration 3": {"iteration": "3"},
    "compare --lang ko xor --ascii mine.txt": {"lang": "ko", "ascii": True},
    "compare xor -": {"answers": "-"},
    "compare xor mine.txt --key sheet.key": {"key": "sheet.key"},
    "compare xor mine.txt --digits 3 --asked z --write out": {
        "digits": 3,
        "asked": "z",
        "write": "out",
    },
    "mark xor mine.txt": {},
    "mark xor x=1.txt": {"answers": ["x=1.txt"]},
    "mark f=x*y mine.txt x=1": {"file": "f=x*y", "values": ["x=1"]},
    "mark xor a b --asked z --points z=2 --format csv --feedback out --force --digits 3": {
        "answers": ["a", "b"],
        "asked": "z",
        "points": "z=2",
        "format": "csv",
        "feedback": "out",
        "force": True,
        "digits": 3,
    },
    "completion bash": {},
    "new mine.toml --force --lang ko": {"force": True, "lang": "ko"},
    "new mine.toml --sizes 2-3-2 --seed 7": {"sizes": "2-3-2", "seed": 7},
}
WRONG = [
    "show",
    "show xor mazur",
    "show xor --digits",
    "show xor --digits 18",
    "show xor --digits many",
    "show xor --max-numbers 0",
    "show xor --seed -1",
    "show xor --seed x",
    "show xor --format pdf",
    "show xor --det",
    "compare xor",
    "list xor",
    "list --at 3",
    "new",
]


@pytest.mark.parametrize("line", LINES)
def test_a_command_line_asks_for_a_command_and_its_options(line: str) -> None:
    words = line.split()
    command = next((word for word in words if word in COMMANDS), "open")
    assert vars(read(words)) == {"command": command} | DEFAULTS[command] | LINES[line]


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_line_ends_with_2(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        read(line.split())
    assert end.value.code == 2
    *problems, usage = capsys.readouterr().err.splitlines()
    assert problems
    assert all(problem.startswith("stepper: ") for problem in problems)
    assert usage.startswith("usage: stepper ")


def test_these_lines_have_every_option() -> None:
    words = {word.partition("=")[0] for line in LINES for word in line.split()}
    for command in COMMANDS.values():
        assert {option for option in command.options if option.startswith("-")} <= words
