"""Sentences and hints of windows, as Textual's content: nothing in them is markup."""

from collections.abc import Iterable

from textual.content import Content

from stepper.typeset.spans import Spans


def coloured(spans: Spans, style: str = "") -> Content:
    """Spans in one style, or each number in the colour of its kind."""
    return Content.assemble(
        *(
            (span.text, style or (f"${span.symbol.role.kind}" if span.symbol else ""))
            for span in spans
        )
    )


def hints(keys: Iterable[tuple[str, str]]) -> Content:
    """Keys with what each of them does, on one line."""
    parts = [part for key, words in keys for part in ((key, "bold"), f" {words}   ")]
    return Content.assemble(*parts)
