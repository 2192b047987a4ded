"""The screen as an SVG that needs nothing from elsewhere, to keep or to print."""

import re
from typing import Any

from textual.app import App

_FONT_FROM_ELSEWHERE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


def svg(app: App[Any]) -> str:
    """The screen as it is; its letters in whatever monospaced font the reader has."""
    return _FONT_FROM_ELSEWHERE.sub("", app.export_screenshot())
