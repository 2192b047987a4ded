"""The command that opens a place on the screen."""

import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import join
from shutil import which

from stepper.arguments import Arguments
from stepper.commands import asked
from stepper.explain import Explainer
from stepper.scenario_file import MAX_NUMBERS
from stepper.steps import Step


def way_to(
    args: Arguments, file: str, step: Step, explainer: Explainer, predict: Sequence[str] = ()
) -> str:
    """The command that opens the same place in the same way."""
    options = []
    if args.lang or explainer.language != asked.language(args):
        options += ["--lang", explainer.language]
    if args.ascii:
        options.append("--ascii")
    elif args.notation or explainer.notation.style != asked.style(args):
        options += ["--notation", explainer.notation.style]
    if args.max_numbers != MAX_NUMBERS:
        options += ["--max-numbers", str(args.max_numbers)]
    if predict:
        options += ["--predict", ",".join(predict)]
    file = f"./{file}" if file.startswith("-") else file
    where = ["--iteration", str(step.iteration), "--at", str(step.number)]
    return f"{_program()} {join(['open', file, *where, *options])}"


def _program() -> str:
    """How this program was called: by its name, its path, or as a module."""
    path = Path(sys.argv[0])
    if path.name == "__main__.py":
        return "python -m stepper"
    found = which(path.name)
    is_found = found and (not path.exists() or Path(found).samefile(path))  # Windows hides .exe
    return path.name if is_found else sys.argv[0]
