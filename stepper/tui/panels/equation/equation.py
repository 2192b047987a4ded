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

ENDS = (".", "?", "!")  # of a sentence
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
    by_need = sorted(range(len(ranked)), key=lambda k: (ranked[k][0], k))
    kept = sorted(by_need[: max(1, height)])
    sentences = [k for k, (rank, _) in enumerate(ranked) if rank in ranks.SENTENCES]
    left_out = {*sentences}.difference(kept)
    goes_on = _before(left_out, [k for k in sentences if k in kept])
    more = frame.look.sign("more")
    shown = [_with_more(ranked[k][1], width, more) if k in goes_on else ranked[k][1] for k in kept]
    if kept[0] and shown[0][:1] == [Piece(" " * factors.margin_of(frame))]:
        shown[0] = [*ranked[0][1][:2], *shown[0][1:]]  # the name, which the first line has
    frame.equation_lines[width, height] = fitted = shown, bool(left_out)
    return fitted


def _before(left_out: set[int], shown: list[int]) -> set[int]:
    """The shown lines after which one is left out; the last one if that is elsewhere."""
    before = {k for k in shown if k + 1 in left_out}
    return before or {*shown[-1:]} if left_out else before


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
    if frame.is_asked_about:
        return
    yield from comments.task(frame, room)
    yield from comments.notes(frame, max(10, min(width - INDENT - more, room)))
    for rank, spans in comments.comments(frame):
        for words in folded(spans, room):
            yield rank, [Piece(" " * INDENT), *of_spans(frame, words)]


def _with_more(line: ScreenLine, width: int, more: str) -> ScreenLine:
    """Put the sign more at the end of a line, cutting it if there is no room.

    After the end of a sentence there is a blank before it: another sentence would follow.
    """
    *before, last = line
    room = width - length(before) - cells(more)
    if before and room < 1:
        return _with_more(before, width, more)
    text = last.text.rstrip()
    if text.endswith(ENDS) and cells(text) < room:
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
    if frame.is_asked_about:
        return
    if width > 2 * INDENT:
        yield from comments.task(frame, width - INDENT)
        yield from comments.notes(frame, width - INDENT)
    for spans in frame.look.explainer.why(frame.step):
        for words in folded(spans, max(1, width - 2)):
            yield ranks.WORDS, [Piece(" "), *of_spans(frame, words)]
