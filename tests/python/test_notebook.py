"""What a notebook shows: a run as the page that steps, a step as its equation."""

import pickle
import re
from html import escape, unescape

import pytest

from stepper import Page, Scenario, Trace, run
from stepper.cli.main import main
from stepper.limits import MOST_DISPLAYED, MOST_FRAMED


@pytest.fixture(scope="module")
def trace() -> Trace:
    return run("three_hidden")


def test_a_step_shows_as_its_equation(trace: Trace) -> None:
    step = trace.steps[15]
    first, begin, *_, value, end, last = step._repr_latex_().splitlines()
    assert (first, last) == ("$$", "$$")
    assert (begin, end) == (r"\begin{alignedat}{1}", r"\end{alignedat}")
    assert value == r"&\approx -0.0129822"
    assert step._repr_latex_() == step.markdown == f"$$\n{step.latex}\n$$"
    assert not hasattr(step, "_repr_html_")  # which would be shown in place of that


def test_the_text_of_a_step_is_what_show_prints(
    trace: Trace, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["show", "three_hidden", "--steps", "16", "--lang", "en"])
    printed = capsys.readouterr().out.rstrip().splitlines()[-4:]
    text = trace.steps[15].text.splitlines()
    assert [line.split() for line in printed] == [
        ["16", *text[0].split()],
        *map(str.split, text[1:]),
    ]
    assert len({line.index("=" if k < 3 else "≈") for k, line in enumerate(text)}) == 1


def test_the_html_of_a_step_has_its_number_in_full(trace: Trace) -> None:
    step = trace.steps[15]
    assert f'data-value="{step.value!r}"' in step.html
    assert "<math" in step.html


def test_a_run_shows_as_its_page_in_a_frame_of_its_own(trace: Trace) -> None:
    shown = trace._repr_html_()
    assert shown is not None
    (page,) = re.findall(
        r'^<iframe title="[^"]+" srcdoc="([^"]*)" sandbox="allow-scripts allow-forms"', shown
    )
    assert unescape(page) == trace.page()
    assert trace.page(2, 3)._repr_html_() != shown


def test_a_page_says_how_to_see_other_iterations_and_has_a_name(trace: Trace) -> None:
    shown = trace._repr_html_() or ""
    assert shown.startswith(f'<iframe title="{escape(trace.scenario.label)}"')
    assert "trace.page(2)" in shown.rpartition("</iframe>")[2]
    page = pickle.loads(pickle.dumps(trace.page()))
    assert (page, page.label) == (trace.page(), trace.scenario.label)


def test_a_page_that_is_too_large_for_a_notebook_is_for_a_file(trace: Trace) -> None:
    page = Page("x" * (MOST_FRAMED + 1))
    assert page._repr_html_() is None
    assert "too large for a notebook: write it to a file" in repr(page)
    assert "too large" not in repr(trace.page())


def test_a_page_has_the_steps_of_its_iterations(trace: Trace) -> None:
    steps = len(trace.model.steps)
    ids = [int(name) for name in re.findall(r'<article id="(\d+)"', trace.page(2, 3))]
    assert ids == list(range(steps + 1, 3 * steps + 1))


def test_what_is_shown_is_in_the_language_and_notation_that_are_asked_for(trace: Trace) -> None:
    korean = trace.shown("ko", "ascii")
    assert '<html lang="ko">' in korean.page()
    assert "delta" in korean.steps[15].text
    assert '<html lang="en">' in korean.shown("en").page()
    assert trace.shown().page() == trace.page()


def test_a_large_network_shows_as_what_it_is() -> None:
    wide = {"sizes": [4, MOST_DISPLAYED // 4, 2], "seed": 1, "range": [-1, 1]}
    trace = run(Scenario(random=wide, samples=[([1, 1, 1, 1], [0, 1])]))
    assert trace._repr_html_() is None
    assert repr(trace).startswith('<Trace "Untitled": 4-25-2, 1 iteration of ')
