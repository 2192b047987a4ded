"""Writes files that a user names, each of them completely or not at all."""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TextIO

from stepper.errors import StepperError
from stepper.signals import BeforeTheEnd

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write_whole(name: str, lines: Iterable[str], force: bool) -> None:
    """Write lines to a new file, or replace an existing one by force.

    By force, a link is followed to the file that it names, and an existing file keeps its mode,
    its owner and its extended attributes; one that is read-only is not replaced. Raises
    StepperError where that cannot be done; nothing has changed then.
    """
    with reported(name), _draft_of(name, force) as (draft, path):
        draft.write(lines)
        if force:
            draft.replace(path)
        else:
            draft.appear(path)


def check_place(name: str, force: bool) -> None:
    """Raise StepperError if `write_whole` would, for any lines."""
    with reported(name), _draft_of(name, force):
        pass


def write_new(name: str, ending: str, lines: Iterable[str]) -> Path:
    """Write lines to a file in the current folder, and return its path.

    Its name is the first free one of name + ending, name-2 + ending, and so on. Raises
    StepperError where it cannot be written.
    """
    with reported(f"{name}{ending}"), _draft(Path(name).parent) as draft:
        draft.write(lines)
        for k in count(1):
            path = Path(f"{name}-{k}{ending}" if k > 1 else f"{name}{ending}")
            with suppress(FileExistsError):
                draft.appear(path)
                break
        return path.resolve()


@contextmanager
def _draft_of(name: str, force: bool) -> Iterator[tuple["_Hidden", Path]]:
    """A draft of a file that may be written, and its path."""
    path = Path(os.path.realpath(name)) if force else Path(name)
    mode = _mode(path)
    is_name = name != "-" and not name.endswith(("/", os.sep))
    if not is_name or not (mode is None or stat.S_ISREG(mode)):
        raise StepperError(f"{name or 'OUT'}: not a regular file; choose another place to write to")
    if not force and (mode is not None or path.is_symlink()):
        raise FileExistsError
    if mode is not None and not (mode & _WRITABLE and os.access(path, os.W_OK)):
        raise StepperError(f"{name}: is read-only; make it writable, or choose another name")
    with _draft(path.parent) as draft:
        if mode is not None:
            draft.resemble(path)
        yield draft, path


@contextmanager
def reported(name: str) -> Iterator[None]:
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


class _Hidden:
    """A file that is written under a hidden name."""

    def __init__(self, hidden: Path) -> None:
        self.hidden = hidden
        self.file, self.place = self.opened()

    def opened(self) -> tuple[TextIO, Path]:
        """The file, and where it can be found."""
        return self.hidden.open("x", encoding="utf-8", newline="\n"), self.hidden

    def resemble(self, path: Path) -> None:
        """Take the owner, the mode and the attributes of a file, or raise StepperError."""
        old, new = path.stat(), self.place.stat()
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            try:
                os.chown(self.place, old.st_uid, old.st_gid)
            except OSError:
                raise StepperError(
                    f"{path}: belongs to another user or group, and would not any more; "
                    "choose another name"
                ) from None
        shutil.copystat(path, self.place)

    def write(self, lines: Iterable[str]) -> None:
        """Write all lines to the disk."""
        self.file.writelines(lines)
        self.file.flush()
        os.fsync(self.file.fileno())
        os.utime(self.place)
        self.written()

    def written(self) -> None:
        self.file.close()  # Windows moves no file that is open

    def appear(self, path: Path) -> None:
        """Take a name. Raises FileExistsError for one that is taken, also by a link.

        Where the file system has no hard links, an empty file reserves the name for a moment.
        """
        try:
            os.link(self.hidden, path)
        except FileExistsError:
            raise
        except OSError:
            path.touch(exist_ok=False)
            try:
                self.hidden.replace(path)
            except BaseException:
                path.unlink()
                raise

    def replace(self, path: Path) -> None:
        """Take a name, whose file is then gone."""
        self.hidden.replace(path)


class _Unnamed(_Hidden):
    """A file without a name, as Linux has them: it leaves nothing, whatever happens.

    OSError where unsupported.
    """

    def opened(self) -> tuple[TextIO, Path]:
        descriptor = os.open(self.hidden.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
        file = os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")
        place = Path(f"/proc/self/fd/{descriptor}")
        if not place.exists():
            file.close()
            raise FileNotFoundError
        return file, place

    def written(self) -> None:
        """Stay open: only an open file can take a name."""

    def appear(self, path: Path) -> None:
        try:
            self._take(path)
        except FileExistsError:
            raise
        except OSError:
            self._copy()
            super().appear(path)

    def replace(self, path: Path) -> None:
        try:
            self._take(self.hidden)  # a name that is taken cannot be taken at once
        except OSError:
            self._copy()
        super().replace(path)

    def _take(self, path: Path) -> None:
        # only with a folder, for which any number will do, are links followed
        os.link(self.place, path, src_dir_fd=self.file.fileno())

    def _copy(self) -> None:
        """Write a copy under the hidden name: some systems let no nameless file take one."""
        unnamed, self.place = self.place, self.hidden
        with self.hidden.open("xb") as file, unnamed.open("rb") as source:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        self.resemble(unnamed)


@contextmanager
def _draft(folder: Path) -> Iterator[_Hidden]:
    """A file to write; only the finished file is left of it, even if a signal ends the program."""
    hidden = folder / f".stepper-{os.urandom(4).hex()}"

    def remove(number: int = 0) -> None:
        with suppress(OSError):
            hidden.unlink()

    with BeforeTheEnd(remove):
        try:
            try:
                draft: _Hidden = _Unnamed(hidden)
            except (AttributeError, OSError):  # neither every system nor every disk has those
                draft = _Hidden(hidden)
            with draft.file:
                yield draft
        finally:
            remove()
