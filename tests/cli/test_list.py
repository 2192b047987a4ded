"""`stepper list`: the bundled scenarios in teaching order."""

from pathlib import Path

from stepper.files.opening import FORMULAS, TEACHING_ORDER
from stepper.files.scenario_file import load_scenario
from stepper.runs.scenario import localised
from tests.support.commands import Runner


def test_list_names_the_bundled_scenarios_in_teaching_order(run: Runner) -> None:
    listed = run("list")
    assert (listed.code, listed.err) == (0, "")
    entries = [line for line in listed.out.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in entries] == list(TEACHING_ORDER)
    sizes = [line.split()[1] for line in entries[len(FORMULAS) :]]
    assert sizes[:3] == ["1-1-1", "1-1-1", "1-1-1-1-1"]
    assert sizes[5:8] == ["1-1-2-1", "2-2-1", "1-1"]
    published = ["2-2-2", "2-2-2", "3-2-1", "2-2-2-2", "2-2-2", "2-1", "1-1-1-1-1"]
    assert sizes[-8:] == ["1-1-1-1-1", *published]
    assert "chain_rule           L(x, y, t)       The chain rule" in entries
    titles = [localised(load_scenario(name).title, "en") for name in TEACHING_ORDER]
    assert len({line.index(title) for line, title in zip(entries, titles, strict=True)}) == 1
    for name in TEACHING_ORDER:
        assert localised(load_scenario(name).goal, "en") in listed.out


def test_list_speaks_korean_and_ascii(run: Runner) -> None:
    korean = run("list", "--lang", "ko").out
    assert all(localised(load_scenario(name).title, "ko") in korean for name in TEACHING_ORDER)
    assert run("list", "--ascii").out.isascii()


def test_list_is_not_led_astray_by_a_file_that_has_the_name_of_a_scenario(run: Runner) -> None:
    expected = run("list")
    Path("xor").write_text("not a scenario", encoding="utf-8")
    assert run("list") == expected
