"""The keys of the two-set layout, against the letters that they write together."""

import unicodedata

import pytest

from stepper.tui.terminal import hangul

ON_KEYS = dict(
    zip(
        "rsefaqtdwczxvgkoijpuhynbml",
        "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅐㅑㅓㅔㅕㅗㅛㅜㅠㅡㅣ",
        strict=True,
    )
)


@pytest.mark.parametrize(("key", "letter"), ON_KEYS.items())
def test_each_letter_is_the_key_it_is_printed_on(key: str, letter: str) -> None:
    assert list(hangul.keys(letter)) == [key]


@pytest.mark.parametrize(
    ("syllable", "keys"),
    [
        ("여", "du"),
        ("ㅕ", "u"),
        ("걱", "rjr"),
        ("봐", "qhk"),
        ("넋", "sjrt"),
        ("꿇", "rnfg"),
        ("ㄳ", "rt"),
    ],
)
def test_a_composed_syllable_is_split_into_its_keys(syllable: str, keys: str) -> None:
    assert "".join(hangul.keys(syllable)) == keys


def test_every_syllable_comes_from_one_to_five_keys_that_begin_with_its_first_letter() -> None:
    for code in range(ord("가"), ord("힣") + 1):
        keys = list(hangul.keys(chr(code)))
        assert 2 <= len(keys) <= 5
        assert set(keys) <= ON_KEYS.keys()
        initial = unicodedata.normalize("NFD", chr(code))[0]
        name = unicodedata.name(initial).removeprefix("HANGUL CHOSEONG ")
        first = unicodedata.name(ON_KEYS[keys[0]]).removeprefix("HANGUL LETTER ")
        assert name in (first, "SSANG" + first)


@pytest.mark.parametrize("character", ["a", "→", "é", "漢", "ㆎ", "\u3130", "\x1b"])
def test_what_is_no_korean_letter_stands_for_no_key(character: str) -> None:
    assert list(hangul.keys(character)) == []
