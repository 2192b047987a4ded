"""Names of the course in sentences, in another notation."""

import pytest

from stepper.backprop.network import Network
from stepper.typeset.names.renaming import renamed
from stepper.typeset.notation import ASCII, COURSE, STANDARD, SUPERSCRIPT, Notation


@pytest.mark.parametrize(
    ("style", "text", "result"),
    [
        (SUPERSCRIPT, "One δy goes back.", "One δ²₁ goes back."),
        (SUPERSCRIPT, "y(1−y), by W₂,₁₁⁺ − y′", "a²₁(1−a²₁), by w²₁₁⁺ − t"),
        (SUPERSCRIPT, "δy가 두 뉴런으로", "δ²₁가 두 뉴런으로"),
        (SUPERSCRIPT, "∂C/∂h₁,₂ and C", "∂C/∂a¹₂ and C"),
        (STANDARD, "b₁,₁ and b₁,₁₂", "b₁,₁ and b₁,₁₂"),
        (ASCII, "h₁,₂ of each", "a[1][2] of each"),
        (SUPERSCRIPT, "every δ, day by day, h₃", "every δ, day by day, h₃"),
        (COURSE, "One δy", "One δy"),
    ],
)
def test_names_are_found_and_words_stay(style: str, text: str, result: str) -> None:
    notation = Notation(style, Network((2, 2, 1)))
    assert renamed(text, notation.of_course) == result


def test_where_the_author_has_names_they_stay() -> None:
    notation = Notation(STANDARD, Network((2, 2, 1)), {"a[2][1]": "out"})
    assert renamed("out and y", notation.of_course) == "out and y"
