"""Nothing private of a library is used, set or overridden."""

import ast
import re
from functools import cache
from importlib import import_module
from inspect import getsource

from tests.support.source import MODULES, imported, within


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def test_nothing_private_of_a_library_is_imported_or_looked_up() -> None:
    # of named tuples, which document them
    ours = {"_replace", "_asdict", "_make", "_fields", "_field_defaults"}
    for module, tree in MODULES.items():
        theirs = (name for name in imported(module) if not name.startswith("stepper"))
        for name in theirs:
            assert not any(map(is_private, name.split("."))), f"{module} imports {name}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                known = owner in ("self", "cls") or node.attr in ours
                assert known or (owner, node.attr) == ("os", "_exit"), f"{module}: {node.attr}"


def test_no_class_of_the_screens_sets_or_overrides_what_is_private_in_textual() -> None:
    found = set()
    for name in within("tui"):
        module = import_module(f"stepper.{name}")
        for ours in vars(module).values():
            if not isinstance(ours, type) or ours.__module__ != module.__name__:
                continue
            theirs = [base for base in ours.__mro__ if base.__module__.startswith("textual")]
            if theirs:
                found.add(ours.__name__)
                taken = {name for base in theirs for name in (*vars(base), *private_names(base))}
                assert not private_names(ours) & taken, ours
    assert {"StepperApp", "StepperScreen", "Board", "Driver"} <= found


@cache
def private_names(kind: type) -> set[str]:
    """The private names that the source of a class defines, or looks up in self."""
    source = getsource(kind)
    names = re.findall(r"\b(?:self|cls)\.(\w+)|\bdef (\w+)|^    (\w+)\b.*=", source, re.MULTILINE)
    return {name for found in names for name in found if is_private(name)}
