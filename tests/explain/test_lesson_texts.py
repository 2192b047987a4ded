"""Texts of a lesson: what they leave to the notation is named in it."""

import pytest

from stepper.explain.explainer import Explainer
from stepper.typeset.notation import Notation
from stepper.typeset.spans import text_of
from tests.support.networks import traced


@pytest.mark.parametrize(("style", "name"), [("course", "α"), ("standard", "η"), ("ascii", "rate")])
def test_the_learning_rate_of_a_question_is_the_one_of_its_formulas(style: str, name: str) -> None:
    trace = traced("one_hidden")
    explainer = Explainer("en", Notation(style, trace.model))
    asked = text_of(explainer.of_lesson(trace.scenario.lesson[4].ask, trace.model))
    assert f"; {name}, the learning rate, is 2." in asked
