import re

import pytest

from stepper.backprop.symbols import DERIVED_BY
from stepper.explain.explainer import Explainer
from stepper.paper.paper import Paper
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Trace
from stepper.typeset.notation import COURSE, Notation
from tests.support.networks import BUNDLED, EVERY, SHAPES


def paper(scenario: Scenario, language: str = "en", detail: bool = False) -> Paper:
    trace = Trace(scenario, Run(scenario))
    explainer = Explainer(language, Notation(COURSE, trace.model, scenario.names))
    return Paper(trace, explainer, "markdown", detail=detail)


def first_iteration(paper: Paper) -> str:
    return "\n".join(paper.steps(paper.trace.steps[: len(paper.trace.model.steps)]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHAPES)
def test_each_equation_is_a_block_of_maths(name: str, language: str) -> None:
    text = first_iteration(paper(EVERY[name], language, detail=True))
    blocks = re.findall(r"^```math\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == len(EVERY[name].model.steps) == text.count("```math")
    for block in blocks:
        assert re.fullmatch(r"\\begin\{alignedat\}\{\d\}\n.*\n\\end\{alignedat\}", block, re.DOTALL)
        assert block.count("{") == block.count("}")
    numbers = re.findall(r"^\*\*(\d+)\*\*$", text, re.MULTILINE)
    assert numbers == [str(k + 1) for k in range(len(blocks))]


def test_what_is_given_is_maths_within_the_line() -> None:
    text = first_iteration(paper(BUNDLED["one_hidden"]))
    given = "given: $`x = 0.5`$, target $`y' = 1`$, $`W_{1} = 0.15`$, $`W_{2} = 0.4`$"
    assert given in text.splitlines()


def test_words_that_look_like_markdown_stay_words() -> None:
    title, summary = "*a* <b> [c](d) `e` #f", "1. one\n- two $x$ @me"
    hostile = EVERY["1-1-1"]._replace(title=title, summary=summary)
    lines = first_iteration(paper(hostile)).splitlines()
    assert lines[0] == r"# \*a\* \<b\> \[c\](d) \`e\` \#f"
    assert lines[2] == r"1\. one - two \$x\$ \@me"


def test_a_derivation_has_its_rows_and_its_table() -> None:
    shown = paper(BUNDLED["two_paths"])
    symbol = next(s for s in reversed(shown.trace.model.columns) if s.role in DERIVED_BY)
    lines = list(shown.derivation(1, symbol))
    assert r"&= (y-y')\cdot y(1-y) \\" not in lines
    assert any(
        line.startswith(r"\frac{\partial C}{\partial W_{1,11}} &= \underline") for line in lines
    )
    assert sum(line.startswith("| ") for line in lines) > 2
    assert "| ---: | ---: | ---: |" in "\n".join(lines)
