"""A few of the cases of `python -m tests.stress`."""

import pytest

from tests.stress import bad_files


@pytest.mark.parametrize("kind", ["scenarios", "traces", "answers"])
def test_a_damaged_file_is_refused_or_read_and_commands_no_terminal(kind: str) -> None:
    getattr(bad_files, kind)(5, 1)


def test_what_is_no_file_is_refused() -> None:
    bad_files.no_files(8, 1)
