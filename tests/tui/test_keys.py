"""The tables of keys: what their rows promise is bound, and nothing is bound twice."""

import pytest

from stepper.tui.keys import KEYS, Keys, bindings
from stepper.tui.screens.pages.parts import PAGE_KEYS
from stepper.tui.screens.picker.parts import PICKER_KEYS
from tests.support.screens import opened, press, text_of

TABLES = {"stepper": KEYS, "picker": PICKER_KEYS, "pages": PAGE_KEYS}


@pytest.mark.parametrize("keys", TABLES.values(), ids=TABLES)
def test_no_key_is_bound_twice_on_a_screen(keys: Keys) -> None:
    bound = [key for row in keys.values() for key in row.bound.split(",") if key]
    assert len(bound) == len(set(bound))
    assert len(bindings(keys)) == sum(bool(row.bound) for row in keys.values())


@pytest.mark.parametrize("keys", TABLES.values(), ids=TABLES)
def test_the_keys_of_a_hint_are_those_that_the_help_lists(keys: Keys) -> None:
    for row in keys.values():
        assert not row.shown or set(row.hint.split()) <= set(row.shown.split())


async def test_the_help_of_the_picker_lists_every_row_of_its_table() -> None:
    async with opened(None, (120, 45)) as pilot:
        await press(pilot, "f1")
        listed = text_of(pilot)
        for row in PICKER_KEYS.values():
            arrows = row.shown.replace("up", "↑").replace("down", "↓").replace("right", "→")
            assert arrows in listed
