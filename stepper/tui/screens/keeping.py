"""Keeping: what the learner chooses is written to a file here, and put on the clipboard."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from threading import current_thread
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from stepper.errors import StepperError
from stepper.files.saving import write_new
from stepper.limits import MOST_COPIED
from stepper.tui.dialogs.exports import EXPORTS, RUN, Wanted, part_of_name
from stepper.tui.terminal.picture import svg

if TYPE_CHECKING:
    from stepper.tui.screens.stepper import StepperScreen


class Keeping:
    """Writes exports of what is shown; a whole run in the background, from rows of its own."""

    def __init__(self, screen: "StepperScreen") -> None:
        self._screen = screen

    def ask(self) -> None:
        from stepper.tui.dialogs.export import Export  # when it is asked for

        def chosen(choice: tuple[str, str] | None) -> None:
            if choice:  # and that window is gone from the picture
                self._screen.call_later(self._keep, *choice)

        self._screen.app.push_screen(Export(self._screen.step, self._screen.look), chosen)

    def _keep(self, name: str, scope: str) -> None:
        screen = self._screen
        wanted = Wanted(screen.step, screen.look, scope, partial(svg, screen.app))
        of = "".join(c if c.isprintable() else "_" for c in Path(screen.file).stem)
        stem = f"stepper-{of}{'-what-if' if screen.what_if.original else ''}"
        if scope == RUN:
            screen.run_worker(partial(self._write_run, name, stem, wanted), thread=True)
        else:
            self._tell(*_written(name, stem, wanted, lambda: False))

    def _write_run(self, name: str, stem: str, wanted: Wanted) -> None:
        worker, writing = get_current_worker(), self._screen.app.writing
        writing.add(current_thread())
        try:
            done = _written(name, stem, wanted, lambda: worker.is_cancelled)
        finally:
            writing.remove(current_thread())
        if not worker.is_cancelled:
            self._screen.app.call_from_thread(self._tell, *done)

    def _tell(self, name: str, path: Path | None, copy: str, problem: str) -> None:
        screen = self._screen
        if path is None:
            screen.tell(problem, "error")
            return
        if name == "scenario" and screen.what_if.original:
            screen.what_if.note_saved(screen.trace, str(path))
        if copy:
            screen.app.copy_to_clipboard(copy)
        key = "export.copied" if copy else "export.saved"
        screen.tell(screen.look.say(key, path=path.name))


def _written(
    name: str, stem: str, wanted: Wanted, stopped: Callable[[], bool]
) -> tuple[str, Path | None, str, str]:
    """(export, its path, what of it is for the clipboard, what went wrong)."""
    kind = EXPORTS[name]
    copy: list[str] = []
    try:
        if wanted.scope == RUN:
            wanted = wanted._replace(step=wanted.step._replace(trace=wanted.trace.fresh()))
        lines = _copied(_until(stopped, kind.lines(wanted)), copy)
        path = write_new(f"{stem}{part_of_name(wanted)}", kind.ending, lines)
    except StepperError as error:
        return name, None, "", str(error)
    return name, path, "".join(copy) if kind.is_text else "", ""


def _until(stopped: Callable[[], bool], lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if stopped():
            raise StepperError("stopped")  # and what is written of the file is taken away
        yield line


def _copied(lines: Iterable[str], copy: list[str]) -> Iterator[str]:
    """The lines; copy has them all, or none where they are too many for a clipboard."""
    size = 0
    for line in lines:
        size += len(line)
        copy.append(line)
        if size > MOST_COPIED:
            copy.clear()
        yield line
