"""Hostile texts in every place of every format, read by readers of what is written.

What is written for a file with such a text is read beside what is written for the same file with
calm texts: nothing but texts differ.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.cli.main import main
from stepper.files.scenario_toml import toml
from stepper.runs.scenario import LANGUAGES
from tests.support import readers
from tests.support.filled import DOCUMENTS, filled
from tests.support.hostile import TEXTS

CALM = "calm"
MOST_NAME = 60  # letters of a file's name that are of a text


class Writer(NamedTuple):
    """A command line, and the reader of its output. kinds: those of the documents it is for."""

    command: str
    reader: readers.Reader
    kinds: tuple[str, ...] = tuple(DOCUMENTS)


WRITERS = (
    Writer("show FILE --detail --iteration all", readers.plain),
    Writer("show FILE --derive GRADIENT", readers.plain),
    Writer("show FILE --blank all", readers.plain),
    Writer("show FILE --format html", readers.html),
    Writer("show FILE --format markdown --detail", readers.markdown),
    Writer("show FILE --format markdown --dollars --blank all", readers.markdown),
    Writer("show FILE --format latex --detail", readers.latex),
    Writer("show FILE --format latex --figure --tags no --level subsection", readers.latex),
    Writer("show FILE --format latex --blank all --fragment", readers.latex),
    Writer("show FILE --format svg", readers.svg),
    Writer("show FILE --format tikz", readers.latex),
    Writer("show FILE --format python", readers.python),
    Writer("show FILE --format formula", readers.scenario, ("network",)),
    Writer("trace FILE", readers.lines),
    Writer("trace FILE --format csv", readers.table),
    Writer("list", readers.plain),
    Writer("list --format json", readers.document),
    Writer("check FILE --format json", readers.document),
    Writer("verify TRACE", readers.plain),
    Writer("verify TRACE --format json", readers.document),
    Writer("compare FILE ANSWERS", readers.plain),
    Writer("compare FILE ANSWERS --format json", readers.plain),
    Writer("mark FILE CLASS", readers.plain),
    Writer("mark FILE CLASS --format markdown", readers.markdown),
    Writer("mark FILE CLASS --format csv", readers.table),
    Writer("mark FILE CLASS --format json", readers.plain),
)


class Files(NamedTuple):
    """Files with a text in all their places, and in their names; what a command line calls them."""

    FILE: str
    TRACE: str
    ANSWERS: str
    CLASS: str
    GRADIENT: str


GRADIENTS = {"network": "dC/dw[2][1][1]", "formula": "dC/dw"}
RIGHT = {"network": "C = 0.0433", "formula": "C = 0.0723"}  # what is wrong takes time to explain


def untrusted(count: int, seed: int) -> str:
    """The texts of the list one after the other, and then two of them mixed."""
    random, written = Random(f"untrusted {seed}"), 0
    with TemporaryDirectory() as folder, in_folder(folder):
        for k in range(count):
            text = TEXTS[k] if k < len(TEXTS) else "".join(random.sample(TEXTS, 2))
            for kind in DOCUMENTS:
                made = files(kind, text)
                for writer in WRITERS:
                    if kind in writer.kinds:
                        read(writer, made, kind, text, random.choice(LANGUAGES))
                        written += 1
    return f"{count} texts in every place, {written:,} outputs read"


def read(writer: Writer, made: Files, kind: str, text: str, language: str) -> None:
    """Run a command for files with a text, and read what it writes."""
    code, output, said = run(writer, made, language)
    case = f"{writer.command} of a {kind} with {text!a} in {language}"
    assert (code in (DONE, DIFFERENT), said) == (True, ""), f"{case}: {said}"
    try:
        writer.reader(output, _calm(writer, kind, language))
    except Exception as error:
        raise AssertionError(f"{case}: {type(error).__name__}: {error}") from error


@cache
def _calm(writer: Writer, kind: str, language: str) -> str:
    with TemporaryDirectory() as folder, in_folder(folder):
        return run(writer, files(kind, CALM), language)[1]


def files(kind: str, text: str) -> Files:
    """Write the files into the current folder, where they replace those of another text."""
    scenario, _ = filled(kind, text)
    readable = text.encode("utf-8", "replace").decode()
    name = "".join(c for c in readable if c not in "/\0")[:MOST_NAME] or "empty"
    made = Files(f"./{name}.toml", f"./{name}.jsonl", f"./{name}.txt", "class", GRADIENTS[kind])
    Path(made.FILE).write_text(toml(scenario), encoding="utf-8")
    run(Writer("trace FILE -o TRACE --force", readers.plain), made, "en")
    answers = f"{RIGHT[kind]}\n{readable} = 1\nC = {readable}\n{readable}\n"
    Path(made.ANSWERS).write_text(answers, encoding="utf-8")
    folder = Path(made.CLASS)
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for student, sheet in (("a", RIGHT[kind]), (f"student {name}", ""), (name, answers)):
        (folder / f"{student}.txt").write_text(sheet, encoding="utf-8")
    return made


def run(writer: Writer, made: Files, language: str) -> tuple[int, str, str]:
    """The exit code of a command, and what it writes to stdout and stderr."""
    named = made._asdict()
    words = [named.get(word, word) for word in writer.command.split()]
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch("stepper.cli.commands.list.bundled", lambda: {CALM: made.FILE}),
    ):
        code = main([*words, "--lang", language])
    return code, _written(out), _written(err)


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@contextmanager
def in_folder(folder: str) -> Iterator[None]:
    """Work in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
