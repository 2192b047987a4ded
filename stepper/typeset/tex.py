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
    "½": r"\tfrac12 ", "′": "'", "→": r"\to ", "←": r"\gets ", "↓": r"\downarrow ",
    "↑": r"\uparrow ", "▸": r"\triangleright ", "◂": r"\triangleleft ", "\\": r"\backslash ",
    "^": r"\hat{}", "~": r"\sim ", "`": "'", **{sign: rf"\{sign}" for sign in "#$%&{}_"},
}  # fmt: skip
_LOWERED = "₀₁₂₃₄₅₆₇₈₉ₐₑₖₘₙₒₚᵣₛₜᵤᵥ"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_LEVEL = str.maketrans(_LOWERED + _RAISED, "0123456789aekmnoprstuv" + "0123456789+-")
_FRACTION = r"(?P<fraction>∂[^∂/·\s]*?/∂[^∂/·\s)]+)|"
_FUNCTIONS = {
    "tanh": r"\tanh ", "ln": r"\ln ",
    **{name: rf"\operatorname{{{name}}}" for name in ("relu", "sigmoid")},
}  # fmt: skip
_OTHERS = (
    rf"(?P<exponent>(?<![0-9A-Za-z])e\^(?:\([^()]*\)|[^\s()+·*/]+))|(?P<blank>_{{4,}})"
    rf"|(?P<below>[{_LOWERED}]+(?:,[{_LOWERED}]+)*)|(?P<above>[{_RAISED}]+)"
    r"|(?P<power>\^[-−]?[0-9A-Za-z]+)|(?P<letters>_[0-9A-Za-z]+)"
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


def _fraction(text: str) -> str:
    over, under = text[1:].split("/∂")
    return rf"\frac{{\partial {maths(over)}}}{{\partial {maths(under)}}}"


# group of the patterns above -> how to write the text that it matched
_AS_MATHS: dict[str, Callable[[str], str]] = {
    "fraction": _fraction,
    "blank": lambda text: r"\underline{\hspace{6em}}",
    "exponent": lambda text: f"e^{{{maths(text.removeprefix('e^').strip('()'))}}}",
    "below": lambda text: f"_{{{text.translate(_LEVEL)}}}",
    "above": lambda text: f"^{{{text.translate(_LEVEL)}}}",
    "power": lambda text: f"^{{{maths(text[1:])}}}",
    "letters": lambda text: f"_{{{maths(text[1:])}}}",
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
