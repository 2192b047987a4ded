"""What explains a wrong number: a table of explanations, of which the first that fits counts."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import product
from math import isclose, isfinite

from stepper.backprop.expressions import Expression, Known, Sum, evaluate, rewritten, symbols_in
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import StepperError
from stepper.input.answers import Answer, Quantity
from stepper.input.numbers import TypedNumber
from stepper.limits import MOST_COLUMNS
from stepper.practice.carried import Carried
from stepper.practice.mistakes import MISTAKES, known_mistakes
from stepper.practice.own_numbers import ONE_MORE, OwnNumbers, number_of
from stepper.practice.verdict import Explanation, Why
from stepper.runs.trace import Step, Trace
from stepper.runs.twin import why_no_twin
from stepper.typeset.digits import written
from stepper.typeset.equation_lines import shown_as

SAME = 1e-12
FEWEST_DIGITS = 2  # with fewer, nearly any mistake gives the number that was written
NEAR = 0.01  # relative: what rounding on the way can do to a number
FEWEST_OF_ANOTHER = 3  # digits of a mixed-up number: two numbers of one role are often close
HALVES_OFF = 3  # halves of a unit of the last digit that a rounded number may be off by
FAR = 5000  # halves of a unit: this far off, a match among hundreds of mistakes is no chance
MOST_ROUNDED = 10  # digits that a number on the way was rounded to


def explanation(own: OwnNumbers, answer: Answer, right: float) -> Explanation | None:
    """Find the first explanation that gives the number of an answer that differs from right."""
    for explanations in _EXPLANATIONS:
        try:
            for each in explanations(own, answer, right):
                if _fits(answer.number, each):
                    return each
        except StepperError:  # the run stopped before a number that is used
            continue
    return None


# --- explanations: each takes an answer and the right number


def _own_numbers(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Evaluate the equation on the student's own numbers."""
    for numbers in own.versions(answer.iteration):
        carried = Carried(own.trace, answer.iteration, numbers)
        sources = own.sources(carried, answer)
        off = tuple(source for source in sources if own.verdicts[source].standing.is_off)
        if sources:
            why = Why.FOLLOWS if off else Why.CARRIED
            number = number_of(carried, answer.quantity)
            yield Explanation(why, number, answers=off or sources)
            if off and abs(answer.number.value - number) < abs(answer.number.value - right):
                tolerance = own.tolerance(answer, numbers, number, sources)
                yield Explanation(why, number, answers=off, tolerance=tolerance)


def _roundings(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Evaluate the equation on the student's numbers, some rounded as written, others not.

    A mistake with a number as close to the right one is not distinguished from this.
    """
    numbers = own.as_written(answer.iteration)
    carried = Carried(own.trace, answer.iteration, numbers)
    sources = own.sources(carried, answer)
    if sources and not any(own.verdicts[source].standing.is_off for source in sources):
        number = number_of(carried, answer.quantity)
        tolerance = (
            own.tolerance(answer, numbers, number, sources) + float(answer.number.half) * ONE_MORE
        )
        yield Explanation(Why.CARRIED, number, answers=sources, tolerance=tolerance)


def _known_mistakes(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Evaluate the wrong formulas of the known mistakes."""
    if step := _step(own.trace, answer):
        for value in _values(own, answer):
            yield from _mistakes(step, answer.quantity, value)


def _signs_of_terms(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Reverse the sign of one term of a sum."""
    step = _step(own.trace, answer)
    formula = _in_terms(step) if step else None
    if isinstance(formula, Sum):
        for value in _values(own, answer):
            total = evaluate(formula, value)
            for term in symbols_in(formula):
                number = answer.quantity.signed(total - 2 * value(term))
                yield Explanation(Why.SIGN_OF_TERM, number, at=term)


def _mixed_up(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Take the number of another neuron or weight; a large network has one that fits anything."""
    net, quantity = own.trace.network, answer.quantity
    is_plain = quantity.over is None and answer.number.digits >= FEWEST_OF_ANOTHER
    if is_plain and len(net.columns) <= MOST_COLUMNS:
        others = [s for s in net.columns if s.role is quantity.symbol.role and s != quantity.symbol]
        for value in _values(own, answer):
            for other in others:
                yield Explanation(Why.MIXED_UP, quantity.signed(value(other)), at=other)


def _mistakes_before(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Carry on a known mistake in one earlier equation, or in all that it applies to.

    Only small networks and the iteration of the first mistake are searched. As there are hundreds
    of such mistakes, the answer has to be FAR from the right number.
    """
    net, iteration, position = own.trace.network, answer.iteration, own.trace.model.position
    is_far = abs(answer.number.value - right) >= FAR * float(answer.number.half)
    is_first = own.mistaken_from in (0, iteration)
    if not (is_far and is_first and _step(own.trace, answer) and len(net.columns) <= MOST_COLUMNS):
        return
    last = position[answer.quantity.symbol]
    steps = [Step(own.trace, iteration, s) for s in net.made if position[s] <= last]
    wrong = {step: dict(known_mistakes(net, step.equation)) for step in steps}
    answers = own.answers(iteration)
    before = (step for step in steps[:-1] if step.symbol.is_step and step.symbol not in answers)
    for step in reversed(list(before)):
        for name, formula in wrong[step].items():
            put = {step.symbol: evaluate(formula, step.value_of)}
            number = number_of(Carried(own.trace, iteration, put), answer.quantity)
            yield Explanation(Why.EARLIER, number, name, step.symbol)
    for name in MISTAKES:
        formulas = {step.symbol: wrong[step][name] for step in steps if name in wrong[step]}
        parts = [(s, part) for s, formula in formulas.items() for part in symbols_in(formula)]
        if formulas and all(position.get(part, -1) < position[s] for s, part in parts):
            number = number_of(Carried(own.trace, iteration, {}, formulas), answer.quantity)
            yield Explanation(Why.EVERYWHERE, number, name, next(iter(formulas)))


def _twin(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Take the number of the run with the other update rule."""
    if why_no_twin(own.trace.network):
        return
    number = answer.quantity.value(lambda s: own.twin.value(answer.iteration, s))
    yield Explanation(Why.TWIN, number)


def _each_sample(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Take the number of the run that updates after each sample, not after the batch."""
    net, quantity = own.trace.network, answer.quantity
    if net.is_batched and net.learns:
        other = own.each_sample
        if all(symbol in other.model.position for symbol in quantity.symbols):
            number = quantity.value(partial(other.value, answer.iteration))
            yield Explanation(Why.EACH_SAMPLE, number)


def _rounded(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Round every number that the equation uses."""
    step = _step(own.trace, answer)
    if step is None or not isclose(answer.number.value, right, rel_tol=NEAR):
        return
    for formula, rounding in product(_forms(step), _ROUNDINGS):
        values = {s: step.value_of(s) for s in symbols_in(formula)}
        rounded = {s: rounding(value) for s, value in values.items()}
        changed = tuple((s, rounded[s]) for s in rounded if rounded[s] != values[s])
        number = answer.quantity.signed(evaluate(formula, rounded.__getitem__))
        yield Explanation(Why.ROUNDED, number, rounded=changed)


def _cut(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Truncate the right number to the digits that were written."""
    if answer.number.cuts(right) and answer.number.digits >= FEWEST_DIGITS:
        yield Explanation(Why.CUT, answer.number.value)


def _last_digit(own: OwnNumbers, answer: Answer, right: float) -> Iterator[Explanation]:
    """Take the right number, if it is close: nothing else explains the answer."""
    yield Explanation(Why.LAST_DIGIT, right, tolerance=HALVES_OFF * float(answer.number.half))


_EXPLANATIONS: tuple[Callable[[OwnNumbers, Answer, float], Iterator[Explanation]], ...] = (
    _own_numbers,
    _roundings,
    _known_mistakes,
    _signs_of_terms,
    _mixed_up,
    _twin,
    _each_sample,
    _mistakes_before,
    _rounded,
    _cut,
    _last_digit,
)

_ROUNDINGS: tuple[Callable[[float], float], ...] = tuple(
    partial(rounding, digits)
    for digits in range(MOST_ROUNDED, 0, -1)
    for rounding in (
        lambda digits, value: round(value, digits),
        lambda digits, value: float(written(value, digits)[0]),
    )
)


def _fits(number: TypedNumber, explanation: Explanation) -> bool:
    """Whether an explanation gives the number that was written, and not by chance."""
    gives, tolerance = explanation.number, explanation.tolerance
    if not isfinite(gives) or tolerance > NEAR * abs(gives):
        return False
    if number.digits < FEWEST_DIGITS and not isclose(number.value, gives, rel_tol=SAME):
        return False
    return number.is_within(gives, number.half + Decimal(tolerance))


def _mistakes(
    step: Step, quantity: Quantity, value: Callable[[Symbol], float]
) -> Iterator[Explanation]:
    """Evaluate the known mistakes in every form of a step's equation."""
    for eq in {id(eq): eq for eq in (shown_as(step), step.equation, step.recursion)}.values():
        for name, wrong in known_mistakes(step.trace.network, eq):
            try:
                number = evaluate(wrong, value)
            except StepperError:  # the run stopped before a number that the mistake uses
                continue
            yield Explanation(Why.MISTAKE, quantity.signed(number), name)


def _values(own: OwnNumbers, answer: Answer) -> Iterator[Callable[[Symbol], float]]:
    """Yield the numbers that an equation may have used: the right ones, then the student's."""
    yield partial(own.trace.value, answer.iteration)
    for numbers in own.versions(answer.iteration):
        yield Carried(own.trace, answer.iteration, numbers).value


def _forms(step: Step) -> Iterator[Expression]:
    """Yield the formulas that give a step's number, each from other numbers."""
    formulas = _in_terms(step), step.equation.formula
    for formula in (*formulas, step.recursion.formula):
        yield formula
        in_full = rewritten(formula, lambda e: e.written if isinstance(e, Known) else e)
        if in_full is not None:
            yield in_full


def _in_terms(step: Step) -> Expression:
    """The formula of a step, with the terms of a sum as symbols of their own."""
    in_batch = step.trace.scenario.in_batch(step.iteration)
    return step.trace.model.in_terms(step.symbol, in_batch).formula


def _step(trace: Trace, answer: Answer) -> Step | None:
    """The step of an answer; None for a given number and for a quotient."""
    s = answer.quantity.symbol
    if answer.quantity.over is not None or s.role.phase is Phase.GIVEN:
        return None
    return Step(trace, answer.iteration, s)
