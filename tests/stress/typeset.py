"""Documents with hostile texts, typeset by TeX with all that it may do.

They are typeset, TeX runs no command and reads no file of them, and the title is on the page.
"""

import shutil
import subprocess
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from stepper.paper.tex_head import UNICODE
from tests.stress.untrusted import Writer, files, in_folder, run
from tests.support import readers
from tests.support.filled import DOCUMENTS, filled
from tests.support.hostile import TEXTS

WRITERS = tuple(
    Writer(f"show FILE --format {options}", readers.latex)
    for options in ("latex --detail", "latex --figure --tags document", "latex --blank all", "tikz")
)
PAGE, SOURCE = "page.pdf", "page.tex"
OWN = {SOURCE, PAGE, "page.aux", "page.log", "page.fls", "missfont.log"}
PATIENCE = 120.0  # seconds


def typeset(count: int, seed: int) -> str:
    if not shutil.which("pdflatex") or not shutil.which("xelatex"):
        return "nothing: there is no TeX"
    random, read = Random(f"typeset {seed}"), 0
    for text in random.sample(TEXTS, min(count, len(TEXTS))):
        kind, writer = random.choice(tuple(DOCUMENTS)), random.choice(WRITERS)
        with TemporaryDirectory() as folder, in_folder(folder):
            code, source, said = run(writer, files(kind, text), random.choice(("en", "ko")))
        assert code == 0, said
        title = str(filled(kind, text)[0].title)
        read += _typeset(source, f"{writer.command} of a {kind} with {text!a}", title)
    return f"{min(count, len(TEXTS))} documents typeset, the titles of {read} read on the page"


def _typeset(source: str, case: str, title: str) -> bool:
    """Typeset a document; whether its title was looked for."""
    engine = "xelatex" if UNICODE in source else "pdflatex"
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / SOURCE).write_text(source, encoding="utf-8")
        command = [engine, "-shell-escape", "-recorder", "-interaction=nonstopmode", SOURCE]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False
        )
        output = done.stdout.decode(errors="replace")
        errors = [line for line in output.splitlines() if line.startswith("!")]
        assert (done.returncode, errors) == (0, []), f"{case}: {errors}"
        assert {path.name for path in folder.iterdir()} <= OWN, f"{case}: {[*folder.iterdir()]}"
        read = (folder / "page.fls").read_text(encoding="utf-8", errors="replace")
        assert "/etc/passwd" not in read, case
        plain = title.isascii() and title.isalnum() and r"\section" in source
        if plain and shutil.which("pdftotext"):
            told = subprocess.run(
                ["pdftotext", PAGE, "-"], cwd=folder, capture_output=True, check=True
            )
            assert title in told.stdout.decode(errors="replace"), case
        return plain
