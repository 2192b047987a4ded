"""Coroutine tests run in an event loop of their own; no plugin is needed.

What many tests would repeat is done once: compiled files are kept, style sheets are parsed once, a
scenario is read once, and the names of its numbers are collected once.
"""

import asyncio
import gc
import inspect
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from stepper.files.scenario_file import read_scenario
from stepper.input.names import Glossary
from stepper.limits import MAX_BYTES, MAX_NUMBERS
from stepper.runs.scenario import Scenario
from stepper.typeset.notation import COURSE
from tests.support.processes import heed_signals

os.environ |= {"TEXTUAL_ANIMATIONS": "none", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
os.environ["XDG_CONFIG_HOME"] = str(Path(tempfile.gettempdir(), "none-of-the-tester"))
os.environ.pop("STEPPER_THEME", None)
gc.set_threshold(0)  # at the end of each file instead, when no test waits for anything
heed_signals()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine test to its end, and leave any other to pytest."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


def pytest_collection_finish() -> None:
    """Leave all that is imported out of every collection of garbage."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Collect no garbage at the end either, when pytest would five times over."""
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled files in pytest's cache where Python may not keep them beside the source.

    That holds for the tests, for the program and for its processes.
    """
    pytests = getattr(config, "cache", None)
    if sys.dont_write_bytecode and pytests:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(pytests.mkdir("compiled"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


@pytest.fixture(scope="module", autouse=True)
def leaves_no_garbage() -> Iterator[None]:
    """Collect the garbage of each file; what is kept is not looked through at the next ones."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # a stored run has its file open
        gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_clock_decides() -> Iterator[None]:
    """Show an edited run at once, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stepper.tui.screens.stepper.computing.WAITED_FOR", 10.0)
        patch.setattr("stepper.tui.screens.stepper.computing.AT_ONCE", 10.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Parse each style sheet once in the whole session."""
    from tests.support.inside import (
        sheets_parsed_once,
    )  # once the environment says that nothing moves

    with sheets_parsed_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def measured_once() -> Iterator[None]:
    """Measure a text in cells once; millions are measured, most of them the same few."""
    from stepper.typeset.cells import cells

    remembered = lru_cache(maxsize=1 << 16)(cells)
    with pytest.MonkeyPatch.context() as patch:
        for module in [*sys.modules.values()]:
            if vars(module).get("cells") is cells:
                patch.setattr(module, "cells", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Read the same bytes of a scenario once in the whole session."""
    known: dict[tuple[bytes, str, int, int | None], Scenario] = {}

    def remembered(
        source: BinaryIO, file: str, max_numbers: int = MAX_NUMBERS, seed: int | None = None
    ) -> Scenario:
        data = source.read(MAX_BYTES + 1)
        key = data, file, max_numbers, seed
        if key not in known:
            known[key] = read_scenario(BytesIO(data), file, max_numbers, seed)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in ("files.load", "files.scenario_file"):
            patch.setattr(f"stepper.{module}.read_scenario", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def named_once() -> Iterator[None]:
    """Collect the names of a scenario\'s numbers once in each notation."""
    known: dict[tuple[int, str], tuple[Scenario, Glossary]] = {}

    def remembered(scenario: Scenario, style: str = COURSE) -> Glossary:
        key = id(scenario), style
        if key not in known:
            known[key] = scenario, Glossary(scenario, style)  # kept, so its id stays its own
        return known[key][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stepper.input.steps.Glossary", remembered)
        patch.setattr("stepper.input.edits.Glossary", remembered)
        patch.setattr("stepper.input.answer_lines.Glossary", remembered)
        yield
