"""Texts in a scenario file, each in one language or in several."""

from collections.abc import Callable

from stepper.files.document import Document, at_key
from stepper.runs.scenario import LANGUAGES, Text


def read_title(document: Document, value: object, place: str) -> Text | None:
    return _by_language(document, value, place, document.line)


def read_text(document: Document, value: object, place: str) -> Text | None:
    return _by_language(document, value, place, document.lines)


def _by_language(
    document: Document, value: object, place: str, read: Callable[[object, str], str | None]
) -> Text | None:
    """A text, or a table with a text for each language."""
    if not isinstance(value, dict):
        return read(value, place)
    texts = document.table(value, place, LANGUAGES)
    if not texts:
        document.expected(place, f"text in one of the languages {', '.join(LANGUAGES)}", {})
        return None
    return {key: read(text, at_key(place, key)) or "" for key, text in texts.items()}
