"""Paths of the checkout and of what is stored for the tests."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
GOLDEN = DATA / "golden"
REFUSED = DATA / "refused"
TRACES = DATA / "traces"
