"""The README shows the program as it is."""

import re
from io import BytesIO
from pathlib import Path

from stepper.answers_file import read_answers
from stepper.compare import compare
from stepper.load import load
from stepper.scenario_file import load_scenario
from tests.pictures import README_PICTURE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_picture_is_the_stored_one() -> None:
    assert f"({README_PICTURE.relative_to(ROOT).as_posix()})" in README
    assert README_PICTURE.is_file()


def test_the_example_of_a_scenario_is_one(tmp_path: Path) -> None:
    file = tmp_path / "example.toml"
    file.write_text(block("toml"), encoding="utf-8")
    assert load_scenario(file).network.sizes == (1, 1, 1)


def test_the_python_example_runs() -> None:
    names: dict[str, object] = {"print": lambda *values: values}
    exec(compile(block("python"), "README.md", "exec"), names)


def test_all_answers_of_the_example_agree() -> None:
    trace = load("three_hidden")
    answers = read_answers(BytesIO(block("text").encode()), "README.md", trace.scenario)
    assert len(answers) == 5
    assert all(verdict.agrees for verdict in compare(trace, answers))


def test_the_reading_order_names_every_module() -> None:
    package = Path(__file__).parent.parent / "stepper"
    order = README[README.index("## How to read the code") :]
    for module in package.glob("[a-z]*.py"):
        if module.name != "errors.py":
            assert f"`{module.name}`" in order, module.name
