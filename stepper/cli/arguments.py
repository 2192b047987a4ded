"""The command line: its commands and their options, read by argparse, and ranges such as 2:5."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from stepper import __version__
from stepper.errors import StepperError, found, harmless
from stepper.half_width import half_width, whole
from stepper.limits import LARGEST_LIMIT, MAX_NUMBERS, MOST_DIGITS
from stepper.practice.kinds import ALL, KINDS
from stepper.runs.scenario import LANGUAGES
from stepper.typeset.colours import THEMES
from stepper.typeset.digits import FEWEST_DIGITS
from stepper.typeset.notation import FORMER_NAMES, NOTATIONS

if TYPE_CHECKING:
    from stepper.cli.progress import Progress

FORMATS = ("text", "markdown", "latex", "python", "formula")
CLASS_FORMATS = ("text", "markdown", "csv", "json")

Options = dict[str, dict[str, Any]]  # the keyword arguments of add_argument, by option


class Arguments(Namespace):
    """The command of a command line, and its options as attributes.

    values: those of a formula in FILE, such as x=-2. has_terminal: whether stdin and stdout are a
    terminal. progress: shows how far a long command is; the command passes its items through it.
    """

    values: list[str]
    has_terminal: bool
    progress: "Progress"


class Command(NamedTuple):
    """A command's help text and its options."""

    text: str
    options: Options


def _positive(text: str) -> int:
    number = whole(text)
    if not number or number >= LARGEST_LIMIT:
        raise ArgumentTypeError(f"expected a whole number above 0, found {text[:40]!r}")
    return number


def _whole(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ArgumentTypeError(f"expected a whole number from 0, found {text[:40]!r}")
    return number


_LOOK: Options = {
    "--lang": {"choices": LANGUAGES, "help": "default: the language of the locale"},
    "--notation": {
        "choices": NOTATIONS,
        "type": lambda name: FORMER_NAMES.get(name, name),
        "help": "course: that of the first examples (default); standard: a, w, σ, η; ascii",
    },
    "--ascii": {"action": "store_true", "help": "ASCII names and drawing"},
}
_MAX_NUMBERS: Options = {
    "--max-numbers": {
        "type": _positive,
        "default": MAX_NUMBERS,
        "help": "the most numbers that a run may have",
    },
}
_FILE = {
    "metavar": "FILE",
    "help": "a scenario or a trace, - for standard input, the name of a bundled scenario, or a "
    "formula with its values: 'q = x + y; f = q*z' x=-2 y=5 z=-4",
}
_SEED: Options = {
    "--seed": {"type": _whole, "metavar": "N", "help": "draw this variant of [random] weights"},
}
_READS: Options = {"file": _FILE, **_SEED, **_MAX_NUMBERS, **_LOOK}
_FORCE: Options = {"--force": {"action": "store_true", "help": "replace an existing file"}}

_ASKED: Options = {
    "--digits": {
        "type": int,
        "default": FEWEST_DIGITS,
        "choices": range(1, MOST_DIGITS + 1),
        "metavar": f"1..{MOST_DIGITS}",
        "help": f"the fewest significant digits that count; default: {FEWEST_DIGITS}",
    },
    "--asked": {
        "metavar": "KINDS",
        "help": f"count what is missing of these kinds: {', '.join(KINDS)}, or {ALL}",
    },
    "--key": {"metavar": "KEY", "help": "count what is missing of the numbers in a sheet's key"},
}

COMMANDS = {
    "open": Command(
        "step through a network or a formula in the terminal",
        {
            "file": {**_FILE, "nargs": "?"},
            **_SEED,
            **_MAX_NUMBERS,
            **_LOOK,
            "--theme": {"choices": THEMES, "help": "the colours"},
            "--at": {"help": "a step: 16, delta[3] or W3"},
            "--iteration": {"help": "a number from 1"},
            "--predict": {
                "metavar": "KINDS",
                "help": f"ask before each step of these kinds: {', '.join(KINDS)}",
            },
            "--lesson": {
                "metavar": "N",
                "help": "the guided lesson from stop N on; with FILE, the lesson in it",
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
            "--digits": {
                "type": int,
                "default": 6,
                "choices": range(1, MOST_DIGITS + 1),
                "metavar": f"1..{MOST_DIGITS}",
            },
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
            "--only": {"metavar": "KINDS", "help": "print the steps of these kinds alone"},
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
            **_ASKED,
            "--write": {
                "metavar": "OUT",
                "help": "where all agree under another convention: save the scenario that is meant",
            },
            "--format": {"choices": ["text", "json"], "default": "text"},
            **_FORCE,
        },
    ),
    "mark": Command(
        "compare the numbers of a class, with points",
        {
            **_READS,
            "answers": {
                "metavar": "ANSWERS",
                "nargs": "+",
                "help": "a file of answers for each student, or a folder of them",
            },
            **_ASKED,
            "--points": {
                "metavar": "POINTS",
                "help": "for each number of a kind: delta=2,gradient=1; default: 1 for all",
            },
            "--format": {"choices": CLASS_FORMATS, "default": CLASS_FORMATS[0]},
            "--feedback": {"metavar": "DIR", "help": "write a text for each student there"},
            **_FORCE,
        },
    ),
    "new": Command(
        "write a commented scenario to edit",
        {
            "out": {"metavar": "OUT", "help": "the file to write"},
            "--sizes": {
                "metavar": "SIZES",
                "help": "of a network with random weights: 2-3-2",
            },
            **_SEED,
            **_LOOK,
            **_FORCE,
        },
    ),
}


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(harmless(message))  # it may repeat control characters that were typed


def read(words: Sequence[str]) -> Arguments:
    """Parse a command line; without a command, it opens a file.

    Raises SystemExit as argparse does: after --help and --version, and for a wrong command line.
    """
    words = _command_first(list(words))
    words, values = _values_apart(words)
    args = _parser(words[0]).parse_args(words, Arguments())
    args.values = values
    return args


def _command_first(words: list[str]) -> list[str]:
    """Put the command before its options; add `open` where it is missing."""
    of_all = ("-h", "--help", "--version")
    command = next((word for word in words if word in COMMANDS), None)
    if command and words[0].startswith("-") and words[0] not in of_all:
        words.remove(command)
        return [command, *words]
    return words if words and words[0] in (*COMMANDS, *of_all) else ["open", *words]


def _values_apart(words: list[str]) -> tuple[list[str], list[str]]:
    """Take the values of a formula, such as x=-2, out of the words of a command.

    Argparse takes no list of words between options. What stands after an option is its value. After
    a formula, what no argument is left for is a value as well, right or wrong: so is the 1 of x= 1.
    """
    command = COMMANDS.get(words[0])
    left = [name for name in command.options if not name.startswith("-")] if command else []
    takes_many = bool(command and "nargs" in command.options.get("answers", {}))
    others: list[str] = []
    values: list[str] = []
    file = ""
    for word, before in zip(words[1:], words, strict=False):
        option = command and command.options.get(before)
        is_for_option = option and before.startswith("-") and "action" not in option
        is_option = command and word in command.options
        is_formula = "=" in file
        # after a file, such a word names a file of answers
        is_value = "=" in word and (is_formula or not (command and "answers" in command.options))
        if is_formula and before in values and before.endswith("=") and not is_option:
            values.append(word)
        elif (word.startswith("-") and word != "-") or is_for_option:
            others.append(word)
        elif file and (is_value or (is_formula and not left and not takes_many)):
            values.append(word)
        else:
            file = file or word
            others.append(word)
            del left[:1]
    return [words[0], *others], values


def _parser(command: str) -> ArgumentParser:
    """The parser of one command, or of all for --help: that takes 3 ms more."""
    top = _Parser(
        prog="stepper",
        description="See backpropagation happen, one equation at a time.",
        epilog="`stepper FILE` is `stepper open FILE`; `stepper` alone lets you pick a scenario.",
    )
    top.add_argument("--version", action="version", version=f"stepper {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in [command] if command in COMMANDS else COMMANDS:
        text, options = COMMANDS[name]
        parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        for option, how in options.items():
            parser.add_argument(option, **how)
    return top


def span(text: str | None, count: int, option: str, single: bool = False) -> tuple[int, int]:
    """Return both ends of a range such as 3, 2:5 or all, within 1 to count.

    Raises StepperError, which names the option, for any other text. single: allow only a number.
    """
    if text in (None, "all") and not single:
        return 1, count
    first, colon, last = half_width(text or "").partition(":")
    begin, end = whole(first) or 0, whole(last if colon else first) or 0
    if (colon and single) or not 1 <= begin <= end <= count:
        forms = "a number" if single else "all, a number, or a range such as 2:5,"
        raise StepperError(f"{option}: expected {forms} from 1 to {count}, found {found(text)}")
    return begin, end
