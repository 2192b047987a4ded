"""Names and numbers written in LaTeX as plain text: `\\frac{\\partial E}{\\partial w_{2,11}}`."""

import re

_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(rf"\\[dt]?frac\s*{_GROUP}\s*{_GROUP}")
_OF_DIGITS = re.compile(r"\\[dt]?frac\s*([0-9])\s*([0-9])")
_WRAPPED = re.compile(
    rf"\\(?:text|mathrm|mathit|mathbf|boldsymbol|operatorname|hat|bar)\s*{_GROUP}"
)
_COMMAND = re.compile(r"\\([a-zA-Z]+)\s*")
_QUIET = re.compile(
    r"\\[,;:! ]|\\(?:left|right|quad|qquad|displaystyle)(?![a-zA-Z])|[$&]|\\\\|\\[()\[\]]"
)
_SIGNS = {
    "partial": "∂", "delta": "δ", "Delta": "Δ", "eta": "η", "alpha": "α", "sigma": "σ",
    "cdot": "·", "times": "×", "prime": "'", "approx": "≈", "sum": "Σ", "nabla": "∇",
}  # fmt: skip
_BEFORE_VALUE = " +-−–=≈~"
MOST_FRACTIONS = 20


def unlatex(text: str) -> str:
    """A text without LaTeX commands, as it would be typed; a text without them is unchanged."""
    if "\\" not in text and "$" not in text:
        return text
    text = _OF_DIGITS.sub(_of_digits, _QUIET.sub("", text))
    for _ in range(MOST_FRACTIONS):
        changed = _FRACTION.sub(_over, _WRAPPED.sub(r"\1", text))
        if changed == text:
            break
        text = changed
    return _COMMAND.sub(lambda found: _SIGNS.get(found[1], found[1]), text)


def _of_digits(found: re.Match[str]) -> str:
    """A fraction of two digits, in brackets unless it is a value of its own."""
    above, below = found.groups()
    rest = found.string[: found.start()] + found.string[found.end() :]
    return f"({above}/{below})" if rest.strip(_BEFORE_VALUE) else f"{above}/{below}"


def _over(found: re.Match[str]) -> str:
    above, below = (_bracketed(part.strip()) for part in found.groups())
    return f"{above}/{below}"


def _bracketed(part: str) -> str:
    """A part of a fraction, in brackets unless it is a single name or number."""
    return f"({part})" if re.search(r"[-+*/=]|\\cdot|\\times", part) else part
