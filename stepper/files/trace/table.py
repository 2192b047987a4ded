"""A trace as a table for a spreadsheet: comma-separated values, a row for each iteration."""

from collections.abc import Iterator

from stepper.files.trace.row_texts import RowTexts
from stepper.runs.trace import Trace

PLACE = ("iteration", "epoch", "sample", "batch")


def heads(trace: Trace) -> list[str]:
    """The names of the columns: of the place in the run, then of the numbers.

    The batch, of its epoch, is only there where there are batches. Where a formula has a name such
    as sample, the column before it is called `run sample`.
    """
    return [*places(trace), *(symbol.column for symbol in trace.model.columns)]


def places(trace: Trace) -> list[str]:
    """The names of the columns of the place in the run."""
    names = trace.model.by_column
    return [f"run {head}" if head in names else head for head in PLACE[: _counts(trace)]]


def place(trace: Trace, iteration: int) -> tuple[int, ...]:
    """The numbers in the columns of the place, all from 1."""
    epoch, sample = trace.scenario.place(iteration)
    batch = trace.scenario.batch_in_epoch(iteration)
    return (iteration, epoch, sample, batch)[: _counts(trace)]


def _counts(trace: Trace) -> int:
    return len(PLACE) - (not trace.model.is_batched)


def csv(trace: Trace) -> Iterator[str]:
    """Yield the names of the columns, then the rows: their place in the run, their numbers."""
    yield f"{','.join(heads(trace))}\n"
    texts = RowTexts(trace.model)
    for iteration, row in enumerate(trace.rows, 1):
        yield f"{','.join([*map(str, place(trace, iteration)), *texts(row)])}\n"
