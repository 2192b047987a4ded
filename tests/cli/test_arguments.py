"""A plain command line is read without argparse, and as argparse reads it."""

import pytest

from stepper.cli.arguments import COMMANDS, Arguments, read
from stepper.cli.parser import parser

PLAIN = [
    "open",
    "open xor",
    "open --lang ko xor --ascii",
    "open xor --at 16 --iteration 2 --predict delta,update --max-numbers 1000 --notation standard",
    "open file",
    "list",
    "list --lang en",
    "show xor",
    "show --digits 17 xor --detail --steps 1:3 --iteration 2 --format markdown",
    "show xor --format latex --fragment --blank all --key out --force --digits 3 --digits 4",
    "show xor --derive W1",
    "trace xor -o out --format csv --force",
    "verify xor --other-machine",
    "check xor --iteration 3",
    "compare xor answers",
    "compare --lang ko xor --ascii answers",
    "new out --force --lang ko",
]
FOR_ARGPARSE = [
    "--help",
    "--version",
    "show --help",
    "show",
    "show xor mazur",
    "show xor --digits",
    "show xor --digits 18",
    "show xor --digits many",
    "show xor --max-numbers 0",
    "show xor --format pdf",
    "show xor --format=latex",
    "show xor --det",
    "show -- xor",
    "show xor --steps -1",
    "trace xor -oout",
    "compare xor",
    "compare xor -",
    "list xor",
    "list --at 3",
    "new",
]


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_line_asks_for_what_argparse_finds_in_it(line: str) -> None:
    words = line.split()
    assert read(words) == parser().parse_args(words, Arguments())


@pytest.mark.parametrize("line", FOR_ARGPARSE)
def test_what_has_more_to_say_is_left_to_argparse(line: str) -> None:
    assert read(line.split()) is None


def test_these_lines_have_every_option() -> None:
    words = {word for line in PLAIN for word in line.split()}
    for _, options in COMMANDS.values():
        assert {option for option in options if option.startswith("-")} <= words
