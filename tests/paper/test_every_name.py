"""Whatever a name is, LaTeX takes it. Where a TeX is installed; each engine runs once."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from stepper.paper.tex_head import UNICODE, head
from stepper.typeset.tex.maths import in_line, maths
from stepper.typeset.tex.prose import sentence
from tests.support.hostile import ACCENTED, HTML, NAMES, OTHER_LETTERS

LATIN = [
    letter for letter in map(chr, range(0xA1, 0x250)) if UNICODE not in head(letter, "article")
]
ENGINES = {
    "pdflatex": (*NAMES, *ACCENTED, *LATIN, *HTML),
    "xelatex": (*NAMES, *ACCENTED, *OTHER_LETTERS),
}


def document(names: tuple[str, ...]) -> str:
    rows = [
        rf"${maths(name)}$ ${maths(name + '⁺')}$ ${in_line(name)}$ {sentence(name)}\par"
        for name in names
    ]
    return "\n".join([head("".join(rows), "article"), *rows, r"\end{document}"])


@pytest.mark.parametrize("engine", ENGINES)
def test_tex_takes_every_name(engine: str, tmp_path: Path) -> None:
    text = document(ENGINES[engine])
    assert (UNICODE in text) == (engine == "xelatex")
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    (tmp_path / "names.tex").write_text(text, encoding="utf-8")
    no_page = "-no-pdf" if engine == "xelatex" else "-draftmode"
    done = subprocess.run(
        [engine, no_page, "-interaction=nonstopmode", "names.tex"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if line.startswith("!")]
    assert (done.returncode, errors) == (0, []), Counter(errors)


def test_the_letters_that_pdflatex_lacks_ask_for_another_engine() -> None:
    lacking = "«»ÐÞðþĄąĐđĘęĦħĮįĸĿŀŉŊŋŦŧŲųſƀɏ"  # of the fonts that it begins with
    assert not set(LATIN) & set(lacking)
    assert set("äéñøßłőčŷ") <= set(LATIN)
    for name in OTHER_LETTERS:
        assert UNICODE in head(maths(name), "article"), name
