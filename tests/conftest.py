"""Coroutine tests run in an event loop of their own; no plugin is needed.

What every window, process and question would do again is done once: the style sheets are parsed
once for each theme, what is compiled is kept, a scenario is read once, and the names of its numbers
are collected once.
"""

import asyncio
import gc
import inspect
import os
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import pytest

from stepper.files.scenario_file import MAX_BYTES, MAX_NUMBERS, read_scenario
from stepper.input.names import Glossary
from stepper.runs.scenario import Scenario
from stepper.typeset.notation import SEED

os.environ |= {"TEXTUAL_ANIMATIONS": "none", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
gc.set_threshold(0)  # collecting what 300 closed windows leave takes 8 s, and keeping it 700 MB


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    asyncio.run(pyfuncitem.obj(**arguments))
    return True


def pytest_sessionfinish() -> None:
    """It is not looked for at the end either, when pytest collects five times over."""
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """What is compiled is kept: where Python may not keep it beside the source, with pytest's own.

    That holds for the tests, for the program and for its processes.
    """
    pytests = getattr(config, "cache", None)
    if sys.dont_write_bytecode and pytests:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(pytests.mkdir("compiled"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


@pytest.fixture(scope="session", autouse=True)
def no_clock_decides() -> Iterator[None]:
    """An edited run is there at once, however busy the machine is; no window is there to stay.

    (The program leaves its first window alone when it collects garbage; here there are many.)
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stepper.tui.screens.stepper.WAITED_FOR", 10.0)
        patch.setattr("stepper.tui.screens.far_step.AT_ONCE", 10.0)
        patch.setattr("stepper.tui.app.SETTLED", 3600.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    from textual.css.stylesheet import Stylesheet  # now that it is told to move nothing

    parse = Stylesheet._parse_rules
    parsed: dict[object, Any] = {}

    def remembered(sheet: Stylesheet, *source: Any, **options: Any) -> Any:
        key = (*source, *options.items(), tuple(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **options)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    known: dict[tuple[bytes, str, int], Scenario] = {}

    def remembered(source: BinaryIO, file: str, max_numbers: int = MAX_NUMBERS) -> Scenario:
        data = source.read(MAX_BYTES + 1)
        key = data, file, max_numbers
        if key not in known:
            known[key] = read_scenario(BytesIO(data), file, max_numbers)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in ("files.load", "files.scenario_file"):
            patch.setattr(f"stepper.{module}.read_scenario", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def named_once() -> Iterator[None]:
    known: dict[tuple[int, str], tuple[Scenario, Glossary]] = {}

    def remembered(scenario: Scenario, style: str = SEED) -> Glossary:
        key = id(scenario), style
        if key not in known:
            known[key] = scenario, Glossary(scenario, style)  # which keeps the id its own
        return known[key][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stepper.input.steps.Glossary", remembered)
        patch.setattr("stepper.input.answers.Glossary", remembered)
        yield
