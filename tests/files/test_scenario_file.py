import random
import re
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from stepper.backprop.network import Network
from stepper.cli.main import main
from stepper.errors import StepperError
from stepper.files.opening import TEACHING_ORDER
from stepper.files.scenario_file import load_scenario, read_scenario, scenario_from
from stepper.limits import MAX_BYTES
from stepper.runs.scenario import LANGUAGES, Layer, Note, Scenario, localised
from tests.support.places import REFUSED, ROOT

FILES = sorted(path.name for path in REFUSED.glob("*.toml"))

TOP = """\
title = "Small"
learning_rate = 1
"""
SAMPLE = """
[[samples]]
inputs = [0.5]
targets = [1]
"""
LAYERS = """
[[layers]]
weights = [[0.15]]

[[layers]]
weights = [[0.4]]
"""
SMALL = TOP + SAMPLE + LAYERS

EVERY_FIELD = """\
summary = "One line."
goal = { en = "Look.", ko = "보라." }
source = "A book, page 12"
learning_rate = 2
epochs = 3
update = "in_place"
train_biases = false

[title]
en = "All of it"
ko = "전부"

[[samples]]
inputs = [0, -1.5]
targets = [1]

[[samples]]
inputs = [1e-3, 0x10]
targets = [0.25]

[[layers]]
weights = [[1, 2.5], [-3, 4e0], [5, 6]]
biases = [0.1, 0.2, 0]

[[layers]]
weights = [[0.1, 0.2, 0.3]]
biases = [-1]

[names]
"w[1][1][1]" = "w1"
"delta[2][1]" = "δo"

[[notes]]
at = "C"
iteration = 6
text = "The last one."

[[notes]]
at = "w+[1][3][2]"
text = { ko = "늘." }
"""


def scenario(text: str | bytes, tmp_path: Path) -> Scenario:
    path = tmp_path / "scenario.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_scenario(path)


def refusal(text: str | bytes, tmp_path: Path) -> tuple[str, ...]:
    """The problems of a scenario, without the folder of its file."""
    with pytest.raises(StepperError) as caught:
        scenario(text, tmp_path)
    return tuple(problem.removeprefix(f"{tmp_path}/") for problem in caught.value.problems)


def test_every_field_is_read(tmp_path: Path) -> None:
    assert scenario(EVERY_FIELD, tmp_path) == Scenario(
        title={"en": "All of it", "ko": "전부"},
        summary="One line.",
        goal={"en": "Look.", "ko": "보라."},
        source="A book, page 12",
        learning_rate=2.0,
        epochs=3,
        update="in_place",
        train_biases=False,
        samples=(((0.0, -1.5), (1.0,)), ((1e-3, 16.0), (0.25,))),
        layers=(
            Layer(((1.0, 2.5), (-3.0, 4.0), (5.0, 6.0)), (0.1, 0.2, 0.0)),
            Layer(((0.1, 0.2, 0.3),), (-1.0,)),
        ),
        names={"w[1][1][1]": "w1", "delta[2][1]": "δo"},
        notes=(Note("C", "The last one.", 6), Note("w+[1][3][2]", {"ko": "늘."})),
    )


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    assert scenario(SMALL, tmp_path) == Scenario(
        title="Small",
        learning_rate=1.0,
        samples=(((0.5,), (1.0,)),),
        layers=(Layer(((0.15,),)), Layer(((0.4,),))),
        epochs=1,
        update="after_backward",
        train_biases=True,
    )


def test_integers_are_kept_as_floats(tmp_path: Path) -> None:
    read = scenario(EVERY_FIELD, tmp_path)
    numbers = [read.learning_rate, *read.samples[0][0], *read.samples[1][0], *read.samples[0][1]]
    for layer in read.layers:
        numbers += [*(layer.biases or ()), *(number for row in layer.weights for number in row)]
    assert {type(number) for number in numbers} == {float}


def test_the_document_of_a_scenario_writes_every_default_out(tmp_path: Path) -> None:
    assert scenario(SMALL, tmp_path).to_document() == {
        "title": "Small",
        "learning_rate": 1.0,
        "epochs": 1,
        "update": "after_backward",
        "train_biases": True,
        "samples": [{"inputs": [0.5], "targets": [1.0]}],
        "layers": [{"weights": [[0.15]]}, {"weights": [[0.4]]}],
    }


@pytest.mark.parametrize("text", [SMALL, EVERY_FIELD], ids=["small", "every field"])
def test_the_document_of_a_scenario_reads_back_as_the_same_scenario(
    text: str, tmp_path: Path
) -> None:
    read = scenario(text, tmp_path)
    document = read.to_document()
    assert scenario_from(document, "again") == read
    assert scenario_from(document, "again").to_document() == document


def test_drawn_weights_come_neuron_by_neuron_with_the_bias_last(tmp_path: Path) -> None:
    sizes, low, high = (2, 3, 2), -0.25, 1.5
    text = TOP + "[random]\nsizes = [2, 3, 2]\nseed = 7\nrange = [-0.25, 1.5]\nbiases = true\n"
    read = scenario(text + "[[samples]]\ninputs = [0, 1]\ntargets = [0, 1]\n", tmp_path)

    r = random.Random(7).random
    layers = []
    for below, size in pairwise(sizes):
        weights, biases = [], []
        for _ in range(size):
            weights.append(tuple(low + (high - low) * r() for _ in range(below)))
            biases.append(low + (high - low) * r())
        layers.append(Layer(tuple(weights), tuple(biases)))
    assert read.layers == tuple(layers)
    assert "random" not in read.to_document()
    assert scenario_from(read.to_document(), "again") == read._replace(seed=None)


def test_drawn_weights_have_no_biases_unless_they_are_asked_for(tmp_path: Path) -> None:
    text = TOP + SAMPLE + "[random]\nsizes = [1, 1, 1]\nseed = 0\nrange = [2, 3]\n"
    read = scenario(text, tmp_path)
    r = random.Random(0).random
    assert read.layers == (Layer(((2.0 + r(),),)), Layer(((2.0 + r(),),)))


def test_the_home_scenarios_have_the_numbers_of_the_source_text() -> None:
    one, three = load_scenario("one_hidden"), load_scenario("three_hidden")
    assert [layer.weights for layer in one.layers] == [((0.15,),), ((0.4,),)]
    assert [layer.weights for layer in three.layers] == [
        ((0.15,),),
        ((0.4,),),
        ((0.45,),),
        ((0.5,),),
    ]
    for home in (one, three):
        assert home.samples == (((0.5,), (1.0,)),)
        assert (home.learning_rate, home.epochs, home.iterations) == (2.0, 10, 10)
        assert all(layer.biases is None for layer in home.layers)
        assert home.update == "after_backward"


def test_xor_is_two_two_one_with_biases_and_its_four_samples() -> None:
    xor = load_scenario("xor")
    assert xor.network.sizes == (2, 2, 1)
    assert all(layer.biases for layer in xor.layers)
    assert xor.samples == (
        ((0.0, 0.0), (0.0,)),
        ((0.0, 1.0), (1.0,)),
        ((1.0, 0.0), (1.0,)),
        ((1.0, 1.0), (0.0,)),
    )


@pytest.mark.parametrize("name", TEACHING_ORDER)
@pytest.mark.parametrize("field", ["title", "summary", "goal"])
def test_bundled_scenarios_speak_every_language(name: str, field: str) -> None:
    texts = {localised(getattr(load_scenario(name), field), language) for language in LANGUAGES}
    assert len(texts) == len(LANGUAGES)
    assert all(texts)


def test_a_text_without_a_language_falls_back_to_english_and_then_to_any() -> None:
    assert localised("one for all", "ko") == "one for all"
    assert localised({"en": "English", "ko": "한국어"}, "ko") == "한국어"
    assert localised({"en": "English"}, "ko") == "English"
    assert localised({"ko": "한국어"}, "en") == "한국어"
    assert localised(None, "en") == ""


@pytest.mark.parametrize(
    "encoded",
    [
        EVERY_FIELD.replace("\n", "\r\n").encode(),
        EVERY_FIELD.encode("utf-8-sig"),
        EVERY_FIELD.replace("\n", "\r\n").encode("utf-8-sig"),
    ],
    ids=["line ends of Windows", "byte order mark", "both"],
)
def test_files_of_windows_editors_are_read(encoded: bytes, tmp_path: Path) -> None:
    assert scenario(encoded, tmp_path) == scenario(EVERY_FIELD, tmp_path)


def test_names_are_checked_with_the_names_of_the_network(tmp_path: Path) -> None:
    swapped = SMALL + '[names]\n"w[1][1][1]" = "W₂"\n"w[2][1][1]" = "W₁"\n'
    assert scenario(swapped, tmp_path).names == {"w[1][1][1]": "W₂", "w[2][1][1]": "W₁"}
    taken = SMALL + '[names]\n"w[1][1][1]" = "W₂"\n'
    assert refusal(taken, tmp_path)[0] == (
        'scenario.toml: names: "W₂" is the name of both w[1][1][1] and w[2][1][1]; change one'
    )


def test_names_whose_products_clash_are_refused_too(tmp_path: Path) -> None:
    text = (
        TOP
        + "[[samples]]\ninputs = [1, 1]\ntargets = [1]\n"
        + "[[layers]]\nweights = [[1, 1]]\n[[layers]]\nweights = [[1]]\n"
        + '[names]\n"w[1][1][1]" = "p·q"\n"x[1]" = "r"\n"w[1][1][2]" = "p"\n"x[2]" = "q·r"\n'
    )
    assert refusal(text, tmp_path) == (
        'scenario.toml: names: "p·q·r" is the name of both w*a[1][1][1] and w*a[1][1][2]; '
        "change one",
    )


def test_the_limit_of_numbers_says_how_many_epochs_fit_and_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text(SMALL.replace("rate = 1", "rate = 1\nepochs = 100"), encoding="utf-8")
    assert load_scenario(path, 1900).iterations == 100
    with pytest.raises(StepperError, match="at most 99 epochs of 19 numbers, 1,899 in all"):
        load_scenario(path, 1899)


def test_an_epoch_counts_every_sample_against_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text(SMALL + SAMPLE + SAMPLE, encoding="utf-8")
    assert load_scenario(path, 57).iterations == 3
    with pytest.raises(StepperError, match="at most 56 numbers in an epoch, found 57; "):
        load_scenario(path, 56)


@pytest.mark.parametrize("name", FILES)
def test_a_bad_scenario_is_refused_with_all_its_problems(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REFUSED)
    assert main(["check", name]) == 2
    golden = (REFUSED / name).with_suffix(".txt").read_text(encoding="utf-8")
    assert golden.startswith(f"stepper: {name}: ")
    assert capsys.readouterr() == ("", golden)


def test_the_bad_scenarios_were_found_each_with_its_messages() -> None:
    assert len(FILES) > 60
    messages = {path.stem for path in REFUSED.glob("*.txt")}
    assert messages == {Path(name).stem for name in FILES}
    assert {path.suffix for path in REFUSED.iterdir()} == {".toml", ".txt"}


def test_an_empty_file_is_told_everything_that_is_required(tmp_path: Path) -> None:
    assert refusal("", tmp_path) == (
        'scenario.toml: title: missing; write title = "…"',
        "scenario.toml: samples: missing; write [[samples]] with inputs = […] and targets = […]",
        "scenario.toml: layers or random: missing; write [[layers]] with weights = [[…]], or "
        "[random]; or [formula] instead",
    )


def test_a_file_that_is_not_utf_8_is_told_with_the_line(tmp_path: Path) -> None:
    text = SMALL.replace("Small", "Größe").encode("latin-1")
    assert refusal(b"# first\n" + text, tmp_path) == (
        "scenario.toml: line 2: not UTF-8; save the file as UTF-8",
    )
    assert refusal(SMALL.encode("utf-16"), tmp_path)[0].startswith("scenario.toml: line 1: not UTF")


def test_a_file_of_a_megabyte_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    padding = "#" * (MAX_BYTES - len(SMALL))
    assert scenario(SMALL + padding, tmp_path).title == "Small"
    assert refusal(SMALL + padding + "#", tmp_path) == (
        "scenario.toml: larger than 1,000,000 bytes, the limit for a scenario",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            SMALL.replace("rate = 1", "rate = 1" + "0" * 5000),
            "line 2: a number has thousands of digits; write fewer",
        ),
        (
            SMALL.replace("rate = 1", "rate = 0x1" + "0" * 5000),
            "learning_rate: expected a finite number, found a whole number with thousands of "
            "digits",
        ),
        (
            TOP + "epochs = 0x1" + "0" * 5000 + SAMPLE + LAYERS,
            "epochs: expected at most 1,052,631 epochs of 19 numbers, 20,000,000 in all, found a "
            "whole number with thousands of digits; use fewer epochs, a smaller network or fewer "
            "samples",
        ),
        (
            SMALL + '[[notes]]\nat = "C"\ntext = "x"\niteration = 0x1' + "0" * 5000,
            "notes[1].iteration: expected an iteration of the run, from 1 to 1, found a whole "
            "number with thousands of digits",
        ),
        (
            TOP
            + SAMPLE
            + "[random]\nseed = 1\nrange = [0, 1]\nsizes = [1, 0x1"
            + "0" * 5000
            + ", 1]",
            "random.sizes: expected at most 100,000 weights, found a whole number with thousands "
            "of digits",
        ),
    ],
    ids=["decimal", "rate", "epochs", "iteration", "sizes"],
)
def test_numbers_of_thousands_of_digits_are_told_like_any_other(
    text: str, problem: str, tmp_path: Path
) -> None:
    assert refusal(text, tmp_path) == (f"scenario.toml: {problem}",)


@pytest.mark.parametrize("file", ["one_hidden", "xor", "chain_rule"])
def test_a_huge_whole_number_in_any_place_is_a_problem_and_no_fault(file: str) -> None:
    text = (ROOT / "scenarios" / f"{file}.toml").read_text(encoding="utf-8")
    huge = "0x1" + "0" * 5000
    values = [*re.finditer(r"""(?m)^\w[\w"\[\].]* = ("[^"\n]*"|[0-9.]+)(?=\s*(?:#.*)?$)""", text)]
    assert values
    for value in values:
        changed = text[: value.start(1)] + huge + text[value.end(1) :]
        with suppress(StepperError):
            read_scenario(BytesIO(changed.encode()), "scenario.toml")


def test_a_megabyte_of_brackets_or_dots_is_nested_too_deeply(tmp_path: Path) -> None:
    problem = ("scenario.toml: nested too deeply; a scenario needs only four levels",)
    for text in (
        "title = " + "[" * 900_000,
        "a" + ".a" * 400_000 + " = 1",
        "[" + "'.' . " * 150_000,
    ):
        assert refusal(text, tmp_path) == problem


def test_more_weights_than_the_limit_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    row = "[" + "1," * 50_001 + "]"
    wide = f"[[layers]]\nweights = [{row}, {row}]\n[[layers]]\nweights = [[1, 1]]\n"
    assert refusal(TOP + SAMPLE + wide, tmp_path) == (
        "scenario.toml: layers: expected at most 100,000 weights, found 100004",
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[[layers]]\nweights = [[0.5]]\n" * 1001, "layers"),
        (f"[random]\nseed = 1\nrange = [0, 1]\nsizes = {[1] * 1002}\n", "random.sizes"),
    ],
)
def test_more_layers_than_the_limit_are_refused(text: str, place: str, tmp_path: Path) -> None:
    sample = "[[samples]]\ninputs = [1]\ntargets = [1]\n"
    assert refusal(TOP + sample + text, tmp_path) == (
        f"scenario.toml: {place}: expected at most 1,000 layers, found 1001",
    )


def test_a_misspelt_column_of_a_large_network_is_told_at_once(tmp_path: Path) -> None:
    text = (
        TOP
        + "[[samples]]\ninputs = [" + "1," * 300 + "]\ntargets = [1]\n"
        + "[random]\nsizes = [300, 20, 1]\nseed = 1\nrange = [0, 1]\n"
        + '[names]\n"w[1][1][301]" = "w"\n'
    )  # fmt: skip
    assert refusal(text, tmp_path) == (
        'scenario.toml: names."w[1][1][301]": no such number in this network; columns look like '
        "w[1][1][1] and delta[1][1]",
    )


def test_a_network_that_is_too_large_is_told_so_before_its_columns_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Network, "columns", property(lambda network: pytest.fail("named")))
    wide = "[random]\nsizes = [1, 50000, 1]\nseed = 1\nrange = [0, 1]\n"
    path = tmp_path / "scenario.toml"
    path.write_text(TOP + SAMPLE + wide + '[names]\n"w[1][1][1]" = "w"\n', encoding="utf-8")
    with pytest.raises(StepperError) as error:
        load_scenario(path, 20_000)
    assert error.value.problems == (
        f"{path}: samples: expected at most 20,000 numbers in an epoch, found 600,008; use a "
        "smaller network or fewer samples, or raise the limit with --max-numbers 600008",
    )


@pytest.mark.parametrize("most", [1, 18, 19, 37])
def test_the_limit_that_a_problem_names_is_the_least_that_helps(tmp_path: Path, most: int) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(TOP + "epochs = 2" + SAMPLE + LAYERS, encoding="utf-8")
    with pytest.raises(StepperError, match=r"--max-numbers 38$"):
        load_scenario(path, most)
    assert load_scenario(path, 38).epochs == 2
