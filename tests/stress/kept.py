"""Checks that saved files are whole: each can be read as what its name says it is."""

import csv
import tomllib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from stepper.files.load import load
from stepper.files.trace.verify import VerifiedRows


def _svg(path: Path, text: str) -> None:
    assert text.startswith("<svg"), text[:80]
    ElementTree.fromstring(text)


def _toml(path: Path, text: str) -> None:
    tomllib.loads(text)
    _ = load(str(path)).rows[0]


def _jsonl(path: Path, text: str) -> None:
    rows = load(str(path)).rows
    assert isinstance(rows, VerifiedRows)
    assert rows.problem(lambda: False) == ""


def _csv(path: Path, text: str) -> None:
    rows = list(csv.reader(text.splitlines()))
    assert len({len(row) for row in rows}) == 1
    for row in rows[1:]:
        _ = [float(number) for number in row]


def _tex(path: Path, text: str) -> None:
    assert text.rstrip().endswith(r"\end{document}"), text[-80:]
    assert text.count(r"\begin{") == text.count(r"\end{")
    plain = text.replace(r"\\", "").replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")


def _py(path: Path, text: str) -> None:
    compile(text, path.name, "exec")


def _text(path: Path, text: str) -> None:
    assert text.strip()
    assert not any(ord(letter) < 32 and letter != "\n" for letter in text)


_READ: dict[str, Callable[[Path, str], None]] = {
    ".svg": _svg, ".toml": _toml, ".jsonl": _jsonl, ".csv": _csv, ".tex": _tex, ".py": _py,
    ".md": _text, ".txt": _text,
}  # fmt: skip


def assert_whole(path: Path) -> None:
    """Check that a file is not half of one."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n") or path.suffix == ".svg", (path.name, text[-80:])
    try:
        _READ[path.suffix](path, text)
    except Exception as error:
        raise AssertionError(f"{path.name}: {error}") from error
