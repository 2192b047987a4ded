"""The screen under random keys, typed text, the mouse, and windows that change their size.

After every few events it is read, and has to tell the truth.
"""

import asyncio
import os
import traceback
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple
from unittest.mock import patch

from textual.pilot import Pilot

from stepper.files.load import load
from stepper.files.opening import TEACHING_ORDER
from stepper.files.scenario_toml import toml
from stepper.files.trace.file import jsonl
from stepper.practice.course import course_of
from stepper.runs.trace import run
from stepper.tui.app import StepperApp
from stepper.tui.canvas.board import Board
from stepper.tui.look import Frame
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.typeset.colours import COLOURS
from tests.stress.happens import HAPPENS, SIZES, Walk
from tests.stress.kept import assert_whole
from tests.stress.truth import told_truly
from tests.support.every_kind import of_every_kind
from tests.support.filled import DOCUMENTS, filled
from tests.support.formulas import drawn as drawn_formula
from tests.support.grid import Grid, as_shown
from tests.support.hostile import TEXTS
from tests.support.inside import is_changing, is_resizing, written_to
from tests.support.networks import AFTER_BACKWARD, BUNDLED, IN_PLACE, drawn
from tests.support.screens import lines_of, settle

EACH = 300  # events of one program, at most
EACH_KIND = 8  # networks, formulas, and both with hostile texts
PATIENCE = 5.0  # seconds for a window to take a new size, and until all of it is painted

MARKED = "[/] [red]x[/red] [@click=app.quit]y[/] $made {name} \\\\["


class Failure(AssertionError):
    """What went wrong, with what is needed to see it again."""


# --- where it happens


class Opening(NamedTuple):
    """How a program is opened."""

    file: str
    size: tuple[int, int]
    language: str
    notation: str
    ascii: bool
    no_color: bool
    predict: tuple[str, ...]
    lesson: bool
    theme: str


def opening(random: Random, files: list[str]) -> Opening:
    return Opening(
        random.choice(files),
        random.choice(SIZES[3:]),
        random.choice(("en", "ko")),
        random.choice(("course", "course", "standard", "ascii")),
        random.random() < 0.2,
        random.random() < 0.2,
        ("delta", "update") if random.random() < 0.1 else (),
        random.random() < 0.3,
        random.choice(list(COLOURS)),
    )


@asynccontextmanager
async def opened(how: Opening, step: float) -> AsyncIterator[Pilot[None]]:
    """step: how far into the first iterations, of 1."""
    trace = load(how.file) if how.file else None
    at = int(step * min(len(trace.steps), 60)) if trace else 0
    course = course_of({how.file: trace.scenario}) if trace and how.lesson else None
    is_lesson = course is not None and bool(course.stations)
    with patch.dict(os.environ, {"NO_COLOR": "1"} if how.no_color else {}):
        app = StepperApp(
            trace,
            how.file,
            at,
            how.language,
            how.notation,
            how.ascii,
            predict=how.predict,
            course=course if is_lesson else None,
            theme=how.theme,
        )
    async with app.run_test(size=how.size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


async def _walk(how: Opening, random: Random, most: int, folder: Path) -> int:
    """How many events were sent until the program was left, or all were."""
    log: deque[object] = deque()
    terminal = Grid()
    happens = random.choices(list(HAPPENS), list(HAPPENS.values()), k=most)
    try:
        with written_to(terminal.write):
            async with opened(how, random.random()) as pilot:
                walk = Walk(pilot, random)
                log = walk.log
                for event in happens:
                    event(walk)
                    await _at_rest(walk, terminal)
                    if walk.count >= most or walk.app.return_code is not None:
                        break
                    told_truly(pilot)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        what = (
            f"{type(error).__name__}: {error}, at {at.line} ({Path(at.filename).name}:{at.lineno})"
        )
        raise Failure(f"{how}\n{what}\nthe last events: {[*log]}") from error
    _all_whole(folder)
    return walk.count


async def _at_rest(walk: Walk, terminal: Grid) -> None:
    """All that was sent has happened; a new size waits for a moment, for another may follow."""
    await settle(walk.pilot)
    app, until = walk.app, monotonic() + PATIENCE
    while app.return_code is None and (late := _late(walk, terminal)):
        await asyncio.sleep(1 / 240)
        await settle(walk.pilot)
        assert monotonic() < until, f"{app.screen} of the size {app.size}: {late}"


def _late(walk: Walk, terminal: Grid) -> str:
    """What still has to happen until the terminal shows the screen as it is; empty if nothing."""
    app = walk.app
    if is_resizing(app) or any(board.display != bool(board.region) for board in _boards(app)):
        return "it is not laid out"
    if is_changing(app):
        return "it is changing"
    lines = as_shown(lines_of(walk.pilot), app.size.width)
    for y, (line, shown) in enumerate(zip(lines, terminal.lines(*app.size), strict=True)):
        if line != shown:
            return f"line {y} is {line!r}, and the terminal shows {shown!r}"
    return ""


def _boards(app: StepperApp) -> Iterator[Board[Frame]]:
    """The boards of a screen of steps; one that is shown or hidden just now is not laid out."""
    yield from app.screen.query(Board) if isinstance(app.screen, StepperScreen) else ()


def _all_whole(folder: Path) -> None:
    """Check that the files saved in a folder are whole, and delete them."""
    for path in folder.iterdir():
        assert not path.name.startswith("."), path.name
        assert_whole(path)
        path.unlink()


def _files(folder: Path) -> Iterator[str]:
    """The bundled scenarios, networks of other shapes, and files that are special."""
    yield ""
    yield from TEACHING_ORDER
    scenarios = {name.replace(" ", "-"): s for name, s in (AFTER_BACKWARD | IN_PLACE).items()}
    one, xor = BUNDLED["one_hidden"], BUNDLED["xor"]
    scenarios["many"] = xor._replace(epochs=2_500)
    scenarios["wide"] = drawn((8, 16, 4), biases=True)
    scenarios["large"] = one._replace(learning_rate=1e300, samples=(((1e10,), (20.0,)),) * 2)
    scenarios["marked"] = xor._replace(title=MARKED, goal=MARKED, summary=MARKED, source=MARKED)
    scenarios |= {f"kind{k}": scenario for k, scenario in enumerate(of_every_kind(EACH_KIND))}
    scenarios |= {f"formula{k}": drawn_formula(Random(k)).scenario for k in range(EACH_KIND)}
    for k, text in enumerate(TEXTS[:: len(TEXTS) // EACH_KIND]):
        scenarios |= {f"{kind}{k}": filled(kind, text)[0] for kind in DOCUMENTS}
    for name, scenario in scenarios.items():
        path = folder / f"{name}.toml"
        path.write_text(toml(scenario), encoding="utf-8")
        yield str(path)
    lines = list(jsonl(run(xor)))
    for name, row in (("right", lines[40]), ("wrong", lines[40].replace("1", "2"))):
        path = folder / f"{name}.jsonl"
        path.write_text("".join([*lines[:40], row, *lines[41:]]), encoding="utf-8")
        yield str(path)


@contextmanager
def _folders() -> Iterator[tuple[Path, Path]]:
    """Work in a folder with the special files, where files are saved as well."""
    home = Path.cwd()
    with TemporaryDirectory() as name:
        networks, kept = Path(name, "networks"), Path(name, "kept")
        networks.mkdir()
        kept.mkdir()
        os.chdir(kept)
        try:
            yield networks, kept
        finally:
            os.chdir(home)


def walk(count: int, seed: int, each: int = EACH) -> str:
    """Send count events to programs, one after another; program k begins from seed + k."""
    sent, programs = 0, 0
    with _folders() as (networks, kept):
        files = list(_files(networks))
        while sent < count:
            random = Random(seed + programs)
            how = opening(random, files)
            try:
                sent += asyncio.run(_walk(how, random, min(each, count - sent), kept))
            except AssertionError as failure:
                raise AssertionError(f"again: --seed {seed + programs}\n{failure}") from failure
            programs += 1
    return f"{sent} events in {programs} programs"
