"""Drawings in TikZ: every number, sound source, and compiled where there is a TeX."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from stepper.explain.explainer import Explainer
from stepper.figures import tikz
from stepper.figures.drawing import Drawing, drawing, overview
from stepper.figures.layout import PAPER, SIZE, Layout
from stepper.files.opening import TEACHING_ORDER
from stepper.paper.figure import PACKAGES, document, fragment
from stepper.paper.tex_head import fonts, head
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.typeset.colours import LIGHT, PRINTED
from stepper.typeset.notation import COURSE, Notation
from tests.support.hostile import TEX
from tests.support.networks import EVERY, ONE_OF_EACH_KIND, begun, traced

MADE = re.compile(r"\\node\[[^]]*\bmade\]")
ENGINES = {"en": ("pdflatex", "-draftmode"), "ko": ("xelatex", "-no-pdf")}
COMPILED = (*ONE_OF_EACH_KIND, "used_twice", "rnn_two_steps")
NAMES = {
    "x[1]": "w_in_1", "x[2]": "x^2^3", "t[1]": "x²′", "b[1][1]": "δ^l_j", "z[1][1]": "a<b|c>",
    "a[1][2]": "{", "C": "E}$#&~", "w[1][1][1]": TEX[0],
}  # fmt: skip


def drawn(name: str, k: int = -1, language: str = "en", trace: Trace | None = None) -> Drawing:
    """Draw a step of the first iteration."""
    trace = trace or traced(name)
    steps = trace.steps[: len(trace.schedule.steps(1))]
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    return drawing(steps[k], Explainer(language, notation), across=PAPER)


def assert_sound(lines: list[str]) -> None:
    text = "\n".join(line for line in lines if not line.startswith("%"))
    bare = text.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"(?<!\\)[#%]", bare)
    assert text.count(r"\begin") == text.count(r"\end")


@pytest.mark.parametrize("name", TEACHING_ORDER)
def test_a_picture_has_a_node_for_each_number_and_a_line_for_each_wire(name: str) -> None:
    drawing = drawn(name)
    lines = list(tikz.lines(drawing))
    assert_sound(lines)
    titles = sum(bool(box.title) for box in drawing.layout.boxes)
    assert sum(line.startswith(r"\node") for line in lines) == len(drawing.texts) + titles
    drawable = len(drawing.layout.wires) + len(drawing.layout.boxes)
    assert sum(line.startswith(r"\draw") for line in lines) == drawable
    made = [line for line in lines if line.startswith(r"\node") and ",made]" in line]
    assert len(made) == 1
    assert "".join(lines).isascii()


@pytest.mark.parametrize("theme", PRINTED)
def test_it_has_the_colours_of_a_theme(theme: str) -> None:
    lines = "\n".join(tikz.lines(drawn("byu"), theme))
    assert len(re.findall(r"\\definecolor\{stepper-[a-z-]+\}\{HTML\}\{[0-9A-F]{6}\}", lines)) == 9
    assert (r"\fill[stepper-background] (0,0) rectangle" in lines) == (theme != LIGHT)


def test_a_part_of_a_document_fits_its_lines_and_says_what_it_needs() -> None:
    lines = list(fragment(drawn("byu"), LIGHT))
    assert lines[1:3] == [r"% \usepackage{amsmath}", r"% \usepackage{tikz}"]
    assert r"\ifdim0.70\width>\linewidth\linewidth\else0.70\width\fi" in lines[3]
    assert lines[-2] == r"\unskip}}%"  # a blank would be too much beside a figure that is as wide
    assert lines[-1].endswith(r"\else\box2\fi}%")
    assert lines[4].startswith(r"\begin{tikzpicture}")


@pytest.mark.parametrize("name", TEACHING_ORDER)
def test_in_the_lines_of_a_document_letters_have_at_least_7_points(name: str) -> None:
    (cm,) = re.findall(r"\\textwidth}{([0-9.]+)cm}", head("", "article"))
    line = float(cm) / 2.54 * 72.27
    last, how = traced(name).steps[-1], Explainer("en", Notation(COURSE, traced(name).model))
    for each in (drawn(name), overview(last, how), overview(last, how, is_forward=True)):
        width, size = each.layout.width, tikz.scale(each.layout)
        assert SIZE * min(size, line / width) >= 7


@pytest.mark.parametrize("name", ["mazur", "schiendorfer"])
def test_the_numbers_at_a_wire_share_lines_where_letters_are_larger_then(name: str) -> None:
    layout = drawn(name).layout
    assert SIZE * tikz.scale(layout) > 8


@pytest.mark.parametrize("words", TEX)
def test_hostile_words_stay_words(words: str) -> None:
    trace = begun(EVERY["xor"]._replace(title=words, names={"x[1]": words, "C": words}))
    drawing = drawn("xor", trace=trace)
    lines = list(tikz.lines(drawing))
    assert_sound(lines)
    assert not any(r"\input" in line for line in lines if not line.startswith("%"))


def test_what_goes_beyond_latin_letters_asks_for_a_unicode_engine() -> None:
    wide = Layout(1, 1, (), (), (), 1, 2)
    note = Drawing(range(1), wide, "", "", "그래프의 일부", {}, {}, ())
    assert fonts("그")[0] in list(document(note, LIGHT))
    assert fonts("그")[0] not in list(document(drawn("xor", language="ko"), LIGHT))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_of_every_kind_compile(language: str, tmp_path: Path) -> None:
    engine, *options = ENGINES[language]
    if not shutil.which(engine):
        pytest.skip(f"there is no {engine}")
    hostile = drawn("xor", trace=begun(EVERY["xor"]._replace(names=NAMES)))
    some = COMPILED if language == "en" else COMPILED[::3]  # its pages are the same
    drawings = (*map(drawn, some), hostile)
    pages = [line for each in drawings for line in (*fragment(each, LIGHT), r"\clearpage")]
    said = compiled("{article}", pages, tmp_path, engine, *options)
    assert "Missing character" not in said
    assert "Overfull" not in said


def compiled(kind: str, pages: Sequence[str], folder: Path, engine: str, *options: str) -> str:
    """What TeX says of a document of a kind."""
    head = [rf"\documentclass{kind}", *PACKAGES, r"\begin{document}"]
    source = folder / "figures.tex"
    source.write_text("\n".join([*head, *pages, r"\end{document}"]), encoding="utf-8")
    command = [engine, *options, "-interaction=nonstopmode", "-halt-on-error", source.name]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-2000:]
    return said


def lacks(name: str) -> bool:
    """Whether there is no pdflatex, or no such class."""
    known = ["kpsewhich", name]
    return not shutil.which("pdflatex") or bool(
        subprocess.run(known, capture_output=True, check=False).returncode
    )


def test_figures_of_every_height_fit_a_slide_below_its_title(tmp_path: Path) -> None:
    if lacks("beamer.cls"):
        pytest.skip("there is no pdflatex with beamer")
    slides = [
        line
        for name in ("mazur", "byu", "softmax_by_hand", "chain_rule")
        for line in (r"\begin{frame}{A title}", *fragment(drawn(name), LIGHT), r"\end{frame}")
    ]
    said = compiled("[aspectratio=169]{beamer}", slides, tmp_path, "pdflatex", "-draftmode")
    assert "Overfull" not in said


def extents(drawings: Sequence[Drawing], folder: Path) -> list[tuple[float, float, float, float]]:
    """The left, top, right and bottom that TeX finds for the step's own number in each drawing."""
    pictures = [list(tikz.lines(each)) for each in drawings]
    first = next(k for k, line in enumerate(pictures[0]) if line.startswith(r"\draw"))
    asked = ((2, "x", "north west"), (4, "y", "north west"), (6, "x", "east"), (8, "y", "south"))
    told = "".join(
        rf"\pgfextract{axis}{{\dimen{k}}}{{\pgfpointanchor{{n}}{{{anchor}}}}}"
        for k, axis, anchor in asked
    )
    told += r"\typeout{At \the\dimen2 \the\dimen4 \the\dimen6 \the\dimen8}"
    nodes = [line for lines in pictures for line in lines if MADE.match(line)]
    named = [node.replace(r"\node[", r"\node[name=n,") + told for node in nodes]
    head = [r"\documentclass{article}", *PACKAGES, r"\begin{document}", *pictures[0][:first]]
    lines = [*head, *named, r"\end{tikzpicture}", r"\end{document}"]
    (folder / "a.tex").write_text("\n".join(lines), encoding="utf-8")
    command = ["pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    found = re.findall(r"At (.*)pt(.*)pt(.*)pt(.*)pt", done.stdout.decode(errors="replace"))
    assert len(found) == len(drawings)
    return [(float(x), -float(y), float(right), -float(low)) for x, y, right, low in found]


def test_the_number_of_a_step_is_over_no_box(tmp_path: Path) -> None:
    if not shutil.which("pdflatex"):
        pytest.skip("there is no pdflatex")
    steps = [
        (name, k)
        for shift, name in enumerate(TEACHING_ORDER)
        for k in range(shift % 3, len(traced(name).schedule.steps(1)), 3)
    ]
    drawings = [drawn(name, k) for name, k in steps]
    found = extents(drawings, tmp_path)
    over = []
    for step, each, (left, top, right, bottom) in zip(steps, drawings, found, strict=True):
        for x, y, width, height, *_ in each.layout.boxes:
            end, low = x + width, y + height
            is_apart = right <= x or end <= left or bottom <= y or low <= top
            is_within = x <= left and right <= end and y <= top and bottom <= low
            if not is_apart and not is_within:
                over.append((step, right - x))
    assert not over


def test_a_figure_is_a_document_of_its_own_that_compiles(tmp_path: Path) -> None:
    if lacks("standalone.cls"):
        pytest.skip("there is no pdflatex with the class standalone")
    (tmp_path / "a.tex").write_text("\n".join(document(drawn("xor", 16), LIGHT)), encoding="utf-8")
    command = ["pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
