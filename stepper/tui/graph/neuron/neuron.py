"""One neuron at a time, for networks too wide to draw: the map, and what is computed from what.

x₁    0.05 × W₁,₆,₁ −0.35 = −0.0175      █│      the terms of a sum in rows, with bars to both
x₂    0.15 × W₁,₆,₂  0.76 =  0.1140       │████  sides of zero; where there is no room for all,
z₁,₆                      =  0.0965  their sum   the largest, and the sum of the others
"""

from collections.abc import Sequence

from stepper.backprop.network import Network
from stepper.runs.trace import Step
from stepper.tui.graph.neuron import map as neuron_map
from stepper.tui.graph.neuron import rows as neuron_rows
from stepper.tui.graph.neuron.rows import Entry, Others, Part
from stepper.tui.graph.neuron.table import NeuronRow, NeuronTable, size, table_of
from stepper.tui.look import Frame, ScreenLine

MOST = 6  # terms of a sum that are shown if not all fit
MANY, ROOMY = 17, 120  # terms that get a line each in a window at least so wide


def height(net: Network, width: int, most: int, roomy: bool) -> int:
    """The lines of the map and the largest table, at most most lines.

    A table of many terms leaves some out; it shows them where there are more lines.
    """
    terms = MANY if width >= ROOMY else MOST + 1
    forward = min(max(net.sizes[:-1]) + net.biases, terms) + 2
    shares = min(net.sizes[-1], terms) + 1 if net.is_softmax else 0
    backward = min(max(net.sizes[2:], default=0), terms) + 3
    gap = heads = 1
    return min(most, neuron_map.HEIGHT + gap + heads + max(forward, backward, shares) + gap)


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the map above the table of the step, as far as they fit."""
    if width < 1 or height < 1:
        return []
    table = table_of(frame.step)
    with_map = height >= len(table.results) + min(2, len(table.terms)) + neuron_map.HEIGHT
    drawn = neuron_map.lines(frame, width) if with_map else []
    entries = _entries(frame.step, table, height - len(drawn))
    return drawn + neuron_rows.lines(frame, table, entries, width)


def _entries(step: Step, table: NeuronTable, height: int) -> Sequence[Entry]:
    """The lines of the table: results fit first, then their terms, heads, and gaps."""
    terms, results = list(table.terms), list(table.results)
    room = height - len(results)
    if room < min(1, len(terms)):
        return _up_to_made(step, [*terms, *results], height)
    heads = [Part.HEADS] if room > min(len(terms), MOST + 1) else []
    shown = _fitting(step, table, room - len(heads))
    room -= len(heads) + len(shown)
    above = [Part.GAP] if room > 0 else []
    below = [Part.GAP] if room > 1 and terms and results else []
    return [*above, *heads, *shown, *below, *results]


def _up_to_made(step: Step, rows: list[NeuronRow], room: int) -> Sequence[Entry]:
    """As many rows as fit, the last of them the one that is computed now."""
    made = _place_of_made(step, rows)
    return rows[max(0, made + 1 - room) : made + 1]


def _place_of_made(step: Step, rows: list[NeuronRow]) -> int:
    return next((k for k, row in enumerate(rows) if row.result == step.symbol), -1)


def _fitting(step: Step, table: NeuronTable, room: int) -> list[NeuronRow | Others]:
    """All terms, or those around the one that is computed now, or the largest."""
    rows = list(table.terms)
    if len(rows) <= room:
        return [*rows]
    made = _place_of_made(step, rows)
    if made >= 0:
        return _around(rows, made, room)
    by_size = sorted(range(len(rows)), key=lambda k: -abs(size(step, rows[k])))
    shown = sorted(by_size[: min(MOST, room - 1)])
    others = [row for k, row in enumerate(rows) if k not in shown]
    return [*(rows[k] for k in shown), Others(tuple(others))]


def _around(rows: list[NeuronRow], place: int, room: int) -> list[NeuronRow | Others]:
    if room < 3:
        return [rows[place]]
    first = max(0, min(place - room // 2, len(rows) - room))
    shown: list[NeuronRow | Others] = [*rows[first : first + room]]
    if first > 0:
        shown[0] = Others(tuple(rows[: first + 1]))
    if first + room < len(rows):
        shown[-1] = Others(tuple(rows[first + room - 1 :]))
    return shown
