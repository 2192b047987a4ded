"""What is no file that can be read; the enormous ones come last."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.stress import damage
from tests.stress.bad_files import run_all
from tests.stress.batches import in_batches
from tests.stress.ends_well import assert_fine


def no_files(count: int, seed: int) -> str:
    """Each place once: there are no more."""
    count = min(count, len(PLACES))
    return f"{count} places, {in_batches('no_files:place', count, seed)} runs of commands"


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _disappears() -> Iterator[None]:
    """The file is there when it is looked for, and gone when it is opened."""
    opened = Path.open

    def gone(path: Path, mode: str) -> object:
        if path.name == "bad":
            path.unlink(missing_ok=True)
        return opened(path, mode)

    Path("bad").write_bytes(damage.scenarios()[0].encode())
    with patch.object(Path, "open", gone):
        yield


def _made(make: Callable[[], object]) -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def made_place() -> Iterator[None]:
        made = make()
        yield
        if isinstance(made, socket.socket):
            made.close()

    return made_place


def _socket() -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    made.bind("bad")
    return made


def _sparse(size: int, start: bytes = b"") -> None:
    with Path("bad").open("wb") as file:
        file.write(start)
        file.truncate(size)


def _header() -> bytes:
    return damage.traces()[0].split("\n")[0].encode() + b"\n"


def _lines() -> None:
    with Path("bad").open("wb") as file:
        file.write(_header())
        for _ in range(60):
            file.write(b"\n" * 1_000_000)


def _forbidden() -> None:
    Path("bad").write_bytes(damage.scenarios()[0].encode())
    Path("bad").chmod(0)


PLACES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "a directory": _made(lambda: Path("bad").mkdir()),
    "a pipe": _made(lambda: os.mkfifo("bad")),
    "/dev/zero": _made(lambda: Path("bad").symlink_to("/dev/zero")),
    "/dev/null": _made(lambda: Path("bad").symlink_to("/dev/null")),
    "/proc/self/mem": _made(lambda: Path("bad").symlink_to("/proc/self/mem")),
    "a terminal": _made(lambda: Path("bad").symlink_to("/dev/tty")),
    "a socket": _made(_socket),
    "a link to nothing": _made(lambda: Path("bad").symlink_to("nothing")),
    "a link to itself": _made(lambda: Path("bad").symlink_to("bad")),
    "nothing": _nothing,
    "forbidden": _made(_forbidden),
    "it disappears": _disappears,
    "a gigabyte of zeros": _made(lambda: _sparse(10**9)),
    "a gigabyte in the header": _made(lambda: _sparse(10**9, b"{")),
    "a gigabyte in a row": _made(lambda: _sparse(10**9, _header())),
    "a gigabyte in the header's end": _made(lambda: _sparse(10**9, _header()[:-1])),
    "millions of empty rows": _made(_lines),
    "60 MB of brackets": _made(lambda: Path("bad").write_bytes(b"{" + b'"a": [],' * 7_500_000)),
    "50 MB of lists": _made(
        lambda: Path("bad").write_bytes(b'{"a": [' + b"[]," * 17_000_000 + b"[]]}\n")
    ),
}  # fmt: skip


def place(random: Random, k: int) -> int:
    how, make = list(PLACES.items())[k]
    Path("answers.txt").write_text("C = 1\n", "utf-8")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        before = Path.cwd()
        os.chdir(folder)
        stack.callback(os.chdir, before)
        Path("answers.txt").write_text("C = 1\n", "utf-8")
        stack.enter_context(make())
        runs = run_all("bad", how, random)
        assert_fine(["compare", "one_hidden", "bad"], ("bad",), how)
    return runs + 1
