"""Writes several files into a folder, all of them or nothing."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from stepper.errors import StepperError
from stepper.files.saving import check_place, reported, write_whole
from stepper.limits import MOST_PROBLEMS
from stepper.signals import BeforeTheEnd, SignalsBlocked


def write_all(name: str, files: Sequence[str], texts: Iterable[Iterable[str]], force: bool) -> None:
    """Write the lines of each text to a file in a folder, which is created if necessary.

    files: their names. By force, existing files are replaced, as by `write_whole`. All are drafted
    before the first one is changed. Raises StepperError if that fails; everything is then as it
    was, also if a signal ends the program.
    """
    change = _Change(name)
    with BeforeTheEnd(change.undo):
        try:
            change.begin()
            _check(change.folder, files, force)
            for k, (each, lines) in enumerate(zip(files, texts, strict=True)):
                with reported(str(change.folder / each)):
                    change.draft(k, lines)
            for k, each in enumerate(files):
                change.put(k, change.folder / each, force)
            change.end()
        except BaseException:
            change.undo()
            raise


def _check(folder: Path, files: Sequence[str], force: bool) -> None:
    """Raise StepperError for the files that cannot be written."""
    there = [folder / each for each in files if os.path.lexists(folder / each)]
    if there and not force:
        more = f", and {len(there) - 1} more" if there[1:] else ""
        fix = "add --force to replace what is there, or choose another folder"
        raise StepperError(f"{there[0]}: already exists{more}; {fix}")
    problems: list[str] = []
    for path in there:
        try:
            check_place(str(path), force)
        except StepperError as error:
            problems += error.problems
    if problems:
        raise StepperError(*problems[:MOST_PROBLEMS])


class _Change:
    """A change of a folder, which can be undone. It is prepared in a hidden folder within."""

    def __init__(self, name: str) -> None:
        self.folder = Path(name)
        self._hidden = self.folder / f".stepper-{os.urandom(4).hex()}"
        self._new: list[Path] = []  # folders
        self._before: list[tuple[Path, Path | None]] = []  # each file, and what it replaces

    def begin(self) -> None:
        """Make the folders. Raises StepperError where that cannot be done."""
        name = str(self.folder)
        try:
            if self.folder.exists() and not self.folder.is_dir():
                raise StepperError(f"{name}: is a file; several files go to a folder")
            every = (self._hidden, self.folder, *self.folder.parents)
            for path in reversed([path for path in every if not path.exists()]):
                with SignalsBlocked():
                    path.mkdir()
                    self._new.append(path)
        except OSError as error:
            raise StepperError(f"{name}: cannot be written: {error.strerror}") from None
        except ValueError:
            raise StepperError(f"{name!r}: no folder can have that name") from None

    def draft(self, k: int, lines: Iterable[str]) -> None:
        """Write the k-th file, which has no name yet."""
        with self._draft(k).open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)

    def put(self, k: int, path: Path, force: bool) -> None:
        """Give the k-th file its name, and keep the one that has it."""
        path = Path(os.path.realpath(path))
        before = self._hidden / f"{k}-before" if path.exists() else None
        if before:
            with reported(str(path)):
                _copy(path, before)
        with SignalsBlocked(), self._draft(k).open(encoding="utf-8", newline="") as lines:
            write_whole(str(path), lines, force)
            self._before.append((path, before))

    def end(self) -> None:
        """Remove the hidden folder."""
        if self._hidden in self._new:
            shutil.rmtree(self._hidden, ignore_errors=True)

    def undo(self, number: int = 0) -> None:
        """Restore the files that were replaced, and remove new ones."""
        for path, before in self._before:
            with suppress(OSError):
                if before:
                    shutil.move(before, path)
                else:
                    path.unlink()
        self.end()
        for path in reversed(self._new):
            with suppress(OSError):  # somebody else has put a file there
                path.rmdir()

    def _draft(self, k: int) -> Path:
        return self._hidden / str(k)


def _copy(path: Path, place: Path) -> None:
    """Keep a file under another name, too."""
    try:
        os.link(path, place)
    except OSError:  # not every disk has hard links
        shutil.copy2(path, place)
