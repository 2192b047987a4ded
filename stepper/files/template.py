"""The commented scenario to start from: with weights written out, or drawn at random."""

import re
from pathlib import Path
from random import Random

from stepper.half_width import half_width
from stepper.whole_number import whole

TARGETS = (0.1, 0.9)  # within reach of a sigmoid
_WRITTEN_OUT = re.compile(r"^\[\[layers\]\].*?(?=^# \[random\])", re.MULTILINE | re.DOTALL)
_DRAWN = re.compile(r"^# \[random\]\n(?:# .*\n)*", re.MULTILINE)
_OFF = "# activations"  # stays a comment


def template(language: str) -> str:
    """The text of a commented scenario, its weights written out."""
    return (Path(__file__).parent / f"template.{language}.toml").read_text(encoding="utf-8")


def drawn_template(language: str, sizes: list[int], seed: int) -> str:
    """Its text with a network of these sizes, whose numbers have one decimal each.

    seed: the weights are drawn with it, in `[random]`; so are the inputs, which are written out.
    """
    r = Random(seed)
    inputs = [r.randint(1, 9) / 10 for _ in range(sizes[0])]
    targets = [TARGETS[k % 2] for k in range(sizes[-1])]
    text = _WRITTEN_OUT.sub("", template(language))
    text = _DRAWN.sub(lambda block: _switched_on(block[0]), text, count=1)
    numbers = {"inputs": inputs, "targets": targets, "sizes": sizes, "seed": seed}
    for key, value in numbers.items():
        text = re.sub(rf"^{key} = [^#\n]*?(?=\s*(?:#|$))", f"{key} = {value}", text, flags=re.M)
    return text


def sizes_of(text: str) -> list[int] | None:
    """The sizes in a text such as 2-3-2, at least 2 numbers; None for any other text."""
    sizes = [whole(part) or 0 for part in half_width(text).split("-")]
    return sizes if len(sizes) > 1 and all(sizes) else None


def _switched_on(block: str) -> str:
    lines = block.splitlines(keepends=True)
    return "".join(line if line.startswith(_OFF) else line[2:] for line in lines)
