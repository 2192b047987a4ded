"""The line where a path is typed, completed from what its folder holds."""

import os
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from stepper.tui.look import following
from stepper.tui.screens.picker_parts import Offer

ENDINGS = (".toml", ".jsonl")  # of scenarios and traces


class PathInput(Horizontal):
    """One line: what is asked for, and the path as far as it is typed."""

    DEFAULT_CSS = """
    PathInput { height: 1; }
    PathInput Static { width: auto; background: $panel; text-style: bold; }
    PathInput Input { width: 1fr; background: $panel; background-tint: transparent 0%; }
    """

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self._prompt = prompt
        self.input = Input(suggester=_Completions(), compact=True)
        self._offered: tuple[str, ...] = ()  # at the last Tab: what it goes round, as a shell does
        self._tabbed = ""  # what that Tab made of the path

    def compose(self) -> ComposeResult:
        yield Static(Content(f" {self._prompt} "))
        yield self.input

    @property
    def file(self) -> str:
        return expanded(self.input.value.strip())

    @property
    def offer(self) -> Offer:
        """The ways the path can go on; while Tab goes round among some, those."""
        typed = self.input.value
        if typed == self._tabbed and len(self._offered) > 1:
            return Offer(self._offered, self._offered.index(self._next))
        paths = tuple(completions(typed))
        return Offer(paths, 0 if len(paths) == 1 else None)

    def tab(self) -> None:
        """Type what all ways have in common; where that is typed, one way after the other."""
        offer = self.offer
        if not offer.paths:
            return
        typed = _begin_of_all(offer.paths) if offer.next is None else offer.paths[offer.next]
        self._offered, self._tabbed = offer.paths, typed
        self.complete(typed)

    def complete(self, path: str) -> None:
        self.input.value = path
        self.input.cursor_position = len(path)

    @property
    def _next(self) -> str:
        return following(self._offered, self._tabbed)


class _Completions(Suggester):
    """Suggests the first completion, behind the cursor."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return next(iter(completions(value)), None)


def completions(typed: str) -> list[str]:
    """How a path can go on: scenarios and traces, then folders; hidden ones behind a dot only."""
    if typed == "~":
        return ["~/"]
    folder, slash, begin = typed.rpartition("/")
    try:
        with os.scandir(expanded(folder + slash) or ".") as entries:
            names = [_name(entry) for entry in entries if entry.name.startswith(begin)]
    except (OSError, ValueError):
        return []
    shown = (name for name in names if name and name.startswith(".") <= begin.startswith("."))
    in_order = sorted(shown, key=lambda name: (name.endswith("/"), name))
    return [folder + slash + name for name in in_order]


def _begin_of_all(paths: Sequence[str]) -> str:
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*paths, strict=False))
    return "".join(letters[0] for letters in alike)


def _name(entry: "os.DirEntry[str]") -> str:
    """The name of what can be opened, of a folder with its slash; nothing for anything else."""
    if not entry.name.isprintable():
        return ""
    try:
        if entry.is_dir():
            return f"{entry.name}/"
        return entry.name if entry.name.endswith(ENDINGS) and entry.is_file() else ""
    except OSError:
        return ""


def expanded(path: str) -> str:
    """The path with the home folder in place of ~, where there is one."""
    try:
        return str(Path(path).expanduser()) if path.startswith("~") else path
    except RuntimeError:
        return path
