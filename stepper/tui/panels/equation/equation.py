"""The equation of a step, the gradient so far, and what it means, as far as there is room."""

from collections.abc import Iterator

from stepper.backprop.model import Model
from stepper.derive.so_far import suits
from stepper.tui.canvas.pieces import length, of_spans
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels.equation import comments, factors, ranks, so_far
from stepper.tui.panels.equation.factors import GAPS, INDENT
from stepper.typeset.cells import cells, cut
from stepper.typeset.equations.lines import Form
from stepper.typeset.folding import folded
from stepper.typeset.spans import join

WORDS_WIDTH = 96  # cells: sentences stay near the equation


def room(width: int) -> int:
    """The cells for an equation in a panel of this width."""
    return max(20, width - INDENT - 24)


def wanted_height(model: Model) -> int:
    """The lines that most steps need, where there is one with the gradient so far."""
    return 12 if suits(model) else 10


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the lines that fit, leaving out the least needed ones first."""
    return _fitted(frame, width, height)[0]


def is_cut(frame: Frame) -> bool:
    """Whether a line of a sentence is left out in the panel of the frame."""
    width, height = frame.panel
    return width > 0 and _fitted(frame, width, height)[1]


def _fitted(frame: Frame, width: int, height: int) -> tuple[list[ScreenLine], bool]:
    """The lines that fit, and whether a line of a sentence is left out."""
    if (width, height) in frame.equation_lines:
        return frame.equation_lines[width, height]
    laid_out = (list(_ranked(frame, width, height, gap)) for gap in GAPS)
    in_columns = (ranked for ranked in laid_out if all(length(r[1]) <= width for r in ranked))
    ranked = next(in_columns, None) or list(_narrow(frame, width))
    left_out = set()
    while len(ranked) > max(1, height):
        least = max(range(len(ranked)), key=lambda k: (ranked[k][0], k))
        left_out.add(ranked[least][0])
        del ranked[least]
    left_out &= {*ranks.SENTENCES}
    if left_out:  # the last line of a sentence gets the sign for more
        at = max((k for k, (rank, _) in enumerate(ranked) if rank in ranks.SENTENCES), default=None)
        if at is not None:
            rank, line = ranked[at]
            ends = rank not in left_out or line[-1].text.rstrip().endswith(".")
            ranked[at] = rank, _goes_on(line, width, frame.look.sign("more"), ends)
    fitted = [line for _, line in ranked], bool(left_out)
    frame.equation_lines[width, height] = fitted
    return fitted


def _ranked(frame: Frame, width: int, height: int, gap: int) -> Iterator[tuple[int, ScreenLine]]:
    """Yield the lines in order, each with its rank: the highest is left out first."""
    yield from factors.lines(frame, width, height, gap)
    if was := comments.was(frame):
        yield ranks.WAS, [Piece(" " * (factors.margin_of(frame) + gap + 4) + was, "quiet")]
    yield ranks.BLANK, []
    so_far_lines = so_far.lines(frame, INDENT)
    if so_far_lines and max(map(length, so_far_lines)) <= width:
        of_lines = (ranks.SO_FAR, ranks.BRACE, ranks.BRACE)
        yield from zip(of_lines, so_far_lines, strict=False)
        yield ranks.BLANK, []
    room = max(10, min(width - 2 * INDENT, WORDS_WIDTH))
    more = 1 + cells(frame.look.sign("more"))  # the sign must not cost a note a word
    yield from comments.notes(frame, max(10, min(width - INDENT - more, room)))
    for rank, spans in comments.comments(frame):
        for words in folded(spans, room):
            yield rank, [Piece(" " * INDENT), *of_spans(frame, words)]


def _goes_on(line: ScreenLine, width: int, more: str, ends: bool) -> ScreenLine:
    """Put the sign more at the end of a line, cutting it if there is no room.

    ends: whether a sentence ends here, so that another one would follow.
    """
    *before, last = line
    room = width - length(before) - cells(more)
    if before and room < 1:
        return _goes_on(before, width, more, ends)
    text = last.text.rstrip()
    if ends and cells(text) < room:
        return [*line, Piece(f" {more}", "quiet")]
    return [*before, last._replace(text=cut(text, room, "") + more)]


def _narrow(frame: Frame, width: int) -> Iterator[tuple[int, ScreenLine]]:
    """Yield the lines without columns that fit, and in any case the result."""
    name = frame.equation.left
    for line in frame.equation.lines:
        if line.form is Form.TERM:
            continue
        start = [Piece(f" {name.text}", "plain", name.symbol), Piece(f" {line.relation} ", "quiet")]
        spans = join(line.cells, line.separator)
        if line.form is Form.VALUE:
            value = f"{line.relation} {spans[0].text}"
            texts = (f" {name.text} {value} ", f"{name.text} {value}", value, spans[0].text)
            text = next((text for text in texts if cells(text) <= width), texts[-1])
            yield ranks.OF_FORM[line.form], [Piece(text, "made", frame.step.symbol)]
        elif length([*start, *of_spans(frame, spans)]) <= width:
            yield ranks.OF_FORM[line.form], [*start, *of_spans(frame, spans)]
    if was := comments.was(frame):
        yield ranks.WAS, [Piece(f" {was}", "quiet")]
    if width > 2 * INDENT:
        yield from comments.notes(frame, width - INDENT)
    for spans in frame.look.explainer.why(frame.step):
        for words in folded(spans, max(1, width - 2)):
            yield ranks.WORDS, [Piece(" "), *of_spans(frame, words)]
