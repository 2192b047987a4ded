"""Scenarios with a text in every place where a file has texts."""

import copy
import tomllib
from functools import reduce
from typing import Any

from stepper.errors import StepperError, is_control
from stepper.files.scenario_file import scenario_from
from stepper.runs.scenario import Scenario

ABOUT = """
title = "calm"
summary = "calm"
goal = "calm"
source = "calm"
learning_rate = 0.5
epochs = 2
"""
NOTES = """
[[notes]]
at = "C"
text = "calm"
"""
LESSON = """
[[lesson]]
at = "C"
title = "calm"
look = "calm"
do = "predict"
ask = "calm"
remember = "calm"
"""
NETWORK = f"""{ABOUT}
[[layers]]
weights = [[0.1, 0.2], [0.3, 0.4]]
biases = 0.1
[[layers]]
weights = [[0.5, 0.6]]
biases = 0.2
[[samples]]
inputs = [1, 0.5]
targets = [1]
[names]
C = "calm"
"x[1]" = "calm1"
"a[1][2]" = "calm2"
"w[2][1][1]" = "calm3"
"delta[2][1]" = "calm4"
{NOTES}{LESSON}"""
FORMULA = f"""{ABOUT}
[formula]
lines = '''
z = w*x + b
C = (sigmoid(z) - t)^2
'''
update = ["w", "b"]
[values]
w = 0.5
b = 0
x = 2
t = 1
[names]
C = "calm"
"dC/dw" = "calm1"
{NOTES}"""
DOCUMENTS: dict[str, dict[str, Any]] = {
    "network": tomllib.loads(NETWORK),
    "formula": tomllib.loads(FORMULA),
}
Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> list[Place]:
    """Where the text "calm" is in a document, with a number behind it or without one."""
    match value:
        case str():
            return [at] if value.startswith("calm") else []
        case dict() | list():
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            return [place for key, part in pairs for place in places(part, (*at, key))]
        case _:
            return []


def filled(kind: str, text: str) -> tuple[Scenario, int]:
    """A scenario with a text in every place that takes it, and how many places refuse it.

    A name has a number behind it where the text alone is the name of another number.
    """
    document: Any = DOCUMENTS[kind]
    refused = 0
    for k, at in enumerate(places(document)):
        for words in (text, f"{text}{k}"):
            changed = copy.deepcopy(document)
            reduce(lambda part, key: part[key], at[:-1], changed)[at[-1]] = words
            try:
                scenario_from(changed, "file")
            except StepperError as error:
                assert not any(map(is_control, "".join(error.problems))), error.problems
            else:
                document = changed
                break
        else:
            refused += 1
    return scenario_from(document, "file"), refused
