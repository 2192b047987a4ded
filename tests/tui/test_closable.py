"""Nothing happens on a window or a screen that is closed, however late it was to happen."""

from asyncio import sleep

from textual.app import ComposeResult
from textual.events import Key, Resize
from textual.geometry import Size
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Static

from stepper.tui.dialogs.window import Window
from stepper.tui.screens.stepper.stepper import StepperScreen
from tests.support.screens import opened, settle, until

OPENERS = ("question_mark", "f1", "y", "g", "e", "m", "x", "p", "ctrl+p")
TO_CLOSE = {"p": ("escape", "p", "escape")}  # see the answer, end it, and its score
WAITED = {"refresh", "later", "app", "timer", "interval"}
SIZES = ((60, 20), (120, 36))


class Slow(Window[None]):
    """Is waited for by everything that can be late; called: what happened on it."""

    def __init__(self, called: list[str]) -> None:
        super().__init__()
        self.called = called

    def compose(self) -> ComposeResult:
        yield Static("", classes="box")

    def wait(self) -> None:
        self.call_after_refresh(self.called.append, "refresh")
        self.call_later(self.called.append, "later")
        self.app.call_later(self.while_open, self.called.append, "app")
        self.set_timer(0.001, lambda: self.called.append("timer"))
        self.set_interval(0.001, lambda: self.called.append("interval"))

    def lay_out(self) -> None:
        self.called.append("size")


def resize(*size: int) -> Message:
    return Resize(Size(*size), Size(*size))


async def at_once(pilot: Pilot[None], *messages: Message) -> None:
    """Let messages come faster than any of them is handled."""
    for message in messages:
        pilot.app.post_message(message)
    await settle(pilot)


async def test_what_waits_for_a_window_happens_while_it_is_open() -> None:
    async with opened("one_hidden", SIZES[0]) as pilot:
        window = Slow([])
        await pilot.app.push_screen(window)
        window.wait()
        await until(pilot, lambda: {*window.called} >= WAITED)
        assert "size" in window.called


async def test_nothing_that_waited_for_a_window_happens_once_it_is_closed() -> None:
    async with opened("one_hidden", SIZES[0]) as pilot:
        window, after = Slow([]), Slow([])
        await pilot.app.push_screen(window)
        window.called.clear()
        window.wait()
        window.dismiss()
        window.on_resize(Resize(Size(80, 24), Size(80, 24)))
        await pilot.app.push_screen(after)
        after.wait()
        await until(pilot, lambda: {*after.called} >= WAITED)
        assert window.called == []


async def test_a_window_may_close_before_it_has_its_new_size() -> None:
    async with opened("one_hidden", SIZES[1]) as pilot:
        for beats in ((2, 1), (3, 0)):
            for opener in OPENERS:
                pilot.app.post_message(Key(opener, opener if len(opener) == 1 else None))
                for k, beat in enumerate(beats):
                    for _ in range(beat):  # turns of the event loop
                        await sleep(0)
                    pilot.app.post_message(resize(*SIZES[k]))
                for key in TO_CLOSE.get(opener, ("escape",)):
                    pilot.app.post_message(Key(key, key if len(key) == 1 else None))
                    await settle(pilot)
                assert isinstance(pilot.app.screen, StepperScreen), opener
