"""Compares commands with a Python that does nothing, in turn on the same machine."""

import os
import subprocess
import sys
import time
from statistics import median

ROUNDS = 25
NOTHING = ("-c", "pass")
COMMANDS = {  # -> how many times as long they may take
    ("-m", "stepper", "--version"): 2.0,
    ("-m", "stepper", "show", "one_hidden"): 5.0,
}


def measure() -> None:
    each = [(NOTHING, *COMMANDS)] * (ROUNDS + 1)
    rounds = [[seconds(arguments) for arguments in line] for line in each][1:]
    nothing, *ours = (median(times) for times in zip(*rounds, strict=True))
    for (arguments, most), took in zip(COMMANDS.items(), ours, strict=True):
        print(
            f"python {' '.join(arguments)} / python -c pass: {took / nothing:.2f} "
            f"(at most {most:.0f}); {took * 1e3:.0f} ms / {nothing * 1e3:.0f} ms"
        )


def seconds(arguments: tuple[str, ...]) -> float:
    """Measure a process from its start to its end, with compiled files kept."""
    kept = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True, env=kept)
    return time.perf_counter() - begin
