"""The screen served to browsers, where two students are hostile and a third one only learns.

The server is textual-serve, which is installed with textual-dev. After each attack, the third
student still steps; at the end every session has ended, and no file of the server was shown or
changed.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

from stepper.files.load import load
from tests.support.commands import environment
from tests.support.processes import descendants, megabytes

PATIENCE = 60.0  # seconds: a busy machine is slow
MOST_MEGABYTES = 300.0  # of a session
SERVE = "import sys; from textual_serve.server import Server; Server(sys.argv[1], port={}).serve()"
SECRET = "hunter2-of-the-server"
RIGHT, ESCAPE = "\x1b[C", "\x1b"
PATHS = (
    "secret.toml",
    "../secret.toml",
    "/etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "~/.config/stepper/config.toml",
    "file:///etc/passwd",
    "$HOME/secret.toml; cat secret.toml",
)


class Served(NamedTuple):
    """A server: where it is, its process, and the folder in which it runs."""

    url: str
    pid: int
    folder: Path

    def sessions(self) -> list[int]:
        return descendants(self.pid)


class Student:
    """A browser's end of a session; screen: all that was drawn, keys: of files offered to it."""

    def __init__(self, http: ClientSession, socket: ClientWebSocketResponse, url: str) -> None:
        self._http, self.socket, self.url = http, socket, url
        self.screen = ""
        self.keys: list[str] = []
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type == WSMsgType.BINARY:
                self.screen = (self.screen + message.data.decode())[-200_000:]
                assert SECRET not in self.screen, "a file of the server is shown"
            elif message.type == WSMsgType.TEXT:
                kind, value = json.loads(message.data)[:2]
                if kind == "deliver_file_start":
                    self.keys.append(value)

    async def type(self, text: str) -> None:
        await self.send("stdin", text)

    async def send(self, kind: str, value: object) -> None:
        await self.raw(json.dumps([kind, value]))

    async def raw(self, text: str) -> None:
        with suppress(ClientError, ConnectionError):  # the server may have closed it
            await self.socket.send_str(text)

    async def sees(self, text: str) -> None:
        until = monotonic() + PATIENCE
        while text not in self.screen:
            assert monotonic() < until, f"{text} is not shown: {self.screen[-500:]!r}"
            await asyncio.sleep(0.02)

    async def fetched(self, path: str) -> bytes:
        with suppress(ClientError):
            async with self._http.get(f"{self.url}{path}") as response:
                return bytes(await response.read())
        return b""

    async def look_away(self) -> None:
        """Read nothing more; raise what reading had raised."""
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader

    async def close_tab(self) -> None:
        await self.look_away()
        await self.socket.close()


@asynccontextmanager
async def student(served: Served, query: str = "width=100&height=30") -> AsyncIterator[Student]:
    async with ClientSession() as http:
        socket = await http.ws_connect(f"{served.url}/ws?{query}")
        visitor = Student(http, socket, served.url)
        try:
            yield visitor
        finally:
            await visitor.close_tab()


# --- what hostile students do

Attack = Callable[[Random, Served], Awaitable[None]]
SIDES = (0, -1, 1, 10**4, 10**9, 10**400)
NO_SIDES: tuple[object, ...] = (80.5, "80", None, True, [80], {})


async def huge_windows(random: Random, served: Served) -> None:
    first = random.choice(("99999", "-5", "1e9", "x" * 99, "9" * 5000))
    async with student(served, f"width={first}&height=40000") as hostile:
        for _ in range(20):
            width, height = random.choices((*SIDES, *NO_SIDES), k=2)
            await hostile.send("resize", {"width": width, "height": height})
            rows, columns = random.choices(SIDES, k=2)
            await hostile.type(f"\x1b[48;{rows};{columns};0;0t")
        await asyncio.sleep(1.0)
        hostile.screen = ""
        await hostile.send("resize", {"width": 100, "height": 30})
        await hostile.sees("chain rule")


async def floods(random: Random, served: Served) -> None:
    async with student(served) as hostile:
        await hostile.sees("chain rule")
        for _ in range(3):
            await hostile.type(random.choice((RIGHT, "a", "\x1b[<35;5;5M", "?q")) * 100_000)
        for k in range(2_000):
            await hostile.send("resize", {"width": 20 + k % 200, "height": 5 + k % 60})
        await hostile.type("\x1b[200~" + "x" * 1_000_000 + "\x1b[201~")


async def malformed(random: Random, served: Served) -> None:
    for sent in ("", "[", "{}", "[]", "7", '["stdin"]', '["stdin", 5]', '["resize", {}]',
                 '["stdin", "\\ud800"]', '["quit"]', '[["stdin"], "x"]', "9" * 5_000):  # fmt: skip
        async with student(served) as hostile:
            await hostile.raw(sent)
            await hostile.socket.send_bytes(random.randbytes(1_000))
    async with student(served) as hostile:
        for _ in range(50):
            await hostile.type(random.randbytes(200).decode("latin-1"))
            await hostile.type("M\x00\x00\x00\x0f" + '{"type":"exit"}')  # a packet within a packet


async def paths(random: Random, served: Served) -> None:
    async with student(served) as hostile:
        await hostile.sees("chain rule")
        for path in PATHS:
            for key in ("o", "\x10", "/"):
                await hostile.type(f"{key}{path}\r{ESCAPE}")
            for place in ("/", "/download/", "/static/", "/static/../", "/ws/"):
                assert SECRET.encode() not in await hostile.fetched(f"{place}{path}")


async def downloads(random: Random, served: Served) -> None:
    """Ask for many and fetch none; then what was never offered, and one, twice."""
    async with student(served) as hostile:
        await hostile.sees("chain rule")
        await hostile.type(f"\x1b[F\r{RIGHT}")
        for _ in range(30):
            for kind in random.sample("123456789", 3):
                await hostile.type(f"x{kind}")
                await asyncio.sleep(0.01)
        await asyncio.sleep(1.0)
        for key in (*hostile.keys[-1:] * 2, "0" * 32, "../secret.toml"):
            await hostile.fetched(f"/download/{key}")


async def opened_and_dropped(random: Random, served: Served) -> None:
    """Twenty tabs that are closed at any moment, some of which read nothing."""

    async def one(delay: float) -> None:
        async with student(served) as hostile:
            await hostile.type(f"\r{RIGHT}")
            if random.random() < 0.3:
                await hostile.look_away()
                await hostile.type(RIGHT * 20_000)
            await asyncio.sleep(delay)

    await asyncio.gather(*(one(random.uniform(0.0, 3.0)) for _ in range(20)))


ATTACKS: tuple[Attack, ...] = (
    huge_windows,
    floods,
    malformed,
    paths,
    downloads,
    opened_and_dropped,
)


# --- where they do it


@contextmanager
def serving() -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with TemporaryDirectory() as name:
        folder = Path(name, "served")
        (folder / ".config" / "stepper").mkdir(parents=True)
        (folder / "secret.toml").write_text(f'title = "{SECRET}"\n', encoding="utf-8")
        config = folder / ".config" / "stepper" / "config.toml"
        config.write_text(f'language = "ko"  # {SECRET}\n', encoding="utf-8")
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE.format(port), f"{sys.executable} -m stepper"],
            cwd=folder,
            env=environment(HOME=str(folder), XDG_CONFIG_HOME=str(folder / ".config")),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _until_it_listens(port)
            yield Served(f"http://127.0.0.1:{port}", server.pid, folder)
        finally:
            left = descendants(server.pid)
            server.kill()
            server.wait()
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, 9)


def _until_it_listens(port: int) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            assert monotonic() < until, "the server does not start"
            sleep(0.05)


def _files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a folder, with when it was changed and what is in it."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


class Peak:
    """The most memory that a session and the server have held, in MB."""

    def __init__(self, served: Served) -> None:
        self.session = self.server = 0.0
        self._served = served

    async def watch(self) -> None:
        while True:
            for pid in self._served.sessions():
                self.session = max(self.session, megabytes(pid, "VmHWM"))
            self.server = max(self.server, megabytes(self._served.pid))
            await asyncio.sleep(0.1)


async def _are_gone(served: Served, but: set[int]) -> None:
    until = monotonic() + PATIENCE
    while left := set(served.sessions()) - but:
        assert monotonic() < until, f"{len(left)} sessions are left"
        await asyncio.sleep(0.05)


async def _attacked(count: int, seed: int, served: Served) -> str:
    trace, before = load("three_hidden"), _files(served.folder)
    peak, random = Peak(served), Random(seed)
    watch = asyncio.create_task(peak.watch())
    async with student(served) as learner:
        await learner.sees("chain rule")
        own, first = set(served.sessions()), megabytes(served.pid)
        await learner.type("\x10three_hidden\r")
        await learner.sees("Three hidden")
        for k in range(count):
            one, other = random.choice(ATTACKS), ATTACKS[k % len(ATTACKS)]
            both = f"{one.__name__} and {other.__name__}"
            try:
                await asyncio.gather(*(attack(Random(seed + k), served) for attack in (one, other)))
                learner.screen = ""
                await learner.type(RIGHT)
                await learner.sees(f"{trace.steps[k + 1].value:.4g}".replace("-", "−"))
                await _are_gone(served, own)
                assert peak.session < MOST_MEGABYTES, f"a session held {peak.session:.0f} MB"
            except AssertionError as error:
                raise AssertionError(f"again: --seed {seed + k}: {both}: {error}") from error
        last = megabytes(served.pid)
    await _are_gone(served, set())
    watch.cancel()
    assert _files(served.folder) == before, "files of the server were changed"
    return (
        f"{2 * count} attacks; a session held {peak.session:.0f} MB at most; the server "
        f"{first:.0f} MB at first, {peak.server:.0f} at most, {last:.0f} at last"
    )


def attacks(count: int, seed: int) -> str:
    """Let two students attack a server count times at once; the k-th time begins from seed + k."""
    with serving() as served:
        return asyncio.run(_attacked(count, seed, served))
