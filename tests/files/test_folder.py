"""Several files of a folder: all of them, or none."""

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from stepper.errors import StepperError
from stepper.files.folder import write_all
from stepper.files.saving import write_whole
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
    with pytest.raises(StepperError, match=r"cannot be written|is a file|no folder can have"):
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
    code = [sys.executable, "-c", STOPPED, str(tmp_path / "new" / "deep")]
    done = subprocess.run(code, env=environment(), check=False)
    assert done.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def snapshot(folder: Path) -> dict[str, tuple[str, int]]:
    """The files of a folder, each with its text and its mode."""
    files = [path for path in folder.iterdir() if path.is_file()]
    return {path.name: (path.read_text(), path.stat().st_mode) for path in files}


@pytest.mark.parametrize("obstacle", ["folder", "read-only", "text"])
def test_by_force_all_are_replaced_or_none(tmp_path: Path, obstacle: str) -> None:
    (tmp_path / "a").write_text("mine")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "b").write_text("mine")
    texts: Iterable[list[str]] = [["1"], ["2"]]
    if obstacle == "read-only":
        (tmp_path / "b").chmod(0o400)
    elif obstacle == "folder":
        (tmp_path / "b").unlink()
        (tmp_path / "b").symlink_to(tmp_path.parent)
    else:
        texts = breaking()
    before = snapshot(tmp_path)
    with pytest.raises(StepperError):
        write_all(str(tmp_path), ["a", "b"], texts, force=True)
    assert snapshot(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_what_fails_at_the_last_file_puts_back_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("mine")

    def refusing(name: str, lines: Iterable[str], force: bool) -> None:
        if name.endswith("c"):
            raise StepperError("no more")
        write_whole(name, lines, force)

    monkeypatch.setattr("stepper.files.folder.write_whole", refusing)
    with pytest.raises(StepperError, match="no more"):
        write_all(str(tmp_path), ["a", "b", "c"], [["1"], ["2"], ["3"]], force=True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "mine"}


def test_folders_that_were_made_on_the_way_are_gone_again(tmp_path: Path) -> None:
    with pytest.raises(StepperError, match="no more"):
        write_all(str(tmp_path / "a/b/fig"), ["a", "b"], breaking(), force=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("mine")
    with pytest.raises(StepperError, match="one: is a file; several files go to a folder"):
        write_all(str(tmp_path / "one"), ["a", "b"], [["1"], ["2"]], force=False)
