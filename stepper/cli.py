"""The commands. The only file that prints."""

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from stepper import __version__
from stepper.errors import StepperError

TYPE_CHECKING = False  # typing takes longer to load than all that --version needs
if TYPE_CHECKING:
    from argparse import Namespace

    from stepper.explain import Explainer
    from stepper.steps import Step
    from stepper.symbols import Symbol
    from stepper.trace import Trace
    from stepper.tui.letter_width import LetterWidth

PATIENCE = 0.3  # seconds for a terminal to say how wide it draws δ
MOST_NAMES = 2000  # that are searched for one like a misspelt one: more would take seconds
DONE, DIFFERENT, WRONG, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if arguments == ["--version"]:
            print(f"stepper {__version__}")
            code = DONE
        else:
            code = _run(arguments)
        sys.stdout.flush()
        return code
    except StepperError as error:
        _complain(error.problems)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        _complain([f"stdout: cannot be written: {error.strerror}"])
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG


def _complain(problems: Iterable[str]) -> None:
    """Say what is wrong; the exit code says it where nobody can be told."""
    try:
        print(*(f"stepper: {problem}" for problem in problems), sep="\n", file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _run(arguments: list[str]) -> int:
    from stepper.arguments import parser

    options = ("-h", "--help", "--version")
    command = next((word for word in arguments if word in _COMMANDS), None)
    if command and arguments[0].startswith("-") and arguments[0] not in options:
        arguments.remove(command)  # options may stand before the command
        arguments = [command, *arguments]
    elif not arguments or arguments[0] not in (*_COMMANDS, *options):
        arguments = ["open", *arguments]
    args = parser().parse_args(arguments)
    return _COMMANDS[args.command](args)


def _open(args: "Namespace") -> int:
    from stepper.kinds import read_kinds

    predict = () if args.predict is None else read_kinds(args.predict, "--predict")
    trace = None if args.file is None else _load(args)
    screen = sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()
    if not screen or os.environ.get("TERM") == "dumb":
        raise StepperError("open: needs a terminal; `stepper show FILE` writes the steps as text")
    cursor = _place(args, trace) if trace else 0
    language = _language(args)
    gc.disable()  # nothing is garbage before the first frame; the screen enables it again
    width = None if args.ascii else _letter_width()
    try:
        from stepper.tui.app import StepperApp
    except ModuleNotFoundError as error:
        if error.name not in ("textual", "rich"):
            raise
        raise StepperError(
            f"open: needs {error.name}: python -m pip install textual; "
            "`stepper show FILE` does without"
        ) from None
    finally:
        wide = width is not None and width.is_double(PATIENCE if language == "ko" else 0.0)
    file, notation = args.file or "", _notation(args)
    app = StepperApp(
        trace,
        file,
        cursor,
        language,
        notation,
        args.ascii,
        letters_are_wide=wide,
        predict=predict,
    )
    try:
        app.run()
    finally:
        gc.enable()
    if app.place:
        print(_way_to(args, *app.place, app.predicted_kinds))
    return app.return_code or DONE


def _letter_width() -> "LetterWidth | None":
    """The question to the terminal how wide it draws δ, asked where that can be asked."""
    try:
        from stepper.tui.letter_width import LetterWidth

        return LetterWidth()
    except (ModuleNotFoundError, OSError):  # no termios, or not a terminal of that kind
        return None


def _way_to(
    args: "Namespace", file: str, step: "Step", explainer: "Explainer", predict: Sequence[str]
) -> str:
    """The command that opens the same place in the same way."""
    from shlex import join

    from stepper.scenario_file import MAX_NUMBERS

    options = []
    if args.lang or explainer.language != _language(args):
        options += ["--lang", explainer.language]
    if args.ascii:
        options.append("--ascii")
    elif args.notation or explainer.notation.style != _notation(args):
        options += ["--notation", explainer.notation.style]
    if args.max_numbers != MAX_NUMBERS:
        options += ["--max-numbers", str(args.max_numbers)]
    if predict:
        options += ["--predict", ",".join(predict)]
    file = f"./{file}" if file.startswith("-") else file
    where = ["--iteration", str(step.iteration), "--at", str(step.number)]
    return f"{_program()} {join(['open', file, *where, *options])}"


def _program() -> str:
    """How this program was called: by its name, its path, or as a module."""
    from pathlib import Path
    from shutil import which

    path = Path(sys.argv[0])
    if path.name == "__main__.py":
        return "python -m stepper"
    found = which(path.name)
    return path.name if found and Path(found).samefile(path) else sys.argv[0]


def _list(args: "Namespace") -> int:
    from stepper.files import bundled
    from stepper.scenario_file import load_scenario

    text = _explainer(args, None).text
    scenarios = {name: load_scenario(path) for name, path in bundled().items()}
    sizes = {name: "-".join(map(str, s.network.sizes)) for name, s in scenarios.items()}
    first, second = (max(map(len, column)) + 2 for column in (sizes, sizes.values()))
    for name, scenario in scenarios.items():
        print(f"{name:<{first}}{sizes[name]:<{second}}{text(scenario.title)}")
        print(f"{'':<{first + second}}{text(scenario.goal)}")
    return DONE


def _show(args: "Namespace") -> int:
    from stepper.kinds import read_kinds
    from stepper.paper import Paper

    _only_together(args)
    blank = () if args.blank is None else read_kinds(args.blank, "--blank")
    trace = _load_passing(args)
    paper = Paper(
        trace,
        _explainer(args, trace),
        args.format,
        args.digits,
        args.detail,
        blank,
        args.fragment,
    )
    if args.derive is not None:
        iteration = _iteration(args.iteration or "1", trace)
        lines = paper.derivation(iteration, _to_derive(trace, args.derive))
    else:
        first, last = _range(args, trace)
        if args.key is not None:
            _write(args.key, paper.key(_steps(trace, first, last)), args.force)
        lines = paper.steps(_steps(trace, first, last))
    _print(lines)
    return DONE


def _only_together(args: "Namespace") -> None:
    """Raises StepperError with all options of show that have nothing to do with the others."""
    blank, derive, program = (
        args.blank is not None,
        args.derive is not None,
        args.format == "python",
    )
    combinations = [
        (args.fragment and args.format != "latex", "--fragment: belongs to --format latex"),
        (args.key is not None and not blank, "--key: belongs to --blank KINDS"),
        (args.force and args.key is None, "--force: belongs to --key OUT"),
        (blank and derive, "--blank: --derive has no blanks"),
        (args.steps is not None and derive, "--steps: --derive writes no steps"),
        (program and args.detail, "--detail: a Python program has none"),
        (program and derive, "--derive: is not written in Python"),
        (program and blank, "--blank: a Python program has no blanks"),
    ]
    problems = [f"{told}; leave one of them out" for wrong, told in combinations if wrong]
    if problems:
        raise StepperError(*problems)


def _range(args: "Namespace", trace: "Trace") -> tuple[int, int]:
    """The numbers of the first and the last step that --steps and --iteration leave."""
    from stepper.arguments import span

    first, last = span(args.steps, len(trace.steps), "--steps")
    iteration = args.iteration
    if iteration is None:
        iteration = "1" if args.steps is None else "all"
    begin, end = span(iteration, trace.iterations, "--iteration")
    each = len(trace.network.steps)
    first, last = max(first, (begin - 1) * each + 1), min(last, end * each)
    if first > last:
        raise StepperError(
            f"--steps: steps {args.steps} are not in iteration {iteration}; leave one of them out"
        )
    return first, last


def _steps(trace: "Trace", first: int, last: int) -> "Iterator[Step]":
    return (trace.steps[k] for k in range(first - 1, last))


def _to_derive(trace: "Trace", name: str) -> "Symbol":
    from stepper.document import found, nearest
    from stepper.find import find_symbol
    from stepper.longhand import derivable
    from stepper.symbols import DERIVED_BY

    symbol = find_symbol(trace.scenario, name)
    if symbol is not None and symbol.role in DERIVED_BY:
        return symbol
    columns = [s.column for s in trace.network.columns if s.role in DERIVED_BY]
    examples = f"write a name such as {columns[-1]} or delta[1][1]"
    if symbol is None:
        mend = nearest(name, columns[:MOST_NAMES]) or examples
        raise StepperError(f"--derive: no number has the name {found(name)}; {mend}")
    belonging = derivable(trace.network, symbol)
    mend = f"write {belonging.column}" if belonging else examples
    raise StepperError(f"--derive: {symbol.column} is neither a gradient nor a delta; {mend}")


def _trace(args: "Namespace") -> int:
    from stepper import trace_file
    from stepper.files import write_whole

    trace = _load_passing(args)
    lines = {"jsonl": trace_file.jsonl, "csv": trace_file.csv}[args.format](trace)
    if args.out is not None:
        write_whole(args.out, lines, args.force)
    else:
        sys.stdout.writelines(lines)
    return DONE


def _verify(args: "Namespace") -> int:
    from stepper.files import open_file
    from stepper.load import is_trace
    from stepper.trace_file import TraceFile
    from stepper.verify import Verifier

    with open_file(args.file) as source:
        if not is_trace(source):
            raise StepperError(
                f"{args.file}: not a trace; `stepper trace {args.file} -o OUT` writes the trace of "
                "a scenario"
            )
        file = TraceFile(source, args.file, args.max_numbers)
        difference = Verifier(file, args.other_machine).whole()
        if difference:
            print(f"{args.file}: {difference}")
            return DIFFERENT
        columns = len(file.scenario.network.columns)
        say = _explainer(args, None).say
        print(say("verify.right", name=args.file, iterations=len(file), columns=columns))
    return DONE


def _check(args: "Namespace") -> int:
    from stepper.gradient_check import check_gradients
    from stepper.views.gradient_table import gradient_table

    trace = _load(args)
    iteration = _iteration(args.iteration, trace)
    checks = list(check_gradients(trace, iteration))
    in_place = trace.network.in_place
    _print(gradient_table(checks, _explainer(args, trace), in_place))
    return DONE if in_place or all(check.passes for check in checks) else DIFFERENT


def _compare(args: "Namespace") -> int:
    from stepper.answers import read_answers
    from stepper.compare import compare, first_difference
    from stepper.files import open_answers
    from stepper.views.comparison import comparison

    trace = _load(args)
    name = args.answers
    with sys.stdin.buffer if name == "-" and sys.stdin else open_answers(name) as source:
        answers = read_answers(source, name, trace.scenario, _notation(args))
    verdicts = compare(trace, answers)
    explainer = _explainer(args, trace)
    _print(comparison(trace, verdicts, explainer))
    first = first_difference(trace, verdicts)
    if first is None:
        return DONE
    step = trace.steps.made(first.answer.iteration, first.answer.quantity.symbol)
    if step:
        print(f"{explainer.say('compare.look')} {_way_to(args, args.file, step, explainer, ())}")
    return DIFFERENT


def _new(args: "Namespace") -> int:
    from stepper.explain import template
    from stepper.files import write_whole

    write_whole(args.out, [template(_language(args))], args.force)
    print(_explainer(args, None).say("wrote", name=args.out))
    return DONE


_COMMANDS = {
    "open": _open,
    "list": _list,
    "show": _show,
    "trace": _trace,
    "verify": _verify,
    "check": _check,
    "compare": _compare,
    "new": _new,
}


def _load(args: "Namespace") -> "Trace":
    from stepper.load import load

    return load(args.file, args.max_numbers)


def _load_passing(args: "Namespace") -> "Trace":
    """The trace for one who goes through it in order, and takes no memory for what is past."""
    from stepper.load import load
    from stepper.trace import PASSING

    return load(args.file, args.max_numbers, PASSING)


def _language(args: "Namespace") -> str:
    from stepper.explain import default_language

    return args.lang or default_language()


def _notation(args: "Namespace") -> str:
    return "ascii" if args.ascii else args.notation or "seed"


def _explainer(args: "Namespace", trace: "Trace | None") -> "Explainer":
    from stepper.explain import Explainer
    from stepper.notation import Notation
    from stepper.symbols import Network

    network = trace.network if trace else Network((1, 1, 1))
    names = trace.scenario.names if trace else {}
    return Explainer(_language(args), Notation(_notation(args), network, names))


def _place(args: "Namespace", trace: "Trace") -> int:
    """The index of the step that --at and --iteration name; --at 16 counts through the run."""
    from stepper.document import found
    from stepper.find import find_step
    from stepper.moves import within_run

    iteration = None
    if args.iteration is not None:
        iteration = _iteration(args.iteration, trace)
    at = "1" if args.at is None else args.at
    step = find_step(trace, at, iteration)
    if step is None:
        raise StepperError(
            f"--at: expected a number from 1 to {len(trace.steps)}, or the name of a number such "
            f"as delta[1], found {found(at)}"
        )
    shown, _ = within_run(step)
    return shown.number - 1


def _iteration(text: str, trace: "Trace") -> int:
    from stepper.arguments import span

    return span(text, trace.iterations, "--iteration", single=True)[0]


def _write(out: str, lines: Iterable[str], force: bool) -> None:
    from stepper.files import write_whole

    write_whole(out, (f"{line}\n" for line in lines), force)


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
