"""The run beside the same run with the classic mistake: where they differ first, and how far."""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, RATE, Symbol
from stepper.runs.trace import Trace
from stepper.runs.twin import differing, first_difference, twin, why_no_twin
from stepper.tui.canvas.pieces import beside, length
from stepper.tui.canvas.table import table
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.digits import RESULT
from stepper.typeset.folding import folded
from stepper.typeset.spans import Spans

OFF = 3  # digits of the ratio of two numbers
AHEAD = 20  # iterations that are shown beyond that of the step
BESIDE = 100  # the width from which both tables are side by side
INDENT = "  "
LEAST_TABLE = 6  # lines
SPARE = (3, 2)  # the columns that give way

# The run with the mistake of a trace, and what is known of both: a run is computed once.
_TWINS: WeakKeyDictionary[Trace, Trace] = WeakKeyDictionary()
_FIRST: WeakKeyDictionary[Trace, tuple[int, tuple[int, Symbol] | None]] = WeakKeyDictionary()
_DIFFERING: WeakKeyDictionary[Trace, tuple[int, list[Symbol]]] = WeakKeyDictionary()


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw what the mistake is and where it begins, this iteration, and C of the iterations."""
    room = max(10, min(width, BESIDE) - 2 * len(INDENT))
    words: list[ScreenLine] = [
        [Piece(INDENT), *(Piece(s.text, _style(s.symbol), s.symbol) for s in line)]
        for sentence in _sentences(frame)
        for line in folded(sentence, room)
    ]
    if _why_none(frame.step.trace.network):
        return words[:height]
    words = words[: max(1, height - LEAST_TABLE)]
    left = max(2, height - len(words) - 1)
    if width >= BESIDE:
        here, costs = _here(frame, width, left), _costs(frame, width, left)
        return [*words, [], *beside(here, costs, max(map(length, here)) + 2 * len(INDENT))]
    of_here = min(1 + len(_differing(frame)), left // 2)
    here = _here(frame, width, of_here)
    return [*words, [], *here, [], *_costs(frame, width, left - of_here - 1)]


def _why_none(net: Network) -> str:
    """The reason why there is nothing to compare, no hidden layer or no twin; else empty."""
    return "one_layer" if net.L == 1 else why_no_twin(net)


def _sentences(frame: Frame) -> Iterator[Spans]:
    trace, say = frame.step.trace, frame.look.explainer.spans
    if why := _why_none(trace.network):
        yield say(f"twin.never.{why}", rate=RATE)
        return
    yield say("twin.what.in_place" if trace.network.in_place else "twin.what")
    stops = [t.rows.stop for t in (trace, _twin(trace)) if t.rows.stop]
    if first := _first(trace):
        number = trace.steps.at(*first).number
        yield say("twin.first", name=first[1], number=number)
    elif not stops and not waits(frame):
        yield say("twin.none")
    if lower := _lower_with_mistake(trace, frame.step.iteration):
        n, wrong, right = lower
        costs = (frame.look.number(cost, RESULT) for cost in (wrong, right))
        numbers = dict(zip(("wrong", "right"), costs, strict=True))
        yield say("twin.lower", C=COST, iteration=n, **numbers)
    for stop in stops:
        name = trace.model.by_column[stop.column]
        yield say("twin.stopped", name=name, iteration=stop.iteration)


def _lower_with_mistake(trace: Trace, now: int) -> tuple[int, float, float] | None:
    """The last iteration whose costs are shown, and C there with the mistake and without it.

    None where the mistake does not win, or not all of it is computed.
    """
    n, other = min(trace.iterations, now + AHEAD), _twin(trace)
    if min(trace.rows.ready, other.rows.ready) < n:
        return None
    both = [run.known(COST, n) for run in (trace, other)]
    wrong, right = both if trace.network.in_place else both[::-1]
    return (n, wrong, right) if wrong is not None and right is not None and wrong < right else None


def span(frame: Frame) -> range:
    """The numbers of lines by which the tables can be scrolled, up to their last costs."""
    if _why_none(frame.step.trace.network):
        return range(1)
    return range(max(1, len(_differing(frame)), _last_shown(frame)))


def _last_shown(frame: Frame) -> int:
    """The last iteration whose costs are shown."""
    return min(frame.step.iteration + AHEAD, frame.step.trace.iterations)


def waits(frame: Frame) -> bool:
    """Whether a run is not computed as far as its costs are shown."""
    return bool(_lagging(frame))


def compute(frame: Frame) -> None:
    """Compute one more row of the run that has fewer."""
    for trace in _lagging(frame)[:1]:
        trace.rows.go_on()


def _lagging(frame: Frame) -> list[Trace]:
    trace = frame.step.trace
    if _why_none(trace.network):
        return []
    wanted = min(trace.iterations, frame.step.iteration + AHEAD)
    both = (trace, _twin(trace))
    return [t for t in both if t.rows.ready < wanted and not t.rows.stop]


def _twin(trace: Trace) -> Trace:
    if trace not in _TWINS:
        _TWINS[trace] = twin(trace)
    return _TWINS[trace]


def _first(trace: Trace) -> tuple[int, Symbol] | None:
    """The iteration and the symbol where the runs first differ, as far as both are computed."""
    searched, first = _FIRST.get(trace, (0, None))
    other = _twin(trace)
    ready = min(trace.rows.ready, other.rows.ready)
    if first is None and searched < ready:
        first = first_difference(trace, other, ready)
        _FIRST[trace] = ready, first
    return first


def _differing(frame: Frame) -> list[Symbol]:
    trace, n = frame.step.trace, frame.step.iteration
    if _why_none(trace.network):
        return []
    other = _twin(trace)
    if other.rows.ready < n and not other.rows.stop:
        return []
    if _DIFFERING.get(trace, (0, []))[0] != n:
        _DIFFERING[trace] = n, list(differing(trace, other, n))
    return _DIFFERING[trace][1]


def _here(frame: Frame, width: int, room: int) -> list[ScreenLine]:
    """Draw the numbers of this iteration that differ, from the current line on."""
    look, n = frame.look, frame.step.iteration
    heads = (f"{INDENT}{look.say('iteration.word')} {n}", *_run_names(frame), look.say("twin.off"))
    rows = [[Piece(head, "quiet") for head in heads]]
    symbols = _differing(frame)
    first = min(frame.line, max(0, len(symbols) - room + 1))
    shown = symbols[first : first + room - 1]
    for s in shown:
        goes_on = (s == shown[0] and first > 0) or (s == shown[-1] and s != symbols[-1])
        mark = f"{look.sign('more lines') if goes_on else ' '} "
        values = _both(frame, n, s)
        target = frame.step.trace.steps.at(n, s).number - 1
        rows.append(
            [
                Piece(f"{mark}{look.name(s)}", "plain", s, target),
                *(Piece(look.number(v, RESULT), str(s.role.kind), s, target) for v in values),
                Piece(_off(frame, *values), "key"),
            ]
        )
    return table(rows, width, SPARE)


def _costs(frame: Frame, width: int, room: int) -> list[ScreenLine]:
    """Draw C by iteration, around that of the step, further down by the current line."""
    look, last = frame.look, frame.step.iteration
    more = look.sign("more lines")
    head = [f"{INDENT}{look.say('iteration.word')}", *_run_names(frame), look.say("twin.off")]
    rows = [[Piece(words, "quiet") for words in head]]
    shown = max(1, room - 1)
    end = _last_shown(frame)
    first = max(1, min(max(1, last - shown // 2) + frame.line, end - shown + 1))
    stop = min(first + shown, end + 1)
    for n in range(first, stop):
        values = _both(frame, n, COST)
        goes_on = (n == first > 1) or (n == stop - 1 < end)
        here = look.sign("forward") if n == last else more if goes_on else " "
        rows.append(
            [
                Piece(f"{here} {n} {look.name(COST)}", "key" if n == last else "plain"),
                *(Piece(look.number(v, RESULT), "forward") for v in values),
                Piece(_off(frame, *values), "key"),
            ]
        )
    return table(rows, width, SPARE)


def _run_names(frame: Frame) -> tuple[str, str]:
    return frame.look.say("twin.right"), frame.look.say("twin.wrong")


def _both(frame: Frame, n: int, s: Symbol) -> tuple[float | None, float | None]:
    """A number without the mistake and with it, None if it is not computed."""
    trace = frame.step.trace
    right, wrong = (
        t.known(s, n) if n <= t.rows.ready else None
        for t in sorted((trace, _twin(trace)), key=lambda t: t.network.in_place)
    )
    return right, wrong


def _off(frame: Frame, right: float | None, wrong: float | None) -> str:
    """The ratio of the wrong number to the right one, as text."""
    if right is None or wrong is None or right == 0.0 or right == wrong:
        return ""
    return frame.look.sign("by") + frame.look.number(wrong / right, OFF)


def _style(symbol: Symbol | None) -> str:
    return str(symbol.role.kind) if symbol else "plain"
