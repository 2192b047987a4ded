"""Limits the numbers of a scenario's run."""

from stepper.errors import found
from stepper.files.scenario.reader import ScenarioReader
from stepper.limits import LARGEST_LIMIT


def check_size(
    reader: ScenarioReader, epochs: int, numbers: int, max_numbers: int, model: str = "network"
) -> None:
    """Check that all epochs, of `numbers` numbers each, stay within max_numbers."""
    total = epochs * numbers
    if total <= max_numbers:
        return
    smaller, many = f"a smaller {model} or fewer samples", found(epochs)
    if total < LARGEST_LIMIT:
        many = f"{epochs:,}"
        smaller += f", or raise the limit with --max-numbers {total}"
    if numbers > max_numbers:
        what = f"at most {max_numbers:,} numbers in an epoch, found {numbers:,}"
        reader.problem("samples", f"expected {what}; use {smaller}")
    else:
        most = max_numbers // numbers
        what = f"at most {most:,} epoch{'s' * (most > 1)} of {numbers:,} numbers"
        what = f"{what}, {max_numbers:,} in all, found {many}"
        reader.problem("epochs", f"expected {what}; use fewer epochs, {smaller}")
