"""Tokens: their kinds, and that nothing of a text is lost."""

from unicodedata import normalize

import pytest

from stepper.typeset.tree.tokens import tokens
from tests.support.hostile import TEXTS


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("δy₂⁺", "letter word below new"),
        ("W₁,₂₁", "word below"),
        ("net_h1_out", "word index index"),
        ("E_total_loss a_b_c", "word index index space word index index"),
        ("w_a→w_b w_a-b", "word index sign word index space word index sign word"),
        ("w_{in-2}⁺", "word index new"),
        ("e^…", "word sign dots"),
        ("10⁻⁵ 0.25", "number above space number"),
        ("tanh(x) tanh", "function sign word sign space word"),
        ("θ1′ x\u0302", "word prime space word"),
        ("−½·✓ ____", "sign sign sign sign space blank"),
    ],
)
def test_a_text_is_cut_into_tokens(text: str, kinds: str) -> None:
    assert [token.kind for token in tokens(text)] == kinds.split()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("w_in→out⁺", "word index new"),
        ("∂C/∂x→h", "sign word sign sign word"),
        ("net-h1 w_1,2", "word space word index"),
        ("W₁,₂·a.b", "word below sign word"),
        ("-0.5 −1e-05 x-", "sign number space sign number space word sign"),
    ],
)
def test_in_a_name_what_joins_words_belongs_to_them(name: str, kinds: str) -> None:
    assert [token.kind for token in tokens(name, is_name=True)] == kinds.split()


@pytest.mark.parametrize("text", TEXTS)
def test_the_tokens_of_a_text_are_the_text(text: str) -> None:
    for is_name in (False, True):
        cut = tokens(text, is_name)
        assert "".join(token.text for token in cut) == normalize("NFC", text)
