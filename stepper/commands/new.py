"""stepper new: a commented scenario to edit."""

from collections.abc import Iterator

from stepper.arguments import Arguments
from stepper.commands import asked
from stepper.commands.way_to import opening
from stepper.document import harmless
from stepper.explain import template
from stepper.new_files import write_whole


def run(args: Arguments) -> Iterator[str]:
    write_whole(args.out, [template(asked.language(args))], args.force)
    yield asked.explainer(args).say("wrote", name=harmless(args.out), command=opening(args.out))
