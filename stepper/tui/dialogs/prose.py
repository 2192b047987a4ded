"""Sentences and hints of windows, as Textual's content: nothing in them is markup."""

from collections.abc import Iterable

from textual.content import Content

from stepper.typeset.cells import cells
from stepper.typeset.spans import Spans

GAP = 3  # blanks between two hints


def coloured(spans: Spans, style: str = "") -> Content:
    """Spans in one style, or each number in the colour of its kind."""
    return Content.assemble(
        *(
            (span.text, style or (f"${span.symbol.role.kind}" if span.symbol else ""))
            for span in spans
        )
    )


def hints(keys: Iterable[tuple[str, str]], room: int, first: str = "") -> Content:
    """Keys with what each of them does, after some first words; lines break between two keys."""
    lines: list[list[str | tuple[str, str]]] = [[first]]
    taken = cells(first)
    for key, words in keys:
        more = cells(f"{key} {words}")
        if taken and taken + GAP + more > room:
            lines.append([])
            taken = 0
        lines[-1] += [" " * GAP * bool(taken), (key, "bold"), f" {words}"]
        taken += GAP * bool(taken) + more
    return Content("\n").join(Content.assemble(*line) for line in lines)
