"""stepper new: a commented scenario to edit."""

from collections.abc import Iterator
from io import BytesIO

from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.cli.way_back import opening
from stepper.errors import StepperError, found, harmless
from stepper.files.saving import write_whole
from stepper.files.template import drawn_template, sizes_of, template


def run(args: Arguments) -> Iterator[str]:
    place = args.place
    write_whole(place, [_text(args)], args.force)
    yield shared.explainer(args).say("wrote", name=harmless(place), command=opening(place))


def _text(args: Arguments) -> str:
    language = shared.language(args)
    if args.sizes is None:
        if args.seed is not None:
            raise StepperError("--seed: draws weights for a network; add --sizes 2-3-2")
        return template(language)
    sizes = sizes_of(args.sizes)
    if sizes is None:
        raise StepperError(f"--sizes: expected sizes such as 2-3-2, found {found(args.sizes)}")
    text = drawn_template(language, sizes, args.seed or 0)
    from stepper.files.scenario_file import read_scenario

    try:
        read_scenario(BytesIO(text.encode()), "--sizes")
    except StepperError as error:  # it is too large
        raise StepperError(*error.problems) from None
    return text
