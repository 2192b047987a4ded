"""Keys of one's own, and what else is remembered by a running screen."""

import re
from collections.abc import Iterator

import pytest

from stepper.errors import StepperError
from stepper.explain.pages.page import ORDER
from stepper.files.load import load
from stepper.files.preferences import Preferences
from stepper.tui import keymap
from stepper.tui.app import StepperApp
from stepper.tui.keys import KEYS
from tests.support.places import ROOT
from tests.support.screens import lines_of, settle


@pytest.fixture(autouse=True)
def tables_as_before() -> Iterator[None]:
    before = [dict(table) for table in keymap.TABLES]
    yield
    for table, rows in zip(keymap.TABLES, before, strict=True):
        table.update(rows)


def app(remembered: Preferences, kept: list[tuple[str, str | bool]] | None = None) -> StepperApp:
    return StepperApp(
        load("one_hidden"), "one_hidden", 0, "en", "course", False,
        remembered=remembered,
        remember=None if kept is None else lambda name, value: kept.append((name, value)),
    )  # fmt: skip


def refused(**keys: str) -> list[str]:
    with pytest.raises(StepperError) as caught:
        keymap.checked(keys, "config.toml")
    return [problem.removeprefix("config.toml: keys.") for problem in caught.value.problems]


async def test_remapped_keys_work_and_are_what_sentences_the_last_line_and_the_help_say() -> None:
    keys = (("next", "j, down"), ("next_delta", "n"), ("notation", "ctrl+n"))
    one = app(Preferences(keys=keys))
    async with one.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        last_line = lines_of(pilot)[-1]
        assert "j next" in last_line
        assert "n next δ" in last_line
        assert any("j computes the next number" in line for line in lines_of(pilot))
        await pilot.press("j", "down", "right")
        await settle(pilot)
        assert one.stepper and one.stepper.step.number == 3
        await pilot.press("n", "ctrl+n")
        await settle(pilot)
        assert one.stepper.step.number == 8
        assert one.notation == "standard"
        await one.stepper.run_action("help")
        await settle(pilot)
        assert any("j ↓ " in line for line in lines_of(pilot))


def test_two_keys_can_change_places() -> None:
    assert keymap.checked({"next": "left", "back": "right, space"}, "") == {
        "next": "left",
        "back": "right,space",
    }


def test_a_key_that_does_something_else_already_is_refused() -> None:
    assert refused(next="n", back="?") == [
        'next: "n" is the key of notation; give notation another one, too',
        'back: "?" is the key of help; give help another one, too',
    ]
    assert refused(open="f3") == ['open: "f3" is the key of pages; give pages another one, too']


def test_unknown_names_and_keys_are_refused_with_one_that_is_meant() -> None:
    assert refused(nxet="j", back="rihgt") == [
        "nxet: no key has that name; did you mean next?",
        'back: "rihgt" is no key; write a letter, or a name such as ctrl+n, down, f5, comma or '
        "question_mark",
    ]


def test_the_keys_of_the_program_themselves_are_a_keymap() -> None:
    bound = {name: key.bound for name, key in KEYS.items() if key.bound}
    assert keymap.checked(bound, "") == bound


async def test_what_is_chosen_is_remembered_and_nothing_else() -> None:
    kept: list[tuple[str, str | bool]] = []
    one = app(Preferences("light", all_digits=True), kept)
    async with one.run_test() as pilot:
        await settle(pilot)
        assert one.theme == "light"
        assert one.stepper and one.stepper.look.all_digits
        assert kept == []
        for action in ("language", "notation", "switch('all_digits')", "app.next_theme"):
            await one.stepper.run_action(action)
        assert kept == [
            ("language", "ko"),
            ("notation", "standard"),
            ("all_digits", False),
            ("theme", "blue-orange"),
        ]
        assert not one.look_at(None).all_digits


async def test_what_cannot_be_remembered_is_told_once() -> None:
    def full(name: str, value: str | bool) -> None:
        raise StepperError("config.toml: cannot be written: No space left on device")

    one = StepperApp(load("one_hidden"), "", 0, "en", "course", False, remember=full)
    told: list[str] = []
    one.notify = lambda message, **_: told.append(message)  # type: ignore[method-assign]
    async with one.run_test() as pilot:
        await settle(pilot)
        assert one.stepper
        for action in ("language", "notation", "language"):
            await one.stepper.run_action(action)
    problem = "config.toml: cannot be written: No space left on device"
    assert told[0] == problem and told.count(problem) == 1


async def test_a_theme_that_is_asked_for_goes_before_the_remembered_one() -> None:
    one = StepperApp(
        None, "", 0, "en", "course", False, theme="blue-orange", remembered=Preferences("light")
    )
    assert one.theme == "blue-orange"


def test_the_keys_of_the_help_are_all_in_the_tables() -> None:
    assert [name for name, key in KEYS.items() if key.bound] == keymap.ids()[: len(KEYS)]


def test_the_documentation_lists_every_name_but_those_of_the_single_pages() -> None:
    text = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
    listed = text.partition("The names for `[keys]` are:")[2].partition("## ")[0]
    pages = {f"page_{name}" for name in ORDER}
    names = [name for name in keymap.ids() if name not in pages]
    assert re.findall(r"`(\w+)`", listed) == names
