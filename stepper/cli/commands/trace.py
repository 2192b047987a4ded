"""stepper trace: every number of the run, an iteration on each line."""

from collections.abc import Iterator

from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.files.trace.file import jsonl
from stepper.files.trace.table import csv

FORMATS = {"jsonl": jsonl, "csv": csv}


def run(args: Arguments) -> Iterator[str]:
    trace = shared.passing_trace(args)
    lines = args.progress(FORMATS[args.format](trace), trace.iterations + 1)
    yield from (line.removesuffix("\n") for line in lines)
