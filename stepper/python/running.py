"""Runs: of a scenario, or stored in a file."""

from os import PathLike

from stepper.errors import StepperError
from stepper.files.load import load
from stepper.files.opening import is_there
from stepper.files.standard_input import STANDARD_INPUT
from stepper.limits import MAX_NUMBERS
from stepper.python.arguments import MOST, path_in, whole_in
from stepper.python.problems import reported
from stepper.python.scenario import Scenario
from stepper.python.trace import Trace
from stepper.runs import scenario
from stepper.runs.rows import Rows, Run

_RUN = "a Scenario, a path, the name of a bundled scenario, or the text of a formula"
_FIX = "; write run(Scenario(layers=…, samples=…)) or run(Scenario(formula=…, values=…))"


def run(what: scenario.Scenario | str | PathLike[str], max_numbers: int = MAX_NUMBERS) -> Trace:
    """Run all iterations of a scenario.

    what: a Scenario, the path of its file, the name of a bundled one such as "mazur", or a formula
    with its values, "f = (x + y)*z x=-2 y=5 z=-4". max_numbers: the most numbers that the run may
    have. Raises NotFiniteError where the numbers leave the range of floats, StepperError with all
    problems of a file or a formula.
    """
    if isinstance(what, scenario.Scenario):
        return _whole(what, Run(what))
    name, most = path_in(what, _RUN, _FIX), whole_in(max_numbers, MOST)
    loaded = reported(lambda: load(name, most))
    return _whole(loaded.scenario, loaded.rows)


def load_trace(path: str | PathLike[str], max_numbers: int = MAX_NUMBERS) -> Trace:
    """Load a run that `stepper trace -o` or Trace.save has stored.

    Each of its numbers is verified when it is read: it has to be what its equation gives, bit for
    bit. Raises StepperError for a file that is not a trace, and for a wrong number.
    """
    name, most = path_in(path), whole_in(max_numbers, MOST)
    if name not in ("", STANDARD_INPUT) and not is_there(name):
        raise StepperError(f"{name}: no such file; name one that Trace.save has written")
    stored = reported(lambda: load(name, most))
    if not stored.rows.are_stored:
        raise StepperError(f"{name}: a scenario, not a stored run; use run to run it")
    return _whole(stored.scenario, stored.rows)


def _whole(ran: scenario.Scenario, rows: Rows) -> Trace:
    rows[-1]
    if rows.stop:
        raise rows.stop
    return Trace(Scenario.of(ran), rows)
