"""The commands. The only file that prints."""

import os
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence

from stepper import __version__
from stepper.errors import StepperError
from stepper.exit_codes import DONE, INTERRUPTED, WRONG

COMMANDS = ("open", "list", "show", "trace", "verify", "check", "compare", "new")


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
    from stepper.document import harmless  # a file's name may hold anything

    try:
        print(*(f"stepper: {harmless(problem)}" for problem in problems), sep="\n", file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _run(arguments: list[str]) -> int:
    from importlib import import_module

    from stepper.commands.signals import held

    with held():
        from stepper.arguments import parser
    options = ("-h", "--help", "--version")
    name = next((word for word in arguments if word in COMMANDS), None)
    if name and arguments[0].startswith("-") and arguments[0] not in options:
        arguments.remove(name)  # options may stand before the command
        arguments = [name, *arguments]
    elif not arguments or arguments[0] not in (*COMMANDS, *options):
        arguments = ["open", *arguments]
    try:
        args = parser().parse_args(arguments)
    finally:
        sys.stdout.flush()  # of what --help says as well
    args.has_terminal = sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()
    with held():
        command = import_module(f"stepper.commands.{args.command}")
    said = _Said(command.run(args))
    sys.stdout.writelines(said)
    return said.code


class _Said:
    """The lines that a command says, and in the end the code that it returns."""

    def __init__(self, lines: Generator[str, None, int | None]) -> None:
        self._lines = lines
        self.code = DONE

    def __iter__(self) -> Iterator[str]:
        while True:
            try:
                line = next(self._lines)
            except StopIteration as end:
                self.code = end.value or DONE
                return
            yield f"{line}\n"
