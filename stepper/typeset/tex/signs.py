"""The signs and letters of equations in LaTeX's math mode."""

import re
from unicodedata import normalize

from stepper.typeset.tree.tokens import ACCENTS, FUNCTION_WORDS, ON_LINE, Token

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "sum", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_SIGNS = {
    **{letter: rf"\{name} " for letter, name in _GREEK.items()},
    "∂": r"\partial ", "·": r"\cdot ", "×": r"\times ", "−": "-", "≈": r"\approx ",
    "≥": r"\ge ", "≤": r"\le ", "≠": r"\ne ", "½": r"\tfrac12 ", "√": r"\surd ", "∇": r"\nabla ",
    "±": r"\pm ", "∞": r"\infty ", "→": r"\to ", "←": r"\gets ", "↓": r"\downarrow ",
    "↑": r"\uparrow ", "▸": r"\triangleright ", "◂": r"\triangleleft ", "…": r"\dots ",
    "\\": r"\backslash ", "^": r"\hat{}", "~": r"\sim ", "`": r"\grave{}",
    "|": r"\vert ", **{sign: rf"\{sign}" for sign in "#$%&{}_"},
}  # fmt: skip
_COMMANDS = ("ln", "tanh", "sin", "cos", "max", "min")  # functions that TeX has
_FUNCTIONS = {
    name: rf"\{name} " if name in _COMMANDS else rf"\operatorname{{{name}}}"
    for name in FUNCTION_WORDS
}
_OF_ACCENTS = (
    "grave", "acute", "hat", "tilde", "bar", "breve", "dot", "ddot", "mathring", "check", "vec",
)  # fmt: skip
_ACCENTS = dict(zip(ACCENTS, _OF_ACCENTS, strict=True))
_PRIMES = {"'": "'", "′": "'", "″": "''", "‴": "'''"}
_COMMAS = str.maketrans("", "", ",")
_PARTS = re.compile(
    "[{0}][{1}]|[{0}_→]|[^{0}_→]+".format("".join(_GREEK), "".join(_ACCENTS))
)  # of a word


def tex(token: Token) -> str:
    """A token in math mode."""
    kind, text = token
    match kind:
        case "blank":
            return r"\underline{\hspace{6em}}"
        case "nothing":
            return "{}"
        case "space":
            return " "
        case "gap":
            return r"\ "
        case "below" | "above" | "new":
            return text.translate(ON_LINE).replace("−", "-")
        case "prime":
            return "".join(map(_PRIMES.__getitem__, text))
        case "function":
            return _FUNCTIONS[text]
        case "index" | "word":
            return _word(text.removeprefix("_")).replace(r"\to ", r"{\to}")  # no space around it
        case "letter" | "dots" | "sign":
            return _word(text)
    return text


def _word(text: str) -> str:
    return "".join(map(_part, _PARTS.findall(text)))


def _part(text: str) -> str:
    """One letter with its accent, in italics; several as a word, upright if they are not Latin."""
    if text in _SIGNS or (text.isascii() and text[1:].isdigit()):
        return _SIGNS.get(text, text)
    if text.isascii():
        font = "textit" if "-" in text[1:] else "mathit"  # where a hyphen is a minus
        is_plain = len(text) == 1 or text.translate(_COMMAS).isdigit()
        return text if is_plain else rf"\{font}{{{text}}}"
    letter, *accents = list(normalize("NFD", text))
    base = _SIGNS.get(letter, letter).strip()
    if len(accents) == 1 and accents[0] in _ACCENTS and base.isascii():
        return rf"\{_ACCENTS[accents[0]]}{{{base}}}"
    return rf"\text{{{text}}}"
