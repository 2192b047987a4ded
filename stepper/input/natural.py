"""The names that people give the numbers of a network: out1, net_h2, dE/dw5, W2,11 new.

A table by role, as the notations have one; names are compared without regard for case, spaces,
brackets, commas and underscores.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.input.latex import unlatex

Cases = tuple[str, ...]

# {l} {j} {i} are those of columns; all names are written as `loosely` gives them
_OWN: dict[Role, Cases] = {
    Role.W: ("w{l}{j}{i}",),
    Role.B: ("b{l}{j}", "bias{l}{j}"),
    Role.Z: ("z{l}{j}", "net{l}{j}"),
    Role.A: ("a{l}{j}", "out{l}{j}"),
    Role.CJ: ("c{j}",),
    Role.C: ("c",),
    Role.DELTA: ("δ{l}{j}",),
}
# <z> <a> <w> <b> are the own names of other symbols with the same indices
_MADE: dict[Role, Cases] = {
    Role.A: ("g(<z>)", "σ(<z>)", "sigma(<z>)", "sigmoid(<z>)", "f(<z>)"),
    Role.DC_DA: ("dc/d<a>", "d<a>", "error<a>"),
    Role.DA_DZ: ("d<a>/d<z>", "g'(<z>)", "σ'(<z>)", "sigma'(<z>)", "sigmoid'(<z>)", "f'(<z>)",
                 "slope<a>", "slope<z>"),
    Role.DELTA: ("δ<a>", "d<a>", "dc/d<z>", "d<z>", "δ<z>"),
    Role.DC_DW: ("dc/d<w>", "d<w>", "grad<w>", "g<w>", "∇<w>"),
    Role.DC_DB: ("dc/d<b>", "d<b>", "grad<b>", "g<b>", "∇<b>"),
    Role.SUM_DW: ("σdc/d<w>", "σd<w>"),
    Role.SUM_DB: ("σdc/d<b>", "σd<b>"),
    Role.W_NEW: ("<w>+",),
    Role.B_NEW: ("<b>+",),
}  # fmt: skip
_OF_INPUT: Cases = ("x{j}", "i{j}", "in{j}", "input{j}")
_OF_OUTPUT: dict[Role, Cases] = {
    Role.A: ("y{j}", "o{j}", "out{j}", "outo{j}", "outy{j}", "output{j}", "yhat{j}", "ŷ{j}",
             "pred{j}", "prediction{j}", "ao{j}"),
    Role.T: ("y'{j}", "y{j}'", "t{j}", "target{j}"),
    Role.Z: ("neto{j}", "zo{j}", "ino{j}", "zy{j}", "nety{j}"),
}  # fmt: skip
_OF_ONLY_HIDDEN_LAYER: dict[Role, Cases] = {
    Role.A: ("h{j}", "outh{j}", "ah{j}", "hidden{j}"),
    Role.Z: ("neth{j}", "zh{j}", "inh{j}"),
}
_OF_HIDDEN_LAYER: dict[Role, Cases] = {Role.A: ("h{l}{j}", "outh{l}{j}"), Role.Z: ("neth{l}{j}",)}

_PARTS = re.compile(r"<(\w)>")
_ROLE_OF = {"z": Role.Z, "a": Role.A, "w": Role.W, "b": Role.B}

_COST = "total|loss|cost|error|err|mse|sse|비용|손실|오차|e|l|j|c"
_WHOLE_COST = re.compile(rf"(?:{_COST})(?:total|tot)?|(?:total)(?:{_COST})")
_COST_OF_OUTPUT = re.compile(rf"(?:{_COST})[oy]?([0-9]+)")
_BY = re.compile(rf"d(?:{_COST})(?:total|tot)?/(d.+)")
_NEW = re.compile(r"(.*?)(?:new|neu|updated|next|'|\*|새)|(?:new|neue|updated|새)(.+)")
_LAYER_ABOVE = re.compile(
    r"(?<![^\W\d_])([^\W\d_]+'?)(_?\{?[0-9][0-9,]*\}?)?"
    r"(?:\^?\{?\(([0-9]+)\)\}?|\^\{?([0-9]+)\}?)"
)
_SPACES = re.compile(r"[\s_{}\[\],^$.]")
_SIGNS = (
    ("′", "'"), ("’", "'"), ("∂", "d"), ("−", "-"), ("→", "->"), ("delta", "δ"), ("sum", "σ"),
    ("⁺", "+"),
)  # fmt: skip


def loosely(name: str) -> str:
    """A name without case, spaces, brackets, commas and underscores; d for ∂, δ for delta."""
    name = unicodedata.normalize("NFKC", name).casefold()
    for sign, typed in _SIGNS:
        name = name.replace(sign, typed)
    name = _LAYER_ABOVE.sub(r"\1\3\4\2", name)  # w^(2)_11, delta_1^2: the layer stands above
    return _SPACES.sub("", name)


def spellings(name: str) -> Iterator[str]:
    """How a name may be looked up: as it is; with C for the cost; with + for a new weight."""
    plain = loosely(unlatex(name))
    each = [plain]
    if _WHOLE_COST.fullmatch(plain):
        each.append("c")
    if of_output := _COST_OF_OUTPUT.fullmatch(plain):
        each.append(f"c{of_output[1]}")
    if by := _BY.fullmatch(plain):
        each.append(f"dc/{by[1]}")
    yield from each
    for spelling in each:
        if new := _NEW.fullmatch(spelling):
            yield f"{new[1] or new[2]}+"


def natural_names(model: Model, symbol: Symbol, names: Mapping[str, str]) -> Iterator[str]:
    """The names of a symbol, each as `loosely` gives it. names: those of an author, by column."""
    if not isinstance(model, Network):
        if symbol == model.C:
            yield "c"
        if symbol.role is Role.GRADIENT:
            yield f"dc/d{loosely(symbol.names[1])}"
        return
    yield from _own_names(model, symbol, {})
    for template in _MADE.get(symbol.role, ()):
        part = _PARTS.findall(template)[0]
        i = symbol.i if part == "w" else 0
        for name in _own_names(model, Symbol(_ROLE_OF[part], symbol.l, symbol.j, i), names):
            rest = template.replace(f"<{part}>", name)
            others = _PARTS.findall(rest)
            if not others:
                yield rest
            for other in others:
                part_of = Symbol(_ROLE_OF[other], symbol.l, symbol.j)
                for also in _own_names(model, part_of, names):
                    yield rest.replace(f"<{other}>", also)


def _own_names(net: Network, s: Symbol, names: Mapping[str, str]) -> Iterator[str]:
    """Its names without those made of other names; alone in its layer, also without an index."""
    if s.column in names:
        yield loosely(names[s.column])
    alone = is_alone(net, s)
    for template in _own(net, s):
        yield template.format(l=s.l, j=s.j, i=s.i)
        if alone:
            yield template.replace("{j}", "").replace("{i}", "").format(l=s.l)


def _own(net: Network, s: Symbol) -> Cases:
    every = _OWN.get(s.role, ())
    if s.role is Role.X:
        return _OF_INPUT
    if s.l == net.L:
        return (*_OF_OUTPUT.get(s.role, ()), *every)
    if net.L == 2:
        return (*_OF_ONLY_HIDDEN_LAYER.get(s.role, ()), *every)
    return (*_OF_HIDDEN_LAYER.get(s.role, ()), *every)


def is_alone(net: Network, s: Symbol) -> bool:
    """Whether no other symbol has its role and layer."""
    sizes = net.sizes[s.l - 1 : s.l + 1] if s.i else net.sizes[s.l : s.l + 1]
    return all(size == 1 for size in sizes)
