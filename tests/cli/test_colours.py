"""The colours of `show`: on a terminal alone, and the same text without them."""

import os
import re
from pathlib import Path

import pytest

from stepper.backprop.symbols import Kind
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.paper.paper import Paper
from stepper.typeset.colours import COLOURS, SIXTEEN, THEMES
from stepper.typeset.notation import COURSE, Notation
from stepper.typeset.painting import painter
from stepper.typeset.spans import Spans, text_of
from tests.support.commands import Runner, command, environment
from tests.support.terminal import in_terminal

SHOWN = ("show", "three_hidden", "--steps", "16")
CODE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def no_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "STEPPER_THEME"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["one_hidden", "two_paths", "softmax", "xor", "rnn_two_steps"])
@pytest.mark.parametrize("options", ["", "--detail", "--blank all", "--lang ko --detail"])
def test_the_text_is_the_same_without_the_colours(
    run: Runner, monkeypatch: pytest.MonkeyPatch, name: str, options: str
) -> None:
    plain = run("show", name, *options.split())
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("show", name, *options.split())
    assert "\x1b[3" in coloured.out
    assert CODE.sub("", coloured.out) == plain.out
    assert [line for line in coloured.out.splitlines() if line != line.rstrip()] == []


def test_a_derivation_has_colours_too(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("show", "xor", "--derive", "W1,11").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("show", "xor", "--derive", "W1,11").out
    assert coloured != plain
    assert CODE.sub("", coloured) == plain


@pytest.mark.parametrize("name", ["two_paths", "in_place", "softmax", "softmax_by_hand"])
def test_each_number_has_the_colour_of_its_kind(name: str) -> None:
    trace = load(name)
    painted: list[Spans] = []

    def paint(spans: Spans) -> str:
        painted.append(spans)
        return text_of(spans)

    explainer = Explainer("en", Notation(COURSE, trace.model, trace.scenario.names))
    steps = trace.steps[: len(trace.model.steps)]
    list(Paper(trace, explainer, paint=paint).steps(steps))
    of_steps = {span.symbol for spans in painted for span in spans if span.symbol}
    assert of_steps >= {*trace.model.steps}
    for theme in THEMES:
        colours = {kind: COLOURS[theme][kind] for kind in Kind}
        for spans in painted:
            codes = re.findall(r"\x1b\[3(?:8;5;)?([0-9]+)m", painter(theme)(spans))
            numbers = [s for s in spans if s.symbol and not s.text.isspace()]
            expected = [colours[span.symbol.role.kind] for span in numbers if span.symbol]
            assert [int(code) for code in codes if code != "9"] == expected


@pytest.mark.parametrize(
    ("variables", "options", "is_coloured"),
    [
        ({}, "", False),  # it is no terminal
        ({"FORCE_COLOR": "1"}, "", True),
        ({"FORCE_COLOR": "0"}, "", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, "", True),
        ({"FORCE_COLOR": "1"}, "--format markdown", False),
        ({"FORCE_COLOR": "1"}, "--format latex", False),
        ({"FORCE_COLOR": "1"}, "--format python", False),
        ({"FORCE_COLOR": "1"}, "-o out", False),
    ],
    ids=str,
)
def test_colours_are_where_they_are_wanted(
    run: Runner,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    options: str,
    is_coloured: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shown = run("show", "three_hidden", *options.split())
    assert (shown.code, shown.err) == (0, "")
    written = Path("out").read_text(encoding="utf-8") if options == "-o out" else shown.out
    assert ("\x1b" in written) == is_coloured


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)],
    ids=str,
)
def test_a_terminal_has_colours_unless_it_is_dumb(
    variables: dict[str, str], is_coloured: bool
) -> None:
    started = in_terminal(command(*SHOWN), (80, 24), environment() | variables)
    assert started.process.wait() == 0
    assert (b"\x1b[3" in os.read(started.master, 4096)) == is_coloured
    for end in (started.master, started.slave):
        os.close(end)


def test_the_theme_is_asked_for_or_set_or_the_terminals_own(
    run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def codes(*options: str) -> set[str]:
        return set(CODE.findall(run(*SHOWN, *options).out))

    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    kinds = ("forward", "backward", "parameter")
    own = {f"\x1b[3{COLOURS[SIXTEEN][kind]}m" for kind in kinds}
    assert own <= codes()
    for theme in ("dark", "light", "blue-orange"):
        of_theme = {f"\x1b[38;5;{COLOURS[theme][kind]}m" for kind in kinds}
        assert of_theme <= codes("--theme", theme)
    Path("stepper").mkdir()
    Path("stepper/config.toml").write_text('theme = "light"\n')
    light, dark = codes("--theme", "light"), codes("--theme", "dark")
    assert own <= codes() != light != dark  # only the screen remembers
    Path("stepper/config.toml").write_text("broken")
    assert own <= codes()
    monkeypatch.setenv("STEPPER_THEME", "dark")
    assert codes() == dark
    assert codes("--theme", "light") == light
    monkeypatch.setenv("STEPPER_THEME", "pink")
    assert own <= codes()
    for form in ("markdown", "python", "html"):
        assert run(*SHOWN, "--format", form).code == 0


def test_the_colours_of_a_terminal_are_no_figures(run: Runner) -> None:
    refused = run("show", "xor", "--format", "svg", "--theme", "16-colours")
    assert refused == (
        2,
        "",
        "stepper: --theme: 16-colours are those of a terminal; choose light\n",
    )
