"""The command line: a table of its commands and their options, and ranges such as 2:5."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from stepper.errors import StepperError, found
from stepper.files.scenario_file import LARGEST_LIMIT, MAX_NUMBERS
from stepper.practice.kinds import ALL, KINDS
from stepper.runs.scenario import LANGUAGES
from stepper.typeset.notation import NOTATIONS

if TYPE_CHECKING:
    from stepper.cli.progress import Progress

FORMATS = ("text", "markdown", "latex", "python")

Options = dict[str, dict[str, Any]]  # each as argparse takes it; a name without - has its place


class Arguments(SimpleNamespace):
    """What a command line asks for: its command, and each option of that by its name.

    has_terminal: whether there is one to ask and to draw on. progress: what a command that takes
    long lets its things pass through, to show how far it is.
    """

    has_terminal: bool
    progress: "Progress"


class Command(NamedTuple):
    """text: what it does, for those who ask for help."""

    text: str
    options: Options


def _positive(text: str) -> int:
    if not text.isdecimal() or len(text) > 20 or not 0 < int(text) < LARGEST_LIMIT:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"expected a whole number above 0, found {text[:40]!r}")
    return int(text)


_LOOK: Options = {
    "--lang": {"choices": LANGUAGES, "help": "default: the language of the locale"},
    "--notation": {"choices": NOTATIONS},
    "--ascii": {"action": "store_true", "help": "ASCII names and drawing"},
}
_MAX_NUMBERS: Options = {
    "--max-numbers": {
        "type": _positive,
        "default": MAX_NUMBERS,
        "help": "the most numbers that a run may have",
    },
}
_FILE = {"metavar": "FILE", "help": "a scenario or a trace, or the name of a bundled scenario"}
_READS: Options = {"file": _FILE, **_MAX_NUMBERS, **_LOOK}
_FORCE: Options = {"--force": {"action": "store_true", "help": "replace an existing file"}}

COMMANDS = {
    "open": Command(
        "step through a network in the terminal",
        {
            "file": {**_FILE, "nargs": "?"},
            **_MAX_NUMBERS,
            **_LOOK,
            "--at": {"help": "a step: 16, delta[3] or W3"},
            "--iteration": {"help": "a number from 1"},
            "--predict": {
                "metavar": "KINDS",
                "help": f"ask before each step of these kinds: {', '.join(KINDS)}",
            },
        },
    ),
    "list": Command("list the bundled scenarios, in teaching order", _LOOK),
    "show": Command(
        "print the steps as text",
        {
            **_READS,
            "--iteration": {"help": "3, 2:5 or all; default: the first"},
            "--steps": {"help": "16 or 12:20, by their numbers in the whole run"},
            "--detail": {
                "action": "store_true",
                "help": "add what each number is, why, and where it comes from",
            },
            "--digits": {"type": int, "default": 6, "choices": range(1, 18), "metavar": "1..17"},
            "--derive": {
                "metavar": "NAME",
                "help": "derive a gradient or a delta by hand: W1, dC/dw[1][1][1], delta[1][1]",
            },
            "--format": {"choices": FORMATS, "default": FORMATS[0]},
            "--fragment": {
                "action": "store_true",
                "help": "with --format latex: a part to put into your own document",
            },
            "--blank": {
                "metavar": "KINDS",
                "help": "print an exercise sheet without the numbers of these kinds: "
                f"{', '.join(KINDS)}, or {ALL}",
            },
            "--key": {"metavar": "OUT", "help": "with --blank: write the answers to this file"},
            **_FORCE,
        },
    ),
    "trace": Command(
        "write every number of the run, one line per iteration",
        {
            **_READS,
            "-o": {
                "dest": "out",
                "metavar": "OUT",
                "help": "the file to write, completely or not at all",
            },
            "--format": {"choices": ["jsonl", "csv"], "default": "jsonl"},
            **_FORCE,
        },
    ),
    "verify": Command(
        "check a trace against its own equations",
        {
            **_READS,
            "file": {**_FILE, "metavar": "TRACE"},
            "--other-machine": {
                "action": "store_true",
                "help": "let activations differ by 2 units in the last place: exp differs "
                "between machines",
            },
        },
    ),
    "check": Command(
        "check the gradients against central differences",
        {**_READS, "--iteration": {"default": "1", "help": "a number from 1"}},
    ),
    "compare": Command(
        "compare a student's numbers with the run",
        {
            **_READS,
            "answers": {
                "metavar": "ANSWERS",
                "help": "a text file with one line `name = number` for each number, "
                "or - for standard input",
            },
        },
    ),
    "new": Command(
        "write a commented scenario to edit",
        {"out": {"metavar": "OUT", "help": "the file to write"}, **_LOOK, **_FORCE},
    ),
}


def read(words: Sequence[str]) -> Arguments | None:
    """What a command line asks for that is plainly written: argparse takes its time to load.

    None where there is more to say than that: help, a mistake, or another way to write an option.
    """
    command, *rest = words
    if command not in COMMANDS:
        return None
    options = COMMANDS[command].options
    args = Arguments(command=command)
    for option, how in options.items():
        setattr(args, _attribute(option, how), how.get("default", False if _is_flag(how) else None))
    places = [option for option in options if not option.startswith("-")]
    following = iter(rest)
    for word in following:
        is_named = word.startswith("-")
        option = word if is_named else places.pop(0) if places else ""
        if option not in options:
            return None
        how = options[option]
        value = True if _is_flag(how) else _value(next(following, "-") if is_named else word, how)
        if value is None:
            return None
        setattr(args, _attribute(option, how), value)
    return None if places and "nargs" not in options[places[0]] else args


def _attribute(option: str, how: dict[str, Any]) -> str:
    return str(how.get("dest", option.lstrip("-").replace("-", "_")))


def _is_flag(how: dict[str, Any]) -> bool:
    return how.get("action") == "store_true"


def _value(text: str, how: dict[str, Any]) -> object:
    """What a word of the command line stands for; None where that is for argparse to say."""
    if text.startswith("-"):
        return None
    try:
        value: object = how.get("type", str)(text)
    except Exception:
        return None
    return value if value in how.get("choices", [value]) else None


def span(text: str | None, count: int, option: str, single: bool = False) -> tuple[int, int]:
    """Both ends of 3, 2:5 or all, from 1 to count."""
    if text in (None, "all") and not single:
        return 1, count
    first, colon, last = (text or "").partition(":")
    try:
        begin, end = int(first), int(last if colon else first)
    except ValueError:
        begin, end = 0, 0
    if (colon and single) or not 1 <= begin <= end <= count:
        forms = "a number" if single else "all, a number, or a range such as 2:5,"
        raise StepperError(f"{option}: expected {forms} from 1 to {count}, found {found(text)}")
    return begin, end
