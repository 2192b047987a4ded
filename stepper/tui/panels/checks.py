"""Gradients beside central differences of the cost: one in full, then all of the iteration."""

from functools import lru_cache
from math import isnan
from weakref import WeakKeyDictionary

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, DERIVED_BY, Symbol
from stepper.runs.central_differences import Check
from stepper.runs.gradient_check import check_gradient
from stepper.runs.trace import Trace
from stepper.tui.canvas.table import table
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.tui.panels.derived import derived_at
from stepper.typeset.digits import FACTOR

ERROR = 2  # digits of a relative error
COST_DIGITS = 10  # to tell apart two costs that are close together
SIGNS = {"same": "=", "differs": "!", "small": "?", "corner": "?"}
WEIGHED = 20_000  # weights in all networks whose costs are computed without being asked for
OF_TABLE, OF_GRADIENT = (3, 2, 4), (1, 0)  # the columns that are left out first

# The checks of a trace: each computes the cost twice.
_DONE: WeakKeyDictionary[Trace, dict[tuple[int, Symbol], Check]] = WeakKeyDictionary()


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the current gradient with both costs, then a row per gradient of the iteration."""
    gradients, at = _gradients(frame.step.trace.network), selected(frame)
    full = _in_full(frame, at, width)
    room = height - len(full) - 2
    first = max(0, min(gradients.index(at) - room // 2, len(gradients) - room))
    say = frame.look.say
    heads = ("gradient", "analytic", "numeric.short", "error", "verdict")
    rows = [[Piece(say(f"check.{head}"), "quiet") for head in heads]]
    rows[0][0] = Piece(f"  {rows[0][0].text}", "quiet")
    rows += [_row(frame, symbol, at) for symbol in gradients[first : first + max(0, room)]]
    return [*full, [], *table(rows, width, OF_TABLE)]


def span(frame: Frame) -> range:
    """Return the range of lines: negative for the gradients before that of the step."""
    gradients = _gradients(frame.step.trace.network)
    own = gradients.index(derived_at(frame.step))
    return range(-own, len(gradients) - own)


def waits(frame: Frame) -> bool:
    """Whether there are checks left to compute."""
    return _next(frame) is not None


def compute(frame: Frame) -> None:
    """Compute one more check, that of the current gradient first."""
    symbol = _next(frame)
    if symbol:
        step = frame.step
        _done(frame)[step.iteration, symbol] = check_gradient(step.trace, step.iteration, symbol)


def selected(frame: Frame) -> Symbol:
    """Return the current gradient: frame.line gradients after that of the step."""
    gradients = _gradients(frame.step.trace.network)
    return gradients[(gradients.index(derived_at(frame.step)) + frame.line) % len(gradients)]


@lru_cache(maxsize=4)  # saves a pass over all steps: a network has up to 100,000 weights
def _gradients(network: Network) -> list[Symbol]:
    return [s for s in network.steps if s.role in DERIVED_BY]


def _done(frame: Frame) -> dict[tuple[int, Symbol], Check]:
    return _DONE.setdefault(frame.step.trace, {})


def _next(frame: Frame) -> Symbol | None:
    """Return the next gradient to check: the current one, then those around it.

    The larger the network, the longer a check takes, and the fewer are computed.
    """
    done, n, trace = _done(frame), frame.step.iteration, frame.step.trace
    gradients, at = _gradients(trace.network), selected(frame)
    around = WEIGHED // len(gradients)
    first = max(0, gradients.index(at) - around // 2)
    for s in (at, *gradients[first : first + around]):
        if (n, s) not in done and trace.value_if_any(n, s) is not None:
            return s
    return None


def _in_full(frame: Frame, s: Symbol, width: int) -> list[ScreenLine]:
    look, step = frame.look, frame.step
    say, minus = look.say, look.notation.sign("minus")
    C, p = look.name(COST), look.name(s._replace(role=DERIVED_BY[s.role]))
    check = _done(frame).get((step.iteration, s))
    analytic = _number(look, step.trace.value_if_any(step.iteration, s), FACTOR)
    epsilon = distance = above = below = numeric = error = look.notation.sign("unknown")
    verdict = ""
    if check:
        epsilon, distance = (_number(look, k * check.step_size, ERROR) for k in (1, 2))
        above, below = (_number(look, cost, COST_DIGITS) for cost in (check.above, check.below))
        numeric = _number(look, check.numeric, FACTOR)
        error = _number(look, check.relative_error, ERROR)
        verdict = say(f"check.{check.verdict}")
    rows = [
        (say("check.analytic"), look.name(s), analytic, "backward"),
        (say("check.higher", C=C, name=p), f"{C}({p} + {epsilon})", above, "forward"),
        (say("check.lower", C=C, name=p), f"{C}({p} {minus} {epsilon})", below, "forward"),
        (say("check.numeric"), f"({above} {minus} {below}) / {distance}", numeric, "key"),
        (say("check.error"), verdict, error, "key"),
    ]
    return table(
        [
            [Piece(f"  {words}", "quiet"), Piece(formula), Piece(value, style)]
            for words, formula, value, style in rows
        ],
        width,
        OF_GRADIENT,
    )


def _row(frame: Frame, s: Symbol, at: Symbol) -> ScreenLine:
    look, trace, n = frame.look, frame.step.trace, frame.step.iteration
    check = _done(frame).get((n, s))
    numeric = error = verdict = look.notation.sign("unknown")
    style = "quiet"
    if check:
        numeric = _number(look, check.numeric, FACTOR)
        error = _number(look, check.relative_error, ERROR)
        verdict = f"{SIGNS[check.verdict]} {look.say(f'check.{check.verdict}')}"
        style = "key" if check.verdict == "differs" else "quiet"
    target = trace.steps.at(n, s).number - 1
    mark = look.sign("forward") if s == at else " "
    return [
        Piece(f"{mark} {look.name(s)}", "key" if s == at else "plain", s, target),
        Piece(_number(look, trace.value_if_any(n, s), FACTOR), "backward", s, target),
        Piece(numeric),
        Piece(error),
        Piece(verdict, style),
    ]


def _number(look: Look, value: float | None, digits: int) -> str:
    """Return the text of a number, or the unknown sign if there is none."""
    if value is None or isnan(value):
        return look.notation.sign("unknown")
    return look.number(value, digits)
