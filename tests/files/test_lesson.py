"""A lesson in a scenario file: what is read, and that it comes back."""

from io import BytesIO

import pytest

from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.files.scenario_file import load_scenario, read_scenario
from stepper.files.scenario_toml import toml
from stepper.input.givens import EPOCHS, Given
from stepper.practice.course import Station
from stepper.runs.goals import parts
from stepper.runs.scenario import LANGUAGES, Stop, columns_in, localised

TAUGHT = ("one_hidden", "three_hidden", "two_paths", "in_place")


@pytest.mark.parametrize("name", TAUGHT)
def test_the_lesson_of_a_bundled_scenario_comes_back_from_toml(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.lesson
    again = read_scenario(BytesIO(toml(scenario).encode()), "again.toml")
    assert again == scenario


def test_a_stop_has_the_defaults_that_are_left_out() -> None:
    text = toml(load_scenario("one_hidden")._replace(lesson=())) + (
        '[[lesson]]\nat = "C"\ntitle = "T"\nlook = "L"\ndo = "nudge"\nask = "A"\nremember = "R"\n'
    )
    assert read_scenario(BytesIO(text.encode()), "x.toml").lesson == (
        Stop("C", "T", "L", "A", "R", "nudge", 1, "", ""),
    )


def test_the_guided_lesson_stops_where_the_idea_is() -> None:
    stops = [(name, stop.at, stop.iteration) for name in TAUGHT for stop in _stops(name)]
    assert stops == [
        ("one_hidden", "C", 1),
        ("one_hidden", "delta[2][1]", 1),
        ("one_hidden", "dC/dw[2][1][1]", 1),
        ("one_hidden", "delta[1][1]", 1),
        ("one_hidden", "w+[2][1][1]", 1),
        ("one_hidden", "C", 2),
        ("one_hidden", "C", 10),
        ("three_hidden", "delta[1][1]", 1),
        ("two_paths", "dC/da[1][1]", 1),
        ("in_place", "dC/da[3][1]", 2),
    ]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("learning_rate", Given(RATE)),
        ("epochs", EPOCHS),
        ("x[1]", Given(Symbol(Role.X, 0, 1), 1)),
        ("w[2][1][1]", Given(Symbol(Role.W, 2, 1, 1))),
        ("", None),
    ],
)
def test_a_stop_may_ask_for_an_edit_of_any_given_number(name: str, number: Given | None) -> None:
    scenario = load_scenario("one_hidden")
    scenario = scenario._replace(lesson=(scenario.lesson[5]._replace(number=name),))
    again = read_scenario(BytesIO(toml(scenario).encode()), "again.toml")
    assert again == scenario
    assert Station("", again.lesson[0]).given(again) == number


@pytest.mark.parametrize("name", TAUGHT)
def test_every_stop_speaks_each_language_and_names_the_same_numbers_in_it(name: str) -> None:
    for stop in _stops(name):
        for text in (stop.title, stop.look, stop.ask, stop.remember):
            assert not isinstance(text, str) and {*text} == {*LANGUAGES}
            named = [set(columns_in(localised(text, language))) for language in LANGUAGES]
            assert named[0] == named[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C<0.01", ("C", "<", "0.01")),
        (" w[1][1][1] >= -2 ", ("w[1][1][1]", ">=", "-2")),
        ("C ≤ 1", ("C", "<=", "1")),
        ("C", None),
        ("< 3", None),
    ],
)
def test_a_goal_has_a_name_a_relation_and_a_value(
    text: str, expected: tuple[str, str, str] | None
) -> None:
    assert parts(text) == expected


def _stops(name: str) -> tuple[Stop, ...]:
    return load_scenario(name).lesson
