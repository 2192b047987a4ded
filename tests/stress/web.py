"""The screen served to browsers, where two students are hostile and a third one only learns.

The server is textual-serve, which is installed with textual-dev. After each attack, the third
student still steps; at the end every session has ended, and no file of the server was shown or
changed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from time import monotonic

from stepper.files.load import load
from tests.support.processes import megabytes
from tests.support.served import PATIENCE, SECRET, Served, serving, student

MOST_MEGABYTES = 300.0  # of a session
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


# --- what hostile students do

Attack = Callable[[Random, Served], Awaitable[None]]
SIDES = (0, -1, 1, 10**4, 10**9, 10**400)
TYPED_SIDES = (*SIDES[:-1], 10**40)  # a longer one is a flood of keys, which ends the session
NO_SIDES: tuple[object, ...] = (80.5, "80", None, True, [80], {})


async def huge_windows(random: Random, served: Served) -> None:
    first = random.choice(("99999", "-5", "1e9", "x" * 99, "9" * 5000))
    async with student(served, f"width={first}&height=40000") as hostile:
        for _ in range(20):
            width, height = random.choices((*SIDES, *NO_SIDES), k=2)
            await hostile.send("resize", {"width": width, "height": height})
            rows, columns = random.choices(TYPED_SIDES, k=2)
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


# --- what is left of it


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
