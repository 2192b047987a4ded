"""Cases in batches, each in a process of its own, which has so much memory and no more.

python -m tests.stress.batches MODULE:FUNCTION SEED FIRST LAST     only these cases
"""

import os
import resource
import signal
import subprocess
import sys
from importlib import import_module
from itertools import product
from random import Random
from tempfile import TemporaryDirectory

from tests.stress.ends_well import stop
from tests.support.places import ROOT

BYTES = 300_000_000
BATCH = 250


def in_batches(place: str, count: int, seed: int) -> int:
    """Run count cases, and return how many commands they ran.

    place: the module of this folder and its functions of (random, number of the case), with + in
    between.
    """
    runs = 0
    for first in range(0, count, BATCH):
        last = min(first + BATCH, count)
        command = [sys.executable, "-m", __name__, place, *map(str, (seed, first, last))]
        ended = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=BATCH * 60, check=False
        )
        output = (ended.stdout + ended.stderr).decode("utf-8", "replace")
        assert ended.returncode == 0, f"{' '.join(command[1:])}\n{output[-5000:]}"
        runs += int(ended.stdout)
    return runs


def batch(place: str, seed: int, first: int, last: int) -> int:
    """How many commands were run. AssertionError with the cases that went wrong."""
    name, _, functions = place.partition(":")
    module = import_module(f"tests.stress.{name}")
    cases = [getattr(module, function) for function in functions.split("+")]
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.signal(signal.SIGPROF, stop)
    signal.signal(signal.SIGALRM, stop)
    wrong, runs = [], 0
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        for k, case in product(range(first, last), cases):
            try:
                runs += case(Random(f"{seed} {case.__name__} {k}"), k)
            except AssertionError as error:
                wrong.append(f"{case.__name__} {k}: {error}")
            except MemoryError:
                wrong.append(f"{case.__name__} {k}: the generator is out of memory")
    assert not wrong, "\n".join(wrong)
    return runs


if __name__ == "__main__":
    place, *numbers = sys.argv[1:]
    try:
        print(batch(place, *map(int, numbers)))
    except AssertionError as error:
        sys.exit(str(error).encode("utf-8", "backslashreplace").decode())
