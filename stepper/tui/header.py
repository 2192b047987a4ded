"""The first line: what is run, and where in it we are."""

from stepper.symbols import Phase
from stepper.tui.look import Frame, Line, Piece
from stepper.typeset import cells


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Title and iteration on the left, phase and equation on the right."""
    step, look = frame.step, frame.look
    trace = step.trace
    title = look.explainer.text(trace.scenario.title)
    where = look.say("iteration", number=step.iteration, count=trace.iterations)
    left = [Piece(" "), Piece(title, "title"), Piece(f"  {where}", "quiet")]
    if len(trace.scenario.samples) > 1:
        epoch, sample = trace.scenario.place(step.iteration)
        sample_of = look.say("epoch", epoch=epoch, sample=sample)
        left.append(Piece(f"   {sample_of}", "quiet"))
    phase = f"{look.sign(step.phase)} {look.say(f'phase.{step.phase}')}"
    equation = "  " + look.say("equation", number=step.in_iteration, count=len(trace.network.steps))
    right = [
        Piece(phase, "parameter" if step.phase is Phase.UPDATE else str(step.phase)),
        Piece(equation, "plain"),
    ]
    room = width - 2 - sum(cells(piece.text) for piece in right)
    while left and sum(cells(piece.text) for piece in left) > room:
        left.pop()
    gap = room - sum(cells(piece.text) for piece in left) + 1
    return [[*left, Piece(" " * max(1, gap)), *right]]
