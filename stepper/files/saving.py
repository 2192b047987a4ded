"""Files a user names, to be written: each whole or not at all."""

import os
import signal
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType

from stepper.errors import StepperError


def write_whole(name: str, lines: Iterable[str], force: bool) -> None:
    """Write a file whole or not at all; an existing one is replaced only by force.

    By force, a link leads to the file that is written, and an existing file keeps its mode.
    """
    with _told(name):
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
                _take(path, whole)
                return
            mode = _mode(path)
            if mode is not None:
                whole.chmod(stat.S_IMODE(mode))
            whole.replace(path)


def write_new(name: str, ending: str, lines: Iterable[str]) -> Path:
    """Write a file in the folder we are in, under a name that is free; the path of it.

    Raises StepperError where it cannot be written.
    """
    with _told(f"{name}{ending}"), _written(Path(name).parent, lines) as whole:
        for k in count(1):
            path = Path(f"{name}-{k}{ending}" if k > 1 else f"{name}{ending}")
            with suppress(FileExistsError):
                _take(path, whole)
                break
        return path.resolve()


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Why a file of that name cannot be written, as a StepperError."""
    try:
        yield
    except FileExistsError:
        mend = "add --force to replace it, or choose another name"
        raise StepperError(f"{name}: already exists; {mend}") from None
    except OSError as error:
        raise StepperError(f"{name}: cannot be written: {error.strerror}") from None
    except ValueError:
        raise StepperError(f"{name!r}: no file can have that name") from None


def _mode(path: Path) -> int | None:
    """What stands at a path, and who may use it; None where nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


@contextmanager
def _written(folder: Path, lines: Iterable[str]) -> Iterator[Path]:
    """A file that is on the disk whole, under a name that nobody else has; it is gone in the end.

    The name says nothing of the process: what one that was killed left is in nobody's way.
    """
    path = folder / f".stepper-{os.urandom(8).hex()}"
    with _ended_by_exceptions():
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            yield path
        finally:
            path.unlink(missing_ok=True)


def _take(path: Path, whole: Path) -> None:
    """Give a file a second name. Raises FileExistsError where something has it, links included.

    Where the file system has no second names, an empty file keeps the place for a moment.
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
    """A closed terminal or a `kill` ends the program as an exception does, with all tidied up."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    may = current_thread() is main_thread()  # no other may say what a signal does
    ended = [n for n in signal.Signals if may and n.name in ("SIGTERM", "SIGHUP")]
    ours = [number for number in ended if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
