"""The program in a real terminal: it starts, answers keys, and leaves the terminal as it was."""

import os
import signal
import termios
import time
from pathlib import Path

import pytest

from stepper.files.opening import FORMULAS
from tests.support.places import TRACES
from tests.support.session import (
    ASKED,
    ENTER_SCREEN,
    LEAVE_SCREEN,
    PATIENCE,
    RIGHT,
    Terminal,
    terminal,
)


@pytest.mark.parametrize(
    ("size", "environment"),
    [
        ((20, 5), {"NO_COLOR": "1", "COLUMNS": "5", "LINES": "99999999999999999999"}),
        ((120, 36), {"TERM": "xterm", "LANG": "C", "LC_ALL": "C"}),
    ],
)
def test_q_leaves_the_terminal_as_it_was_and_prints_the_way_back(
    size: tuple[int, int], environment: dict[str, str]
) -> None:
    with terminal("open", "three_hidden", "--at", "16", size=size, environment=environment) as run:
        run.wait_for(b"0.0129822")
        run.press(b"q")
        assert run.end() == 0
        run.assert_restored()
        after = run.output[run.output.rindex(LEAVE_SCREEN) :].decode()
        assert "stepper open three_hidden --iteration 1 --at 16" in after


def test_the_way_back_leads_back_to_the_place_and_the_look_of_it() -> None:
    options = ["--iteration", "2", "--at", "45", "--lang", "ko", "--notation", "standard"]
    options += ["--predict", "delta,update"]
    with terminal("open", "three_hidden", *options) as run:
        run.wait_for("식 45 (16 / 29)".encode())
        run.press(b"q")
        assert run.end() == 0
        assert f"stepper open three_hidden {' '.join(options)}".encode() in run.output


def test_a_wrong_trace_and_a_run_that_stops_are_told_before_the_screen_opens(
    tmp_path: Path,
) -> None:
    wrong = tmp_path / "wrong.jsonl"
    right = (TRACES / "one_hidden.jsonl").read_bytes()
    wrong.write_bytes(right.replace(b"0.15, ", b"0.25, ", 2))
    with terminal("open", str(wrong)) as run:
        assert run.end() == 2
        assert b"write the trace again" in run.output
        assert ENTER_SCREEN not in run.output


def test_the_picker_opens_a_network_and_steps() -> None:
    with terminal() as run:
        run.wait_for(b"chain_rule")
        run.press(b"\x1b[B" * (1 + len(FORMULAS)))  # the lesson is the first of all
        run.wait_for(b"one_hidden")
        run.press(b"\r")
        run.wait_for(b"equation 1 of 15")
        run.press(b"\x1b[C")
        run.wait_for(b"0.5187")
        run.press(b"q")
        assert run.end() == 0
        run.assert_restored()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_it_leaves_the_terminal_as_it_was(number: signal.Signals) -> None:
    with terminal("open", "one_hidden") as run:
        run.wait_for(b"equation 1 of 15")
        run.process.send_signal(number)
        assert run.end() == 128 + number
        run.assert_restored()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_before_the_screen_is_heard_by_it(number: signal.Signals) -> None:
    with terminal("open", "one_hidden") as run:
        run.wait_for(ASKED)
        run.process.send_signal(number)
        assert run.end() == 128 + number
        assert b"Traceback" not in run.output
        assert termios.tcgetattr(run.slave) == run.before


def test_what_is_neither_text_nor_a_key_is_passed_over() -> None:
    with terminal("open", "one_hidden") as run:
        run.wait_for(b"equation 1 of 15")
        for sent in (b"\xa4\xa1", b"\x1b[:D", b"\x1b[99999999999;1u"):
            run.press(sent)
            time.sleep(0.15)  # else it is one sequence with what follows
        run.press(RIGHT)
        run.wait_for(b"0.5187")
        run.press(b"q")
        assert run.end() == 0
        run.assert_restored()


MARKS = """
title = "marks"
learning_rate = 0.5
samples = [{ inputs = [0.5], targets = [1.0] }]
layers = [{ weights = [[0.25]] }, { weights = [[0.5]] }]
notes = [
  { at = "z[1][1]", text = "שלום" },
  { at = "a[1][1]", text = "של" },
  { at = "z[2][1]", text = "now z\u0302" },
]
"""


def test_what_has_no_width_is_repainted_with_what_it_belongs_to(tmp_path: Path) -> None:
    file = tmp_path / "marks.toml"
    file.write_text(MARKS, encoding="utf-8")
    with terminal("open", str(file)) as run:
        run.wait_for("\u2068שלום\u2069".encode())
        for note in ("\u2068של\u2069", "now z\u0302"):
            run.press(RIGHT)
            run.wait_for(note.encode())
        run.press(b"q")
        assert run.end() == 0
        assert run.output.count("\u2068".encode()) == run.output.count("\u2069".encode())


def test_ctrl_c_leaves_a_window_too() -> None:
    with terminal("open", "one_hidden", size=(100, 30)) as run:
        run.wait_for(b"equation 1 of 15")
        run.press(b"g")
        run.wait_for(b"\x1b[")
        run.press(b"\x03")
        assert run.end() == 130
        run.assert_restored()


@pytest.mark.parametrize("keys", [b"", 120 * RIGHT])
def test_it_ends_where_the_terminal_is_lost_even_amid_what_it_writes(keys: bytes) -> None:
    run = Terminal(["open", "one_hidden"])
    try:
        run.wait_for(b"equation 1 of 15")
        run.press(keys)
        run.wait_for(keys and b"\x1b[")  # the first of many frames
        os.close(run.slave)
        os.close(run.master)
        run.process.wait(PATIENCE)
    finally:
        run.process.kill()
        run.process.wait()


@pytest.mark.parametrize(
    ("column", "shown", "keys", "code"),
    [(b"2", "δ₃".encode(), b"\x03", 130), (b"3", b"delta[3]", b"q", 0)],
    ids=["one cell, ctrl c", "two cells, q"],
)
def test_it_starts_in_ascii_where_delta_takes_two_cells_and_ctrl_c_leaves_with_130(
    column: bytes, shown: bytes, keys: bytes, code: int
) -> None:
    with terminal("open", "three_hidden", "--at", "16", answers=False) as run:
        run.wait_for(ASKED)
        os.write(run.master, b"\x1b[1;" + column + b"R")
        run.wait_for(b"0.0129822")
        assert shown in run.output
        run.press(keys)
        assert run.end() == code
        run.assert_restored()


def test_a_dumb_terminal_is_told_what_to_do_instead() -> None:
    with terminal("open", "one_hidden", environment={"TERM": "dumb"}) as run:
        assert run.end() == 2
        assert b"stepper show FILE" in run.output
        assert ENTER_SCREEN not in run.output
