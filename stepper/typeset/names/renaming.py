"""Names of the course in an author's sentence, put into another notation."""

import re
from collections.abc import Mapping

# what may not adjoin a name: h in each, y in y′ and W₁ in W₁⁺ are not names; Korean particles may
_BEFORE, _AFTER = r"(?<![^\W가-힣])", r"(?![^\W가-힣]|[′⁺₀-₉ₐ-ₜ]|,[₀-₉])"


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A sentence with its names replaced, the longest first."""
    if not names:
        return text
    every = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(f"{_BEFORE}(?:{every}){_AFTER}", lambda found: names[found[0]], text)
