"""Writes files that a user names, each of them completely or not at all."""

import os
import signal
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import current_thread, main_thread
from types import FrameType

from stepper.errors import StepperError
from stepper.signals import ENDING


def write_whole(name: str, lines: Iterable[str], force: bool) -> None:
    """Write lines to a new file, or replace an existing one by force.

    By force, a link is followed to the file that it names, and an existing file keeps its mode.
    Raises StepperError where that cannot be done; nothing has changed then.
    """
    with _reported(name):
        path = Path(os.path.realpath(name)) if force else Path(name)
        mode = _mode(path)
        is_name = name != "-" and not name.endswith(("/", os.sep))
        if not is_name or not (mode is None or stat.S_ISREG(mode)):
            raise StepperError(
                f"{name or 'OUT'}: not a regular file; choose another place to write to"
            )
        if not force and (mode is not None or path.is_symlink()):
            raise FileExistsError
        with _written(path.parent, lines) as whole:
            if not force:
                _move(whole, path)
                return
            mode = _mode(path)  # it may have come or gone meanwhile
            if mode is not None:
                whole.chmod(stat.S_IMODE(mode))
            whole.replace(path)


def write_new(name: str, ending: str, lines: Iterable[str]) -> Path:
    """Write lines to a file in the current folder, and return its path.

    Its name is the first free one of name + ending, name-2 + ending, and so on. Raises
    StepperError where it cannot be written.
    """
    with _reported(f"{name}{ending}"), _written(Path(name).parent, lines) as whole:
        for k in count(1):
            path = Path(f"{name}-{k}{ending}" if k > 1 else f"{name}{ending}")
            with suppress(FileExistsError):
                _move(whole, path)
                break
        return path.resolve()


@contextmanager
def _reported(name: str) -> Iterator[None]:
    """Raise StepperError for the errors of the operating system."""
    try:
        yield
    except FileExistsError:
        fix = "add --force to replace it, or choose another name"
        raise StepperError(f"{name}: already exists; {fix}") from None
    except OSError as error:
        raise StepperError(f"{name}: cannot be written: {error.strerror}") from None
    except ValueError:
        raise StepperError(f"{name!r}: no file can have that name") from None


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


@contextmanager
def _written(folder: Path, lines: Iterable[str]) -> Iterator[Path]:
    """The lines as a file that is on the disk, in a hidden folder that is removed afterwards."""
    with (
        _ended_by_exceptions(),
        TemporaryDirectory(prefix=".stepper-", dir=folder) as hidden,
    ):
        path = Path(hidden) / "whole"
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        yield path


def _move(whole: Path, path: Path) -> None:
    """Give a file another name. Raises FileExistsError for a name that is taken, also by a link.

    Where the file system has no hard links, an empty file reserves the name for a moment.
    """
    try:
        os.link(whole, path)
    except FileExistsError:
        raise
    except OSError:
        path.touch(exist_ok=False)
        try:
            whole.replace(path)
        except BaseException:
            path.unlink()
            raise


@contextmanager
def _ended_by_exceptions() -> Iterator[None]:
    """Let a closed terminal or a `kill` end the program as an exception does, cleaning up."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    is_main = current_thread() is main_thread()  # only there can handlers be set
    ours = [n for n in ENDING if is_main and signal.getsignal(n) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
