"""The line where a path is typed; what its folder contains is suggested."""

import os
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

ENDINGS = (".toml", ".jsonl")  # of scenarios and traces


class PathInput(Horizontal):
    """A prompt, and an input that Tab completes."""

    DEFAULT_CSS = """
    PathInput { height: 1; }
    PathInput Static { width: auto; background: $panel; text-style: bold; }
    PathInput Input { width: 1fr; background: $panel; background-tint: transparent 0%; }
    """

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self._prompt = prompt
        self.input = Input(suggester=Completions(), compact=True)

    def compose(self) -> ComposeResult:
        yield Static(Content(f" {self._prompt} "))
        yield self.input

    @property
    def file(self) -> str:
        """The path that is typed, with the home folder instead of ~."""
        return expanded(self.input.value.strip())

    def complete(self) -> None:
        """Type what is suggested; for an empty line, the first path there is."""
        if paths := completions(self.input.value):
            self.input.value = paths[0]
            self.input.action_end()


class Completions(Suggester):
    """Suggests the first completion of a path."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return next(iter(completions(value)), None)


def completions(typed: str) -> list[str]:
    """Ways to complete a path: scenarios and traces, then folders; hidden ones after a dot."""
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


def _name(entry: "os.DirEntry[str]") -> str:
    """The name of a file that can be opened or of a folder, with a slash; else empty."""
    if not entry.name.isprintable():
        return ""
    try:
        if entry.is_dir():
            return f"{entry.name}/"
        return entry.name if entry.name.endswith(ENDINGS) and entry.is_file() else ""
    except OSError:
        return ""


def expanded(path: str) -> str:
    """A path with the home folder instead of ~, where there is one."""
    try:
        return str(Path(path).expanduser()) if path.startswith("~") else path
    except RuntimeError:
        return path
