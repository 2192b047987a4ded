"""The equation in columns of factors, and which equation each factor comes from."""

from collections.abc import Iterator
from functools import reduce
from operator import add

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import Role, Symbol
from stepper.tui.canvas.pieces import kind_of, length, of_spans
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.tui.panels.equation import ranks
from stepper.typeset.cells import cells
from stepper.typeset.digits import RESULT
from stepper.typeset.equations.enough_digits import adding_up
from stepper.typeset.equations.lines import EquationLine, Form
from stepper.typeset.equations.sum_rows import terms_of
from stepper.typeset.spans import width

INDENT = 3
GAPS = (2, 1, 0)  # cells between a column and the sign beside it: the first that fits
LABELS = 90  # cells: labels stay near the equation


def margin_of(frame: Frame) -> int:
    """The cells before the first = of the equation."""
    return INDENT + cells(frame.equation.left.text) + 1


def lines(frame: Frame, width: int, height: int, gap: int) -> Iterator[tuple[int, ScreenLine]]:
    """Yield the lines of the equation and of its sources with their ranks.

    gap: cells between a column and the sign beside it.
    """
    equation, margin = frame.equation, margin_of(frame)
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
                yield ranks.OF_FORM[Form.TERM], _more_terms(frame, others, margin)
            yield from _sources(frame, shown, columns, gap, margin + 3, width)
        line_pieces = head + _equation_line(frame, line, columns, gap, width, head)
        yield ranks.OF_FORM[line.form], line_pieces


def _largest(
    frame: Frame, terms: list[EquationLine], room: int
) -> tuple[list[EquationLine], list[float]]:
    """The largest terms, in their order, which get a row each, and the others' values."""
    values = _values(frame) if len(terms) > room else []
    by_size = sorted(range(len(values)), key=lambda k: -abs(values[k]))
    left_out = sorted(by_size[room:])
    shown = [term for k, term in enumerate(terms) if k not in left_out]
    return [term._replace(relation=terms[min(k, 1)].relation) for k, term in enumerate(shown)], [
        values[k] for k in left_out
    ]


def _values(frame: Frame) -> list[float]:
    """The values of the terms of a sum, in order."""
    terms = terms_of(frame.equation.equation.formula)
    return [evaluate(term, frame.step.value_of) for term in terms]


def _more_terms(frame: Frame, others: list[float], margin: int) -> ScreenLine:
    """The line for the terms without a row of their own, with their sum."""
    look, every = frame.look, _values(frame)
    rest = reduce(add, others)
    for value in others:
        every.remove(value)
    digits = None if look.all_digits else adding_up([*every, rest], frame.step.value, RESULT)
    text = look.say("terms.more", count=len(others), sum=look.number(rest, digits))
    return [Piece(" " * margin + f" {look.notation.sign('plus')}   {text}", "quiet")]


def _equation_line(
    frame: Frame,
    line: EquationLine,
    columns: dict[int, list[int]],
    gap: int,
    room: int,
    head: ScreenLine,
) -> ScreenLine:
    """A line such as = δy · W₄ · h₃(1−h₃)   formula, each cell centred in its column."""
    pieces: ScreenLine = [Piece(f" {line.relation} ", "quiet")]
    made = line.form is Form.VALUE
    for k, (cell, column) in enumerate(zip(line.cells, columns[len(line.cells)], strict=True)):
        if k:
            pieces.append(Piece(f"{' ' * gap}{line.separator}{' ' * gap}", "quiet"))
        spare = 0 if len(line.cells) == 1 else column - width(cell)
        pieces.append(Piece(" " * (spare // 2 + gap)))
        pieces += (
            [Piece(f" {cell[0].text} ", "made", cell[0].symbol)] if made else of_spans(frame, cell)
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


def _columns(frame: Frame, line: EquationLine) -> list[int]:
    """The widths of the columns, with room for the brace below each."""
    if len(line.cells) == 1:
        return [width(line.cells[0])]
    widths = frame.equation.widths[len(line.cells)]
    if line.form is not Form.TERM:
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
        yield ranks.SOURCES, _braces(frame, factors[0], columns[len(factors[0].cells)], gap, left)
        return
    sources: ScreenLine = [Piece(" " * (left + gap)), Piece(look.say("from"), "quiet")]
    more = Piece(f"   {look.sign('more')}", "quiet")
    of_terms = {span.symbol for term in terms for cell in term.cells for span in cell}
    for symbol in dict.fromkeys(symbols_in(frame.equation.equation.formula)):
        if terms and symbol not in of_terms:
            continue
        origin = step.trace.steps.origin(step.iteration, symbol)
        if origin:
            name = Piece(look.name(symbol), kind_of(frame, symbol), symbol)
            source = [Piece("   "), name]
            source.append(Piece(f" {look.say('eq', number=origin.number)}", "quiet"))
            if length([*sources, *source, more]) > room:
                sources.append(more)
                break
            sources += source
    if len(sources) > 2:
        yield ranks.SOURCES, sources


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
        origin = step.trace.steps.origin(step.iteration, symbol)
        if origin is None:
            continue
        beside = min(gap, 1)
        begin, end = starts[first] - beside, starts[last] + columns[last] + beside
        label = look.say("eq", number=origin.number)
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
