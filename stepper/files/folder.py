"""Several files in a folder, all of them or none."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from stepper.errors import StepperError
from stepper.files.saving import write_whole
from stepper.signals import BeforeTheEnd


def write_all(name: str, files: Sequence[str], texts: Iterable[Iterable[str]], force: bool) -> None:
    """Write the lines of each text to a file in a folder, which is made if need be.

    files: their names. By force, existing files are replaced. Raises StepperError where that
    cannot be done; no file is new then.
    """
    folder = Path(name)
    try:
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        there = [folder / each for each in files if (folder / each).exists() and not force]
    except OSError as error:
        raise StepperError(f"{folder}: cannot be written: {error.strerror}") from None
    except ValueError:
        raise StepperError(f"{name!r}: no folder can have that name") from None
    if there:
        more = f", and {len(there) - 1} more" if there[1:] else ""
        fix = "add --force to replace what is there, or choose another folder"
        raise StepperError(f"{there[0]}: already exists{more}; {fix}")
    written: list[Path] = []

    def undo(*_: object) -> None:
        for path in written:
            path.unlink(missing_ok=True)
        if is_new:
            with suppress(OSError):  # somebody else has put something there
                folder.rmdir()

    with BeforeTheEnd(undo):
        try:
            for each, lines in zip(files, texts, strict=True):
                path = folder / each
                was_there = path.exists()
                write_whole(str(path), lines, force)
                written += [path] * (not was_there)
        except BaseException:
            undo()
            raise
