"""Sentences as HTML: names and expressions as MathML, with places where a line may end."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain, groupby, pairwise
from operator import itemgetter

from stepper.typeset.html.mathml import in_line
from stepper.typeset.sentences.phrase import MATHS
from stepper.typeset.sentences.pieces import ADDRESS, Piece, pieces
from stepper.typeset.spans import Spans
from stepper.typeset.tree.nodes import Nodes
from stepper.typeset.tree.parser import parsed
from stepper.typeset.tree.tokens import Token

_RELATIONS = frozenset({Token("sign", "="), Token("sign", "≈")})
_BLANKS = re.compile(r"(\s+)")


def prose(spans: Spans, names: frozenset[str] = frozenset()) -> str:
    """Sentences as HTML, with maths in them. names: of numbers, which are maths in any text.

    A line may end after a relation, but not between maths and the signs and letters beside it.
    """
    parts = chain.from_iterable(map(_parts, pieces(spans, names)))
    return "".join([_clinging(clings, group) for clings, group in groupby(parts, itemgetter(0))])


def _parts(piece: Piece) -> Iterator[tuple[bool, str]]:
    """Yield the parts between which a line may end, and whether each clings to maths beside it."""
    if piece.kind == ADDRESS:
        yield False, escape(piece.text)
    elif piece.kind != MATHS:
        yield from ((not t.isspace(), escape(t)) for t in _BLANKS.split(piece.text) if t)
    else:
        for k, nodes in enumerate(_after_relations(parsed(piece.spans))):
            if k:
                yield False, "<wbr>"
            yield True, in_line(nodes)


def _after_relations(row: Nodes) -> Iterator[Nodes]:
    """Cut a row after each relation with a space after it."""
    begin = 0
    for k, (node, following) in enumerate(pairwise(row), 1):
        if node in _RELATIONS and isinstance(following, Token) and following.kind == "space":
            yield row[begin:k]
            begin = k + 1
    yield row[begin:]


def _clinging(clings: bool, group: Iterable[tuple[bool, str]]) -> str:
    each = [html for _, html in group]
    html = "".join(each)
    is_unbroken = clings and len(each) > 1 and "<math>" in html
    return f'<span class="unbroken">{html}</span>' if is_unbroken else html
