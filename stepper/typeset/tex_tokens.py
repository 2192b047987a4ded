"""What equations are made of, as tokens for LaTeX: letters, signs, what is set above and below."""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

_REMEMBERED = 1000  # texts between names, which are few

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "sum", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
SIGNS = {
    **{letter: rf"\{name} " for letter, name in _GREEK.items()},
    "∂": r"\partial ", "·": r"\cdot ", "×": r"\times ", "−": "-", "≈": r"\approx ",
    "≥": r"\ge ", "≤": r"\le ", "≠": r"\ne ", "½": r"\tfrac12 ", "√": r"\surd ", "∇": r"\nabla ",
    "±": r"\pm ", "∞": r"\infty ", "→": r"\to ", "←": r"\gets ", "↓": r"\downarrow ",
    "↑": r"\uparrow ", "▸": r"\triangleright ", "◂": r"\triangleleft ", "…": r"\dots ",
    "\\": r"\backslash ", "^": r"\hat{}", "~": r"\sim ", "`": r"\grave{}",
    "|": r"\vert ", **{sign: rf"\{sign}" for sign in "#$%&{}_"},
}  # fmt: skip
_FUNCTIONS = {
    "ln": r"\ln ", **{name: rf"\{name} " for name in ("tanh", "sin", "cos", "max", "min")},
    **{name: rf"\operatorname{{{name}}}" for name in ("relu", "sigmoid", "sign", "abs")},
}  # fmt: skip
_ACCENTS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar",
    "\u0306": "breve", "\u0307": "dot", "\u0308": "ddot", "\u030a": "mathring", "\u030c": "check",
    "\u20d7": "vec",
}  # fmt: skip
_LOWERED = "₀₁₂₃₄₅₆₇₈₉ₐₑₖₘₙₒₚᵣₛₜᵤᵥ"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_PRIMES = {"'": 1, "′": 1, "″": 2, "‴": 3}
_LEVEL = str.maketrans(_LOWERED + _RAISED, "0123456789aekmnoprstuv" + "0123456789-")
_TABLES = re.escape("".join([*SIGNS, *_PRIMES, "⁺"])) + _LOWERED + _RAISED
MATHS = "".join(s for s in (*SIGNS, *_PRIMES, *_ACCENTS, *_LOWERED, *_RAISED, "⁺") if s > "~")
_TOKENS = re.compile(
    rf"(?P<blank>_{{4,}})|(?P<index>_(?:[^\W_{_TABLES}]+|[{''.join(_GREEK)}]))"
    rf"|(?P<below>[{_LOWERED}]+(?:,[{_LOWERED}]+)*)|(?P<above>[{_RAISED}]+)|(?P<new>⁺)"
    rf"|(?P<prime>[{''.join(_PRIMES)}]+)|(?P<space>\s+)|(?P<number>[-−]?[0-9]+(?:\.[0-9]+)?)"
    rf"|(?P<function>(?:{'|'.join([*_FUNCTIONS, 'sqrt'])})(?![A-Za-z])(?=['′]?\())"
    rf"|(?P<accented>[{''.join(_GREEK)}][{''.join(_ACCENTS)}])"
    rf"|(?P<greek>[{''.join(_GREEK)}])|(?P<word>(?:[A-Za-z]|[^ -~\s{_TABLES}])+[0-9]*)|(?P<sign>.)"
)


class Token(NamedTuple):
    """A piece of an equation in math mode.

    kind: a group of the pattern above, or `unit`, which nothing takes apart. text: as it was.
    """

    kind: str
    tex: str
    text: str


@lru_cache(_REMEMBERED)
def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens."""
    found = _TOKENS.finditer(normalize("NFC", text))
    return tuple(_token(each.lastgroup or "", each[0]) for each in found)


def _token(kind: str, text: str) -> Token:
    match kind:
        case "blank":
            return Token(kind, r"\underline{\hspace{6em}}", text)
        case "index":
            return Token(kind, _word(text[1:]), text)
        case "below" | "above":
            return Token(kind, text.translate(_LEVEL), text)
        case "new":
            return Token(kind, "+", text)
        case "prime":
            return Token(kind, "'" * sum(map(_PRIMES.__getitem__, text)), text)
        case "function" if text in _FUNCTIONS:
            return Token(kind, _FUNCTIONS[text], text)
        case "word" | "accented" | "function":
            return Token(kind, _word(text), text)
        case "number":
            return Token(kind, text.replace("−", "-"), text)
        case "greek" | "sign":
            return Token(kind, SIGNS.get(text, text), text)
        case _:
            return Token(kind, text, text)


def _word(text: str) -> str:
    """One letter with its accent, in italics; several as a word, upright if they are not Latin."""
    if text in SIGNS or text.isdigit() or (text.isascii() and text[1:].isdigit()):
        return SIGNS.get(text, text).strip()
    if text.isascii():
        return text if len(text) == 1 else rf"\mathit{{{text}}}"
    letter, *accents = list(normalize("NFD", text))
    base = SIGNS.get(letter, letter).strip()
    if len(accents) == 1 and accents[0] in _ACCENTS and base.isascii():
        return rf"\{_ACCENTS[accents[0]]}{{{base}}}"
    return rf"\text{{{text}}}"
