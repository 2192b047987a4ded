"""How many steps a second are written, as text and as a page, and how large the page is."""

from collections.abc import Callable, Iterator

from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario
from stepper.page.page import Page
from stepper.paper.paper import Paper
from stepper.runs.rows import Run
from stepper.runs.trace import Step, Trace
from stepper.typeset.notation import COURSE, Notation
from tests.benchmarks.timing import medians, print_table

STEPS = 1_000
SCENARIOS = ("three_hidden", "xor", "byu", "softmax_by_hand", "rnn_two_steps")


def measure() -> None:
    rows = []
    for name in SCENARIOS:
        scenario = load_scenario(name)
        trace = Trace(scenario, Run(scenario))
        explainer = Explainer("en", Notation(COURSE, trace.model, scenario.names))
        steps = (trace.steps[:STEPS] * STEPS)[:STEPS]
        text, page = Paper(trace, explainer), Page(trace, explainer)
        seconds = medians(
            {"text": _counted(text.steps, steps), "page": _counted(page.lines, steps)}
        )
        first = "\n".join(page.lines(trace.steps[: trace.schedule.first(2)])).encode()
        rows.append(
            (
                name,
                f"{1 / seconds['text']:,.0f} (at least 20,000)",
                f"{STEPS * seconds['page']:.2f} s (at most 1)",
                f"{len(first) / 1e6:.2f} MB (at most 1)",
            )
        )
    head = ("paper", "equations a second, text", f"a page of {STEPS:,} steps", "of an iteration")
    print_table(head, *rows)


def _counted(write: Callable[[list[Step]], Iterator[str]], steps: list[Step]) -> Callable[[], int]:
    def work() -> int:
        for _ in write(steps):
            pass
        return len(steps)

    return work
