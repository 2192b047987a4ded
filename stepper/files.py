"""Files a user names: regular ones and bundled scenarios to read; written whole or not at all."""

import os
import stat
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import BinaryIO

from stepper.document import nearest
from stepper.errors import StepperError

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


def bundled() -> dict[str, Path]:
    """Name -> file of the bundled scenarios, in teaching order."""
    inside = Path(__file__).parent / "scenarios"
    beside = inside.parent.parent / "scenarios"  # a checkout, or an editable install
    found = {path.stem: path for path in (inside if inside.is_dir() else beside).glob("*.toml")}
    return {name: found[name] for name in TEACHING_ORDER if name in found} | dict(
        sorted(found.items())
    )


def open_file(name: str) -> BinaryIO:
    """A regular file, or the bundled scenario of that name, opened for reading."""
    return _opened(name, "name a scenario or a trace file", bundled)


def open_answers(name: str) -> BinaryIO:
    """A regular file, opened for reading; no bundled scenario is meant."""
    return _opened(name, "name a text file with a line such as C = 0.29 for each number", dict)


def _opened(name: str, mend: str, known: Callable[[], dict[str, Path]]) -> BinaryIO:
    """A regular file, or the one that is known by that name, opened for reading."""
    try:
        path = Path(name)
        if not path.is_file():
            path = known().get(name, path)
        if not stat.S_ISREG(path.stat().st_mode):
            raise StepperError(f"{name or 'FILE'}: not a regular file; {mend}")
        file = path.open("rb")
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


def write_whole(name: str, lines: Iterable[str], force: bool) -> None:
    """Write a file whole or not at all; an existing one is replaced only by force.

    By force, a link leads to the file that is written, and an existing file keeps its mode.
    """
    exists = StepperError(f"{name}: exists already; add --force to replace it, or name another")
    try:
        path = Path(os.path.realpath(name)) if force else Path(name)
        if path.exists() and not path.is_file():
            raise StepperError(
                f"{name or 'OUT'}: not a regular file; name another place to write to"
            )
        if path.exists() and not force:
            raise exists
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with partial.open("x", encoding="utf-8", newline="\n") as file:
                file.writelines(lines)
            if force and path.exists():
                partial.chmod(stat.S_IMODE(path.stat().st_mode))
            elif not force and not _reserved(path):
                raise exists
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise StepperError(f"{name}: cannot be written: {error.strerror}") from None
    except ValueError:
        raise StepperError(f"{name!r}: no file can have that name") from None


def write_new(name: str, ending: str, lines: Iterable[str]) -> Path:
    """Write a file in the folder we are in, under a name that is free; the path of it.

    Raises StepperError where it cannot be written.
    """
    for k in count(1):
        path = Path(f"{name}-{k}{ending}" if k > 1 else f"{name}{ending}")
        if not path.exists():
            write_whole(str(path), lines, force=False)
            break
    return path.resolve()


def _reserved(path: Path) -> bool:
    """Whether nothing stood at a path, links that lead nowhere included; then a file does."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
