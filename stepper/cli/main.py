"""The commands. The only file that prints."""

import os
import sys
from collections.abc import Generator, Iterable, Sequence

from stepper import __version__
from stepper.cli.exit_codes import DONE, FAILED, INTERRUPTED, WRONG
from stepper.errors import StepperError, harmless

TYPE_CHECKING = False  # as in stepper/__init__.py: importing typing takes longer than --version
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from stepper.cli.arguments import Arguments
    from stepper.cli.progress import Progress

    Run = Callable[[Arguments], Generator[str, None, int | None]]

FOR_DEVELOPERS = "STEPPER_TRACEBACK"  # where this variable is set, a fault shows where it is


class Lines:
    """The lines of a command; code: its exit code, once all of them have passed."""

    def __init__(self, lines: Generator[str, None, int | None]) -> None:
        self._lines = lines
        self.code = DONE

    def __iter__(self) -> Generator[str, None, None]:
        self.code = (yield from self._lines) or DONE


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
        return _flushed(_code_of(arguments))
    except KeyboardInterrupt:  # while it waits for a reader of stdout
        _discard(sys.stdout)
        return INTERRUPTED


def _code_of(arguments: list[str]) -> int:
    """Run a command and return its exit code; any error is reported on stderr."""
    try:
        if arguments != ["--version"]:
            return _run(arguments)
        error = _print([f"stepper {__version__}"])
        return _unwritten(DONE, error) if error else DONE
    except SystemExit as end:  # after --help, a wrong command line, or a signal
        return end.code if isinstance(end.code, int) else DONE
    except StepperError as error:
        _complain(error.problems)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        problem = "out of memory; choose a smaller input, or fewer iterations"
    except Exception as error:
        kind = type(error).__name__
        problem = f"failed, which is a fault of the program: {kind}: {harmless(str(error))}"
        if FOR_DEVELOPERS in os.environ:
            sys.excepthook(type(error), error, error.__traceback__)
    _complain([problem])  # here, the memory that the error held is free again
    return FAILED


def _flushed(code: int) -> int:
    """Flush both streams, and return the exit code, which errors may change."""
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _unwritten(code, error)
    try:
        sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)
    return code


def _unwritten(code: int, reason: OSError) -> int:
    """The exit code of a command whose output cannot be written. code: the one without that."""
    _discard(sys.stdout)
    if isinstance(reason, BrokenPipeError):  # its reader has seen enough
        return code
    _complain([f"stdout: cannot be written: {reason.strerror}"])
    return max(code, WRONG)


def _discard(stream: "TextIO") -> None:
    """Redirect a stream to nowhere, since Python would fail to flush it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _complain(problems: Iterable[str]) -> None:
    """Write each problem to stderr on a line of its own, unless stderr cannot be written."""
    try:
        print(*(f"stepper: {problem}" for problem in problems), sep="\n", file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)


def _print(lines: Iterable[str]) -> OSError | None:
    """Write lines to stdout, and return the error that ends that early, if any."""
    for line in lines:
        try:
            sys.stdout.write(f"{line}\n")
        except OSError as error:
            return error
    return None


def _run(arguments: list[str]) -> int:
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
            args, command = _read(arguments)
        with _progress(args) as progress:
            args.progress = progress
            return _written(args, command)


def _read(arguments: list[str]) -> "tuple[Arguments, Run]":
    """The arguments of a command line, and its command."""
    from importlib import import_module

    from stepper.cli.reading import read

    args = read(arguments)
    args.has_terminal = bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())
    args.in_colour = _in_colour()
    args.hints = []
    return args, import_module(f"stepper.cli.commands.{args.command}").run


def _in_colour() -> bool:
    """Whether stdout is a terminal that shows colours, unless the user says so or not."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _written(args: "Arguments", run: "Run") -> int:
    """Write the lines of a command to OUT or to stdout, and return the exit code.

    A verdict is complete before it is printed, so it does not depend on the reader of stdout. A
    report for programs is valid even if there are problems.
    """
    from stepper.cli.arguments import COMMANDS
    from stepper.cli.paths import files_written

    try:
        for name in files_written(args):
            from stepper.files.saving import check_place

            check_place(name, args.force)
        lines = Lines(run(args))
        shown = list(lines) if COMMANDS[args.command].judges else lines
        out = vars(args).get("out")
        if out is not None:
            from stepper.files.saving import write_whole

            write_whole(out, (f"{line}\n" for line in shown), args.force)
        elif error := _print(args.progress.ended(shown) if sys.stdout.isatty() else shown):
            return _unwritten(lines.code, error)
        if args.hints:
            _complain(args.hints)
        return lines.code
    except StepperError as error:
        if vars(args).get("format") == "json" and args.out is None:
            from stepper.files.json_report import json_report

            _print([json_report({"problems": error.problems})])
        raise


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
