"""stepper show: steps, or the derivation of a number, as text or in another format."""

import os
from collections.abc import Container, Iterable, Iterator
from shlex import quote

from stepper.backprop.symbols import Role, Symbol
from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.cli.formats import FIGURES, check_together
from stepper.cli.ranges import span
from stepper.errors import StepperError, found, harmless
from stepper.explain.explainer import Explainer
from stepper.files.opening import is_formula
from stepper.files.standard_input import STANDARD_INPUT
from stepper.half_width import half_width
from stepper.limits import LARGE_PAGE, MAX_NEAR
from stepper.paper.markup import Markup
from stepper.paper.paper import Paper
from stepper.practice.kinds import LEADING_BACK, kind_of, leads_back, read_kinds
from stepper.runs.trace import Step, Trace
from stepper.typeset.colours import SIXTEEN, THEMES
from stepper.typeset.digits import RESULT
from stepper.typeset.painting import Paint
from stepper.typeset.spans import text_of
from stepper.whole_number import whole


def run(args: Arguments) -> Iterator[str]:
    check_together(args)
    trace = shared.passing_trace(args)
    explainer = shared.explainer(args, trace)
    if args.format in FIGURES:
        from stepper.cli.figures import figures

        return figures(args, _drawn(args, trace), explainer)
    return _page(args, trace, explainer)


def _page(args: Arguments, trace: Trace, explainer: Explainer) -> Iterator[str]:
    blank = () if args.blank is None else read_kinds(args.blank, "--blank")
    paper = Paper(
        trace,
        explainer,
        args.format,
        args.digits or RESULT,
        args.detail,
        blank,
        Markup(args.fragment, args.level or "section", args.tags or "steps", args.dollars),
        args.figure,
        _paint(args),
        _compared_with(args),
    )
    if args.derive is not None:
        iteration = shared.iteration(args.iteration or "1", trace)
        symbol = _to_derive(trace, args.derive)
        yield from paper.derivation(shared.computed(args, trace, iteration), symbol)
        return
    first, last = _range(args, trace)
    only = _only(args, trace, first, last)
    asked = (s for s in _steps(trace, first, last, only) if not trace.model.repeats(s.symbol))
    if blank and not any(kind_of(s.symbol) in blank for s in asked):
        raise StepperError("--blank: none of these steps is of that kind; choose more steps")
    shown = (s.symbol for s in _steps(trace, first, last, only))
    leading = {kind_of(symbol) for symbol in shown if leads_back(trace.model, symbol)}
    args.hints += _given_away(blank, leading)
    shared.computed(args, trace, trace.steps[first - 1].iteration)
    if args.key is not None:
        from stepper.files.saving import write_whole

        steps = args.progress(_steps(trace, first, last, only), last - first + 1)
        answers = (f"{line}\n" for line in paper.key(steps))
        write_whole(args.key, answers, args.force)
    chosen = args.progress(_steps(trace, first, last, only), last - first + 1)
    if args.format == "html":
        yield from _weighed(args, _html(paper, chosen), first, last)
    else:
        yield from paper.steps(chosen)


def _weighed(args: Arguments, lines: Iterable[str], first: int, last: int) -> Iterator[str]:
    """Yield the lines of a page; if it is large, say so, and how many of its steps are not."""
    size = 0
    for line in lines:
        size += len(line.encode()) + 1
        yield line
    if size > LARGE_PAGE and last > first:
        fitting = max(1, (last - first + 1) * LARGE_PAGE // size)
        args.hints.append(
            f"--format html: the page has {size / 1e6:.1f} MB, and browsers open it slowly; "
            f"for a smaller one, write --steps {first}:{first + fitting - 1}"
        )


def _given_away(blank: Container[str], shown: Container[str | None]) -> Iterator[str]:
    """The kinds of steps on the same sheet that give left-out numbers away."""
    for kind, following in LEADING_BACK:
        if kind in blank and following in shown and following not in blank:
            yield f"--blank: {following} numbers lead back to {kind} in one step; add {following}"


def _compared_with(args: Arguments) -> str:
    """The file that a sheet tells students to compare their answers with."""
    is_file = args.file != STANDARD_INPUT and not is_formula(args.file)
    return harmless(quote(args.file.rpartition("/")[2])) if is_file else "FILE"


def _paint(args: Arguments) -> Paint:
    """The function that writes spans, in colours if stdout has them.

    The preferences of the screen do not count; a wrong theme in the environment is ignored.
    """
    if args.format != "text" or not args.in_colour or args.out is not None:
        return text_of
    from stepper.files.preferences import FROM_ENVIRONMENT
    from stepper.typeset.painting import painter

    theme = args.theme or os.environ.get(FROM_ENVIRONMENT)
    return painter(theme if theme in THEMES else SIXTEEN)


def _html(paper: Paper, steps: Iterable[Step]) -> Iterator[str]:
    """The lines of a page in HTML, which is imported only for this."""
    from stepper.page.page import Page

    return Page(paper.trace, paper.explainer, paper.digits).lines(steps)


def _drawn(args: Arguments, trace: Trace) -> list[Step]:
    """The steps that are drawn: those of --steps, or the last of the iteration."""
    first, last = _range(args, trace)
    only = _only(args, trace, first, last)
    steps = list(_steps(trace, first, last, only))
    chosen = steps if args.steps is not None else steps[-1:]
    shared.computed(args, trace, chosen[0].iteration)
    return chosen


def _only(args: Arguments, trace: Trace, first: int, last: int) -> tuple[str, ...]:
    """The kinds of --only, at least one of which is among these steps; empty for all."""
    only = () if args.only is None else read_kinds(args.only, "--only")
    if only and not any(_steps(trace, first, last, only)):
        raise StepperError("--only: none of these steps is of that kind; choose more steps")
    return only


def _range(args: Arguments, trace: Trace) -> tuple[int, int]:
    """The numbers of the first and the last step that --steps and --iteration select."""
    iteration = args.iteration
    if iteration is None:
        iteration = "1" if args.steps is None else "all"
    begin, end = span(iteration, trace.iterations, "--iteration")
    first_of = trace.schedule.first
    low, high = first_of(begin) + 1, first_of(end + 1)
    if args.steps is None:
        return low, high
    first, last = span(_numbered(args.steps, trace, begin), len(trace.steps), "--steps")
    if first > high or last < low:
        meant = str(low - 1 + first) + f":{low - 1 + last}" * (last > first)
        raise StepperError(
            f"--steps: steps {args.steps} are not in iteration {iteration}; its steps have the "
            f"numbers {low} to {high}" + f": write {meant}" * (low - 1 + last <= high)
        )
    return max(first, low), min(last, high)


def _numbered(text: str, trace: Trace, iteration: int) -> str:
    """A range of steps in numbers, where its ends may be names: C:delta[1], in an iteration."""
    from stepper.input.steps import find_step

    ends = text.split(":")
    for k, end in enumerate(ends):
        is_number = whole(half_width(end)) is not None
        if not is_number and (step := find_step(trace, end, iteration)):
            ends[k] = str(step.number)
    return ":".join(ends)


def _steps(trace: Trace, first: int, last: int, only: Container[str]) -> Iterator[Step]:
    """Steps by their numbers. only: the kinds to yield, or empty for all."""
    steps = trace.steps
    chosen = (steps[k] for k in range(first - 1, last))
    return (step for step in chosen if not only or kind_of(step.symbol) in only)


def _to_derive(trace: Trace, name: str) -> Symbol:
    """The gradient or the delta of a name, which may also be that of a weight, bias or neuron."""
    from stepper.derive.by_hand import by_hand
    from stepper.errors import nearest
    from stepper.input.steps import find_symbol

    symbol = find_symbol(trace.scenario, name)
    derivable = by_hand(trace.model).derivable
    derived = symbol and derivable(trace.model, symbol)
    if symbol and derived and symbol.role in (Role.LOCAL, Role.PATH):
        raise StepperError(
            f"--derive: {symbol.column} is one step, and only a whole gradient is derived; "
            f"write {derived.column}"
        )
    if derived:
        return derived
    columns = [s.column for s in trace.model.steps if derivable(trace.model, s) == s]
    if not columns:
        raise StepperError("--derive: there is no gradient: everything here is a constant")
    examples = f"write a name such as {columns[-1]} or {columns[0]}"
    if symbol is None:
        fix = nearest(name, columns[:MAX_NEAR]) or examples
        raise StepperError(f"--derive: no number has the name {found(name)}; {fix}")
    raise StepperError(f"--derive: {symbol.column} has neither a gradient nor a delta; {examples}")
