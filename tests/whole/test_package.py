"""What is installed: all that the program reads is there, and nothing of the checkout is needed."""

import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from stepper.files.opening import TEACHING_ORDER
from tests.support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
COPIED = {**{name: name for name in WHEEL["packages"]}, **WHEEL["force-include"]}
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
    assert {path.suffix for path in FILES} == {".py", ".toml", ".txt", ".md"}
    for path in FILES:
        names = [path.name, *(f"{part}/" for part in path.parts[:-1])]
        assert not any(fnmatch(name, pattern) for name in names for pattern in ignored), path
        assert path in watched, path
