"""Gradients beside central differences of the cost: one in full, then all of the iteration."""

from functools import lru_cache
from math import isnan
from weakref import WeakKeyDictionary

from stepper.backprop.model import Model
from stepper.backprop.symbols import Role, Symbol
from stepper.runs.checks.central_differences import Check
from stepper.runs.checks.gradients import check_gradient
from stepper.runs.trace import Trace
from stepper.tui.canvas.pieces import of_spans
from stepper.tui.canvas.table import table
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels.drawer.derived import derived_at
from stepper.typeset.digits import FACTOR, written
from stepper.typeset.folding import folded

LEAST_HEIGHT, MOST_ROWS = 8, 16  # lines without the sentence and rows; rows that go before it
MOST_WORDS = 96  # cells of a sentence
ERROR = 2  # digits of a relative error
COST_DIGITS, MOST_DIGITS = 10, 17  # to tell apart two costs that are close together
SIGNS = {"same": "=", "differs": "!", "small": "?", "unsettled": "?", "corner": "?"}
WHY_NOT = {"corner": "check.what.corner", "unsettled": "check.what.unsettled"}
WEIGHED = 20_000  # weights in all networks whose costs are computed without being asked for
OF_TABLE, OF_GRADIENT = (3, 2, 4), (1, 0)  # the columns that are left out first

# The checks of a trace: each computes the cost twice.
_DONE: WeakKeyDictionary[Trace, dict[tuple[int, Symbol], Check]] = WeakKeyDictionary()


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the current gradient with both costs, then a row per gradient of the iteration."""
    gradients, at = _gradients(frame.step.trace.model), selected(frame)
    full = [*_sentence(frame, at, width, height), *_in_full(frame, at, width)]
    room = height - len(full) - 2
    first = max(0, min(gradients.index(at) - room // 2, len(gradients) - room))
    say = frame.look.say
    heads = ("gradient", "analytic", "numeric.short", "error", "verdict")
    rows = [[Piece(say(f"check.{head}"), "quiet") for head in heads]]
    rows[0][0] = Piece(f"  {rows[0][0].text}", "quiet")
    rows += [_row(frame, symbol, at) for symbol in gradients[first : first + max(0, room)]]
    return [*full, [], *table(rows, width, OF_TABLE)]


def span(frame: Frame) -> range:
    """The range of lines: negative for the gradients before that of the step."""
    gradients = _gradients(frame.step.trace.model)
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
    """The current gradient: frame.line gradients after that of the step."""
    gradients = _gradients(frame.step.trace.model)
    return gradients[(gradients.index(derived_at(frame.step)) + frame.line) % len(gradients)]


@lru_cache(maxsize=4)  # saves a pass over all steps: a network has up to 100,000 weights
def _gradients(model: Model) -> list[Symbol]:
    return [s for s in model.steps if model.derived_by(s)]


def _done(frame: Frame) -> dict[tuple[int, Symbol], Check]:
    return _DONE.setdefault(frame.step.trace, {})


def _next(frame: Frame) -> Symbol | None:
    """The next gradient to check: the current one, then those around it.

    The larger the network, the longer a check takes, and the fewer are computed.
    """
    done, n, trace = _done(frame), frame.step.iteration, frame.step.trace
    gradients, at = _gradients(trace.model), selected(frame)
    around = WEIGHED // len(gradients)
    first = max(0, gradients.index(at) - around // 2)
    for s in (at, *gradients[first : first + around]):
        if (n, s) not in done and trace.known(s, n) is not None:
            return s
    return None


def _sentence(frame: Frame, s: Symbol, width: int, height: int) -> list[ScreenLine]:
    """Say what is done, or why there is nothing to compare, if there are lines to spare."""
    look, step, model = frame.look, frame.step, frame.step.trace.model
    check = _done(frame).get((step.iteration, s))
    key = WHY_NOT.get(check.verdict, "check.what") if check else "check.what"
    key += ".formula" * (key == WHY_NOT["corner"] and s.role is Role.GRADIENT)
    spans = look.explainer.spans(key, C=model.C, name=model.derived_by(s))
    rows = min(MOST_ROWS, len(_gradients(model)))
    room = max(10, min(width - 4, MOST_WORDS))
    lines = [[Piece("  "), *of_spans(frame, line)] for line in folded(spans, room)]
    return [*lines, []] if height > LEAST_HEIGHT + rows + len(lines) else []


def _in_full(frame: Frame, s: Symbol, width: int) -> list[ScreenLine]:
    look, step, model = frame.look, frame.step, frame.step.trace.model
    say, minus = look.say, look.notation.sign("minus")
    C, p = (look.name(of) for of in (model.C, model.derived_by(s)) if of)
    check = _done(frame).get((step.iteration, s))
    analytic = look.number(step.trace.known(s, step.iteration), FACTOR)
    epsilon = distance = above = below = apart = numeric = error = look.notation.sign("unknown")
    verdict = ""
    if check:
        epsilon = look.notation.value(check.step_size, None)
        above, below, apart, distance = map(look.notation.number, quotient(check))
        numeric = look.number(check.numeric, FACTOR)
        error = look.number(check.relative_error, ERROR)
        verdict = say(f"check.{check.verdict}")
    rows = [
        (say("check.analytic"), look.name(s), analytic, "backward"),
        (say("check.higher", C=C, name=p), f"{C}({p} + {epsilon})", above, "forward"),
        (say("check.lower", C=C, name=p), f"{C}({p} {minus} {epsilon})", below, "forward"),
        (say("check.apart"), "", apart, "forward"),
        (say("check.numeric"), f"{apart} / {distance}", numeric, "key"),
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


def quotient(check: Check) -> tuple[str, str, str, str]:
    """Both costs, their difference, and the distance that it is divided by, as texts.

    The numbers have as few digits as are needed for their quotient to be the one that is shown;
    with all digits, it is computed as in the check.
    """
    from decimal import Decimal  # when a check is done

    shown = _shown(check.numeric)
    texts = "", "", "", ""
    for across in (2 * check.step_size, check.distance):
        for digits in (*range(COST_DIGITS, MOST_DIGITS), None):
            above, below = (written(cost, digits)[0] for cost in (check.above, check.below))
            difference = written(float(Decimal(above) - Decimal(below)), None)[0]
            texts = above, below, difference, written(across, None)[0]
            if shown in (None, _shown(float(difference) / across)):
                return texts
    return texts


def _shown(numeric: float) -> str | None:
    """The text of a difference quotient, None where the differences settle nowhere."""
    return None if isnan(numeric) else written(numeric, FACTOR)[0]


def _row(frame: Frame, s: Symbol, at: Symbol) -> ScreenLine:
    look, trace, n = frame.look, frame.step.trace, frame.step.iteration
    check = _done(frame).get((n, s))
    numeric = error = verdict = look.notation.sign("unknown")
    style = "quiet"
    if check:
        numeric = look.number(check.numeric, FACTOR)
        error = look.number(check.relative_error, ERROR)
        verdict = f"{SIGNS[check.verdict]} {look.say(f'check.{check.verdict}')}"
        style = "key" if check.verdict == "differs" else "quiet"
    target = trace.steps.at(n, s).number - 1
    mark = look.sign("forward") if s == at else " "
    return [
        Piece(f"{mark} {look.name(s)}", "key" if s == at else "plain", s, target),
        Piece(look.number(trace.known(s, n), FACTOR), "backward", s, target),
        Piece(numeric),
        Piece(error),
        Piece(verdict, style),
    ]
