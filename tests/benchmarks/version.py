"""stepper --version against a Python that does nothing."""

import subprocess
import sys

from tests.benchmarks.timing import median_seconds


def measure() -> None:
    def process(*arguments: str) -> float:
        command = [sys.executable, *arguments]
        return median_seconds(lambda: subprocess.run(command, capture_output=True, check=True), 3)

    ratio = process("-m", "stepper", "--version") / process("-c", "pass")
    print(f"stepper --version / python -c pass: {ratio:.2f} (at most 3)")
