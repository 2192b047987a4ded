"""The neighbouring steps on one line, and the places in the iteration and in the run on another."""

from stepper.digits import GRAPH
from stepper.steps import Step
from stepper.symbols import Phase
from stepper.tui.look import PHASE_STYLES, Frame, Line, Piece
from stepper.typeset import cells

MARKS = 40  # at most, for the steps of an iteration


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    return [_neighbours(frame, width), _scrubber(frame, width)][:height]


def _neighbours(frame: Frame, width: int) -> Line:
    """Two steps that were made, the one that is made now, and as many to come as fit."""
    steps, k = frame.step.trace.steps, frame.step.number - 1
    line: Line = []
    room = width - 2
    for step in steps[max(0, k - 2) : k + 12]:
        entry = _entry(frame, step)
        length = sum(cells(piece.text) for piece in entry)
        if length > room:
            line.append(Piece(frame.look.sign("more"), "quiet"))
            break
        line += entry
        room -= length
    return line


def _entry(frame: Frame, step: Step) -> Line:
    text = f"{step.number} {frame.look.short_name(step.symbol)}"
    if step.number == frame.step.number:
        return [Piece(f" {text} ", "made", step.symbol), Piece("  ")]
    if step.number > frame.step.number:
        return [Piece(f" {text}  ", "quiet", step.symbol)]
    value = step.trace.value_if_any(step.iteration, step.symbol)
    number = "" if value is None else f" {frame.look.number(value, GRAPH)}"
    return [Piece(f" {text}{number}  ", "quiet", step.symbol)]


def _scrubber(frame: Frame, width: int) -> Line:
    """▸▸▸◂◂●◃◃+++  iteration 1 ●──────── 10"""
    look, step, trace = frame.look, frame.step, frame.step.trace
    symbols = trace.network.steps
    marks = min(len(symbols), MARKS, width // 2)
    here = (step.in_iteration - 1) * marks // len(symbols)
    line: Line = [Piece(" ")]
    for k in range(marks):
        phase = symbols[k * len(symbols) // marks].role.phase
        if k == here:
            line.append(Piece(look.sign("here"), "made"))
        elif k < here:
            line.append(Piece(look.sign(phase), PHASE_STYLES[phase]))
        else:
            sign = "to do backward" if phase is Phase.BACKWARD else phase
            line.append(Piece(look.sign(sign), "quiet"))
    words = look.say("iteration.word")
    label, last = f"   {words} {step.iteration} ", f" {trace.iterations}"
    rule = min(40, width - marks - cells(label) - cells(last) - 3)
    if rule < 5:
        return line
    at = (step.iteration - 1) * (rule - 1) // max(1, trace.iterations - 1)
    return [
        *line,
        Piece(label),
        Piece(look.sign("rule") * at, "quiet"),
        Piece(look.sign("here"), "parameter"),
        Piece(look.sign("rule") * (rule - 1 - at), "quiet"),
        Piece(last),
    ]
