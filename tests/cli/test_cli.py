import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import stepper
from stepper.cli.arguments import FORMATS as PAPER
from stepper.cli.main import main
from stepper.cli.trace import FORMATS
from stepper.files.opening import TEACHING_ORDER, bundled
from stepper.files.scenario_file import load_scenario
from stepper.files.scenario_toml import toml
from stepper.paper.paper import PAGES
from stepper.runs.scenario import Scenario, localised
from tests.support.networks import BUNDLED
from tests.support.places import TRACES

OVERFLOW = """\
title = "Too large"
learning_rate = 1e308
[[samples]]
inputs = [1.0]
targets = [1e200]
[[layers]]
weights = [[0.15]]
[[layers]]
weights = [[0.4]]
"""
STEP = re.compile(r"^ {1,5}(\d+)  \S", re.MULTILINE)


class Said(NamedTuple):
    """What a command did: its exit code, and what it wrote to each stream."""

    code: int
    out: str
    err: str


def numbers(text: str) -> list[int]:
    """The numbers of the steps that are shown."""
    return [int(number) for number in STEP.findall(text)]


@pytest.fixture(autouse=True)
def english_and_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every command of these tests runs in an English locale and in an empty folder."""
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> "Run":
    return Run(capsys)


class Run:
    """Runs a command in this process; argparse's way out counts as its exit code."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Said:
        try:
            code = main(arguments)
        except SystemExit as way_out:
            code = way_out.code if isinstance(way_out.code, int) else 1
        return Said(code, *self._capsys.readouterr())


def command(*arguments: str) -> list[str]:
    # -S: in an ASCII locale, Python reads no site with the path of a checkout in a folder 한글
    return [sys.executable, "-S", "-m", "stepper", *arguments]


def environment(**changed: str) -> dict[str, str]:
    """This process's, with the project to be found from any folder, and output as it mostly is."""
    home = str(Path(stepper.__file__).parent.parent)
    return os.environ | {"PYTHONPATH": home, "PYTHONUNBUFFERED": ""} | changed


def process(*arguments: str, **variables: str) -> Said:
    """Runs a command in a process of its own, without a terminal."""
    done = subprocess.run(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(**variables),
        check=False,
    )
    return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def file_of(name: str) -> str:
    """A bundled scenario; of one that takes long, a copy with its first iterations."""
    if BUNDLED[name] == load_scenario(name):
        return name
    Path("short.toml").write_text(toml(BUNDLED[name]), encoding="utf-8")
    return "short.toml"


def in_place(scenario: str = "three_hidden") -> str:
    """A copy of a bundled scenario, run with the classic mistake."""
    text = Path(bundled()[scenario]).read_text(encoding="utf-8")
    Path("in_place.toml").write_text(f'update = "in_place"\n{text}', encoding="utf-8")
    return "in_place.toml"


def overflow() -> str:
    Path("overflow.toml").write_text(OVERFLOW, encoding="utf-8")
    return "overflow.toml"


# --- list


def test_list_names_the_bundled_scenarios_in_teaching_order(said: Run) -> None:
    listed = said("list")
    assert (listed.code, listed.err) == (0, "")
    entries = [line for line in listed.out.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in entries] == list(TEACHING_ORDER)
    sizes = [line.split()[1] for line in entries]
    assert sizes[:3] == ["1-1-1", "1-1-1", "1-1-1-1-1"]
    assert sizes[5:8] == ["1-1-2-1", "2-2-1", "1-1"]
    published = ["2-2-2", "2-2-2", "3-2-1", "2-2-2-2", "2-2-2", "2-1", "1-1-1-1-1"]
    assert sizes[-8:] == ["1-1-1-1-1", *published]
    titles = [localised(load_scenario(name).title, "en") for name in TEACHING_ORDER]
    assert len({line.index(title) for line, title in zip(entries, titles, strict=True)}) == 1
    for name in TEACHING_ORDER:
        assert localised(load_scenario(name).goal, "en") in listed.out


def test_list_speaks_korean_and_ascii(said: Run) -> None:
    korean = said("list", "--lang", "ko").out
    assert all(localised(load_scenario(name).title, "ko") in korean for name in TEACHING_ORDER)
    assert said("list", "--ascii").out.isascii()


def test_list_is_not_led_astray_by_a_file_that_has_the_name_of_a_scenario(said: Run) -> None:
    expected = said("list")
    Path("xor").write_text("not a scenario", encoding="utf-8")
    assert said("list") == expected


# --- show


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
    said: Run, options: Sequence[str], first: int, last: int
) -> None:
    shown = said("show", "one_hidden", *options)
    assert (shown.code, shown.err) == (0, "")
    assert numbers(shown.out) == list(range(first, last + 1))


@pytest.mark.parametrize("option", ["--iteration", "--steps"])
@pytest.mark.parametrize(
    "text", ["0", "-1", "5:2", "1:151", "", ":", "2:", ":2", "1.5", "one", "1:2:3", "9" * 5000]
)
def test_show_refuses_ranges_that_are_none(said: Run, option: str, text: str) -> None:
    code, out, err = said("show", "one_hidden", f"{option}={text}")
    count = 10 if option == "--iteration" else 150
    start = f"stepper: {option}: expected all, a number, or a range such as 2:5, from 1 to {count},"
    assert (code, out) == (2, "")
    assert err.startswith(f'{start} found "{text[:39]}')
    assert len(err.splitlines()) == 1


def test_show_refuses_steps_that_are_not_in_the_iteration(said: Run) -> None:
    code, out, err = said("show", "one_hidden", "--steps", "12:20", "--iteration", "3")
    assert (code, out) == (2, "")
    assert err.startswith("stepper: --steps: steps 12:20 are not in iteration 3; ")


def test_show_writes_the_equations_of_the_source_text(said: Run) -> None:
    shown = said("show", "three_hidden").out
    assert "δy" in shown
    assert "∂C/∂W₁" in shown
    assert len(numbers(shown)) == 29
    assert max(map(len, shown.splitlines())) <= 80


def test_digits_are_those_of_the_results(said: Run) -> None:
    assert "0.518741" in said("show", "one_hidden").out
    few = said("show", "one_hidden", "--digits", "3").out
    assert "0.519" in few
    assert "0.518741" not in few
    assert "0.5187412" in said("show", "one_hidden", "--digits", "7").out


@pytest.mark.parametrize("digits", ["0", "18", "-1", "six", "1.5"])
def test_digits_are_from_1_to_17(said: Run, digits: str) -> None:
    code, out, err = said("show", "one_hidden", f"--digits={digits}")
    assert (code, out) == (2, "")
    assert "--digits" in err


def test_detail_adds_what_why_and_where_from(said: Run) -> None:
    short, long = said("show", "xor").out, said("show", "xor", "--detail").out
    assert numbers(short) == numbers(long) == list(range(1, 35))
    assert "used in: eq" in long
    assert "used in: eq" not in short
    assert " 1.1  " in long


def test_show_speaks_korean_when_it_is_asked_or_the_locale_is(
    said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, korean = said("show", "xor"), said("show", "xor", "--lang", "ko")
    assert localised(load_scenario("xor").title, "ko") in korean.out
    assert numbers(korean.out) == numbers(english.out)
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert said("show", "xor") == korean
    assert said("show", "xor", "--lang", "en") == english


def test_the_notations_name_the_same_numbers_differently(said: Run) -> None:
    assert "W₁·x" in said("show", "one_hidden").out
    assert "W₁·x" in said("show", "one_hidden", "--notation", "seed").out
    assert "w₁·x" in said("show", "one_hidden", "--notation", "standard").out
    assert "w[1]*x" in said("show", "one_hidden", "--notation", "ascii").out


@pytest.mark.parametrize("name", TEACHING_ORDER)
def test_ascii_output_is_ascii(said: Run, name: str) -> None:
    last = min(2, BUNDLED[name].iterations)
    shown = said("show", file_of(name), "--ascii", "--detail", "--iteration", f"1:{last}")
    assert (shown.code, shown.out.isascii()) == (0, True)
    assert said("check", file_of(name), "--ascii").out.isascii()


def test_a_scenario_that_is_shown_and_its_trace_look_alike(said: Run) -> None:
    said("trace", "xor", "-o", "xor.jsonl")
    for iterations in ("1:5", "99:100"):
        assert said("show", "xor.jsonl", "--iteration", iterations) == said(
            "show", "xor", "--iteration", iterations
        )


def test_a_wrong_row_is_told_after_the_right_ones_before_it(said: Run) -> None:
    header, first, second, *rest = said("trace", "one_hidden").out.splitlines()
    wrong = second.replace("[0.5, 1.0", "[0.5, 2.0")
    Path("wrong.jsonl").write_text("\n".join([header, first, wrong, *rest, ""]), encoding="utf-8")
    expected = (
        "stepper: wrong.jsonl: iteration 2, t[1]: 2.0 is stored, but the correct value is 1.0; "
        "write the trace again\n"
    )
    shown = said("show", "wrong.jsonl", "--iteration", "all")
    assert (shown.code, shown.err) == (2, expected)
    assert numbers(shown.out) == list(range(1, 16))
    traced = said("trace", "wrong.jsonl")
    assert (traced.code, traced.err) == (2, expected)
    assert traced.out.splitlines() == [header, first]
    assert said("check", "wrong.jsonl", "--iteration", "2") == (2, "", expected)
    assert said("trace", "wrong.jsonl", "-o", "out") == (2, "", expected)
    assert not Path("out").exists()
    assert numbers(said("show", "wrong.jsonl", "--iteration", "1").out)[:1] == [1]


# --- show --blank


def test_the_key_of_a_sheet_is_what_compare_takes(said: Run) -> None:
    sheet = said("show", "xor", "--blank", "delta,gradient", "--key", "key.txt", "--iteration", "2")
    assert (sheet.code, sheet.err) == (0, "")
    assert "stepper compare FILE" in " ".join(sheet.out.split())
    compared = said("compare", "xor", "key.txt")
    assert (compared.code, compared.err) == (0, "")
    assert "All 12 agree" in compared.out
    assert said("show", "xor", "--blank", "all", "--key", "key.txt").code == 2  # it exists
    assert said("show", "xor", "--blank", "all", "--key", "key.txt", "--force").code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--key k", "--key: only for an exercise sheet; add --blank KINDS"),
        ("--fragment", "--fragment: only for LaTeX; add --format latex"),
        ("--force", "--force: only replaces the file of --key; add --key OUT"),
        (
            "--blank delta --steps 1:3 --key k",
            "--blank: none of these steps is of that kind; choose",
        ),
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
def test_what_show_cannot_do_is_said_with_the_mend(said: Run, options: str, message: str) -> None:
    shown = said("show", "xor", *options.split())
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith(f"stepper: {message}")
    assert shown.err.count("\n") == 1
    assert list(Path().iterdir()) == []


# --- show --derive


def test_derive_writes_the_long_hand_chain_rule_of_a_gradient(said: Run) -> None:
    shown = said("show", "one_hidden", "--derive", "dC/dw[1][1][1]")
    assert (shown.code, shown.err) == (0, "")
    assert "∂C/∂W₁ = ∂(½(y−y′)²)/∂W₁" in shown.out
    for line in (
        "(y−y′)·∂y/∂W₁",
        "(y−y′)·∂/∂W₁ g(W₂·h)",
        "(y−y′)·g(W₂·h)(1−g(W₂·h))·∂(W₂·h)/∂W₁",
        "(y−y′)·y(1−y)·W₂·h(1−h)·x",
    ):
        assert f"       = {line}  " in shown.out
    assert "δh     = δy·W₂·h(1−h)" in shown.out
    assert numbers(shown.out) == []


@pytest.mark.parametrize("name", ["∂C/∂W₁", "dC/dw[1]", "DC/DW[1][1][1]", " ∂C/∂W1 "])
def test_derive_takes_a_name_in_any_notation(said: Run, name: str) -> None:
    expected = said("show", "one_hidden", "--derive", "dC/dw[1][1][1]").out
    assert said("show", "one_hidden", "--derive", name).out == expected


def test_derive_takes_the_names_of_the_scenario(said: Run) -> None:
    text = Path(bundled()["one_hidden"]).read_text(encoding="utf-8")
    Path("named.toml").write_text(f'{text}\n[names]\n"w[1][1][1]" = "w5"\n', encoding="utf-8")
    assert "·h(1−h)·∂(w5·x)/∂w5  " in said("show", "named.toml", "--derive", "∂C/∂w5").out


def test_derive_takes_one_iteration_a_language_a_notation_and_digits(said: Run) -> None:
    options = ("--iteration", "3", "--lang", "ko", "--ascii", "--digits", "9")
    shown = said("show", "one_hidden", "--derive", "delta[1]", *options).out
    assert "반복 3 / 10" in shown
    assert "(a[2]-t)*a[2]*(1-a[2])*w[2]*a[1]*(1-a[1])" in shown
    assert not set("∂δ−′·") & set(shown)
    value = next(iter(re.findall(r"~ (-0\.0\d+)$", shown, re.MULTILINE)))
    assert len(value.lstrip("-0.")) == 9


def test_derive_of_the_mistake_says_that_it_derives_nothing(said: Run) -> None:
    shown = said("show", in_place(), "--derive", "dC/dw[1]")
    assert shown.code == 0
    assert "this is not a derivative of C" in shown.out
    assert "(y−y′)·y(1−y)·W₄⁺·h₃(1−h₃)·W₃⁺·h₂(1−h₂)·W₂⁺·h₁(1−h₁)·x" in shown.out


def test_derive_takes_the_weight_of_a_gradient_and_the_neuron_of_a_delta(said: Run) -> None:
    for name, derived in (("W₁", "dC/dw[1][1][1]"), ("z[2][1]", "delta[2][1]")):
        shown = said("show", "one_hidden", "--derive", name)
        assert shown.code == 0
        assert shown == said("show", "one_hidden", "--derive", derived)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dC/dw[3][1][1]",), 'no number has the name "dC/dw[3][1][1]"; did you mean dC/dw['),
        (("deltas[1][1]",), 'no number has the name "deltas[1][1]"; did you mean delta[1][1]?'),
        (("",), 'no number has the name ""; write a name such as '),
        (("16",), 'no number has the name "16"; write a name such as '),
        (("C",), "C has neither a gradient nor a delta; write a name such as dC/dw[1][1][1] or"),
        (("δy", "--iteration", "11"), "--iteration: expected a number from 1 to 10, found "),
        (("δy", "--iteration", "1:2"), "--iteration: expected a number from 1 to 10, found "),
        (("δy", "--steps", "3"), "--steps: --derive prints no steps; leave out one of them"),
    ],
)
def test_what_cannot_be_derived_is_said_with_the_mend(
    said: Run, arguments: tuple[str, ...], message: str
) -> None:
    shown = said("show", "one_hidden", "--derive", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert message in shown.err
    assert len(shown.err.splitlines()) == 1


def test_nothing_is_written_of_a_derivation_that_cannot_be_finished(said: Run) -> None:
    shown = said("show", overflow(), "--derive", "dC/dw[1]")
    assert (shown.code, shown.out) == (2, "")
    assert "is not finite" in shown.err


# --- trace


def test_trace_writes_the_same_lines_to_stdout_and_to_a_file(said: Run) -> None:
    code, out, err = said("trace", "one_hidden")
    assert (code, err) == (0, "")
    assert said("trace", "one_hidden", "-o", "out.jsonl") == (0, "", "")
    assert Path("out.jsonl").read_bytes() == out.encode()

    header, *rows = [json.loads(line) for line in out.splitlines()]
    assert list(header) == ["format", "version", "iterations", "columns", "scenario"]
    assert (header["format"], header["version"]) == ("stepper-trace", 1)
    assert len(rows) == header["iterations"] == 10
    assert {len(row) for row in rows} == {len(header["columns"])}


def test_the_trace_of_a_trace_is_the_same_trace(said: Run) -> None:
    said("trace", "xor", "-o", "xor.jsonl")
    again = said("trace", "xor.jsonl")
    assert again == (0, Path("xor.jsonl").read_text(encoding="utf-8"), "")


def test_the_csv_of_a_trace_has_the_same_columns_and_rows(said: Run) -> None:
    header, *rows = [json.loads(line) for line in said("trace", "xor").out.splitlines()]
    names, *lines = csv.reader(said("trace", "xor", "--format", "csv").out.splitlines())
    assert names == header["columns"]
    assert [[float(cell) for cell in line] for line in lines] == rows


def test_an_existing_file_is_kept_unless_it_is_forced(said: Run) -> None:
    Path("out").write_text("kept", encoding="utf-8")
    for arguments in (["trace", "xor", "-o", "out"], ["new", "out"]):
        code, out, err = said(*arguments)
        assert (code, out) == (2, "")
        assert (
            err
            == "stepper: out: already exists; add --force to replace it, or choose another name\n"
        )
        assert Path("out").read_text(encoding="utf-8") == "kept"
    assert said("trace", "xor", "-o", "out", "--force").code == 0
    assert said("verify", "out").code == 0


@pytest.mark.parametrize("arguments", [["trace", "xor", "-o"], ["new"]], ids=["trace", "new"])
def test_places_that_cannot_be_written_are_told(said: Run, arguments: Sequence[str]) -> None:
    Path("folder").mkdir()
    before = sorted(Path().rglob("*"))
    for place, reason in (
        ("missing/out", "missing/out: cannot be written: No such file or directory"),
        ("folder", "folder: not a regular file; choose another place to write to"),
        ("", "OUT: not a regular file; choose another place to write to"),
    ):
        assert said(*arguments, place) == (2, "", f"stepper: {reason}\n")
        assert said(*arguments, place, "--force") == (2, "", f"stepper: {reason}\n")
    assert sorted(Path().rglob("*")) == before


# --- runs that leave the range of floats


@pytest.mark.parametrize("name", ["show", "trace", "check"])
def test_a_run_that_overflows_is_told_after_the_numbers_before_that(said: Run, name: str) -> None:
    code, out, err = said(name, overflow())
    assert code == 2
    assert numbers(out) == ([1, 2, 3, 4] if name == "show" else [])
    assert out.count("\n") == 1 if name == "trace" else "C" not in out
    assert err.startswith("stepper: overflow.toml: iteration 1: C is not finite: ")
    assert "use a smaller learning_rate" in err


def test_a_run_that_overflows_leaves_no_file(said: Run) -> None:
    before = [overflow()]
    assert said("trace", "overflow.toml", "-o", "out.jsonl").code == 2
    assert [str(path) for path in Path().iterdir()] == before


# --- verify


@pytest.mark.parametrize("name", ["one_hidden", "two_paths", "xor", "in_place"])
def test_verify_passes_the_traces_that_the_program_writes(said: Run, name: str) -> None:
    scenario = BUNDLED[name]
    said("trace", file_of(name), "-o", "right.jsonl")
    code, out, err = said("verify", "right.jsonl")
    assert (code, err) == (0, "")
    assert f"right.jsonl: {scenario.iterations} iterations" in out
    assert f"{len(scenario.network.columns)} numbers" in out


def test_verify_names_the_first_cell_that_differs_and_exits_1(said: Run) -> None:
    lines = said("trace", "one_hidden").out.splitlines(keepends=True)
    row = json.loads(lines[4])
    column = json.loads(lines[0])["columns"].index("delta[2][1]")
    right, row[column] = row[column], row[column] * 2
    lines[4] = json.dumps(row) + "\n"
    Path("wrong.jsonl").write_text("".join(lines), encoding="utf-8")
    assert said("verify", "wrong.jsonl") == (
        1,
        f"wrong.jsonl: iteration 4, delta[2][1]: {row[column]!r} is stored, "
        f"but the correct value is {right!r}\n",
        "",
    )


def test_verify_allows_another_machine_two_units_in_the_last_place_of_an_activation(
    said: Run,
) -> None:
    header, row = said("trace", "xor").out.splitlines()[:2]
    document = json.loads(header)
    document["iterations"] = document["scenario"]["epochs"] = 1
    document["scenario"]["samples"] = document["scenario"]["samples"][:1]
    cells = json.loads(row)
    place = document["columns"].index("a[1][1]")
    cells[place] += 2.0**-53
    text = f"{json.dumps(document)}\n{json.dumps(cells)}\n"
    Path("other.jsonl").write_text(text, encoding="utf-8")
    assert "a[1][1]" in said("verify", "other.jsonl").out
    # what follows from the other activation is no rounding of exp any more
    assert "w*a[2][1][1]" in said("verify", "other.jsonl", "--other-machine").out


def test_verify_is_told_a_scenario_is_no_trace(said: Run) -> None:
    assert said("verify", "xor") == (
        2,
        "",
        "stepper: xor: not a trace; `stepper trace xor -o OUT` writes the trace of a scenario\n",
    )


@pytest.mark.parametrize(
    ("cut", "problem"),
    [
        (slice(0, 5), "line 5: cut short: 4 of 10 iterations; write the trace again"),
        (slice(0, 1), "line 1: cut short: 0 of 10 iterations; write the trace again"),
        (slice(1, None), 'line 1: not a trace: its header has no "format": "stepper-trace"'),
    ],
)
def test_a_trace_that_is_cut_is_bad_input(said: Run, cut: slice, problem: str) -> None:
    lines = said("trace", "one_hidden").out.splitlines(keepends=True)[cut]
    if cut.start:
        lines[0] = "{}\n"
    Path("cut.jsonl").write_text("".join(lines), encoding="utf-8")
    for name in ("verify", "show", "check", "trace"):
        assert said(name, "cut.jsonl") == (2, "", f"stepper: cut.jsonl: {problem}\n")


# --- check


@pytest.mark.parametrize(
    ("name", "iteration"),
    [
        (name, iteration)
        for name, scenario in BUNDLED.items()
        for iteration in {1, min(10, scenario.iterations)}
        if name != "in_place"
    ],
)
def test_check_finds_no_difference_in_the_bundled_scenarios(
    said: Run, name: str, iteration: int
) -> None:
    code, out, err = said("check", file_of(name), "--iteration", str(iteration))
    assert (code, err) == (0, "")
    assert "DIFFERENT" not in out
    assert "gradients agree with central differences" in out


def test_check_shows_the_lesson_of_an_in_place_scenario_and_exits_0(said: Run) -> None:
    code, out, err = said("check", in_place())
    assert (code, err) == (0, "")
    verdicts = [line.endswith("DIFFERENT") for line in out.splitlines()[1:5]]
    assert verdicts == [False, True, True, True]
    assert "3 of 4 gradients are not the derivatives of the cost" in out


def test_check_exits_1_for_a_real_disagreement(said: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from stepper.backprop import engine

    right = engine.cost_of

    def cost_of_another_course(n: engine.Iteration) -> None:
        right(n)
        n.C *= 1.01

    monkeypatch.setattr(engine, "cost_of", cost_of_another_course)
    code, out, _ = said("check", "one_hidden")
    assert code == 1
    assert "2 of 2 gradients differ from central differences" in out


@pytest.mark.parametrize("text", ["0", "11", "all", "1:2", "", "first"])
def test_check_takes_one_iteration(said: Run, text: str) -> None:
    assert said("check", "one_hidden", f"--iteration={text}") == (
        2,
        "",
        f'stepper: --iteration: expected a number from 1 to 10, found "{text}"\n',
    )


# --- new


@pytest.mark.parametrize("language", ["en", "ko"])
def test_new_writes_a_scenario_that_runs(said: Run, language: str) -> None:
    made = said("new", "mine.toml", "--lang", language)
    assert (made.code, made.err) == (0, "")
    assert "mine.toml" in made.out
    assert said("check", "mine.toml").code == 0
    commented = Path("mine.toml").read_text(encoding="utf-8")
    for key in (
        "[random]",
        "[names]",
        "[[notes]]",
        'update = "in_place"',
        "summary",
        "goal",
        "source",
    ):
        assert f"# {key}" in commented


def test_new_comments_in_the_language_but_writes_the_same_numbers(said: Run) -> None:
    said("new", "en.toml")
    said("new", "ko.toml", "--lang", "ko")

    def run(name: str) -> tuple[object, ...]:
        s: Scenario = load_scenario(name)
        return s.learning_rate, s.epochs, s.samples, s.layers

    assert run("en.toml") == run("ko.toml")
    assert Path("en.toml").read_text(encoding="utf-8") != Path("ko.toml").read_text(
        encoding="utf-8"
    )


# --- open, and the command line itself


@pytest.mark.parametrize(
    "arguments",
    [[], ["xor"], ["open"], ["open", "xor", "--at", "3"], ["--predict", "z"]],
    ids=" ".join,
)
def test_open_says_so_where_there_is_no_terminal(said: Run, arguments: Sequence[str]) -> None:
    assert said(*arguments) == (
        2,
        "",
        "stepper: open: needs a terminal; `stepper show FILE` prints the steps as text\n",
    )


def test_open_tells_every_word_that_is_no_kind_of_step(said: Run) -> None:
    assert said("open", "xor", "--predict", "dleta,z,gradeint") == (
        2,
        "",
        'stepper: --predict: "dleta" is not a kind of step; did you mean delta?\n'
        'stepper: --predict: "gradeint" is not a kind of step; did you mean gradient?\n',
    )


def test_a_file_alone_is_opened() -> None:
    Path("bad.toml").write_text("", encoding="utf-8")
    assert process("bad.toml") == process("open", "bad.toml")
    assert process("bad.toml").err.startswith('stepper: bad.toml: title: missing; write title = "')


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing.toml"],
        ["show", "nothing.toml"],
        ["trace", "nothing.toml"],
        ["verify", "nothing.toml"],
        ["check", "nothing.toml"],
    ],
    ids=" ".join,
)
def test_an_unknown_file_is_told_with_the_names_there_are(
    said: Run, arguments: Sequence[str]
) -> None:
    assert said(*arguments) == (
        2,
        "",
        f"stepper: nothing.toml: no such file; the bundled scenarios are {', '.join(bundled())}\n",
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["show"], "FILE"),
        (["trace"], "FILE"),
        (["verify"], "TRACE"),
        (["check"], "FILE"),
        (["new"], "OUT"),
        (["show", "xor", "--bogus"], "--bogus"),
        (["--bogus"], "--bogus"),
        (["show", "xor", "more"], "more"),
        (["show", "xor", "--lang", "fr"], "'fr'"),
        (["show", "xor", "--notation", "latex"], "'latex'"),
        (["trace", "xor", "--format", "xml"], "'xml'"),
        (["trace", "xor", "-o"], "-o"),
        (["show", "xor", "--max-numbers", "many"], "'many'"),
        (["show", "xor", "--max-numbers", "9" * 5000], "--max-numbers"),
        (["show", "xor", "--iter", "3"], "--iter"),
    ],
)
def test_a_wrong_command_line_is_told_on_stderr(
    said: Run, arguments: Sequence[str], word: str
) -> None:
    code, out, err = said(*arguments)
    assert (code, out) == (2, "")
    assert word in err
    assert "Traceback" not in err


def test_a_lower_limit_of_numbers_is_told(said: Run) -> None:
    for name in ("show", "trace", "check"):
        code, out, err = said(name, "xor", "--max-numbers", "100")
        assert (code, out) == (2, "")
        assert err.startswith("stepper: xor: samples: expected at most 100 numbers in an epoch, ")


@pytest.mark.parametrize(
    "arguments",
    [["show", "a\0b"], ["trace", "xor", "-o", "a\0b"], ["show", "\udcff"], ["show", "."]],
    ids=["NUL", "NUL in OUT", "no UTF-8", "folder"],
)
def test_strange_names_of_files_are_told_in_one_line(said: Run, arguments: Sequence[str]) -> None:
    code, out, err = said(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("stepper: ")
    assert len(err.splitlines()) == 1


def test_version_is_that_of_the_package(said: Run) -> None:
    assert said("--version") == (0, f"stepper {stepper.__version__}\n", "")


def test_help_names_every_command(said: Run) -> None:
    code, out, err = said("--help")
    assert (code, err) == (0, "")
    for name in ("open", "list", "show", "trace", "verify", "check", "new"):
        assert re.search(rf"^ +{name} ", out, re.MULTILINE)
        assert said(name, "--help").code == 0


# --- processes: pipes, signals, encodings


def test_the_module_runs_as_the_command_does(said: Run) -> None:
    assert process("trace", "one_hidden") == said("trace", "one_hidden")


@pytest.mark.parametrize("place", ["no\nsuch/out", "no\x1b[31msuch/out"])
def test_a_name_with_line_ends_or_escapes_is_told_in_one_line(said: Run, place: str) -> None:
    expected = f"stepper: {repr(place)[1:-1]}: cannot be written: No such file or directory\n"
    assert said("new", place) == (2, "", expected)


@pytest.mark.parametrize(
    ("name", "typed"), [("my net.toml", "'my net.toml'"), ("list", "list"), ("-o", "./-o")]
)
def test_new_says_what_can_be_typed_as_it_stands(
    said: Run, monkeypatch: pytest.MonkeyPatch, name: str, typed: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["__main__.py"])
    expected = f"{name} has been written. To open it: python -m stepper open {typed}\n"
    assert said("new", "--lang", "en", "--", name).out == expected


def test_a_name_that_a_terminal_would_obey_is_written_out_whoever_says_it(
    said: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["\x1b[2J/stepper"])
    out, right, wrong = (f"\x1b[31m\u202e{word}\n" for word in ("out", "right", "wrong"))
    stored = TRACES / "xor.jsonl"
    Path(right).write_bytes(stored.read_bytes())
    Path(wrong).write_bytes(stored.read_bytes().replace(b"0.5", b"0.25"))
    Path("answers.txt").write_text("z11 = 7\n")
    written = [
        said("new", out),
        said("verify", right),
        said("verify", wrong),
        said("verify", out),
        said("compare", right, "answers.txt"),
        said("list", out),
        said("show", right, f"--{out}"),
    ]
    assert [run.code for run in written] == [0, 0, 1, 2, 1, 2, 2]
    for run in written:
        letters = f"{run.out}{run.err}".replace("\n", "")
        assert letters.isprintable()
    shown = "\\x1b[31m\\u202e"
    assert all(shown in f"{run.out}{run.err}" for run in written if "FILE --it" not in run.out)
    assert "stepper open FILE\n" in written[0].out
    assert "`stepper trace FILE -o OUT`" in written[3].err
    assert "stepper open FILE --iteration 1 --at 1" in written[4].out


@pytest.mark.parametrize("variables", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}], ids=str)
def test_output_is_utf_8_whatever_the_locale_says(variables: dict[str, str]) -> None:
    shown = process("show", "xor", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", **variables)
    assert (shown.code, shown.err) == (0, "")
    assert "∂C/∂W₁,₁₁" in shown.out
    missing = process("show", "없다.toml", **variables)
    assert missing.err.startswith("stepper: 없다.toml: no such file")


@pytest.mark.parametrize(
    "arguments",
    [["show", "xor", "--iteration", "all"], ["trace", "xor"], ["list"], ["--help"]],
    ids=" ".join,
)
def test_a_closed_pipe_ends_a_command_quietly(arguments: Sequence[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command(*arguments),
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["trace", "xor"]], ids=" ".join)
def test_a_full_disk_behind_stdout_is_told(arguments: Sequence[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*arguments), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    told = b"stepper: stdout: cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_a_pipe_that_closes_after_the_first_line_ends_show_quietly() -> None:
    with subprocess.Popen(
        command("show", "xor", "--iteration", "all"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().decode("utf-8").startswith("XOR")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_do_no_harm(streams: str) -> None:
    for arguments, code in ((["list"], 0), (["open", "xor"], 2)):
        done = subprocess.run(
            ["sh", "-c", f'"$@" {streams}', "sh", *command(*arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(),
            check=False,
        )
        assert done.returncode == code
        assert b"Traceback" not in done.stderr
        assert code == 0 or done.stdout == b""


def interrupted(*arguments: str) -> Said:
    """Presses ctrl-c once the command has begun to write."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's & ignores it
    with subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdout
        assert running.stderr
        first = running.stdout.read(1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    signal.signal(signal.SIGINT, before)
    return Said(running.returncode, (first + out).decode("utf-8"), err.decode("utf-8"))


def test_ctrl_c_ends_a_long_trace_with_130_and_no_word() -> None:
    text = (
        Path(bundled()["xor"]).read_text(encoding="utf-8").replace("epochs = 25", "epochs = 2500")
    )
    Path("long.toml").write_text(text, encoding="utf-8")
    done = interrupted("trace", "long.toml")
    assert (done.code, done.err) == (130, "")
    assert len(done.out.splitlines()) < 10_000


def test_ctrl_c_while_a_file_is_written_leaves_no_file(
    said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines(_: object) -> Iterator[str]:
        yield "half a line"
        raise KeyboardInterrupt

    monkeypatch.setitem(FORMATS, "jsonl", lines)
    assert said("trace", "xor", "-o", "out.jsonl") == (130, "", "")
    assert list(Path().iterdir()) == []


# --- in Python


def test_a_scenario_runs_from_python() -> None:
    from stepper import load_scenario, run

    trace = run(load_scenario("three_hidden"))
    step = trace.steps[15]
    assert (step.number, step.symbol.column) == (16, "delta[3][1]")
    assert step.value == trace.value(1, step.symbol)
    assert len(trace.steps) == 290


def test_the_package_has_no_other_members() -> None:
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        _ = stepper.walk
    assert set(stepper.__all__) == {"Step", "Steps", "Trace", "load_scenario", "run"}


# --- compare


def answers(text: str, name: str = "answers.txt") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_compare_ends_with_0_where_all_agree(said: Run) -> None:
    told = said("compare", "three_hidden", answers("z1 = 0.075\nδ₃ = −0.01298\n"))
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[-1] == "All 2 agree to the digits you wrote."


def test_compare_ends_with_1_where_one_differs_and_leads_to_its_step(said: Run) -> None:
    text = "iteration 2: z1 = 0.07507\niteration 2: delta3 = -0.0465"
    told = said("compare", "three_hidden", answers(text), "--lang", "en", "--notation", "standard")
    assert (told.code, told.err) == (1, "")
    *_, first, way = told.out.splitlines()
    assert first == "1 of 2 agree to the digits you wrote. 1 mistake: δ₃ (line 2, equation 45)."
    options = "--iteration 2 --at 45 --lang en --notation standard"
    assert way.endswith(f"open three_hidden {options}")


def test_compare_leads_nowhere_where_all_that_differs_is_rounding(said: Run) -> None:
    told = said("compare", "three_hidden", answers("z1 = 0.075\nδ₃ = −0.01297\nδ₃ = −0.012982"))
    assert (told.code, told.err) == (1, "")
    assert "There is no mistake; 1 differs only by\nrounding." in told.out
    assert "open" not in told.out


def test_compare_leads_nowhere_where_a_number_was_given(said: Run) -> None:
    told = said("compare", "three_hidden", answers("x = 9"))
    assert told.code == 1
    assert "open" not in told.out


def test_compare_takes_a_stored_trace_and_answers_from_the_standard_input(
    said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said("trace", "xor", "-o", "xor.jsonl").code == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x[1] = 0\nC = 0.5")))
    told = said("compare", "xor.jsonl", "-")
    assert (told.code, told.err) == (1, "")
    assert "1 of 2 agree" in told.out


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none.txt", "no such file; name a text file with a line such as C = 0.29"),
        ("xor", "no such file; name a text file with a line such as C = 0.29"),
        (".", "not a regular file; name a text file with a line such as C = 0.29"),
    ],
)
def test_answers_that_are_no_file_are_told(said: Run, name: str, problem: str) -> None:
    told = said("compare", "xor", name)
    assert told == Said(2, "", f"stepper: {name}: {problem} for each number\n")


def test_all_problems_of_the_answers_are_told(said: Run) -> None:
    told = said("compare", "xor", answers("C = x\niteration 0"))
    assert (told.code, told.out) == (2, "")
    assert [line.split(": expected")[0] for line in told.err.splitlines()] == [
        "stepper: answers.txt: line 1",
        "stepper: answers.txt: line 2",
    ]


def test_compare_needs_its_answers(said: Run) -> None:
    assert said("compare", "xor").code == 2


def test_the_name_of_a_file_does_not_command_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "\x1b[31m\nred\u202e.toml"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(r"stepper: \x1b[31m\nred\u202e.toml: no such file; ")
    assert err.count("\n") == 1


def test_every_format_that_can_be_asked_for_is_written() -> None:
    assert set(PAPER) == {*PAGES, "python"}
