"""Reads a command line by the table of commands, and says what a misspelt word may mean."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn

from stepper import __version__
from stepper.cli.arguments import COMMANDS, FILES_READ, Arguments
from stepper.errors import StepperError, harmless, nearest, short
from stepper.files.opening import bundled, is_formula, is_there
from stepper.files.standard_input import STANDARD_INPUT

OF_ALL = ("-h", "--help", "--version")


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(harmless(message))  # it may repeat control characters that were typed


def read(words: Sequence[str]) -> Arguments:
    """Parse a command line; without a command, it opens a file.

    Raises SystemExit as argparse does: after --help and --version, and for a wrong command line.
    Raises StepperError where two files are to be read from standard input.
    """
    words = _command_first(list(words))
    if words[0] not in COMMANDS:
        _of_all().parse_args(words)
    command = words[0]
    words, values = _values_apart(command, words[1:])
    parser = _parser(command)
    _check_options(command, words, parser)
    args = parser.parse_args(words, Arguments(command=command, values=values))
    _check_standard_input(args)
    return args


def _command_first(words: list[str]) -> list[str]:
    """Put the command before its options; add `open` where it is missing."""
    command = next((word for word in words if word in COMMANDS), None)
    if command and words[0].startswith("-") and words[0] not in OF_ALL:
        words.remove(command)
        return [command, *words]
    if words and words[0] in (*COMMANDS, *OF_ALL):
        return words
    if words and (meant := _command_meant(words[0])):
        _parser(meant).error(f"there is no command {words[0]}; did you mean {meant}?")
    return ["open", *words]


def _command_meant(word: str) -> str:
    """The command that is most like a word which names nothing to open; or an empty text."""
    if not word.isalpha() or is_there(word):
        return ""
    from difflib import get_close_matches  # for a wrong word alone

    near = get_close_matches(word.casefold(), [*COMMANDS, *bundled()], 1)
    return near[0] if near and near[0] in COMMANDS else ""


def _values_apart(command: str, words: list[str]) -> tuple[list[str], list[str]]:
    """Take the values of a formula, such as x=-2, out of the words after a command.

    Argparse takes no list of words between options. What stands after an option is its value. After
    a formula, what no argument is left for is a value as well, right or wrong: so is the 1 of x= 1.
    """
    options = COMMANDS[command].options
    left = [name for name in options if not name.startswith("-")]
    takes_many = "nargs" in options.get("answers", {})
    others: list[str] = []
    values: list[str] = []
    file = ""
    for word, before in zip(words, ["", *words], strict=False):
        after_formula = is_formula(file)
        # after a file, such a word names a file of answers
        is_value = "=" in word and (after_formula or "answers" not in options)
        if after_formula and before in values and before.endswith("=") and word not in options:
            values.append(word)
        elif (word.startswith("-") and word != "-") or _takes_value(command, before):
            others.append(word)
        elif file and (is_value or (after_formula and not left and not takes_many)):
            values.append(word)
        else:
            file = file or word
            others.append(word)
            del left[:1]
    return others, values


def _takes_value(command: str, word: str) -> bool:
    """Whether a word is an option with a value after it."""
    how = COMMANDS[command].options.get(word)
    return how is not None and word.startswith("-") and "action" not in how


def _of_all() -> ArgumentParser:
    """The parser of the options that are no command's."""
    top = _Parser(
        prog="stepper",
        description="See backpropagation happen, one equation at a time.",
        epilog="`stepper FILE` is `stepper open FILE`; `stepper` alone lets you pick a scenario.",
    )
    top.add_argument("--version", action="version", version=f"stepper {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.text)
    return top


def _parser(command: str) -> _Parser:
    parser = _Parser(
        prog=f"stepper {command}", description=COMMANDS[command].text, allow_abbrev=False
    )
    for option, how in COMMANDS[command].options.items():
        parser.add_argument(option, **(_choosing(how) if "choices" in how else how))
    return parser


def _choosing(how: dict[str, Any]) -> dict[str, Any]:
    """How to add an option with choices: a word that is none of them is told with the nearest."""
    read, choices = how.get("type", str), how["choices"]

    def choice(text: str) -> Any:
        with suppress(ValueError):
            value = read(text)
            if value in choices:
                return value
        expected = how.get("metavar") or ", ".join(choices)
        near = nearest(text, choices) if "metavar" not in how else ""
        message = f"expected {expected}, found {short(text)!r}"
        raise ArgumentTypeError("; ".join(filter(None, [message, near])))

    return {**how, "type": choice}


def _check_options(command: str, words: list[str], parser: _Parser) -> None:
    """End with a message for options that the command has not: argparse would suggest nothing."""
    known = [option for option in COMMANDS[command].options if option.startswith("-")]
    problems = []
    for word, before in zip(words, ["", *words], strict=False):
        if word == "--":
            break
        option = word.partition("=")[0]
        is_known = option in (*known, *OF_ALL[:2]) or _takes_value(command, before)
        if option.startswith("--") and not is_known:
            others = [name for name, other in COMMANDS.items() if option in other.options]
            of_others = f"`stepper {others[0]}` has one" if others else ""
            fix = of_others or nearest(option, known)
            problems.append("; ".join(filter(None, [f"there is no option {short(option)}", fix])))
    if problems:
        parser.error(", and ".join(problems))


def _check_standard_input(args: Arguments) -> None:
    """Raise StepperError unless at most one file is to be read from standard input."""
    places = [
        how["metavar"]
        for option, how in COMMANDS[args.command].options.items()
        if how.get("metavar") in FILES_READ
        for name in _listed(getattr(args, option.lstrip("-")))
        if name == STANDARD_INPUT
    ]
    if len(places) > 1:
        raise StepperError(
            f"{' and '.join(dict.fromkeys(places))}: standard input is one file; "
            "name files in place of every - but one"
        )


def _listed(value: str | list[str] | None) -> Sequence[str | None]:
    return value if isinstance(value, list) else [value]
