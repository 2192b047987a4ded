"""The commands. The only file that prints."""

import os
import sys
from collections.abc import Generator, Iterable, Sequence

from stepper import __version__
from stepper.cli.exit_codes import DONE, INTERRUPTED, WRONG
from stepper.errors import StepperError

TYPE_CHECKING = False  # as in stepper/__init__.py: importing typing takes longer than --version
if TYPE_CHECKING:
    from stepper.cli.arguments import Arguments
    from stepper.cli.progress import Progress


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. arguments: the words after `stepper`."""
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
    """Write each problem to stderr on a line of its own, unless stderr cannot be written."""
    from stepper.errors import harmless  # the name of a file may contain control characters

    try:
        print(*(f"stepper: {harmless(problem)}" for problem in problems), sep="\n", file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _run(arguments: list[str]) -> int:
    from importlib import import_module

    from stepper.signals import BeforeTheEnd, SignalsBlocked

    progress: Progress | None = None

    def end(number: int) -> None:
        """End at once: an exception might be lost in code that ignores exceptions."""
        try:
            if progress:
                progress.end()
        finally:
            os._exit(128 + number)

    with BeforeTheEnd(end):
        with SignalsBlocked():
            args = _read(arguments)
            command = import_module(f"stepper.cli.{args.command}")
        with _progress(args) as progress:
            args.progress = progress
            return _write(command.run(args), progress)


def _read(arguments: list[str]) -> "Arguments":
    from stepper.cli.arguments import read

    try:
        args = read(arguments)
    finally:
        sys.stdout.flush()  # of --help, too: where stdout is closed, that is reported
    args.has_terminal = bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())
    return args


def _progress(args: "Arguments") -> "Progress":
    """The progress line of a command, on stderr where that is a terminal."""
    from stepper.cli.progress import Progress
    from stepper.cli.shared import explainer

    shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return Progress(
        sys.stderr if shown else None,
        args.command,
        lambda time: explainer(args).say("progress.left", time=time),
    )


def _write(lines: Generator[str, None, int | None], progress: "Progress") -> int:
    """Write the lines of a command to stdout, and return its exit code."""
    ends_progress = sys.stdout.isatty()  # it would be mixed with the lines
    while True:
        try:
            line = next(lines)
        except StopIteration as end:
            return end.value or DONE
        if ends_progress:
            progress.end()
        sys.stdout.write(f"{line}\n")
