"""The screen as an SVG that needs nothing from elsewhere, to keep or to print."""

import re
from itertools import count
from pathlib import Path
from typing import Any

from textual.app import App

from stepper.files import write_whole

_FONT_FROM_ELSEWHERE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


def svg(app: App[Any]) -> str:
    """The screen as it is; its letters in whatever monospaced font the reader has."""
    return _FONT_FROM_ELSEWHERE.sub("", app.export_screenshot())


def save(app: App[Any], name: str) -> Path:
    """Save the screen in the folder we are in, under a name that is free; that name.

    Raises StepperError where it cannot be written.
    """
    picture = svg(app)
    for k in count(1):
        path = Path(f"stepper-{name}-{k}.svg" if k > 1 else f"stepper-{name}.svg")
        if not path.exists():
            write_whole(str(path), [picture], force=False)
            break
    return path
