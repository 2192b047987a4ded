"""Opens files that a user names for reading: regular ones and bundled scenarios.

Every command imports this file; it avoids pathlib, which takes long to import.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO, FileIO
from typing import BinaryIO, TypeVar

from stepper.errors import StepperError, nearest
from stepper.files.standard_input import STANDARD_INPUT, open_standard_input
from stepper.half_width import half_width

FORMULAS = (
    "chain_rule",
    "product_of_sum",
    "used_twice",
    "neuron_circuit",
    "apples_oranges",
    "softmax_by_hand",
    "rnn_two_steps",
    "logistic_formula",
)
NETWORKS = (
    "one_hidden",
    "descent",
    "three_hidden",
    "vanishing",
    "exploding",
    "two_paths",
    "xor",
    "linear_regression",
    "logistic_regression",
    "tanh",
    "relu_dies",
    "softmax",
    "xor_learns",
    "in_place",
    "mazur",
    "wikidocs",
    "han_kamber_pei",
    "byu",
    "schiendorfer",
    "coursera_logistic",
    "nielsen_exploding",
)
TEACHING_ORDER = (*FORMULAS, *NETWORKS)

File = TypeVar("File", bound=BinaryIO)


def bundled() -> dict[str, str]:
    """The paths of the bundled scenarios by name, in teaching order."""
    package = os.path.dirname(os.path.dirname(__file__))
    beside = os.path.dirname(package)  # in a checkout, or an editable install
    folders = [os.path.join(place, "scenarios") for place in (package, beside)]
    folder = next(filter(os.path.isdir, folders), None)
    entries = [*os.scandir(folder)] if folder else []
    files = [entry for entry in entries if entry.name.endswith(".toml")]
    found = {file.name.removesuffix(".toml"): file.path for file in files}
    return {name: found[name] for name in TEACHING_ORDER if name in found} | dict(
        sorted(found.items())
    )


def is_formula(name: str) -> bool:
    """Whether a FILE of the command line is a formula: there is a = in it, and no such file."""
    return "=" in half_width(str(name)) and not os.path.isfile(name)


def is_there(name: str) -> bool:
    """Whether a FILE of the command line is a file, a folder, or a bundled scenario."""
    return os.path.exists(name) or name in bundled()


def open_file(name: str) -> BinaryIO:
    """Open a regular file, the bundled scenario of that name, or - for standard input."""
    if name == STANDARD_INPUT:
        return open_standard_input()
    return _opened(name, "name a scenario or a trace file, or - for standard input", bundled)


@contextmanager
def closed_on_error(file: File) -> Iterator[File]:
    """Leave a file open after `with`, to be read further, unless an error was raised."""
    try:
        yield file
    except BaseException:
        file.close()
        raise


def open_answers(name: str) -> BinaryIO:
    """Open a regular file, or - for standard input, but no bundled scenario."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer if sys.stdin else BytesIO()
    return _opened(name, "name a text file with a line such as C = 0.29 for each number", dict)


def _opened(name: str, fix: str, known: Callable[[], dict[str, str]]) -> BinaryIO:
    """Open a regular file, or the known one of that name. fix: what to name instead."""
    try:
        path = name or os.curdir
        if not os.path.isfile(path):
            path = known().get(name, path)
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise StepperError(f"{name or 'FILE'}: not a regular file; {fix}")
        with closed_on_error(BufferedReader(FileIO(path))) as file:
            file.peek(1)  # raises OSError for a file that cannot be read
        return file
    except FileNotFoundError:
        names = known()
        hint = nearest(name, names) or f"the bundled scenarios are {', '.join(names)}"
        raise StepperError(f"{name}: no such file; {hint if names else fix}") from None
    except OSError as error:
        raise StepperError(f"{name}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise StepperError(f"{name!r}: no file can have that name") from None
