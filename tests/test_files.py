import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from stepper.errors import StepperError
from stepper.files import TEACHING_ORDER, bundled, open_file, write_whole


def refusal_of_reading(name: str) -> str:
    with pytest.raises(StepperError) as caught:
        open_file(name)
    return str(caught.value)


def refusal_of_writing(name: Path, force: bool = False) -> str:
    with pytest.raises(StepperError) as caught:
        write_whole(str(name), ["text\n"], force)
    return str(caught.value)


def test_the_bundled_scenarios_come_in_teaching_order() -> None:
    assert tuple(bundled())[: len(TEACHING_ORDER)] == TEACHING_ORDER
    assert TEACHING_ORDER[:3] == ("one_hidden", "descent", "three_hidden")


def test_a_bare_name_opens_the_bundled_scenario() -> None:
    with open_file("xor") as file:
        assert file.read() == bundled()["xor"].read_bytes()


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
        assert file.read() == bundled()["xor"].read_bytes()


def test_a_missing_file_is_told_with_the_nearest_bundled_name() -> None:
    assert refusal_of_reading("one_hiden") == "one_hiden: no such file; did you mean one_hidden?"
    assert refusal_of_reading("nothing/like/it.toml").startswith(
        "nothing/like/it.toml: no such file; the bundled scenarios are one_hidden, descent"
    )


def test_folders_pipes_devices_and_no_name_at_all_are_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in (str(tmp_path), str(pipe), os.devnull):
        assert refusal_of_reading(name) == (
            f"{name}: not a regular file; name a scenario or a trace file"
        )
    assert refusal_of_reading("").startswith("FILE: not a regular file")


def test_a_name_that_no_file_can_have_is_told() -> None:
    assert refusal_of_reading("a\0b") == r"'a\x00b': no file can have that name"
    assert refusal_of_writing(Path("a\0b")) == r"'a\x00b': no file can have that name"


def test_a_file_that_the_system_refuses_is_told_with_its_reason(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert refusal_of_reading(str(loop)).startswith(f"{loop}: cannot be read: ")
    long = tmp_path / ("x" * 300)
    assert refusal_of_reading(str(long)).startswith(f"{long}: cannot be read: ")
    assert refusal_of_writing(long).startswith(f"{long}: cannot be written: ")


def test_a_file_that_cannot_be_read_is_told_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unreadable(BytesIO):
        def peek(self, size: int) -> bytes:
            raise OSError(5, "Input/output error")

    path = tmp_path / "broken.toml"
    path.touch()
    monkeypatch.setattr(Path, "open", lambda path, mode: Unreadable())
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
        f"{out}: exists already; add --force to replace it, or name another"
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

    with pytest.raises(StepperError, match="exists already; add --force"):
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
    assert "exists already" in refusal_of_writing(link)
    assert target.exists() == there
    write_whole(str(link), ["new"], force=True)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert sorted(tmp_path.rglob("*")) == [folder, target, link]


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
        expected = f"{place}: not a regular file; name another place to write to"
        assert refusal_of_writing(place, force=True) == expected


def test_a_missing_folder_is_told_with_the_reason(tmp_path: Path) -> None:
    out = tmp_path / "missing" / "out"
    assert refusal_of_writing(out) == f"{out}: cannot be written: No such file or directory"
