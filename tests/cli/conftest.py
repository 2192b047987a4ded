"""What all tests of commands share: English, an empty folder, and `run`."""

from pathlib import Path

import pytest

from tests.support.commands import Runner


@pytest.fixture(autouse=True)
def english_and_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run every test in an English locale and in an empty folder."""
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run commands as `run("show", "xor")`."""
    return Runner(capsys)
