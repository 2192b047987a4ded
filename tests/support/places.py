"""Where the tests find the checkout and what is stored for them."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
GOLDEN = DATA / "golden"
REFUSED = DATA / "refused"
TRACES = DATA / "traces"
