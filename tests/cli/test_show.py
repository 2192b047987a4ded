"""`stepper show`: ranges of steps, digits, languages, notations, and sheets with blanks."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from stepper.cli.arguments import FORMATS as PAPER
from stepper.cli.formats import FIGURES
from stepper.files.opening import TEACHING_ORDER
from stepper.files.scenario_file import load_scenario
from stepper.paper.paper import PAGES
from stepper.runs.scenario import localised
from tests.support.commands import Runner, file_of, numbers
from tests.support.networks import BUNDLED, FORMULAS


@pytest.mark.parametrize(
    ("options", "first", "last"),
    [
        ([], 1, 15),
        (["--iteration", "3"], 31, 45),
        (["--iteration", "2:5"], 16, 75),
        (["--iteration", "all"], 1, 150),
        (["--steps", "12:20"], 12, 20),
        (["--steps", "16"], 16, 16),
        (["--steps", "all"], 1, 150),
        (["--steps", "150"], 150, 150),
        (["--steps", "12:20", "--iteration", "2"], 16, 20),
        (["--steps", "12:20", "--iteration", "all"], 12, 20),
    ],
)
def test_show_takes_ranges_with_both_ends_numbered_through_the_run(
    run: Runner, options: Sequence[str], first: int, last: int
) -> None:
    shown = run("show", "one_hidden", *options)
    assert (shown.code, shown.err) == (0, "")
    assert numbers(shown.out) == list(range(first, last + 1))


@pytest.mark.parametrize("option", ["--iteration", "--steps"])
@pytest.mark.parametrize(
    "text", ["0", "-1", "5:2", "1:151", "", ":", "2:", ":2", "1.5", "one", "1:2:3", "9" * 5000]
)
def test_show_refuses_ranges_that_are_none(run: Runner, option: str, text: str) -> None:
    code, out, err = run("show", "one_hidden", f"{option}={text}")
    count = 10 if option == "--iteration" else 150
    start = f"stepper: {option}: expected all, a number, or a range such as 2:5, from 1 to {count},"
    assert (code, out) == (2, "")
    assert err.startswith(f'{start} found "{text[:39]}')
    assert len(err.splitlines()) == 1


def test_show_refuses_steps_that_are_not_in_the_iteration(run: Runner) -> None:
    code, out, err = run("show", "one_hidden", "--steps", "12:20", "--iteration", "3")
    assert (code, out) == (2, "")
    assert err.startswith("stepper: --steps: steps 12:20 are not in iteration 3; ")


def test_show_writes_the_equations_of_the_source_text(run: Runner) -> None:
    shown = run("show", "three_hidden").out
    assert "δy" in shown
    assert "∂C/∂W₁" in shown
    assert len(numbers(shown)) == 29
    assert max(map(len, shown.splitlines())) <= 80


def test_digits_are_those_of_the_results(run: Runner) -> None:
    assert "0.518741" in run("show", "one_hidden").out
    few = run("show", "one_hidden", "--digits", "3").out
    assert "0.519" in few
    assert "0.518741" not in few
    assert "0.5187412" in run("show", "one_hidden", "--digits", "7").out


@pytest.mark.parametrize("digits", ["0", "18", "-1", "six", "1.5"])
def test_digits_are_from_1_to_17(run: Runner, digits: str) -> None:
    code, out, err = run("show", "one_hidden", f"--digits={digits}")
    assert (code, out) == (2, "")
    assert "--digits" in err


def test_detail_adds_what_why_and_where_from(run: Runner) -> None:
    short, long = run("show", "xor").out, run("show", "xor", "--detail").out
    assert numbers(short) == numbers(long) == list(range(1, 35))
    assert "used in: eq" in long
    assert "used in: eq" not in short
    assert " 1.1  " in long


def test_show_speaks_korean_when_it_is_asked_or_the_locale_is(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, korean = run("show", "xor"), run("show", "xor", "--lang", "ko")
    assert localised(load_scenario("xor").title, "ko") in korean.out
    assert numbers(korean.out) == numbers(english.out)
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert run("show", "xor") == korean
    assert run("show", "xor", "--lang", "en") == english


def test_the_notations_name_the_same_numbers_differently(run: Runner) -> None:
    assert "W₁·x" in run("show", "one_hidden").out
    for name in ("course", "seed"):  # its former name
        assert "W₁·x" in run("show", "one_hidden", "--notation", name).out
    assert "w₁·x" in run("show", "one_hidden", "--notation", "standard").out
    assert "w[1]*x" in run("show", "one_hidden", "--notation", "ascii").out


@pytest.mark.parametrize("name", TEACHING_ORDER)
def test_ascii_output_is_ascii(run: Runner, name: str) -> None:
    last = min(2, (FORMULAS | BUNDLED)[name].iterations)
    shown = run("show", file_of(name), "--ascii", "--detail", "--iteration", f"{last}")
    assert (shown.code, shown.out.isascii()) == (0, True)
    assert run("check", file_of(name), "--ascii").out.isascii()


def test_a_scenario_that_is_shown_and_its_trace_look_alike(run: Runner) -> None:
    run("trace", "xor", "-o", "xor.jsonl")
    for iterations in ("1:5", "99:100"):
        assert run("show", "xor.jsonl", "--iteration", iterations) == run(
            "show", "xor", "--iteration", iterations
        )


def test_a_wrong_row_is_told_after_the_right_ones_before_it(run: Runner) -> None:
    header, first, second, *rest = run("trace", "one_hidden").out.splitlines()
    wrong = second.replace("[0.5, 1.0", "[0.5, 2.0")
    Path("wrong.jsonl").write_text("\n".join([header, first, wrong, *rest, ""]), encoding="utf-8")
    expected = (
        "stepper: wrong.jsonl: iteration 2, t[1]: 2.0 is stored, but the correct value is 1.0; "
        "write the trace again\n"
    )
    shown = run("show", "wrong.jsonl", "--iteration", "all")
    assert (shown.code, shown.err) == (2, expected)
    assert numbers(shown.out) == list(range(1, 16))
    traced = run("trace", "wrong.jsonl")
    assert (traced.code, traced.err) == (2, expected)
    assert traced.out.splitlines() == [header, first]
    assert run("check", "wrong.jsonl", "--iteration", "2") == (2, "", expected)
    assert run("trace", "wrong.jsonl", "-o", "out") == (2, "", expected)
    assert not Path("out").exists()
    assert numbers(run("show", "wrong.jsonl", "--iteration", "1").out)[:1] == [1]


def test_the_key_of_a_sheet_is_what_compare_takes(run: Runner) -> None:
    sheet = run("show", "xor", "--blank", "delta,gradient", "--key", "key.txt", "--iteration", "2")
    assert sheet.code == 0
    assert "stepper compare xor" in " ".join(sheet.out.split())
    compared = run("compare", "xor", "key.txt")
    assert (compared.code, compared.err) == (0, "")
    assert "All 12 agree" in compared.out
    assert run("show", "xor", "--blank", "all", "--key", "key.txt").code == 2  # it exists
    assert run("show", "xor", "--blank", "all", "--key", "key.txt", "--force").code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--key k", "--key: only for an exercise sheet; add --blank KINDS"),
        ("--fragment", "--fragment: only for LaTeX and TikZ; add --format latex"),
        ("--force", "--force: only replaces the file of -o or --key; add -o OUT"),
        (
            "--blank delta --steps 1:3 --key k",
            "--blank: none of these steps is of that kind; choose",
        ),
        ("--only dleta", '--only: "dleta" is not a kind of step; did you mean delta?'),
        ("--only softmax", "--only: none of these steps is of that kind; choose more steps"),
        ("--only delta --derive δy", "--only: --derive prints no steps; leave out one of them"),
        ("--only z --format python", "--only: a Python program needs every step; choose another"),
        ("--blank dleta", '--blank: "dleta" is not a kind of step; did you mean delta?'),
        ("--blank delta --derive δy", "--blank: --derive has no blanks; leave out one of them"),
        ("--detail --derive δy", "--detail: --derive gives reasons anyway; leave out one of them"),
        (
            "--format python --detail",
            "--detail: a Python program has no details; leave out one of them",
        ),
        (
            "--format python --derive δy",
            "--derive: not available in Python; choose another --forma",
        ),
        (
            "--format python --blank z",
            "--blank: a Python program has no blanks; choose another --f",
        ),
        ("--blank delta --key no/k", "no/k: cannot be written: No such file or directory"),
    ],
)
def test_what_show_cannot_do_is_said_with_the_mend(run: Runner, options: str, message: str) -> None:
    shown = run("show", "xor", *options.split())
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith(f"stepper: {message}")
    assert shown.err.count("\n") == 1
    assert list(Path().iterdir()) == []


def test_every_format_that_can_be_asked_for_is_written() -> None:
    assert set(PAPER) == {*PAGES, *FIGURES, "html", "python", "formula"}


def test_only_some_kinds_of_steps_are_shown(run: Runner) -> None:
    shown = run("show", "three_hidden", "--only", "delta,update").out
    assert numbers(shown) == [12, 16, 20, 24, 26, 27, 28, 29]
    sheet = run("show", "three_hidden", "--blank", "delta", "--only", "delta", "--key", "key.txt")
    assert sheet.out.count("= ________") == 4
    assert "z₁ =" not in sheet.out
    assert len(Path("key.txt").read_text(encoding="utf-8").splitlines()) == 1 + 4


def test_a_network_is_shown_as_the_scenario_file_of_a_formula(run: Runner, tmp_path: Path) -> None:
    shown = run("show", "two_paths", "--format", "formula")
    assert not shown.err
    file = tmp_path / "formula.toml"
    file.write_text(shown.out, encoding="utf-8")
    own, formula = (run("show", name, "--steps", "1:3").out for name in ("two_paths", str(file)))
    assert "z₁₁" in formula or "z₁" in formula
    assert re.findall(r"[=≈] [−0-9.]+$", own, re.MULTILINE)[-1] in formula


def test_a_formula_is_written_whole(run: Runner) -> None:
    done = run("show", "xor", "--format", "formula", "--steps", "3", "--derive", "W1")
    assert done.code == 2
    for option in ("--steps", "--derive"):
        assert f"{option}: a scenario file is written whole; leave it out" in done.err
    refused = run("show", "in_place", "--format", "formula")
    assert refused.code == 2
    assert "cannot be updated in place" in refused.err


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], range(1, 16)),
        (["--iteration", "2:3"], range(16, 46)),
        (["--steps", "12:20"], range(12, 21)),
        (["--only", "delta"], (8, 12)),
        (["--lang", "ko", "--notation", "ascii", "--digits", "3"], range(1, 16)),
    ],
)
def test_a_page_has_the_steps_that_are_asked_for(
    run: Runner, tmp_path: Path, options: list[str], ids: Sequence[int]
) -> None:
    file = tmp_path / "page.html"
    shown = run("show", "one_hidden", "--format", "html", *options, "-o", str(file))
    assert (shown.code, shown.out, shown.err) == (0, "", "")
    html = file.read_text(encoding="utf-8")
    assert re.findall(r'<article id="(\d+)"', html) == [str(n) for n in ids]
    assert re.findall(r'<html lang="(..)"', html) == ["ko" if "ko" in options else "en"]


@pytest.mark.parametrize("option", [["--derive", "W1"], ["--blank", "all"], ["--detail"]])
def test_a_page_refuses_what_it_does_not_have(run: Runner, option: list[str]) -> None:
    code, out, err = run("show", "one_hidden", "--format", "html", *option)
    assert (code, out) == (2, "")
    assert err.startswith(f"stepper: {option[0]}: a page ")


def test_steps_can_be_named(run: Runner) -> None:
    by_name = run("show", "three_hidden", "--steps", "C:delta[3]")
    assert by_name == run("show", "three_hidden", "--steps", "9:16")
    second = run("show", "three_hidden", "--steps", "delta[3]", "--iteration", "2")
    assert second == run("show", "three_hidden", "--steps", "45")


def test_a_step_of_another_iteration_is_told_by_its_number_in_the_run(run: Runner) -> None:
    code, _, errors = run("show", "three_hidden", "--steps", "16", "--iteration", "2")
    assert code == 2
    assert "write 45" in errors


def test_a_sheet_names_its_scenario_and_says_what_leads_back_to_blanks(run: Runner) -> None:
    code, page, errors = run("show", "xor", "--blank", "delta")
    assert code == 0
    assert "stepper compare xor YOURS" in page
    assert "add gradient" in errors
    assert run("show", "xor", "--blank", "delta,error,gradient,update").err == ""


def test_a_key_is_no_page(run: Runner) -> None:
    code, _, errors = run("show", "xor", "--blank", "delta", "--key", "key.tex")
    assert code == 2
    assert "key.txt" in errors


def test_of_a_large_page_the_size_is_said_and_a_range_that_fits(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ("show", "one_hidden", "--format", "html")
    whole = run(*page, "--iteration", "2:5")
    assert (whole.code, whole.err) == (0, "")
    size = len(whole.out.encode())
    monkeypatch.setattr("stepper.cli.commands.show.LARGE_PAGE", size - 1)
    large = run(*page, "--iteration", "2:5")
    assert (large.code, large.out) == (0, whole.out)
    assert f"the page has {size / 1e6:.1f} MB" in large.err
    (steps,) = re.findall(r"--steps (16:\d+)$", large.err.strip())
    smaller = run(*page, "--steps", steps)
    assert (smaller.code, smaller.err) == (0, "")


def test_what_leads_back_to_a_blank_is_named(run: Runner) -> None:
    def leading(file: str, blank: str) -> list[str]:
        return [line.split()[2] for line in run("show", file, "--blank", blank).err.splitlines()]

    assert leading("three_hidden", "delta,gradient") == ["error", "update"]
    assert leading("three_hidden", "delta,error,gradient,update") == []
    assert leading("mazur", "delta,gradient,update") == []  # an error there is of two deltas
