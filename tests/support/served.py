"""The screen served to browsers by textual-serve, and the browsers' ends of its sessions."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

from tests.support.commands import environment
from tests.support.processes import descendants

PATIENCE = 60.0  # seconds: a busy machine is slow
SERVE = "import sys; from textual_serve.server import Server; Server(sys.argv[1], port={}).serve()"
SECRET = "hunter2-of-the-server"


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
