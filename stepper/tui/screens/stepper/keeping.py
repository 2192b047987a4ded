"""Exports: what the learner chooses goes to a new file, and onto the clipboard.

In a browser, the file is offered as a download: nothing is written on the server.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from threading import current_thread
from typing import NamedTuple

from textual.worker import get_current_worker

from stepper.errors import StepperError
from stepper.files.saving import write_new
from stepper.limits import MOST_COPIED, MOST_DELIVERED
from stepper.runs.trace import Step
from stepper.tui.dialogs.exports import EXPORTS, RUN, Kind, Wanted, of_file, part_of_name
from stepper.tui.look import Look
from stepper.tui.screens.board_screen import BoardScreen
from stepper.tui.screens.stepper.what_if_run import WhatIfRun
from stepper.tui.terminal.picture import svg

WAIT, TRIES = 0.02, 50  # seconds; how often to wait for messages to go


class Written(NamedTuple):
    """The name of a file that was written, and its text for the clipboard; or else the problem.

    download: what is in the file, where it is still to be offered as a download.
    """

    path: Path | None = None
    copy: str = ""
    problem: str = ""
    download: str = ""


class Keeping:
    """Writes exports of what a screen shows; a whole run in the background, from its own rows.

    file: the trace on the command line. what_if: the edited run, where the screen shows one.
    """

    def __init__(self, screen: BoardScreen, file: str, what_if: WhatIfRun) -> None:
        self._screen = screen
        self._file = file
        self._what_if = what_if

    def ask(self, step: Step) -> None:
        """Offer the exports at step, and write the one that is chosen."""
        from stepper.tui.dialogs.export import Export  # when it opens

        def chosen(choice: tuple[str, str] | None) -> None:
            if choice:  # later: the picture must not show the window, or a message
                self._once_clear(partial(self._keep, step, *choice), TRIES)

        self._screen.app.push_screen(Export(step, self._screen.look), chosen)

    def _once_clear(self, keep: Callable[[], None], tries: int) -> None:
        """Call keep once the window is closed and no message is left on the screen."""
        screen = self._screen
        if tries and (screen.query("Toast") or not screen.is_current):
            screen.app.clear_notifications()
            screen.set_timer(WAIT, partial(self._once_clear, keep, tries - 1))
        else:
            screen.call_after_refresh(keep)

    def _keep(self, step: Step, name: str, scope: str) -> None:
        screen = self._screen
        wanted = Wanted(step, screen.look, scope, partial(svg, screen.app))
        stem = f"stepper-{of_file(self._file)}{'-what-if' if self._what_if.original else ''}"
        if scope == RUN:
            screen.run_worker(partial(self._write_run, name, stem, wanted), thread=True)
        else:
            written = _written(name, stem, wanted, lambda: False, screen.app.is_web)
            if name == "scenario" and written.path and self._what_if.original:
                self._what_if.note_saved(step.trace, str(written.path))
            self._report(written)

    def _write_run(self, name: str, stem: str, wanted: Wanted) -> None:
        worker, app = get_current_worker(), self._screen.app
        writing = app.writing
        writing.add(current_thread())
        try:
            written = _written(name, stem, wanted, lambda: worker.is_cancelled, app.is_web)
        finally:
            writing.remove(current_thread())
        if not worker.is_cancelled:
            app.call_from_thread(self._screen.while_open, self._report, written)

    def _report(self, written: Written) -> None:
        screen = self._screen
        if written.path is None:
            screen.tell(written.problem, "error")
            return
        if written.copy:
            screen.app.copy_to_clipboard(written.copy)
        key = "export.copied" if written.copy else "export.saved"
        if written.download:
            key = "export.offered"
            screen.app.deliver_text(
                StringIO(written.download), save_filename=written.path.name, encoding="utf-8"
            )
        screen.tell(screen.look.say(key, path=written.path.name))


def _written(
    name: str, stem: str, wanted: Wanted, stopped: Callable[[], bool], in_browser: bool
) -> Written:
    """Write the export called name to a new file; give up as soon as stopped() holds.

    in_browser: keep what is to be written, if it is not more than MOST_DELIVERED.
    """
    kind = EXPORTS[name]
    copy: list[str] = []
    try:
        if wanted.scope == RUN:
            wanted = wanted._replace(step=wanted.step._replace(trace=wanted.trace.fresh()))
        lines = _copied(_until(stopped, kind.lines(wanted)), copy)
        name = f"{stem}{part_of_name(wanted)}"
        if in_browser:
            download = _downloaded(lines, wanted.look)
            return Written(Path(f"{name}{kind.ending}"), _text(copy, kind), download=download)
        path = write_new(name, kind.ending, lines)
    except StepperError as error:
        return Written(problem=str(error))
    return Written(path, _text(copy, kind))


def _text(copy: list[str], kind: Kind) -> str:
    return "".join(copy) if kind.is_text else ""


def _downloaded(lines: Iterable[str], look: Look) -> str:
    """Join the lines. Raises StepperError as soon as they exceed MOST_DELIVERED."""
    size, kept = 0, []
    for line in lines:
        size += len(line)
        if size > MOST_DELIVERED:
            raise StepperError(look.say("export.large", most=f"{MOST_DELIVERED:,}"))
        kept.append(line)
    return "".join(kept)


def _until(stopped: Callable[[], bool], lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if stopped():
            raise StepperError("stopped")  # write_new then removes the file
        yield line


def _copied(lines: Iterable[str], copy: list[str]) -> Iterator[str]:
    """Yield the lines, and collect them in copy; it is emptied if they exceed MOST_COPIED."""
    size = 0
    for line in lines:
        size += len(line)
        copy.append(line)
        if size > MOST_COPIED:
            copy.clear()
        yield line
