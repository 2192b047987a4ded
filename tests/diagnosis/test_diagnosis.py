"""What went wrong, found among all answers of a sheet: slips, wrong formulas, conventions."""

from io import BytesIO
from itertools import pairwise
from random import Random

import pytest

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.cause import Cause, Scope
from stepper.diagnosis.diagnose import diagnose
from stepper.diagnosis.diagnosis import Asked, Diagnosis
from stepper.diagnosis.verdict import Standing, Verdict, Why
from stepper.explain.explainer import Explainer
from stepper.input.answer_sheet import read_answers
from stepper.input.answers import Answer, Quantity
from stepper.input.numbers import read_typed
from stepper.marking.words import Verdicts
from stepper.mistakes.misread import misread
from stepper.runs.scenario import LANGUAGES, Layer, Scenario
from stepper.runs.trace import Trace, run
from stepper.typeset.digits import written
from stepper.typeset.notation import COURSE, Notation
from tests.support.networks import EVERY, begun, drawn
from tests.support.wrong_backprop import FIRST, MISTAKES, Numbers, Student

Matrix = list[list[float]]


def network(
    sample: tuple[list[float], list[float]],
    *layers: tuple[Matrix, list[float] | None],
    rate: float = 0.5,
    epochs: int = 1,
    train_biases: bool = True,
) -> Trace:
    inputs, targets = map(tuple, sample)
    made = [Layer(tuple(map(tuple, w)), tuple(b) if b else None) for w, b in layers]
    return run(
        Scenario("page", rate, ((inputs, targets),), tuple(made), epochs, train_biases=train_biases)
    )


def judged(trace: Trace, text: str, asked: Asked | None = None) -> Diagnosis:
    answers = read_answers(BytesIO(text.encode()), "answers.txt", trace).answers
    return diagnose(trace, answers, asked)


def sheet(trace: Trace, numbers: Numbers, digits: int) -> list[Answer]:
    answers = []
    for line, (column, number) in enumerate(numbers.items(), 1):
        typed = read_typed(written(number, digits)[0])
        assert typed
        answers.append(Answer(line, 1, Quantity(trace.model.by_column[column]), typed))
    return answers


def off(diagnosis: Diagnosis) -> list[Verdict]:
    return [verdict for verdict in diagnosis.verdicts if verdict.standing.is_off]


def told(trace: Trace, cause: Cause, language: str = "en") -> str:
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    return Verdicts(trace, Explainer(language, notation)).cause(cause)


MAZUR = network(
    ([0.05, 0.10], [0.01, 0.99]),
    ([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35]),
    ([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60]),
    train_biases=False,
)
NOTEBOOK = network(
    ([0.1, 0.2], [0.05, 0.95]),
    ([[0.20, 0.25], [0.30, 0.35]], [0.40, 0.40]),
    ([[0.45, 0.50], [0.55, 0.60]], [0.65, 0.65]),
    rate=0.3,
    epochs=2,
)
WIDE = network(
    ([0.1, 0.2], [0.05, 0.95]),
    ([[0.21, 0.25], [0.30, -0.35], [-0.15, 0.45]], [0.40, 0.45, -0.1]),
    ([[0.45, 0.50, -0.25], [0.55, 0.60, 0.75]], [0.65, 0.70]),
    rate=0.3,
)


# --- numbers of real pages


def test_five_slips_of_a_page_are_found_each_by_what_it_is() -> None:
    diagnosis = judged(
        MAZUR,
        """
        z1,1 = 0.3275
        h1,1 = 0.5812
        h1,2 = 0.5969
        z2,1 = 1.094
        y1 = 0.7491
        y2 = 0.7703
        C1 = 0.2731
        C2 = 0.289
        dC/dy1 = 0.7391
        dy1/dz2,1 = 0.1928
        """,
    )
    assert [told(MAZUR, cause) for cause in diagnosis.causes] == [
        "Likely, not certain: b₁,₁ was taken to be 0.3; it is 0.35.",
        "Likely, not certain: The same mistake in every equation of its kind in this layer, "
        "from W₂,₁₂·h₁,₂ onwards: That takes h₁,₁ where h₁,₂ belongs.",
        "Likely, not certain: That takes y′₁ where y′₂ belongs.",
        "Likely, not certain: That takes ∂C/∂y₁ where y₁ belongs.",
    ]
    assert [verdict.explanation is None for verdict in off(diagnosis)] == [False] * 9


def test_a_bias_that_a_layer_shares_is_a_convention_over_several_iterations() -> None:
    diagnosis = judged(
        NOTEBOOK,
        """
        δy1 = 0.126367447
        δy2 = -0.024988306
        δ1,1 = 0.010206347772
        δ1,2 = 0.011325002866
        b1,1+ = 0.393540595
        b1,2+ = 0.393540595
        b2,1+ = 0.619586257
        b2,2+ = 0.619586257
        iteration 2
        h1,1 = 0.613817477
        y1 = 0.764458839
        C = 0.267748591
        """,
    )
    assert diagnosis.convention
    assert (diagnosis.convention.name, diagnosis.convention.agree) == ("shared bias", 11)
    assert diagnosis.is_right
    assert diagnosis.causes == ()


def test_gradients_summed_in_place_of_weighted_deltas_are_named_from_four_gradients() -> None:
    course = network(
        ([0.5, 0.3], [0.23, -0.07]),
        ([[0.2, 0.5], [-0.4, 0.6]], None),
        ([[0.1, -0.3], [-0.5, 0.8]], None),
        rate=1.0,
    )
    diagnosis = judged(
        course,
        """
        dC/dW1,11 = 0.01458
        dC/dW1,12 = 0.00875
        dC/dW1,21 = 0.01304
        dC/dW1,22 = 0.00782
        """,
    )
    (cause,) = diagnosis.causes
    assert (cause.name, cause.scope, cause.is_certain) == ("gradient_for_term", Scope.LAYER, True)
    assert [v.explanation and v.explanation.why for v in off(diagnosis)] == [Why.CAUSE] * 4


def test_a_weight_left_out_twice_on_the_way_back_is_seen_in_one_gradient_and_its_quotient() -> None:
    page = network(
        ([1.0], [0.0]),
        ([[0.5]], [1.0]),
        ([[0.5], [0.5]], [1.0, 1.0]),
        ([[0.5, 0.5]], [1.0]),
        rate=1.0,
    )
    diagnosis = judged(page, "dC/dW1 = 0.00490831\ndC/dW1 / dC/dy = 0.0057167524")
    (cause,) = diagnosis.causes
    assert (cause.name, cause.scope) == ("no_weight", Scope.EVERYWHERE)
    assert [v.standing for v in diagnosis.verdicts] == [Standing.DIFFERS, Standing.FOLLOWS]


def test_a_number_that_nothing_explains_says_how_far_off_it_is() -> None:
    diagnosis = judged(MAZUR, "z1,1 = 0.3775\nh1,1 = 0.6012\nz2,1 = 1.10908")
    assert [v.standing for v in diagnosis.verdicts[1:]] == [Standing.DIFFERS, Standing.FOLLOWS]
    words = Verdicts(MAZUR, Explainer("en", Notation(COURSE, MAZUR.model)))
    sentence = words.because(diagnosis.verdicts[1])
    assert sentence == "Too large by 0.0079 (1.3 %). The cause was not found."


def test_one_or_two_last_places_of_a_double_are_no_difference() -> None:
    right = MAZUR.value(MAZUR.model.by_column["a[1][1]"], 1)
    near = right * (1 + 2**-52)
    assert near != right
    assert judged(MAZUR, f"h1,1 = {near!r}").is_right
    assert not judged(MAZUR, f"h1,1 = {right * (1 + 2**-48)!r}").is_right


# --- wrong formulas


@pytest.mark.parametrize("name", MISTAKES)
def test_a_wrong_formula_is_found_in_numbers_and_in_gradients_of_4_digits(name: str) -> None:
    """As written in plain loops, apart from the equations of the project."""
    square = NOTEBOOK if name in (*FIRST, "gradients_transposed") else WIDE
    every, gradients, _ = MISTAKES[name](square.scenario).run()
    for numbers in (every, gradients)[: 1 if name == "misread" else 2]:  # it changes them little
        diagnosis = diagnose(square, sheet(square, numbers, 4))
        if not off(diagnosis):
            continue  # as of an update, which no gradient shows
        assert diagnosis.causes or diagnosis.convention
        assert [v.answer for v in off(diagnosis) if v.explanation is None] == []
        for cause in diagnosis.causes:
            texts = [told(square, cause, language) for language in LANGUAGES]
            assert all(texts)
            assert not any("{" in text for text in texts)
            assert len(set(texts)) == len(LANGUAGES)


def test_two_mistakes_at_once_are_both_found() -> None:
    class Twice(Student):
        def term(self, k: int, j: int) -> float:
            return self.d2[k]

        def updated(self, old: float, gradient: float) -> float:
            return old + self.rate * gradient

    numbers, _, _ = Twice(WIDE.scenario).run()
    causes = diagnose(WIDE, sheet(WIDE, numbers, 5)).causes
    assert [cause.name for cause in causes] == ["no_weight", "uphill"]


def test_what_explains_as_much_makes_a_cause_likely_and_not_certain() -> None:
    student = MISTAKES["uphill"](WIDE.scenario)
    every, _, new = student.run()
    (of_all,) = diagnose(WIDE, sheet(WIDE, every, 6)).causes
    assert (of_all.name, of_all.is_certain) == ("uphill", True)
    (of_new,) = diagnose(WIDE, sheet(WIDE, new, 6)).causes  # all gradients may have the other sign
    assert not of_new.is_certain


def test_right_answers_that_are_rounded_have_no_cause() -> None:
    for trace in (MAZUR, NOTEBOOK, WIDE, begun(EVERY["2-3-3-2"])):
        for digits in (3, 4, 6):
            numbers = {s.column: trace.value(s, 1) for s in trace.model.columns}
            assert diagnose(trace, sheet(trace, numbers, digits)).causes == ()


def test_numbers_changed_at_random_seldom_look_like_a_mistake() -> None:
    random = Random(4)
    known = other = 0
    for trace in (NOTEBOOK, WIDE) * 8:
        numbers = random.choice(Student(trace.scenario).run())
        for column in random.sample(list(numbers), random.randint(1, 3)):
            numbers[column] *= random.uniform(-2, 3)
        causes = diagnose(trace, sheet(trace, numbers, random.choice((3, 4, 6)))).causes
        known += any(cause.name for cause in causes)
        other += any(not cause.name for cause in causes)
    assert known == 0
    assert other <= 2


def test_a_whole_sheet_of_nonsense_has_no_certain_cause() -> None:
    random = Random(8)
    numbers = {column: random.uniform(-1, 1) for column in Student(WIDE.scenario).run()[0]}
    diagnosis = diagnose(WIDE, sheet(WIDE, numbers, 4))
    assert not any(cause.is_certain for cause in diagnosis.causes)
    assert len(off(diagnosis)) > 0.9 * len(numbers)


# --- conventions


def under(meant: Trace, symbols: list[Symbol], iteration: int = 1) -> str:
    lines = (f"{s.column} = {meant.value(s, iteration):.6g}" for s in symbols)
    return "\n".join([f"iteration {iteration}", *lines])


@pytest.mark.parametrize("cost", ["squares", "cross_entropy"])
def test_another_cost_is_a_convention_where_costs_and_gradients_agree_with_it(cost: str) -> None:
    trace = begun(drawn((2, 2, 1), samples=1))
    meant = begun(trace.scenario._replace(cost=cost))
    common = [s for s in meant.model.steps if s in trace.model.position]
    convention = judged(trace, under(meant, common)).convention
    assert convention
    assert (convention.name, convention.setting) == (f"cost.{cost}", f'cost = "{cost}"')
    assert convention.scenario == meant.scenario
    assert convention.agree == len(common)


def test_the_sum_over_a_batch_is_a_convention() -> None:
    trace = begun(drawn((2, 2, 1), samples=3)._replace(batch=3))
    meant = begun(trace.scenario._replace(batch_gradient="sum"))
    convention = judged(trace, under(meant, list(meant.schedule.steps(3)), 3)).convention
    assert convention
    assert convention.setting == 'batch_gradient = "sum"'


def test_matrices_read_the_other_way_round_are_a_convention() -> None:
    turned = [
        layer._replace(weights=tuple(zip(*layer.weights, strict=True)))
        for layer in NOTEBOOK.scenario.layers
    ]
    meant = begun(NOTEBOOK.scenario._replace(layers=tuple(turned)))
    convention = judged(NOTEBOOK, under(meant, list(meant.model.steps))).convention
    assert convention
    assert (convention.name, convention.scenario) == ("orientation", meant.scenario)


def test_names_with_the_indices_of_weights_swapped_are_a_convention() -> None:
    net, v = NOTEBOOK.model, NOTEBOOK.value
    text = "\n".join(
        f"{s._replace(j=s.i, i=s.j).column if s.i else s.column} = {v(s, 1):.6g}"
        for s in net.steps
        if s.role.name in ("A", "DELTA", "DC_DW", "W_NEW")
    )
    diagnosis = judged(NOTEBOOK, text)
    assert diagnosis.convention
    assert diagnosis.convention.name == "names swapped"
    assert diagnosis.is_right


def test_errors_as_target_minus_output_are_a_convention_where_the_updates_agree() -> None:
    roles = {"DC_DA": -1, "DELTA": -1, "DC_DW": -1, "W_NEW": 1}
    numbers = {
        s.column: roles[s.role.name] * NOTEBOOK.value(s, 1)
        for s in NOTEBOOK.model.steps
        if s.role.name in roles
    }
    diagnosis = diagnose(NOTEBOOK, sheet(NOTEBOOK, numbers, 5))
    assert diagnosis.convention
    assert diagnosis.convention.name == "target minus output"
    assert diagnosis.is_right
    gradients = {column: n for column, n in numbers.items() if column.startswith("dC/dw")}
    (cause,) = diagnose(NOTEBOOK, sheet(NOTEBOOK, gradients, 5)).causes
    assert cause.name == "target_minus_prediction"


def test_a_rounded_e_is_a_convention() -> None:
    z = [NOTEBOOK.value(NOTEBOOK.model.by_column[f"z[1][{j}]"], 1) for j in (1, 2)]
    text = "\n".join(f"h1,{j} = {1 / (1 + 2.7 ** -z[j - 1]):.6f}" for j in (1, 2))
    convention = judged(NOTEBOOK, text).convention
    assert convention
    assert (convention.name, convention.value) == ("e", "2.7")


def test_one_wrong_number_is_a_mistake_and_no_convention() -> None:
    diagnosis = judged(begun(EVERY["three_hidden"]), "C = 0.185106")
    assert diagnosis.convention is None
    assert [cause.name for cause in diagnosis.causes] == ["no_half"]


# --- what counts, and words


def test_what_was_asked_for_and_has_no_answer_is_missing() -> None:
    by = MAZUR.model.by_column
    asked = Asked(numbers=((1, by["z[1][1]"]), (1, by["C"])))
    diagnosis = judged(MAZUR, "z1,1 = 0.3775", asked)
    assert diagnosis.missing == ((1, by["C"]),)
    assert diagnosis.count(Standing.AGREES) == 1
    assert not diagnosis.is_right


def test_fewer_digits_than_asked_are_not_enough_but_an_exact_number_is() -> None:
    diagnosis = judged(MAZUR, "h1,1 = 0.6\nx1 = 0.05\nh1,2 = 0.5969", Asked(digits=4))
    few = [verdict.standing is Standing.FEW_DIGITS for verdict in diagnosis.verdicts]
    assert few == [True, False, False]


def test_causes_stand_in_the_order_of_the_run() -> None:
    diagnosis = judged(MAZUR, "z1,1 = 0.3275\nC2 = 0.29968\ndy1/dz2,1 = 0.74136507")
    first = [MAZUR.model.position[cause.symbols[0]] for cause in diagnosis.causes]
    assert all(one <= other for one, other in pairwise(first))


def test_a_number_with_the_decimal_point_elsewhere_is_written_without_the_noise_of_floats() -> None:
    assert 0.07 in {number for number, _ in misread(0.7)}
    assert 0.29 in {number for number, _ in misread(2.9)}
