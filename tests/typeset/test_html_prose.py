"""Sentences as HTML: their maths, and where their lines may end."""

from collections.abc import Iterator

import pytest

from stepper.backprop.symbols import COST
from stepper.typeset.html.mathml import math
from stepper.typeset.html.prose import prose
from stepper.typeset.spans import Maths, Span
from tests.support.pages import Element, read


def test_sentences_have_their_maths_in_one_piece() -> None:
    spans = (Span("If "), Maths("2"), Maths("·"), Span("C", COST), Span(" < 1 & so on."))
    cost = '<mrow class="forward" data-column="C"><mi>C</mi></mrow>'
    assert prose(spans) == (
        f"If <math><mn>2</mn><mo>·</mo>{cost}<mo>&lt;</mo><mn>1</mn></math> &amp; so on."
    )
    assert math(spans[3:4]) == f"<math>{cost}</math>"


def test_names_in_texts_are_maths_and_the_rest_is_text() -> None:
    names = frozenset({"net_h1"})
    assert prose((Span("<b> & net_h1, not net_h2"),), names) == (
        '&lt;b&gt; &amp; <span class="unbroken"><math><msub><mi>net</mi><mi>h1</mi></msub></math>,'
        "</span> not net_h2"
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("see (C, then C), C.", ["see", "(C,", "then", "C),", "C."]),
        ("C는 값(C)이다.", ["C는", "값(C)이다."]),
        ("C = 0.5 ≈ 1, C=1", ["C=", "0.5≈", "1,", "C=1"]),
        ("(C = (C = 1)) = 0", ["(C=(C=1))=", "0"]),
        ("(C:https://a.b/c)", ["(C:", "https://a.b/c)"]),
    ],
)
def test_a_line_ends_after_relations_and_not_between_maths_and_what_clings_to_it(
    text: str, parts: list[str]
) -> None:
    html = prose((Span(text),), frozenset({"C"}))
    assert [part for part in _parts(read(html)) if part.strip()] == parts


def _parts(root: Element) -> Iterator[str]:
    """The texts that cannot be broken, and the words between them."""
    for part in root.content:
        if isinstance(part, Element):
            assert part.tag in ("math", "wbr") or part.attributes == {"class": "unbroken"}
            yield part.text
        else:
            yield from part.split()
