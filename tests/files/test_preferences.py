"""What the screen remembers in config.toml."""

from pathlib import Path

import pytest

from stepper.errors import StepperError
from stepper.files.preferences import (
    Preferences,
    place,
    read_preferences,
    remember,
    theme_of_environment,
)
from stepper.typeset.colours import THEMES


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "stepper" / "config.toml"


def problems(config: Path, text: str) -> list[str]:
    config.parent.mkdir(exist_ok=True)
    config.write_text(text, encoding="utf-8")
    with pytest.raises(StepperError) as caught:
        read_preferences()
    return [problem.removeprefix(f"{config}: ") for problem in caught.value.problems]


def test_nothing_is_remembered_and_nothing_written_before_something_changes(config: Path) -> None:
    assert read_preferences() == Preferences()
    assert not config.parent.exists()


def test_what_is_remembered_is_read_again(config: Path) -> None:
    remember("theme", "light")
    remember("language", "ko")
    remember("notation", "standard")
    remember("all_digits", True)
    assert place() == config
    assert read_preferences() == Preferences("light", "ko", "standard", True)


def test_only_the_value_that_changes_is_written_again(config: Path) -> None:
    config.parent.mkdir()
    text = '# mine\ntheme = \'dark\'  # at night\n\n[keys]\ntheme = "f5"\nnext = "j"'
    config.write_text(text, encoding="utf-8")
    remember("theme", "light")
    assert config.read_text(encoding="utf-8") == text.replace("'dark'", '"light"')
    remember("language", "en")
    assert read_preferences() == Preferences("light", "en", keys=(("theme", "f5"), ("next", "j")))


def test_a_folder_that_is_no_path_from_the_root_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in ("", "here"):
        monkeypatch.setenv("XDG_CONFIG_HOME", folder)
        assert place() == tmp_path / ".config" / "stepper" / "config.toml"


def test_all_problems_are_told_with_what_was_expected(config: Path) -> None:
    text = 'theme = "drak"\nlanguag = "en"\nall_digits = 3\nkeys = 1\n'
    assert problems(config, text) == [
        "languag: unknown key; did you mean language?",
        'theme: expected "dark" or "light" or "blue-orange" or "16-colours", found "drak"',
        "all_digits: expected true or false, found 3",
        "keys: expected a table such as [keys], found 1",
    ]
    assert problems(config, "[keys]\nnext = 4\n") == ["keys.next: expected text, found 4"]


def test_a_file_that_is_not_toml_or_not_text_is_a_problem_not_a_traceback(config: Path) -> None:
    assert problems(config, "theme = \n")[0].startswith("not valid TOML: ")
    assert problems(config, f"theme = {'[' * 5000}")[0].startswith("not valid TOML: ")
    config.write_bytes(b"\xff\xfe")
    with pytest.raises(StepperError, match="not UTF-8"):
        read_preferences()


def test_a_folder_in_its_place_is_told_when_reading_and_when_writing(config: Path) -> None:
    config.mkdir(parents=True)
    with pytest.raises(StepperError, match="cannot be read: Is a directory"):
        read_preferences()
    with pytest.raises(StepperError, match="cannot be read: Is a directory"):
        remember("theme", "dark")


def test_the_environment_names_a_theme_or_that_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert theme_of_environment() == ""
    for theme in THEMES:
        monkeypatch.setenv("STEPPER_THEME", theme)
        assert theme_of_environment() == theme
    monkeypatch.setenv("STEPPER_THEME", "red")
    with pytest.raises(StepperError, match=r'expected dark or light .*, found "red"'):
        theme_of_environment()
