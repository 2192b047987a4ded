"""The screen is as it is stored, and the stored picture shows it."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.pictures import PICTURE, WINDOWS, picture, teaching, teaching_text, texts


@pytest.mark.parametrize(("name", "language", "ascii"), WINDOWS)
async def test_the_screen_is_as_it_was_looked_at(name: str, language: str, ascii: bool) -> None:
    for file, text in (await texts(name, language, ascii)).items():
        assert text == file.read_text(encoding="utf-8"), file.stem


@pytest.mark.parametrize(
    ("file", "language"), [pytest.param(*case, id=case[1]) for case in teaching()]
)
async def test_what_explains_asks_and_answers_is_as_it_was_looked_at(
    file: Path, language: str
) -> None:
    assert await teaching_text(language) == file.read_text(encoding="utf-8")


def words(picture: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", picture)]


async def test_the_picture_is_current_and_needs_nothing_from_elsewhere() -> None:
    stored = PICTURE.read_text(encoding="utf-8")
    assert words(stored) == words(await picture())
    assert "−0.0129822" in "".join(words(stored)).replace("\xa0", " ")
    links = set(re.findall(r"https?://[^\"'\s]+", stored))
    assert links <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
    assert not re.search(r"@font-face|@import|url\((?!#)|href=", stored)
