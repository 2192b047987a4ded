"""A diagnosis as a JSON document, for programs that mark."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.cause import Cause
from stepper.diagnosis.diagnosis import Diagnosis
from stepper.diagnosis.verdict import Standing, Verdict
from stepper.explain.explainer import Explainer
from stepper.files.json_report import json_report
from stepper.input.answer_sheet import Unread
from stepper.input.answers import Answer, Joined, Quantity
from stepper.marking.words import Verdicts
from stepper.runs.trace import Trace

# each verdict of the document, and its standing
VERDICTS: dict[str, Standing | None] = {
    "agrees": Standing.AGREES,
    "rounded": Standing.ROUNDING,
    "follows": Standing.FOLLOWS,
    "differs": Standing.DIFFERS,
    "few_digits": Standing.FEW_DIGITS,
    "unreadable": None,
    "missing": None,
}
_JOINED = {Joined.OVER: " / ", Joined.MINUS: " - ", Joined.TIMES: ""}
_NAMES = {standing: name for name, standing in VERDICTS.items() if standing}


def document(
    trace: Trace, diagnosis: Diagnosis, explainer: Explainer, unread: Iterable[Unread] = ()
) -> str:
    """The diagnosis as JSON: answers, counts of verdicts, the first cause, all of them."""
    return json_report(as_tables(trace, diagnosis, explainer, unread))


def as_tables(
    trace: Trace, diagnosis: Diagnosis, explainer: Explainer, unread: Iterable[Unread] = ()
) -> dict[str, Any]:
    """The diagnosis as tables and arrays. value: the number of the run."""
    words = Verdicts(trace, explainer)
    answers = [_answer(words, verdict) for verdict in diagnosis.verdicts]
    answers += [_unreadable(explainer, each) for each in unread]
    answers += [_missing(trace, *each) for each in diagnosis.missing]
    causes = [_cause(words, cause) for cause in diagnosis.causes]
    convention = diagnosis.convention
    return {
        "answers": answers,
        "counts": {name: sum(a["verdict"] == name for a in answers) for name in VERDICTS},
        "cause": causes[0] if causes else None,
        "causes": causes,
        "convention": convention
        and {
            "name": convention.name,
            "setting": convention.setting or None,
            "agree": convention.agree,
            "text": words.convention(convention, len(diagnosis.verdicts)),
        },
    }


def column(quantity: Quantity) -> str:
    """The name of an answer's quantity, in the names of a trace."""
    name = _JOINED[quantity.joined].join(symbol.column for symbol in quantity.symbols)
    name = f"rate*{name}" if quantity.joined is Joined.TIMES else name
    if quantity.negated and quantity.joined is Joined.MINUS:
        name = f"({name})"
    return f"-{name}" if quantity.negated else name


def _answer(words: Verdicts, verdict: Verdict) -> dict[str, Any]:
    answer = verdict.answer
    return {
        "line": answer.line,
        "name": column(answer.quantity),
        "iteration": answer.iteration,
        "written": _written(answer),
        "value": verdict.right if isfinite(verdict.right) else None,
        "verdict": _NAMES[verdict.standing],
        "explanation": words.because(verdict) or None,
    }


def _written(answer: Answer) -> str:
    if answer.working and answer.working.is_answer:
        return answer.working.text
    return "/".join(answer.number.parts)


def _unreadable(explainer: Explainer, unread: Unread) -> dict[str, Any]:
    return {
        "line": unread.line,
        "name": None,
        "iteration": None,
        "written": unread.text,
        "value": None,
        "verdict": "unreadable",
        "explanation": "; ".join(map(explainer.problem, unread.problems)),
    }


def _missing(trace: Trace, iteration: int, symbol: Symbol) -> dict[str, Any]:
    return {
        "line": None,
        "name": symbol.column,
        "iteration": iteration,
        "written": None,
        "value": trace.known(symbol, iteration),
        "verdict": "missing",
        "explanation": None,
    }


def _cause(words: Verdicts, cause: Cause) -> dict[str, Any]:
    return {
        "name": cause.kind,
        "text": words.cause(cause),
        "iteration": cause.iteration,
        "at": [symbol.column for symbol in cause.symbols],
        "scope": str(cause.scope),
        "certain": cause.is_certain,
    }
