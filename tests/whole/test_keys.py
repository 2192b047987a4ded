"""What each key of the stepper screen does, and that nothing it shows depends on the way there."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
from rich.color import Color
from textual.events import Key
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from stepper.tui.app import StepperApp
from stepper.tui.canvas.board import Board
from stepper.tui.dialogs.go_to import GoTo
from stepper.tui.dialogs.help import Help
from stepper.tui.dialogs.predict import PredictDialog
from stepper.tui.dialogs.score import PredictSummary
from stepper.tui.keys import KEYS
from stepper.tui.screens.pages import Pages
from stepper.tui.screens.picker import Picker
from stepper.tui.screens.play import SPEEDS
from stepper.tui.theme import COLOURS, DARK
from tests.support.dialogs import compared
from tests.support.screens import (
    Seen,
    assert_alike,
    do,
    drawn_anew,
    go,
    highlighted,
    lines_of,
    opened,
    painted,
    pieces_of,
    press,
    resize,
    seen,
    seen_afresh,
    settle,
    step_of,
    stepper,
    still,
    text_of,
    typed,
    until,
)

Test = TypeVar("Test", bound=Callable[..., Any])

COVERED: dict[str, str] = {}  # the name of a key -> the test that says what it does


def covers(*names: str) -> Callable[[Test], Test]:
    def register(test: Test) -> Test:
        COVERED.update(dict.fromkeys(names, test.__name__))
        return test

    return register


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages would stand over the screen, for some seconds."""
    monkeypatch.setattr(StepperApp, "notify", lambda *_, **__: None)


# --- which key does what


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
    assert COVERED.keys() == KEYS.keys()


# --- from step to step


WAYS = [
    (1, ["next"], 2),
    (290, ["next"], 290),
    (1, ["follow"], 2),
    (1, ["back"], 1),
    (5, ["back"], 4),
    (1, ["next_delta"], 12),
    (12, ["next_delta"], 16),
    (24, ["next_delta"], 41),
    (290, ["next_delta"], 290),
    (16, ["previous_delta"], 12),
    (41, ["previous_delta"], 24),
    (12, ["previous_delta"], 12),
    (1, ["next_update"], 26),
    (29, ["next_update"], 55),
    (16, ["next_iteration"], 45),
    (277, ["next_iteration"], 277),
    (45, ["previous_iteration"], 16),
    (16, ["previous_iteration"], 16),
    (45, ["first"], 30),
    (45, ["first", "first"], 1),
    (45, ["last"], 58),
    (45, ["last", "last"], 290),
    (3, ["next_phase"], 10),
    (3, ["next_phase", "next_phase"], 26),
    (12, ["previous_phase"], 10),
    (10, ["previous_phase"], 1),
]
MOVES = sorted({name for _, names, _ in WAYS for name in names})


@covers(*MOVES)
async def test_each_move_goes_where_its_name_says() -> None:
    ways = []
    async with opened("three_hidden") as pilot:
        for start, names, _ in WAYS:
            go(pilot, start)
            await do(pilot, *names)
            ways.append((start, names, step_of(pilot)))
            assert f"equation {step_of(pilot)} " in lines_of(pilot)[0]
    assert ways == WAYS


async def go_to(pilot: Pilot[None], text: str) -> None:
    await do(pilot, "go_to")
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, Key("enter", None))


@covers("go_to")
async def test_go_to_takes_a_number_or_a_name_in_any_notation_and_keeps_a_way_back() -> None:
    async with opened("three_hidden", step=3) as pilot:
        for text in ("16", "delta[3]", "delta[3][1]", "δ₃", "δ3"):
            await go_to(pilot, text)
            assert (text, step_of(pilot)) == (text, 16)
            await do(pilot, "return")
            assert step_of(pilot) == 3


async def test_go_to_is_typed_and_means_the_iteration_that_is_shown() -> None:
    async with opened("three_hidden", step=30) as pilot:
        await press(pilot, *typed("gW3"), Key("enter", None))
        assert step_of(pilot) == 56


@pytest.mark.parametrize(
    ("language", "word", "hint"),
    [("en", "iteration", "iteration 10001:"), ("ko", "반복", "‘반복 10001’")],
)
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_go_to_leads_to_the_same_equation_of_an_iteration_as_its_hint_says(
    size: tuple[int, int], language: str, word: str, hint: str
) -> None:
    async with opened("mazur", size, step=12, language=language) as pilot:
        await do(pilot, "go_to")
        assert hint in text_of(pilot)
        await press(pilot, *typed(f"{word} 500"), Key("enter", None))
        assert step_of(pilot) == 499 * 37 + 12
        await go_to(pilot, f"{word} 10002")
        assert isinstance(pilot.app.screen, GoTo)


async def test_a_run_of_one_iteration_has_no_other_to_go_to() -> None:
    async with opened("han_kamber_pei") as pilot:
        await do(pilot, "go_to")
        assert "iteration 1:" not in text_of(pilot)


async def test_go_to_says_of_a_given_number_that_it_was_given() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await go_to(pilot, "y'")
        await settle(pilot)
        assert step_of(pilot) == 9
        assert "y′ is given: no equation computes it." in " ".join(text_of(pilot).split())
        await go_to(pilot, "slope")
        assert step_of(pilot) == 11


async def test_go_to_tells_in_place_what_is_no_step_and_escape_leaves_it() -> None:
    async with opened("three_hidden", step=3) as pilot:
        await go_to(pilot, "[/]")
        assert isinstance(pilot.app.screen, GoTo)
        assert "[/]: no such step; write a number from 1 to 290" in text_of(pilot)
        await press(pilot, Key("escape", None))
        assert step_of(pilot) == 3
        assert not stepper(pilot).frame.can_return


# --- predicting


@covers("predict")
async def test_p_asks_about_the_coming_step_and_p_again_ends_that() -> None:
    async with opened("three_hidden", step=15) as pilot:
        await press(pilot, *typed("p"))
        assert isinstance(pilot.app.screen, PredictDialog)
        await press(pilot, Key("escape", None), Key("right", None))
        assert step_of(pilot) == 16
        assert "p predicting: 0 of 1" in lines_of(pilot)[-1]
        await press(pilot, *typed("p"))
        assert isinstance(pilot.app.screen, PredictSummary)
        await press(pilot, Key("right", None))
        assert "predicting" not in lines_of(pilot)[-1]
        await press(pilot, Key("right", None))
        assert step_of(pilot) == 17


# --- the play


def is_playing(pilot: Pilot[None]) -> bool:
    return stepper(pilot).frame.speed > 0


@covers("play")
async def test_play_steps_on_by_itself_until_it_is_pressed_again() -> None:
    async with opened("three_hidden") as pilot:
        await do(pilot, *["faster"] * len(SPEEDS), "play")
        for _ in range(100):
            if step_of(pilot) >= 3:
                break
            await pilot.pause(0.02)
        assert step_of(pilot) >= 3
        assert "a stop (30 steps a second)" in lines_of(pilot)[-1]
        await do(pilot, "play")
        there = step_of(pilot)
        await pilot.pause(0.1)
        assert step_of(pilot) == there
        assert "stop" not in lines_of(pilot)[-1]


@covers("faster", "slower")
async def test_plus_and_minus_change_the_speed_of_this_play_and_the_next() -> None:
    async with opened("three_hidden") as pilot:
        await do(pilot, "play")
        speeds = [stepper(pilot).frame.speed]
        for name in ("faster", "slower"):
            for _ in SPEEDS:
                await do(pilot, name)
                assert f"({stepper(pilot).frame.speed:g} steps a second)" in text_of(pilot)
                speeds.append(stepper(pilot).frame.speed)
        await do(pilot, "play", "faster", "play")
        assert stepper(pilot).frame.speed == SPEEDS[1]
    top = SPEEDS.index(speeds[0])
    faster = [*SPEEDS[top + 1 :], *[SPEEDS[-1]] * (top + 1)]
    assert speeds[1 : len(SPEEDS) + 1] == faster
    assert speeds[len(SPEEDS) + 1 :] == [*SPEEDS[-2::-1], SPEEDS[0]]


async def test_play_stops_at_the_end_of_the_run() -> None:
    async with opened("three_hidden", step=288) as pilot:
        await do(pilot, "play")
        steps = []
        for _ in range(3):
            assert is_playing(pilot)
            stepper(pilot)._play._begun -= 0.5
            stepper(pilot)._play._tick()
            steps.append(step_of(pilot))
        assert steps == [289, 290, 290]
        assert not is_playing(pilot)


async def test_play_stops_at_every_move() -> None:
    async with opened("three_hidden") as pilot:
        for name in [*MOVES, "use"]:
            go(pilot, 45)
            await do(pilot, "play")
            assert is_playing(pilot)
            await do(pilot, name)
            assert (name, is_playing(pilot)) == (name, False)
        await do(pilot, "play")
        await go_to(pilot, "16")
        assert not is_playing(pilot)


async def test_play_stops_at_the_way_back() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "use", "play", "return")
        assert step_of(pilot) == 16
        assert not is_playing(pilot)


async def test_tab_stops_the_play_and_escape_does_nothing_but_that() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "play", "select")
        assert not is_playing(pilot)
        screen = stepper(pilot)
        assert screen.selected
        await do(pilot, "close", "graph", "play", "close")
        assert not is_playing(pilot)
        assert pilot.app.screen is screen
        assert screen.frame.enlarged == "graph"


async def test_nothing_plays_behind_a_dialog() -> None:
    async with opened("three_hidden", step=16) as pilot:
        screen = stepper(pilot)
        await do(pilot, "play", "go_to")
        assert screen.frame.speed == 0


# --- the numbers of the equation


EQUATIONS = {
    "three_hidden": {
        1: ["W₁", "x"],
        9: ["y", "y′"],
        16: ["δy", "W₄", "∂h₃/∂z₃"],
        27: ["W₃", "∂C/∂W₃"],
    },
    "xor": {5: ["W₂,₁₁", "h₁,₁", "W₂,₁₂", "h₁,₂", "b₂,₁"]},
}


@covers("select", "select_before")
@pytest.mark.parametrize("file", EQUATIONS)
async def test_tab_selects_the_numbers_of_the_equation_in_order_and_shift_tab_back(
    file: str,
) -> None:
    async with opened(file, (120, 36)) as pilot:
        screen = stepper(pilot)

        def name() -> str:
            return screen.look.name(screen.selected) if screen.selected else ""

        for step, names in EQUATIONS[file].items():
            go(pilot, step)
            there, back = [name()], []
            for _ in range(len(names) + 1):
                await do(pilot, "select")
                there.append(name())
                assert_only_the_selected_is_drawn_so(pilot)
            assert there == ["", *names, names[0]]
            await do(pilot, "close")
            assert name() == ""
            assert not [drawn for drawn in pieces_of(pilot) if drawn.piece.style == "selected"]
            for _ in range(len(names) + 1):
                await do(pilot, "select_before")
                back.append(name())
            assert back == [*names[::-1], names[-1]]
            await do(pilot, "next")
            assert name() == ""


SELECTED = Color.from_ansi(COLOURS[DARK]["foreground"]).get_truecolor()


def assert_only_the_selected_is_drawn_so(pilot: Pilot[None]) -> None:
    parts = {part: list(pieces_of(pilot, part)) for part in ("equation", "graph", "")}
    for drawn in parts.values():
        selected = [d for d in drawn if d.piece.style == "selected"]
        assert {d.piece.symbol for d in selected} == {stepper(pilot).selected}
    screen = painted(pilot)
    for piece, x, y in parts[""]:
        assert (screen[y][x].background == SELECTED) is (piece.style == "selected"), piece


@covers("follow", "return")
async def test_enter_goes_where_the_selected_was_made_and_backspace_the_way_back() -> None:
    async with opened("three_hidden", step=45) as pilot:
        steps = []
        await do(pilot, "select", "select", "follow")  # W4
        steps.append(step_of(pilot))
        await do(pilot, "select_before", "follow")  # dC/dW4
        steps.append(step_of(pilot))
        await do(pilot, "select", "follow")  # delta_y
        steps.append(step_of(pilot))
        assert steps == [26, 13, 12]
        for there in (13, 26, 45, 45):
            await do(pilot, "return")
            assert step_of(pilot) == there
        assert not stepper(pilot).frame.can_return


async def test_enter_says_of_a_given_number_that_no_step_made_it() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "select", "select", "follow")
        await settle(pilot)
        assert "W₄ is given: no equation computes it." in text_of(pilot)
        assert step_of(pilot) == 16
        assert not stepper(pilot).frame.can_return


@covers("use")
async def test_o_goes_where_a_number_is_used_next_as_often_as_it_is() -> None:
    async with opened("three_hidden", step=12) as pilot:
        await do(pilot, "use")  # delta_y in dC/dW4
        assert step_of(pilot) == 13
        await do(pilot, "select", "use")  # again, in dC/dh3
        assert step_of(pilot) == 14
        await do(pilot, "return", "return")
        assert step_of(pilot) == 12
        go(pilot, 16)
        await do(pilot, "select", "select", "use")  # W4 in its update
        assert step_of(pilot) == 26
        go(pilot, 29)
        await do(pilot, "use")  # the new W1 in z1 of the next iteration
        assert step_of(pilot) == 30
        go(pilot, 290)
        await do(pilot, "use")
        await settle(pilot)
        assert "W₁⁺ is not used again" in text_of(pilot)
        assert step_of(pilot) == 290


# --- what is shown


def parts_of(pilot: Pilot[None]) -> set[str]:
    arrangement = stepper(pilot).boards.arrangement
    return {place.part for place in arrangement.top + arrangement.main} - {"rule", "air"}


@covers("view")
@pytest.mark.parametrize(
    ("file", "views"), [("three_hidden", ["network", "chain"]), ("xor", ["neuron", "network"])]
)
async def test_v_goes_round_the_views_that_suit_the_network(file: str, views: list[str]) -> None:
    async with opened(file, step=5) as pilot:
        before = lines_of(pilot)
        shown, seen_views = [], []
        for _ in views:
            await do(pilot, "view")
            seen_views.append(stepper(pilot).look.view)
            shown.append(lines_of(pilot))
            assert step_of(pilot) == 5
            assert highlighted(pilot) == {stepper(pilot).step.symbol}
        assert seen_views == views
        assert before != shown[0]
        assert before == shown[-1]


ENLARGED = {
    "graph": ("graph", {"header", "graph", "equation", "ribbon", "footer"}),
    "equation": ("equation", {"header", "equation", "ribbon", "footer"}),
    "list": ("list", {"header", "list", "ribbon", "footer"}),
    "charts": ("function", {"header", "function", "deltas", "curves", "ribbon", "footer"}),
    "curves": ("curves", {"header", "curves", "ribbon", "footer"}),
}


@covers(*ENLARGED)
async def test_a_part_has_the_window_for_itself_until_its_key_or_escape() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        before = seen(pilot)
        assert list(pieces_of(pilot, "divider"))
        for name, (part, parts) in ENLARGED.items():
            for way_back in (name, "close"):
                await do(pilot, name)
                assert (name, parts_of(pilot)) == (name, parts)
                assert list(pieces_of(pilot, part))
                assert not list(pieces_of(pilot, "divider"))
                await do(pilot, way_back)
                assert_alike(seen(pilot), before)
        for name, (_, parts) in ENLARGED.items():
            await do(pilot, name)
            assert (name, parts_of(pilot)) == (name, parts)


@covers("all_digits")
async def test_f_shows_all_digits_and_takes_them_back() -> None:
    async with opened("three_hidden", step=16) as pilot:
        whole = repr(stepper(pilot).step.value).replace("-", "−")
        before = lines_of(pilot)
        assert whole not in text_of(pilot)
        await do(pilot, "all_digits")
        assert f"= {whole}" in text_of(pilot).replace("  ", " ").replace("  ", " ")
        await do(pilot, "all_digits")
        assert lines_of(pilot) == before


@covers("notation", "language", "theme")
@pytest.mark.usefixtures("silent")
async def test_notation_language_and_colours_go_round_and_keep_the_place() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        for name in ("h₃(1−h₃)", "a₃(1−a₃)", "a[3]*(1-a[3])"):
            assert name in text_of(pilot)
            await do(pilot, "notation")
        for word in ("backward", "역전파"):
            assert word in lines_of(pilot)[0]
            await do(pilot, "language")
        await do(pilot, "view", "next", "select")
        before = seen(pilot)
        for name, count in (("notation", 3), ("language", 2), ("theme", len(COLOURS))):
            shown = []
            for _ in range(count):
                await do(pilot, name)
                shown.append(seen(pilot))
                assert shown[-1].symbol == before.symbol
                assert shown[-1].selected == before.selected
                assert shown[-1].look.view == before.look.view
            assert before.painted not in [what.painted for what in shown[:-1]]
            assert shown[-1].painted == before.painted


async def test_in_ascii_another_notation_is_refused_with_the_reason() -> None:
    async with opened("three_hidden", notation="ascii", ascii=True) as pilot:
        await do(pilot, "notation")
        await settle(pilot)
        assert "Names can only be shown in ASCII on this terminal." in text_of(pilot)
        assert "z[1]" in text_of(pilot)


# --- sums term by term


BIASED = """
title = "one, with biases"
learning_rate = 1
epochs = 2
[[samples]]
inputs = [0.5]
targets = [1.0]
[[layers]]
weights = [[0.15]]
biases = [0.3]
[[layers]]
weights = [[0.4]]
biases = [0.2]
"""


@covers("fine_steps")
async def test_t_goes_through_the_terms_of_a_sum_and_no_number_shifts() -> None:
    labels = []
    async with opened("xor", step=4) as pilot:
        await do(pilot, "fine_steps")
        for _ in range(5):
            await do(pilot, "next")
            labels.append(stepper(pilot).step.label)
            assert f"equation {labels[-1]} of 34" in lines_of(pilot)[0]
            assert highlighted(pilot) == {stepper(pilot).step.symbol}
        assert labels == ["5.1", "5.2", "5", "6", "7"]
        for label in labels[-2::-1]:
            await do(pilot, "back")
            assert stepper(pilot).step.label == label


async def test_the_terms_of_a_chain_with_biases_can_be_gone_through(tmp_path: Path) -> None:
    file = tmp_path / "biased.toml"
    file.write_text(BIASED, encoding="utf-8")
    labels = []
    async with opened(str(file), (120, 36)) as pilot:
        await do(pilot, "fine_steps")
        for _ in range(4):
            await do(pilot, "next")
            labels.append(stepper(pilot).step.label)
            assert f"equation {labels[-1]} of " in lines_of(pilot)[0]
    assert labels == ["2", "3.1", "3", "4"]


async def test_where_no_sum_has_terms_fine_steps_are_the_steps() -> None:
    async with opened("three_hidden", step=28) as pilot:
        await do(pilot, "fine_steps")
        for step in (29, 30, 31):
            await do(pilot, "next")
            assert stepper(pilot).step.label == str(step)


async def test_no_sum_is_passed_by_when_fine_steps_end_at_one_of_its_terms() -> None:
    labels = []
    async with opened("xor", step=4) as pilot:
        for names in (["fine_steps", "next"], ["fine_steps"], ["next"]):
            await do(pilot, *names)
            labels.append(stepper(pilot).step.label)
    assert labels[0] == "5.1"
    assert "5" in labels[1:]


# --- what if


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
        assert await told(pilot) == squeezed("This is the original run: there is no edit to undo.")


# --- the program


@covers("export")
async def test_x_saves_a_picture_here_says_where_and_never_writes_over_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", step=16) as pilot:
        for name, way in (
            ("stepper-three_hidden-16.svg", "enter"),
            ("stepper-three_hidden-16-2.svg", "1"),
        ):
            await do(pilot, "export")
            await press(pilot, way)
            path = tmp_path / name
            await until(pilot, path.exists)
            text = path.read_text(encoding="utf-8")
            assert text.startswith("<svg")
            assert "0.24618716" in text  # the step
            assert (
                "a&#160;picture&#160;of&#160;the&#160;screen" not in text
            )  # and not the window over it
            assert await told(pilot) == squeezed(f"Saved as {name}")
            path.write_text("mine", encoding="utf-8")
        await do(pilot, "export")
        await press(pilot, "enter")
        await until(pilot, lambda: len(list(tmp_path.iterdir())) == 3)
    assert sorted(path.read_text(encoding="utf-8")[:4] for path in tmp_path.iterdir()) == [
        "<svg",
        "mine",
        "mine",
    ]


def shows(pilot: Pilot[None], text: str) -> bool:
    return text in text_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_message_takes_the_place_of_the_one_before_breaks_no_name_and_hides_little(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", size, step=16) as pilot:
        before = lines_of(pilot)
        for name in ("stepper-three_hidden-16.svg", "stepper-three_hidden-16-2.svg"):
            await do(pilot, "export")
            await press(pilot, Key("enter", None))
            await until(pilot, partial(shows, pilot, name))
            assert text_of(pilot).count("Saved as") == 1
        differing = [
            y for y, (a, b) in enumerate(zip(before, lines_of(pilot), strict=True)) if a != b
        ]
        assert differing in ([size[1] - 2], [size[1] - 3, size[1] - 2])


async def test_in_ascii_windows_messages_and_bars_are_ascii(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", (80, 24), step=16, notation="ascii", ascii=True) as pilot:
        await do(pilot, "export")
        assert text_of(pilot).isascii()
        await press(pilot, Key("enter", None))
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
        await press(pilot, Key("escape", None))


async def test_without_colours_f2_says_that_they_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened("three_hidden", step=16) as pilot:
        theme = pilot.app.theme
        await do(pilot, "theme")
        await settle(pilot)
        assert "Colours are off: NO_COLOR is set." in text_of(pilot)
        assert pilot.app.theme == theme


async def test_x_says_so_where_no_picture_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "export")
        await press(pilot, *typed("1"))
        problem = "stepper-three_hidden-16.svg: cannot be written: No such file or directory"
        assert await told(pilot) == squeezed(problem)


async def told(pilot: Pilot[None]) -> str:
    """What a message says, however its lines are broken; then it is taken away."""
    await settle(pilot)
    message = [line.partition("▌")[2] for line in lines_of(pilot) if "▌" in line]
    pilot.app.clear_notifications()
    await settle(pilot)
    return squeezed("".join(message))


def squeezed(text: str) -> str:
    return "".join(text.replace("─", "").split())


@covers("palette")
async def test_the_palette_lists_every_command_and_runs_the_one_that_is_chosen() -> None:
    async with opened("three_hidden", step=16) as pilot:
        screen = stepper(pilot)
        await press(pilot, Key("ctrl+p", None))
        commands = {command.title for command in pilot.app.get_system_commands(screen)}
        words = {screen.look.say(f"key.{name}") for name in KEYS}
        assert words <= {title.partition(" (")[0] for title in commands}
        await until(pilot, lambda: options(pilot) == len(commands))
        pilot.app.screen.query_one(Input).value = "all digits"
        await until(pilot, lambda: options(pilot) == 1)
        await press(pilot, Key("enter", None))
        await until(pilot, lambda: pilot.app.screen is screen and screen.look.all_digits)
        assert step_of(pilot) == 16


def options(pilot: Pilot[None]) -> int:
    return pilot.app.screen.query_one(OptionList).option_count


SCROLL_BAR = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"), " ")


@covers("help")
async def test_help_lists_every_key() -> None:
    async with opened("three_hidden", (60, 16), language="ko") as pilot:
        look = stepper(pilot).look
        await do(pilot, "help")
        assert isinstance(pilot.app.screen, Help)
        pages = []
        while text_of(pilot) not in pages:
            pages.append(text_of(pilot))
            await press(pilot, *[Key("down", None)] * 8)
            await settle(pilot)
        words = " ".join(" ".join(pages).translate(SCROLL_BAR).split())
        for name, row in KEYS.items():
            assert f"{look.keys(row.shown)} {look.say(f'key.{name}')}" in words
        assert isinstance(pilot.app.screen, Help)


@covers("pages")
async def test_pages_open_over_the_step_that_is_shown() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await press(pilot, Key("f3", None))
        assert isinstance(pilot.app.screen, Pages)
        await press(pilot, Key("escape", None))
        assert step_of(pilot) == 16


async def test_help_says_how_to_close_it_on_its_last_line_however_far_it_is_scrolled() -> None:
    async with opened("three_hidden", (40, 12), step=16) as pilot:
        await do(pilot, "help")
        pages = []
        for name in ("pagedown", "end", "home", "down", "pageup"):
            await press(pilot, Key(name, None))
            await still(pilot)
            assert isinstance(pilot.app.screen, Help)
            assert "any other key closes this." in lines_of(pilot)[-1]
            pages.append(text_of(pilot))
        assert pages[1] != pages[2] == pages[4]
        await press(pilot, Key("x", "x"))
        assert step_of(pilot) == 16


async def test_any_key_closes_the_help_and_does_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keys = [Key(name, None) for name in ("right", "escape")]
    async with opened("three_hidden", step=16) as pilot:
        before = seen(pilot)
        for key in [*keys, *typed("xㅕq")]:
            await do(pilot, "help")
            assert isinstance(pilot.app.screen, Help)
            await press(pilot, key)
            assert_alike(seen(pilot), before)
    assert not list(tmp_path.iterdir())


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
        await press(pilot, Key("escape", None))
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


# --- the way there does not matter


LEADING_AWAY = {"drawer", "go_to", "play", "predict", "edit", "export", "compare"}
LEADING_AWAY |= {"palette", "pages", "help", "close", "quit"}
WALKED = [name for name in KEYS if name not in LEADING_AWAY | {"fine_steps"}]


async def walk(pilot: Pilot[None], names: list[str], random: Random) -> list[Seen]:
    """Thirty keys; what is seen after every fifteen."""
    _ = stepper(pilot).trace.rows[-1]
    stops = []
    for k in range(30):
        await do(pilot, random.choice(names))
        if k % 15 == 14:
            stops.append(seen(pilot))
            assert highlighted(pilot) <= {stepper(pilot).step.symbol}
    return stops


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(("file", "size"), [("three_hidden", (120, 36)), ("xor", (80, 24))])
async def test_after_any_keys_the_screen_is_that_of_one_opened_there(
    file: str, size: tuple[int, int]
) -> None:
    async with opened(file, size, ahead=True) as pilot:
        stops = await walk(pilot, WALKED, Random(f"{file} {size}"))
    for what in stops:
        assert_alike(what, await seen_afresh(file, what))


@pytest.mark.usefixtures("silent")
async def test_after_any_keys_among_fine_steps_the_screen_is_that_of_one_opened_there() -> None:
    async with opened("xor", (80, 24), ahead=True) as pilot:
        await do(pilot, "fine_steps")
        stops = await walk(pilot, [*WALKED, *["next", "back"] * 20], Random(1))
    for what in stops:
        assert_alike(what, await seen_afresh("xor", what))


async def test_a_list_that_comes_back_is_at_the_step_that_is_shown() -> None:
    async with opened("xor", (120, 36)) as pilot:
        await do(pilot, "equation")
        screen = stepper(pilot)
        screen.action_enlarge("equation")
        screen.action_move("last")  # before the list is laid out
        await settle(pilot)
        assert_alike(seen(pilot), await seen_afresh("xor", seen(pilot)))


# --- what is drawn ahead, and what is repainted


SIZES = [(120, 36), (80, 24), (100, 30), (60, 16)]
RUNNING = ["next", "next", "next", "back", "next_delta"]


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("xor", ["resize", "select", "view", "all_digits"]),
        ("three_hidden", ["resize", "theme", "theme"]),
    ],
)
async def test_what_was_drawn_ahead_is_shown_only_where_it_is_right(
    file: str, changes: list[str]
) -> None:
    random = Random(file)
    async with opened(file, SIZES[0], ahead=True) as pilot:
        for _ in range(12):
            name = random.choice([*RUNNING * 2, *changes])
            if name == "resize":
                await resize(pilot, *random.choice(SIZES))
            else:
                await do(pilot, name)
            shown = seen(pilot)
            assert_alike(shown, drawn_anew(pilot))
    assert_alike(shown, await seen_afresh(file, shown))


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("file", ["three_hidden", "xor"])
async def test_what_is_repainted_is_all_that_differs(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dirty: list[Region] = []
    refresh = Board.refresh

    def note(self: Board[Any], *regions: Region, **options: bool) -> Board[Any]:
        at = self.region.offset
        dirty.extend(r.translate(at) for r in regions or [self.size.region])
        return refresh(self, *regions, **options)

    monkeypatch.setattr(Board, "refresh", note)
    random = Random(file)
    names = [*RUNNING * 5, *MOVES, "select", "follow", "return", "notation", "all_digits", "view"]
    async with opened(file, (120, 36), ahead=True) as pilot:
        terminal = painted(pilot)
        for _ in range(15):
            dirty.clear()
            name = random.choice(names)
            await do(pilot, name)
            now = painted(pilot)
            for region in dirty:
                for y in range(region.y, region.bottom):
                    terminal[y][region.x : region.right] = now[y][region.x : region.right]
            assert terminal == now, name
