"""The command that opens a file, or one of its steps, on the screen, ready to be typed."""

import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from shutil import which

from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.errors import harmless
from stepper.explain.explainer import Explainer
from stepper.files.opening import is_formula
from stepper.files.standard_input import STANDARD_INPUT
from stepper.limits import MAX_NUMBERS
from stepper.runs.trace import Step
from stepper.typeset.digits import written


def way_to(
    args: Arguments, file: str, step: Step, explainer: Explainer, predict: Sequence[str] = ()
) -> str:
    """The command that opens a step of a file with the same language, notation and questions.

    A formula is written on one line, with its values.
    """
    options = _look(args, explainer)
    if args.seed is not None and file == args.file:
        options += ["--seed", str(args.seed)]
    if args.max_numbers != MAX_NUMBERS:
        options += ["--max-numbers", str(args.max_numbers)]
    if predict:
        options += ["--predict", ",".join(predict)]
    where = ["--iteration", str(step.iteration), "--at", str(step.number)]
    scenario = step.trace.scenario
    if scenario.formula and is_formula(file):
        numbers = zip(scenario.formula.given, scenario.values, strict=True)
        values = (
            args.values
            if file == args.file and args.values
            else [f"{name}={written(number, None)[0]}" for name, number in numbers]
        )
        return opening("; ".join(scenario.formula.source), *values, *where, *options)
    return opening(file, *where, *options)


def to_lesson(args: Arguments, file: str, stop: int, explainer: Explainer) -> str:
    """The command that opens the lesson of a file at a stop; the guided one without a file."""
    options = ["--lesson", str(stop), *_look(args, explainer)]
    if file:
        return opening(file, *options)
    return " ".join([*_program(), "open", *map(quote, options)])


def _look(args: Arguments, explainer: Explainer) -> list[str]:
    """The options for the same language and notation."""
    options = []
    if args.lang or explainer.language != shared.language(args):
        options += ["--lang", explainer.language]
    if args.ascii:
        options.append("--ascii")
    elif args.notation or explainer.notation.style != shared.style(args):
        options += ["--notation", explainer.notation.style]
    return options


def opening(file: str, *options: str) -> str:
    """The command that opens a file."""
    return " ".join([*_program(), "open", as_typed(file), *map(quote, options)])


def as_typed(file: str) -> str:
    """A file's name or a formula, quoted for a shell; FILE if it could control the terminal.

    Standard input is FILE too: it cannot be read again.
    """
    if harmless(file) != file or file == STANDARD_INPUT:
        return "FILE"
    return quote(f"./{file}" if file.startswith("-") else file)


def _program() -> list[str]:
    """The words that called this program: its name, its path, or `python -m`."""
    called = sys.argv[0]
    path = Path(called)
    if path.name == "__main__.py":
        return ["python", "-m", "stepper"]
    found = which(path.name)
    is_found = found and (not path.exists() or Path(found).samefile(path))  # Windows hides .exe
    if is_found or harmless(called) != called:
        return [path.name if is_found else "stepper"]
    return [quote(called)]
