"""The numbers that students were asked for: kinds of steps, or the numbers of a sheet's key."""

from stepper.backprop.symbols import Symbol
from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.diagnosis.diagnosis import Asked
from stepper.errors import StepperError
from stepper.files.opening import open_answers
from stepper.files.standard_input import called
from stepper.practice.kinds import kind_of, read_kinds
from stepper.runs.trace import Trace


def asked(args: Arguments, trace: Trace) -> Asked:
    """The assignment in --asked or --key, and --digits. Raises StepperError with their problems."""
    if args.asked is not None and args.key is not None:
        raise StepperError("--key: says what --asked says; leave out one of them")
    return Asked(args.digits, _of_key(args, trace) if args.key is not None else _kinds(args, trace))


def _kinds(args: Arguments, trace: Trace) -> tuple[tuple[int, Symbol], ...]:
    """The numbers of these kinds of steps in the first iteration."""
    if args.asked is None:
        return ()
    wanted = read_kinds(args.asked, "--asked")
    return tuple((1, symbol) for symbol in trace.schedule.steps(1) if kind_of(symbol) in wanted)


def _of_key(args: Arguments, trace: Trace) -> tuple[tuple[int, Symbol], ...]:
    """The numbers that a key names; its values, which are those of one variant, are not used."""
    from stepper.input.answer_sheet import read_answers

    with open_answers(args.key) as source:
        answers = read_answers(source, called(args.key), trace, shared.style(args)).answers
    named = ((answer.iteration, answer.quantity.symbol) for answer in answers)
    return tuple(dict.fromkeys(named))
