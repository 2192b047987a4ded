"""Equations and sentences as on the screen -> LaTeX that GitHub renders, too.

One table of signs serves all notations and the names of a scenario's own.
"""

import re
from collections.abc import Callable

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
    "≥": r"\ge ", "≤": r"\le ", "½": r"\tfrac12 ", "′": "'",
    "→": r"\to ", "←": r"\gets ", "↓": r"\downarrow ", "…": r"\dots ",
    "↑": r"\uparrow ", "▸": r"\triangleright ", "◂": r"\triangleleft ", "\\": r"\backslash ",
    "^": r"\hat{}", "~": r"\sim ", "`": "'", **{sign: rf"\{sign}" for sign in "#$%&{}_"},
}  # fmt: skip
_LOWERED = "₀₁₂₃₄₅₆₇₈₉ₐₑₖₘₙₒₚᵣₛₜᵤᵥ"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_LEVEL = str.maketrans(_LOWERED + _RAISED, "0123456789aekmnoprstuv" + "0123456789+-")
_FRACTION = r"(?P<fraction>∂[^∂/·\s]*?/∂[^∂/·\s)]+)|"
_FUNCTIONS = {
    "ln": r"\ln ", **{name: rf"\{name} " for name in ("tanh", "sin", "cos", "max", "min")},
    **{name: rf"\operatorname{{{name}}}" for name in ("relu", "sigmoid", "sign", "abs")},
}  # fmt: skip
_INSIDE = "[^()]*"
for _ in range(20):  # brackets within brackets
    _INSIDE = rf"(?:[^()]|\({_INSIDE}\))*+"
_ROOT = re.compile("^(?:√|sqrt)")
_PARTS = re.compile(rf"_[0-9A-Za-z]+|[{_LOWERED}]+")
_ONE = r"[-−]?[^\s()+·*/|,<>=≥≤^\-−\[\]]+"  # a name or a number
_OTHERS = (
    rf"(?P<exponent>(?<![0-9A-Za-z])e\^(?:\({_INSIDE}\)|[^\s()+·*/]+))|(?P<blank>_{{4,}})"
    rf"|(?P<root>(?:√|\bsqrt(?=\())(?:\({_INSIDE}\)|{_ONE}))"
    rf"|(?P<letters>[{_LOWERED}]*(?:_[0-9A-Za-z]+[{_LOWERED}]*)+)"
    rf"|(?P<below>[{_LOWERED}]+(?:,[{_LOWERED}]+)*)|(?P<above>[{_RAISED}]+)"
    rf"|(?P<power>\^(?:\({_INSIDE}\)|{_ONE}))"
    rf"|(?P<function>\b(?:{'|'.join(_FUNCTIONS)})(?=['′]?\())|(?P<total>\bsum(?= (?:before )?dC/))"
    r"|(?P<word>[A-Za-z]{2,})"
    r"|(?P<other>[^ -~]|[\\^~`#$%&{}_])"
)
_IN_EQUATION, _IN_LINE = re.compile(_FRACTION + _OTHERS), re.compile(_OTHERS)
_NO_MATHS = r"\s“”\"가-힣"
_IN_SENTENCE = re.compile(
    rf"(?P<address>https?://\S+)|(?P<maths>[^{_NO_MATHS},;:]*[{_LOWERED}{_RAISED}½∂−·×≈′→←↓↑▸◂Α-Ωα-ω][^{_NO_MATHS}]*?)(?=[.,;:?!]?(?:[{_NO_MATHS}]|$))"
    r"|(?P<sign>[\\{}#$%&~_^])|(?P<other>.)"
)
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ESCAPED |= {sign: rf"\{sign}" for sign in "#$%&{}_"} | {"/": r"/\allowbreak{}"}  # in an address


def maths(text: str) -> str:
    """A piece of an equation in math mode: ∂C/∂W₁ as \\frac{\\partial C}{\\partial W_{1}}."""
    return _IN_EQUATION.sub(_sign, text)


def in_line(text: str) -> str:
    """A piece of an equation within a line of text, where a fraction has a slash."""
    return _IN_LINE.sub(_sign, text)


def sentence(text: str) -> str:
    """A sentence in text mode, with the pieces of equations in it in math mode."""
    return _IN_SENTENCE.sub(_words, text)


def _sign(found: re.Match[str]) -> str:
    return _AS_MATHS[found.lastgroup or ""](found[0])


def _words(found: re.Match[str]) -> str:
    return _AS_WORDS[found.lastgroup or ""](found[0])


def _unbracketed(text: str) -> str:
    return text[1:-1] if text.startswith("(") else text


def _parts(text: str) -> str:
    """Several subscripts as one: x_1_2 has two, and LaTeX takes one."""
    parts = (part.removeprefix("_").translate(_LEVEL) for part in _PARTS.findall(text))
    return r"\_".join(map(maths, parts))


def _fraction(text: str) -> str:
    over, under = text[1:].split("/∂")
    return rf"\frac{{\partial {maths(over)}}}{{\partial {maths(under)}}}"


# group of the patterns above -> how to write the text that it matched
_AS_MATHS: dict[str, Callable[[str], str]] = {
    "fraction": _fraction,
    "blank": lambda text: r"\underline{\hspace{6em}}",
    "exponent": lambda text: f"e^{{{maths(_unbracketed(text.removeprefix('e^')))}}}",
    "root": lambda text: (
        rf"\sqrt{{{maths(_unbracketed(text.removeprefix('√').removeprefix('sqrt')))}}}"
    ),
    "below": lambda text: f"_{{{text.translate(_LEVEL)}}}",
    "above": lambda text: f"^{{{text.translate(_LEVEL)}}}",
    "power": lambda text: f"^{{{maths(_unbracketed(text[1:]))}}}",
    "letters": lambda text: f"_{{{_parts(text)}}}",
    "function": _FUNCTIONS.__getitem__,
    "total": lambda text: r"\sum ",
    "word": lambda text: rf"\mathit{{{text}}}",
    "other": lambda text: _SIGNS.get(text) or (text if text.isascii() else rf"\text{{{text}}}"),
}
_AS_WORDS: dict[str, Callable[[str], str]] = {
    "maths": lambda text: f"${in_line(text)}$",
    "address": lambda text: "".join(_ESCAPED.get(letter, letter) for letter in text),
    "sign": _ESCAPED.__getitem__,
    "other": lambda text: text,
}
