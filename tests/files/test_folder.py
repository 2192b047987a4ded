"""Several files of a folder: all of them, or none."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stepper.errors import StepperError
from stepper.files.folder import write_all
from tests.support.commands import environment


def breaking() -> Iterator[list[str]]:
    yield ["one\n"]
    raise StepperError("no more")


def test_a_folder_gets_all_files_and_its_own_place(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deep"
    write_all(str(folder), ["a", "b"], [["1\n", "2\n"], ["3\n"]], force=False)
    assert [(path.name, path.read_text()) for path in sorted(folder.iterdir())] == [
        ("a", "1\n2\n"),
        ("b", "3\n"),
    ]


def test_what_breaks_off_leaves_nothing_new(tmp_path: Path) -> None:
    with pytest.raises(StepperError, match="no more"):
        write_all(str(tmp_path / "new"), ["a", "b"], breaking(), force=False)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(StepperError, match="no more"):
        write_all(str(tmp_path), ["a", "b"], breaking(), force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_nothing_is_written_over_but_by_force(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    with pytest.raises(StepperError, match="b: already exists; add --force"):
        write_all(str(tmp_path), ["a", "b"], [["1"], ["2"]], force=False)
    assert (tmp_path / "b").read_text() == "mine"
    assert not (tmp_path / "a").exists()
    write_all(str(tmp_path), ["a", "b"], [["1"], ["2"]], force=True)
    assert (tmp_path / "b").read_text() == "2"


@pytest.mark.parametrize("name", ["file/in", "a\0b", "file"])
def test_what_can_be_no_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    with pytest.raises(StepperError, match=r"cannot be written|no folder can have"):
        write_all(name, ["a"], [["1"]], force=True)


STOPPED = """
import os, signal, sys
from stepper.files.folder import write_all

def texts():
    yield ["one"]
    os.kill(os.getpid(), signal.SIGTERM)
    yield ["two"]

write_all(sys.argv[1], ["a", "b"], texts(), force=False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a program otherwise there")
def test_a_signal_that_ends_the_program_leaves_nothing_new(tmp_path: Path) -> None:
    code = [sys.executable, "-c", STOPPED, str(tmp_path / "new")]
    done = subprocess.run(code, env=environment(), check=False)
    assert done.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
