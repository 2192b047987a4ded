"""A drawing as SVG: an element for a page, or a file of its own with the colours of a theme."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from stepper.figures.drawing import COLOURED, Drawing, Roles, Text, comes_back
from stepper.figures.layout import CELL, LINE, SIZE, Box, Layout, Point, Wire, room
from stepper.typeset.colours import COLOURS, rgb

HEAD = 4  # points of an arrow
# characters that XML cannot have, or interprets
_NO_CHARACTERS = (*range(32), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_ESCAPED = dict.fromkeys(_NO_CHARACTERS, "\ufffd") | {
    ord(sign): f"&{name};" for sign, name in zip('&<>"', ("amp", "lt", "gt", "quot"), strict=True)
}


def escaped(text: str) -> str:
    """A text within an element or an attribute, without the characters that XML cannot have."""
    return text.translate(_ESCAPED)


def svg(drawing: Drawing, theme: str = "", shared: str = "") -> str:
    """The <svg> element of a drawing.

    theme: whose colours are in it; without one, it has classes only, for the style of a page.
    shared: the id under which the page has defs(layout); the lines and boxes are not repeated then.
    """
    return "".join(lines(drawing, theme, shared))


def defs(layout: Layout, name: str) -> str:
    """The lines and boxes of a layout, once for all its drawings on a page."""
    return f'<g id="{name}">{"".join(_frame(layout))}</g>'


def rules(colour: Callable[[str], str]) -> str:
    """The style of the classes. colour: a role, back- or foreground, made-text -> one of CSS."""
    kinds = "".join(f".{role}{{fill:{colour(role)};stroke:{colour(role)}}}" for role in COLOURED)
    return (
        f"svg{{font:{SIZE:g}px sans-serif}}text{{fill:{colour('foreground')};stroke:none}}"
        f"path,rect{{fill:none;stroke:{colour('quiet')}}}{kinds}"
        f"path,path.lit,rect.lit{{fill:none}}path.lit,rect.lit{{stroke-width:2.2}}"
        f".gone{{stroke:{colour('background')};stroke-width:3}}"
        f"g text{{fill:inherit}}.title,.name{{fill:{colour('foreground')}}}"
        f".lit text{{text-decoration:underline}}"
        f".made rect{{fill:{colour('made')};stroke:{colour('made-text')}}}"
        f".made text,.made .name{{fill:{colour('made-text')}}}"
        f".quiet .name,.note{{fill:{colour('quiet')}}}"
    )


def lines(drawing: Drawing, theme: str = "", shared: str = "") -> Iterator[str]:
    """Yield the same, a shape on each line."""
    where = drawing.layout
    width, height = where.width, where.height + (LINE if drawing.note else 0)
    size = f'width="{width:.0f}" height="{height:.0f}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:.0f} {height:.0f}" '
        f'role="img"{_said(drawing, bool(shared))}'
    )
    if theme:
        colours = {role: rgb(number) for role, number in COLOURS[theme].items()}
        background = f"svg{{background:{colours['background']}}}"
        yield f"<style>{rules(colours.__getitem__)}{background}</style>"
    if shared:
        yield f'<use href="#{shared}"/>'
    else:
        yield from _frame(where)
    for k, roles in drawing.wires.items():
        yield _wire(where.wires[k], roles)
    for k, roles in drawing.boxes.items():
        yield _box(where.boxes[k], roles)
    yield from map(_text, drawing.texts)
    if drawing.note:
        yield f'<text class="note" {_at(where.note_at)}>{escaped(drawing.note)}</text>'
    yield "</svg>"


def _said(drawing: Drawing, is_on_page: bool) -> str:
    """The drawing in words; on a page without a <title>, whose tooltip would cover it."""
    description = escaped(drawing.description)
    if is_on_page:
        return f' aria-label="{description}">'
    return f"><title>{escaped(drawing.title)}</title><desc>{description}</desc>"


def _frame(where: Layout) -> Iterator[str]:
    yield from (_wire(wire) for wire in where.wires)
    for box in where.boxes:
        yield _box(box)
        if box.title:
            at = f'text-anchor="middle" {_at(box.title_at)}'
            yield f'<text class="title" {at}>{escaped(box.title)}</text>'


def _wire(wire: Wire, roles: Roles = ()) -> str:
    """A line with its head: at its end, or at its begin where a gradient comes back along it."""
    points = wire.points
    path = f"M{_pair(points[0])}" + "".join(map(_to, wire.parts()))
    ahead = _head(*points[-2:])
    if not comes_back(roles):
        return f'<path{_class(roles)} d="{path}{ahead}"/>'
    back = _head(*points[1::-1])
    return f'<path class="gone" d="{ahead}"/><path{_class(roles)} d="{path}{back}"/>'


def _head(begin: Point, end: Point) -> str:
    """A head at the end of a level or an upright line."""
    (a, b), (x, y) = begin, end
    back = HEAD if (a, b) > (x, y) else -HEAD
    if a == x:
        return f"M{x - 3:.0f} {y + back:.0f}l3 {-back} 3 {back}"
    return f"M{x + back:.0f} {y - 3:.0f}l{-back} 3 {back} 3"


def _to(points: tuple[Point, ...]) -> str:
    return ("L" if len(points) == 1 else "C") + " ".join(map(_pair, points))


def _pair(point: Point) -> str:
    x, y = point
    return f"{x:.0f} {y:.0f}"


def _at(point: Point) -> str:
    x, y = point
    return f'x="{x:.0f}" y="{y:.0f}"'


def _box(box: Box, roles: Roles = ()) -> str:
    size = f'width="{box.width:.0f}" height="{box.height:.0f}" rx="4"'
    return f"<rect{_class(roles)} {_at((box.x, box.y))} {size}/>"


@lru_cache(maxsize=4096)  # most are the same from step to step: saves a page a fifth of its time
def _text(text: Text) -> str:
    place = text.place
    name = f'<tspan class="name">{escaped(text.name)}</tspan> ' if text.name else ""
    mark = f"{text.mark} " if text.mark else ""
    anchor = ' text-anchor="middle"' if place.is_centred else ""
    behind = _behind(text) if "made" in text.roles else ""
    column, roles = escaped(place.symbol.column), _class(text.roles)
    at, words = _at((place.x, place.y)), f"{escaped(mark)}{name}{escaped(text.value)}"
    return f'<g data-column="{column}"{roles}>{behind}<text{anchor} {at}>{words}</text></g>'


def _behind(text: Text) -> str:
    place = text.place
    width = room(text.whole) + 1.5 * CELL
    x = place.x - (width / 2 if place.is_centred else CELL / 2)
    return f'<rect {_at((x, place.y - SIZE))} width="{width:.0f}" height="{LINE:g}" rx="2"/>'


def _class(roles: Roles) -> str:
    return f' class="{" ".join(roles)}"' if roles else ""
