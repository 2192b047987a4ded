"""A report as JSON, for other programs."""

import json
from typing import Any

from stepper.errors import is_control


def json_report(document: Any) -> str:
    """Write a document so that nothing in its texts could control a terminal."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # outside of texts, these are only line ends
    return "".join(_escaped(c) if c != "\n" and is_control(c) else c for c in text)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if character > "\x7f" else f"\\u{ord(character):04x}"
