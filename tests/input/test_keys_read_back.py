"""What `show --key` writes is read back as answers to the same numbers, whatever they are called.

Names hold every sign of ASCII, and every punctuation and mathematical sign of Unicode, but those
that a scenario file does not take.
"""

import sys
from collections.abc import Iterable
from io import BytesIO
from itertools import cycle, islice, product
from string import punctuation
from unicodedata import category

import pytest

from stepper.errors import is_control
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.files.scenario.names import IN_ANSWERS
from stepper.input.answer_sheet import read_answers
from stepper.paper.paper import Paper
from stepper.practice.kinds import KINDS
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Trace
from stepper.typeset.notation import NOTATIONS, Notation
from tests.support.networks import drawn

LIKE_WORDS = ("iteration", "반복", "iteration 2", "seed", "date", "name", "이름", "minus q", "0.5")
OF_KIND = ("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk")
UNICODE = [c for c in map(chr, range(128, sys.maxunicode + 1)) if category(c) in OF_KIND]
NETWORK = drawn((3, 5, 4, 2), biases=True, epochs=2)
SMALL = drawn((1, 2, 1), biases=True, epochs=2)
LOOKS = [*product(NOTATIONS, LANGUAGES)]
FORMULA = "{0} = w*x + b; {1} = tanh({0}); {2} = {1}*{0}; f = ({2} - 1)^2"


def named(*names: str, of: Scenario = NETWORK) -> Scenario:
    """A network of which as many numbers as there are names have one."""
    made = [symbol.column for symbol in of.model.computed]
    return of._replace(names=dict(zip(made, names, strict=False)))


def assert_read_back(scenario: Scenario, looks: Iterable[tuple[str, str]] = LOOKS) -> None:
    """Check that a key is read as it was meant, in notations and languages."""
    trace = Trace(scenario, Run(scenario))
    for style, language in looks:
        explainer = Explainer(language, Notation(style, trace.model, scenario.names))
        paper = Paper(trace, explainer, blank=(*KINDS,))
        key = "\n".join(paper.key(trace.steps))
        sheet = read_answers(BytesIO(key.encode()), "key", trace, style)
        assert sheet.unread == (), (style, language)
        blank = [s for s in trace.steps if not trace.model.repeats(s.symbol)]
        read = [(a.iteration, a.quantity.symbol) for a in sheet.answers]
        assert read == [(s.iteration, s.symbol) for s in blank], (style, language)


@pytest.mark.parametrize("at", ["at both ends", "alone", "between letters"])
def test_every_sign_of_ascii_may_be_in_a_name(at: str) -> None:
    signs = [sign for sign in punctuation if sign not in IN_ANSWERS]
    names = {
        "at both ends": [f"{sign}q{k}" for k, sign in enumerate(signs)]
        + [f"p{k}{sign}" for k, sign in enumerate(signs)],
        "alone": [sign * k for k in (1, 2, 3) for sign in signs],
        "between letters": [f"P(y{sign}{k})" for k, sign in enumerate(signs)],
    }
    assert_read_back(named(*names[at]))


def test_every_sign_of_unicode_may_be_in_a_name() -> None:
    signs, looks = iter(sign for sign in UNICODE if not is_control(sign)), cycle(LOOKS)
    while some := [*islice(signs, len(NETWORK.model.computed))]:
        assert_read_back(named(*(f"q{k}{sign}" for k, sign in enumerate(some))), [next(looks)])


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2003", "\u202f", "\u3000"])
def test_every_blank_may_be_within_a_name(blank: str) -> None:
    assert_read_back(named(f"x{blank}y", f"x{blank}1", f"1{blank}{blank}=", of=SMALL))


@pytest.mark.parametrize("name", LIKE_WORDS)
def test_a_name_may_be_a_word_that_has_a_meaning_in_answers(name: str) -> None:
    assert_read_back(named(name, of=SMALL))


@pytest.mark.parametrize("names", [("iteration", "반복", "seed"), ("date", "name", "이름")])
def test_so_may_a_name_of_a_formula(names: tuple[str, ...]) -> None:
    values = ("x=2", "w=-1.5", "b=0")
    assert_read_back(load(FORMULA.format(*names), values=values).scenario)
