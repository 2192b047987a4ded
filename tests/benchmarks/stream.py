"""Compares writing, verifying and opening traces with other ways and sizes."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from stepper.backprop.engine import train
from stepper.files.scenario_file import load_scenario
from stepper.files.trace.file import TraceFile, jsonl
from stepper.files.trace.verify import Verifier
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace
from tests.benchmarks.screen import STEPPER, longer
from tests.benchmarks.terminal import Terminal, is_painted
from tests.benchmarks.timing import medians, print_table, scenario

EQUATIONS = 200_000  # of the runs that are written
MILLION = 66_700  # iterations of one_hidden with a million equations
LARGE = 780_000  # and those of a file of 300 MB
SHOWN = 6_670  # iterations that are written on paper
STARTS, JUMPS = 9, 5
END = b"\x1b[F"
PEAK = """
import sys
from stepper.cli.main import main

assert main() == 0
print(*(line for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


def measure() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        written(folder)
        memory(folder)
        opened(folder)


def written(folder: Path) -> None:
    """Measure the same run as lines, as JSON of the engine's objects, and verified."""
    rows = []
    for name, s in (
        ("one_hidden", load_scenario("one_hidden")),
        ("2-3-3-3-1", scenario((2, 3, 3, 3, 1), 1)),
    ):
        epochs = EQUATIONS // len(s.model.steps)
        long = s._replace(epochs=epochs)
        file = folder / "written.jsonl"
        seconds = medians(
            {
                "objects": _once(_objects, long, folder / "objects.json"),
                "trace": _once(_trace, long, file),
                "verify": _once(_verify, long, file),
            },
            rounds=5,
        )
        trace = seconds["trace"]
        each = 1e6 * trace / long.iterations
        rows.append(
            (
                name,
                f"{each:.1f} µs",
                f"{seconds['objects'] / trace:.1f} (at least 3)",
                f"{seconds['verify'] / trace:.2f} (at most 3)",
            )
        )
    print_table(("trace", "an iteration", "objects, json.dump / trace", "verify / trace"), *rows)


def _once(work: Callable[[Scenario, Path], None], s: Scenario, file: Path) -> Callable[[], int]:
    def once() -> int:
        work(s, file)
        return 1

    return once


def _objects(s: Scenario, file: Path) -> None:
    """Do the first thing that comes to mind: dump the objects of all iterations as JSON."""
    iterations = list(train(s.weights, s.biases, s.samples, s.learning_rate, s.epochs))
    document = [vars(n) for n in iterations]
    with file.open("w", encoding="utf-8") as out:
        json.dump(document, out)


def _trace(s: Scenario, file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(jsonl(Trace(s, Run(s, passing=True))))


def _verify(s: Scenario, file: Path) -> None:
    with file.open("rb") as source:
        assert Verifier(TraceFile(source, file.name)).whole() is None


def memory(folder: Path) -> None:
    """Measure the peak memory of each command, in a process of its own."""
    if not Path("/proc/self/status").exists():
        print("memory: needs /proc")
        return
    few, many = (_file(folder, epochs) for epochs in (MILLION // 100, MILLION))
    some = ("--iteration", f"1:{SHOWN}")  # a million would take minutes
    rows = []
    for name, short, long in (
        ("trace", ("trace", few[0]), ("trace", many[0])),
        ("trace of a trace", ("trace", few[1]), ("trace", many[1])),
        ("verify", ("verify", few[1]), ("verify", many[1])),
        ("show", ("show", few[0], "--iteration", "all"), ("show", many[0], *some)),
        ("show a trace", ("show", few[1], "--iteration", "all"), ("show", many[1], *some)),
    ):
        little, much = _peak(short), _peak(long)
        rows.append((name, f"{little:.1f} MB", f"{much:.1f} MB", f"{much / little:.2f}"))
    head = ("peak memory", "10,000 equations", f"1,000,000; {15 * SHOWN:,} shown", "ratio")
    print_table(head, *rows)


def _file(folder: Path, epochs: int) -> tuple[str, str]:
    """Write a scenario that runs for a count of epochs, and its trace; return both files."""
    (inner := folder / str(epochs)).mkdir(exist_ok=True)
    file = Path(longer("one_hidden", epochs, str(inner)))
    trace = file.with_suffix(".jsonl")
    if not trace.exists():
        _trace(load_scenario(file), trace)
    return str(file), str(trace)


def _peak(arguments: Iterable[str]) -> float:
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stderr.split()[1]) / 1e3


def opened(folder: Path) -> None:
    """The first frame, against that of ten iterations, and the jump to the last equation."""
    files = {
        (kind, n): _file(folder, n)[which]
        for which, kind in enumerate(("scenario", "trace"))
        for n in (10, MILLION, LARGE)
    }
    starts: dict[tuple[str, int], list[float]] = {file: [] for file in files}
    for k in range(STARTS + 1):
        for file, path in files.items():
            with Terminal(*STEPPER, path) as terminal:
                seconds = terminal.wait(lambda o: is_painted(o) and b"equation 1 of" in o)
            if k:  # byte code is written first
                starts[file].append(seconds)
    rows = [
        (
            f"{kind} of {n:,} iterations",
            f"{Path(path).stat().st_size / 1e6:.2f} MB",
            f"{median(starts[kind, n]) / median(starts[kind, 10]):.2f}",
            f"{1e3 * median(_jump(path, n) for _ in range(JUMPS)):.0f} ms",
        )
        for (kind, n), path in files.items()
    ]
    head = ("opened", "size", "first frame (at most 1.2)", "to the end (at most 50 ms)")
    print_table(head, *rows)


def _jump(file: str, iterations: int) -> float:
    """From the last equation of the first iteration to that of the run, as soon as it is open."""
    there = f"iteration {iterations} of".encode()
    with Terminal(*STEPPER, file) as terminal:
        terminal.wait(lambda o: is_painted(o) and b"equation 1 of" in o)
        terminal.settle(0.05)
        terminal.press(END)
        terminal.settle(0.05)
        terminal.send(END)
        return terminal.wait(lambda output: there in output)
