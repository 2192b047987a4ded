"""The stored pictures of the screen: python -m tests.pictures redraws them all.

It also renews the screen in README.md. Look at what has changed before you commit it: a test can
only say that the screen is as it was.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path

from stepper.tui.terminal.picture import svg
from tests.support.places import DATA, GOLDEN, ROOT
from tests.support.screens import (
    go,
    lines_of,
    opened,
    press,
    resize,
    rests,
    settle,
    stepper,
    still,
    until,
)

PICTURE = DATA / "three_hidden.svg"
SIZES = ((20, 5), (80, 24), (120, 36), (200, 60))
STEPS = {"three_hidden": (6, 16, 27), "xor": (3, 19, 30)}  # forward, δ, update
KINDS = {  # S, y, δ, update; C, slope, sum of a batch, its update
    "softmax": (7, 9, 12, 21),
    "xor_learns": (7, 45, 91, 137),
}
SIZES_OF_KINDS = SIZES[1:3]
TEACHING: dict[str, tuple[str, int, str]] = {  # heading -> scenario, step, keys
    "the first lines of a derivation": ("one_hidden", 13, "w down down down down"),
    "what two gradients share, and what it saves": ("one_hidden", 13, "w end"),
    "a check of every gradient": ("two_paths", 17, "w w"),
    "the mistake beside what is right": ("three_hidden", 16, "w w w"),
    "a question": ("three_hidden", 15, "p"),
    "a wrong answer": ("three_hidden", 15, "p b enter"),
    "what can be edited": ("three_hidden", 16, "e"),
    "what follows from an edit": ("three_hidden", 16, "e 0 . 7 enter"),
    "a page on delta": ("three_hidden", 16, "f3"),
    "where the source text slips": ("one_hidden", 8, "f3 8"),
    "vanishing": ("vanishing", 20, ""),
    "paths that add up": ("two_paths", 21, ""),
    "a published example in the letters of its source": ("mazur", 12, ""),
    "a misprint of it": ("mazur", 20, "2"),
}


WINDOWS = [  # scenario, language, in ASCII
    *product(STEPS, ("en", "ko"), (False, True)),
    *product(KINDS, ("en", "ko"), (False,)),
]


async def texts(name: str, language: str, ascii: bool) -> dict[Path, str]:
    """File -> what is stored there: the screen at steps of each phase, by size."""
    found = {}
    async with opened(name, language=language, ascii=ascii) as pilot:
        stepper(pilot).trace.rows[-1]  # the curves show all that is computed
        for width, height in SIZES if name in STEPS else SIZES_OF_KINDS:
            screens = []
            await resize(pilot, width, height)
            for step in (STEPS | KINDS)[name]:
                go(pilot, step)
                await settle(pilot)
                screens += [line.rstrip() for line in lines_of(pilot)]
                screens.append("=" * width)
            letters = "ascii" if ascii else "unicode"
            file = GOLDEN / f"{name}.{width}x{height}.{language}.{letters}.txt"
            found[file] = "\n".join(screens) + "\n"
    return found


def teaching() -> Iterator[tuple[Path, str]]:
    """(file, language) of the stored texts of what explains, asks and answers."""
    for language in ("en", "ko"):
        yield GOLDEN / f"teaching.80x24.{language}.txt", language


async def teaching_text(language: str) -> str:
    """The screens of TEACHING, each under its heading."""
    screens = []
    for heading, (name, step, keys) in TEACHING.items():
        async with opened(name, (80, 24), step=step, language=language) as pilot:
            await press(pilot, *keys.split())
            await until(pilot, partial(rests, pilot))
            await still(pilot)
            screens += [f"{heading} ".ljust(80, "=")]
            screens += [line.rstrip() for line in lines_of(pilot)]
    return "\n".join(screens) + "\n"


def readme_screen() -> str:
    """The stored screen that README.md shows, as text: the same step as in the picture."""
    stored = (GOLDEN / "three_hidden.80x24.en.unicode.txt").read_text(encoding="utf-8")
    return stored.split(f"{'=' * 80}\n")[STEPS["three_hidden"].index(16)]


def with_screen(readme: str) -> str:
    """README.md with that screen in its first block of text."""
    block = f"```text\n{readme_screen()}```\n"
    return re.sub(r"^```text\n.*?^```\n", lambda _: block, readme, count=1, flags=re.M | re.S)


async def picture() -> str:
    """Three hidden layers at δ₃, in 80 columns."""
    async with opened("three_hidden", (80, 24), step=16) as pilot:
        return svg(pilot.app)


async def main() -> None:
    for window in WINDOWS:
        for file, text in (await texts(*window)).items():
            file.write_text(text, encoding="utf-8")
    for file, language in teaching():
        file.write_text(await teaching_text(language), encoding="utf-8")
    PICTURE.write_text(await picture(), encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(with_screen(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    asyncio.run(main())
