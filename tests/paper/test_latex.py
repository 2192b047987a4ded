import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stepper.backprop.symbols import DERIVED_BY
from stepper.explain.explainer import Explainer
from stepper.paper.markup import Markup
from stepper.paper.paper import Paper
from stepper.practice.kinds import KINDS
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Note, Scenario
from stepper.runs.trace import Trace
from stepper.typeset.notation import COURSE, Notation
from tests.support.networks import BUNDLED, EVERY, SHAPES

FRAGMENT = Markup(fragment=True)
BEYOND = re.compile(r"Overfull \\hbox \(\d\d+\.")  # by 10 points or more
ENGINES = {"en": ("pdflatex", "-draftmode"), "ko": ("xelatex", "-no-pdf")}  # no page is needed


def paper(scenario: Scenario, language: str = "en", **how: Any) -> Paper:
    trace = Trace(scenario, Run(scenario))
    explainer = Explainer(language, Notation(COURSE, trace.model, scenario.names))
    return Paper(trace, explainer, "latex")._replace(**how)


def first_iteration(paper: Paper) -> list[str]:
    return list(paper.steps(paper.trace.steps[: len(paper.trace.model.steps)]))


def assert_sound(text: str) -> None:
    """Check that environments and braces are balanced and that nothing else stops TeX."""
    open_ones = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+\*?)\}", text):
        if kind == "begin":
            open_ones.append(name)
        else:
            assert open_ones.pop() == name
    assert not open_ones
    bare = text.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"(?<!\\)[#%]", bare.replace("% for xelatex", ""))


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHAPES)
def test_a_page_is_sound(name: str, language: str, detail: bool) -> None:
    lines = first_iteration(paper(EVERY[name], language, detail=detail))
    text = "\n".join(lines)
    assert_sound(text)
    assert lines[-1] == r"\end{document}"
    tags = re.findall(r"\\tag\{(\d+)\}", text)
    assert tags == [str(k + 1) for k in range(len(EVERY[name].model.steps))]
    assert ("fontspec" in text) == (language == "ko")
    assert language == "ko" or text.isascii()


def test_a_fragment_is_the_document_without_what_is_around_it() -> None:
    whole = first_iteration(paper(BUNDLED["xor"]))
    fragment = first_iteration(paper(BUNDLED["xor"], markup=FRAGMENT))
    assert "".join(fragment) in "".join(whole)
    assert "documentclass" not in "".join(fragment)


def test_a_title_in_letters_beyond_the_latin_ones_asks_for_a_unicode_engine() -> None:
    titles = {"Ein schöner Titel": False, "은닉층": True, "Σ and δ₁ → 2": False, "Сеть": True}
    for title, unicode in titles.items():
        text = "\n".join(first_iteration(paper(BUNDLED["one_hidden"]._replace(title=title))))
        assert ("fontspec" in text) == unicode, title


def test_the_fonts_are_for_what_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note in other letters counts where it is written, and on a long page anyway."""
    noted = BUNDLED["one_hidden"]._replace(notes=(Note("C", "비용이 줄었다.", 2),), goal="목표")
    steps = Trace(noted, Run(noted)).steps
    first, both = (steps[: count * len(noted.model.steps)] for count in (1, 2))
    plain = noted._replace(goal="")
    pages = (
        (paper(noted).steps(first), True),
        (paper(noted, blank=("delta",)).steps(both), False),
        (paper(noted, blank=("delta",), detail=True).steps(both), False),
        (paper(plain).steps(both), False),
        (paper(plain, detail=True).steps(first), False),
        (paper(plain, detail=True).steps(both), True),
        (paper(plain, markup=FRAGMENT).steps(both), False),
        (paper(noted).derivation(1, noted.model.by_column["delta[1][1]"]), False),
    )
    for k, (page, has_fonts) in enumerate(pages):
        assert ("% for xelatex" in "\n".join(page)) == has_fonts, k
    monkeypatch.setattr("stepper.paper.latex.AHEAD", 10)
    lines = list(paper(plain).steps(both))
    assert "fontspec" in lines[0]
    monkeypatch.undo()
    assert lines[1:] == list(paper(plain).steps(both))[1:]


def test_hostile_words_stay_words() -> None:
    title = r"\input{x} 50% $ # & _ ^ ~ {"
    text = "\n".join(first_iteration(paper(BUNDLED["one_hidden"]._replace(title=title))))
    assert_sound(text)
    assert r"\input" not in text


def test_an_equation_has_its_lines_its_number_and_what_they_are() -> None:
    shown = paper(BUNDLED["three_hidden"], markup=FRAGMENT, detail=True)
    lines = list(shown.steps([shown.trace.steps[15]]))
    begin = lines.index(r"\begin{alignat*}{2}")
    assert lines[begin + 1 : begin + 6] == [
        r"\delta _{3} &= \frac{\partial C}{\partial z_{4}}"
        r" \cdot \frac{\partial z_{4}}{\partial h_{3}}"
        r" \cdot \frac{\partial h_{3}}{\partial z_{3}} &&\quad\text{chain rule}"
        r" \tag{16}\label{eq:delta-3-1:1} \\",
        r"&= \delta _{y} \cdot W_{4} \cdot h_{3}(1-h_{3}) &&\quad\text{formula} \\",
        r"&= -0.10546610 \cdot 0.5 \cdot 0.24618716 &&\quad\text{numbers} \\",
        r"&\approx -0.0129822",
        r"\end{alignat*}",
    ]


def test_every_equation_has_a_label_of_its_own() -> None:
    shown = paper(EVERY["2-2-1 with biases"], markup=FRAGMENT)
    count = len(shown.trace.model.steps)
    text = "\n".join(shown.steps(shown.trace.steps[: 2 * count]))
    labels = re.findall(r"\\label\{(.*?)\}", text)
    assert len(set(labels)) == len(labels) == 2 * count
    assert {"eq:delta-2-1:1", "eq:w-new-1-1-2:2", "eq:dC-dw-1-1-2:2"} <= set(labels)
    assert all(re.fullmatch(r"eq:[A-Za-z0-9_-]+:[12]", label) for label in labels)


@pytest.mark.parametrize(
    ("tags", "environment", "first", "other"),
    [
        ("steps", "alignat*", r" \tag{1}\label{eq:z-1-1:1} \\", r"&= 0.15\cdot 0.5 \\"),
        ("document", "alignat", r" \label{eq:z-1-1:1} \\", r"&= 0.15\cdot 0.5 \notag \\"),
        ("no", "alignat*", r" \\", r"&= 0.15\cdot 0.5 \\"),
    ],
)
def test_equations_are_numbered_by_their_steps_by_the_document_or_not(
    tags: str, environment: str, first: str, other: str
) -> None:
    shown = paper(BUNDLED["one_hidden"], markup=Markup(fragment=True, tags=tags))
    lines = list(shown.steps(shown.trace.steps[:1]))
    begin = lines.index(rf"\begin{{{environment}}}{{1}}")
    assert lines[begin + 1 : begin + 3] == [rf"z_{{1}} &= W_{{1}}\cdot x{first}", other]


def test_where_a_document_numbers_equations_sentences_refer_to_its_numbers() -> None:
    for name in ("three_hidden", "xor"):
        shown = paper(BUNDLED[name], detail=True, markup=Markup(tags="document"))
        text = "\n".join(first_iteration(shown))
        references = set(re.findall(r"\\ref\{(.*?:1)\}", text))  # not those to come
        assert len(references) > 5
        assert references <= set(re.findall(r"\\label\{(.*?)\}", text))


def test_the_headings_have_a_level_below_that_of_the_title() -> None:
    for level, headings in {
        "chapter": ("chapter", "section", "subsection"),
        "section": ("section", "subsection", "subsubsection"),
        "subsubsection": ("subsubsection", "paragraph", "subparagraph"),
    }.items():
        text = "\n".join(first_iteration(paper(BUNDLED["xor"], markup=Markup(level=level))))
        found = re.findall(r"^\\(\w+)\*\{", text, re.MULTILINE)
        assert tuple(dict.fromkeys(found)) == headings
        assert ("{report}" in text) == (level == "chapter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_tex_takes_every_bundled_scenario(tmp_path: Path, language: str) -> None:
    """Where a TeX is installed; their structure is tested without one."""
    engine, no_page = ENGINES[language]
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    text = "\n".join(first_iteration(paper(BUNDLED["one_hidden"], language, detail=True)))
    parts = [text.removesuffix(r"\end{document}")]
    # equations are the same in every language
    for k, (name, scenario) in enumerate([*BUNDLED.items()][:: 1 if language == "en" else 3]):
        shown = paper(scenario, language, markup=FRAGMENT, detail=name == "in_place")
        if language == "en":
            parts += first_iteration(shown)
        if k % 3 == 0:
            parts += first_iteration(shown._replace(blank=tuple(KINDS), detail=True))
        symbol = next(s for s in reversed(scenario.model.columns) if s.role in DERIVED_BY)
        parts += shown.derivation(1, symbol)
    file = tmp_path / "all.tex"
    file.write_text("\n".join([*parts, r"\end{document}", ""]), encoding="utf-8")
    done = subprocess.run(
        [engine, no_page, "-interaction=nonstopmode", "-halt-on-error", file.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if line.startswith("!")]
    assert (done.returncode, errors) == (0, []), Counter(errors)
    beyond = [line for line in done.stdout.splitlines() if BEYOND.match(line)]
    assert not beyond
