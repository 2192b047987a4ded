"""Answers against the run: published numbers and misprints, rounded runs, every known mistake."""

from io import BytesIO
from itertools import cycle
from math import isclose

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import Symbol
from stepper.diagnosis.diagnose import compare, first_mistake
from stepper.diagnosis.verdict import Explanation, Standing, Verdict, Why
from stepper.errors import NotFiniteError
from stepper.input.answer_sheet import read_answers
from stepper.input.answers import Answer, Quantity
from stepper.input.numbers import read_typed
from stepper.mistakes.changes import Change
from stepper.mistakes.mistakes import known_mistakes
from stepper.runs.rows import Run
from stepper.runs.trace import Step, Trace, run
from stepper.runs.twin import twin
from stepper.typeset.digits import RESULT, written
from tests.diagnosis.test_diagnosis import network
from tests.support import published as pages
from tests.support.by_hand import ByHand
from tests.support.networks import BUNDLED, EVERY, IN_PLACE, SHAPES, drawn, traced
from tests.support.published import EXAMPLES, MISPRINTS, places

FAR = 2000  # halves of a unit of the last digit: a number this far off is no chance


def verdicts(trace: Trace, text: str) -> list[Verdict]:
    answers = read_answers(BytesIO(text.encode()), "answers.txt", trace).answers
    return compare(trace, answers)


def whys(trace: Trace, text: str) -> list[Explanation | None]:
    judged = verdicts(trace, text)
    return [verdict.explanation for verdict in judged if not verdict.agrees]


def why(trace: Trace, text: str) -> Explanation:
    (explanation,) = whys(trace, text)
    assert explanation
    return explanation


def answer(symbol: Symbol, number: float, digits: int = RESULT, iteration: int = 1) -> Answer:
    number_read = read_typed(written(number, digits)[0])
    assert number_read
    return Answer(1, iteration, Quantity(symbol), number_read)


@pytest.fixture(scope="module")
def published() -> dict[str, Trace]:
    """Traces by example, computed as far as needed."""
    return {id: pages.traced(id) for id in EXAMPLES}


@pytest.fixture(scope="module")
def three_hidden() -> Trace:
    return traced("three_hidden")


# --- published numbers


@pytest.mark.parametrize("id", EXAMPLES)
def test_every_printed_number_agrees(published: dict[str, Trace], id: str) -> None:
    printed = EXAMPLES[id]["printed"]
    text = "\n".join(f"{name} = {number}" for name, number in printed.items())
    judged = verdicts(published[id], text)
    assert len(judged) == len(printed)
    assert [verdict for verdict in judged if not verdict.agrees] == []
    assert first_mistake(published[id], judged) is None


def test_the_misprints_of_the_classic_mistake_are_named_so(published: dict[str, Trace]) -> None:
    in_place = [misprint for _, misprint in MISPRINTS if "in_place" in misprint]
    lines = [" = ".join(typed) for m in in_place for typed in places(m, m["printed"])]
    assert len(lines) == 3
    judged = whys(published["mazur"], "\n".join(lines))
    assert [explanation and explanation.why for explanation in judged] == [Why.CAUSE] * 3


def test_a_rounded_number_that_was_carried_on_is_named_where_it_was_written(
    published: dict[str, Trace],
) -> None:
    pei = published["han-kamber-pei"]
    (misprint,) = EXAMPLES["han-kamber-pei"]["misprints"]
    line = f"{misprint['what']} = {misprint['printed']}"
    judged = verdicts(pei, f"a[1][1] = 0.332\na[2][1] = 0.474\n{line}")
    assert [verdict.agrees for verdict in judged] == [True, True, False]
    explanation = judged[2].explanation
    assert explanation
    assert explanation.why is Why.CARRIED
    assert [source.line for source in explanation.answers] == [2]
    alone = why(pei, line)
    assert alone.why is Why.ROUNDED
    assert alone.rounded == ((pei.model.by_column["a[2][1]"], 0.474),)


def test_a_number_that_was_rounded_without_being_written_is_found(
    published: dict[str, Trace],
) -> None:
    trace = published["mazur"]
    explanation = why(trace, "w*delta[2][2][1] = -0.019049119")
    assert explanation.why is Why.ROUNDED
    assert explanation.rounded == ((trace.model.by_column["delta[2][2]"], -0.038098237),)


def test_where_nothing_before_a_number_was_rounded_it_does_not_differ_by_rounding() -> None:
    trace = network(([0.99], [1]), ([[0.54]], None), ([[0.3]], None))
    assert whys(trace, "z1 = 0.54") == [None]  # 0.5346, and 0.535 rounded twice


# --- rounded runs


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("digits", range(2, 13))
def test_every_number_of_a_run_agrees_when_it_is_rounded_to_any_digits(
    name: str, digits: int
) -> None:
    trace = traced(name)
    answers = [answer(symbol, trace.value(symbol, 2), digits, 2) for symbol in trace.model.columns]
    assert all(verdict.agrees for verdict in compare(trace, answers))


@pytest.mark.parametrize("name", [*BUNDLED, "2-3-3-2"])
def test_a_student_who_carries_on_rounded_numbers_is_recognised(name: str) -> None:
    trace = traced(name)
    put: dict[Symbol, float] = {}
    answers = []
    for line, symbol in enumerate(trace.model.computed, 1):
        made = written(ByHand(trace, 1, put).computed(symbol), 4)[0]
        put[symbol] = float(made)
        number = read_typed(made)
        assert number
        answers.append(Answer(line, 1, Quantity(symbol), number))
    judged = compare(trace, answers)
    assert len([verdict for verdict in judged if verdict.agrees]) > len(judged) / 4
    for verdict in judged:
        if not verdict.is_right_so_far:
            assert verdict.explanation
            assert verdict.explanation.why is Why.CARRIED


# --- known mistakes


@pytest.mark.parametrize("name", ["1-1-1-1-1", "2-2-1 with fixed biases", "xor"])
def test_the_number_of_every_known_mistake_is_explained_by_one(name: str) -> None:
    trace = traced(name)
    asked = named = 0
    made = trace.model.computed
    for symbol in made[:: max(len(made) // 8, 1)]:
        step = Step(trace, 1, symbol)
        numbers = {
            mistake: evaluate(wrong, step.value_of)
            for mistake, wrong in known_mistakes(trace.network, step.equation)
        }
        for number in numbers.values():
            typed = answer(symbol, number)
            off = abs(number - step.value) / float(typed.number.half)
            if typed.number.digits < RESULT or off < FAR:
                continue
            (judged,) = compare(trace, [typed])
            asked += 1
            assert judged.explanation
            assert judged.explanation.why is Why.CAUSE
            assert typed.number.agrees(judged.explanation.number)
            named += bool(judged.explanation.mistake)
    assert asked > 2 * len(made[:: max(len(made) // 8, 1)])
    assert named > 0.9 * asked


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("dC/da[3][1] = -0.0652298", "new_weight"),
        ("delta[3][1] = -0.0527", "no_slope"),
        ("delta[3][1] = 0.0129822", "target_minus_prediction sign"),
        ("minus delta[3][1] = -0.0129822", "sign"),
        ("delta[3][1] = -0.00716", "delta_times_input"),
        ("da/dz[3][1] = 0.186627", "slope_of_z"),
        ("C = 0.185106", "no_half"),
        ("w+[4][1][1] = 0.5", "not_moved"),
        ("w+[1][1][1] = 0.149856", "uphill"),
    ],
)
def test_a_mistake_of_the_home_network_is_named(
    three_hidden: Trace, line: str, mistake: str
) -> None:
    explanation = why(three_hidden, line)
    assert explanation.why is Why.CAUSE
    assert explanation.mistake in mistake.split()


def test_a_term_of_a_sum_has_its_own_mistakes() -> None:
    trace = traced("2-3-3-2")
    v = {symbol.column: trace.value(symbol, 1) for symbol in trace.model.columns}
    wrong = {
        "C[2]": ("no_half", (v["a[3][2]"] - v["t[2]"]) ** 2),
        "w*a[2][1][3]": ("no_weight", v["a[1][3]"]),
        "w*delta[3][2][1]": ("new_weight", v["delta[3][2]"] * v["w+[3][2][1]"]),
    }
    for column, (mistake, number) in wrong.items():
        explanation = why(trace, f"{column} = {number:.7g}")
        assert (explanation.why, explanation.mistake) == (Why.CAUSE, mistake)


def test_a_forgotten_bias_is_named_and_what_follows_from_it_is_recognised() -> None:
    trace = traced("2-2-1 with biases")
    v = {symbol.column: trace.value(symbol, 1) for symbol in trace.model.columns}
    z = v["z[1][1]"] - v["b[1][1]"]
    put = {trace.model.by_column["z[1][1]"]: z}
    carried = ByHand(trace, 1, put)
    by = trace.model.by_column
    lines = [f"{c} = {carried.value(by[c]):.5f}" for c in ("z[1][1]", "a[1][1]", "z[2][1]")]
    judged = verdicts(trace, "\n".join(lines))
    mistake, follows, follows_too = (verdict.explanation for verdict in judged)
    assert mistake and follows and follows_too
    assert (mistake.why, mistake.mistake) == (Why.CAUSE, "no_bias")
    for k, explanation in enumerate((follows, follows_too)):
        assert explanation.why is Why.FOLLOWS
        assert [source.line for source in explanation.answers] == [k + 1]


def test_a_mistake_on_the_way_is_found_though_its_number_was_not_written(
    three_hidden: Trace,
) -> None:
    by = three_hidden.model.by_column
    delta = Step(three_hidden, 1, by["delta[4][1]"])
    with_h = dict(known_mistakes(three_hidden.network, delta.equation))["delta_times_input"]
    carried = ByHand(three_hidden, 1, {delta.symbol: evaluate(with_h, delta.value_of)})
    explanation = why(three_hidden, f"dC/dw[2][1][1] = {carried.value(by['dC/dw[2][1][1]']):.6g}")
    assert explanation.why is Why.CAUSE
    # or as if the gradient were sent back in place of delta: an h is in it once too often
    assert explanation.cause and not explanation.cause.is_certain
    assert explanation.mistake in ("delta_times_input", "gradient_for_delta")
    assert explanation.number == pytest.approx(carried.value(by["dC/dw[2][1][1]"]), rel=1e-12)


def test_a_mistake_made_everywhere_is_found_from_a_number_at_the_end() -> None:
    scenario = EVERY["2-2-1 with biases"]
    trace = run(scenario)
    layers = tuple(layer._replace(biases=None) for layer in scenario.layers)
    without = run(scenario._replace(layers=layers))
    explanation = why(trace, f"C = {without.value(trace.model.by_column['C'], 1):.6g}")
    assert (explanation.why, explanation.mistake) == (Why.CAUSE, "no_bias")
    assert explanation.at == trace.model.by_column["z[1][1]"]


@pytest.mark.parametrize("name", ["2-2-1 with biases", "three_hidden", *list(IN_PLACE)[:1]])
def test_the_other_run_is_named_from_its_second_iteration(name: str) -> None:
    trace = traced(name)
    other = twin(trace)
    steps = trace.model.steps
    some = steps[:: len(steps) // 2 if len(steps) > 30 else len(steps) // 4]
    for symbol, iteration in zip(some, cycle((2, trace.iterations)), strict=False):
        number = other.value(symbol, iteration)
        (judged,) = compare(trace, [answer(symbol, number, 9, iteration)])
        off = abs(judged.right - number) / float(judged.answer.number.half)
        if off > 200:  # enough to be no chance
            assert judged.explanation
            assert judged.explanation.why is Why.CAUSE
            assert judged.answer.number.agrees(judged.explanation.number)


# --- a student's own numbers


def test_what_follows_from_a_number_that_differs_names_its_line(three_hidden: Trace) -> None:
    text = "delta[4][1] = -0.2\ndC/dw[4][1][1] = -0.11235\ndC/da[3][1] = -0.100\ndelta[3][1] = -0.5"
    judged = whys(three_hidden, text)
    assert judged[0] is None
    assert [e and (e.why, [a.line for a in e.answers]) for e in judged[1:3]] == [
        (Why.FOLLOWS, [1]),
        (Why.FOLLOWS, [1]),
    ]
    assert judged[3] is None


def test_updated_weights_are_carried_on_to_the_next_iteration(three_hidden: Trace) -> None:
    by = three_hidden.model.by_column
    carried = ByHand(three_hidden, 2, {by["w[1][1][1]"]: 0.3})
    text = f"w+[1][1][1] = 0.3\niteration 2: z[1][1] = {carried.value(by['z[1][1]'])}"
    follows = whys(three_hidden, text)[1]
    assert follows
    assert (follows.why, [source.line for source in follows.answers]) == (Why.FOLLOWS, [1])


def test_a_known_mistake_on_a_students_own_numbers_is_named(three_hidden: Trace) -> None:
    explanation = whys(three_hidden, "delta[4][1] = -0.2\ndC/dw[4][1][1] = 0.11235")[1]
    assert explanation
    assert (explanation.why, explanation.mistake) == (Why.CAUSE, "sign")


def test_what_follows_is_found_where_the_calculator_kept_more_digits(three_hidden: Trace) -> None:
    by = three_hidden.model.by_column
    wrong = -0.12344321
    carried = ByHand(three_hidden, 1, {by["delta[4][1]"]: wrong})
    gradient = carried.value(by["dC/dw[4][1][1]"])
    assert f"{-0.1234 * three_hidden.value(by['a[3][1]'], 1):.5f}" != f"{gradient:.5f}"
    follows = whys(three_hidden, f"delta4 = {wrong:.4f}\ndC/dw4 = {gradient:.5f}")[1]
    assert follows
    assert follows.why is Why.FOLLOWS


def test_a_quotient_follows_from_the_numbers_that_were_written(three_hidden: Trace) -> None:
    text = "delta[4][1] = -0.2\ndelta[3][1] = -0.05\ndelta[3][1] / delta[4][1] = 0.25"
    explanation = whys(three_hidden, text)[2]
    assert explanation
    assert explanation.why is Why.FOLLOWS
    assert [source.line for source in explanation.answers] == [1, 2]


def test_a_quotient_by_zero_agrees_with_nothing() -> None:
    trace = traced("xor")
    (judged,) = verdicts(trace, "z[1][1] / x[1] = 1")
    assert not judged.agrees
    assert judged.explanation is None


# --- not by chance


@pytest.mark.parametrize("line", ["delta[3][1] = -0.3", "C = 2", "z[1][1] = 0.3", "a[1][1] = 0.0"])
def test_a_single_digit_is_no_known_mistake(three_hidden: Trace, line: str) -> None:
    assert whys(three_hidden, line) == [None]


def test_a_number_of_one_digit_that_is_just_the_mistakes_is_named(three_hidden: Trace) -> None:
    assert why(three_hidden, "w+[3][1][1] = 0.45").mistake == "not_moved"
    assert why(three_hidden, "w+[4][1][1] = 0.5").mistake == "not_moved"


@pytest.mark.parametrize("name", ["three_hidden", "2-2-1 with biases"])
def test_numbers_made_up_are_seldom_explained(name: str) -> None:
    trace = traced(name)
    factors = [1 + k / 37 for k in (3, 11)]
    judged = [
        compare(trace, [answer(symbol, trace.value(symbol, 1) * factor, 5)])[0]
        for symbol in trace.model.steps[::3]
        for factor in factors
    ]
    assert not any(verdict.agrees for verdict in judged)
    assert len([verdict for verdict in judged if verdict.explanation]) < len(judged) / 10


# --- order and edges


def test_the_first_mistake_is_the_earliest_number_of_the_run(three_hidden: Trace) -> None:
    text = "iteration 2: C = 9\nC = 9\ndelta[3][1] = 9\nz[1][1] = 9\nw1 = 9"
    judged = verdicts(three_hidden, text)
    assert [verdict.answer.line for verdict in judged] == [1, 2, 3, 4, 5]
    first = first_mistake(three_hidden, judged)
    assert first
    assert first.answer.line == 5
    second = first_mistake(three_hidden, judged[:4])
    assert second
    assert second.answer.line == 4


def test_given_numbers_agree_or_differ_without_a_reason(three_hidden: Trace) -> None:
    judged = verdicts(three_hidden, "x = 0.5\nw1 = 0.15\nw2 = 0.45\nt = -1")
    assert [verdict.agrees for verdict in judged] == [True, True, False, False]
    assert [verdict.explanation for verdict in judged] == [None] * 4


def test_a_run_is_computed_as_far_as_the_answers_go() -> None:
    long = BUNDLED["xor"]._replace(epochs=100_000)
    rows = Run(long)
    judged = verdicts(Trace(long, rows), "iteration 5: C = 0.1\nC = 0.2")
    assert len(judged) == 2
    assert rows.ready == 5


def test_a_number_that_the_run_does_not_have_is_unexplained_and_those_before_it_are_compared() -> (
    None
):
    home = BUNDLED["one_hidden"]
    large = home._replace(learning_rate=1e308, samples=(((1e10,), (20.0,)),))
    trace = Trace(large, Run(large))
    (judged,) = verdicts(trace, "dC/da[1][1] = 7.123")
    assert judged.explanation is None
    with pytest.raises(NotFiniteError):
        verdicts(trace, "w+[2][1][1] = 1")


def test_two_answers_to_one_number_are_judged_each(three_hidden: Trace) -> None:
    judged = verdicts(three_hidden, "z1 = 0.0755\nz1 = 0.075\na1 = 0.51874")
    assert [verdict.agrees for verdict in judged] == [False, True, True]


def test_every_wide_network_is_compared_in_reasonable_work() -> None:
    wide = drawn((30, 40, 2), epochs=1)
    trace = Trace(wide, Run(wide))
    judged = verdicts(trace, "a[1][7] = 0.1234\nz[2][1] = 0.4321\nC = 0.5678")
    assert [verdict.explanation for verdict in judged] == [None] * 3
    assert isclose(judged[2].right, trace.value(trace.model.by_column["C"], 1))


# --- rounding, and what only follows, is no mistake


@pytest.fixture(scope="module")
def two_inputs() -> Trace:
    return traced("2-2-1 with biases")


def standings(trace: Trace, text: str) -> list[Standing]:
    return [verdict.standing for verdict in verdicts(trace, text)]


def by_hand(
    trace: Trace, digits: int, wrong: dict[Symbol, float] | None = None, shown: int = 0
) -> str:
    """Answers of a student who computes with rounded numbers and writes fewer digits of them."""
    put: dict[Symbol, float] = {}
    lines = []
    for symbol in trace.model.steps:
        made = (wrong or {}).get(symbol, ByHand(trace, 1, put).computed(symbol))
        put[symbol] = float(written(made, digits)[0])
        lines.append(f"{symbol.column} = {written(put[symbol], shown or digits)[0]}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "digits", "shown"),
    [
        *(
            (name, *digits)
            for name in ("three_hidden", "1-1-1-1-1", "2-2-1 with biases")
            for digits in ((3, 3), (4, 4), (4, 3), (5, 4), (6, 4))
        ),
        ("2-3-3-2", 3, 3),
        ("2-3-3-2", 5, 4),
        ("vanishing", 5, 4),  # whose slopes are alike and lose their digits
    ],
)
def test_rounded_numbers_carried_on_to_the_end_are_no_mistake(
    name: str, digits: int, shown: int
) -> None:
    trace = traced(name)
    judged = verdicts(trace, by_hand(trace, digits, shown=shown))
    no_mistake = {Standing.AGREES, Standing.ROUNDING, Standing.FEW_DIGITS}
    assert {verdict.standing for verdict in judged} <= no_mistake
    assert digits > shown or not all(verdict.agrees for verdict in judged)
    assert first_mistake(trace, judged) is None


@pytest.mark.parametrize(("digits", "shown"), [(4, 4), (5, 4), (6, 4)])
def test_the_first_mistake_is_found_among_rounded_numbers_and_what_follows(
    two_inputs: Trace, digits: int, shown: int
) -> None:
    delta = two_inputs.model.by_column["delta[2][1]"]
    right = two_inputs.value(delta, 1)
    judged = verdicts(two_inputs, by_hand(two_inputs, digits, {delta: 1.0222 * right}, shown))
    first = first_mistake(two_inputs, judged)
    assert first
    assert first.answer.quantity.symbol == delta
    assert [v.answer.line for v in judged if v.standing is Standing.DIFFERS] == [first.answer.line]
    below = [v for v in judged if v.answer.line > first.answer.line]
    assert len([v for v in below if v.standing is Standing.FOLLOWS]) > len(below) / 3


def test_what_follows_does_so_though_more_of_it_was_written(two_inputs: Trace) -> None:
    by = two_inputs.model.by_column
    wrong = 1.02222 * two_inputs.value(by["delta[2][1]"], 1)
    carried = ByHand(two_inputs, 1, {by["delta[2][1]"]: wrong})
    columns = ("dC/da[1][1]", "da/dz[1][1]", "delta[1][1]")
    lines = [f"{c} = {written(carried.value(by[c]), 4)[0]}" for c in columns]
    follows, agrees = Standing.FOLLOWS, Standing.AGREES
    text = "\n".join([f"delta[2][1] = {written(wrong, 4)[0]}", *lines])
    assert standings(two_inputs, text) == [Standing.DIFFERS, follows, agrees, follows]


def test_what_follows_comes_before_a_mistake_that_gives_the_same(two_inputs: Trace) -> None:
    by = two_inputs.model.by_column
    sent = Step(two_inputs, 1, by["dC/da[1][2]"])
    new = evaluate(
        dict(known_mistakes(two_inputs.network, sent.equation))["new_weight"], sent.value_of
    )
    delta = new * two_inputs.value(by["da/dz[1][2]"], 1)
    last = whys(two_inputs, f"dC/da[1][2] = {new:.4g}\ndelta[1][2] = {delta:.4g}")[-1]
    assert last
    assert last.why is Why.FOLLOWS
    assert why(two_inputs, f"delta[1][2] = {delta:.4g}").mistake == "new_weight"


@pytest.mark.parametrize(
    ("line", "is_cut"),
    [
        ("a1 = 0.51874", False),
        ("a1 = 0.518", True),
        ("a1 = 0.51", True),
        ("a1 = 0.517", False),
        ("a1 = 0.5", False),
        ("C = 0.0", False),
        ("a2 = 0.55168", True),
        ("delta3 = -0.01298", False),
        ("dC/da3 = -0.052", True),
        ("minus dC/da3 = 0.052", True),
        ("delta3 = 0.012", False),
    ],
)
def test_a_number_that_was_cut_is_recognised(three_hidden: Trace, line: str, is_cut: bool) -> None:
    (judged,) = verdicts(three_hidden, line)
    assert (judged.explanation is not None and judged.explanation.why is Why.CUT) == is_cut
    if is_cut:
        assert judged.standing is Standing.ROUNDING


def test_two_numbers_that_were_mixed_up_are_recognised(two_inputs: Trace) -> None:
    by = two_inputs.model.by_column
    for one, other in (("delta[1][1]", "delta[1][2]"), ("dC/dw[1][1][2]", "dC/dw[1][1][1]")):
        number = two_inputs.value(by[other], 1)
        explanation = why(two_inputs, f"{one} = {number:#.3g}")
        assert explanation.cause and explanation.cause.change
        assert explanation.cause.change == Change("mixed up", by[one], by[other])


@pytest.mark.parametrize("term", ["w*a[1][1][1]", "w*a[1][1][2]", "b[1][1]"])
@pytest.mark.parametrize("own", ["", "w*a[1][1][1] = 0.4\n"])
def test_the_reversed_sign_of_one_term_is_recognised(
    two_inputs: Trace, own: str, term: str
) -> None:
    by = two_inputs.model.by_column
    values = {c: two_inputs.value(by[c], 1) for c in ("w*a[1][1][1]", "w*a[1][1][2]", "b[1][1]")}
    if own:
        values["w*a[1][1][1]"] = 0.4
    number = sum(values.values()) - 2 * values[term]
    explanation = whys(two_inputs, f"{own}z[1][1] = {number:.6g}")[-1]
    assert explanation and explanation.cause and explanation.cause.change
    ways = ("sign of term", "reversed")  # of the term in its sum, or in its own equation
    assert explanation.cause.change.what in (*ways, "misread", "not subtracted")


def test_a_difference_by_rounding_hides_no_mistake_of_a_later_iteration(two_inputs: Trace) -> None:
    by = two_inputs.model.by_column
    none = {by[column]: 0.0 for column in ("b[1][1]", "b[1][2]", "b[2][1]")}
    number = ByHand(two_inputs, 2, none).value(by["C"])
    text = f"a[1][1] = 0.4178\niteration 2: C = {number:.9g}"  # which was cut
    rounding, mistake = whys(two_inputs, text)
    assert rounding and mistake
    assert rounding.why is Why.ROUNDED
    assert (mistake.why, mistake.mistake) == (Why.CAUSE, "no_bias")


@pytest.mark.parametrize(
    ("before", "line", "why"),
    [
        ("delta2 = -0.110", "delta1 = -0.01098", Why.CARRIED),
        ("delta2 = -0.110", "delta1 = -0.01112", None),  # on the other side
        ("z2 = 0.208", "y = 0.552", None),  # which is right
        ("z2 = 0.208", "y = 0.551", Why.CUT),
        ("z2 = 0.207", "y = 0.55156", Why.CUT),  # of what 0.207 gives
        ("z2 = 0.2075", "y = 0.5518", None),
        ("y = 0.552", "C = 0.1004", Why.CARRIED),
        ("y = 0.5517", "delta1 = -0.01106", Why.LAST_DIGIT),
        ("y = 0.5517", "delta1 = -0.01105", None),
    ],
)
def test_only_what_rounding_really_gives_is_called_so(
    before: str, line: str, why: Why | None
) -> None:
    trace = traced("one_hidden")
    *_, judged = verdicts(trace, f"{before}\n{line}")
    assert (judged.explanation and judged.explanation.why) == why
    assert (judged.standing is Standing.DIFFERS) == (why is None and not judged.agrees)


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("delta1 = -0.0277", "no_weight"),
        ("dC/dW1 = -0.0111", "no_input"),
        ("dC/dW2 = -0.111", "no_input"),
        ("W1+ = 0.1555", "no_rate"),
    ],
)
def test_a_common_mistake_is_likely_by_one_number_of_three_digits(line: str, mistake: str) -> None:
    explanation = why(traced("one_hidden"), line)
    assert explanation.cause
    assert (explanation.mistake, explanation.cause.is_certain) == (mistake, False)
