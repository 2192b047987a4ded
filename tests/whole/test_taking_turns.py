"""The screen and the shell take turns in one terminal; each finds it as it has left it."""

import os
import signal
import termios
import time

from stepper.limits import MOST_COLUMNS, MOST_ROWS
from tests.support.modes import changed
from tests.support.session import ENTER_SCREEN, LEAVE_SCREEN, RIGHT, Terminal, terminal

DELTA = b"0.0129822"
HOME = b"\x1b[H"
CTRL_S, CTRL_Z = b"\x13", b"\x1a"


def wait_until_stopped(run: Terminal) -> None:
    _, status = os.waitpid(run.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)


def stop(run: Terminal) -> None:
    """Stop it without its knowledge, and leave the terminal as a shell does."""
    run.process.send_signal(signal.SIGSTOP)
    wait_until_stopped(run)
    termios.tcsetattr(run.slave, termios.TCSANOW, run.before)


def press_ctrl_z(run: Terminal) -> None:
    run.press(CTRL_Z)
    wait_until_stopped(run)
    run.drain()
    run.assert_restored()


def go_on(run: Terminal) -> None:
    """Nothing stops it before it is told to go on."""


def test_it_goes_on_as_it_began_and_ends_as_if_it_had_begun_once() -> None:
    with terminal("open", "three_hidden", "--at", "16") as run:
        run.wait_for(DELTA)
        raw, modes = termios.tcgetattr(run.slave), changed(run.output)
        for leave in (go_on, stop, press_ctrl_z, go_on, press_ctrl_z, stop):
            leave(run)
            run.since = len(run.output)
            run.process.send_signal(signal.SIGCONT)
            for text in (b"Three hidden", DELTA, b"quit"):
                run.wait_for(text)
            assert termios.tcgetattr(run.slave) == raw
            assert changed(run.output) == modes
        run.press(b"q")
        assert run.end() == 0
        run.assert_restored()


def test_no_key_is_lost_after_many_signals_to_continue() -> None:
    with terminal("open", "three_hidden", "--at", "16") as run:
        run.wait_for(DELTA)
        for _ in range(30):
            run.process.send_signal(signal.SIGCONT)
            time.sleep(0.02)
        run.press(b"q")
        assert run.end() == 0
        run.assert_restored()
        assert run.output.count(ENTER_SCREEN) == 1


def test_ctrl_z_as_soon_as_it_goes_on_stops_it_again() -> None:
    with terminal("open", "three_hidden", "--at", "16") as run:
        run.wait_for(DELTA)
        press_ctrl_z(run)
        for number in (signal.SIGCONT, signal.SIGTSTP):
            run.process.send_signal(number)
        wait_until_stopped(run)
        run.drain()
        run.assert_restored()
        run.process.send_signal(signal.SIGTERM)
        run.process.send_signal(signal.SIGCONT)
        assert run.end() == 128 + signal.SIGTERM
        run.assert_restored()


def test_what_an_answer_of_the_terminal_turns_on_is_turned_off() -> None:
    with terminal("open", "one_hidden") as run:
        run.wait_for(b"equation 1 of 15")
        run.press(b"\x1b[?2048;2$y")
        run.wait_for(b"\x1b[?1016h")
        assert {"1016", "2048"} <= changed(run.output)
        run.press(b"q")
        assert run.end() == 0
        run.assert_restored()


def test_it_answers_keys_whatever_size_is_reported() -> None:
    with terminal("open", "one_hidden") as run:
        run.wait_for(b"equation 1 of 15")
        for size in (b"30000;40000;1;1", b"0;0;0;0", b"24;80;0;0"):
            run.press(b"\x1b[48;" + size + b"t\x1b[<0;5;5M\x1b[<0;5;5m")
            time.sleep(0.2)  # what comes with what cannot be read is lost with it
            for key, shown in ((RIGHT, b"0.5187"), (HOME, b"equation 1 of 15")):
                run.press(b"\x1b[48;24;80;240;800t" + key)
                run.wait_for(shown)
        run.press(b"q")
        assert run.end() == 0
        run.assert_restored()


def test_a_window_is_as_large_as_one_can_be_and_no_larger() -> None:
    with terminal("open", "one_hidden", size=(20_000, 10_000)) as run:
        run.wait_for(b"quit")
        run.press(b"q")
        assert run.end() == 0
        assert b"\x1b[%d;1H" % MOST_ROWS in run.output
        assert b"\x1b[%d;1H" % (MOST_ROWS + 1) not in run.output
        assert b" " * (MOST_COLUMNS + 1) not in run.output


def test_ctrl_s_before_it_begins_holds_neither_the_screen_nor_a_signal() -> None:
    with terminal("open", "three_hidden", "--at", "16") as run:
        os.write(run.master, CTRL_S)
        run.wait_for(DELTA)
        run.process.send_signal(signal.SIGHUP)
        assert run.end() == 128 + signal.SIGHUP
        run.assert_restored()
        assert run.output.count(LEAVE_SCREEN) == 1
