import math
from datetime import date

import pytest

from stepper.errors import found, nearest
from stepper.files.document import Document
from stepper.limits import MOST_PROBLEMS


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1.5, "1.5"),
        (-math.inf, "-inf"),
        (10**40, "1" + "0" * 38 + "…"),
        pytest.param(10**5000, "a whole number with thousands of digits", id="huge"),
        ("text", '"text"'),
        ("x" * 41, '"' + "x" * 39 + '…"'),
        ("x" * 40, '"' + "x" * 40 + '"'),
        ("\x1b[31m", "text with control characters"),
        ("\u202eesrever", "text with control characters"),
        ("no\u00a0break\u3000wide", '"no\u00a0break\u3000wide"'),
        ([], "an empty array"),
        ([1, 2], "an array"),
        ({}, "an empty table"),
        ({"a": 1}, "a table"),
        (None, "nothing"),
        (date(1979, 5, 27), "a date or time"),
    ],
)
def test_what_was_found_is_reported_in_words(value: object, words: str) -> None:
    assert found(value) == words


def test_a_misspelt_word_gets_the_nearest_known_one_and_a_strange_one_nothing() -> None:
    assert nearest("epoch", ["title", "epochs"]) == "did you mean epochs?"
    assert nearest("colour", ["title", "epochs"]) == ""


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("delta[1]", "delta[1][1]"),
        ("w[1]", "w[1][1][1]"),
        ("w[0][1][1]", "w[1][1][1]"),
        ("w[1][1]", "w[1][1][1]"),
        ("delta[3][1]", "delta[2][1]"),
    ],
)
def test_a_name_with_a_wrong_index_gets_one_of_the_same_layer(word: str, meant: str) -> None:
    columns = ["x[1]", "w[1][1][1]", "w[2][1][1]", "z[1][1]", "delta[2][1]", "delta[1][1]"]
    assert nearest(word, columns) == f"did you mean {meant}?"


def test_every_problem_has_the_file_and_the_place() -> None:
    document = Document("a.toml")
    document.number("0.5", "layers[1]")
    document.problem("", "empty")
    assert document.problems == [
        'a.toml: layers[1]: expected a number, found "0.5"',
        "a.toml: empty",
    ]


@pytest.mark.parametrize("value", [True, False, None, "1", [1], math.inf, -math.inf, math.nan])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    document = Document("a.toml")
    assert document.number(value, "rate") is None
    assert len(document.problems) == 1


@pytest.mark.parametrize("value", [0, -3, 1.5, -0.0, 5e-324, 10**300])
def test_integers_and_finite_floats_are_numbers(value: float) -> None:
    document = Document("a.toml")
    number = document.number(value, "rate")
    assert isinstance(number, float)
    assert repr(number) == repr(float(value))
    assert not document.problems


def test_an_integer_beyond_the_floats_is_no_finite_number() -> None:
    document = Document("a.toml")
    assert document.number(10**400, "rate") is None
    assert document.problems[0].startswith("a.toml: rate: expected a finite number, found 1000")


@pytest.mark.parametrize("value", [True, 1.0, 0, -1, "1", None])
def test_a_whole_number_is_an_integer_that_is_large_enough(value: object) -> None:
    document = Document("a.toml")
    assert document.whole(value, "epochs", 1) is None
    assert document.problems == [
        f"a.toml: epochs: expected a whole number, at least 1, found {found(value)}"
    ]
    assert document.whole(1, "epochs", 1) == 1


def test_an_array_of_another_length_is_reported_by_both_lengths() -> None:
    document = Document("xor.toml")
    place = "layers[2].weights[1]"
    assert document.numbers([1, 2, 3], place, 2, "one per neuron of layer 1") is None
    assert document.problems == [
        "xor.toml: layers[2].weights[1]: expected 2 numbers (one per neuron of layer 1), found 3"
    ]


def test_an_array_of_any_length_holds_at_least_one_number() -> None:
    document = Document("a.toml")
    assert document.numbers([1, 2.5], "x", None, "one per input") == [1.0, 2.5]
    assert document.numbers([], "x", None, "one per input") is None
    assert len(document.problems) == 1


def test_text_may_hold_wide_spaces_and_line_ends_but_no_control_characters() -> None:
    document = Document("a.toml")
    for text in ("은닉층　하나", "a\u00a0b", "two\nlines", "∂C/∂W₂ ½ 🙂"):
        assert document.lines(text, "title") == text
    assert not document.problems
    for text in ("\x1b[0m", "a\tb", "\u202e", "\u200b", "\ud800", "\u2028", "a\rb"):
        assert document.lines(text, "title") is None
    assert document.problems[0] == (
        "a.toml: title: expected text without control characters, found U+001B; remove it"
    )
    assert len(document.problems) == 7


def test_a_line_has_no_line_ends() -> None:
    document = Document("a.toml")
    assert document.line("one line", "title") == "one line"
    for text in ("two\nlines", "an end\n"):
        assert document.line(text, "title") is None
    assert document.line("\x1b\n", "title") is None
    told = "a.toml: title: expected text on one line; remove the line breaks"
    assert document.problems[:2] == [told, told]
    assert len(document.problems) == 3


def test_a_key_that_is_no_plain_word_is_quoted_in_its_place() -> None:
    document = Document("a.toml")
    document.table({"of a book": 1, "\x1b": 2, "titel": 3}, "top", ["title"])
    assert document.problems == [
        'a.toml: top."of a book": unknown key; known keys: title',
        "a.toml: top.text with control characters: unknown key; known keys: title",
        "a.toml: top.titel: unknown key; did you mean title?",
    ]


def test_no_more_problems_are_reported_than_anybody_reads() -> None:
    document = Document("file")
    document.each([True] * MOST_PROBLEMS, "row", document.number)
    assert len(document.problems) == MOST_PROBLEMS
    for count, told in ((1, "1 more problem"), (99_900, "99,901 more problems")):
        document.each([True] * count, "row", document.number)
        assert len(document.problems) == MOST_PROBLEMS + 1
        assert document.problems[MOST_PROBLEMS - 1 :] == [
            "file: row[100]: expected a number, found true",
            f"file: {told}; fix these first",
        ]


def test_where_enough_is_reported_no_fix_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("file")
    document.each([True] * MOST_PROBLEMS, "row", document.number)
    monkeypatch.setattr("stepper.errors.nearest", lambda *words: pytest.fail("looked for"))
    document.table({"titel": 3}, "top", ["title"])
    assert document.problems[-1] == "file: 1 more problem; fix these first"


def test_a_key_of_thousands_of_letters_is_reported_in_short() -> None:
    document = Document("file")
    document.table({"x" * 5000: 1}, "", ["title"])
    assert document.problems == [f"file: {'x' * 39}…: unknown key; known keys: title"]


def test_a_line_has_a_limit() -> None:
    document = Document("file")
    assert document.line("x" * 1000, "title") == "x" * 1000
    assert document.line("x" * 1001, "title") is None
    assert document.problems == ["file: title: expected at most 1,000 characters, found 1,001"]
