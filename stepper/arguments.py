"""The command line: its commands, their options, and ranges such as 2:5."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import NoReturn

from stepper import __version__
from stepper.document import found, harmless
from stepper.errors import StepperError
from stepper.kinds import ALL, KINDS
from stepper.notation import NOTATIONS
from stepper.scenario import LANGUAGES
from stepper.scenario_file import LARGEST_LIMIT, MAX_NUMBERS

FORMATS = ("text", "markdown", "latex", "python")


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(harmless(message))  # it may repeat anything that was typed


def parser() -> ArgumentParser:
    """The parser of the command line; its result has the command's name in command."""
    top = _Parser(
        prog="stepper",
        description="See backpropagation happen, one equation at a time.",
        epilog="`stepper FILE` is `stepper open FILE`; `stepper` alone lets you pick a network.",
    )
    top.add_argument("--version", action="version", version=f"stepper {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, text: str, file: str = "FILE", optional: bool = False) -> ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        if file == "OUT":
            sub.add_argument("out", metavar=file, help="the file to write")
        elif file:
            text = "a scenario or a trace, or the name of a bundled scenario"
            sub.add_argument("file", metavar=file, help=text, nargs="?" if optional else None)
            sub.add_argument(
                "--max-numbers", type=_positive, default=MAX_NUMBERS, help="limit of stored numbers"
            )
        sub.add_argument("--lang", choices=LANGUAGES, help="default: the language of the locale")
        sub.add_argument("--notation", choices=NOTATIONS)
        sub.add_argument("--ascii", action="store_true", help="ASCII names and drawing")
        return sub

    def writes(sub: ArgumentParser) -> None:
        sub.add_argument("--force", action="store_true", help="replace an existing file")

    sub = command("open", "step through a network in the terminal", optional=True)
    sub.add_argument("--at", help="a step: 16, delta[3] or W3")
    sub.add_argument("--iteration", help="a number from 1")
    text = f"ask about the coming step where it is one of these: {', '.join(KINDS)}"
    sub.add_argument("--predict", metavar="KINDS", help=text)

    command("list", "the bundled scenarios, in teaching order", "")

    sub = command("show", "the steps as text on stdout")
    sub.add_argument("--iteration", help="3, 2:5 or all; the first one unless told otherwise")
    sub.add_argument("--steps", help="16 or 12:20, by their numbers in the whole run")
    sub.add_argument("--detail", action="store_true", help="what, why and where from")
    sub.add_argument("--digits", type=int, default=6, choices=range(1, 18), metavar="1..17")
    text = "the long-hand chain rule of a gradient or a delta: W1, dC/dw[1][1][1], delta[1][1]"
    sub.add_argument("--derive", metavar="NAME", help=text)
    sub.add_argument("--format", choices=FORMATS, default=FORMATS[0])
    text = "with --format latex: to be put into a document of yours"
    sub.add_argument("--fragment", action="store_true", help=text)
    text = f"an exercise sheet: leaves out the numbers of these: {', '.join(KINDS)}, or {ALL}"
    sub.add_argument("--blank", metavar="KINDS", help=text)
    sub.add_argument("--key", metavar="OUT", help="with --blank: a file for the answers")
    writes(sub)

    sub = command("trace", "every number of the run, one line an iteration")
    sub.add_argument("-o", dest="out", metavar="OUT", help="a file, written whole or not at all")
    sub.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")
    writes(sub)

    sub = command("verify", "check a trace against its own equations", "TRACE")
    text = "allow activations 2 units in the last place: exp differs between machines"
    sub.add_argument("--other-machine", action="store_true", help=text)

    sub = command("check", "analytic against numeric gradients")
    sub.add_argument("--iteration", default="1", help="a number from 1")

    sub = command("compare", "a student's numbers against the run")
    text = "a text file with a line `name = number` for each, or - for the standard input"
    sub.add_argument("answers", metavar="ANSWERS", help=text)

    writes(command("new", "a commented scenario to edit", "OUT"))
    return top


def _positive(text: str) -> int:
    if not text.isdecimal() or len(text) > 20 or not 0 < int(text) < LARGEST_LIMIT:
        raise ArgumentTypeError(f"expected a whole number above 0, found {text[:40]!r}")
    return int(text)


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
