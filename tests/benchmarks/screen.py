"""The terminal screen against the least that Textual can do, in turn on the same machine."""

import re
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from stepper.files import bundled
from tests.benchmarks.terminal import Terminal, is_painted

RIGHT = b"\x1b[C"
WARM, KEYS = 5, 200
STARTS = 15
FIRST, STEPS, BURST = 1_000, 20_000, 100
EDITED, EDITS = 10_000, 5  # iterations of a run that is edited so often
FLOOR = (sys.executable, str(Path(__file__).with_name("floor.py")))
STEPPER = (sys.executable, "-m", "stepper", "open")


def measure() -> None:
    first_frame()
    with TemporaryDirectory() as folder:
        step("three_hidden", "three_hidden")
        step("equation 1,000,000", longer("one_hidden", 66_700, folder), "--at", "999900")
        what_if(longer("three_hidden", EDITED, folder))
        memory(longer("three_hidden", 800, folder))


def longer(name: str, epochs: int, folder: str) -> str:
    """A file with a bundled scenario that runs for so many epochs."""
    text = Path(bundled()[name]).read_text("utf-8")
    text = re.sub(r"(?m)^epochs = \d+$", f"epochs = {epochs}", text)
    file = Path(folder, f"{name}.toml")
    file.write_text(text, "utf-8")
    return str(file)


def first_frame() -> None:
    """From the start of the process until all is painted."""

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


def step(name: str, *arguments: str) -> None:
    """A key that goes one step on, from pressing it until its frame is out."""
    with Terminal(*STEPPER, *arguments) as stepper, Terminal(*FLOOR, "line") as floor:
        stepper.wait(lambda output: b"equation" in output)
        floor.wait(lambda output: b"pressed" in output)
        stepper.settle()
        floor.settle()
        updates = [(stepper.press(RIGHT), floor.press(RIGHT)) for _ in range(WARM + KEYS)][WARM:]
    ours, least = (median(u.seconds for u in side) for side in zip(*updates, strict=True))
    frames = [update.frames for update, _ in updates]
    sizes = [update.size for update, _ in updates]
    print(
        f"a step by → at {name} / the smallest update: {ours / least:.2f} (at most 1.7); "
        f"{ours * 1e3:.1f} ms / {least * 1e3:.1f} ms"
    )
    print(f"  frames a key: {median(frames):.0f} (1); most {max(frames)}")
    print(f"  bytes a key: {median(sizes):.0f} (at most 4096); most {max(sizes)}")


def what_if(file: str) -> None:
    """From Enter on an edit at the last iteration until the screen says what goes on."""
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
    """What the screen keeps of the steps that it showed."""
    if not Path("/proc/self/statm").exists():
        print("memory: needs /proc")
        return
    held = {}
    with Terminal(*STEPPER, file) as terminal:
        terminal.wait(lambda output: b"equation" in output)
        terminal.settle()
        for made in range(BURST, STEPS + 1, BURST):
            shown = f"equation {made + 1} (".encode()
            terminal.send(RIGHT * BURST)
            terminal.wait(lambda output, shown=shown: shown in output)  # type: ignore[misc]
            held[made] = terminal.memory
    growth = (held[STEPS] - held[FIRST]) / 1e6
    print(f"memory from step {FIRST:,} to {STEPS:,}: {growth:+.1f} MB (at most 5)")
