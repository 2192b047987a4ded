"""Measures how many mistakes are found, from which numbers, how long it takes, and false alarms."""

import time
from collections.abc import Callable
from random import Random

from stepper.diagnosis.diagnose import diagnose
from stepper.diagnosis.diagnosis import Diagnosis
from stepper.diagnosis.verdict import Standing
from stepper.input.answers import Answer, Quantity
from stepper.input.numbers import read_typed
from stepper.runs.trace import Trace, run
from stepper.typeset.digits import written
from tests.benchmarks.timing import print_table
from tests.support.wrong_backprop import MISTAKES, Numbers, Student, networks

Write = Callable[[float], str]


def significant(digits: int) -> Write:
    return lambda number: written(number, digits)[0]


def decimals(places: int) -> Write:
    return lambda number: f"{number:.{places}f}"


MODES: dict[str, tuple[int, Write]] = {
    "all, 4 digits": (0, significant(4)),
    "gradients, 8 decimals": (1, decimals(8)),
    "gradients, 4 digits": (1, significant(4)),
    "new weights, 4 digits": (2, significant(4)),
}


def sheet(trace: Trace, numbers: Numbers, write: Write) -> list[Answer]:
    """The answers of a student who writes these numbers."""
    answers = []
    for line, (column, number) in enumerate(numbers.items(), 1):
        typed = read_typed(write(number))
        assert typed
        answers.append(Answer(line, 1, Quantity(trace.model.by_column[column]), typed))
    return answers


def is_named(diagnosis: Diagnosis) -> bool | None:
    """Whether all that differs is explained by a cause; None where nothing differs."""
    if diagnosis.convention:
        return True
    off = [v for v in diagnosis.verdicts if v.standing.is_off or v.standing is Standing.ROUNDING]
    if not off:
        return None
    return bool(diagnosis.causes) and all(v.explanation for v in off)


def measure() -> None:
    traces = [run(scenario) for scenario in networks(Random(5))]
    named: dict[tuple[str, str], list[bool]] = {
        (name, mode): [] for name in MISTAKES for mode in MODES
    }
    longest = 0.0
    for trace in traces:  # all of one network at once, as a class is marked
        right = Student(trace.scenario).run()
        for name, make in MISTAKES.items():
            numbers = make(trace.scenario).run()
            for mode, (which, write) in MODES.items():
                if numbers == right:
                    continue  # there is no such mistake in this network
                start = time.perf_counter()
                found = is_named(diagnose(trace, sheet(trace, numbers[which], write)))
                longest = max(longest, time.perf_counter() - start)
                if found is not None:
                    named[name, mode].append(found)
    rows = [(name, *(_share(named[name, mode]) for mode in MODES)) for name in MISTAKES]
    in_all = [[each for name in MISTAKES for each in named[name, mode]] for mode in MODES]
    percent = [f"{100 * sum(each) / len(each):.1f} %" for each in in_all]
    print_table(("mistake", *MODES), *rows, ("in all", *percent))
    print(f"longest: {longest:.2f} s")
    false_alarms(traces)


def _share(named: list[bool]) -> str:
    return f"{sum(named)}/{len(named)}"


def false_alarms(traces: list[Trace], sheets: int = 2000) -> None:
    """Right answers that are rounded, and answers changed at random."""
    random = Random(9)
    right = changed_known = changed_other = 0
    for k in range(sheets):
        trace = traces[k % len(traces)]
        numbers = Student(trace.scenario).run()[random.randrange(3)]
        write = significant(random.choice((3, 4, 6)))
        right += bool(diagnose(trace, sheet(trace, numbers, write)).causes)
        for column in random.sample(list(numbers), min(random.randint(1, 3), len(numbers))):
            numbers[column] *= random.choice((random.uniform(0.3, 3), random.uniform(-2, 0.9)))
        causes = diagnose(trace, sheet(trace, numbers, write)).causes
        changed_known += any(cause.name for cause in causes)
        changed_other += any(not cause.name for cause in causes)
    print_table(
        ("false alarms", "of", "known", "other"),
        ("right answers, rounded", f"{sheets}", f"{right}", ""),
        ("changed at random", f"{sheets}", f"{changed_known}", f"{changed_other}"),
    )
