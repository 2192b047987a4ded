"""The table of the command line as argparse has it: it helps, and says what is wrong."""

from argparse import ArgumentParser
from typing import NoReturn

from stepper import __version__
from stepper.cli.arguments import COMMANDS
from stepper.errors import harmless


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(harmless(message))  # it may repeat anything that was typed


def parser() -> ArgumentParser:
    """The parser of the command line; its result has the command's name in command."""
    top = _Parser(
        prog="stepper",
        description="See backpropagation happen, one equation at a time.",
        epilog="`stepper FILE` is short for `stepper open FILE`; "
        "`stepper` alone lets you choose a network.",
    )
    top.add_argument("--version", action="version", version=f"stepper {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (text, options) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        for option, how in options.items():
            sub.add_argument(option, **how)
    return top
