"""Judge a student's answers by the run: which agree, and what explains those that do not."""

from collections.abc import Iterable, Sequence
from functools import partial

from stepper.input.answers import Answer
from stepper.practice.diagnosis import explanation
from stepper.practice.own_numbers import OwnNumbers
from stepper.practice.report import Asked, Diagnosis
from stepper.practice.verdict import Standing, Verdict
from stepper.runs.trace import Trace


def compare(trace: Trace, answers: Sequence[Answer]) -> list[Verdict]:
    """Return a verdict on each answer, in the order of the answers; judge in the order of the run.

    Rows are computed as far as the answers go. Raises NotFiniteError for an answer to a number
    after the place where the run stopped.
    """
    own = OwnNumbers(trace, answers)
    for answer in sorted(answers, key=lambda answer: _place(trace, answer)):
        right = answer.quantity.value(partial(trace.value, answer.iteration))
        verdict = Verdict(answer, right)
        if not verdict.agrees:
            verdict = verdict._replace(explanation=explanation(own, answer, right))
        own.note(verdict)
    return [own.verdicts[answer] for answer in answers]


def diagnose(trace: Trace, answers: Sequence[Answer], asked: Asked | None = None) -> Diagnosis:
    """Judge answers together: what explains most of them, and the verdict on each.

    Rows are computed as far as the answers go. Raises NotFiniteError for an answer to a number
    after the place where the run stopped.
    """
    return Diagnosis(compare(trace, answers))


def first_mistake(trace: Trace, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict on the earliest number of the run that differs on its own account."""
    mistakes = (verdict for verdict in verdicts if verdict.standing is Standing.DIFFERS)
    return min(mistakes, key=lambda verdict: _place(trace, verdict.answer), default=None)


def _place(trace: Trace, answer: Answer) -> tuple[int, int, bool, int]:
    """Where the run computes a quantity; a quotient comes after both of its numbers."""
    position = max(trace.model.position[symbol] for symbol in answer.quantity.symbols)
    return answer.iteration, position, answer.quantity.over is not None, answer.line
