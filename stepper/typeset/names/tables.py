"""The names of symbols and the signs: in the notation of the course, the standard one, ASCII."""

from collections.abc import Callable

from stepper.backprop.equations import input_to
from stepper.backprop.symbols import COST, Role, Symbol

# [j] [lj] [lji] are subscripts, <a> <w> … the names of other symbols within a name
NAMES: dict[str, tuple[str, str, str]] = {
    #           course       standard     ascii
    "x":       ("x[j]",      "x[j]",      "x[j]"),
    "t":       ("y′[j]",     "t[j]",      "t[j]"),
    "w":       ("W[lji]",    "w[lji]",    "w[lji]"),
    "b":       ("b[lj]",     "b[lj]",     "b[lj]"),
    "rate":    ("α",         "η",         "rate"),
    "w*a":     ("<w>·<in>",  "<w>·<in>",  "w*a[lji]"),
    "z":       ("z[lj]",     "z[lj]",     "z[lj]"),
    "a":       ("h[lj]",     "a[lj]",     "a[lj]"),
    "a only":  ("h",         "a[lj]",     "a[lj]"),
    "a out":   ("y[j]",      "a[lj]",     "a[lj]"),
    "e":       ("e[j]",      "e[j]",      "e[j]"),
    "S":       ("S",         "S",         "S"),
    "C[j]":    ("C[j]",      "C[j]",      "C[j]"),
    "C":       ("C",         "C",         "C"),
    "w*delta": ("<δ>·<w>",   "<δ>·<w>",   "w*delta[lji]"),
    "in place": ("<δ>·<w+>", "<δ>·<w+>",  "w*delta[lji]"),
    "dC/da":   ("∂<C>/∂<a>", "∂<C>/∂<a>", "dC/da[lj]"),
    "da/dz":   ("∂<a>/∂<z>", "∂<a>/∂<z>", "da/dz[lj]"),
    "δ":       ("δ[lj]",     "δ[lj]",     "delta[lj]"),
    "δ only":  ("δh",        "δ[lj]",     "delta[lj]"),
    "δ out":   ("δy[j]",     "δ[lj]",     "delta[lj]"),
    "dC/dw":   ("∂<C>/∂<w>", "∂<C>/∂<w>", "dC/dw[lji]"),
    "dC/db":   ("∂<C>/∂<b>", "∂<C>/∂<b>", "dC/db[lj]"),
    "Σ dw":    ("Σ<dC/dw>",  "Σ<dC/dw>",  "sum dC/dw[lji]"),
    "Σ db":    ("Σ<dC/db>",  "Σ<dC/db>",  "sum dC/db[lj]"),
    "so far dw": ("Σ⁻<dC/dw>", "Σ⁻<dC/dw>", "sum before dC/dw[lji]"),
    "so far db": ("Σ⁻<dC/db>", "Σ⁻<dC/db>", "sum before dC/db[lj]"),
    "n":       ("n",         "n",         "n"),
    "w+":      ("<w>⁺",      "<w>⁺",      "w+[lji]"),
    "b+":      ("<b>⁺",      "<b>⁺",      "b+[lj]"),
    # of a formula: {0} {1} {2} are the names in a column's name, {direct} and {local} words
    "own":     ("{0}",       "{0}",       "{0}"),
    "local":   ("∂{0}/∂{1}", "∂{0}/∂{1}", "local d{0}/d{1}"),
    "direct":  ("∂{0}/∂{1} {direct}", "∂{0}/∂{1} {direct}", "local d{0}/d{1}"),
    "of cost": ("∂{0}/∂{1} {local}", "∂{0}/∂{1} {local}", "local d{0}/d{1}"),
    "direct path": ("∂{1}/∂{2} {direct}", "∂{1}/∂{2} {direct}", "local d{1}/d{2}"),
    "path":    ("∂{0}/∂{1}·∂{1}/∂{2}", "∂{0}/∂{1}·∂{1}/∂{2}", "d{0}/d{1}*d{1}/d{2}"),
    "dC/dx":   ("∂{0}/∂{1}", "∂{0}/∂{1}", "d{0}/d{1}"),
    "new":     ("{0}⁺",      "{0}⁺",      "{0}+"),
}  # fmt: skip

SIGNS: dict[str, tuple[str, str, str]] = {
    #           course       standard     ascii
    "plus":    ("+",         "+",         "+"),
    "minus":   ("−",         "−",         "-"),
    "times":   ("·",         "·",         "*"),
    "beside":  ("",          "",          "*"),
    "half":    ("½",         "½",         "0.5"),
    "square":  ("²",         "²",         "^2"),
    "g":       ("g",         "σ",         "g"),
    "g'":      ("g′",        "σ′",        "g'"),
    "prime":   ("′",         "′",         "'"),
    "over":    ("/",         "/",         "/"),
    ">":       (">",         ">",         ">"),
    ">=":      ("≥",         "≥",         ">="),
    "<":       ("<",         "<",         "<"),
    "<=":      ("≤",         "≤",         "<="),
    "root":    ("√",         "√",         ""),
    "bar":     ("|",         "|",         ""),
    "exp":     ("e^",        "e^",        "e^"),
    "partial": ("∂<of>/∂<by>", "∂<of>/∂<by>", "d<of>/d<by>"),
    "apply":   ("∂/∂<by> <of>", "∂/∂<by> <of>", "d/d<by> <of>"),
    "sum over": ("Σ<letter> ", "Σ<letter> ", "sum<letter> "),
    "equal":   ("=",         "=",         "="),
    "about":   ("≈",         "≈",         "~"),
    "forward": ("▸",         "▸",         ">"),
    "backward": ("◂",        "◂",         "<"),
    "update":  ("+",         "+",         "+"),
    "unknown": ("□",         "□",         "?"),
    "blank":   ("________",  "________",  "________"),
    "agrees":  ("✓",         "✓",         "+"),
    "differs": ("✗",         "✗",         "x"),
    "follows": ("↳",         "↳",         "->"),
    "few_digits": ("…",      "…",         "..."),
    "missing": ("–",         "–",         "-"),
    "rounding": ("≈",        "≈",         "~"),
}  # fmt: skip

ROW_OF = {
    Role.X: "x", Role.T: "t", Role.W: "w", Role.B: "b", Role.RATE: "rate", Role.WA: "w*a",
    Role.Z: "z", Role.A: "a", Role.CJ: "C[j]", Role.C: "C", Role.WDELTA: "w*delta",
    Role.DC_DA: "dC/da", Role.DA_DZ: "da/dz", Role.DELTA: "δ", Role.DC_DW: "dC/dw",
    Role.DC_DB: "dC/db", Role.E: "e", Role.S: "S", Role.SUM_DW: "Σ dw", Role.SUM_DB: "Σ db",
    Role.SO_FAR_DW: "so far dw", Role.SO_FAR_DB: "so far db", Role.SIZE: "n",
    Role.W_NEW: "w+", Role.B_NEW: "b+",
    Role.GIVEN: "own", Role.CONSTANT: "own", Role.PARAMETER: "own", Role.LINE: "own",
    Role.LOCAL: "local", Role.PATH: "path", Role.GRADIENT: "dC/dx", Role.NEW: "new",
}  # fmt: skip

NEIGHBOURS: dict[str, Callable[[Symbol], Symbol]] = {
    "a": lambda s: Symbol(Role.A, s.l, s.j),
    "z": lambda s: Symbol(Role.Z, s.l, s.j),
    "w": lambda s: Symbol(Role.W, s.l, s.j, s.i),
    "w+": lambda s: Symbol(Role.W_NEW, s.l, s.j, s.i),
    "b": lambda s: Symbol(Role.B, s.l, s.j),
    "dC/dw": lambda s: Symbol(Role.DC_DW, s.l, s.j, s.i),
    "dC/db": lambda s: Symbol(Role.DC_DB, s.l, s.j),
    "δ": lambda s: Symbol(Role.DELTA, s.l, s.j),
    "in": lambda s: input_to(s.l, s.i),
    "C": lambda s: COST,
}
