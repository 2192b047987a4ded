"""What if, on the screen: the edited run is shown at the same place, with what it was before."""

import gc
import re
import weakref
from pathlib import Path
from random import Random

import pytest
from textual.events import Key

from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.files.scenario_toml import toml
from stepper.input.givens import Given, with_value
from stepper.runs.rows import Rows
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace, run
from stepper.tui.look import Frame, Look, RunProgress
from stepper.tui.panels import footer
from stepper.tui.screens.stepper import computing
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.tui.screens.stepper.what_if_run import same_place
from stepper.typeset.cells import cells
from stepper.typeset.digits import RESULT, written
from stepper.typeset.notation import COURSE, Notation
from tests.support.dialogs import ENTER, ESCAPE, edit, squeezed
from tests.support.networks import BUNDLED
from tests.support.screens import (
    do,
    go,
    lines_of,
    opened,
    pieces_of,
    press,
    settle,
    step_of,
    stepper,
    text_of,
    typed,
    until,
)
from tests.support.seen import assert_alike, drawn_anew, seen, seen_afresh

THREE = BUNDLED["three_hidden"]
W4 = Given(Symbol(Role.W, 4, 1, 1))


def with_w4(value: float) -> Trace:
    """The run that somebody else makes of the edited scenario."""
    return run(with_value(THREE, W4, value))


def shown(value: float) -> str:
    return written(value, RESULT)[0].replace("-", "−")


# --- the run after an edit


async def test_an_edit_keeps_the_place_and_shows_the_new_number_and_the_one_before() -> None:
    async with opened("three_hidden", (120, 36), step=74) as pilot:
        await edit(pilot, "W4 = 0.6")
        step = stepper(pilot).step
        now, before = with_w4(0.6).steps[73], run(THREE).steps[73]
        assert (step.number, step.value) == (74, now.value)
        assert now.value != before.value
        lines = squeezed(pilot)
        listed = [line.split("│")[-1].strip() for line in lines]
    assert any(f"≈ {shown(now.value)}" in line for line in lines)
    assert any(f"was {shown(before.value)}" in line for line in lines)
    assert f"74 δ₃ {shown(now.value)} ← {shown(before.value)}" in listed
    assert "what if: W₄ 0.6 (was 0.5)" in lines[0]


async def test_only_numbers_that_differ_from_the_original_are_marked() -> None:
    async with opened("three_hidden", (120, 36), step=29) as pilot:
        await edit(pilot, "W4 = 0.6")
        marked = {drawn.y for drawn in pieces_of(pilot, "list") if "←" in drawn.piece.text}
        assert all(re.search(r"← −?\d", line) for line in lines_of(pilot) if "←" in line[80:])
        made = {
            drawn.piece.symbol: drawn.y
            for drawn in pieces_of(pilot, "list")
            if drawn.piece.symbol and drawn.piece.symbol.is_step
        }
        go(pilot, 6)
        await settle(pilot)
        assert "was" not in "\n".join(lines_of(pilot)[1:])
    there, here = with_w4(0.6), run(THREE)
    has_room = {s: y for s, y in made.items() if s.role.phase is not Phase.UPDATE}
    assert marked == {y for s, y in has_room.items() if there.value(s, 1) != here.value(s, 1)}
    assert len(made) == 29


async def test_several_edits_are_told_against_the_first_original_and_taken_back_at_once() -> None:
    async with opened("three_hidden", (150, 30), step=16) as pilot:
        _ = stepper(pilot).trace.rows[-1]  # the curves show what is computed
        await do(pilot, "next", "back")
        before = seen(pilot)
        for text in ("W4 = 0.6", "x = 0.25", "W4 = 0.7; epochs = 3"):
            await edit(pilot, text)
        header = lines_of(pilot)[0]
        assert "what if: epochs 3 (was 10), x 0.25 (was 0.5), W₄ 0.7 (was 0.5)" in header
        await do(pilot, "restore")
        assert_alike(seen(pilot), before)
        await edit(pilot, "W4 = 0.6")
        await edit(pilot, "W4 = 0.5")  # as it was
        assert_alike(seen(pilot), before)


async def test_epochs_edited_down_and_up_again_are_no_edit() -> None:
    async with opened("descent", (120, 36), step=15 * 5 + 7) as pilot:
        screen = stepper(pilot)
        before, original = seen(pilot), screen.trace
        await edit(pilot, "epochs = 10")
        assert screen.what_if.original is original
        await edit(pilot, "epochs = 100")
        assert screen.what_if.original is None
        assert screen.trace is original
        assert_alike(seen(pilot), before)


async def test_an_edit_that_is_taken_back_while_it_is_pending_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(computing, "WAITED_FOR", 0.0)
    async with opened("descent", step=15 * 99 + 7) as pilot:
        screen = stepper(pilot)
        original = screen.trace
        await edit(pilot, "W1 = 3")
        assert screen.what_if.pending
        await edit(pilot, "W1 = 0.15")
        assert not screen.what_if.computes
        assert screen.what_if.original is None
        assert screen.trace is original


@pytest.mark.parametrize("name", ["three_hidden", "mazur", "product_of_sum"])
async def test_an_edited_run_is_forgotten_once_the_original_is_back(name: str) -> None:
    gc.freeze()  # garbage of other tests is not looked for
    async with opened(name, (120, 36), step=3) as pilot:
        number = next(iter(stepper(pilot).trace.model.givens))
        name_of = stepper(pilot).look.name(number)
        await edit(pilot, f"{name_of} = 0.625")
        edited = weakref.ref(stepper(pilot).trace)
        assert "what if" in lines_of(pilot)[0]
        await press(pilot, "right", "r", "right")
        assert "what if" not in lines_of(pilot)[0]
        gc.collect()
        assert edited() is None


async def test_the_notes_of_the_author_are_about_the_original_alone() -> None:
    async with opened("descent", (120, 36), step=15 * 12 + 13) as pilot:
        note = "|∂C/∂W₁| is at its largest"
        assert note in text_of(pilot)
        await edit(pilot, "W1 = 3")
        assert stepper(pilot).step.symbol == Symbol(Role.DC_DW, 1, 1, 1)
        assert note not in text_of(pilot)
        await do(pilot, "restore")
        assert note in text_of(pilot)


async def test_a_place_beyond_a_shorter_run_is_in_its_last_iteration_and_the_trail_stays() -> None:
    async with opened("three_hidden", step=16) as pilot:
        stepper(pilot).moving.jump(stepper(pilot).trace.steps[29 * 7 + 15])
        await edit(pilot, "epochs = 4; W4 = 0.6")
        assert step_of(pilot) == 29 * 3 + 16
        assert stepper(pilot).step.value == with_w4(0.6).steps[29 * 3 + 15].value
        await do(pilot, "return")
        assert stepper(pilot).step.value == with_w4(0.6).steps[15].value
        await do(pilot, "restore")
        assert stepper(pilot).step.value == run(THREE).steps[15].value


async def test_an_input_is_that_of_the_sample_at_hand() -> None:
    async with opened("xor", (120, 36), step=34 + 16) as pilot:
        await do(pilot, "edit")
        assert "those of sample 2." in " ".join(text_of(pilot).split())
        await press(pilot, ESCAPE)
        await edit(pilot, "x1 = 0.5")
        assert "x₁ 0.5 (was 0, sample 2)" in lines_of(pilot)[0]
        samples = stepper(pilot).trace.scenario.samples
    assert [x for x, _ in samples] == [(0.0, 0.0), (0.5, 1.0), (1.0, 0.0), (1.0, 1.0)]


async def test_a_run_that_leaves_the_floats_is_shown_as_far_as_it_goes_or_not_at_all(
    silent: list[str],
) -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        await edit(pilot, "rate = 1e308; x = 1e300; W1 = 1e9")
        assert step_of(pilot) == 16
        assert "what if" not in lines_of(pilot)[0]
        assert "iteration 1: z[1][1] is not finite" in silent[-1]
        go(pilot, 290)
        await edit(pilot, "x = 1e100; y' = 1e10; rate = 1e300")
        step = stepper(pilot).step
        assert step.trace.rows.stop
        assert step.number < 290
        assert "is not finite" in silent[-1]
        assert "what if" in lines_of(pilot)[0]
        await do(pilot, "restore")
        assert stepper(pilot).step.value == run(THREE).steps[step.number - 1].value


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What messages say; they would stand over the screen."""
    told: list[str] = []
    monkeypatch.setattr(StepperScreen, "tell", lambda self, text, *_: told.append(text))
    return told


async def test_a_stored_trace_can_be_edited_and_comes_back() -> None:
    async with opened("tests/data/traces/three_hidden.jsonl", step=16) as pilot:
        await edit(pilot, "W4 = 0.6")
        assert stepper(pilot).step.value == with_w4(0.6).steps[15].value
        await do(pilot, "restore")
        assert stepper(pilot).trace.rows.are_stored


@pytest.mark.usefixtures("silent")
async def test_what_is_shown_of_an_edited_run_does_not_depend_on_the_way() -> None:
    file, random = "xor", Random(1)
    names = ["next", "next", "back", "next_delta", "next_iteration", "last", "select", "all_digits"]
    async with opened(file, (120, 36), step=16, ahead=True) as pilot:
        await edit(pilot, "rate = 3")
        await settle(pilot)
        for _ in range(8):
            await do(pilot, random.choice(names))
            assert_alike(seen(pilot), drawn_anew(pilot))
        await do(pilot, "restore")
        assert_alike(seen(pilot), await seen_afresh(file, seen(pilot)))


# --- a run that takes long


def long(tmp_path: Path, scenario: Scenario = THREE) -> str:
    file = tmp_path / "long.toml"
    file.write_text(toml(scenario._replace(epochs=2000)), encoding="utf-8")
    return str(file)


LAST = 1999 * 29 + 16


class Computed:
    """How far rows may be computed: no clock decides which iteration a run has reached."""

    up_to = 0  # iterations; a block of rows may go beyond

    def reach(self, rows: Rows, iteration: int, _: float) -> bool:
        """Stand for Rows.reach, which stops when its time is over."""
        while rows.ready < min(iteration, self.up_to) and not rows.stop:
            rows.go_on()
        return rows.ready >= iteration or bool(rows.stop)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> Computed:
    """Let a test say how far the rows of all runs may be computed in the background."""
    computed = Computed()
    monkeypatch.setattr(Rows, "reach", lambda *args: computed.reach(*args))
    return computed


async def test_a_far_place_is_computed_in_the_background_while_keys_work_and_escape_cancels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing, "WAITED_FOR", 0.0)  # it does not get on
    async with opened(long(tmp_path), step=LAST) as pilot:
        before = seen(pilot)
        await edit(pilot, "W4 = 0.6")
        assert squeezed(pilot)[-1].startswith(f"computing 0 of 2,000 {'░' * 16} Esc cancel")
        await press(pilot, Key("right", None), Key("left", None), Key("tab", None))
        assert (step_of(pilot), stepper(pilot).selected) == (LAST, Symbol(Role.DELTA, 4, 1))
        assert "what if" not in text_of(pilot)
        await press(pilot, ESCAPE)
        assert "computing" not in text_of(pilot)
        assert step_of(pilot) == LAST
        await press(pilot, ESCAPE)  # lets go of the number that was selected
        assert_alike(seen(pilot), before)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_bar_and_how_to_stop_it_fit_a_line_of_80(language: str) -> None:
    step = run(THREE).steps[0]
    look = Look(Explainer(language, Notation(COURSE, THREE.model)))
    frame = Frame(step, look, 60, progress=RunProgress(999_999, 1_000_000))
    (line,) = footer.lines(frame, 80, 1)
    text = "".join(piece.text for piece in line)
    assert "999,999" in text
    assert "█" * 15 + "░" in text
    assert f"Esc {look.say('what_if.cancel')}" in text
    assert cells(text.rstrip()) <= 80


async def test_a_far_place_is_shown_when_its_row_is_there_and_the_rest_goes_on(
    tmp_path: Path, computed: Computed
) -> None:
    expected = with_value(THREE._replace(epochs=2000), W4, 0.6)
    async with opened(long(tmp_path), step=LAST) as pilot:
        await edit(pilot, "W4 = 0.6; epochs = 10000")
        screen = stepper(pilot)
        assert screen.what_if.original is None
        computed.up_to = 2000
        await until(pilot, lambda: screen.what_if.original is not None)
        assert screen.step.number == LAST
        assert screen.step.value == run(expected).steps[LAST - 1].value
        await settle(pilot)
        assert "what if: epochs 10000, W₄ 0.6 " in text_of(pilot)
        assert "of 10,000" in lines_of(pilot)[-1]
        computed.up_to = 10_000
        await until(pilot, lambda: not screen.what_if.computes)
        assert "computing" not in text_of(pilot)
        assert screen.trace.rows.ready == 10_000
        assert screen.computing.rests


async def test_escape_stops_what_goes_on_behind_an_edited_run_which_stays(
    tmp_path: Path, computed: Computed
) -> None:
    async with opened(long(tmp_path), step=16) as pilot:
        computed.up_to = 1
        await edit(pilot, "W4 = 0.6")
        screen = stepper(pilot)
        assert screen.step.value == with_w4(0.6).steps[15].value
        assert "computing" in lines_of(pilot)[-1]
        await press(pilot, ESCAPE)
        ready = screen.trace.rows.ready
        assert ready < 2000
        assert not screen.what_if.computes
        assert "what if: W₄ 0.6 (was 0.5)" in lines_of(pilot)[0]
        computed.up_to = 2000
        go(pilot, 29 * (ready + 4) + 16)  # what is asked for is computed then
        await settle(pilot)
        scenario = with_value(THREE._replace(epochs=ready + 5), W4, 0.6)
        assert screen.step.value == run(scenario).steps[-14].value


async def test_edits_and_ways_back_while_one_is_pending_end_where_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing, "WAITED_FOR", 0.0)
    async with opened(long(tmp_path), step=LAST) as pilot:
        screen = stepper(pilot)
        await edit(pilot, "W4 = 0.6")
        await do(pilot, "restore")
        assert screen.what_if.pending is None
        assert "computing" not in text_of(pilot)
        await edit(pilot, "W4 = 0.6")
        await edit(pilot, "W1 = 1")  # on top of the one that is pending
        go(pilot, 16)  # near enough to be there at once
        monkeypatch.setattr(computing, "WAITED_FOR", 0.02)
        await until(pilot, lambda: screen.what_if.original is not None)
        assert "what if: W₁ 1 (was 0.15), W₄ 0.6 (was 0.5)" in lines_of(pilot)[0]
        assert step_of(pilot) == 16


def test_the_same_place_is_clipped_to_the_run() -> None:
    short = run(THREE._replace(epochs=2))
    step = run(THREE).steps[29 * 5 + 3]
    assert same_place(short, step).number == 29 + 4


# --- a window that is open when the edited run is there


@pytest.mark.parametrize("window", ["go_to", "edit", "help"])
async def test_the_edited_run_waits_till_no_window_is_open_and_is_computed_meanwhile(
    window: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened("descent", step=15 * 99 + 7) as pilot:
        screen = stepper(pilot)
        before = screen.trace
        monkeypatch.setattr(computing, "WAITED_FOR", 0.0)
        await edit(pilot, "W1 = 3")
        await do(pilot, window)
        above = pilot.app.screen
        assert above is not screen
        pending = screen.what_if.pending
        assert pending
        monkeypatch.setattr(computing, "WAITED_FOR", 0.01)
        await until(pilot, lambda: pending.rows.ready == pending.iterations)
        await pilot.pause(0.1)  # three times as long as from one look at it to the next
        assert (screen.trace, screen.step.trace) == (before, before)
        above.dismiss()
        await until(pilot, lambda: screen.trace is pending)
        assert screen.step.trace is pending
        assert screen.step.number == 15 * 99 + 7
        assert screen.what_if.original is before


async def test_a_step_that_was_asked_for_in_a_window_is_shown_in_the_run_of_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened("descent", (120, 36), step=15 * 99 + 7) as pilot:
        screen = stepper(pilot)
        monkeypatch.setattr(computing, "WAITED_FOR", 0.0)
        await edit(pilot, "W1 = 3; epochs = 120")
        await do(pilot, "go_to")
        pending = screen.what_if.pending
        assert pending
        monkeypatch.setattr(computing, "WAITED_FOR", 0.01)
        await until(pilot, lambda: pending.rows.ready == pending.iterations)
        await press(pilot, *typed("16"), ENTER)
        await until(pilot, lambda: screen.trace is pending)
        assert screen.step == pending.steps[15]
        assert "what if: epochs 120 (was 100), W₁ 3 (was 0.15)" in lines_of(pilot)[0]
        await do(pilot, "next")
        assert screen.step == pending.steps[16]
