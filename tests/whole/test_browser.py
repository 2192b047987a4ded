"""The screen as a server in a browser runs it: packets on pipes, in place of a terminal."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import ioctl
from pathlib import Path
from termios import FIONREAD
from threading import Thread, Timer
from time import sleep

import pytest

from tests.support.commands import environment

PATIENCE = 30.0  # seconds: a busy machine is slow
MUCH = 60_000  # bytes in a pipe, which holds 65,536
DRIVER = "textual.drivers.web_driver:WebDriver"


class Session:
    """A learner's session, as the server has it; screen: all that was drawn."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.screen = ""
        assert process.stdin and process.stdout
        self._to, self._from = process.stdin, process.stdout
        assert self._from.readline() == b"__GANGLION__\n"

    def send(self, kind: str, payload: str) -> None:
        data = payload.encode(errors="surrogateescape")
        self._to.write(kind.encode() + len(data).to_bytes(4, "big") + data)
        self._to.flush()

    def packet(self) -> tuple[str, bytes]:
        kind = self._from.read(1).decode()
        data = self._from.read(int.from_bytes(self._from.read(4), "big"))
        if kind == "D":
            self.screen += data.decode()
        return kind, data

    def until_drawn(self, text: str) -> None:
        begin = len(self.screen)
        while text not in self.screen[begin:]:
            kind, _ = self.packet()
            assert kind, f"it ended before it drew {text}"

    def until_much_waits(self) -> None:
        """Read nothing until the pipe is as good as full."""
        waiting = 0
        while waiting < MUCH:
            sleep(0.02)
            waiting = int.from_bytes(ioctl(self._from, FIONREAD, bytes(4)), sys.byteorder)

    def until(self, kind: str) -> bytes:
        while True:
            found, data = self.packet()
            assert found, f"it ended before a packet {kind}"
            if found == kind:
                return data


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the server runs."""
    folder = tmp_path / "served"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@contextmanager
def session(*arguments: str, **variables: str) -> Iterator[Session]:
    shown = {"TEXTUAL_DRIVER": DRIVER, "COLUMNS": "100", "ROWS": "30", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-m", "stepper", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**shown | variables),
    )
    watch = Timer(PATIENCE, process.kill)  # reading would wait for ever
    watch.start()
    try:
        yield Session(process)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                pipe.close()


def test_a_learner_steps_saves_and_leaves_and_nothing_is_on_the_server(
    tmp_path: Path, folder: Path
) -> None:
    config = tmp_path / "config"
    with session("one_hidden", XDG_CONFIG_HOME=str(config)) as learner:
        learner.until_drawn("0.075")
        learner.send("D", "\x1b[C")
        learner.until_drawn("0.518741")
        learner.send("D", "l")
        learner.until_drawn("순전파")
        learner.send("D", "x")
        learner.until_drawn("LaTeX")
        learner.send("D", "3")
        offered = json.loads(learner.until("M"))
        assert offered["type"] == "deliver_file_start"
        assert Path(offered["path"]).name == "stepper-one_hidden-2.txt"
        request = {"type": "deliver_chunk_request", "key": offered["key"], "size": 65536}
        learner.send("M", json.dumps(request))
        assert b"0.518741" in learner.until("P")
        learner.send("M", json.dumps({"type": "resize", "width": 60, "height": 20}))
        learner.send("D", "q")
        assert json.loads(learner.until("M")) == {"type": "exit"}
        assert learner.process.wait(PATIENCE) == 0
        assert learner.process.stdout and learner.process.stdout.read() == b""
    assert not [*folder.iterdir()]
    assert not config.exists()


def test_the_list_offers_no_file_of_the_server(folder: Path) -> None:
    (folder / "secret.toml").write_text("", encoding="utf-8")
    with session() as learner:
        learner.until_drawn("The chain rule")
        learner.send("D", "\x1b[F")
        learner.until_drawn("Nielsen")
        learner.send("D", "o")
        learner.send("D", "?")
        learner.until_drawn("switch the colours")
        assert "open a file" not in learner.screen
        assert "secret" not in learner.screen


def test_a_session_ends_with_its_server() -> None:
    with session("one_hidden") as learner:
        learner.until_drawn("0.075")
        assert learner.process.stdin
        learner.process.stdin.close()
        assert learner.process.wait(PATIENCE) == 0


def test_what_the_account_of_the_server_remembers_is_not_the_choice_of_a_class(
    tmp_path: Path,
) -> None:
    config = tmp_path / "config" / "stepper"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('language = "ko"\n', encoding="utf-8")
    with session("one_hidden", XDG_CONFIG_HOME=str(config.parent)) as learner:
        learner.until_drawn("forward")
        assert "순전파" not in learner.screen


def resized(width: object, height: object) -> str:
    return json.dumps({"type": "resize", "width": width, "height": height})


NO_SIDES = (0, -1, 10**400, 80.5, "80", None, True, [80])  # of any window


def test_a_size_that_no_window_has_and_a_kind_that_is_none_change_nothing_for_long() -> None:
    with session("one_hidden") as learner:
        learner.until_drawn("0.075")
        learner.send("M", '{"type": {}}')
        for k, side in enumerate(NO_SIDES):
            learner.send("M", resized(side, 30))
            learner.send("D", "\x1b[48;9;9;9;9t" + ("\x1b[D" if k % 2 else "\x1b[C"))
            learner.send("M", resized(100 + k, 30))
            learner.until_drawn(f"equation {1 if k % 2 else 2} of 15")


@pytest.mark.parametrize("packet", ["{", "[]", '{"type": "resize"}', "\udcff"])
def test_a_packet_that_is_none_ends_its_own_session_at_most(packet: str) -> None:
    with session("one_hidden") as learner:
        learner.until_drawn("0.075")
        learner.send("M", packet)
        learner.send("D", "q")
        assert json.loads(learner.until("M")) == {"type": "exit"}
        assert learner.process.wait(PATIENCE) == 0


def test_a_flood_of_keys_ends_its_own_session() -> None:
    def flood() -> None:
        with suppress(BrokenPipeError):
            hostile.send("D", 200_000 * "\x1b[C")

    with session("one_hidden") as hostile:
        hostile.until_drawn("0.075")
        flooding = Thread(target=flood)
        flooding.start()
        said = [data for kind, data in iter(hostile.packet, ("", b"")) if kind == "M"]
        code = hostile.process.wait(PATIENCE)
        assert said == [b'{"type": "exit"}'] or (code, said) == (1, [])  # it had no time to say so
        assert code in (0, 1)  # 1: it still had much to read
        assert hostile.process.stderr and hostile.process.stderr.read() == b""
        flooding.join()


def test_a_session_ends_although_nobody_reads_what_it_draws() -> None:
    with session("one_hidden") as learner:
        learner.until_drawn("0.075")
        learner.send("M", resized(900, 300))
        learner.until_much_waits()
        learner.send("M", json.dumps({"type": "quit"}))
        assert learner.process.wait(PATIENCE) == 1


def test_a_download_takes_the_place_of_the_one_before() -> None:
    with session("one_hidden") as learner:
        learner.until_drawn("0.075")
        keys = []
        for _ in range(2):
            learner.send("D", "x")
            learner.until_drawn("LaTeX")
            learner.send("D", "3")
            keys.append(json.loads(learner.until("M"))["key"])
        for key in keys:
            learner.send("M", json.dumps({"type": "deliver_chunk_request", "key": key, "size": 99}))
        assert keys[1].encode() in learner.until("P")
