"""The modules of the program as they are written, and what each of them imports."""

import ast
from functools import cache
from pathlib import Path

import stepper

PACKAGE = Path(stepper.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in sorted(PACKAGE.rglob("*.py"))
}


@cache
def imported(module: str) -> frozenset[str]:
    """Every module that a module imports, anywhere in it, by its full name.

    `from stepper import engine` is an import of stepper.engine; a relative import is refused.
    """
    names = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: write imports in full"
            assert node.module
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def tops(module: str) -> set[str]:
    return {name.partition(".")[0] for name in imported(module)}


def room(module: str) -> str:
    return module.split(".")[0]


def within(folder: str) -> list[str]:
    return [module for module in MODULES if room(module) == folder]
