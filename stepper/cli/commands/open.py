"""stepper open: the screen, and afterwards the command that opens it at the same step."""

import os
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.cli.exit_codes import DONE, FAILED
from stepper.errors import StepperError
from stepper.files.preferences import (
    Preferences,
    read_preferences,
    remember,
    theme_of_environment,
)
from stepper.practice.kinds import read_kinds
from stepper.runs.moves import within_run
from stepper.runs.trace import Step, Trace
from stepper.signals import SignalsBlocked

if TYPE_CHECKING:
    from stepper.practice.course import Course
    from stepper.tui.app import StepperApp
    from stepper.tui.terminal.letter_width import LetterWidth

PATIENCE = 0.3  # seconds for a terminal to answer how wide it draws δ


def run(args: Arguments) -> Generator[str, None, int]:
    predict = () if args.predict is None else read_kinds(args.predict, "--predict")
    trace = None if args.file is None else shared.trace(args)
    if not _in_browser() and (not args.has_terminal or os.environ.get("TERM") == "dumb"):
        raise StepperError("open: needs a terminal; `stepper show FILE` prints the steps as text")
    cursor = _place(args, trace) if trace else 0
    course = None if args.lesson is None else _course(args, trace)
    with SignalsBlocked():
        app = _app(args, trace, cursor, predict, course)
        app.run()
    if app.place and not _in_browser():  # which reads what is printed as what it is to show
        from stepper.cli.way_back import to_lesson, way_to

        if app.stop:
            yield to_lesson(args, *app.stop, app.place[-1])
        else:
            yield way_to(args, *app.place, app.predicted_kinds)
    code = app.return_code or DONE
    return FAILED if code == 1 else code  # with 1, Textual says that it failed


def _in_browser() -> bool:
    """Whether a server shows the screen in a browser, as the driver that it asks for says."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _app(
    args: Arguments,
    trace: Trace | None,
    cursor: int,
    predict: Sequence[str],
    course: "Course | None",
) -> "StepperApp":
    in_browser = _in_browser()
    if not in_browser:
        for size in ("COLUMNS", "LINES"):
            os.environ.pop(size, None)  # the terminal reports its size, and changes of it
    # many learners share a server, so one learner's choices are not kept for others
    remembered = Preferences() if in_browser else read_preferences()
    theme = args.theme or theme_of_environment()
    language = args.lang or remembered.language or shared.language(args)
    width = None if args.ascii or in_browser else _letter_width()
    try:
        from stepper.tui.app import StepperApp
    except ModuleNotFoundError as error:
        if error.name not in ("textual", "rich"):
            raise
        raise StepperError(
            f"open: needs {error.name}: python -m pip install textual; "
            "`stepper show FILE` works without it"
        ) from None
    finally:
        wide = width is not None and width.is_double(PATIENCE if language == "ko" else 0.0)
    style = args.notation or remembered.notation
    notation = style if style and not args.ascii else shared.style(args)
    if theme:
        remembered = remembered._replace(theme="")
    return StepperApp(
        trace,
        args.file or "",
        cursor,
        language,
        notation,
        args.ascii,
        letters_are_wide=wide,
        predict=predict,
        course=course,
        theme=theme,
        remembered=remembered,
        remember=None if in_browser else remember,
        in_browser=in_browser,
    )


def _course(args: Arguments, trace: Trace | None) -> "Course":
    """The lesson of the file, or the guided one, at the stop or with only those in --lesson."""
    from stepper.cli.ranges import span
    from stepper.practice.course import course_of, guided

    course = guided() if trace is None else course_of({args.file: trace.scenario})
    if not course.stations:
        raise StepperError(f"--lesson: {args.file} has no [[lesson]]; leave --lesson out")
    texts = args.lesson.rstrip(",").split(",")
    stops = [span(text, len(course.stations), "--lesson", single=True)[0] - 1 for text in texts]
    if "," in args.lesson:
        course.begin(dict.fromkeys(stops))
    else:
        course.move(*stops)
    return course


def _place(args: Arguments, trace: Trace) -> int:
    """The index of the step to begin with, or of the last one before the run stopped."""
    is_named = args.at is not None or args.iteration is not None
    shown, _ = within_run(_named(args, trace) if is_named else trace.steps[0])
    return shown.number - 1


def _named(args: Arguments, trace: Trace) -> Step:
    """The step that --at and --iteration name; a number in --at counts through the run."""
    from stepper.errors import found
    from stepper.input.steps import expected_step, find_step

    iteration = None
    if args.iteration is not None:
        iteration = shared.iteration(args.iteration, trace)
    at = "1" if args.at is None else args.at
    step = find_step(trace, at, iteration)
    if step is None:
        raise StepperError(f"--at: {expected_step(trace)}, found {found(at)}")
    return step


def _letter_width() -> "LetterWidth | None":
    """Ask the terminal how wide it draws δ, if it is one that can be asked."""
    try:
        from stepper.tui.terminal.letter_width import LetterWidth

        return LetterWidth()
    except (ModuleNotFoundError, OSError):  # there is no termios, or the terminal does not answer
        return None
