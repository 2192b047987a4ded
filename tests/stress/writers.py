"""Commands that write a file, ended by a signal or by many at once, from their first moment on.

Nothing is left beside a file that is whole, and nothing is said.
"""

import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from stepper.signals import ENDING
from tests.stress.kept import assert_whole
from tests.stress.kills import GONE, OURS, long_run
from tests.support.commands import environment

LATEST = 1.5  # seconds after the start, at most, before it is ended
BURST = 12  # signals at once, at most
PAUSE = 0.002  # seconds between two of them, at most
OUT = "out.jsonl"


def end(count: int, seed: int) -> str:
    """End count writers, one after another; writer k begins from seed + k."""
    whole = 0
    with TemporaryDirectory() as name:
        file = long_run(Path(name))
        for k in range(count):
            folder = Path(name, str(k))
            folder.mkdir()
            try:
                whole += _ended(file, folder, Random(seed + k))
            except (AssertionError, subprocess.TimeoutExpired) as error:
                raise AssertionError(f"again: --seed {seed + k}: {error}") from error
    return f"{count} ended writers, {whole} files whole, nothing else left"


def _ended(file: Path, folder: Path, random: Random) -> int:
    """End a writer; return how many files it leaves, 0 or 1."""
    out = folder / OUT
    if replaces := random.random() < 0.5:
        out.write_text("as it was\n", encoding="utf-8")
    command = [sys.executable, "-m", "stepper", "trace", str(file), "-o", str(out), "--force"]
    numbers = random.choices(ENDING, k=random.choice((1, 1, random.randint(2, BURST))))
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment()) as writer:
        sleep(random.uniform(0.0, LATEST))
        for number in numbers:
            writer.send_signal(number)
            sleep(random.uniform(0.0, PAUSE))
        ended = monotonic()
        said = writer.communicate(timeout=60)[1]
    assert monotonic() - ended < GONE, f"{numbers}: it went on for {monotonic() - ended:.1f} s"
    codes = {0} | {code for number in numbers for code in (-number, 128 + number)}
    at_its_beginning = b"KeyboardInterrupt" in said and not OURS.search(said)
    assert at_its_beginning or writer.returncode in codes, (numbers, writer.returncode, said)
    assert at_its_beginning or not said, (numbers, said.decode())
    left = [*folder.iterdir()]
    assert {path.name for path in left} <= {OUT}, left
    if replaces and out.read_text(encoding="utf-8") == "as it was\n":
        return 0
    for path in left:
        assert_whole(path)
    return len(left)
