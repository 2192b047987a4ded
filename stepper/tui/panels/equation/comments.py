"""What the number of a step means: the author's notes, the reasons, what comes next."""

from collections.abc import Iterator

from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.runs import batches
from stepper.runs.trace import Step
from stepper.tui.keys import shown
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels.equation import ranks
from stepper.tui.panels.equation.factors import INDENT
from stepper.typeset.digits import RESULT
from stepper.typeset.folding import wrapped
from stepper.typeset.spans import Span, Spans


def was(frame: Frame) -> str:
    """The number in the original run, if it differs."""
    symbol, look = frame.step.symbol, frame.look
    before = frame.before(symbol)
    if before is None:
        return ""
    return look.say("what_if.was", before=look.number(before, frame.digits_apart(symbol, before)))


def notes(frame: Frame, room: int) -> Iterator[tuple[int, ScreenLine]]:
    """Yield the author's notes at this step, with a rule at their side to set them apart."""
    for text in frame.look.explainer.remarks(frame.step):
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
    if weight := _first_with_indices(frame):
        l, j, i = weight.l, weight.j, weight.i
        yield ranks.WORDS, say("first.weight", w=weight, layer=l, to=j, source=i)
    if step.number == len(trace.steps):
        yield ranks.WORDS, say("end.run")
    elif step.number == 1:
        yield ranks.WORDS, say("first.hint", press=shown(frame.look, "next"))
    if step.is_last and step.number < len(trace.steps):
        if cost := _change_of_cost(frame):
            ahead = (
                "" if trace.model.is_batched else frame.look.say("end.ahead", n=step.iteration + 1)
            )
            yield ranks.WORDS, (Span(f"{cost} {ahead}".strip()),)
        yield ranks.WORDS, say(_hint_at_end(step), press=shown(frame.look, "next_iteration"))


def _first_with_indices(frame: Frame) -> Symbol | None:
    """A weight that shows what its indices mean, where one of its layer comes first."""
    net, s = frame.step.trace.model, frame.step.symbol
    if not isinstance(net, Network):
        return None
    layers = (l for l in range(1, net.L + 1) if net.sizes[l - 1 : l + 1] != (1, 1))
    if frame.step.iteration > 1 or (s.role, s.j) != (Role.Z, 1) or s.l != next(layers, None):
        return None
    weights = [Symbol(Role.W, s.l, j, i) for j in net.neurons(s.l) for i in net.neurons(s.l - 1)]
    weight = next(w for w in weights if w.j != w.i)
    return None if frame.look.notation.is_given(weight) else weight


def _cost_of_batch(frame: Frame) -> Spans:
    """The mean of C over the batch so far, at C; empty for a batch of one sample."""
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
    """The sentence on what comes after an iteration."""
    if len(step.trace.scenario.samples) == 1:
        return "end.hint"
    return "end.hint.sample" if step.phase is Phase.UPDATE else "end.hint.batch"
