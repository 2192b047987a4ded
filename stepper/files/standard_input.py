"""Standard input, which can be read once, opened as often as a file."""

import sys
from functools import lru_cache
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, BytesIO, RawIOBase
from typing import Any, BinaryIO, TextIO

from stepper.errors import StepperError
from stepper.limits import MAX_BYTES

STANDARD_INPUT = "-"
START = 1_024  # bytes whose first sign tells a trace from a scenario
BLOCK = 1 << 16  # bytes that are read at once


def called(name: str) -> str:
    """The name of a FILE of the command line in messages."""
    return "standard input" if name == STANDARD_INPUT else name


def begins_as_a_trace(start: bytes) -> bool:
    """Whether a file with this start is a trace: JSON begins with a brace, which TOML cannot."""
    return start[:START].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def open_standard_input() -> BinaryIO:
    """Open it at its beginning. Raises StepperError where it cannot be read."""
    try:
        kept = _kept(sys.stdin)
    except OSError as error:
        raise StepperError(f"{called('-')}: cannot be read: {error.strerror}") from None
    return BytesIO(kept) if isinstance(kept, bytes) else BufferedReader(_Opened(kept))


@lru_cache(maxsize=1)
def _kept(stream: TextIO | None) -> "bytes | _Kept":
    """The bytes of standard input up to the limit of a scenario; of a trace, read as needed."""
    source = stream.buffer if stream else BytesIO()
    start = source.read(MAX_BYTES + 1)
    is_all = len(start) <= MAX_BYTES or not begins_as_a_trace(start)
    return start if is_all else _Kept(start, source)


class _Kept:
    """The part of a source that was read, in a temporary file: a trace may be of any size."""

    def __init__(self, start: bytes, source: BinaryIO) -> None:
        from tempfile import TemporaryFile

        self._source = source
        self._file = TemporaryFile()  # noqa: SIM115
        self._file.write(start)
        self.size = len(start)

    def __del__(self) -> None:
        self._file.close()

    def read_to(self, size: int | None) -> None:
        """Read on up to a size, None for all."""
        self._file.seek(0, SEEK_END)
        while (size is None or self.size < size) and (data := self._source.read(BLOCK)):
            self.size += self._file.write(data)

    def readinto(self, buffer: Any, at: int) -> int:
        """Fill a buffer from a place on, and return the number of bytes."""
        with memoryview(buffer) as view:
            self.read_to(at + view.nbytes)
        self._file.seek(at)
        return self._file.readinto(buffer)


class _Opened(RawIOBase):
    """A place in it."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._kept.readinto(buffer, self._at)
        self._at += count
        return count

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        if whence == SEEK_END:
            self._kept.read_to(None)
        self._at = offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._kept.size}[whence]
        return self._at
