"""stepper completion: a script with which a shell completes commands, options and files."""

from collections.abc import Iterator

from stepper.cli.arguments import Arguments
from stepper.cli.completion_scripts import SCRIPTS


def run(args: Arguments) -> Iterator[str]:
    yield from SCRIPTS[args.shell]().splitlines()
