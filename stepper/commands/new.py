"""stepper new: a commented scenario to edit."""

from collections.abc import Iterator
from shlex import quote

from stepper.arguments import Arguments
from stepper.commands import asked
from stepper.explain import template
from stepper.new_files import write_whole


def run(args: Arguments) -> Iterator[str]:
    write_whole(args.out, [template(asked.language(args))], args.force)
    yield asked.explainer(args).say("wrote", name=quote(args.out))
