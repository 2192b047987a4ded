"""A few programs that are ended at any moment; tests.stress ends more."""

import os
from pathlib import Path

from tests.stress.kills import GONE, PATIENCE, RUN, SHOWN, kill, long_run, running


def test_a_program_that_is_ended_leaves_all_as_it_should_be() -> None:
    assert kill(2, 2).startswith("2 ended programs")


def test_a_file_that_is_half_written_goes_where_the_terminal_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    with running(long_run(tmp_path), folder, "en") as program:
        assert program.read_until(lambda: SHOWN in program.output, PATIENCE)
        os.write(program.master, RUN + b"7")
        assert program.read_until(lambda: any(folder.iterdir()), PATIENCE)
        program.close_terminal()
        program.process.wait(GONE)
    assert list(folder.iterdir()) == []
