"""The parts of a page as Markdown, with maths as GitHub renders it, or in dollar signs."""

import re
from collections.abc import Iterable, Iterator
from string import ascii_letters, digits

from stepper.paper import parts
from stepper.paper.markup import Markup
from stepper.paper.parts import Part
from stepper.paper.picture import as_text
from stepper.paper.tex_rows import assigned, derived, matrix
from stepper.typeset.spans import text_of
from stepper.typeset.tex.alignment import PAGE_WIDTH, aligned

_SIGNS = re.compile(  # that Markdown interprets; an address goes between angle brackets
    r"(?P<address>https?://[^\s<>\\]*[^\s<>\\.,;:!?])|(?P<number>^\d+)(?=[.)])"
    r"|(?P<sign>[\\`*_{}\[\]<>#|$~&!@]|^[-+=])"
)
_IN_ADDRESS = frozenset(ascii_letters + digits + "-._~:/?#[]@!$&'()*+,;=%")
_WRITTEN = {"number": "{}\\", "sign": "\\{}"}
IN_ROW = 3  # steps of a sheet
_MATHS = (("```math", "```", "$`{}`$"), ("$$", "$$", "${}$"))  # as on GitHub; in dollars


class Markdown:
    """Writes a page. room: cells for an equation."""

    room = line = PAGE_WIDTH

    def __init__(self, markup: Markup) -> None:
        self._begin, self._end, self._within = _MATHS[markup.dollars]

    def lines(self, page: Iterable[Part]) -> Iterator[str]:
        """Write the parts of a page, with an empty line after each."""
        for part in page:
            yield from self._lines(part)
            yield ""

    def _lines(self, part: Part) -> Iterator[str]:
        match part:
            case parts.Worked():
                yield from self._worked(part)
            case parts.Title(text):
                yield f"# {escaped(text)}"
            case parts.Heading(spans):
                yield f"## {escaped(text_of(spans))}"
            case parts.PhaseHeading(sign, name):
                yield f"### {escaped(sign)} {escaped(name)}"
            case parts.Paragraph():
                yield _paragraph(part)
            case parts.GivenNumbers(label, numbers):
                yield f"{escaped(label)}: {', '.join(map(self._assigned, numbers))}"
            case parts.DerivedGroup():
                yield from self._block(derived("alignedat", part))
            case parts.Grid(rows):
                head, *others = ("| " + " | ".join(map(escaped, row)) + " |" for row in rows)
                yield from (head, "|" + " ---: |" * len(rows[0]), *others)
            case parts.NameLine(labels, most):
                name, date, points = (f"{escaped(label)}: {escaped('_' * 16)}" for label in labels)
                yield f"{name} {date} {points} / {most}"
            case parts.Picture(layers, dot):
                yield from ("```text", *as_text(layers, dot), "```")
            case parts.Matrices(matrices):
                yield from self._block(rf"{matrix(each)} \quad" for each in matrices)
            case parts.Cells(each):
                yield from _table([self._cell(cell) for cell in each])

    def _cell(self, cell: parts.Cell) -> str:
        value = "____" if cell.is_blank else cell.value
        shown = parts.Assigned(cell.name, cell.relation, value)
        return f"{cell.number} {self._assigned(shown)}"

    def _worked(self, part: parts.Worked) -> Iterator[str]:
        yield f"**{part.number}**"
        yield ""
        yield from self._block(aligned("alignedat", part.block, part.labels))
        if part.terms or part.remarks:
            yield ""
        for number, term in part.terms:
            yield f"- {number} {self._assigned(term)}"
        for remark in part.remarks:
            yield f"- {_paragraph(remark)}"

    def _block(self, rows: Iterable[str]) -> Iterator[str]:
        yield from (self._begin, *map(_safe, rows), self._end)

    def _assigned(self, part: parts.Assigned) -> str:
        kind = f"{escaped(part.kind)} " if part.kind else ""
        return kind + self._within.format(_safe(assigned(part)).strip())


def _safe(tex: str) -> str:
    """LaTeX in which no reader sees a tag of HTML or a link."""
    return tex.replace("<", r"\lt ").replace(">", r"\gt ").replace("](", "]{}(")


def _table(texts: list[str]) -> Iterator[str]:
    texts = [*texts, *[""] * (-len(texts) % IN_ROW)]
    yield from ("| |" + " |" * (IN_ROW - 1), "|" + " :-- |" * IN_ROW)
    for k in range(0, len(texts), IN_ROW):
        yield f"| {' | '.join(texts[k : k + IN_ROW])} |"


def _paragraph(part: parts.Paragraph) -> str:
    label = f"**{escaped(part.label)}:** " if part.label else ""
    return label + escaped(text_of(part.spans).replace("\n", " "))


def escaped(text: str) -> str:
    """A text without the signs that Markdown interprets; its addresses are links."""
    return _SIGNS.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    if found["address"]:
        return f"<{''.join(map(_in_address, found[0]))}>"
    return _WRITTEN[found.lastgroup or ""].format(found[0])


def _in_address(letter: str) -> str:
    encoded = letter.encode(errors="surrogatepass")
    return letter if letter in _IN_ADDRESS else "".join(f"%{byte:02X}" for byte in encoded)
