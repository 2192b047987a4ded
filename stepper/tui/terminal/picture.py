"""The screen as an SVG that loads nothing from the web."""

import re
from typing import Any

from textual.app import App

_FONT_FROM_ELSEWHERE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


def svg(app: App[Any]) -> str:
    """Draw the current screen, in the monospaced font of the viewer."""
    return _FONT_FROM_ELSEWHERE.sub("", app.export_screenshot())
