"""What is installed has all that the program reads, and needs nothing of the checkout."""

import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from stepper import __version__
from stepper.files.opening import TEACHING_ORDER
from tests.support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
COPIED = {**{name: name for name in WHEEL["packages"]}, **WHEEL["force-include"]}
KINDS = {".py", ".toml", ".txt", ".md", ".css", ".js"}  # of files; the others are named
OTHERS = {"stepper/LICENSE", "stepper/py.typed"}
FILES = [  # all that is installed
    path.relative_to(ROOT)
    for folder in COPIED
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
]

SAYS = """
from stepper.cli.main import main
from stepper.explain.pages.page import ORDER, text
from stepper.runs.scenario import LANGUAGES
assert all(text(name, language) for name in ORDER for language in LANGUAGES)
for language in LANGUAGES:
    main(["list", "--lang", language])
    main(["new", "my.toml", "--force", "--lang", language])
    main(["show", "my.toml", "--lang", language])
    main(["show", "my.toml", "--lang", language, "--format", "html"])
"""


def test_from_where_it_is_installed_it_says_the_same_as_here(tmp_path: Path) -> None:
    site, here = tmp_path / "site", tmp_path / "here"
    here.mkdir()
    for source, target in COPIED.items():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / source, site / target, ignore=ignored)
    said = [_said(folder, here) for folder in (site, ROOT)]
    assert all(name in said[0] for name in TEACHING_ORDER)
    assert said[0] == said[1]


def _said(folder: Path, here: Path) -> str:
    command = [sys.executable, "-S", "-c", f"import sys; sys.path[0] = {str(folder)!r}{SAYS}"]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_nothing_that_is_installed_is_left_out_of_a_wheel_or_of_a_cache_key() -> None:
    """Hatch leaves out what git ignores; uv builds again when a file of a cache key has changed."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    keys = [key["file"] for key in PROJECT["tool"]["uv"]["cache-keys"]]
    watched = {path.relative_to(ROOT) for key in keys for path in ROOT.glob(key)}
    assert {path.as_posix() for path in FILES if path.suffix not in KINDS} == OTHERS
    assert {path.suffix for path in FILES} >= KINDS
    for path in FILES:
        names = [path.name, *(f"{part}/" for part in path.parts[:-1])]
        assert not any(fnmatch(name, pattern) for name in names for pattern in ignored), path
        assert path in watched, path


def test_the_metadata_say_what_an_index_and_a_type_checker_ask_for() -> None:
    project = PROJECT["project"]
    assert project["name"] == "backprop-stepper"
    assert project["scripts"] == {"stepper": "stepper.cli.main:main"}
    assert (project["license"], project["license-files"]) == ("MIT", ["stepper/LICENSE"])
    assert (ROOT / "stepper/LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
    assert "Typing :: Typed" in project["classifiers"]
    assert all(author["name"] for author in project["authors"])
    assert (ROOT / project["readme"]).is_file()


def test_the_version_is_where_the_build_looks_for_it_and_in_the_changelog() -> None:
    source = (ROOT / PROJECT["tool"]["hatch"]["version"]["path"]).read_text(encoding="utf-8")
    assert f'__version__ = "{__version__}"\n' in source
    changelog = (ROOT / ".github/CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert headings[:2] == ["Unreleased", __version__]
