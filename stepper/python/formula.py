"""A formula that is written in Python."""

from collections.abc import Iterable
from typing import Self

from stepper.files.scenario_file import ScenarioReader
from stepper.formula import formula
from stepper.formula.lines import Lines
from stepper.python.parsed import parsed, table


class Formula(formula.Formula):
    """Any computational graph: lines such as "q = x + y; f = q*z", each of which makes a name.

    lines: name = expression, separated by line ends or semicolons, of names that are given or made
        above. There are + - * / ^, brackets, and exp, log, sqrt, sin, cos, tanh, sigmoid, relu,
        abs, max, min.
    cost: the name of the line that is differentiated; left out, the last one.
    constants: given names by which nothing is differentiated.
    update: given names that gradient descent updates.
    gates: whether lines are cut into single operations, each a node of the graph.

    The names that no line makes are given: their values are those of a Scenario. Raises
    StepperError with all that is wrong, at lines and columns that count from 1.

    >>> Scenario(formula=Formula("q = x + y; f = q*z"), values={"x": -2, "y": 5, "z": -4})
    <Scenario "Untitled": f(x, y, z), 1 sample, 1 epoch>
    """

    def __new__(
        cls,
        lines: str,
        *,
        cost: str = "",
        constants: Iterable[str] = (),
        update: Iterable[str] = (),
        gates: bool = False,
    ) -> Self:
        reader = ScenarioReader("")
        about = {"lines": lines, "cost": cost, "constants": constants, "gates": gates}
        updated = reader.texts(parsed(update), "formula.update")
        read = reader.lines_about(table(about), _given(lines), updated or [])
        reader.settle()
        return cls._make(read or ())

    def __reduce__(self) -> tuple[object, ...]:
        return self._make, (tuple(self),)

    def __repr__(self) -> str:
        return f"<Formula: {self.outline}, {len(self.lines)} lines>"


def _given(lines: str) -> list[str]:
    """The names that are used and that no line makes, in the order of their use."""
    read = Lines(str(lines), [])
    used = (token.text for line in read.named for token in line.used)
    return [name for name in used if name not in read.made]
