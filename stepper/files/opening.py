"""Files a user names, opened for reading: regular ones and bundled scenarios.

Every command waits for this file, so that it does without pathlib, which takes long to load.
"""

import os
import stat
from collections.abc import Callable
from io import BufferedReader, FileIO
from typing import BinaryIO

from stepper.errors import StepperError, nearest

TEACHING_ORDER = (
    "one_hidden",
    "descent",
    "three_hidden",
    "vanishing",
    "exploding",
    "two_paths",
    "xor",
    "in_place",
    "mazur",
    "wikidocs",
    "han_kamber_pei",
    "byu",
    "nielsen_exploding",
)


def bundled() -> dict[str, str]:
    """Name -> file of the bundled scenarios, in teaching order."""
    package = os.path.dirname(os.path.dirname(__file__))
    beside = os.path.dirname(package)  # of a checkout, or an editable install
    folders = [os.path.join(place, "scenarios") for place in (package, beside)]
    folder = next(filter(os.path.isdir, folders), None)
    entries = [*os.scandir(folder)] if folder else []
    files = [entry for entry in entries if entry.name.endswith(".toml")]
    found = {file.name.removesuffix(".toml"): file.path for file in files}
    return {name: found[name] for name in TEACHING_ORDER if name in found} | dict(
        sorted(found.items())
    )


def open_file(name: str) -> BinaryIO:
    """A regular file, or the bundled scenario of that name, opened for reading."""
    return _opened(name, "name a scenario or a trace file", bundled)


def open_answers(name: str) -> BinaryIO:
    """A regular file, opened for reading; no bundled scenario is meant."""
    return _opened(name, "name a text file with a line such as C = 0.29 for each number", dict)


def _opened(name: str, mend: str, known: Callable[[], dict[str, str]]) -> BinaryIO:
    """A regular file, or the one that is known by that name, opened for reading."""
    try:
        path = name or os.curdir
        if not os.path.isfile(path):
            path = known().get(name, path)
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise StepperError(f"{name or 'FILE'}: not a regular file; {mend}")
        file = BufferedReader(FileIO(path))
        file.peek(1)  # what cannot be read says so here
        return file
    except FileNotFoundError:
        names = known()
        hint = nearest(name, names) or f"the bundled scenarios are {', '.join(names)}"
        raise StepperError(f"{name}: no such file; {hint if names else mend}") from None
    except OSError as error:
        raise StepperError(f"{name}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise StepperError(f"{name!r}: no file can have that name") from None
