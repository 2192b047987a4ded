"""The commands. The only file that prints."""

import gc
import os
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence

from stepper import __version__
from stepper.cli.exit_codes import DONE, INTERRUPTED, WRONG
from stepper.errors import StepperError

TYPE_CHECKING = False  # as in stepper/__init__.py: typing takes its time to load
if TYPE_CHECKING:
    from stepper.cli.arguments import Arguments
    from stepper.cli.progress import Progress


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
    """Say what is wrong, a line each; the exit code says it where nobody can be told."""
    from stepper.errors import harmless  # a file's name may hold anything

    try:
        print(*(f"stepper: {harmless(problem)}" for problem in problems), sep="\n", file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _run(arguments: list[str]) -> int:
    from importlib import import_module

    from stepper.signals import SignalsBlocked

    gc.disable()
    try:
        with SignalsBlocked():
            args = _asked(arguments)
            command = import_module(f"stepper.cli.{args.command}")
    finally:
        gc.freeze()  # what is loaded stays: no garbage is looked for in it
        gc.enable()
    with _progress(args) as args.progress:
        said = _Said(command.run(args), args.progress)
        sys.stdout.writelines(said)
    return said.code


def _asked(arguments: list[str]) -> "Arguments":
    """What the command line asks for."""
    from stepper.cli.arguments import COMMANDS, Arguments, read

    options = ("-h", "--help", "--version")
    command = next((word for word in arguments if word in COMMANDS), None)
    if command and arguments[0].startswith("-") and arguments[0] not in options:
        arguments.remove(command)  # options may stand before the command
        arguments = [command, *arguments]
    elif not arguments or arguments[0] not in (*COMMANDS, *options):
        arguments = ["open", *arguments]
    args = read(arguments)
    if args is None:
        from stepper.cli.parser import parser

        try:
            args = parser().parse_args(arguments, Arguments())
        finally:
            sys.stdout.flush()  # of what --help says as well
    args.has_terminal = bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())
    return args


def _progress(args: "Arguments") -> "Progress":
    """What a command tells how far it is; it shows that on stderr where that is a terminal."""
    from stepper.cli.progress import Progress
    from stepper.cli.shared import explainer

    shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return Progress(
        sys.stderr if shown else None,
        args.command,
        lambda time: explainer(args).say("progress.left", time=time),
    )


class _Said:
    """The lines that a command says, and in the end the code that it returns.

    Where they go to a terminal, how far it is shows on them.
    """

    def __init__(self, lines: Generator[str, None, int | None], progress: "Progress") -> None:
        self._lines = lines
        self._progress = progress if sys.stdout.isatty() else None
        self.code = DONE

    def __iter__(self) -> Iterator[str]:
        while True:
            try:
                line = next(self._lines)
            except StopIteration as end:
                self.code = end.value or DONE
                return
            if self._progress:
                self._progress.end()
            yield f"{line}\n"
