"""A scenario that is written as TOML reads back to the same one, and so to the same trace."""

import tomllib
from io import BytesIO
from random import Random

import pytest

from stepper.files.load import load
from stepper.files.scenario_file import read_scenario
from stepper.files.scenario_toml import toml
from stepper.runs.scenario import Layer, Note, Scenario, Text
from stepper.runs.trace import run
from tests.support.networks import BUNDLED, EVERY, drawn

ODD = [
    'a "quoted" word, a \\ and \\n that is no line end',
    "two\nlines, and one that is\n\n  indented",
    "은닉층 셋: δ₃ = δy·W₄·h₃(1−h₃)",
    "'''\"\"\"[table] # no comment = {}",
    "[/] [@click=app.quit]x[/]  ",
    "𝛿 🙂 é",
]


def read(text: str) -> Scenario:
    return read_scenario(BytesIO(text.encode()), "written.toml")


def assert_comes_back(scenario: Scenario) -> None:
    back = read(toml(scenario))
    assert back == scenario
    assert repr(back) == repr(scenario._replace(names=dict(scenario.names)))  # 0.0 is not -0.0


@pytest.mark.parametrize("name", EVERY)
def test_every_scenario_comes_back_and_runs_to_the_same_bits(name: str) -> None:
    assert_comes_back(EVERY[name])
    back, there = run(read(toml(EVERY[name]))), run(EVERY[name])
    assert [repr(list(row)) for row in back.rows] == [repr(list(row)) for row in there.rows]


def odd_numbers(random: Random) -> float:
    return random.choice(
        [0.0, -0.0, 5e-324, -1e-5, 1e16, 1.7976931348623157e308, 0.1, random.uniform(-1, 1)]
    )


@pytest.mark.parametrize("seed", range(20))
def test_random_scenarios_with_odd_numbers_and_words_come_back(seed: int) -> None:
    random = Random(seed)

    def text() -> Text:
        en, ko = random.choice(ODD), random.choice(ODD)
        ways: list[Text] = [en, {"en": en, "ko": ko}, {"ko": ko}]
        return random.choice(ways)

    scenario = drawn((2, 3, 2), biases=seed % 2 == 0, train_biases=seed % 3 == 0)
    layers = [
        Layer(
            tuple(tuple(odd_numbers(random) for _ in row) for row in layer.weights),
            layer.biases and tuple(odd_numbers(random) for _ in layer.biases),
        )
        for layer in scenario.layers
    ]
    assert_comes_back(
        scenario._replace(
            title=ODD[0],
            summary=text(),
            goal=text(),
            source=random.choice(ODD),
            learning_rate=5e-324 if seed % 2 else 3.0,
            update=random.choice(["after_backward", "in_place"]),
            layers=tuple(layers),
            names={"w[1][1][1]": 'w"1"\\', "a[2][2]": "둘 = 2"},
            notes=(Note("C", text(), 2), Note("delta[1][3]", text())),
        )
    )


def test_every_sign_of_a_text_can_be_written() -> None:
    signs = "".join(chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000)
    written = toml(BUNDLED["one_hidden"]._replace(title=signs, source="\r\n\r"))
    document = tomllib.loads(written)
    assert document["title"] == signs
    assert document["source"] == "\r\n\r"


def test_it_reads_as_a_file_that_somebody_wrote() -> None:
    assert toml(BUNDLED["xor"]).splitlines()[-7:] == [
        "[[layers]]",
        "weights = [[0.5, 0.9], [0.4, 1.0]]",
        "biases = [-0.8, 0.1]",
        "",
        "[[layers]]",
        "weights = [[-1.2, 1.1]]",
        "biases = [0.3]",
    ]


def test_a_large_layer_has_a_line_for_each_neuron() -> None:
    scenario = drawn((4, 9, 1))
    lines = toml(scenario).splitlines()
    begin = lines.index("weights = [")
    assert lines[begin + 10] == "]"
    assert all(line.startswith("    [") for line in lines[begin + 1 : begin + 10])
    assert_comes_back(scenario)


def test_a_stored_trace_keeps_its_scenario_as_a_file() -> None:
    assert_comes_back(load("tests/data/traces/three_hidden.jsonl").scenario)
