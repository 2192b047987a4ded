"""The equation of a step as a table in MathML: chain rule, formula, numbers, sources, value."""

from collections.abc import Iterator
from html import escape

from stepper.backprop.symbols import Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step
from stepper.typeset.equations.lines import Block, EquationLine, Form
from stepper.typeset.html.mathml import math, row
from stepper.typeset.spans import Span, Spans


def equation(step: Step, block: Block, explainer: Explainer) -> str:
    """The table of an equation, its factors in columns with the steps that they come from."""
    columns = max(len(line.cells) for line in block.lines)
    rows: list[str] = []
    left = f"<mtd>{row([block.left])}</mtd>"
    for line in block.lines:
        label = explainer.say(f"form.{line.form}")
        rows.append(
            f'<mtr class="{line.form}">{left}<mtd><mo>{escape(line.relation)}</mo></mtd>'
            f"{''.join(_cells(line, columns))}<mtd><mtext>{escape(label)}</mtext></mtd></mtr>"
        )
        left = "<mtd></mtd>"
        if line.form is Form.NUMBERS and columns > 1:
            cells = "<mtd></mtd>".join(_source(step, cell, explainer) for cell in line.cells)
            rows.append(f'<mtr class="sources"><mtd></mtd><mtd></mtd>{cells}<mtd></mtd></mtr>')
    return f'<math display="block"><mtable>{"".join(rows)}</mtable></math>'


def _cells(line: EquationLine, columns: int) -> Iterator[str]:
    """The cells of a line, and the signs between them; a single one takes all the columns."""
    if len(line.cells) == 1:
        yield f'<mtd class="whole" columnspan="{2 * columns - 1}">{row(line.cells[0])}</mtd>'
        return
    for k, cell in enumerate(line.cells):
        sign = f"<mtd><mo>{escape(line.separator)}</mo></mtd>" if k else ""
        yield f"{sign}<mtd>{row(cell)}</mtd>"


def _source(step: Step, cell: Spans, explainer: Explainer) -> str:
    """The step that a factor comes from; no link: screen readers read a formula as a whole."""
    symbol = cell[-1].symbol or next((span.symbol for span in cell if span.symbol), None)
    origin = step.trace.steps.origin(step.iteration, symbol) if symbol else None
    if origin is None or symbol is None:
        return "<mtd></mtd>"
    where = escape(explainer.say("eq", number=origin.number))
    return f'<mtd><mtext data-column="{escape(symbol.column)}">{where}</mtext></mtd>'


def link(step: Step, explainer: Explainer) -> str:
    """A link to a step by its number."""
    return f'<a href="#{step.number}">{escape(explainer.say("eq", number=step.number))}</a>'


def named(symbol: Symbol, explainer: Explainer) -> str:
    """The name of a number as maths within a line."""
    return math([Span(explainer.notation.name(symbol), symbol)])
