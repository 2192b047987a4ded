import re

import pytest

from stepper.backprop.symbols import DERIVED_BY
from stepper.explain.explainer import Explainer
from stepper.paper.markdown import escaped
from stepper.paper.markup import Markup
from stepper.paper.paper import Paper
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Note, Scenario
from stepper.runs.trace import Trace
from stepper.typeset.notation import COURSE, Notation
from tests.support.hostile import HTML, NAMES
from tests.support.networks import BUNDLED, EVERY, SHAPES

DOLLARS = Markup(dollars=True)


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


def test_for_notebooks_maths_is_in_dollars() -> None:
    shown = paper(BUNDLED["one_hidden"])._replace(markup=DOLLARS)
    lines = list(shown.steps(shown.trace.steps[:3]))
    assert "given: $x = 0.5$, target $y' = 1$, $W_{1} = 0.15$, $W_{2} = 0.4$" in lines
    assert lines.count("$$") == 2 * 3
    assert not [line for line in lines if "`" in line]
    sheet = list(shown._replace(blank=("delta",)).steps(shown.trace.steps[:15]))
    assert r"| 1 $z_{1} = 0.075$ | 2 $h \approx 0.518741$ | 3 $z_{2} \approx 0.207496$ |" in sheet


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("https://a.b/c_d?e=f", "<https://a.b/c_d?e=f>"),
        ("https://x/<script>", r"<https://x/>\<script\>"),
        (r"https://x/\<b>", r"<https://x/>\\\<b\>"),
        ('http://x/"y|z`', "<http://x/%22y%7Cz%60>"),
        ("https://x/값", "<https://x/%EA%B0%92>"),
        ("at https://x/y.", "at <https://x/y>."),
        ("https://x/y?!", "<https://x/y>?\\!"),
    ],
)
def test_an_address_ends_where_html_could_begin(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


@pytest.mark.parametrize(
    ("turn", "blank", "markup"),
    [(0, (), Markup()), (0, ("delta",), DOLLARS), (1, (), DOLLARS), (1, ("delta",), Markup())],
)
def test_no_text_is_html_to_a_reader_of_markdown(
    turn: int, blank: tuple[str, ...], markup: Markup
) -> None:
    """Each text with two of the four ways to write a page."""
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True})
    reader.enable("table")
    scenario = EVERY["1-1-1"]
    columns = [symbol.column for symbol in scenario.model.columns]
    texts = (*HTML, *(name for name in NAMES if set(name) & set("<>`$[]|\\{")))
    for text in texts[turn::2]:
        hostile = scenario._replace(
            title=text,
            summary=f"{text}\n\n{text}",
            goal=text,
            source=text,
            notes=(Note(columns[-1], text),),
            names=dict.fromkeys(columns, text),
        )
        shown = paper(hostile, detail=not blank)._replace(blank=blank, markup=markup)
        tokens = reader.parse(first_iteration(shown))
        every_token = [t for token in tokens for t in (token, *(token.children or ()))]
        assert not [t for t in every_token if t.type in ("html_block", "html_inline")], text
        links = [t.attrGet("href") for t in every_token if t.type in ("link_open", "image")]
        assert all(link.startswith("https://") for link in links), text
