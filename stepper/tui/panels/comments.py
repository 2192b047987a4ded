"""What the number of a step means: the author's notes, the reasons, what comes next."""

from collections.abc import Iterator

from stepper.backprop.symbols import Phase
from stepper.runs import batches
from stepper.runs.trace import Step
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels import ranks
from stepper.tui.panels.factors import INDENT
from stepper.typeset.digits import RESULT
from stepper.typeset.folding import wrapped
from stepper.typeset.spans import Span, Spans


def was(frame: Frame) -> str:
    """Return the number in the original run, if it differs."""
    symbol, look = frame.step.symbol, frame.look
    before = frame.before(symbol)
    if before is None:
        return ""
    return look.say("what_if.was", before=look.number(before, frame.digits_apart(symbol, before)))


def notes(frame: Frame, room: int) -> Iterator[tuple[int, ScreenLine]]:
    """Yield the author's notes at this step, with a rule at their side to set them apart."""
    for text in frame.look.explainer.notes(frame.step):
        for words in wrapped(text, room):
            mark = Piece(f"{frame.look.sign('divider'):^{INDENT}}", "key")
            yield ranks.NOTE, [mark, Piece(words)]


def comments(frame: Frame) -> Iterator[tuple[int, Spans]]:
    """Yield what the number means; at the first and the last step, what comes next."""
    step, say = frame.step, frame.look.explainer.spans
    what, *purpose = frame.look.explainer.why(step)
    yield ranks.WORDS, what
    if of_batch := _cost_of_batch(frame):
        yield ranks.NOTE, of_batch
    for sentence in purpose:
        yield ranks.PURPOSE, sentence
    trace = step.trace
    if step.number == 1:
        yield ranks.WORDS, say("first.hint")
    if step.number == len(trace.steps):
        yield ranks.WORDS, say("end.run")
    elif step.is_last:
        if cost := _change_of_cost(frame):
            yield ranks.WORDS, (Span(cost),)
        yield ranks.WORDS, say(_hint_at_end(step))


def _cost_of_batch(frame: Frame) -> Spans:
    """Return the mean of C over the batch so far, at C; of a batch of one sample, nothing."""
    step, look = frame.step, frame.look
    costs = (
        batches.costs_of(step.trace, batches.so_far(step))
        if step.whole == step.trace.model.C
        else []
    )
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
