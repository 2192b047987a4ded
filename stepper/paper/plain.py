"""The parts of a page as plain text."""

from collections.abc import Iterable, Iterator, Sequence

from stepper.paper import parts
from stepper.paper.parts import Part
from stepper.runs.trace import Trace
from stepper.typeset.cells import cells, columns, padded
from stepper.typeset.equations.lines import Block, EquationLine
from stepper.typeset.folding import folded, wrapped
from stepper.typeset.notation import Notation
from stepper.typeset.painting import Paint, painted
from stepper.typeset.spans import Span, Spans, join, paragraphs, text_of, width

WIDTH = 80
BLANK = "________"
MARK = "~"  # under the new factors in a line of a derivation
NO_BREAK = "\u00a0"


class Plain:
    """Writes pages about one trace. room: cells for an equation, right of its relation.

    paint: writes spans in as many cells as text_of does, for a terminal with colours.
    """

    line = WIDTH

    def __init__(self, trace: Trace, notation: Notation, paint: Paint = text_of) -> None:
        self._paint = paint
        names = (notation.name(symbol) for symbol in trace.model.steps)
        self._number_width = len(str(len(trace.steps)))
        self._margin = self._number_width + max(map(cells, names)) + 4  # before the relation
        self.room = WIDTH - self._margin - 2

    def lines(self, page: Iterable[Part]) -> Iterator[str]:
        """Write the parts of a page, line by line."""
        for part in page:
            match part:
                case parts.Worked():
                    yield from self._worked(part)
                case parts.Title(text):
                    yield from wrapped(text, WIDTH)
                case parts.Heading(spans):
                    yield from ("", self._paint(spans), "=" * width(spans), "")
                case parts.PhaseHeading(sign, name):
                    yield from (f"{sign} {name}", "")
                case parts.Paragraph():
                    yield from self._paragraph(part)
                case parts.GivenNumbers():
                    yield from self._given(part)
                    yield ""
                case parts.DerivedGroup(equations, longest):
                    for equation in equations:
                        yield from self._derived(equation, cells(longest))
                    yield ""
                case parts.Grid(rows):
                    yield from ("", *columns(rows, right=range(len(rows[0]))), "")
                case parts.NameLine(labels, most):
                    yield from ("", _name_line(labels, most), "")
                case parts.Picture(layers, dot):
                    from stepper.paper.picture import as_text  # for sheets alone

                    yield from ("", *(f"  {line}" for line in as_text(layers, dot)), "")
                case parts.Matrices(matrices):
                    yield from _matrices(matrices)
                case parts.Cells(each):
                    yield from (*in_columns([_cell(cell) for cell in each]), "")

    def _worked(self, part: parts.Worked) -> Iterator[str]:
        block = part.block
        number = f"{part.number:>{self._number_width + 1}}  "
        head = number + painted((block.left,), self._margin - len(number), self._paint)
        for k, line in enumerate(block.lines):
            text = f"{head}{line.relation} {_cells(block, line, self._paint)}"
            if part.labels:
                label = part.labels[k]
                room = self.room - cells(_cells(block, line)) - cells(label)
                text += " " * room + label if room > 1 else ""
            yield text.rstrip()
            head = " " * self._margin
        indent = " " * (self._margin + 2)
        for number, term in part.terms:
            yield f"{indent}{number}  {self._paint(_assigned(term))}"
        for remark in part.remarks:
            yield from self._paragraph(remark, indent)
        yield ""

    def _paragraph(self, part: parts.Paragraph, indent: str = "") -> Iterator[str]:
        label = f"{part.label}: " if part.label else ""
        for line in self._folded((Span(label), *part.spans), WIDTH - len(indent)):
            yield indent + line

    def _folded(self, spans: Spans, room: int) -> Iterator[str]:
        if self._paint is text_of:
            yield from wrapped(text_of(spans), room)
            return
        for paragraph in paragraphs(spans):
            for line in folded(paragraph, room):
                yield self._paint(line).rstrip()

    def _given(self, part: parts.GivenNumbers) -> Iterator[str]:
        pieces: list[Spans] = [(Span(part.label),), *map(_assigned, part.numbers)]
        whole = (
            (span._replace(text=span.text.replace(" ", NO_BREAK)) for span in p) for p in pieces
        )
        yield from self._folded(join(map(tuple, whole), f"{NO_BREAK}{NO_BREAK} "), WIDTH)

    def _derived(self, part: parts.Derived, margin: int) -> Iterator[str]:
        """Write the rows, marks under their new factors, and the value at the end."""
        written: list[tuple[Spans, str]] = []
        for k, (relation, row) in enumerate(part.rows):
            head = f"{padded('' if k else part.name, margin)} {relation or ' '} "
            marks = "".join((MARK if new else " ") * width(spans) for spans, new in row)
            spans = (Span(head), *(span for piece in row for span in piece.spans))
            written.append((spans, " " * cells(head) + marks))
        end = f"{part.relation} {part.number}"
        room = WIDTH - width(written[-1][0]) - cells(end)
        if room >= 2:
            spans, marks = written.pop()
            written.append(((*spans, Span(" " * room + end)), marks))
        else:
            written.append(((Span(" " * (WIDTH - cells(end)) + end),), ""))
        for spans, marks in written:
            yield self._paint(spans).rstrip()
            if marks.strip():
                yield marks.rstrip()


def equation(block: Block) -> Iterator[str]:
    """The lines of an equation alone."""
    left = block.left.text
    for line in block.lines:
        yield f"{left} {line.relation} {_cells(block, line)}".rstrip()
        left = " " * cells(left)


def _cells(block: Block, line: EquationLine, paint: Paint = text_of) -> str:
    if len(line.cells) == 1:
        return paint(line.cells[0])
    widths = block.widths[len(line.cells)]
    columns = [painted(c, w, paint) for c, w in zip(line.cells, widths, strict=True)]
    return f" {line.separator} ".join(columns)


def _assigned(part: parts.Assigned) -> Spans:
    kind = f"{part.kind} " if part.kind else ""
    name, number = Span(part.name, part.symbol), Span(part.number, part.symbol)
    return (Span(kind), name, Span(f" {part.relation} "), number)


def _name_line(labels: tuple[str, ...], most: int) -> str:
    name, date, points = labels
    return f"{name}: {'_' * 28}  {date}: {'_' * 12}  {points}: {'_' * 6} / {most}"


def _cell(cell: parts.Cell) -> str:
    value = BLANK if cell.is_blank else cell.value
    return f"{cell.number:>3}  {cell.name} {cell.relation} {value}"


def in_columns(texts: Sequence[str]) -> list[str]:
    """Texts in as many columns as there is room for, line by line."""
    widest = max(map(cells, texts))
    count = max(1, min((WIDTH + 3) // (widest + 3), len(texts)))
    filled = [*texts, *[""] * (-len(texts) % count)]
    rows = [filled[k : k + count] for k in range(0, len(filled), count)]
    return [line.rstrip() for line in columns(rows, "   ")]


def _matrices(matrices: Sequence[parts.Matrix]) -> Iterator[str]:
    """The matrices beside each other, as many as there is room for."""
    beside: list[list[str]] = []
    for matrix in matrices:
        block = matrix_lines(matrix)
        if beside and sum(map(cells, (b[0] for b in [*beside, block]))) + 3 * len(beside) > WIDTH:
            yield from _beside(beside)
            beside = []
        beside.append(block)
    yield from _beside(beside)


def matrix_lines(matrix: parts.Matrix) -> list[str]:
    """A matrix in square brackets, with its name beside the first row."""
    rows = columns(matrix.rows, right=range(len(matrix.rows[0])))
    margin = " " * (cells(matrix.name) + 3)
    return [f"{margin if k else f'{matrix.name} = '}[ {row} ]" for k, row in enumerate(rows)]


def _beside(blocks: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(cells, block)) for block in blocks]
    for k in range(max(map(len, blocks), default=0)):
        texts = [block[k] if k < len(block) else "" for block in blocks]
        yield "   ".join(padded(t, w) for t, w in zip(texts, widths, strict=True)).rstrip()
    yield ""
