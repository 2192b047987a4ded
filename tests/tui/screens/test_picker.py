"""The first screen: choosing a scenario, what is told about it, and opening a file by its path."""

import os
from itertools import cycle
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.files.opening import TEACHING_ORDER, bundled
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step
from stepper.tui.app import StepperApp
from stepper.tui.dialogs.learner.lesson_card import LessonCard
from stepper.tui.look import Look, Piece, ScreenLine
from stepper.tui.screens.picker import preview
from stepper.tui.screens.picker.parts import PARTS, PickerFrame, arrange
from stepper.tui.screens.picker.path_input import completions
from stepper.tui.screens.picker.picker import Picker
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.networks import BUNDLED, EVERY, SHAPES, begun, drawn
from tests.support.places import TRACES
from tests.support.screens import lines_of, opened, resize, settle, step_of, text_of

SIZES = [(200, 60), (120, 36), (80, 24), (60, 20), (40, 12), (20, 5), (1, 1)]
FILE = 1 + len(TEACHING_ORDER)  # the place of "open a file", after the lesson and all of them
XOR = 1 + TEACHING_ORDER.index("xor")
ONE_HIDDEN = 1 + TEACHING_ORDER.index("one_hidden")
TRACE = TRACES / "one_hidden.jsonl"
WRONG = """
title = 3
learning_rate = 0
epoch = 1
[[samples]]
inputs = [1]
targets = [1]
"""
RIGHT = """
title = "mended"
learning_rate = 1
[[samples]]
inputs = [0.5]
targets = [1]
[random]
sizes = [1, 1, 1]
seed = 1
range = [-1, 1]
"""


def picker(pilot: Pilot[None]) -> Picker:
    screen = pilot.app.screen
    assert isinstance(screen, Picker)
    return screen


def words(pilot: Pilot[None]) -> str:
    """The text of the screen, wherever its lines are broken."""
    return " ".join(text_of(pilot).replace("│", " ").split())


def typed(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(Input).value


def look(ascii: bool = False, language: str = "en") -> Look:
    notation = Notation(ASCII if ascii else COURSE, Network((1, 1, 1)))
    return Look(Explainer(language, notation), ascii)


def entry(scenario: Scenario, language: str = "en") -> preview.Entry:
    notation = Notation(COURSE, scenario.model, scenario.names)
    return preview.Entry("name", Look(Explainer(language, notation)), begun(scenario))


def text(line: ScreenLine) -> str:
    return "".join(piece.text for piece in line)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        pilot.app.simulate_key(key)
        await settle(pilot)
    await pilot.app.workers.wait_for_complete()
    await settle(pilot)


async def type_path(pilot: Pilot[None], path: str) -> None:
    """Type it at once; key by key takes long."""
    await pilot.app.screen.run_action("type_path")
    await settle(pilot)
    pilot.app.screen.query_one(Input).value = path
    await press(pilot, "end")


async def click_on(pilot: Pilot[None], words: str) -> None:
    lines = lines_of(pilot)
    y = next(y for y, line in enumerate(lines) if words in line)
    await pilot.click(offset=(cells(lines[y].partition(words)[0]), y))
    await settle(pilot)


# --- the list, and what is told about the chosen scenario


async def test_the_guided_lesson_comes_first_and_enter_opens_it() -> None:
    async with opened(None) as pilot:
        assert "▸ Guided lesson" in text_of(pilot)
        assert "in 10 stops and about 20 minutes" in words(pilot)
        assert "▸  1 The cost" in text_of(pilot)
        await press(pilot, "enter")
        assert "Lesson 1 of 10" in text_of(pilot)
        assert "Predict C" in words(pilot)


async def test_without_lessons_there_is_no_guided_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(tmp_path, monkeypatch)
    async with opened(None) as pilot:
        assert "▸ Number 0" in text_of(pilot)
        assert "Guided lesson" not in text_of(pilot)


async def test_the_first_formula_is_chosen_with_its_goal_and_its_size() -> None:
    async with opened(None) as pilot:
        await press(pilot, "down")
        assert "▸ The chain rule" in text_of(pilot)
        assert "There is no x in L, but there is one in z." in words(pilot)
        assert "L(x, y, t) 10 equations per iteration, iterations: 10" in words(pilot)


async def test_a_network_is_chosen_with_its_goal_its_size_and_its_empty_graph() -> None:
    async with opened(None) as pilot:
        picker(pilot).action_choose_at(ONE_HIDDEN)
        await pilot.pause()
        assert "▸ One hidden layer" in text_of(pilot)
        assert "see that both begin with the same product: δy." in words(pilot)
        assert "1-1-1 15 equations per iteration, iterations: 10" in words(pilot)
        assert "W₁ 0.15" in text_of(pilot)
        assert "z₁ □" in text_of(pilot)
        assert "0.075" not in text_of(pilot)


async def test_keys_choose_and_stay_within_the_list() -> None:
    async with opened(None) as pilot:
        for key, chosen in (
            ("up", 0),
            ("down", 1),
            ("down", 2),
            ("up", 1),
            ("end", FILE),
            ("down", FILE),
            ("pageup", FILE - 8),
            ("home", 0),
            ("pagedown", 8),
        ):
            await press(pilot, key)
            assert (key, picker(pilot).chosen) == (key, chosen)


async def test_the_choice_changes_what_is_told() -> None:
    async with opened(None) as pilot:
        picker(pilot).action_choose_at(XOR)
        await settle(pilot)
        assert "▸ XOR: one of the two, not both" in text_of(pilot)
        assert "Each sample pulls the weights in its own direction." in words(pilot)
        assert "2-2-1 34 equations per iteration, iterations: 100" in words(pilot)
        assert "h₁,₂ ▸□" in text_of(pilot)


async def test_a_key_opens_what_is_chosen_and_escape_comes_back_to_it() -> None:
    async with opened(None) as pilot:
        await press(pilot, *["down"] * ONE_HIDDEN)
        for key in ("enter", "space", "right"):
            await press(pilot, key)
            assert "equation 1 of 15" in text_of(pilot)
            await press(pilot, "escape")
            assert picker(pilot).chosen == ONE_HIDDEN


async def test_a_click_chooses_and_a_click_on_the_chosen_one_opens_it() -> None:
    async with opened(None) as pilot:
        picker(pilot).action_choose_at(ONE_HIDDEN)
        await pilot.pause()
        await click_on(pilot, "Three")
        assert picker(pilot).chosen == ONE_HIDDEN + 2
        await click_on(pilot, "Three")
        assert "equation 1 of 29" in text_of(pilot)


async def test_escape_goes_back_to_the_network_that_was_open_if_there_is_one() -> None:
    async with opened("xor", step=3) as pilot:
        await press(pilot, "escape")
        assert "Esc back" in lines_of(pilot)[-1]
        await press(pilot, "escape")
        assert step_of(pilot) == 3
    async with opened(None) as pilot:
        assert "Esc" not in lines_of(pilot)[-1]
        await press(pilot, "escape")
        assert picker(pilot).chosen == 0


def many(folder: Path, monkeypatch: pytest.MonkeyPatch, count: int = 12) -> None:
    files = {}
    for k in range(count):
        files[f"file{k}"] = folder / f"file{k}.toml"
        files[f"file{k}"].write_text(RIGHT.replace("mended", f"Number {k}"), encoding="utf-8")
    monkeypatch.setattr(preview, "bundled", lambda: files)


@pytest.mark.parametrize("size", [(120, 20), (80, 24), (20, 5)])
async def test_a_long_list_scrolls_and_keeps_the_chosen_one_in_view(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(tmp_path, monkeypatch)
    async with opened(None, size) as pilot:
        for k in range(12):
            assert f"▸ Number {k} " in text_of(pilot)
            picker(pilot).action_choose(1)
            await settle(pilot)
        assert "▸ open a file …" in text_of(pilot)
        await press(pilot, "home")
        assert "▸ Number 0 " in text_of(pilot)
        is_cut = size != (120, 20)
        assert any(line.startswith("↓") for line in lines_of(pilot)) == is_cut


@pytest.mark.parametrize(
    ("size", "heading"), [((120, 36), True), ((80, 24), True), ((40, 12), True), ((20, 1), False)]
)
async def test_published_examples_stand_under_a_heading_that_cannot_be_chosen(
    size: tuple[int, int], heading: bool
) -> None:
    first = 1 + TEACHING_ORDER.index("mazur")
    async with opened(None, size) as pilot:
        picker(pilot).action_choose_at(first)
        await pilot.pause()
        assert "▸ Mazur's example" in text_of(pilot)
        assert ("Published worked examples" in text_of(pilot)) == heading
        await press(pilot, "up")
        assert picker(pilot).chosen == first - 1
        assert "▸ The in-place" in text_of(pilot)


def test_no_heading_is_there_twice_and_the_lesson_is_above_all() -> None:
    look = Look(Explainer("en", Notation(COURSE, begun(EVERY["one_hidden"]).model)))
    frame = PickerFrame(look, preview.entries(look), 0, False, False, ())
    lines = ["".join(p.text for p in line).strip() for line in PARTS["list"](frame, 80, 60)]
    assert lines[0].startswith("▸ Guided lesson")
    for heading in ("Formulas", "Networks", "Published worked examples"):
        assert lines.count(heading) == 1


@pytest.mark.parametrize(
    ("name", "heading"), [("chain_rule", "Formulas"), ("one_hidden", "Networks")]
)
async def test_formulas_and_networks_have_headings(name: str, heading: str) -> None:
    async with opened(None, (120, 36)) as pilot:
        picker(pilot).action_choose_at(1 + TEACHING_ORDER.index(name))
        await pilot.pause()
        listed = [line.split("│")[0].strip() for line in lines_of(pilot)]
        (chosen,) = (y for y, line in enumerate(listed) if line.startswith("▸"))
        assert listed[chosen - 1] == heading


async def test_a_bundled_scenario_that_is_broken_tells_its_problems_and_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(WRONG.replace("epoch", '"[/]"'), encoding="utf-8")
    monkeypatch.setattr(preview, "bundled", lambda: {"broken": str(broken), **bundled()})
    async with opened(None) as pilot:
        await press(pilot, "down")
        assert "▸ broken" in text_of(pilot)
        assert "title: expected text, found 3" in words(pilot)
        await press(pilot, "enter")
        assert text_of(pilot).count('"[/]": unknown key') == 2
        await press(pilot, *["down"] * (1 + ONE_HIDDEN), "enter")
        assert "equation 1 of 15" in text_of(pilot)


# --- the empty graph

WIDE = {"8-16-16-4": drawn((8, 16, 16, 4)), "3-30-2 with biases": drawn((3, 30, 2), biases=True)}


@pytest.mark.parametrize("width", [160, 60, 40])
@pytest.mark.parametrize("name", [*SHAPES, "one_hidden", "two_paths", *WIDE])
def test_the_empty_graph_shows_no_number_that_is_not_given(name: str, width: int) -> None:
    scenario = (EVERY | WIDE)[name]
    trace = begun(scenario)
    pieces = [piece for line in preview.lines(entry(scenario), width, 50) for piece in line]
    shown = [piece for piece in pieces if piece.symbol]
    names = Notation(COURSE, trace.model, scenario.names)
    for piece in shown:
        assert piece.symbol
        if piece.symbol.role.phase is not Phase.GIVEN:
            rest = piece.text.replace(names.name(piece.symbol), "")
            assert not any(letter.isascii() and letter.isdigit() for letter in rest)
    styles = {piece.style for piece in shown}
    assert styles <= {"plain", "quiet", "key", "forward", "parameter", "target"}


@pytest.mark.parametrize("name", ["1-1-1-1-1", "2-2-1 with biases", "one_hidden", "xor"])
def test_the_empty_graph_shows_every_number_that_is_given(name: str) -> None:
    scenario = EVERY[name]
    step = Step(begun(scenario), 1, scenario.model.steps[0])
    shown = preview.lines(entry(scenario), 160, 50)
    texts = {piece.symbol: piece.text for line in shown for piece in line}
    frame_look = entry(scenario).look
    for symbol in scenario.model.columns:
        if symbol.role.phase is Phase.GIVEN:
            value = frame_look.number(step.value_of(symbol), GRAPH)
            assert value in texts[symbol]


@pytest.mark.parametrize("name", [*(SHAPES | BUNDLED), *WIDE])
def test_what_is_told_keeps_within_any_size(name: str) -> None:
    both = [entry((EVERY | WIDE)[name], language) for language in ("en", "ko")]
    for size in SIZES:
        for told in both:
            assert_within(preview.lines(told, *size), *size)
    for width, told in zip(range(1, 60, 3), cycle(both), strict=False):
        assert_within(preview.lines(told, width, 7), width, 7)


@pytest.mark.parametrize(("language", "ascii"), [("en", True), ("ko", False)])
def test_problems_and_what_is_said_about_files_keep_within_any_size(
    language: str, ascii: bool
) -> None:
    texts = ["한글/", "a/b.toml", "가" * 99, "x" * 99, "[/] " * 30, "\x1b[31m\t"] * 3
    for height in (1, 3, 9, 40):
        for width in (*range(1, 30), 40, 60, 89):
            here = look(ascii, language)
            assert_within(preview.about_files(here, width, height), width, height)
            assert_within(preview.problem_lines(here, texts, width, height), width, height)


def assert_within(lines: list[ScreenLine], width: int, height: int) -> None:
    assert len(lines) <= height
    assert [text(line) for line in lines if cells(text(line)) > width] == []


# --- every size, language and way of writing


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(("language", "ascii"), [("en", True), ("ko", False)])
def test_every_part_keeps_within_its_place_and_every_place_within_the_window(
    language: str, ascii: bool, typing: bool
) -> None:
    here = look(ascii, language)
    entries = preview.entries(here)
    for chosen in (0, XOR, FILE):
        shown = PickerFrame(here, entries, chosen, True, typing, ())
        for width in (*range(1, 125, 8), 160, 200):
            assert_within(PARTS["keys"](shown, width, 1), width, 1)
            for height in (1, 4, 19, 50):
                for place in arrange(width, height, shown):
                    assert place.x + place.width <= width
                    assert place.y + place.height <= height - typing
                    lines = PARTS[place.part](shown, place.width, place.height)
                    assert_within(lines, place.width, place.height)


@pytest.mark.parametrize(("language", "ascii"), [("en", True), ("ko", False)])
async def test_every_size_shows_the_choice_within_its_width(
    language: str, ascii: bool, tmp_path: Path
) -> None:
    folder = tmp_path / ("folder" * 20) / "폴더"
    folder.mkdir(parents=True)
    (folder / "wrong.toml").write_text(WRONG, encoding="utf-8")
    notation = ASCII if ascii else COURSE
    async with opened(None, language=language, notation=notation, ascii=ascii) as pilot:

        async def look_at_it() -> None:
            for size in SIZES:
                await resize(pilot, *size)
                lines = lines_of(pilot)
                assert len(lines) == size[1]
                assert [line for line in lines if cells(line) != size[0]] == []
                if ascii and language == "en":
                    assert "".join(set(text_of(pilot)) - set(str(folder))).isascii()

        picker(pilot).action_choose(XOR)
        await look_at_it()
        for path in (f"{folder}/", f"{folder}/wrong.toml"):
            await type_path(pilot, path)
            await press(pilot, "enter")
            await look_at_it()


async def test_korean_says_it_in_korean() -> None:
    async with opened(None, language="ko") as pilot:
        assert "▸ 길잡이 수업" in text_of(pilot)
        await press(pilot, "down")
        assert "▸ 연쇄 법칙" in text_of(pilot)
        assert "반복마다 식 10개, 반복 10번" in words(pilot)
        assert (
            " ".join(lines_of(pilot)[-1].split())
            == "↑ ↓ 고르기 Enter 열기 o 파일 열기 F3 읽을거리 ? 도움말 q 끝내기"
        )


async def test_a_resized_window_keeps_the_choice() -> None:
    async with opened(None, (120, 36)) as pilot:
        await press(pilot, *["down"] * (ONE_HIDDEN + 2))
        for size in SIZES[:-1]:
            await resize(pilot, *size)
            await settle(pilot)
            assert "▸ Three" in text_of(pilot)


# --- what the last line says


async def test_what_the_last_line_says_about_choosing_is_what_the_keys_do() -> None:
    async with opened("xor") as pilot:
        await press(pilot, "escape")
        hints = lines_of(pilot)[-1].split("   ")
        assert [hint.strip() for hint in hints if hint.strip()] == [
            "↑ ↓ choose", "Enter open", "o open a file", "F3 read", "Esc back", "? help", "q quit"
        ]  # fmt: skip
        await press(pilot, "up")
        assert picker(pilot).chosen == XOR - 1
        await press(pilot, "question_mark")
        assert "Opening a file by its path" in text_of(pilot)
        await press(pilot, "q", "o")
        assert isinstance(pilot.app.focused, Input)
        await press(pilot, "escape", "q")
        assert not pilot.app.is_running


async def test_what_the_last_line_says_about_a_path_is_what_the_keys_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text(RIGHT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    async with opened(None) as pilot:
        await press(pilot, "o")
        hints = lines_of(pilot)[-1].split("   ")
        assert [hint.strip() for hint in hints if hint.strip()] == [
            "Enter open", "Tab complete", "Esc back"
        ]  # fmt: skip
        await press(pilot, "tab")
        assert typed(pilot) == "mine.toml"
        await press(pilot, "escape")
        assert pilot.app.focused is None
        await press(pilot, "o", "enter")
        assert "mended" in text_of(pilot)


@pytest.mark.parametrize("hint", ["open a file", "Enter", "quit"])
async def test_the_words_of_the_last_line_can_be_clicked(hint: str) -> None:
    async with opened(None) as pilot:
        y = len(lines_of(pilot)) - 1
        await pilot.click(offset=(lines_of(pilot)[y].index(hint) + 1, y))
        await settle(pilot)
        happened = {
            "open a file": isinstance(pilot.app.focused, Input),
            "Enter": isinstance(pilot.app.screen, LessonCard),
            "quit": not pilot.app.is_running,
        }
        assert [name for name, is_so in happened.items() if is_so] == [hint]


# --- a file by its path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the session stands: files of every kind."""
    for name in ("b.toml", "a.jsonl", "b.txt", ".hidden.toml", "한글.toml", "a\nb.toml"):
        (tmp_path / name).touch()
    for name in ("bundle", ".folder", "a.toml"):
        (tmp_path / name).mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "lost.toml").symlink_to("nowhere")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "bundle" / "net.toml").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "bundle" / "wrong[b].toml").write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "bundle"))
    return tmp_path


@pytest.mark.parametrize(
    ("begin", "found"),
    [
        ("", ["a.jsonl", "b.toml", "한글.toml", "a.toml/", "bundle/"]),
        ("b", ["b.toml", "bundle/"]),
        ("bu", ["bundle/"]),
        ("bundle/", ["bundle/net.toml", "bundle/wrong[b].toml"]),
        ("./b", ["./b.toml", "./bundle/"]),
        ("한", ["한글.toml"]),
        (".", [".hidden.toml", ".folder/"]),
        ("~", ["~/"]),
        ("~/", ["~/net.toml", "~/wrong[b].toml"]),
        ("~nobody/", []),
        ("p", []),
        ("nowhere/", []),
        ("b.toml/", []),
        ("\0/", []),
    ],
)
def test_a_path_goes_on_with_what_can_be_opened_then_with_folders(
    begin: str, found: list[str], folder: Path
) -> None:
    assert completions(begin) == found
    assert completions(f"{folder}/b") == [f"{folder}/b.toml", f"{folder}/bundle/"]


@pytest.mark.parametrize("key", ["tab", "right"])
async def test_a_key_takes_what_is_suggested_until_the_file_is_found(
    key: str, folder: Path
) -> None:
    async with opened(None) as pilot:
        await press(pilot, "slash", "b", "u")
        assert "bundle/" in lines_of(pilot)[-2]
        await press(pilot, key)
        assert typed(pilot) == "bundle/"
        assert isinstance(pilot.app.focused, Input)
        await press(pilot, "n")
        await press(pilot, key)
        assert typed(pilot) == "bundle/net.toml"
        await press(pilot, "enter")
        assert "mended" in text_of(pilot)


async def test_what_is_suggested_follows_what_is_typed_and_tab_begins_an_empty_line(
    folder: Path,
) -> None:
    async with opened(None) as pilot:
        await press(pilot, "o", "b")
        assert "b.toml" in lines_of(pilot)[-2]
        await press(pilot, "u")
        assert "bundle/" in lines_of(pilot)[-2]
        await press(pilot, "backspace", "backspace", "tab")
        assert typed(pilot) == "a.jsonl"
        await press(pilot, "tab")
        assert typed(pilot) == "a.jsonl"


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_the_problems_of_a_file_are_told_in_place_and_its_path_can_be_mended(
    size: tuple[int, int], folder: Path
) -> None:
    async with opened(None, size) as pilot:
        await type_path(pilot, "bundle/wr")
        await press(pilot, "tab", "enter")
        assert typed(pilot) == "bundle/wrong[b].toml"
        assert "This cannot be opened:" in words(pilot)
        assert "title: expected text, found 3" in words(pilot)
        assert "learning_rate: expected a number above 0, found 0" in words(pilot)
        assert "layers or random: missing" in words(pilot)
        assert "epoch: unknown key; did you mean epochs?" in words(pilot)
        await press(pilot, "backspace")
        assert "This cannot be opened:" not in words(pilot)
        await type_path(pilot, "bundle/net.toml")
        await press(pilot, "enter")
        assert "mended" in text_of(pilot)


async def test_a_file_that_is_mended_meanwhile_opens_by_the_same_key(folder: Path) -> None:
    async with opened(None) as pilot:
        await type_path(pilot, "bundle/wrong[b].toml")
        await press(pilot, "enter")
        assert "title: expected text, found 3" in words(pilot)
        (folder / "bundle" / "wrong[b].toml").write_text(RIGHT, encoding="utf-8")
        await press(pilot, "enter")
        assert "mended" in text_of(pilot)


async def test_a_name_in_brackets_is_no_markup(folder: Path) -> None:
    async with opened(None) as pilot:
        for path in ("[/]", "[@click]app.quit[/]", "no[b]thing.toml"):
            await type_path(pilot, path)
            await press(pilot, "enter")
            assert path in lines_of(pilot)[-2]
            assert "no such file; the bundled scenarios are chain_rule" in words(pilot)
        await press(pilot, "escape", "up", "enter")
        assert "equation 1 of 37" in text_of(pilot)


async def test_what_cannot_be_opened_says_why(folder: Path) -> None:
    async with opened(None) as pilot:
        for path, problem in (
            ("bundle", "not a regular file"),
            ("b.toml", "title: missing"),
            ("pipe.toml", "not a regular file"),
            ("three_hiden", "no such file; did you mean three_hidden?"),
            ("x" * 300, "cannot be read: File name too long"),
        ):
            await type_path(pilot, path)
            assert problem not in words(pilot)
            await press(pilot, "enter")
            assert problem in words(pilot)


async def test_names_home_and_blanks_around_are_understood(folder: Path) -> None:
    async with opened(None) as pilot:
        for name, title in (("xor", "XOR"), ("~/net.toml", "mended"), (" bundle/net.toml ", "")):
            await type_path(pilot, name)
            await press(pilot, "enter")
            assert isinstance(pilot.app, StepperApp)
            assert pilot.app.place
            assert title in lines_of(pilot)[0]
            assert load(pilot.app.place[0]).network == pilot.app.place[1].trace.network
            await press(pilot, "escape")
            assert picker(pilot)


async def test_a_stored_trace_opens(folder: Path) -> None:
    async with opened(None) as pilot:
        await type_path(pilot, str(TRACE))
        await press(pilot, "enter")
        assert "equation 1 of 15" in text_of(pilot)
        await press(pilot, "escape")
        assert picker(pilot).chosen == FILE
        assert pilot.app.focused is None


async def test_the_line_for_a_path_goes_away() -> None:
    async with opened(None) as pilot:
        for key in ("escape", "up", "enter"):
            await press(pilot, "o")
            assert "path" in lines_of(pilot)[-2].split()
            await press(pilot, key)
            assert "path" not in lines_of(pilot)[-2].split()
            assert pilot.app.focused is None
        await press(pilot, "home", *["down"] * ONE_HIDDEN, "enter")
        assert "equation 1 of 15" in text_of(pilot)


async def test_letters_of_a_korean_keyboard_work_outside_the_path_and_stay_within_it() -> None:
    async with opened(None) as pilot:
        await press(pilot, "ㅐ")
        assert isinstance(pilot.app.focused, Input)
        await press(pilot, "ㅂ")
        assert typed(pilot) == "ㅂ"
        await press(pilot, "escape", "ㅂ")
        assert not pilot.app.is_running


def test_problems_that_have_no_room_are_counted() -> None:
    problems = [f"place[{k}]: wrong" for k in range(9)]
    for height in range(1, 12):
        told = [text(line) for line in preview.problem_lines(look(), problems, 60, height)]
        assert len(told) <= height
        shown = sum("wrong" in line for line in told)
        assert shown == 9 or any(f"and {9 - shown} more" in line or "…" in line for line in told)


@pytest.mark.parametrize("ascii", [False, True])
def test_a_problem_without_spaces_is_broken_and_control_characters_are_not_drawn(
    ascii: bool,
) -> None:
    problem = "가" * 50 + "\x1b[31m\t" + "x" * 50
    lines = preview.problem_lines(look(ascii), [problem], 30, 40)
    assert all(cells(text(line)) <= 30 for line in lines)
    whole = "".join(text(line).strip() for line in lines[1:])
    assert whole == "가" * 50 + "?[31m?" + "x" * 50


def test_pieces_of_a_file_lead_nowhere() -> None:
    lines = preview.problem_lines(look(), ["[@click=app.quit]x[/]"], 60, 9)
    assert lines[1] == [Piece("  [@click=app.quit]x[/]")]
