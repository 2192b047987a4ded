"""A drawing as a picture in TikZ."""

from collections.abc import Iterator

from stepper.figures.drawing import COLOURED, Drawing, Roles, Text, comes_back
from stepper.figures.layout import LINE, SIZE, Box, Layout, Point, Wire
from stepper.typeset.colours import COLOURS, LIGHT, rgb
from stepper.typeset.spans import Span
from stepper.typeset.tex.maths import in_line
from stepper.typeset.tex.prose import sentence

PACKAGE = r"\usepackage{tikz}"
TALL = 420.0  # points: a taller figure is reduced in a document,
SMALLEST = 0.7  # but not by more than this
NAMED = (*COLOURED, "foreground", "background", "made", "made-text")

_UNKNOWN = r"\fboxsep0pt\fbox{\rule{0pt}{1ex}\rule{1ex}{0pt}}"
_FONT = rf"\fontsize{{{SIZE:g}}}{{{LINE:g}}}\selectfont"


def lines(drawing: Drawing, theme: str = LIGHT) -> Iterator[str]:
    """Yield the lines of a tikzpicture in the colours of a theme."""
    where, colours = drawing.layout, COLOURS[theme]
    yield r"\begin{tikzpicture}[x=1pt,y=-1pt,>=stealth,"
    yield rf"  every node/.style={{inner sep=1.5pt,font={_FONT}}},"
    yield "  " + ",".join(f"{role}/.style={{color=stepper-{role}}}" for role in COLOURED) + ","
    yield "  made/.style={fill=stepper-made,text=stepper-made-text,draw=stepper-made-text},"
    yield "  lit/.style={line width=1.2pt}]"
    for role in NAMED:
        yield rf"\definecolor{{stepper-{role}}}{{HTML}}{{{rgb(colours[role])[1:].upper()}}}"
    if theme != LIGHT:  # as paper is
        yield rf"\fill[stepper-background] (0,0) rectangle {_at((where.width, where.height))};"
    for k, wire in enumerate(where.wires):
        yield _wire(wire, drawing.wires.get(k, ()))
    for k, box in enumerate(where.boxes):
        yield from _box(box, drawing.boxes.get(k, ()))
    yield from map(_text, drawing.texts)
    if drawing.note:
        yield _node(where.note_at, ("quiet",), sentence(drawing.note))
    yield r"\end{tikzpicture}"


def fitted(drawing: Drawing, theme: str = LIGHT) -> Iterator[str]:
    """Yield the same for a document, at most as wide as its lines."""
    width = rf"{scale(drawing.layout):.2f}\width"
    yield rf"\noindent\resizebox{{\ifdim{width}>\linewidth\linewidth\else{width}\fi}}{{!}}{{%"
    yield from lines(drawing, theme)
    yield r"\unskip}%"


def scale(layout: Layout) -> float:
    """How much smaller a tall figure is in a document, so that there is room for text."""
    return max(SMALLEST, min(1.0, TALL / layout.height))


def comment(drawing: Drawing) -> str:
    """What a drawing shows, as a comment."""
    return f"% {' '.join(drawing.description.split())}"


def _at(point: Point) -> str:
    return "({:.0f},{:.0f})".format(*point)


def _wire(wire: Wire, roles: Roles) -> str:
    path = _at(wire.points[0]) + "".join(map(_to, wire.parts()))
    arrow = "<-" if comes_back(roles) else "->"
    return rf"\draw[{','.join((arrow, *(roles or ('quiet',))))}] {path};"


def _to(points: tuple[Point, ...]) -> str:
    *bent, end = map(_at, points)
    return f" .. controls {' and '.join(bent)} .. {end}" if bent else f" -- {end}"


def _box(box: Box, roles: Roles) -> Iterator[str]:
    corner, other = (box.x, box.y), (box.x + box.width, box.y + box.height)
    options = ",".join(("rounded corners=2pt", *(roles or ("quiet",))))
    yield rf"\draw[{options}] {_at(corner)} rectangle {_at(other)};"
    if box.title:
        yield _node(box.title_at, (), f"${in_line((Span(box.title),))}$", "base")


def _text(text: Text) -> str:
    roles, place = text.roles, text.place
    is_made = "made" in roles
    name = f"${in_line((Span(text.name, place.symbol),))}$" if text.name else ""
    value = _UNKNOWN if text.value == "□" else f"${in_line(text.value)}$"
    mark = f"${in_line((Span(text.mark),))}$" if text.mark else ""
    if name and not is_made:
        name = rf"\textcolor{{stepper-{'quiet' if 'quiet' in roles else 'foreground'}}}{{{name}}}"
    words = r"\ ".join(filter(None, (mark, name, value)))
    if "lit" in roles:
        words = rf"\underline{{{words}}}"
    kinds = tuple(role for role in roles if role != "lit")
    anchor = "base" if place.is_centred else "base west"
    return _node((place.x, place.y), kinds, words, anchor)


def _node(at: Point, roles: Roles, words: str, anchor: str = "base west") -> str:
    options = ",".join((f"anchor={anchor}", *(roles or ("text=stepper-foreground",))))
    return rf"\node[{options}] at {_at(at)} {{{words}}};"
