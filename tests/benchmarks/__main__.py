"""Measures speed as ratios within one run: python -m tests.benchmarks [NAME ...].

Nothing here is asserted.
"""

import sys
from importlib import import_module

NAMES = (
    *("updates", "growth", "stream", "paper", "random_access", "version", "screen", "diagnosis"),
)

for name in sys.argv[1:] or NAMES:
    if name not in NAMES:
        sys.exit(f"{name}: no such benchmark; there are {', '.join(NAMES)}")
    import_module(f"tests.benchmarks.{name}").measure()
