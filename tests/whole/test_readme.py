"""The README files show the program as it is."""

import ast
import re
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from stepper import limits
from stepper.backprop.symbols import BATCH_SIZE, OF_FORMULA, RATE, SUMMED, Role
from stepper.cli.arguments import COMMANDS
from stepper.cli.exit_codes import WRONG
from stepper.cli.main import main
from stepper.diagnosis.diagnose import compare
from stepper.files.load import load
from stepper.files.scenario.drawn import RANDOM_KEYS
from stepper.files.scenario.formula import ABOUT_FORMULA
from stepper.files.scenario.keys import KEYS
from stepper.files.scenario.layers import LAYER_KEYS
from stepper.files.scenario.lesson import STOP_KEYS
from stepper.files.scenario.notes import NOTE_KEYS
from stepper.files.scenario.samples import SAMPLE_KEYS
from stepper.files.scenario_file import load_scenario
from stepper.formula.parser import RESERVED
from stepper.input.answer_sheet import read_answers
from tests.pictures import with_screen
from tests.support.places import ROOT
from tests.whole.test_layers import ROOMS

README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = (ROOT / "stepper" / "README.md").read_text(encoding="utf-8")
SCENARIOS = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")


def block(text: str, language: str) -> str:
    """The first block of that language."""
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def section(text: str, heading: str) -> str:
    """What is below a heading, down to the next one."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the tables, without heads and rules."""
    found = re.findall(r"^\|.*\|$(?!\n\| ---)", text, re.MULTILINE)
    return [row.strip("| ").split(" | ") for row in found if not row.startswith("| ---")]


def test_the_screen_is_the_stored_one() -> None:
    assert "−0.0129822" in block(README, "text")
    assert with_screen(README) == README


def test_the_readme_of_the_package_needs_nothing_that_an_index_lacks() -> None:
    """It is the long description: relative pictures and links would be broken there."""
    assert not re.search(r"\]\(|\]\[|<img|<a ", block_free(README))


def block_free(text: str) -> str:
    """A text without its blocks and without code."""
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)


def test_the_readme_is_short() -> None:
    assert len(README.split()) < 1700
    assert len(README.splitlines()) <= 170


def test_every_command_is_in_the_table_of_commands() -> None:
    named = {
        word
        for cell, _ in rows(section(README, "Commands"))
        for word in re.findall(r"`stepper (\w+)", cell)
    }
    assert COMMANDS.keys() <= named


def test_the_example_of_a_scenario_is_one(tmp_path: Path) -> None:
    file = tmp_path / "example.toml"
    file.write_text(block(SCENARIOS, "toml"), encoding="utf-8")
    assert load_scenario(file).network.sizes == (1, 1, 1)


def test_the_example_of_a_formula_is_one_and_names_every_key(tmp_path: Path) -> None:
    text = block(section(SCENARIOS, "Formulas"), "toml")
    file = tmp_path / "example.toml"
    file.write_text(text, encoding="utf-8")
    scenario = load_scenario(file)
    assert (scenario.model.outline, scenario.iterations) == ("C(w, b, x, …)", 20)
    for key in ABOUT_FORMULA:
        assert re.search(rf"^{key} = ", text, re.MULTILINE), key


def test_every_function_of_formulas_is_named() -> None:
    text = section(SCENARIOS, "Formulas")
    assert all(f"`{name}`" in text for name in RESERVED)


def test_the_table_of_a_formulas_columns_has_each_once() -> None:
    names = {2: ("u", "x"), 3: ("C", "u", "x")}
    columns = {Role.GRADIENT.column.format("C", "x")} | {
        role.column.format(*names.get(role.column.count("{") - ("{1}*" in role.column), ("x",)))
        for role in OF_FORMULA - {Role.GRADIENT}
    }
    table = rows(section(SCENARIOS, "Formulas"))
    assert sorted(cell.strip("`") for cell, _ in table) == sorted(columns)


@pytest.mark.parametrize("text", [README, CODE], ids=["README", "stepper/README"])
def test_the_python_examples_run(text: str) -> None:
    names: dict[str, object] = {"print": lambda *values: values}
    for code in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        exec(compile(code, "README.md", "exec"), names)


def test_all_answers_of_the_example_agree() -> None:
    trace = load("three_hidden")
    written = read_answers(BytesIO(block(SCENARIOS, "text").encode()), "README.md", trace).answers
    assert len(written) == 5
    assert all(verdict.agrees for verdict in compare(trace, written))


def test_the_table_of_columns_has_each_once() -> None:
    letters = str.maketrans({"{": "", "}": ""})
    beside = {RATE.role, BATCH_SIZE.role, *SUMMED, *OF_FORMULA}
    columns = [role.column.translate(letters) for role in Role if role not in beside]
    assert sorted(cell.strip("`") for cell, _ in rows(section(SCENARIOS, "Columns"))) == sorted(
        columns
    )


def test_every_key_of_a_scenario_file_is_named() -> None:
    text = section(SCENARIOS, "Scenarios")
    keys = {*KEYS, *LAYER_KEYS, *RANDOM_KEYS, *SAMPLE_KEYS, *NOTE_KEYS, *STOP_KEYS}
    assert {"title", "weights", "seed", "inputs", "iteration"} <= keys
    for key in keys:
        code = rf"\[{key}\]|^{key} = |`{key} = |`{key}`"
        assert re.search(code, text, re.MULTILINE), key


LIMITS = {
    "a scenario file": limits.MAX_BYTES,
    "a network": limits.MAX_WEIGHTS,
    "its layers": limits.MAX_LAYERS,
    "a run": limits.MAX_NUMBERS,
    "the first line of a trace": limits.MAX_HEADER,
    "a file of answers": limits.MAX_BYTES,
    "a title, or a name": limits.MAX_LINE,
    "a line of answers": limits.MAX_ANSWER,
    "answers in a file": limits.MAX_ANSWERS,
    "different answers to one number": limits.MOST_AGAIN,
    "a number in a trace": limits.MAX_NUMBER_BYTES,
    "problems reported for one file": limits.MOST_PROBLEMS,
    "`--digits`": limits.MOST_DIGITS,
    "a gradient derived by hand": limits.MOST_LAYERS,
    "paths written out": limits.MOST_PATHS,
    "suggesting a name": limits.MAX_NEAR,
    "finding the mistake": limits.MOST_SEARCHED,
    "trying other conventions": limits.MOST_TRIED,
    "a predicted number": limits.MAX_PREDICTION,
    "the clipboard": limits.MOST_COPIED,
    "a download": limits.MOST_DELIVERED,
    "a window": limits.MOST_COLUMNS,
    "a window: 1,000 columns": limits.MOST_ROWS,
    "Backspace": limits.MOST_JUMPS,
    "a formula:": limits.MOST_LINES,
    "the operations of a formula": limits.MOST_OPERATIONS,
    "brackets, signs, powers": limits.MOST_NESTED,
    "levels of operations": limits.MOST_DEEP,
    "a name in a formula": limits.MOST_LETTERS,
    "a page in a notebook": limits.MOST_DISPLAYED,
    "any page in a notebook": limits.MOST_FRAMED,
    "a page of `--format html`": limits.LARGE_PAGE,
}


def rows_of_limits() -> list[list[str]]:
    return rows(section(SCENARIOS, "Limits"))


def test_the_table_has_every_limit() -> None:
    known = {value for name, value in vars(limits).items() if name.isupper()}
    assert known == {*LIMITS.values(), limits.LARGEST_LIMIT}


@pytest.mark.parametrize("begin", LIMITS)
def test_the_limits_are_those_of_the_program(begin: str) -> None:
    (row,) = (row for row in rows_of_limits() if row[0].startswith(begin))
    assert re.search(rf"(?<![\d,]){LIMITS[begin]:,}(?![\d,])", row[0])


def refusal(*arguments: str) -> str:
    """What a command that is refused reports."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as stderr:
        assert main(arguments) == WRONG
    return "\n".join(line.removeprefix("stepper: ") for line in stderr.getvalue().splitlines())


NETWORK = """\
title = "A chain"
learning_rate = 1
samples = [{ inputs = [0.5], targets = [1] }]
[random]
sizes = [1, 1, 1]
seed = 1
range = [0, 1]
"""


@pytest.mark.parametrize(
    ("begin", "old", "new", "options"),
    [
        ("a scenario file", "title", f"#{'.' * 1_000_000}\ntitle", []),
        ("a network", "1, 1, 1", "1, 100_000, 1", []),
        ("a run", "title", "epochs = 1_000_000_000\ntitle", []),
        ("the size of any number", "targets = [1]", "targets = [1e200]", []),
        ("a title, or a name", "A chain", "A chain" * 1_000, []),
        ("a gradient derived by hand", "1, 1, 1", f"{'1, ' * 59}1", ["--derive", "delta[3]"]),
    ],
)
def test_what_the_table_of_limits_says_is_reported_is_reported(
    tmp_path: Path, begin: str, old: str, new: str, options: list[str]
) -> None:
    file = tmp_path / "file"
    file.write_text(NETWORK.replace(old, new, 1), encoding="utf-8")
    reported = refusal("show", str(file), *options)
    (row,) = (row for row in rows_of_limits() if row[0].startswith(begin))
    message = re.search("`([^`]+)`", row[2])
    assert message
    assert all(part.strip() in reported for part in message[1].split("…")), reported


@pytest.mark.parametrize(
    ("begin", "lines"),
    [
        ("a formula", "y0 = x\n" + "".join(f"y{k} = y{k - 1}\n" for k in range(1, 202))),
        (
            "the operations of a formula",
            "\n".join(f"y{k} = {'+'.join('x' * 101)}" for k in range(11)),
        ),
        ("levels of operations", "y = ((((x" + f"{'/2' * 29})" * 4),
        ("brackets, signs, powers", f"y = {'(' * 31}x{')' * 31}"),
        ("a name in a formula", f"{'y' * 101} = x"),
    ],
)
def test_what_the_table_says_of_a_formula_is_reported(begin: str, lines: str) -> None:
    reported = refusal("show", lines, "x=1")
    (row,) = (row for row in rows_of_limits() if row[0].startswith(begin))
    message = re.search("`([^`]+)`", row[2])
    assert message
    assert all(part.strip() in reported for part in message[1].split("…")), reported


MODULES = sorted((ROOT / "stepper").rglob("*.py"))


def test_the_first_line_of_a_file_says_what_it_is_for() -> None:
    for path in MODULES:
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        is_empty = not path.stat().st_size
        assert is_empty or re.match(r"\S.{8,}[.…](\n\n|$)", text), path


def test_the_map_of_the_code_names_every_room_within_a_package() -> None:
    code = ROOT / "stepper"
    rooms = {path.parent.relative_to(code).parts for path in MODULES}
    named = section(CODE, "Rooms within rooms")
    for *outer, last in (parts for parts in rooms if len(parts) > 1):
        whole = "/".join((*outer, last))
        assert f"`{whole}/`" in named or f"`{last}/`" in named, whole


def test_the_map_of_the_code_lists_the_packages_in_the_order_of_the_rule() -> None:
    order = [name for cell, _ in rows(section(CODE, "The rule")) for name in words_in(cell)]
    assert order == list(ROOMS)


def words_in(cell: str) -> list[str]:
    return re.findall(r"`(\w+)(?:/|\.py)`", cell)


def test_every_path_that_the_map_of_the_code_names_exists() -> None:
    for where in ("The rule", "Where to begin", "Where things are, and where to add one"):
        for path in re.findall(r"`([\w/]+/[\w.]*)`", section(CODE, where)):
            assert (ROOT / "stepper" / path).exists() or (ROOT / path).exists(), path


def test_every_name_that_the_map_of_the_code_places_in_a_file_is_defined_there() -> None:
    """`NAME` in `path`: a name of the module, or a method, as `Look.number`."""
    text = section(CODE, "Where things are, and where to add one")
    places = re.findall(r"`([\w.]+)`(?: and `([\w.]+)`)?\s+in\s+`([\w/]+\.py)`", text)
    assert len(places) > 20
    for *names, path in places:
        source = (ROOT / "stepper" / path).read_text(encoding="utf-8")
        for name in filter(None, names):
            *_, last = name.split(".")
            defined = rf"^ *(?:def |class ){last}\b|^(?:\w+, )*{last}\b.*="
            assert re.search(defined, source, re.MULTILINE), f"{name} in {path}"


def test_the_map_of_the_code_names_every_file_that_knows_the_activations_by_name() -> None:
    text = section(CODE, "Where things are, and where to add one")
    at = text.index("An activation function")
    for path in (ROOT / "stepper").rglob("*.py"):
        if re.search(r"\"tanh\"\s*[:,)]", path.read_text(encoding="utf-8")):
            name = path.relative_to(ROOT / "stepper").as_posix()
            if name != "files/opening.py":  # there, it is a scenario
                assert f"`{name}`" in text[at:], name
