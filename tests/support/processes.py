"""Processes, and the memory that they hold, as Linux tells it in /proc."""

import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def heed_signals() -> None:
    """Heed ctrl+c and ctrl+\\, which a shell has what it runs in the background ignore.

    A program that is started inherits that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGQUIT"):
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have started."""
    parents = dict(_parents())
    found = [pid]
    for ancestor in found:
        found += [child for child, parent in parents.items() if parent == ancestor]
    return found[1:]


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            yield int(folder.name), int(stat.rpartition(")")[2].split()[1])


def megabytes(pid: int, what: str = "VmRSS") -> float:
    """The memory that a process holds, or held at most (VmHWM); 0 once it has ended."""
    try:
        lines = Path("/proc", str(pid), "status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)


def is_writing(number: int, folder: Path) -> bool:
    """Whether a process has a file of a folder open, on Linux also one without a name."""
    opened = Path(f"/proc/{number}/fd")
    if not opened.exists():
        return any(folder.iterdir())
    with suppress(FileNotFoundError):  # closed meanwhile
        return any(str(folder) in str(link.readlink()) for link in opened.iterdir())
    return False
