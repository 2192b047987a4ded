"""python -m tests.stress [PART …] [--seed N] [--share S]: provoke much of what could go wrong.

Each part makes its cases from a seed and says how many there were; the first case that goes wrong
ends it with what it was. --share 0.01 makes a hundredth of them.
"""

from argparse import ArgumentParser
from importlib import import_module
from time import monotonic

from tests.support.processes import heed_signals

# part -> its module's function of (count, seed) -> a line that sums up; how many cases
PARTS: dict[str, tuple[str, int]] = {
    "numbers": ("numbers:numbers", 500),
    "formulas": ("formulas:formulas", 10_000),
    "exact_formulas": ("formulas:exact_formulas", 500),
    "shown": ("shown:shown", 10_000),
    "keys": ("keys:walk", 20_000),
    "kills": ("kills:kill", 100),
    "writers": ("writers:end", 300),
    "bad_scenarios": ("bad_files:scenarios", 5000),
    "bad_traces": ("bad_files:traces", 2000),
    "bad_answers": ("bad_files:sheets", 1000),
    "bad_settings": ("bad_files:preferences", 500),
    "bad_classes": ("bad_files:classes", 500),
    "no_files": ("no_files:no_files", 19),
    "changed_numbers": ("changed_traces:digits", 1000),
    "changed_traces": ("changed_traces:shapes", 1000),
    "other_machines": ("changed_traces:other_machines", 300),
    "command_lines": ("command_lines:command_lines", 3000),
    "pages": ("drawn:pages", 300),
    "figures": ("drawn:figures", 300),
    "typeset": ("typeset:typeset", 100),
    "untrusted": ("untrusted:untrusted", 300),
    "junk": ("junk:junk", 2000),
    "web": ("web:attacks", 12),
}


def main() -> None:
    parser = ArgumentParser(prog="python -m tests.stress")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0)
    args = parser.parse_args()
    heed_signals()
    for name in args.parts or PARTS:
        place, count = PARTS[name]
        module, _, function = place.partition(":")
        began = monotonic()
        run = getattr(import_module(f"tests.stress.{module}"), function)
        summary = run(max(1, round(count * args.share)), args.seed)
        print(f"{name}: {summary} ({monotonic() - began:.0f} s, seed {args.seed})", flush=True)


main()
