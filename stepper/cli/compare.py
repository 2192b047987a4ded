"""stepper compare: numbers worked by hand against the run."""

import sys
from collections.abc import Generator

from stepper.cli import shared as asked
from stepper.cli.arguments import Arguments
from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.cli.way_back import way_to
from stepper.files.opening import open_answers
from stepper.input.answers import read_answers
from stepper.paper.comparison import comparison
from stepper.practice.compare import compare, first_mistake


def run(args: Arguments) -> Generator[str, None, int]:
    trace, name = asked.trace(args), args.answers
    with sys.stdin.buffer if name == "-" and sys.stdin else open_answers(name) as source:
        answers = read_answers(source, name, trace.scenario, asked.style(args))
    verdicts = compare(trace, answers)
    explainer = asked.explainer(args, trace)
    yield from comparison(trace, verdicts, explainer)
    first = first_mistake(trace, verdicts)
    step = first and trace.steps.made(first.answer.iteration, first.answer.quantity.symbol)
    if step:
        yield f"{explainer.say('compare.look')} {way_to(args, args.file, step, explainer)}"
    return DONE if all(verdict.agrees for verdict in verdicts) else DIFFERENT
