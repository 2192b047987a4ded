"""Reads a command line by the table of commands, with suggestions for misspelt words."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn

from stepper import __version__
from stepper.cli.arguments import COMMANDS, Arguments
from stepper.cli.paths import check_paths
from stepper.errors import harmless, nearest, short
from stepper.files.opening import bundled, is_formula, is_there
from stepper.half_width import half_width

OF_ALL = ("-h", "--help", "--version")


class _Parser(ArgumentParser):
    """Reports all problems before the usage, which is then short."""

    def __init__(self, command: str, text: str) -> None:
        super().__init__(prog=f"stepper {command}".strip(), description=text, allow_abbrev=False)
        self._command = command
        self.problems: list[str] = []

    def error(self, message: str) -> NoReturn:
        """End with the problems; they may repeat control characters that were typed."""
        self.problems.append(message)
        lines = [*(f"stepper: {harmless(problem)}" for problem in self.problems), self._usage()]
        self.exit(2, "".join(f"{line}\n" for line in lines))

    def _usage(self) -> str:
        options = COMMANDS[self._command].options if self._command else {}
        words = [_shown(how) for name, how in options.items() if not name.startswith("-")]
        return f"usage: {' '.join([self.prog, *words, '[options]'])}; {self.prog} --help"


def read(words: Sequence[str]) -> Arguments:
    """Parse a command line; without a command, it opens a file.

    Raises SystemExit as argparse does: after --help and --version, and for a wrong command line.
    Raises StepperError for files that cannot go together.
    """
    words = _command_first(list(words))
    if words[0] not in COMMANDS:
        _of_all().parse_args(words)
    command = words[0]
    words, values = _values_apart(command, words[1:])
    parser = _parser(command)
    _check_options(command, words, parser)
    args, left = parser.parse_known_args(words, Arguments(command=command, values=values))
    if left and not parser.problems:
        parser.problems.append(f"{' '.join(left)}: there is no place for that")
    if parser.problems:
        parser.error(parser.problems.pop())
    check_paths(args)
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
    """The command that is most similar to a word that names no file; or an empty text."""
    if not word.isalpha() or is_there(word):
        return ""
    from difflib import get_close_matches  # for a wrong word alone

    near = get_close_matches(word.casefold(), [*COMMANDS, *bundled()], 1)
    return near[0] if near and near[0] in COMMANDS else ""


def _values_apart(command: str, words: list[str]) -> tuple[list[str], list[str]]:
    """Take the values of a formula, such as x=-2, out of the words after a command.

    Argparse takes no list of words between options. The word after an option is its value. After a
    formula, words for which no argument is left are values too, right or wrong: the 1 of x= 1.
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
        plain = half_width(word)
        is_value = "=" in plain and (after_formula or "answers" not in options)
        is_begun = before in values and half_width(before).endswith("=")
        if after_formula and is_begun and word not in options:
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
    """The parser of the options before a command."""
    top = _Parser("", "See backpropagation happen, one equation at a time.")
    top.epilog = "`stepper FILE` is `stepper open FILE`; `stepper` alone lets you pick a scenario."
    top.add_argument("--version", action="version", version=f"stepper {__version__}")
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", parser_class=ArgumentParser
    )
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.text)
    return top


def _parser(command: str) -> _Parser:
    parser = _Parser(command, COMMANDS[command].text)
    for option, how in COMMANDS[command].options.items():
        parser.add_argument(option, **_collecting(option, how, parser.problems))
    return parser


def _shown(how: dict[str, Any]) -> str:
    """The place of a value in the usage."""
    place = how.get("metavar") or f"{{{','.join(map(str, how['choices']))}}}"
    return {"?": f"[{place}]", "+": f"{place} ..."}.get(how.get("nargs", ""), place)


def _collecting(option: str, how: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    """add_argument options that collect errors instead of exiting."""
    if not how.keys() & {"type", "choices"}:
        return how

    def value(text: str) -> Any:
        try:
            return _value(text, how)
        except ArgumentTypeError as error:
            problems.append(f"argument {option}: {error}")
            return None

    shown = {"metavar": _shown({**how, "nargs": ""})} if "choices" in how else {}
    return {**{key: how[key] for key in how if key != "choices"}, **shown, "type": value}


def _value(text: str, how: dict[str, Any]) -> Any:
    """A value of an option. Raises ArgumentTypeError, for one of choices with the nearest."""
    read, choices = how.get("type", str), how.get("choices")
    if choices is None:
        return read(text)
    with suppress(ValueError):
        value = read(text)
        if value in choices:
            return value
    expected = how.get("metavar") or ", ".join(choices)
    near = nearest(text, choices) if "metavar" not in how else ""
    message = f"expected {expected}, found {short(text)!r}"
    raise ArgumentTypeError("; ".join(filter(None, [message, near])))


def _check_options(command: str, words: list[str], parser: _Parser) -> None:
    """Report options that the command does not have: argparse would suggest nothing."""
    known = [option for option in COMMANDS[command].options if option.startswith("-")]
    for word, before in zip(words, ["", *words], strict=False):
        if word == "--":
            break
        option = word.partition("=")[0] if word.startswith("--") else word
        is_known = option in (*known, *OF_ALL[:2]) or _takes_value(command, before)
        is_known = is_known or _takes_value(command, word[:2])  # its value may follow at once
        if option.startswith("-") and option != "-" and not is_known:
            fix = _having(option, [*words, word.partition("=")[2]]) or nearest(option, known)
            problem = f"there is no option {short(option)}"
            parser.problems.append("; ".join(filter(None, [problem, fix])))


def _having(option: str, words: Sequence[str]) -> str:
    """A command with this option, if any; first, one that takes one of these words as its value."""
    having = {
        name: each.options[option] for name, each in COMMANDS.items() if option in each.options
    }
    taking = [name for name, how in having.items() if {*how.get("choices", ())} & {*words}]
    return next((f"`stepper {name}` has one" for name in (*taking, *having)), "")
