"""Tables of the formats of `stepper show` and of options that go together."""

from collections.abc import Iterable, Iterator

from stepper.cli.arguments import Arguments
from stepper.errors import StepperError

FIGURES = ("svg", "tikz")  # a figure of one step, or a sequence of them in a folder

# option -> the formats that have it, and the fix for others
_ONLY_FOR: dict[str, tuple[tuple[str, ...], str]] = {
    "--fragment": (("latex", "tikz"), "only for LaTeX and TikZ; add --format latex"),
    "--level": (("latex",), "only for LaTeX; add --format latex"),
    "--tags": (("latex",), "only for LaTeX; add --format latex"),
    "--dollars": (("markdown",), "only for Markdown; add --format markdown"),
    "--figure": (("latex",), "only for LaTeX; add --format latex"),
    "--theme": (("text", *FIGURES), "only for text and figures; choose another --format"),
}
_OF_STEPS = "a figure shows steps as they are; leave it out"
_WHOLE = "a scenario file is written whole; leave it out"
# format -> the options that it does not have, and their fixes
_WITHOUT: dict[str, dict[str, str]] = {
    "html": {
        "--derive": "a page shows steps; choose another --format",
        "--blank": "a page asks for numbers itself; choose another --format",
        "--detail": "a page has all details; leave it out",
    },
    "python": {
        "--detail": "a Python program has no details; leave out one of them",
        "--only": "a Python program needs every step; choose another --format",
        "--derive": "not available in Python; choose another --format",
        "--blank": "a Python program has no blanks; choose another --format",
    },
    "formula": dict.fromkeys(("--steps", "--iteration", "--derive", "--blank", "--detail"), _WHOLE),
    **dict.fromkeys(FIGURES, dict.fromkeys(("--detail", "--derive", "--blank"), _OF_STEPS)),
}
# an option, another that it excludes, and the fix
_NOT_WITH: tuple[tuple[str, str, str], ...] = (
    ("--blank", "--derive", "--derive has no blanks; leave out one of them"),
    ("--steps", "--derive", "--derive prints no steps; leave out one of them"),
    ("--detail", "--derive", "--derive gives reasons anyway; leave out one of them"),
    ("--only", "--derive", "--derive prints no steps; leave out one of them"),
    ("--figure", "--derive", "--derive prints no steps; leave out one of them"),
)
# option -> the options of which it needs one, and the fix
_NEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    "--key": (("--blank",), "only for an exercise sheet; add --blank KINDS"),
    "--force": (("-o", "--key"), "only replaces the file of -o or --key; add -o OUT"),
}
# how names of pages end; a key is a text
_OF_PAGES = (".tex", ".html", ".md")
_KEY_IS_TEXT = (
    "--key: the key is a text for `stepper compare` and `mark`; name it key.txt. "
    "`stepper show FILE --only delta,gradient --format latex` prints a worked solution"
)


def check_together(args: Arguments) -> None:
    """Raise StepperError for all options that do not go together."""
    problems = list(_problems(args.format, {option for option in _named() if _has(args, option)}))
    if args.key is not None and args.key.lower().endswith(_OF_PAGES):
        problems.append(_KEY_IS_TEXT)
    if problems:
        raise StepperError(*problems)


def _problems(chosen: str, given: set[str]) -> Iterator[str]:
    for option, (formats, fix) in _ONLY_FOR.items():
        if option in given and chosen not in formats:
            yield f"{option}: {fix}"
    for option, (others, fix) in _NEEDS.items():
        if option in given and not given.intersection(others):
            yield f"{option}: {fix}"
    for option, other, fix in _NOT_WITH:
        if given >= {option, other}:
            yield f"{option}: {fix}"
    for option, fix in _WITHOUT.get(chosen, {}).items():
        if option in given:
            yield f"{option}: {fix}"


def _named() -> Iterable[str]:
    """Every option that the tables name."""
    pairs = (option for first, second, _ in _NOT_WITH for option in (first, second))
    without = (option for options in _WITHOUT.values() for option in options)
    needed = (option for others, _ in _NEEDS.values() for option in others)
    return {*_ONLY_FOR, *_NEEDS, *pairs, *without, *needed}


def _has(args: Arguments, option: str) -> bool:
    """Whether an option is given."""
    name = {"-o": "out"}.get(option, option.removeprefix("--"))
    return getattr(args, name) not in (None, False)
