"""Files a user names: regular ones and bundled scenarios to read; written whole or not at all."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import FrameType
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
    with _told(name):
        path = Path(os.path.realpath(name)) if force else Path(name)
        mode = _mode(path)
        is_name = name != "-" and not name.endswith(("/", os.sep))
        if not is_name or not (mode is None or stat.S_ISREG(mode)):
            raise StepperError(
                f"{name or 'OUT'}: not a regular file; name another place to write to"
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
        mend = "add --force to replace it, or name another"
        raise StepperError(f"{name}: exists already; {mend}") from None
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
    import signal
    from threading import current_thread, main_thread

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
