"""`stepper show --format svg` and `--format tikz`: a figure, or a folder of them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stepper.figures.layout import PAPER
from tests.support.commands import Runner, overflow


def test_one_figure_is_printed_that_of_the_last_step_of_the_first_iteration(run: Runner) -> None:
    shown = run("show", "xor", "--format", "svg", "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    assert "Step 34: " in (ElementTree.fromstring(shown.out)[1].text or "")
    assert shown == run("show", "xor", "--format", "svg", "--steps", "34", "--lang", "en")
    second = run("show", "xor", "--format", "svg", "--iteration", "2", "--lang", "en")
    assert "Step 68: " in second.out
    delta = run("show", "xor", "--format", "svg", "--only", "delta", "--lang", "en")
    assert "Step 19: δ₁,₂ = " in delta.out


def test_a_figure_in_tikz_is_a_document_or_a_part_of_one(run: Runner) -> None:
    whole = run("show", "three_hidden", "--format", "tikz", "--steps", "16")
    part = run("show", "three_hidden", "--format", "tikz", "--steps", "16", "--fragment")
    assert (whole.code, part.code) == (0, 0)
    assert whole.out.startswith(r"\documentclass")
    about, *packages = part.out.splitlines()[:3]
    assert about.startswith("% Step 16: ")
    for line in (about, *(package.removeprefix("% ") for package in packages)):
        assert f"{line}\n" in whole.out
    begin, end = r"\begin{tikzpicture}", r"\end{tikzpicture}"
    assert begin + part.out.partition(begin)[2].partition(end)[0] + end in whole.out
    dark = run("show", "three_hidden", "--format", "tikz", "--steps", "16", "--theme", "dark")
    assert dark.out != whole.out


def test_a_figure_in_tikz_is_laid_out_for_paper(run: Runner) -> None:
    shown = run("show", "byu", "--format", "tikz")
    assert max(int(x) for x in re.findall(r"\((\d+),\d+\)", shown.out)) <= PAPER


def test_numbers_have_as_many_digits_as_are_asked_for(run: Runner) -> None:
    four, seven = (
        run("show", "three_hidden", "--format", "svg", "--steps", "6", *digits).out
        for digits in ((), ("--digits", "7"))
    )
    assert ("0.5187<" in four, "0.5187412<" in four) == (True, False)
    assert "0.5187412<" in seven


@pytest.mark.parametrize(("format", "ending"), [("svg", "svg"), ("tikz", "tex")])
def test_several_figures_are_files_of_a_folder_named_by_their_steps(
    run: Runner, format: str, ending: str
) -> None:
    done = run("show", "xor", "--format", format, "--steps", "9:12", "-o", "seq/new")
    assert done == (0, "", "")
    names = [f"step-{k:04}.{ending}" for k in range(9, 13)]
    assert sorted(path.name for path in Path("seq/new").iterdir()) == names
    alone = run("show", "xor", "--format", format, "--steps", "10")
    assert Path(f"seq/new/{names[1]}").read_text(encoding="utf-8") == alone.out


def test_a_sequence_is_written_whole_or_not_at_all_and_over_nothing(run: Runner) -> None:
    sequence = ["show", "xor", "--format", "svg", "--steps", "2:4", "-o", "seq"]
    Path("seq").mkdir()
    Path("seq/step-0003.svg").write_text("mine", encoding="utf-8")
    refused = run(*sequence)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("stepper: seq/step-0003.svg: already exists; add --force")
    assert [path.name for path in Path("seq").iterdir()] == ["step-0003.svg"]
    assert run(*sequence, "--force").code == 0
    assert len(list(Path("seq").iterdir())) == 3


def test_a_run_that_stops_leaves_no_figures(run: Runner) -> None:
    before = [overflow()]
    done = run("show", "overflow.toml", "--format", "svg", "--steps", "all", "-o", "seq")
    assert (done.code, done.out) == (2, "")
    assert [str(path) for path in Path().iterdir()] == before


def test_one_figure_goes_to_a_file(run: Runner) -> None:
    assert run("show", "xor", "--format", "svg", "--steps", "3", "-o", "a.svg") == (0, "", "")
    shown = run("show", "xor", "--format", "svg", "--steps", "3").out
    assert Path("a.svg").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--format svg --steps 1:3", "-o: 3 figures go to a folder; add -o DIR, or choose one"),
        ("--format svg --detail", "--detail: a figure shows steps as they are; leave it out"),
        ("--format tikz --blank z", "--blank: a figure shows steps as they are; leave it out"),
        ("--format svg --derive W1", "--derive: a figure shows steps as they are; leave it out"),
        ("--format svg --fragment", "--fragment: only for LaTeX and TikZ; add --format latex"),
        ("--figure", "--figure: only for LaTeX; add --format latex"),
        (
            "--format latex --theme dark",
            "--theme: only for text and figures; choose another --format",
        ),
        ("--figure --format latex --derive W1", "--figure: --derive prints no steps; leave out"),
    ],
)
def test_what_a_figure_cannot_have_is_said_with_the_mend(
    run: Runner, options: str, message: str
) -> None:
    shown = run("show", "three_hidden", *options.split())
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith(f"stepper: {message}")


def test_latex_has_a_figure_for_each_phase_on_demand(run: Runner) -> None:
    plain = run("show", "xor", "--format", "latex").out
    page = run("show", "xor", "--format", "latex", "--figure").out
    assert plain.count("tikz") == 0
    assert page.count(r"\usepackage{tikz}") == 1
    assert page.count(r"\begin{tikzpicture}") == 3
    sheet = run("show", "xor", "--format", "latex", "--blank", "all").out
    assert sheet.count(r"\begin{tikzpicture}") == 1
    figure = sheet.partition(r"\begin{tikzpicture}")[2].partition(r"\end{tikzpicture}")[0]
    assert ("$0.9$" in figure, "$0.3100$" in figure) == (True, False)  # a weight, h₁


def test_the_figure_of_the_forward_pass_has_no_room_for_gradients(run: Runner) -> None:
    """So that it is below its heading, where that of all would not fit the rest of the page."""
    page = run("show", "byu", "--format", "latex", "--figure").out
    forward, backward, _ = page.split(r"\begin{tikzpicture}")[1:4]
    heights = [
        max(int(y) for y in re.findall(r"rectangle \(\d+,(\d+)\)", picture))
        for picture in (forward, backward)
    ]
    assert heights[0] < 0.6 * heights[1]


def test_a_figure_has_room_for_gradients_only_if_it_or_its_sequence_has_some(run: Runner) -> None:
    def height(figure: str) -> float:
        return float(ElementTree.fromstring(figure).attrib["viewBox"].split()[3])

    forward, backward = (
        height(run("show", "xor", "--format", "svg", "--steps", step).out) for step in ("7", "9")
    )
    assert forward < 0.6 * backward
    assert run("show", "xor", "--format", "svg", "--steps", "7:9", "-o", "seq").code == 0
    heights = {height(path.read_text(encoding="utf-8")) for path in Path("seq").iterdir()}
    assert heights == {backward}


def test_a_folder_of_figures_is_not_named_as_a_figure(run: Runner, tmp_path: Path) -> None:
    code, _, err = run("show", "xor", "--format", "svg", "--steps", "1:3", "-o", "y.svg")
    assert (code, [*tmp_path.iterdir()]) == (2, [])
    assert "name a folder" in err
