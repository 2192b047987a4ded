"""The run beside the same run with the classic mistake: the first difference, and its spread."""

from functools import lru_cache
from weakref import WeakKeyDictionary

from stepper.digits import RESULT
from stepper.folding import folded
from stepper.symbols import COST, Symbol
from stepper.trace import Trace
from stepper.tui.look import Frame, Line, Piece
from stepper.tui.plot import length
from stepper.tui.table import table
from stepper.twin import differing, first_difference, twin

OFF = 3  # digits of how far off a number is
AHEAD = 20  # iterations that are shown beyond that of the step
BESIDE = 100  # cells of width from which both tables stand side by side
INDENT = "  "

_TWINS: WeakKeyDictionary[Trace, Trace] = WeakKeyDictionary()


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """What the mistake is and where it begins; this iteration; C of every iteration so far."""
    look, step = frame.look, frame.step
    said = [look.explainer.spans("twin.what")]
    first = _first(step.trace)
    if first is None:
        said.append(look.explainer.spans("twin.none"))
    else:
        iteration, symbol = first
        number = step.trace.steps.at(iteration, symbol).number
        said.append(look.explainer.spans("twin.first", name=symbol, number=number))
    words: list[Line] = [
        [Piece(INDENT), *(Piece(s.text, _style(s.symbol), s.symbol) for s in line)]
        for sentence in said
        for line in folded(sentence, max(10, min(width, BESIDE) - 2 * len(INDENT)))
    ]
    room = max(2, height - len(words) - 1)
    here, costs = _here(frame, room), _costs(frame, room if width >= BESIDE else room // 2)
    if width < BESIDE:
        return [*words, [], *here[: room - len(costs) - 1], [], *costs]
    left = max((length(line) for line in here), default=0)
    beside = []
    for k in range(max(len(here), len(costs))):
        line = here[k] if k < len(here) else [Piece(" " * left)]
        beside.append([*line, *(costs[k] if k < len(costs) else [])])
    return [*words, [], *beside]


def count(frame: Frame) -> int:
    """How many lines the table of this iteration can be moved by."""
    return max(1, len(_differing(frame)))


def waits(frame: Frame) -> bool:
    """Whether a run has not come as far as the costs are shown."""
    return bool(_behind(frame))


def compute(frame: Frame) -> None:
    """Compute one row more of a run that is behind."""
    for trace in _behind(frame)[:1]:
        trace.rows[trace.rows.ready]


def _behind(frame: Frame) -> list[Trace]:
    trace = frame.step.trace
    wanted = min(trace.iterations, frame.step.iteration + AHEAD)
    both = (trace, _twin(trace))
    return [t for t in both if t.rows.ready < wanted and not t.rows.stop]


def _twin(trace: Trace) -> Trace:
    if trace not in _TWINS:
        _TWINS[trace] = twin(trace)
    return _TWINS[trace]


@lru_cache(maxsize=2)
def _first(trace: Trace) -> tuple[int, Symbol] | None:
    return first_difference(trace, _twin(trace))


def _differing(frame: Frame) -> list[Symbol]:
    step = frame.step
    other = _twin(step.trace)
    if other.rows.ready < step.iteration and not other.rows.stop:
        return []
    return list(differing(step.trace, other, step.iteration))


def _here(frame: Frame, room: int) -> list[Line]:
    """The numbers of this iteration that differ, from the line at hand on."""
    look, n = frame.look, frame.step.iteration
    heads = (look.say("iteration.word") + f" {n}", *_run_names(frame), look.say("twin.off"))
    rows = [[Piece(INDENT), *(Piece(head, "quiet") for head in heads)]]
    symbols = _differing(frame)
    first = min(frame.line, max(0, len(symbols) - room + 1))
    for s in symbols[first : first + room - 1]:
        values = _both(frame, n, s)
        target = frame.step.trace.steps.at(n, s).number - 1
        rows.append(
            [
                Piece(INDENT),
                Piece(look.name(s), "plain", s, target),
                *(Piece(_number(frame, v, RESULT), str(s.role.kind), s, target) for v in values),
                Piece(_off(frame, *values), "key"),
            ]
        )
    return table(rows)


def _costs(frame: Frame, room: int) -> list[Line]:
    """C by iteration, the last of them that of the step."""
    look, last = frame.look, frame.step.iteration
    head = [look.say("iteration.word"), *_run_names(frame), look.say("twin.off")]
    rows = [[Piece(INDENT), *(Piece(words, "quiet") for words in head)]]
    shown = max(1, room - 1)
    end = min(last + AHEAD, frame.step.trace.iterations)
    first = max(1, min(last - shown // 2, end - shown + 1))
    for n in range(first, min(first + shown - 1, end) + 1):
        values = _both(frame, n, COST)
        here = look.sign("forward") if n == last else " "
        rows.append(
            [
                Piece(INDENT),
                Piece(f"{here} {n} {look.name(COST)}", "key" if n == last else "plain"),
                *(Piece(_number(frame, v, RESULT), "forward") for v in values),
                Piece(_off(frame, *values), "key"),
            ]
        )
    return table(rows)


def _run_names(frame: Frame) -> tuple[str, str]:
    names = ("twin.right", "twin.wrong")
    in_place = frame.step.trace.network.in_place
    right, wrong = (frame.look.say(name) for name in names)
    return (wrong, right) if in_place else (right, wrong)


def _both(frame: Frame, n: int, s: Symbol) -> tuple[float | None, float | None]:
    """The number in this run and in the other, where they are computed."""
    trace = frame.step.trace
    traces = (trace, _twin(trace))
    mine, others = (t.value_if_any(n, s) if n <= t.rows.ready else None for t in traces)
    return mine, others


def _number(frame: Frame, value: float | None, digits: int) -> str:
    look = frame.look
    return look.notation.sign("unknown") if value is None else look.number(value, digits)


def _off(frame: Frame, mine: float | None, others: float | None) -> str:
    """How much larger the other number is than this one, as a factor."""
    if mine is None or others is None or mine == 0.0 or mine == others:
        return ""
    return frame.look.sign("by") + frame.look.number(others / mine, OFF)


def _style(symbol: Symbol | None) -> str:
    return str(symbol.role.kind) if symbol else "plain"
