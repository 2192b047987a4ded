"""A gradient or a delta worked out by hand, one more line with each press of a key.

After the derivation comes what it shares with its neighbour, and what that saves.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from stepper.backprop.evaluation import Sums, evaluate
from stepper.backprop.model import Model
from stepper.backprop.symbols import Symbol
from stepper.derive.by_hand import by_hand
from stepper.derive.lines import TermLine, reason
from stepper.derive.rows import rows as rows_of
from stepper.errors import StepperError
from stepper.limits import MOST_LAYERS
from stepper.runs.trace import Step
from stepper.tui.canvas.pieces import length
from stepper.tui.canvas.table import table
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels.drawer.derived import derived_at
from stepper.typeset.cells import cells
from stepper.typeset.digits import FACTOR, RESULT, written
from stepper.typeset.equations.formulas import Names, Numbers
from stepper.typeset.folding import folded
from stepper.typeset.spans import Span, Spans

INDENT = 2
WIDEST = 100  # cells: parts further apart are hard to read together


class Beat(NamedTuple):
    """Lines that appear together, with one sentence why; without lines, the table of savings."""

    written: tuple[TermLine, ...]
    shared: bool


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the lines up to the current one, which is explained; the first ones give way."""
    symbol, width = derived_at(frame.step), min(width, WIDEST)
    try:
        beats = _beats(frame.step.trace.model, symbol)
    except StepperError:
        key = by_hand(frame.step.trace.model).too_far
        words = frame.look.explainer.spans(key, name=symbol, most=MOST_LAYERS)
        return list(_words(frame, words, width))
    at = min(frame.line, len(beats) - 1)
    sentence = list(_sentence(frame, beats[at], width))
    shown: list[ScreenLine] = []
    for k, beat in enumerate(beats[: at + 1]):
        if beat.shared and not beats[k - 1].shared:
            shown.append([])
        shown += _beat(frame, beat, k == at, width, is_first=not k)
    room = max(1, height - len(sentence) - 2)
    count = frame.look.say("longhand.count", line=at + 1, count=len(beats))
    return [*shown[-room:], [], *sentence, [Piece(" " * INDENT), Piece(count, "quiet")]]


def span(frame: Frame) -> range:
    """The range of lines that can be reached."""
    try:
        return range(len(_beats(frame.step.trace.model, derived_at(frame.step))))
    except StepperError:
        return range(1)


@lru_cache(maxsize=4)  # saves working it out twice at each line
def _beats(model: Model, symbol: Symbol) -> list[Beat]:
    hand = by_hand(model)
    beats = [Beat((line,), False) for line in hand.longhand(model, symbol)]
    for _, group in groupby(hand.shared(model, symbol), lambda line: line.rule):
        beats.append(Beat(tuple(group), True))
    return [*beats, Beat((), True)]


def _beat(
    frame: Frame, beat: Beat, current: bool, width: int, is_first: bool
) -> Iterator[ScreenLine]:
    if not beat.written:
        if current:
            yield []
            yield from _savings(frame, width)
        return
    margin = max(cells(frame.look.name(line.symbol)) for line in beat.written)
    for line in beat.written:
        yield from _written(frame, line, margin, is_first or beat.shared, current, width)


def _written(
    frame: Frame, line: TermLine, margin: int, named: bool, current: bool, width: int
) -> Iterator[ScreenLine]:
    """Yield the rows of a line with its value at the end; in the current one, new parts are lit."""
    look, sign = frame.look, frame.look.notation.sign
    value, step = _value(frame, line), frame.step
    in_numbers = line.in_numbers and step.is_known(line.symbol)
    written_rows: list[ScreenLine] = []
    name = look.name(line.symbol) if named else ""
    writer = Numbers(look.notation, step.reader(), FACTOR) if in_numbers else Names(look.notation)
    for k, term in enumerate(line.terms):
        for r, row in enumerate(rows_of(term, writer, width - margin - INDENT - 5, k == 0)):
            relation = "   " if r else f" {sign('plus' if k else 'equal')} "
            head = name if not written_rows else ""
            padding = " " * (margin - cells(head))
            pieces: ScreenLine = [Piece(" " * INDENT), Piece(head, "key" if current else "plain")]
            pieces.append(Piece(padding + relation, "quiet"))
            for spans, changed in row:
                pieces += _factor(frame, spans, changed and current)
            written_rows.append(pieces)
    room = width - length(written_rows[-1]) - cells(value) - 2
    if room < 1:
        written_rows.append([])
        room = width - cells(value) - 2
    written_rows[-1] += [Piece(" " * room), Piece(value, "key" if current else "quiet")]
    yield from written_rows


def _factor(frame: Frame, spans: Spans, lit: bool) -> Iterator[Piece]:
    for span in spans:
        known = span.symbol if span.symbol in frame.step.trace.model.position else None
        kind = str(span.symbol.role.kind) if span.symbol else "plain"
        style = kind if not lit else f"{kind}-lit" if span.symbol else "lit"
        yield Piece(span.text, style, known)


def _value(frame: Frame, line: TermLine) -> str:
    """The value of a line, once its symbol is computed."""
    look, step = frame.look, frame.step
    if not step.is_known(line.symbol):
        return f"{look.notation.sign('about')} {look.notation.sign('unknown')}"
    value = _worth(step, line)
    _, exact = written(value, RESULT)
    return f"{look.notation.sign('equal' if exact else 'about')} {look.number(value, RESULT)}"


def _worth(step: Step, line: TermLine) -> float:
    sums: Sums = {}
    return evaluate(line.expression, step.reader(), sums)


def _sentence(frame: Frame, beat: Beat, width: int) -> Iterator[ScreenLine]:
    explainer = frame.look.explainer
    if beat.written:
        return _words(frame, reason(beat.written[0], explainer), width)
    model = frame.step.trace.model
    return _words(frame, (Span(by_hand(model).savings(model, explainer)[1]),), width)


def _words(frame: Frame, spans: Spans, width: int) -> Iterator[ScreenLine]:
    for words in folded(spans, max(10, width - 2 * INDENT)):
        yield [Piece(" " * INDENT), *_factor(frame, words, lit=False)]


def _savings(frame: Frame, width: int) -> Iterator[ScreenLine]:
    model = frame.step.trace.model
    rows, _ = by_hand(model).savings(model, frame.look.explainer)
    yield from _words(frame, (Span(frame.look.say("multiplications.all")),), width)
    cells_of = [
        [Piece(cell, "plain" if k else "quiet") for cell in row] for k, row in enumerate(rows)
    ]
    yield from ([Piece(" " * INDENT), *line] for line in table(cells_of, width - INDENT))
