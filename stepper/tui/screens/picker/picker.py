"""The first screen, which offers the bundled scenarios, or a file by its path."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.reactive import var

from stepper.errors import StepperError
from stepper.explain.pages.page import ORDER
from stepper.files.load import load
from stepper.practice.course import Course
from stepper.runs.moves import within_run
from stepper.tui.canvas.board import Board, Place
from stepper.tui.keys import bindings, help_rows
from stepper.tui.look import Look
from stepper.tui.screens.board_screen import BoardScreen
from stepper.tui.screens.picker import preview
from stepper.tui.screens.picker.parts import OF_FILES, PARTS, PICKER_KEYS, PickerFrame, arrange
from stepper.tui.screens.picker.preview import LessonEntry

if TYPE_CHECKING:
    from stepper.tui.screens.picker.path_input import PathInput

FOOTER = 9  # the least height of the window with a last line of keys


class Picker(BoardScreen):
    """Offers the guided lesson and the scenarios, or a file by its path.

    file: what is chosen at first; the lesson if it is empty, the line for a path if it is not
    listed. course: the lesson, once it is begun.
    """

    DEFAULT_CSS = """
    Picker #picker { width: 100%; height: 1fr; }
    Picker #keys { width: 100%; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(PICKER_KEYS)

    chosen: var[int] = var(0, init=False)

    def __init__(self, look: Look, file: str = "", course: Course | None = None) -> None:
        super().__init__(look, None)
        self._course = course
        self._entries = preview.entries(look, course)
        names = [entry.name for entry in self._entries]
        chosen = names.index(file) if file in names else len(names) if file else 0
        self.set_reactive(Picker.chosen, chosen)
        self._path: PathInput | None = None
        self._typing = False
        self._problems: tuple[str, ...] = ()
        self._places: list[Place] = []
        self._main = Board("picker", PARTS, self.pointed)
        self._keys = Board("keys", PARTS, self.pointed)

    def compose(self) -> ComposeResult:
        self.set_reactive(Picker.chosen, min(self.chosen, self._last))
        yield self._main
        yield self._keys
        self._show()

    # --- what is shown

    def change_look(self, look: Look) -> None:
        self.look = look
        self._entries = preview.entries(look, self._course)
        self._show()

    def resized(self, event: Resize) -> None:
        self._show()

    def watch_chosen(self) -> None:
        self._show()

    def _show(self) -> None:
        width, height = self.app.size
        self._keys.display = height >= FOOTER
        height -= self._keys.display
        frame = PickerFrame(
            self.look,
            self._entries,
            self.chosen,
            self._is_above_another,
            self._typing,
            self._problems,
            self._has_files,
        )
        self._places = arrange(width, height, frame)
        self._main.show(frame, self._places)
        self._keys.show(frame, [Place("keys", 0, 0, width, 1)])

    @property
    def _is_above_another(self) -> bool:
        return self not in self.app.screen_stack[:1]

    @property
    def _has_files(self) -> bool:
        """Whether files can be opened: in a browser, they would be the server's."""
        return not self.app.is_web

    @property
    def _last(self) -> int:
        return len(self._entries) - (not self._has_files)

    def action_help(self) -> None:
        from stepper.tui.dialogs.help import Help  # when it opens

        keys = {n: key for n, key in PICKER_KEYS.items() if self._has_files or n not in OF_FILES}
        self.app.push_screen(Help(self.look, help_rows(self.look, keys)))

    # --- choosing

    def action_choose(self, by: int) -> None:
        self.action_choose_at(max(0, min(self.chosen + by, self._last)))

    def action_choose_at(self, k: int) -> None:
        """Choose the entry at index k; the line for a path goes away unless k is its index."""
        if self._typing and k != self.chosen:
            self._type(False)
        self.chosen = k

    def action_choose_last(self) -> None:
        self.action_choose_at(self._last)

    def action_page(self, by: int) -> None:
        listed = (place.height for place in self._places if place.part == "list")
        self.action_choose(by * max(1, next(listed, 1) - 1))

    def on_mouse_scroll_down(self) -> None:
        self.action_choose(1)

    def on_mouse_scroll_up(self) -> None:
        self.action_choose(-1)

    async def action_open(self) -> None:
        if self._typing:
            self._open_typed()
        elif self.chosen == len(self._entries):
            await self.action_type_path()
        else:
            entry = self._entries[self.chosen]
            if isinstance(entry, LessonEntry):
                self.app.learn(entry.course)
            elif entry.trace:
                self.app.open(entry.trace, entry.name)
            else:
                self.tell("\n".join(entry.problems), "error")

    def action_pages(self) -> None:
        """Open the pages that fit what is chosen; for the guided lesson, the first one."""
        chosen = self._entries[self.chosen : self.chosen + 1]
        self.read(ORDER[0] if any(isinstance(entry, LessonEntry) for entry in chosen) else "")

    def read(self, page: str) -> None:
        """Open a page by its name; without one, the first about the model that is chosen.

        It shows the numbers of that model, or of the next that can be opened; over the guided
        lesson, those of its first stop.
        """
        from stepper.tui.screens.pages.pages import Pages  # when it opens

        entries = [*self._entries[self.chosen :], *self._entries]
        if isinstance(entries[0], LessonEntry):
            first = entries[0].course.stations[0].file
            entries.sort(key=lambda entry: entry.name != first)
        for entry in entries:
            if entry.trace:
                self.app.push_screen(Pages(entry.look, entry.trace, 1, page=page))
                return

    def action_close(self) -> None:
        """Hide the line for a path, or go back to the screen below."""
        if self._typing:
            self._type(False)
        elif self._is_above_another:
            self.dismiss()

    # --- a file by its path

    async def action_type_path(self) -> None:
        if not self._has_files:
            return
        if self._path is None:
            from stepper.tui.screens.picker.path_input import PathInput  # when it opens

            self._path = PathInput(self.look.say("picker.path"))
            await self.mount(self._path, before=self._keys)
        self.action_choose_last()
        self._type(True)

    def _type(self, typing: bool) -> None:
        """Show the line for a path and its keys, or hide both."""
        if self._path:
            self._typing = self._path.display = typing
            self.set_focus(self._path.input if typing else None)
            self._forget_problems()

    def _forget_problems(self) -> None:
        self._problems = ()
        self._show()

    def on_input_changed(self) -> None:
        self._forget_problems()

    async def on_input_submitted(self) -> None:
        await self.action_open()

    def action_complete(self) -> None:
        if self._path and self._typing:
            self._path.complete()

    def _open_typed(self) -> None:
        """Open a file, or show its problems and leave its path to be corrected."""
        assert self._path
        file = self._path.file
        if not file:
            self._type(False)
            return
        try:
            trace = load(file)
            within_run(trace.steps[0])
        except StepperError as error:
            self._problems = preview.without_file(error, file)
            self._show()
        else:
            self._type(False)
            self.app.open(trace, file)
