"""The guided lesson on the screen: cards, tasks, the place that is kept, and the end."""

from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from stepper.files.opening import FORMULAS
from stepper.files.scenario_file import load_scenario
from stepper.files.scenario_toml import toml
from stepper.practice.course import Course, guided
from stepper.practice.score import Outcome
from stepper.tui.app import StepperApp
from stepper.tui.dialogs.go_to import GoTo
from stepper.tui.dialogs.help import Help
from stepper.tui.dialogs.learner.compare import Compare
from stepper.tui.dialogs.learner.lesson_card import LessonCard, keys_to_try
from stepper.tui.dialogs.learner.lesson_end import LessonEnd
from stepper.tui.dialogs.learner.predict import PredictDialog
from stepper.tui.dialogs.learner.why import Why
from stepper.tui.keys import KEYS
from stepper.tui.screens.pages.pages import Pages
from stepper.tui.screens.picker.picker import Picker
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.typeset.cells import cells
from stepper.typeset.spans import text_of as text_of_spans
from tests.support.covered import covers
from tests.support.dialogs import ENTER, ESCAPE, edit, go_to
from tests.support.screens import do, lines_of, opened, press, resize, settle, text_of, typed, until

STOPS = 10
SIZES = [(80, 24), (100, 30), (120, 36), (160, 45), (200, 60)]


def course(pilot: Pilot[None], file: str = "") -> Course:
    app = pilot.app
    assert isinstance(app, StepperApp)
    return app.courses[file]


def stepper(pilot: Pilot[None]) -> StepperScreen:
    app = pilot.app
    assert isinstance(app, StepperApp) and app.stepper
    return app.stepper


def words(pilot: Pilot[None]) -> str:
    """The text of the screen without the list at the right, wherever lines are broken."""
    return " ".join(" ".join(line.partition("│")[0] for line in lines_of(pilot)).split())


async def enter(pilot: Pilot[None]) -> None:
    await press(pilot, ENTER)
    await settle(pilot)


async def at_stop(pilot: Pilot[None], number: int) -> None:
    """Open the lesson at a stop."""
    app = pilot.app
    assert isinstance(app, StepperApp)
    lesson = app.courses.setdefault("", app.courses.get("") or guided())
    lesson.begin()
    lesson.move(number - 1)
    app.teach(lesson)
    await until(pilot, lambda: isinstance(pilot.app.screen, LessonCard))
    await settle(pilot)


async def card(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, LessonCard))
    await settle(pilot)


@covers("lesson")
async def test_b_begins_the_lesson_and_comes_back_to_its_card() -> None:
    async with opened("xor") as pilot:
        await do(pilot, "lesson")
        await card(pilot)
        assert "Lesson 1 of 10" in text_of(pilot)
        await press(pilot, ESCAPE)
        assert "b lesson 1 of 10" in lines_of(pilot)[-1]
        await press(pilot, *typed("b"))
        assert isinstance(pilot.app.screen, LessonCard)


async def test_a_right_prediction_ends_a_stop_and_says_what_to_remember() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 2)
        assert stepper(pilot).step.number == 7
        await enter(pilot)
        assert isinstance(pilot.app.screen, PredictDialog)
        await press(pilot, *typed("-0.1109"), ENTER)
        await enter(pilot)
        await card(pilot)
        assert stepper(pilot).step.number == 8
        assert "Right. δy is the error times the slope. It has no h in it" in words(pilot)
        await enter(pilot)
        await card(pilot)
        assert "Lesson 3 of 10" in text_of(pilot)
        assert course(pilot).outcomes == {1: Outcome.RIGHT}


async def test_a_number_that_was_shown_is_missed() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 1)
        await enter(pilot)
        await press(pilot, ESCAPE)
        await enter(pilot)
        await card(pilot)
        assert "That was shown to you." in text_of(pilot)
        assert 0 in course(pilot).missed


async def test_a_nudge_counts_only_once_the_number_is_moved() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 3)
        await enter(pilot)
        assert isinstance(pilot.app.screen, Why)
        await press(pilot, ESCAPE)
        await card(pilot)
        assert course(pilot).outcomes == {}
        await enter(pilot)
        await press(pilot, *typed("y"))
        assert isinstance(pilot.app.screen, Pages)
        await press(pilot, ESCAPE)
        assert isinstance(pilot.app.screen, Why)
        pilot.app.simulate_key("left")
        await settle(pilot)
        await press(pilot, ESCAPE)
        await card(pilot)
        assert course(pilot).outcomes == {2: Outcome.RIGHT}


async def test_an_edit_ends_its_stop_when_its_run_is_shown() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 6)
        await enter(pilot)
        pilot.app.screen.query_one(Input).value = "learning rate = 4"
        await press(pilot, ENTER)
        await card(pilot)
        assert course(pilot).outcomes == {5: Outcome.RIGHT}
        assert "what if: α 4 (was 2)" in text_of(pilot)


async def test_a_stop_about_the_learning_rate_ends_only_once_that_is_edited() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 6)
        await enter(pilot)
        box = pilot.app.screen.query_one(Input)
        assert box.value == "α = 2"
        box.value = "W1 = 0.3"
        await press(pilot, ENTER)
        await until(pilot, lambda: "what if: W₁ 0.3" in text_of(pilot))
        assert course(pilot).outcomes == {}
        await edit(pilot, "learning rate = 4")
        await card(pilot)
        assert course(pilot).outcomes == {5: Outcome.RIGHT}


async def test_e_begins_with_the_number_that_the_stop_is_about_unless_one_is_selected() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 7)
        await enter(pilot)
        await do(pilot, "edit")
        assert pilot.app.screen.query_one(Input).value == "epochs = 10"
        await press(pilot, ESCAPE)
        await go_to(pilot, "z1")
        await do(pilot, "select", "edit")
        assert pilot.app.screen.query_one(Input).value == "W₁ = 0.15"


async def test_a_goal_is_reached_in_an_edited_run_where_it_holds() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 7)
        await enter(pilot)
        assert isinstance(pilot.app.screen, StepperScreen)
        await edit(pilot, "epochs = 100")
        await until(pilot, lambda: stepper(pilot).trace.iterations == 100)
        assert course(pilot).outcomes == {}
        assert "b lesson 7 of 10: C < 0.01" in lines_of(pilot)[-1]
        await go_to(pilot, "C < 0.01")
        await card(pilot)
        assert stepper(pilot).step.iteration == 48
        assert course(pilot).outcomes == {6: Outcome.RIGHT}


async def test_leaving_and_coming_back_keeps_the_place() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 4)
        await press(pilot, ESCAPE)
        await do(pilot, "close")
        assert isinstance(pilot.app.screen, Picker)
        assert "▸ Guided lesson" in text_of(pilot)
        assert "▸  4 δ goes back one layer" in text_of(pilot)
        before = stepper(pilot)
        await enter(pilot)
        await card(pilot)
        assert "Lesson 4 of 10" in text_of(pilot)
        assert stepper(pilot) is before
        await press(pilot, ESCAPE)
        await do(pilot, "close")
        pilot.app.simulate_key("down")  # another network, opened by itself
        await settle(pilot)
        await enter(pilot)
        assert "Lesson" not in text_of(pilot)
        await do(pilot, "lesson")
        await card(pilot)
        assert "Lesson 4 of 10" in text_of(pilot)


async def test_the_end_says_what_was_missed_and_offers_just_that_again() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 1)
        for k in range(STOPS):
            course(pilot).outcomes[k] = Outcome.RIGHT
        course(pilot).outcomes[3] = Outcome.SHOWN
        del course(pilot).outcomes[9]
        del course(pilot).outcomes[5]  # never seen, as after --lesson 7
        course(pilot).move(STOPS - 1)
        assert isinstance(pilot.app, StepperApp)
        pilot.app.teach(course(pilot))
        await card(pilot)
        await press(pilot, Key("right", None))
        await card(pilot)
        assert "To remember: No: W₄ was updated first" in words(pilot)
        assert course(pilot).station
        pilot.app.simulate_key("right")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonEnd))
        await settle(pilot)
        assert "✗ δ goes back one layer   shown" in text_of(pilot)
        assert "✗ The mistake that lowers the cost   skipped" in text_of(pilot)
        assert "✓ The cost" in text_of(pilot)
        assert "✗ The next iteration" not in text_of(pilot)
        await enter(pilot)
        await card(pilot)
        assert "Lesson 1 of 2" in text_of(pilot)
        assert "δ goes back one layer" in text_of(pilot)
        assert course(pilot).missed == []
        assert course(pilot).place == (1, 2)
        assert isinstance(pilot.app, StepperApp) and pilot.app.stop == ("", "4,10")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Done at once: 1 of 10 stops."), ("ko", "10단계 가운데 1단계를 한 번에 맞혔다.")],
)
async def test_the_end_praises_only_what_was_done(language: str, sentence: str) -> None:
    async with opened(None, language=language) as pilot:
        await at_stop(pilot, STOPS)
        course(pilot).note(Outcome.RIGHT)
        await press(pilot, ESCAPE, *typed("b"))
        await enter(pilot)
        assert isinstance(pilot.app.screen, LessonEnd)
        assert sentence in words(pilot)
        assert pilot.app.screen.query_one(".box").max_scroll_y == 0


async def test_the_end_praises_a_route_that_was_done_at_once() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 1)
        course(pilot).begin([3])
        course(pilot).note(Outcome.RIGHT)
        stepper(pilot).app.teach(course(pilot))
        await card(pilot)
        await enter(pilot)
        assert "All of it at once. Well done!" in words(pilot)


async def test_the_last_stop_shows_the_mistake_that_no_falling_cost_betrays() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, STOPS)
        await enter(pilot)
        for _ in range(6):
            pilot.app.simulate_key("left")
            await settle(pilot)
        assert "However small the nudge, they do not agree" in words(pilot)


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_every_card_is_whole_at_every_size(language: str) -> None:
    async with opened(None, language=language) as pilot:
        for number in range(1, STOPS + 1):
            await at_stop(pilot, number)
            for width, height in SIZES if number == 3 else SIZES[:1]:
                await resize(pilot, width, height)
                assert_whole(pilot)


def assert_whole(pilot: Pilot[None]) -> None:
    assert pilot.app.screen.query_one(".box").max_scroll_y == 0
    assert all(cells(line) <= pilot.app.size.width for line in lines_of(pilot))
    look, station = stepper(pilot).look, course(pilot).station
    assert station
    for text in (station.stop.look, station.stop.ask):
        spans = look.explainer.of_lesson(text, stepper(pilot).trace.model)
        assert "".join(text_of_spans(spans).split()) in words(pilot).replace(" ", "")


async def test_every_key_of_the_help_is_offered_by_the_lesson() -> None:
    async with opened(None) as pilot:
        offered = []
        for number in range(1, STOPS + 1):
            await at_stop(pilot, number)
            offered += [key for key, _ in keys_to_try(stepper(pilot).look, course(pilot))]
        shown = {stepper(pilot).look.keys(key.shown) for key in KEYS.values() if key.shown}
        assert shown - {*offered} == {"→ Space", "←", "Enter", "b", "Esc"}  # those of the card
        assert len(offered) == len({*offered})


@pytest.mark.parametrize(
    ("key", "opens"),
    [("question_mark", Help), ("f1", Help), ("f3", Pages), ("m", Compare), ("y", Why), ("g", GoTo)],
)
async def test_a_key_of_the_screen_closes_the_card_and_does_what_it_does(
    key: str, opens: type[Screen[object]]
) -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 4)
        await press(pilot, Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: isinstance(pilot.app.screen, opens))
        await press(pilot, ESCAPE, *typed("b"))
        await card(pilot)


async def test_q_on_a_card_ends_the_program_with_the_way_back_to_it() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 3)
        await press(pilot, *typed("q"))
        await until(pilot, lambda: not pilot.app.is_running)
        assert isinstance(pilot.app, StepperApp) and pilot.app.stop == ("", "3")


async def test_a_file_of_ones_own_has_a_lesson_of_its_own(tmp_path: Path) -> None:
    stop = '[[lesson]]\nat = "C"\ntitle = "Mine"\nlook = "L"\ndo = "predict"\nask = "A"\n'
    path = tmp_path / "own.toml"
    path.write_text(toml(load_scenario("xor")) + stop + 'remember = "R"\n', encoding="utf-8")
    async with opened(str(path)) as pilot:
        await do(pilot, "lesson")
        await card(pilot)
        assert "Lesson 1 of 1   Mine" in text_of(pilot)
        assert isinstance(pilot.app, StepperApp) and pilot.app.stop == (str(path), "1")


async def test_what_is_left_is_where_one_comes_back_to_edits_and_all() -> None:
    async with opened(None) as pilot:
        for key in (*["down"] * (1 + len(FORMULAS)), "enter"):
            await press(pilot, key)
            await settle(pilot)
        await edit(pilot, "W2 = 0.5")
        await go_to(pilot, "8")
        before = lines_of(pilot)
        await do(pilot, "close")
        assert "▸ One hidden layer" in text_of(pilot)
        await enter(pilot)
        assert lines_of(pilot) == before
        await do(pilot, "close")
        pilot.app.simulate_key("down")
        await settle(pilot)
        await enter(pilot)
        assert "Gradient descent" in text_of(pilot)


async def test_over_the_list_f3_is_about_the_stop_and_the_palette_finds_every_page() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 5)
        await press(pilot, ESCAPE)
        await do(pilot, "close")
        assert isinstance(pilot.app.screen, Picker)
        found = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        assert "read: Gradient descent" in found
        await press(pilot, Key("f3", None))
        assert isinstance(pilot.app.screen, Pages)
        assert pilot.app.screen.page == 0


async def test_a_nudge_that_was_not_made_is_asked_for_in_words() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 3)
        await enter(pilot)
        assert "Esc back to the lesson" in words(pilot)
        await press(pilot, ESCAPE)
        await card(pilot)
        assert "Not yet: make the nudge smaller with ←" in words(pilot)
        await enter(pilot)
        await press(pilot, Key("left", None), ESCAPE)
        await card(pilot)
        assert "Seen. The gradient of a weight" in words(pilot)


async def test_a_nudge_counts_however_its_window_was_opened() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 3)
        await press(pilot, ESCAPE, *typed("yy"), Key("left", None), ESCAPE)
        await card(pilot)
        assert course(pilot).outcomes == {2: Outcome.RIGHT}


async def test_a_nudge_of_a_stop_that_is_begun_again_is_asked_for_again() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 3)
        await enter(pilot)
        await press(pilot, Key("left", None), ESCAPE)
        await card(pilot)
        await press(pilot, ESCAPE)
        course(pilot).begin([2])
        await do(pilot, "lesson")
        await card(pilot)
        await enter(pilot)
        await press(pilot, ESCAPE)
        await card(pilot)
        assert "Not yet: make the nudge smaller with ←" in words(pilot)
        assert course(pilot).outcomes == {}


@pytest.mark.parametrize(("number", "key"), [(1, "p"), (3, "y"), (6, "e")])
async def test_the_key_of_a_task_on_its_card_begins_the_task(number: int, key: str) -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, number)
        await enter(pilot)
        begun = text_of(pilot)
        await at_stop(pilot, number)
        await press(pilot, *typed(key))
        await settle(pilot)
        assert text_of(pilot) == begun


async def test_an_edit_that_changes_nothing_leads_back_to_the_card() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 6)
        for key in (ESCAPE, ENTER):
            await enter(pilot)
            await press(pilot, key)
            await card(pilot)
            assert "That has not been changed yet." in words(pilot)


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_screen_does_not_answer_what_a_stop_asks(language: str) -> None:
    async with opened(None, (120, 36), language=language) as pilot:
        for number in range(1, STOPS + 1):
            await at_stop(pilot, number)
            look, step = stepper(pilot).look, stepper(pilot).step
            sentence = text_of_spans(look.explainer.why(step)[0])[:20]
            assert sentence not in words(pilot)
            await press(pilot, ESCAPE)
            assert sentence in words(pilot)


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_no_part_of_the_screen_is_cut_by_a_card(language: str) -> None:
    async with opened(None, language=language) as pilot:
        for number in range(1, STOPS + 1):
            await at_stop(pilot, number)
            course(pilot).note(Outcome.RIGHT)
            await press(pilot, ESCAPE, *typed("b"))
            for width, height in SIZES:
                await resize(pilot, width, height)
                await settle(pilot)
                top = pilot.app.screen.query_one(".box").region.y
                main = stepper(pilot).boards.arrangement.main
                ends = {place.part: 1 + place.y + place.height for place in main}
                assert all(end <= top for part, end in ends.items() if part != "graph")


async def test_b_comes_back_to_the_step_of_the_stop() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 3)
        await press(pilot, ESCAPE)
        await do(pilot, "next", "next", "next_iteration", "lesson")
        await card(pilot)
        assert stepper(pilot).step.number == 9
        await press(pilot, ESCAPE)
        await do(pilot, "return")
        assert stepper(pilot).step.number == 26


async def test_an_answer_leads_on_with_the_lesson_or_out_of_it_to_the_step() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 2)
        await enter(pilot)
        await press(pilot, ESCAPE)
        assert lines_of(pilot)[-1].strip() == "Enter go on   Esc look around (b comes back)"
        await press(pilot, ESCAPE)
        assert isinstance(pilot.app.screen, StepperScreen)
        assert stepper(pilot).step.number == 8
        await do(pilot, "next_iteration", "lesson")
        await card(pilot)
        assert stepper(pilot).step.number == 8
        assert "That was shown to you." in words(pilot)


@pytest.mark.parametrize("key", ["enter", "right", "space", "b"])
async def test_each_key_that_goes_on_leads_from_the_answer_to_the_card(key: str) -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 2)
        await press(pilot, *typed("p"))
        assert isinstance(pilot.app.screen, PredictDialog)
        await press(pilot, *typed("-0.1109"), ENTER)
        await press(pilot, Key(key, None))
        await card(pilot)
        assert "Right. δy is the error times the slope." in words(pilot)


async def test_questions_asked_elsewhere_leave_the_way_back_to_the_lesson() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 3)
        await press(pilot, *typed("p"), ESCAPE, ENTER)
        assert "b lesson 3 of 10  p predicting: 0 of 1 right" in lines_of(pilot)[-1]


async def test_what_is_to_be_reached_stays_on_the_screen_with_its_keys() -> None:
    async with opened(None) as pilot:
        await at_stop(pilot, 7)
        await enter(pilot)
        assert "Get C below 0.01. With e, make the run longer: epochs = 100." in words(pilot)
        hints = lines_of(pilot)[-1]
        assert "b lesson 7 of 10: C < 0.01" in hints
        assert "e what if" in hints
        assert "g go to" in hints


async def test_keys_to_try_come_with_the_answer_and_are_not_broken() -> None:
    async with opened(None, (100, 30)) as pilot:
        for number in range(1, STOPS + 1):
            await at_stop(pilot, number)
            assert "Keys to try" not in text_of(pilot)
            course(pilot).note(Outcome.RIGHT)
            await press(pilot, ESCAPE, *typed("b"))
            for key, does in keys_to_try(stepper(pilot).look, course(pilot)):
                assert any(f"{key} {does}" in line for line in lines_of(pilot))


async def test_the_rule_stays_where_it_is_from_the_card_to_the_answer() -> None:
    async with opened(None) as pilot:
        for number in (2, 4, 8, 9):
            await at_stop(pilot, number)
            tops = [pilot.app.screen.query_one(".box").region.y]
            for key in (ENTER, ESCAPE, ENTER):
                await press(pilot, key)
                await settle(pilot)
                tops.append(pilot.app.screen.query_one(".box").region.y)
            assert len({*tops}) == 1


async def test_an_edit_of_another_number_than_the_one_asked_for_leaves_the_screen_whole(
    tmp_path: Path,
) -> None:
    stop = '[[lesson]]\nat = "C"\ntitle = "T"\nlook = "L"\ndo = "edit"\nask = "A"\n'
    path = tmp_path / "own.toml"
    path.write_text(
        toml(load_scenario("one_hidden")).split("[[lesson]]")[0]
        + stop
        + 'number = "w[2][1][1]"\nremember = "R"\n',
        encoding="utf-8",
    )
    async with opened(str(path)) as pilot:
        await do(pilot, "lesson")
        await card(pilot)
        await enter(pilot)
        pilot.app.screen.query_one(Input).value = "x = 2"
        await press(pilot, ENTER)
        await until(pilot, lambda: "what if: x 2" in text_of(pilot))
        assert "Half the squared difference" in words(pilot)
        assert course(pilot, str(path)).outcomes == {}
