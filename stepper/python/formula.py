"""A formula that is written in Python."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from stepper.files.scenario.formula_lines import read_lines, read_texts
from stepper.files.scenario.reader import ScenarioReader
from stepper.formula.lines import Lines
from stepper.python.documented import Documented
from stepper.python.parsed import table
from stepper.python.problems import reported


class _Table(NamedTuple):
    lines: str
    cost: str
    constants: tuple[str, ...]
    update: tuple[str, ...]
    gates: bool


class Formula(_Table, metaclass=Documented):
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
        about = table(
            {"lines": lines, "cost": cost, "constants": constants, "gates": gates, "update": update}
        )
        updated = read_texts(reader, about["update"], "formula.update") or []
        read = read_lines(reader, about, _given(lines), updated)
        reported(reader.settle)
        assert read is not None
        return cls._make((lines, cost, read.constants, read.update, read.gates))

    def __reduce__(self) -> tuple[object, ...]:
        return self._make, (tuple(self),)


def _given(lines: str) -> list[str]:
    """The names that are used and that no line makes, in the order of their use."""
    read = Lines(str(lines), [])
    used = (token.text for line in read.named for token in line.used)
    return [name for name in used if name not in read.made]
