"""The files that a command line names: which are read, which are written, and which of both.

Every command imports this file; it avoids pathlib, which takes long to import.
"""

import os
from collections.abc import Iterator, Sequence

from stepper.cli.arguments import COMMANDS, FILES_READ, FILES_WRITTEN, Arguments
from stepper.cli.formats import FIGURES
from stepper.errors import StepperError
from stepper.files.standard_input import STANDARD_INPUT


def check_paths(args: Arguments) -> None:
    """Raise StepperError for files that would be lost or read twice."""
    _check_read(args)
    _check_written(args)


def files_written(args: Arguments) -> Iterator[str]:
    """The names of all files that a command writes; OUT of figures may be a folder instead."""
    of_figures = getattr(args, "format", "") in FIGURES
    return (name for _, name in _named(args, FILES_WRITTEN) if not of_figures)


def _check_read(args: Arguments) -> None:
    """Raise StepperError unless at most one file is to be read from standard input."""
    places = [place for place, name in _named(args, FILES_READ) if name == STANDARD_INPUT]
    if len(places) > 1:
        raise StepperError(
            f"{' and '.join(dict.fromkeys(places))}: standard input is one file; "
            "name files in place of every - but one"
        )


def _check_written(args: Arguments) -> None:
    """Raise StepperError for files that would be lost: written twice, or read as well."""
    files = (name for _, name in _named(args, FILES_READ))
    read = {os.path.realpath(name) for name in files if os.path.isfile(name)}
    written: dict[str, str] = {}  # the place of each path
    problems = []
    for place, name in _named(args, FILES_WRITTEN):
        path = os.path.realpath(
            name.replace("\0", "")
        )  # a NUL is reported when the file is written
        other = written.setdefault(path, place)
        if path in read:
            problems.append(f"{place}: {name} is the file that is read; choose another name")
        elif other != place:
            problems.append(f"{place}: {name} is the file of {other}, too; choose another name")
        elif place == "-o" and (name == STANDARD_INPUT or _is_device(path)):
            problems.append(f"-o: {name} is no file; leave out -o for standard output")
    if problems:
        raise StepperError(*problems)


def _is_device(path: str) -> bool:
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def _named(args: Arguments, metavars: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The names of files in some places, each with the option, or the metavar of an argument."""
    for option, how in COMMANDS[args.command].options.items():
        if how.get("metavar") in metavars:
            place = option if option.startswith("-") else how["metavar"]
            value = getattr(args, how.get("dest", option.lstrip("-")))
            names = value if isinstance(value, list) else [value]
            yield from ((place, name) for name in names if name is not None)
