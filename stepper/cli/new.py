"""stepper new: a commented scenario to edit."""

from collections.abc import Iterator

from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.cli.way_back import opening
from stepper.errors import harmless
from stepper.explain.explainer import template
from stepper.files.saving import write_whole


def run(args: Arguments) -> Iterator[str]:
    write_whole(args.out, [template(shared.language(args))], args.force)
    yield shared.explainer(args).say("wrote", name=harmless(args.out), command=opening(args.out))
