"""The table of the command line: its commands and their options, as argparse adds them."""

from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any, NamedTuple

from stepper.limits import LARGEST_LIMIT, MAX_NUMBERS, MOST_DIGITS
from stepper.paper.markup import LEVELS, TAGS
from stepper.practice.kinds import ALL, KINDS
from stepper.runs.scenario import LANGUAGES
from stepper.typeset.colours import THEMES
from stepper.typeset.digits import FEWEST_DIGITS, GRAPH, RESULT
from stepper.typeset.notation import FORMER_NAMES, NOTATIONS
from stepper.whole_number import whole

if TYPE_CHECKING:
    from stepper.cli.progress import Progress

FORMATS = ("text", "html", "markdown", "latex", "svg", "tikz", "python", "formula")
SHELLS = ("bash", "zsh", "fish")
JSON = "json"
REPORT_FORMATS = ("text", JSON)
CLASS_FORMATS = ("text", "markdown", "csv", JSON)
FILES_READ = ("FILE", "TRACE", "ANSWERS", "KEY")  # the metavars of files that may be - for stdin
FILES_WRITTEN = ("OUT",)

Options = dict[str, dict[str, Any]]  # the keyword arguments of add_argument, by option


class Arguments(Namespace):
    """The command of a command line, and its options as attributes.

    values: those of a formula in FILE, such as x=-2. out: the file that the lines of the command go
    to, None for stdout; a command that writes OUT itself sets it to None. has_terminal: whether
    stdin and stdout are a terminal. progress: shows how far a long command is; the command passes
    its items through it. hints: what it has to say on stderr when it is done. in_colour: whether
    what it prints may have colours.
    """

    command: str
    values: list[str]
    out: str | None
    has_terminal: bool
    in_colour: bool
    hints: list[str]
    progress: "Progress"


class Command(NamedTuple):
    """A command's help text and its options. judges: whether its exit code is a verdict."""

    text: str
    options: Options
    judges: bool = False


def _positive(text: str) -> int:
    number = whole(text)
    if not number or number >= LARGEST_LIMIT:
        raise ArgumentTypeError(f"expected a whole number above 0, found {text[:40]!r}")
    return number


def _whole(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ArgumentTypeError(f"expected a whole number from 0, found {text[:40]!r}")
    return number


_LOOK: Options = {
    "--lang": {"choices": LANGUAGES, "help": "default: the language of the locale"},
    "--notation": {
        "choices": NOTATIONS,
        "type": lambda name: FORMER_NAMES.get(name, name),
        "help": "course: that of the first examples (default); standard: a, w, σ, η; "
        "superscript: the same, with layers above, δˡⱼ and wˡⱼₖ; ascii",
    },
    "--ascii": {"action": "store_true", "help": "ASCII names and drawing"},
}
_MAX_NUMBERS: Options = {
    "--max-numbers": {
        "type": _positive,
        "default": MAX_NUMBERS,
        "help": "the most numbers that a run may have",
    },
}
_FILE = {
    "metavar": "FILE",
    "help": "a scenario or a trace, - for standard input, the name of a bundled scenario, or a "
    "formula with its values: 'q = x + y; f = q*z' x=-2 y=5 z=-4",
}
_SEED: Options = {
    "--seed": {"type": _whole, "metavar": "N", "help": "draw this variant of [random] weights"},
}
_READS: Options = {"file": _FILE, **_SEED, **_MAX_NUMBERS, **_LOOK}
_FORCE: Options = {"--force": {"action": "store_true", "help": "replace an existing file"}}
_WRITES: Options = {
    "-o": {
        "dest": "out",
        "metavar": "OUT",
        "help": "write to this file, completely or not at all",
    },
    **_FORCE,
}

_REPORTS: Options = {
    "--format": {
        "choices": REPORT_FORMATS,
        "default": REPORT_FORMATS[0],
        "help": "json: a document for programs",
    },
    **_WRITES,
}

_ASKED: Options = {
    "--digits": {
        "type": int,
        "default": FEWEST_DIGITS,
        "choices": range(1, MOST_DIGITS + 1),
        "metavar": f"1..{MOST_DIGITS}",
        "help": f"the fewest significant digits that count; default: {FEWEST_DIGITS}",
    },
    "--asked": {
        "metavar": "KINDS",
        "help": f"count what is missing of these kinds: {', '.join(KINDS)}, or {ALL}",
    },
    "--key": {"metavar": "KEY", "help": "count what is missing of the numbers in a sheet's key"},
}

COMMANDS = {
    "open": Command(
        "step through a network or a formula in the terminal",
        {
            "file": {**_FILE, "nargs": "?"},
            **_SEED,
            **_MAX_NUMBERS,
            **_LOOK,
            "--theme": {"choices": THEMES, "help": "the colours"},
            "--at": {"help": "a step: 16, delta[3] or W3"},
            "--iteration": {"help": "a number from 1"},
            "--predict": {
                "metavar": "KINDS",
                "help": f"ask before each step of these kinds: {', '.join(KINDS)}",
            },
            "--lesson": {
                "metavar": "N",
                "help": "the guided lesson from stop N on; with FILE, the lesson in it",
            },
        },
    ),
    "list": Command("list the bundled scenarios, in teaching order", {**_LOOK, **_REPORTS}),
    "show": Command(
        "print the steps as text",
        {
            **_READS,
            "--iteration": {"help": "3, 2:5 or all; default: the first"},
            "--steps": {"help": "16 or 12:20, numbered through the whole run; or C:delta[1]"},
            "--detail": {
                "action": "store_true",
                "help": "add what each number is, why, and where it comes from",
            },
            "--digits": {
                "type": int,
                "choices": range(1, MOST_DIGITS + 1),
                "metavar": f"1..{MOST_DIGITS}",
                "help": f"significant digits; default: {RESULT}, of figures {GRAPH}",
            },
            "--derive": {
                "metavar": "NAME",
                "help": "derive a gradient or a delta by hand: W1, dC/dw[1][1][1], delta[1][1]",
            },
            "--format": {"choices": FORMATS, "default": FORMATS[0]},
            "--fragment": {
                "action": "store_true",
                "help": "with --format latex or tikz: a part to put into your own document",
            },
            "--figure": {
                "action": "store_true",
                "help": "with --format latex: a figure of the model for each phase",
            },
            "--theme": {
                "choices": THEMES,
                "help": "the colours: of text on a terminal, of a figure (default: light)",
            },
            "--level": {
                "choices": LEVELS,
                "help": "with --format latex: the level of the title; default: section",
            },
            "--tags": {
                "choices": TAGS,
                "help": "with --format latex: equations have the numbers of steps (default), those "
                "of your document, or none",
            },
            "--dollars": {
                "action": "store_true",
                "help": "with --format markdown: maths in $ and $$, for Jupyter, Quarto and pandoc",
            },
            "--blank": {
                "metavar": "KINDS",
                "help": "print an exercise sheet without the numbers of these kinds: "
                f"{', '.join(KINDS)}, or {ALL}",
            },
            "--only": {"metavar": "KINDS", "help": "print the steps of these kinds alone"},
            "--key": {
                "metavar": "OUT",
                "help": "with --blank: write the answers to this text file, for compare and mark",
            },
            **_WRITES,
        },
    ),
    "trace": Command(
        "write every number of the run, one line per iteration",
        {
            **_READS,
            "--format": {"choices": ["jsonl", "csv"], "default": "jsonl"},
            **_WRITES,
        },
    ),
    "verify": Command(
        "check a trace against its own equations",
        {
            **_READS,
            "file": {**_FILE, "metavar": "TRACE"},
            "--other-machine": {
                "action": "store_true",
                "help": "let activations differ by 2 units in the last place: exp differs "
                "between machines",
            },
            **_REPORTS,
        },
        judges=True,
    ),
    "check": Command(
        "check the gradients against central differences",
        {**_READS, "--iteration": {"default": "1", "help": "a number from 1"}, **_REPORTS},
        judges=True,
    ),
    "compare": Command(
        "compare a student's numbers with the run",
        {
            **_READS,
            "answers": {
                "metavar": "ANSWERS",
                "help": "a text file with one line `name = number` for each number, "
                "or - for standard input",
            },
            **_ASKED,
            "--write": {
                "metavar": "OUT",
                "help": "where all agree under another convention: save the scenario that is meant",
            },
            **_REPORTS,
        },
        judges=True,
    ),
    "mark": Command(
        "compare the numbers of a class, with points",
        {
            **_READS,
            "answers": {
                "metavar": "ANSWERS",
                "nargs": "+",
                "help": "a file of answers for each student, or a folder of them",
            },
            **_ASKED,
            "--points": {
                "metavar": "POINTS",
                "help": "for each number of a kind: delta=2,gradient=1; default: 1 for all",
            },
            "--format": {"choices": CLASS_FORMATS, "default": CLASS_FORMATS[0]},
            "--feedback": {"metavar": "DIR", "help": "write a text for each student there"},
            **_WRITES,
        },
        judges=True,
    ),
    "completion": Command(
        "print what completes commands, options and files in a shell",
        {"shell": {"choices": SHELLS}, **_WRITES},
    ),
    "new": Command(
        "write a commented scenario to edit",
        {
            "place": {"metavar": "OUT", "help": "the file to write"},
            "--sizes": {
                "metavar": "SIZES",
                "help": "of a network with random weights: 2-3-2",
            },
            **_SEED,
            **_LOOK,
            **_FORCE,
        },
    ),
}
