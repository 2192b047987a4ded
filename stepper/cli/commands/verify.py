"""stepper verify: a stored trace against its own equations."""

from collections.abc import Generator

from stepper.cli import shared
from stepper.cli.arguments import JSON, Arguments
from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.cli.way_back import as_typed
from stepper.errors import StepperError, harmless
from stepper.files.load import is_trace
from stepper.files.opening import is_formula, open_file
from stepper.files.standard_input import called
from stepper.files.trace.file import TraceFile
from stepper.files.trace.verify import Verifier
from stepper.files.typed import PLACE


def run(args: Arguments) -> Generator[str, None, int]:
    if is_formula(args.file):
        words = " ".join(map(as_typed, (args.file, *args.values)))
        raise StepperError(f"{PLACE}: not a trace; `stepper trace {words} -o OUT` writes one")
    with open_file(args.file) as source:
        if not is_trace(source):
            raise StepperError(
                f"{called(args.file)}: not a trace; `stepper trace {as_typed(args.file)} -o OUT` "
                "writes the trace of a scenario"
            )
        file = TraceFile(source, args.file, args.max_numbers)
        verifier = Verifier(file, args.other_machine)
        difference = verifier.whole(lambda rows: args.progress(rows, len(rows)))
    name, columns = harmless(file.name), len(file.scenario.model.columns)
    if args.format == JSON:
        from stepper.files.json_report import json_report

        about = {"file": args.file, "iterations": len(file), "columns": columns}
        found = difference and difference._asdict()
        yield json_report({**about, "agrees": not difference, "difference": found})
    elif difference:
        yield f"{name}: {difference}"
    else:
        say = shared.explainer(args).say
        yield say("verify.right", name=name, iterations=len(file), columns=columns)
    return DIFFERENT if difference else DONE
