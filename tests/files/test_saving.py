import errno
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BufferedReader
from pathlib import Path
from threading import Barrier

import pytest

import stepper
from stepper.errors import StepperError
from stepper.files.opening import NETWORKS, TEACHING_ORDER, bundled, open_file
from stepper.files.saving import write_new, write_whole
from stepper.signals import ENDING


def refusal_of_reading(name: str) -> str:
    with pytest.raises(StepperError) as caught:
        open_file(name)
    return str(caught.value)


def refusal_of_writing(name: Path | str, force: bool = False) -> str:
    with pytest.raises(StepperError) as caught:
        write_whole(str(name), ["text\n"], force)
    return str(caught.value)


def test_the_bundled_scenarios_come_in_teaching_order() -> None:
    assert tuple(bundled())[: len(TEACHING_ORDER)] == TEACHING_ORDER
    assert TEACHING_ORDER[:2] == ("chain_rule", "product_of_sum")
    assert NETWORKS[:3] == ("one_hidden", "descent", "three_hidden")


def test_a_bare_name_opens_the_bundled_scenario() -> None:
    with open_file("xor") as file:
        assert file.read() == Path(bundled()["xor"]).read_bytes()


def test_a_file_comes_before_a_bundled_scenario_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xor").write_text("mine", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with open_file("xor") as file:
        assert file.read() == b"mine"


def test_a_folder_does_not_hide_a_bundled_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xor").mkdir()
    monkeypatch.chdir(tmp_path)
    with open_file("xor") as file:
        assert file.read() == Path(bundled()["xor"]).read_bytes()


def test_a_missing_file_is_reported_with_the_nearest_bundled_name() -> None:
    assert refusal_of_reading("one_hiden") == "one_hiden: no such file; did you mean one_hidden?"
    assert refusal_of_reading("nothing/like/it.toml").startswith(
        "nothing/like/it.toml: no such file; the bundled scenarios are chain_rule, product"
    )


def test_folders_pipes_devices_and_no_name_at_all_are_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in (str(tmp_path), str(pipe), os.devnull):
        assert refusal_of_reading(name) == (
            f"{name}: not a regular file; name a scenario or a trace file, or - for standard input"
        )
    assert refusal_of_reading("").startswith("FILE: not a regular file")


def test_a_name_that_no_file_can_have_is_reported() -> None:
    assert refusal_of_reading("a\0b") == r"'a\x00b': no file can have that name"
    assert refusal_of_writing(Path("a\0b")) == r"'a\x00b': no file can have that name"


def test_a_file_that_the_system_refuses_is_reported_with_its_reason(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert refusal_of_reading(str(loop)).startswith(f"{loop}: cannot be read: ")
    long = tmp_path / ("x" * 300)
    assert refusal_of_reading(str(long)).startswith(f"{long}: cannot be read: ")
    assert refusal_of_writing(long).startswith(f"{long}: cannot be written: ")


def test_a_file_that_cannot_be_read_is_reported_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unreadable(BufferedReader):
        def peek(self, size: int = 0) -> bytes:
            raise OSError(5, "Input/output error")

    path = tmp_path / "broken.toml"
    path.touch()
    monkeypatch.setattr("stepper.files.opening.BufferedReader", Unreadable)
    assert refusal_of_reading(str(path)) == f"{path}: cannot be read: Input/output error"


def test_a_new_file_holds_every_line_as_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_whole(str(out), ["δ\n", "은닉\n"], force=False)
    assert out.read_bytes() == "δ\n은닉\n".encode()
    assert list(tmp_path.iterdir()) == [out]


def test_an_existing_file_is_replaced_by_force_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("kept", encoding="utf-8")
    assert refusal_of_writing(out) == (
        f"{out}: already exists; add --force to replace it, or choose another name"
    )
    assert out.read_text(encoding="utf-8") == "kept"
    write_whole(str(out), ["new"], force=True)
    assert out.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(
    "stop", [StepperError("bad row"), KeyboardInterrupt(), OSError(28, "full")]
)
def test_a_write_that_stops_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, stop: BaseException
) -> None:
    def lines() -> Iterator[str]:
        yield "half\n" * 100_000
        raise stop

    out = tmp_path / "out"
    out.write_text("kept", encoding="utf-8")
    with pytest.raises(StepperError if isinstance(stop, OSError) else type(stop)):
        write_whole(str(out), lines(), force=True)
    assert out.read_text(encoding="utf-8") == "kept"
    with pytest.raises((StepperError, KeyboardInterrupt)):
        write_whole(str(tmp_path / "fresh"), lines(), force=False)
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def lines() -> Iterator[str]:
        out.write_text("theirs", encoding="utf-8")
        yield "mine"

    with pytest.raises(StepperError, match="already exists; add --force"):
        write_whole(str(out), lines(), force=False)
    assert out.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_written_through_by_force_alone(tmp_path: Path, there: bool) -> None:
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()
    target = folder / "target"
    link.symlink_to(target)
    if there:
        target.write_text("kept", encoding="utf-8")
    assert "already exists" in refusal_of_writing(link)
    assert target.exists() == there
    write_whole(str(link), ["new"], force=True)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert sorted(tmp_path.rglob("*")) == [folder, target, link]


@pytest.mark.parametrize("mode", [0o400, 0o444, 0o555])
def test_a_read_only_file_is_not_replaced_not_even_by_force(tmp_path: Path, mode: int) -> None:
    out = tmp_path / "out"
    out.write_text("kept", encoding="utf-8")
    out.chmod(mode)
    refusal = refusal_of_writing(out, force=True)
    assert refusal == f"{out}: is read-only; make it writable, or choose another name"
    assert (out.read_text(encoding="utf-8"), out.stat().st_mode & 0o777) == ("kept", mode)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("kind", ["named", "unnamed"])
def test_an_existing_file_keeps_its_owner_or_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    out = tmp_path / "out"
    out.write_text("kept", encoding="utf-8")
    if kind == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    if os.geteuid() == 0:
        os.chown(out, 1234, 4321)
        write_whole(str(out), ["new"], force=True)
        assert (out.stat().st_uid, out.stat().st_gid) == (1234, 4321)
        out.write_text("kept", encoding="utf-8")
    before = Path.stat

    def of_somebody(path: Path, **options: bool) -> os.stat_result:
        """As a file of somebody else in one's own folder."""
        parts = [*before(path, **options)]
        parts[4] += path == out
        return os.stat_result(parts)

    def refused(path: Path, owner: int, group: int) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "stat", of_somebody)
    monkeypatch.setattr(os, "chown", refused)
    assert refusal_of_writing(out, force=True) == (
        f"{out}: belongs to another user or group, and would not any more; choose another name"
    )
    monkeypatch.undo()
    assert out.read_text(encoding="utf-8") == "kept"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="files have no attributes here")
def test_an_existing_file_keeps_its_attributes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.touch()
    try:
        os.setxattr(out, "user.course", b"backprop")
    except OSError:
        pytest.skip("files have no attributes on this disk")
    write_whole(str(out), ["new"], force=True)
    assert os.getxattr(out, "user.course") == b"backprop"


@pytest.mark.parametrize("mode", [0o600, 0o755])
def test_an_existing_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    out = tmp_path / "out"
    out.touch(mode)
    out.chmod(mode)
    write_whole(str(out), ["new"], force=True)
    assert out.stat().st_mode & 0o777 == mode


def test_what_is_no_file_is_not_written_to_not_even_by_force(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (tmp_path, pipe, Path(os.devnull)):
        expected = f"{place}: not a regular file; choose another place to write to"
        assert refusal_of_writing(place, force=True) == expected


def test_a_missing_folder_is_reported_with_the_reason(tmp_path: Path) -> None:
    out = tmp_path / "missing" / "out"
    assert refusal_of_writing(out) == f"{out}: cannot be written: No such file or directory"


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("name", ["", "-", "folder", "folder/", "free/"])
def test_what_names_no_file_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, force: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    expected = f"{name or 'OUT'}: not a regular file; choose another place to write to"
    assert refusal_of_writing(name, force) == expected
    assert list(tmp_path.rglob("*")) == [tmp_path / "folder"]


@pytest.mark.parametrize("name", ["a b", "은닉층", "two\nlines", "-o", "x" * 255, "층" * 85])
def test_any_name_that_a_file_can_have_is_written(tmp_path: Path, name: str) -> None:
    write_whole(str(tmp_path / name), ["text"], force=False)
    write_whole(str(tmp_path / name), ["new"], force=True)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "new"


def test_a_link_that_leads_to_itself_is_reported_and_kept(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for force in (False, True):
        assert refusal_of_writing(loop, force).startswith(f"{loop}: cannot be written: ")
    assert loop.is_symlink()


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_a_new_file_has_the_mode_that_new_files_have(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        for force in (False, True):
            out = tmp_path / str(force)
            write_whole(str(out), ["text"], force)
            assert out.stat().st_mode & 0o777 == 0o666 & ~umask
    finally:
        os.umask(before)


def test_a_file_is_on_the_disk_whole_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, on_disk, seen = tmp_path / "out", os.fsync, []

    def fsync(file: int) -> None:
        seen.append((os.fstat(file).st_size, out.exists()))
        on_disk(file)

    monkeypatch.setattr(os, "fsync", fsync)
    write_whole(str(out), ["text\n"] * 10, force=False)
    write_whole(str(tmp_path / "other"), ["text\n"] * 10, force=True)
    assert seen == [(50, False), (50, True)]


def test_a_full_disk_is_reported_and_nothing_is_left(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(StepperError) as caught:
            write_whole(str(tmp_path / "out"), ["line\n"] * 100_000, force=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert str(caught.value) == f"{tmp_path / 'out'}: cannot be written: File too large"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_disk_that_is_full_only_at_the_end_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fsync(file: int) -> None:
        raise OSError(code, os.strerror(code))

    out = tmp_path / "out"
    out.write_text("kept", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", fsync)
    assert refusal_of_writing(out, force=True) == f"{out}: cannot be written: {os.strerror(code)}"
    assert out.read_text(encoding="utf-8") == "kept"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_not_to_be_written_to_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("root may write anywhere")
    out = tmp_path / "out"
    assert refusal_of_writing(out) == f"{out}: cannot be written: Permission denied"


def no_links(source: Path, target: Path) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk such as a USB stick, which has neither links nor files without a name."""
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.mark.usefixtures("without_links")
def test_a_disk_without_links_takes_files_too(tmp_path: Path) -> None:
    out, nowhere = tmp_path / "out", tmp_path / "nowhere"
    write_whole(str(out), ["text"], force=False)
    assert out.read_text(encoding="utf-8") == "text"

    def lines() -> Iterator[str]:
        nowhere.symlink_to(tmp_path / "missing")
        yield "mine"

    with pytest.raises(StepperError, match="already exists"):
        write_whole(str(nowhere), lines(), force=False)
    assert sorted(tmp_path.iterdir()) == [nowhere, out]


@pytest.mark.usefixtures("without_links")
def test_nothing_is_left_of_a_name_that_was_kept_free_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    assert refusal_of_writing(tmp_path / "out").endswith("cannot be written: Permission denied")
    assert list(tmp_path.iterdir()) == []


def at_once(count: int, write: Callable[[Iterator[str]], object]) -> list[object]:
    """What as many writers give who are all half way through at the same moment, or their error."""
    meeting = Barrier(count, timeout=30)

    def run(k: int) -> object:
        def lines() -> Iterator[str]:
            yield f"{k}\n" * 20_000
            meeting.wait()
            yield f"{k}\n" * 20_000

        try:
            return write(lines())
        except StepperError as error:
            return str(error)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_of_those_who_write_one_name_at_once_one_wins_whole_and_the_others_say_so(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    said = at_once(4, lambda lines: write_whole(str(out), lines, force=False))
    refusal = f"{out}: already exists; add --force to replace it, or choose another name"
    assert (said.count(None), said.count(refusal)) == (1, 3)
    winner = said.index(None)
    assert out.read_text(encoding="utf-8") == f"{winner}\n" * 40_000
    assert at_once(4, lambda lines: write_whole(str(out), lines, force=True)) == [None] * 4
    text = out.read_text(encoding="utf-8")
    assert text in [f"{k}\n" * 40_000 for k in range(4)]
    assert list(tmp_path.iterdir()) == [out]


def test_those_who_write_under_a_free_name_at_once_get_a_name_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out-2.md").write_text("theirs", encoding="utf-8")
    paths = at_once(3, lambda lines: write_new("out", ".md", lines))
    names = ["out-3.md", "out-4.md", "out.md"]
    assert sorted(map(str, paths)) == [str(tmp_path / name) for name in names]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "out-2.md"])
    for k, path in enumerate(paths):
        assert Path(str(path)).read_text(encoding="utf-8") == f"{k}\n" * 40_000


ENDED = """
import os, signal, sys
from stepper.files.saving import write_whole

if sys.argv[1] == "named" and hasattr(os, "O_TMPFILE"):
    del os.O_TMPFILE

def lines():
    yield "half\\n" * 100_000
    for number in sys.argv[2:]:
        os.kill(os.getpid(), int(number))
    yield "whole\\n"

write_whole("out", lines(), force=False)
"""


def left_by(folder: Path, kind: str, *numbers: int) -> tuple[int, list[Path]]:
    """The exit code of a writer that these signals end, and what it leaves. kind: of its file."""
    home = str(Path(stepper.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", ENDED, kind, *map(str, map(int, numbers))],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": home},
        check=False,
    )
    return done.returncode, list(folder.iterdir())


@pytest.mark.parametrize("kind", ["named", "unnamed"])
@pytest.mark.parametrize("number", [each for each in ENDING if each != signal.SIGINT])
def test_nothing_is_left_by_a_writer_that_any_signal_ends(
    tmp_path: Path, number: signal.Signals, kind: str
) -> None:
    assert left_by(tmp_path, kind, number) == (128 + number, [])


@pytest.mark.parametrize("kind", ["named", "unnamed"])
def test_nothing_is_left_where_signals_come_all_at_once(tmp_path: Path, kind: str) -> None:
    others = [number for number in ENDING if number != signal.SIGINT]
    code, left = left_by(tmp_path, kind, *others, *others)
    assert (code - 128 in others, left) == (True, [])


def test_what_a_killed_writer_leaves_is_in_nobodys_way(tmp_path: Path) -> None:
    code, left = left_by(tmp_path, "named", signal.SIGKILL)
    assert (code, [path.name[:9] for path in left]) == (-signal.SIGKILL, [".stepper-"])
    write_whole(str(tmp_path / "out"), ["whole"], force=False)
    assert sorted(tmp_path.iterdir()) == [*left, tmp_path / "out"]


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="every file has a name on this system")
def test_nothing_is_left_by_a_killed_writer_whose_file_has_no_name_yet(tmp_path: Path) -> None:
    assert left_by(tmp_path, "unnamed", signal.SIGKILL) == (-signal.SIGKILL, [])


def test_signals_do_afterwards_what_they_did_and_meanwhile_what_somebody_chose(
    tmp_path: Path,
) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    meanwhile = []

    def lines() -> Iterator[str]:
        meanwhile.append(signal.getsignal(signal.SIGHUP))
        yield "text"

    try:
        write_whole(str(tmp_path / "out"), lines(), force=False)
        assert [*meanwhile, signal.getsignal(signal.SIGHUP)] == [signal.SIG_IGN] * 2
    finally:
        signal.signal(signal.SIGHUP, before)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="no unnamed files here")
@pytest.mark.parametrize("has_links", [True, False])
@pytest.mark.parametrize("force", [True, False])
def test_a_file_is_written_where_an_unnamed_one_may_take_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool, has_links: bool
) -> None:
    out, link = tmp_path / "out", os.link

    def refused(source: Path, path: Path, **how: int) -> None:
        if how or not has_links:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        link(source, path)

    monkeypatch.setattr(os, "link", refused)
    if force:
        out.write_text("kept", encoding="utf-8")
        out.chmod(0o640)
    write_whole(str(out), ["new"], force)
    assert out.read_text(encoding="utf-8") == "new"
    assert not force or out.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [out]
