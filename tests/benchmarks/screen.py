"""Compares the screen with the least that Textual can do, in turn on the same machine.

At 160×45 every panel that there is has its place from the start: the graph, the equation with its
line so far and its reasons, the sigmoid, |δ| by layer, the curves, the list and the ribbon. What
has the window for itself is opened by its key.
"""

import re
import sys
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from stepper.files.opening import bundled
from stepper.files.scenario_toml import toml
from stepper.limits import MOST_LINES
from tests.benchmarks.terminal import COLUMNS, FRAME_END, ROWS, Terminal, is_painted
from tests.benchmarks.timing import scenario

KEYS = {"→": b"\x1b[C", "←": b"\x1b[D", "PgDn": b"\x1b[6~", "PgUp": b"\x1b[5~"}
KEYS |= {"↓": b"\x1b[B", "↑": b"\x1b[A"}
KEYS |= {"End": b"\x1b[F", "Home": b"\x1b[H", "Tab": b"\t"}
RIGHT = KEYS["→"]
WARM, TIMES = 3, 20  # of each key
STARTS = 9
FIRST, STEPS, BURST = 1_000, 20_000, 20
EDITED, EDITS = 100_000, 5  # iterations of a run, and how often it is edited
FASTEST, PLAYED = 30, 2.5  # steps a second, and for how many seconds
AT = re.compile(rb"--at (\d+)\r")  # in the command that leads back
MILLION = 1_000_000
FLOOR = (sys.executable, str(Path(__file__).with_name("floor.py")))
STEPPER = (sys.executable, "-m", "stepper", "open")

Size = tuple[int, int]
NORMAL, LARGE = (COLUMNS, ROWS), (200, 60)


class Place(NamedTuple):
    """A step of a file that is looked at; opened: the keys that open what has the window."""

    file: str
    at: int
    opened: str = ""
    size: Size = NORMAL


PANELS = {"": "all", "1": "graph", "2": "equation", "3": "list", "4": "charts", "c": "curves"}
PANELS |= {"w": "drawer", "ww": "check", "www": "mistake"}
MEASURED = (
    *((Place("three_hidden", 1, panel), ("→",)) for panel in PANELS),
    (Place("three_hidden", 1, "", LARGE), ("→",)),
    (Place("three_hidden", 150), ("→", "←", "PgDn PgUp", "End Home", "Tab", "v", "1", "w")),
    (Place("one_hidden", MILLION - 100), ("→",)),
    (Place("2-3-3-3-1", 1), ("→",)),
    (Place("2-3-3-3-1", MILLION - 100), ("→",)),
    (Place("2-3-3-3-1", MILLION - 100, "", LARGE), ("→",)),
    (Place("8-16-16-16-4", 700), ("→", "v")),
    (Place("formula", 1), ("→",)),
    (Place("formula", 700), ("→", "←", "PgDn PgUp", "End Home", "1", "w")),
    (Place("formula", 2_000), ("→", "↓ ↑")),
    (Place("formula", 700, "", LARGE), ("→",)),
)
PLAYED_AT = (
    Place("three_hidden", 1),
    Place("three_hidden", 1, "", LARGE),
    Place("one_hidden", MILLION - 100),
    Place("2-3-3-3-1", MILLION - 100),
)


def measure() -> None:
    first_frame()
    with TemporaryDirectory() as folder:
        files = {
            "three_hidden": "three_hidden",
            "one_hidden": longer("one_hidden", MILLION // 15 + 100, folder),
            "2-3-3-3-1": network((2, 3, 3, 3, 1), MILLION // 125 + 10, folder),
            "8-16-16-16-4": network((8, 16, 16, 16, 4), 3, folder),
            "formula": formula(folder),
        }
        print("a key, until its last frame is out, against the smallest update of Textual in turn")
        print("(→ with all panels at 160x45 may take 3 times that, 1 frame and 8,192 bytes;")
        print(
            "ratio: of the medians; quiet: of the fastest quarters, where other work disturbs less)"
        )
        _print("place", "window", "panels", "key", "ratio", "quiet", "frames", "bytes", "most")
        with Terminal(*FLOOR, "line") as floor:
            floor.wait(lambda output: b"pressed" in output)
            floor.settle()
            for place, keys in MEASURED:
                measure_keys(place, keys, files, floor)
        print(f"play at {FASTEST} steps a second")
        _print("place", "window", "panels", "", "a second", "", "behind", "bytes", "")
        for place in PLAYED_AT:
            play(place, files)
        what_if(longer("three_hidden", EDITED, folder))
        memory(longer("three_hidden", 800, folder))


def network(sizes: tuple[int, ...], epochs: int, folder: str) -> str:
    """Write a scenario with a network of these sizes with biases; return the file."""
    file = Path(folder, f"{'-'.join(map(str, sizes))}.toml")
    file.write_text(toml(scenario(sizes, epochs)), "utf-8")
    return str(file)


def formula(folder: str) -> str:
    """Write a scenario with a formula of 1,000 operations, each a node; return the file."""
    random, names = Random(1), ["x", "y", "z"]
    lines = []
    for k in range(MOST_LINES):
        one, two, three = (random.choice(names[-12:]) for _ in range(3))
        lines.append(f"u{k} = tanh({one}*{two} - {three}*0.5 + {names[-1]})")
        names.append(f"u{k}")
    file = Path(folder, "formula.toml")
    text = 'title = "1,000 operations"\n[formula]\ngates = true\nlines = """\n'
    values = '"""\n[values]\nx = 0.5\ny = -0.3\nz = 0.8\n'
    file.write_text(text + "\n".join(lines) + "\n" + values, "utf-8")
    return str(file)


def longer(name: str, epochs: int, folder: str) -> str:
    """Write a bundled scenario that runs for a count of epochs; return the file."""
    text = Path(bundled()[name]).read_text("utf-8")
    text = re.sub(r"(?m)^epochs = \d+$", f"epochs = {epochs}", text)
    file = Path(folder, f"{name}.toml")
    file.write_text(text, "utf-8")
    return str(file)


def first_frame() -> None:
    """Measure from the start of the process until all is painted."""

    def blank() -> float:
        with Terminal(*FLOOR, "blank") as terminal:
            return terminal.wait(is_painted)

    def stepper() -> float:
        with Terminal(*STEPPER, "three_hidden") as terminal:
            return terminal.wait(lambda o: is_painted(o) and b"equation 1 of 29" in o)

    starts = [(stepper(), blank()) for _ in range(STARTS + 1)][1:]  # byte code is written first
    ours, floor = (median(seconds) for seconds in zip(*starts, strict=True))
    print(
        f"first frame of three_hidden / of a blank app: {ours / floor:.2f} (at most 1.15); "
        f"{ours * 1e3:.0f} ms / {floor * 1e3:.0f} ms"
    )


def _print(name: str, *cells: str) -> None:
    widths = (8, 9, 10, 9, 7, 7, 6, 6)
    print(f"{name:24}", *(f"{cell:>{w}}" for cell, w in zip(cells, widths, strict=True)))


def _name(place: Place) -> tuple[str, str, str]:
    columns, rows = place.size
    return f"{place.file} {place.at:,}", f"{columns}x{rows}", PANELS[place.opened]


def shown(place: Place, files: dict[str, str]) -> Terminal:
    return Terminal(*STEPPER, files[place.file], "--at", str(place.at), size=place.size)


def opened(terminal: Terminal, place: Place) -> None:
    """Wait until a place is there and all that it shows is computed."""
    terminal.wait(lambda output: b"equation" in output)
    terminal.settle()
    for key in place.opened:
        terminal.send(key.encode())
        terminal.settle()


def measure_keys(
    place: Place, keys: tuple[str, ...], files: dict[str, str], floor: Terminal
) -> None:
    """Measure keys from pressing them until their last frame is out."""
    with shown(place, files) as stepper:
        opened(stepper, place)
        for key in keys:
            both = [KEYS.get(name, name.encode()) for name in key.split()]
            updates = [
                (stepper.press(both[k % len(both)]), floor.press(RIGHT))
                for k in range(WARM + TIMES)
            ][WARM:]
            ours, least = ([u.seconds for u in side] for side in zip(*updates, strict=True))
            sizes = [update.size for update, _ in updates]
            _print(
                *_name(place),
                key,
                f"{median(ours) / median(least):.2f}",
                f"{quantiles(ours)[0] / quantiles(least)[0]:.2f}",
                str(max(update.frames for update, _ in updates)),
                f"{median(sizes):.0f}",
                str(max(sizes)),
            )


def play(place: Place, files: dict[str, str]) -> None:
    """Measure frames a second, and how many steps play is late."""
    with shown(place, files) as stepper:
        opened(stepper, place)
        stepper.send(b"+++++++")
        stepper.settle()
        stepper.send(b"a")
        begin = time.perf_counter()
        stepper.listen(PLAYED)
        frames, size = stepper.output.count(FRAME_END), len(stepper.output)
        stepper.send(b"a")
        due = place.at + FASTEST * (time.perf_counter() - begin)
        stepper.settle()
        stepper.send(b"q")
        stepper.wait(lambda output: AT.search(output) is not None)
        found = AT.search(bytes(stepper.output))
        assert found
        _print(
            *_name(place),
            "",
            f"{frames / PLAYED:.1f}",
            "",
            f"{due - int(found[1]):.0f}",
            f"{size / frames:.0f}",
            "",
        )


def what_if(file: str) -> None:
    """Measure from Enter on an edit at the last iteration until progress is shown."""
    seconds = []
    for k in range(EDITS):
        with Terminal(*STEPPER, file, "--iteration", str(EDITED), "--at", "delta[3]") as terminal:
            terminal.wait(lambda output: b"equation" in output)
            terminal.settle()
            terminal.send(b"e")
            terminal.wait(lambda output: b"What if" in output)
            terminal.settle()
            terminal.send(f"0.6{k}".encode())
            terminal.settle()
            terminal.send(b"\r")
            seconds.append(terminal.wait(lambda output: b"computing" in output))
    print(
        f"what if, in a run of {EDITED:,} iterations: {median(seconds) * 1e3:.0f} ms until the "
        f"progress is shown (at most 100); most {max(seconds) * 1e3:.0f} ms"
    )


def memory(file: str) -> None:
    """Measure how much memory grows with the steps that are shown."""
    if not Path("/proc/self/statm").exists():
        print("memory: needs /proc")
        return
    held = {}
    with Terminal(*STEPPER, file) as terminal:
        terminal.wait(lambda output: b"equation" in output)
        terminal.settle()
        for made in range(BURST, STEPS + 1, BURST):
            shown = f"equation {made + 1} ".encode()
            terminal.send(RIGHT * BURST)
            terminal.wait(lambda output, shown=shown: shown in output)  # type: ignore[misc]
            held[made] = terminal.memory
    growth = (held[STEPS] - held[FIRST]) / 1e6
    print(f"memory from step {FIRST:,} to {STEPS:,}: {growth:+.1f} MB (at most 5)")
