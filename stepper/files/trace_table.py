"""A trace as a table for a spreadsheet: comma-separated values, a row for each iteration."""

from collections.abc import Iterator

from stepper.files.trace_file import RowTexts
from stepper.runs.trace import Trace

PLACE = ("iteration", "epoch", "sample", "batch")


def csv(trace: Trace) -> Iterator[str]:
    """Yield the names of the columns, then the rows: their place in the run, their numbers.

    The batch, of its epoch, is only there where there are batches. Where a formula has a name such
    as sample, the column before it is called `run sample`.
    """
    names = [symbol.column for symbol in trace.model.columns]
    place = PLACE if trace.model.is_batched else PLACE[:-1]
    heads = [f"run {head}" if head in names else head for head in place]
    yield f"{','.join([*heads, *names])}\n"
    texts = RowTexts(trace.model)
    for iteration, row in enumerate(trace.rows, 1):
        epoch, sample = trace.scenario.place(iteration)
        batch = (sample - 1) // trace.model.batch + 1
        counts = (iteration, epoch, sample, batch)[: len(place)]
        yield f"{','.join([*map(str, counts), *texts(row)])}\n"
