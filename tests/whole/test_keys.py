"""What each key of the stepper screen does."""

from importlib import import_module
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from stepper.tui.app import StepperApp
from stepper.tui.dialogs.learner.predict import PredictDialog
from stepper.tui.dialogs.learner.score import PredictSummary
from stepper.tui.keys import KEYS
from stepper.tui.screens.pages.pages import Pages
from stepper.tui.screens.picker.picker import Picker
from tests.support.covered import COVERED, covers
from tests.support.dialogs import ENTER, ESCAPE, compared, message_of, unspaced
from tests.support.places import ROOT
from tests.support.screens import (
    do,
    lines_of,
    opened,
    parts_of,
    press,
    settle,
    step_of,
    stepper,
    text_of,
    typed,
    until,
)
from tests.support.seen import assert_alike, seen

LATIN, KOREAN = "qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"


HANGUL = dict(zip(LATIN, KOREAN, strict=True))


TEXTUAL_NAMES = {
    "Ctrl left": "ctrl+left",
    "Ctrl p": "ctrl+p",
    "Shift Tab": "shift+tab",
    "PgDn": "pagedown",
    "PgUp": "pageup",
    "Esc": "escape",
    "+": "plus",
    "-": "minus",
    "?": "question_mark",
}


async def test_each_key_and_its_hangul_twin_do_what_their_row_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[tuple[str, str]] = []

    async def note(self: StepperApp, action: str, *_: object) -> bool:
        ran.append((key.key, action.removeprefix("app.")))
        return True

    expected = []
    async with opened("one_hidden") as pilot:
        monkeypatch.setattr(StepperApp, "run_action", note)
        for name, row in KEYS.items():
            for bound in row.bound.split(","):
                for letter in dict.fromkeys((bound, HANGUL.get(bound, bound))):
                    key = Key(letter, letter if len(letter) == 1 else None)
                    await press(pilot, key)
                    expected.append((letter, (row.action or name).removeprefix("app.")))
    assert ran == expected


def test_the_keys_that_are_shown_are_those_that_are_bound() -> None:
    for row in KEYS.values():
        shown = [row.shown] if row.shown in TEXTUAL_NAMES else row.shown.split()
        names = {TEXTUAL_NAMES.get(key, key.lower()) for key in shown}
        assert names <= set(row.bound.split(","))


async def test_a_composed_syllable_does_what_its_letters_do() -> None:
    async with opened("three_hidden") as pilot:
        await press(pilot, *typed("여"))  # d and u
        assert step_of(pilot) == 26
        await press(pilot, *typed("ㅑ"))
        assert step_of(pilot) == 55
        await press(pilot, *typed("꺄"))  # r, shifted, and i
        assert step_of(pilot) == 84


def test_every_key_has_a_test() -> None:
    for file in (ROOT / "tests").rglob("test_*.py"):
        if "@covers(" in file.read_text(encoding="utf-8"):
            import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    assert COVERED.keys() == KEYS.keys()


@covers("predict")
async def test_p_asks_about_the_coming_step_and_p_again_ends_that() -> None:
    async with opened("three_hidden", step=15) as pilot:
        await press(pilot, *typed("p"))
        assert isinstance(pilot.app.screen, PredictDialog)
        await press(pilot, ESCAPE, Key("right", None))
        assert step_of(pilot) == 16
        assert "p predicting: 0 of 1" in lines_of(pilot)[-1]
        await press(pilot, *typed("p"))
        assert isinstance(pilot.app.screen, PredictSummary)
        await press(pilot, Key("right", None))
        assert "predicting" not in lines_of(pilot)[-1]
        await press(pilot, Key("right", None))
        assert step_of(pilot) == 17


@covers("compare")
async def test_m_judges_a_number_at_the_step_and_names_the_mistake() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        assert "δ₃ = −0.013   ✓ agrees" in await compared(pilot, "-0.013")
        assert "δ₃ = −0.01299   ≈ rounding; correct: −0.012982" in await compared(pilot, "-0.01299")
        said = await compared(pilot, "-0.052733")
        assert "✗ differs" in said
        assert "slope" in said


@covers("edit", "restore")
async def test_e_edits_the_weight_at_hand_and_r_goes_back() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        before = seen(pilot)
        await do(pilot, "edit")
        await press(pilot, *typed("0.6"), Key("enter", "\r"))
        assert step_of(pilot) == 16
        assert "what if: W₄ 0.6 (was 0.5)" in lines_of(pilot)[0]
        await press(pilot, *typed("r"))
        assert_alike(seen(pilot), before)
        await press(pilot, *typed("r"))
        assert await message_of(pilot) == unspaced(
            "This is the original run: there is no edit to undo."
        )


async def test_in_ascii_windows_messages_and_bars_are_ascii(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", (80, 24), step=16, notation="ascii", ascii=True) as pilot:
        await do(pilot, "export")
        assert text_of(pilot).isascii()
        await press(pilot, ENTER)
        await until(pilot, lambda: "| Saved as" in text_of(pilot))
        assert text_of(pilot).isascii()
        await do(pilot, "help")
        for name in ("down", "pagedown"):
            await press(pilot, Key(name, None))
            await settle(pilot)
            assert text_of(pilot).isascii()
        await press(pilot, Key("x", "x"), Key("ctrl+p", None))
        await until(pilot, lambda: options(pilot) > 0)
        assert "+--" in text_of(pilot)
        assert text_of(pilot).isascii()
        await press(pilot, ESCAPE)


@covers("palette")
async def test_the_palette_lists_every_command_and_runs_the_one_that_is_chosen() -> None:
    async with opened("three_hidden", step=16) as pilot:
        screen = stepper(pilot)
        await press(pilot, Key("ctrl+p", None))
        every = list(pilot.app.get_system_commands(screen))
        commands = [command.title for command in every if command.discover]
        words = [screen.look.say(f"key.{name}") for name in KEYS if name != "language"]
        assert [t for title in commands if (t := title.partition(" (")[0]) in words] == words
        await until(pilot, lambda: options(pilot) == len(commands))
        pilot.app.screen.query_one(Input).value = "all digits"
        await until(pilot, lambda: options(pilot) == 1)
        await press(pilot, ENTER)
        await until(pilot, lambda: pilot.app.screen is screen and screen.look.all_digits)
        assert step_of(pilot) == 16


@covers("pages")
async def test_pages_open_over_the_step_that_is_shown() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await press(pilot, Key("f3", None))
        assert isinstance(pilot.app.screen, Pages)
        await press(pilot, ESCAPE)
        assert step_of(pilot) == 16


@covers("close")
async def test_escape_lets_go_takes_back_and_then_leads_to_the_list() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "graph", "select")
        await do(pilot, "close")
        assert stepper(pilot).selected is None
        assert "ribbon" in parts_of(pilot)
        assert "list" not in parts_of(pilot)
        await do(pilot, "close")
        assert step_of(pilot) == 16
        await do(pilot, "close")
        assert isinstance(pilot.app.screen, Picker)


@covers("drawer")
async def test_the_drawer_opens_in_place_of_the_equation_and_esc_closes_it() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await press(pilot, *typed("w"))
        parts = {place.part for place in stepper(pilot).boards.arrangement.main}
        assert "drawer" in parts and "equation" not in parts
        await press(pilot, ESCAPE)
        parts = {place.part for place in stepper(pilot).boards.arrangement.main}
        assert "equation" in parts and "drawer" not in parts


@covers("quit")
async def test_quitting_leaves_the_place_to_come_back_to() -> None:
    async with opened("three_hidden", step=45) as pilot:
        await press(pilot, *typed("q"))
        app = pilot.app
    assert isinstance(app, StepperApp)
    assert app.place
    file, step, _ = app.place
    assert (file, step.iteration, step.number) == ("three_hidden", 2, 45)


def options(pilot: Pilot[None]) -> int:
    return pilot.app.screen.query_one(OptionList).option_count


async def found(pilot: Pilot[None], text: str) -> list[str]:
    """What the palette lists after a text is typed."""
    await press(pilot, Key("ctrl+p", None))
    pilot.app.screen.query_one(Input).value = text
    listed = pilot.app.screen.query_one(OptionList)
    await until(pilot, lambda: listed.option_count > 0)
    await pilot.pause(0.3)
    return [str(listed.get_option_at_index(k).prompt) for k in range(listed.option_count)]


@pytest.mark.parametrize(
    ("text", "expected", "leads_to"),
    [
        ("gradient of a w", "gradient of a weight: go to the next one", "∂C/∂W₄"),
        ("dC/dW2", "∂C/∂W₂ (dC/dW2)", "∂C/∂W₂"),
        ("open: XOR", "open: XOR: one of the two, not both", "equation 1 of 34"),
        ("read: Gradient", "read: Gradient descent", "Gradient descent"),
        ("learning rate α", "learning rate α", "α              2"),
        ("gradient descent", "read: Gradient descent", "Gradient descent"),
        ("guided", "Guided lesson", "Lesson 1 of 10"),
    ],
)
async def test_the_palette_finds_pages_networks_terms_and_numbers(
    text: str, expected: str, leads_to: str
) -> None:
    await assert_found("en", text, expected, leads_to)


@pytest.mark.parametrize(
    ("text", "expected", "leads_to"),
    [
        ("gradient", "설명 읽기: δ", "δ, 이름을 붙이는 까닭"),
        ("learning rate", "설명 읽기: 경사 하강법", "경사 하강법"),
        ("학습률", "설명 읽기: 경사 하강법", "학습률"),
        ("에포크", "설명 읽기: 경사 하강법", "경사 하강법"),
        ("sigmoid", "설명 읽기: 활성화 함수와 기울기", "활성화 함수와 기울기"),
        ("시그모이드", "설명 읽기: 활성화 함수와 기울기", "활성화 함수와 기울기"),
        ("next delta", "다음 δ", "식 12 / 29"),
    ],
)
async def test_the_palette_finds_what_is_called_by_its_english_name_or_another_in_korean(
    text: str, expected: str, leads_to: str
) -> None:
    await assert_found("ko", text, expected, leads_to)


async def test_the_palette_offers_the_page_on_the_learning_rate_beside_its_number() -> None:
    async with opened("three_hidden") as pilot:
        first, second = (await found(pilot, "learning rate"))[:2]
        assert "learning rate α: what if" in first and "read: Gradient descent" in second


async def assert_found(language: str, text: str, expected: str, leads_to: str) -> None:
    async with opened("three_hidden", language=language) as pilot:
        listed = await found(pilot, text)
        assert any(expected in line for line in listed[:3]), listed
        await press(pilot, ENTER)
        await until(pilot, lambda: not isinstance(pilot.app.screen, CommandPalette))
        await settle(pilot)
        await until(pilot, lambda: leads_to in text_of(pilot))


@pytest.mark.parametrize(
    ("language", "nothing"), [("en", "nothing found"), ("ko", "찾은 것이 없다")]
)
async def test_the_palette_says_in_the_language_of_the_learner_that_nothing_is_found(
    language: str, nothing: str
) -> None:
    async with opened("three_hidden", language=language) as pilot:
        await press(pilot, Key("ctrl+p", None), *typed("qqqq"))
        await until(pilot, lambda: nothing in text_of(pilot))


async def test_the_palette_lists_pages_and_scenarios_over_the_list_of_scenarios() -> None:
    async with opened(None, language="ko") as pilot:
        titles = [c.title for c in pilot.app.get_system_commands(pilot.app.screen) if c.discover]
        assert "길잡이 수업" in titles and "설명 읽기: 경사 하강법" in titles
        assert sum(title.startswith("열기: ") for title in titles) > 10
        await found(pilot, "에포크")
        await press(pilot, ENTER)
        await until(pilot, lambda: isinstance(pilot.app.screen, Pages))
        assert "경사 하강법" in text_of(pilot)
