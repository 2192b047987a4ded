"""python -m tests.same_bits [PYTHON …]: the same bytes from every Python that is there.

`stepper trace` of each bundled scenario, run with this Python, with each python3.11 and later on
the PATH, and with those named. Exit code 1 where one of them gives other bytes, or none.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from stepper.files.opening import TEACHING_ORDER
from tests.support.places import ROOT

NAME = re.compile(r"python3\.\d+t?")
OLDEST = (3, 11)
ASKED = (
    "import sys, os, platform; print(platform.python_implementation(), *sys.version_info[:3], "
    "os.path.realpath(sys.executable))"
)
SHOWN = 16  # letters of a hash


def main(arguments: Sequence[str]) -> int:
    for name in arguments:
        if not answering([name]):
            print(f"{name}: no Python of {'.'.join(map(str, OLDEST))} or later answers")
            return 1
    pythons = answering([sys.executable, *on_path(os.environ.get("PATH", "")), *arguments])
    for path, version in pythons.items():
        print(f"{version}  {path}")
    if len(pythons) == 1:
        print("Only one Python is here: there is nothing to compare it with.")
        return 0
    return compared(pythons)


def on_path(path: str) -> Iterator[str]:
    """Whatever is called python3.N there; it may be a shim that answers for no version."""
    for folder in map(Path, path.split(os.pathsep)):
        if folder.is_dir():
            yield from (str(file) for file in sorted(folder.iterdir()) if NAME.fullmatch(file.name))


def answering(names: Iterable[str]) -> dict[str, str]:
    """The real path of each Python that answers and is not too old -> what it calls itself."""
    found = {}
    for name in names:
        try:
            answer = ran([name, "-c", ASKED])
        except OSError:
            continue
        if answer.returncode == 0:
            kind, major, minor, patch, path = answer.stdout.decode().strip().split(" ", 4)
            if (int(major), int(minor)) >= OLDEST:
                found[path] = f"{kind} {major}.{minor}.{patch}"
    return found


def compared(pythons: Mapping[str, str]) -> int:
    """A line for each scenario; 0 if every Python gives the same bytes."""
    code = 0
    for scenario in TEACHING_ORDER:
        first, *others = hashes = [traced(path, scenario) for path in pythons]
        same = all(other == first for other in others)
        shown = f"{first}  the same" if same else f"{'  '.join(hashes)}  DIFFERENT"
        print(f"{scenario:<20} {shown}", flush=True)
        code = code if same else 1
    return code


def traced(python: str, scenario: str) -> str:
    """The beginning of the sha256 of a trace, or what went wrong with this Python."""
    answer = ran([python, "-m", "stepper", "trace", scenario])
    if answer.returncode:
        said = answer.stderr.decode(errors="replace").strip()
        return f"{python}: exit code {answer.returncode}: {said}"
    return sha256(answer.stdout).hexdigest()[:SHOWN]


def ran(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
