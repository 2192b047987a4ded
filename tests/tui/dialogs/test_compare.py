"""The learner's own numbers at a step, judged as `stepper compare` judges them."""

from textual.pilot import Pilot

from stepper.input.answers import Answer
from stepper.runs.scenario import LANGUAGES
from tests.support.dialogs import compared, edit
from tests.support.screens import do, opened, stepper, text_of, until


def own_numbers(pilot: Pilot[None]) -> list[Answer]:
    screen = stepper(pilot)
    return screen.comparing.answers[screen.trace]


async def test_the_numbers_of_one_run_are_not_held_against_another() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        await compared(pilot, "z1 = 0.075; iteration 10: C = 0.0421")
        await edit(pilot, "x = 1e10; W1 = 1e-10; rate = 1e308")
        assert "z₁ = 1   ✓ agrees" in await compared(pilot, "z1 = 1")
        await do(pilot, "restore")
        assert len(own_numbers(pilot)) == 2


async def test_what_was_typed_before_counts_at_a_later_step() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        await compared(pilot, "delta3 = -0.02")
        said = await compared(pilot, "dC/dW3 = -0.011034; iteration 2: z1 = 0.0751")
        assert "but from a number that differs: δ₃ = −0.02." in said
        assert "z₁ = 0.0751   ✓ agrees" in said
        assert len(own_numbers(pilot)) == 3


async def test_what_cannot_be_read_is_told_and_not_kept() -> None:
    async with opened("three_hidden", step=16) as pilot:
        assert 'no number has the name "foo"' in await compared(pilot, "foo = 1")
        assert "expected name = number" in await compared(pilot, "abc")
        assert own_numbers(pilot) == []


async def test_numbers_belong_to_the_run_for_which_they_were_typed() -> None:
    async with opened("xor", (120, 36), step=16) as pilot:
        await compared(pilot, "iteration 100: C = 0.3")
        await edit(pilot, "epochs = 1")
        await until(pilot, lambda: stepper(pilot).trace.iterations == 4)
        assert "agrees" in await compared(pilot, "x1 = 0")
        await do(pilot, "restore")
        assert "agrees" in await compared(pilot, "x1 = 0")
        assert sorted(map(len, stepper(pilot).comparing.answers.values())) == [1, 2]


async def test_a_number_that_follows_or_was_rounded_has_a_kinder_sign() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        assert "≈ rounding; correct: −0.012982" in await compared(pilot, "-0.01299")
        said = await compared(pilot, "-0.02; dC/dW3 = -0.011034")
        assert "δ₃ = −0.02   ✗ differs; correct:" in said
        assert "∂C/∂W₃ = −0.011034   ↳ follows; correct:" in said


async def test_the_window_names_numbers_of_its_network() -> None:
    for name, hint in (("xor", "z1,1 = 0.075; iteration 2: C = 0.29"), ("mazur", "net_h1 = 0.075")):
        async with opened(name, (120, 36), step=16) as pilot:
            await do(pilot, "compare")
            assert f"Other numbers work too: {hint}" in text_of(pilot)


async def test_the_window_fits_a_small_terminal_in_each_language() -> None:
    for language in LANGUAGES:
        async with opened("xor", (40, 12), step=16, language=language) as pilot:
            assert "✗" in await compared(pilot, "0.1")


async def test_a_formula_is_judged_and_its_place_is_lit_while_the_window_is_open() -> None:
    async with opened("one_hidden", (120, 36), step=12) as pilot:
        screen = stepper(pilot)
        said = await compared(pilot, "(y-y')*y*(1-y)*W2*h", close=False)
        assert "✗ differs" in said
        assert "Missing: (1−h)." in said
        h = screen.trace.network.by_column["a[1][1]"]
        assert screen.frame.pointed_at == {h}
        assert screen.frame.style(h) == "selected"
        await pilot.press("escape")
        assert not screen.frame.pointed_at
        said = await compared(pilot, "δh = δy*W2*h*(1-h); dC/dW2 = δy*h")
        assert said.count("✓ agrees") == 2
        assert not screen.frame.pointed_at


async def test_a_number_typed_again_replaces_the_one_before_it() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        await compared(pilot, "delta3 = -0.5")
        said = await compared(pilot, "delta3 = -0.02")
        assert "−0.5" not in said
        assert [answer.number.value for answer in own_numbers(pilot)] == [-0.02]
