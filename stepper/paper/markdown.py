"""The parts of a page as Markdown, with maths in the form that GitHub renders."""

import re
from collections.abc import Iterable, Iterator

from stepper.paper import parts
from stepper.paper.parts import Part
from stepper.paper.picture import as_text
from stepper.paper.tex_rows import derived, matrix
from stepper.typeset.alignment import PAGE_WIDTH, aligned
from stepper.typeset.spans import text_of
from stepper.typeset.tex import in_line

_SIGNS = re.compile(  # that Markdown interprets; an address goes between angle brackets
    r"(?P<address>https?://\S+)|(?P<number>^\d+)(?=[.)])|(?P<sign>[\\`*_{}\[\]<>#|$~&!@]|^[-+=])"
)
IN_ROW = 3  # steps of a sheet
_WRITTEN = {"address": "<{}>", "number": "{}\\", "sign": "\\{}"}


class Markdown:
    """Writes a page. room: cells for an equation."""

    room = line = PAGE_WIDTH

    def lines(self, page: Iterable[Part]) -> Iterator[str]:
        """Write the parts of a page, with an empty line after each."""
        for part in page:
            yield from _lines(part)
            yield ""


def _lines(part: Part) -> Iterator[str]:
    match part:
        case parts.Worked():
            yield from _worked(part)
        case parts.Title(text):
            yield f"# {escaped(text)}"
        case parts.Heading(spans):
            yield f"## {escaped(text_of(spans))}"
        case parts.PhaseHeading(sign, name):
            yield f"### {escaped(sign)} {escaped(name)}"
        case parts.Paragraph():
            yield _paragraph(part)
        case parts.GivenNumbers(label, numbers):
            yield f"{escaped(label)}: {', '.join(map(_assigned, numbers))}"
        case parts.DerivedGroup():
            yield from _block(derived("alignedat", part))
        case parts.Grid(rows):
            head, *others = ("| " + " | ".join(map(escaped, row)) + " |" for row in rows)
            yield from (head, "|" + " ---: |" * len(rows[0]), *others)
        case parts.NameLine(labels, most):
            name, date, points = (f"{escaped(label)}: {escaped('_' * 16)}" for label in labels)
            yield f"{name} {date} {points} / {most}"
        case parts.Picture(layers, dot):
            yield from ("```text", *as_text(layers, dot), "```")
        case parts.Matrices(matrices):
            yield from _block(rf"{matrix(each)} \quad" for each in matrices)
        case parts.Cells(each):
            yield from _table([_cell(cell) for cell in each])


def _cell(cell: parts.Cell) -> str:
    value = "____" if cell.is_blank else cell.value
    return f"{cell.number} $`{in_line(f'{cell.name} {cell.relation} {value}')}`$"


def _table(texts: list[str]) -> Iterator[str]:
    texts = [*texts, *[""] * (-len(texts) % IN_ROW)]
    yield from ("| |" + " |" * (IN_ROW - 1), "|" + " :-- |" * IN_ROW)
    for k in range(0, len(texts), IN_ROW):
        yield f"| {' | '.join(texts[k : k + IN_ROW])} |"


def _worked(part: parts.Worked) -> Iterator[str]:
    yield f"**{part.number}**"
    yield ""
    yield from _block(aligned("alignedat", part.block, part.labels))
    if part.terms or part.remarks:
        yield ""
    for number, term in part.terms:
        yield f"- {number} {_assigned(term)}"
    for remark in part.remarks:
        yield f"- {_paragraph(remark)}"


def _block(rows: Iterable[str]) -> Iterator[str]:
    yield from ("```math", *rows, "```")


def _assigned(part: parts.Assigned) -> str:
    kind = f"{escaped(part.kind)} " if part.kind else ""
    return f"{kind}$`{in_line(f'{part.name} {part.relation} {part.number}')}`$"


def _paragraph(part: parts.Paragraph) -> str:
    label = f"**{escaped(part.label)}:** " if part.label else ""
    return label + escaped(text_of(part.spans).replace("\n", " "))


def escaped(text: str) -> str:
    """A text without the signs that Markdown interprets."""
    return _SIGNS.sub(lambda found: _WRITTEN[found.lastgroup or ""].format(found[0]), text)
