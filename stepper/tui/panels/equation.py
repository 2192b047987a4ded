"""The equation of a step in columns of factors, where each comes from, and what it means."""

from collections.abc import Iterator
from functools import reduce
from operator import add

from stepper.backprop.expressions import symbols_in
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Phase, Role, Symbol
from stepper.runs import batches
from stepper.runs.trace import Step
from stepper.tui.canvas.pieces import length
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.tui.panels import so_far
from stepper.typeset.cells import cells, cut
from stepper.typeset.digits import RESULT
from stepper.typeset.equation_lines import EquationLine, Form, adding_up
from stepper.typeset.folding import folded, wrapped
from stepper.typeset.spans import Span, Spans, join, width

INDENT = 3
GAPS = (2, 1, 0)  # cells between a column and the sign beside it: the first that fits
LABELS, WORDS_WIDTH = 90, 96  # cells: labels and sentences stay near the equation


def room(width: int) -> int:
    """Return the cells for an equation in a panel of this width."""
    return max(20, width - INDENT - 24)


def wanted_height(network: Network) -> int:
    """Return the lines that most steps need; of a chain, with the gradient so far."""
    return 12 if network.is_chain else 10


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the lines that fit, leaving out the least needed ones first."""
    return _fitted(frame, width, height)[0]


def is_cut(frame: Frame) -> bool:
    """Whether a line of a sentence is left out in the panel of the frame."""
    width, height = frame.panel
    return width > 0 and _fitted(frame, width, height)[1]


def _fitted(frame: Frame, width: int, height: int) -> tuple[list[ScreenLine], bool]:
    """Return the lines that fit, and whether a line of a sentence is left out."""
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
    left_out &= {*SENTENCES}
    if left_out:  # the last line of a sentence gets the sign for more
        at = max((k for k, (rank, _) in enumerate(ranked) if rank in SENTENCES), default=None)
        if at is not None:
            rank, line = ranked[at]
            ends = rank not in left_out or line[-1].text.rstrip().endswith(".")
            ranked[at] = rank, _goes_on(line, width, frame.look.sign("more"), ends)
    fitted = [line for _, line in ranked], bool(left_out)
    frame.equation_lines[width, height] = fitted
    return fitted


def _ranked(frame: Frame, width: int, height: int, gap: int) -> Iterator[tuple[int, ScreenLine]]:
    """Yield the lines in order, each with its rank: the highest is left out first."""
    equation = frame.equation
    margin = INDENT + cells(equation.left.text) + 1
    columns = {len(line.cells): _columns(frame, line) for line in equation.lines}
    terms = [line for line in equation.lines if line.form is Form.TERM]
    room_for_terms = len(terms) if len(terms) <= max(1, height - 2) else max(1, height - 3)
    shown, others = _largest(frame, terms, room_for_terms)
    for k, line in enumerate([*shown, *equation.lines[len(terms) :]]):
        head = [Piece(" " * margin)]
        if k == 0:
            name = Piece(f" {equation.left.text} ", "made", equation.left.symbol)
            head = [Piece(" " * (INDENT - 1)), name]
        if line.form is Form.VALUE:
            if others:
                yield _RANKS[Form.TERM], _more_terms(frame, shown, others, margin)
            yield from _sources(frame, shown, columns, gap, margin + 3, width)
        yield _RANKS[line.form], head + _equation_line(frame, line, columns, gap, width, head)
    if was := _was(frame):
        yield WAS, [Piece(" " * (margin + gap + 4) + was, "quiet")]
    yield BLANK, []
    so_far_lines = so_far.lines(frame, INDENT)
    if so_far_lines and max(map(length, so_far_lines)) <= width:
        yield from zip((SO_FAR, BRACE, BRACE), so_far_lines, strict=False)
        yield BLANK, []
    room = max(10, min(width - 2 * INDENT, WORDS_WIDTH))
    more = 1 + cells(frame.look.sign("more"))  # the sign must not cost a note a word
    yield from _notes(frame, max(10, min(width - INDENT - more, room)))
    for rank, spans in _comments(frame):
        for words in folded(spans, room):
            yield rank, [Piece(" " * INDENT), *_spans(frame, words)]


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


def _was(frame: Frame) -> str:
    """Return the number in the original run, if it differs."""
    symbol, look = frame.step.symbol, frame.look
    before = frame.before(symbol)
    if before is None:
        return ""
    return look.say("what_if.was", before=look.number(before, frame.digits_apart(symbol, before)))


def _largest(
    frame: Frame, terms: list[EquationLine], room: int
) -> tuple[list[EquationLine], list[EquationLine]]:
    """Return the largest terms, in their order, which get a row each, and the others."""
    by_size = sorted(terms, key=lambda term: -abs(_value(frame, term)))
    others = [term for term in terms if term in by_size[room:]]
    shown = [term for term in terms if term not in others]
    return [
        term._replace(relation=terms[min(k, 1)].relation) for k, term in enumerate(shown)
    ], others


def _value(frame: Frame, term: EquationLine) -> float:
    symbol = term.cells[-1][0].symbol
    assert symbol
    return frame.step.value_of(symbol)


def _more_terms(
    frame: Frame, shown: list[EquationLine], others: list[EquationLine], margin: int
) -> ScreenLine:
    """Return the line for the terms without a row of their own, with their sum."""
    look = frame.look
    rest = reduce(add, (_value(frame, term) for term in others))
    values = [*(_value(frame, term) for term in shown), rest]
    digits = None if look.all_digits else adding_up(values, frame.step.value, RESULT)
    text = look.say("terms.more", count=len(others), sum=look.number(rest, digits))
    return [Piece(" " * margin + f" {look.notation.sign('plus')}   {text}", "quiet")]


_RANKS = {
    Form.VALUE: 0,
    Form.NUMBERS: 1,
    Form.FORMULA: 2,
    Form.TERM: 3,
    Form.CHAIN: 4,
    Form.RECURSION: 9,
}
VALUE, WAS = _RANKS[Form.VALUE], _RANKS[Form.FORMULA]
NOTE, SOURCES, WORDS, SO_FAR, PURPOSE, BRACE, BLANK = 5, 6, 7, 8, 10, 11, 12
SENTENCES = (NOTE, WORDS, PURPOSE)


def _equation_line(
    frame: Frame,
    line: EquationLine,
    columns: dict[int, list[int]],
    gap: int,
    room: int,
    head: ScreenLine,
) -> ScreenLine:
    """Return a line such as = δy · W₄ · h₃(1−h₃)   formula, each cell centred in its column."""
    pieces: ScreenLine = [Piece(f" {line.relation} ", "quiet")]
    made = line.form is Form.VALUE
    for k, (cell, column) in enumerate(zip(line.cells, columns[len(line.cells)], strict=True)):
        if k:
            pieces.append(Piece(f"{' ' * gap}{line.separator}{' ' * gap}", "quiet"))
        spare = 0 if len(line.cells) == 1 else column - width(cell)
        pieces.append(Piece(" " * (spare // 2 + gap)))
        pieces += (
            [Piece(f" {cell[0].text} ", "made", cell[0].symbol)] if made else _spans(frame, cell)
        )
        pieces.append(Piece(" " * (spare - spare // 2)))
    labels = _labels(frame.look)
    label, longest = labels[line.form], max(map(cells, labels.values()))
    blanks = min(room, LABELS) - length([*head, *pieces]) - longest - 2
    if label and blanks > 0:
        pieces += [Piece(" " * blanks), Piece(label, "quiet")]
    return pieces


def _labels(look: Look) -> dict[Form, str]:
    return {form: look.say(f"form.{form}") for form in Form}


def _spans(frame: Frame, spans: Spans) -> ScreenLine:
    return [Piece(span.text, _style(frame, span.symbol), span.symbol) for span in spans]


def _style(frame: Frame, symbol: Symbol | None) -> str:
    if symbol is None:
        return "plain"
    is_selected = symbol == frame.selected or symbol in frame.pointed_at
    return "selected" if is_selected else f"{symbol.role.kind}"


def _columns(frame: Frame, line: EquationLine) -> list[int]:
    """Return the widths of the columns, with room for the brace below each."""
    widths = frame.equation.widths[len(line.cells)]
    if len(widths) > 1 and line.form is not Form.TERM:
        return [max(w, cells(frame.look.say("eq", number=frame.step.number)) + 4) for w in widths]
    return widths


def _sources(
    frame: Frame,
    terms: list[EquationLine],
    columns: dict[int, list[int]],
    gap: int,
    left: int,
    room: int,
) -> Iterator[tuple[int, ScreenLine]]:
    """Say which equations the factors come from: a brace under each column, or one line."""
    step, look = frame.step, frame.look
    factors = [line for line in frame.equation.lines if line.form is Form.NUMBERS]
    if factors and len(factors[0].cells) > 1:
        yield SOURCES, _braces(frame, factors[0], columns[len(factors[0].cells)], gap, left)
        return
    sources: ScreenLine = [Piece(" " * (left + gap)), Piece(look.say("from"), "quiet")]
    more = Piece(f"   {look.sign('more')}", "quiet")
    of_terms = {span.symbol for term in terms for cell in term.cells for span in cell}
    for symbol in dict.fromkeys(symbols_in(frame.equation.equation.formula)):
        if terms and symbol not in of_terms:
            continue
        made = step.trace.steps.made(step.iteration, symbol)
        if made:
            name = Piece(look.name(symbol), _style(frame, symbol), symbol)
            source = [Piece("   "), name]
            source.append(Piece(f" {look.say('eq', number=made.number)}", "quiet"))
            if length([*sources, *source, more]) > room:
                sources.append(more)
                break
            sources += source
    if len(sources) > 2:
        yield SOURCES, sources


def _braces(
    frame: Frame, line: EquationLine, columns: list[int], gap: int, left: int
) -> ScreenLine:
    """Draw the braces; all factors of a hidden δ but the last, ∂C/∂a, share one."""
    step, look = frame.step, frame.look
    symbols = [cell[-1].symbol or next(s.symbol for s in cell if s.symbol) for cell in line.cells]
    groups: list[tuple[int, int, Symbol]] = [(k, k, symbol) for k, symbol in enumerate(symbols)]
    if step.equation is not step.recursion and len(symbols) > 2:
        blame = Symbol(Role.DC_DA, step.symbol.l, step.symbol.j)
        groups = [(0, len(symbols) - 2, blame), groups[-1]]
    pieces: ScreenLine = []
    x = 0
    starts = [left + gap + k * (3 * gap + 1) + sum(columns[:k]) for k in range(len(columns))]
    for first, last, symbol in groups:
        made = step.trace.steps.made(step.iteration, symbol)
        if made is None:
            continue
        beside = min(gap, 1)
        begin, end = starts[first] - beside, starts[last] + columns[last] + beside
        label = look.say("eq", number=made.number)
        if first != last:
            label += f"  {look.name(symbol)} {frame.value(symbol, RESULT)}"
        spare = end - begin - cells(label) - 4
        if spare < 0:
            continue
        rule = look.sign("rule")
        text = (
            f"{look.sign('brace left')}{rule * (spare // 2)} {label} "
            f"{rule * (spare - spare // 2)}{look.sign('brace right')}"
        )
        pieces += [Piece(" " * (begin - x)), Piece(text, "quiet", symbol)]
        x = begin + cells(text)
    return pieces


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
            yield _RANKS[line.form], [Piece(text, "made", frame.step.symbol)]
        elif length([*start, *_spans(frame, spans)]) <= width:
            yield _RANKS[line.form], [*start, *_spans(frame, spans)]
    if was := _was(frame):
        yield WAS, [Piece(f" {was}", "quiet")]
    if width > 2 * INDENT:
        yield from _notes(frame, width - INDENT)
    for spans in frame.look.explainer.why(frame.step):
        for words in folded(spans, max(1, width - 2)):
            yield WORDS, [Piece(" "), *_spans(frame, words)]


def _notes(frame: Frame, room: int) -> Iterator[tuple[int, ScreenLine]]:
    """Yield the author's notes at this step, with a rule at their side to set them apart."""
    for text in frame.look.explainer.notes(frame.step):
        for words in wrapped(text, room):
            mark = Piece(f"{frame.look.sign('divider'):^{INDENT}}", "key")
            yield NOTE, [mark, Piece(words)]


def _comments(frame: Frame) -> Iterator[tuple[int, Spans]]:
    """Yield what the number means; at the first and the last step, what comes next."""
    step, say = frame.step, frame.look.explainer.spans
    what, *purpose = frame.look.explainer.why(step)
    yield WORDS, what
    if of_batch := _cost_of_batch(frame):
        yield NOTE, of_batch
    for sentence in purpose:
        yield PURPOSE, sentence
    trace = step.trace
    if step.number == 1:
        yield WORDS, say("first.hint")
    if step.number == len(trace.steps):
        yield WORDS, say("end.run")
    elif step.is_last:
        if cost := _change_of_cost(frame):
            yield WORDS, (Span(cost),)
        yield WORDS, say(_hint_at_end(step))


def _cost_of_batch(frame: Frame) -> Spans:
    """Return the mean of C over the batch so far, at C; of a batch of one sample, nothing."""
    step, look = frame.step, frame.look
    costs = batches.costs_of(step.trace, batches.so_far(step)) if step.whole == COST else []
    if len(costs) < 2:
        return ()
    return look.explainer.cost_of_batch(costs, None if look.all_digits else RESULT)


def _change_of_cost(frame: Frame) -> str:
    """Say how the update changed C: of the only sample, or the mean of a batch of all."""
    step, explainer = frame.step, frame.look.explainer
    if not step.trace.model.is_batched:
        return explainer.next_cost(step.trace, step.iteration)
    if step.phase is Phase.UPDATE and (costs := batches.change(step)):
        return explainer.change_of_cost(*costs, of="cost.mean")
    return ""


def _hint_at_end(step: Step) -> str:
    """Return the key of what comes after an iteration."""
    if len(step.trace.scenario.samples) == 1:
        return "end.hint"
    return "end.hint.sample" if step.phase is Phase.UPDATE else "end.hint.batch"
