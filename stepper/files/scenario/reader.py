"""Reads what all parts of a scenario file have: columns, iterations, fixes of unknown keys."""

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import found, nearest
from stepper.files.document import Document
from stepper.files.scenario.keys import KEYS, KNOWN_ELSEWHERE
from stepper.limits import MAX_NEAR


class ScenarioReader(Document):
    """Reads the fields of a scenario, and collects every problem."""

    def column(self, name: str, place: str, model: Model | None) -> Symbol | None:
        """The symbol of a column's name; any name is accepted while the model is unknown."""
        if model is None:
            return None
        columns = model.by_column
        symbol = columns.get(name)
        if symbol is None:
            is_searched = len(columns) <= MAX_NEAR and not self.is_full
            near = nearest(name, columns) if is_searched else ""
            what, examples = ("network", "w[1][1][1] and delta[1][1]")
            if not isinstance(model, Network):
                what, examples = "formula", f"{model.C.column} and {model.computed[-1].column}"
            self.problem(
                place, f"no such number in this {what}; {near or f'columns look like {examples}'}"
            )
        return symbol

    def computed(self, at: object, place: str, model: Model | None) -> None:
        """Check that at is the name of a column that has a step."""
        if not isinstance(at, str):
            self.expected(place, "the name of a column", at)
        elif (s := self.column(at, place, model)) and s.role.phase is Phase.GIVEN:
            self.problem(place, f"{at} is given, so it has no step; name a computed column")

    def within_run(self, value: object, place: str, iterations: int | None) -> int | None:
        """An iteration of a run of that many."""
        iteration = self.whole(value, place, 1)
        if iteration and iterations and iteration > iterations:
            what = f"an iteration of the run, from 1 to {found(iterations)}"
            self.expected(place, what, iteration)
        return iteration

    def fix(self, key: str, keys: list[str]) -> str:
        if key in KEYS:
            return f"{key} belongs to the whole file: write it above the first [table]"
        return KNOWN_ELSEWHERE.get(key) or super().fix(key, keys)
