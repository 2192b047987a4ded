"""Answers that a student may write, and the messages about lines that cannot be read."""

from io import BytesIO

import pytest

from stepper.backprop.symbols import Symbol
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario
from stepper.input.answer_lines import AnswerReader
from stepper.input.answer_sheet import MOST_SHOWN, AnswerSheet, in_words, read_answers
from stepper.input.answers import Answer, Quantity
from stepper.limits import MAX_BYTES, MOST_PROBLEMS
from stepper.paper.paper import Paper
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace, run
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, STANDARD, Notation
from tests.support.networks import BUNDLED, EVERY, drawn

HOME = BUNDLED["three_hidden"]
NUMBER = "expected a number such as -0.013, 1/4 or 7.2e-5, found"


def trace_of(scenario: Scenario) -> Trace:
    return Trace(scenario, Run(scenario))


def sheet(text: str | bytes, scenario: Scenario = HOME, style: str = COURSE) -> AnswerSheet:
    data = text.encode() if isinstance(text, str) else text
    return read_answers(BytesIO(data), "answers.txt", trace_of(scenario), style)


def answers(text: str | bytes, scenario: Scenario = HOME, style: str = COURSE) -> list[Answer]:
    read = sheet(text, scenario, style)
    assert not read.unread
    return read.answers


def column(column: str, scenario: Scenario = HOME) -> Symbol:
    return scenario.model.by_column[column]


def refused(text: str | bytes, scenario: Scenario = HOME, style: str = COURSE) -> list[str]:
    """The problems of a file without any answer."""
    with pytest.raises(StepperError) as error:
        sheet(text, scenario, style)
    return list(error.value.problems)


def problems(text: str, scenario: Scenario = HOME, style: str = COURSE) -> list[str]:
    """The problems of the lines that are set aside, after one that can be read."""
    read = sheet(f"{text}\nC = 1", scenario, style)
    assert read.answers
    return [problem for unread in read.unread for problem in in_words(unread)]


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("C = 0.29", "C", 0.29),
        ("C=0.29", "C", 0.29),
        ("  C ≈ 0.29  ", "C", 0.29),
        ("C ~ 0.29 # to two digits", "C", 0.29),
        ("C: 0.29", "C", 0.29),
        ("C := 0.29", "C", 0.29),
        ("C = ≈ 0.29", "C", 0.29),
        ("c = 0.29", "C", 0.29),
        ("delta[3][1] = −0.013", "delta[3][1]", -0.013),
        ("delta3 = -1.3e-2", "delta[3][1]", -0.013),
        ("δ₃ = −1.3·10⁻²", "delta[3][1]", -0.013),
        ("δ3 = -1/4", "delta[3][1]", -0.25),
        ("dC/da[1][1] = .5", "dC/da[1][1]", 0.5),
        ("∂C/∂W₃ = 1", "dC/dw[3][1][1]", 1.0),
        ("w+[4][1][1] = 0.6", "w+[4][1][1]", 0.6),
        ("z1 = 0.15*0.5 = 0.075", "z[1][1]", 0.075),
        ("y = g(0.363) = 0.5898", "a[4][1]", 0.5898),
        ("δy = (y-y')*y(1-y) = -0.1055", "delta[4][1]", -0.1055),
        ("z1 = W1*x = 0.15 · 0.5 = 0.075", "z[1][1]", 0.075),
        ("δ₃ = dC/da3 = 0.075", "delta[3][1]", 0.075),
        ("x = 0.5", "x[1]", 0.5),
    ],
)
def test_a_line_is_read_as_students_write_it(line: str, name: str, value: float) -> None:
    (answer,) = answers(line)
    assert (answer.line, answer.iteration) == (1, 1)
    assert answer.quantity == Quantity(column(name))
    assert answer.number.value == value


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("-delta[3][1]", Quantity(column("delta[3][1]"), None, True)),
        ("− δ₃", Quantity(column("delta[3][1]"), None, True)),
        ("minus delta3", Quantity(column("delta[3][1]"), None, True)),
        ("Minus C", Quantity(column("C"), None, True)),
        ("delta3 / delta4", Quantity(column("delta[3][1]"), column("delta[4][1]"))),
        ("dC/da3 / dC/da4", Quantity(column("dC/da[3][1]"), column("dC/da[4][1]"))),
        ("-δ₃ / δy", Quantity(column("delta[3][1]"), column("delta[4][1]"), True)),
    ],
)
def test_a_sign_and_a_quotient_may_stand_before_the_number(name: str, quantity: Quantity) -> None:
    assert answers(f"{name} = 2")[0].quantity == quantity


def test_several_answers_may_stand_on_a_line() -> None:
    read = answers(
        "z1 = 0.075; C = 1;; # two\niteration 2: C = 2; C = 3; iteration 4; C = 4\nC = 5"
    )
    assert [(answer.line, answer.iteration, answer.number.value) for answer in read] == [
        (1, 1, 0.075),
        (1, 1, 1),
        (2, 2, 2),
        (2, 1, 3),
        (2, 4, 4),
        (3, 4, 5),
    ]


@pytest.mark.parametrize(
    ("line", "another"),
    [
        ("y=0.6142, C=0.01726", "C"),
        ("y=0.6142,C=0.01726", "C"),
        ("z1,1 = 0.23 h1,1 = 0.5572", "h1,1"),
        ("z1,1 = 0.1*0.6 + 0.17 = 0.23  δ₁,₁ = -0.01", "δ₁,₁"),
        ("y = 1/2 minus C: 0.5 ", "minus C"),
    ],
)
def test_a_second_answer_is_not_taken_for_the_number_of_the_first(line: str, another: str) -> None:
    (problem,) = problems(line, EVERY["2-2-1 with biases"])
    assert f'expected one number, found "{another}" as well' in problem
    assert "write each answer on its own line" in problem


def test_a_number_alone_is_that_of_a_step() -> None:
    reader = AnswerReader(trace_of(HOME), COURSE, 2, column("delta[3][1]"))
    (answer, other) = reader.read(1, "≈ −0.013; C = 1")
    assert (answer.iteration, answer.quantity) == (2, Quantity(column("delta[3][1]")))
    assert other.quantity == Quantity(column("C"))
    with pytest.raises(StepperError) as refused:
        list(reader.read(1, "abc"))
    assert refused.value.problems == ('expected name = number or just a number, found "abc"',)


def test_a_quantity_has_the_value_of_its_numbers() -> None:
    numbers = {column("z[1][1]"): 3.0, column("z[2][1]"): 4.0, column("z[3][1]"): 0.0}
    z1, z2, z3 = numbers
    values = [
        quantity.value(numbers.__getitem__)
        for quantity in (Quantity(z1), Quantity(z1, None, True), Quantity(z1, z2, True))
    ]
    assert values == [3.0, -3.0, -0.75]
    assert str(Quantity(z1, z3).value(numbers.__getitem__)) == "nan"


def test_an_iteration_holds_below_its_heading_and_before_a_name_for_one_line() -> None:
    text = (
        "C = 1\niteration 2\nC = 2\niteration 3: C = 3\nC = 4\nIteration 4:\nC = 5\n반복 5\nC = 6"
    )
    read = [(answer.line, answer.iteration, answer.number.value) for answer in answers(text)]
    assert read == [(1, 1, 1), (3, 2, 2), (4, 3, 3), (5, 2, 4), (7, 4, 5), (9, 5, 6)]


@pytest.mark.parametrize(
    "heading",
    ["iteration 2", "iteration2:", "iteration = 2", "반복 2:", "iteration 2 of 10", "반복 2 / 10"],
)
def test_a_heading_may_be_written_in_both_languages(heading: str) -> None:
    assert answers(f"{heading}\nC = 1")[0].iteration == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_lines_may_end_in_any_way_and_a_mark_may_stand_before_them(start: bytes, end: str) -> None:
    text = end.join(["# my numbers", "", "C = 1", "   ", "y = 2", ""])
    read = answers(start + text.encode())
    assert [(answer.line, answer.number.value) for answer in read] == [(3, 1), (5, 2)]


@pytest.mark.parametrize("name", ["xor", "2-3-3-2", "1-1-1 with biases", "three_hidden"])
@pytest.mark.parametrize("style", NOTATIONS)
def test_every_name_of_every_notation_is_its_number(name: str, style: str) -> None:
    scenario = EVERY[name]
    names = Notation(style, scenario.model, scenario.names).name
    columns = scenario.model.columns
    for spelling in (names, lambda symbol: symbol.column):
        text = "\n".join(f"{spelling(symbol)} = 1" for symbol in columns)
        read = answers(text, scenario, style)
        assert [answer.quantity for answer in read] == [Quantity(s) for s in columns]


# --- which number a name means


def test_a_column_comes_before_the_scenarios_own_letters_and_these_before_the_notation() -> None:
    names = {"x[1]": "z1", "dC/da[2][1]": "a[1][1]", "w[1][1][1]": "t", "b[1][1]": "net in"}
    scenario = EVERY["1-1-1 with biases"]._replace(names=names)
    meant = {"a[1][1]": "a[1][1]", "z1": "x[1]", "t": "w[1][1][1]", "net  in": "b[1][1]"}
    for style in (COURSE, STANDARD):
        for name, symbol in meant.items():
            (answer,) = answers(f"{name} = 1", scenario, style)
            assert answer.quantity.symbol.column == symbol


def test_an_ambiguous_name_is_reported_with_all_that_it_may_mean() -> None:
    scenario = BUNDLED["xor"]._replace(names={"z[1][1]": "Ab", "z[1][2]": "AB"})
    assert answers("AB = 1", scenario)[0].quantity.symbol.column == "z[1][2]"
    assert problems("C = 1\nab = 1\nC / ab = 2", scenario) == [
        'line 2: "ab" is the name of z[1][1], z[1][2]; write one of these',
        'line 3: "ab" is the name of z[1][1], z[1][2]; write one of these',
    ]


# --- what cannot be read


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("C = 1,234", f'{NUMBER} "1,234"; use a decimal point, not a comma'),
        ("z1 = δ₇·x₁", 'no number has the name "δ₇"; did you mean δ₁?'),
        ("z1 = W1·(x", '"W1·(x": the bracket ( is never closed'),
        ("C = 1/(x-x)", '"1/(x-x)" has no value: it divides by 0, or the like'),
        (
            "network 2-2-1, foo: 3",
            'no number has the name "network 2-2-1, foo"; write one such as z1',
        ),
        ("C =", f"{NUMBER} nothing"),
        ("C = about 3", f'{NUMBER} "about 3"'),
        ("C = 1/0", f'{NUMBER} "1/0"'),
        ("C = \x1b[1m", f"{NUMBER} text with control characters"),
        ("C 0.29", 'expected name = number, found "C 0.29"'),
        ("= 0.29", "expected the name of a number before the = sign"),
        ("dleta[3] = 1", 'no number has the name "dleta[3]"; did you mean δ₃?'),
        ("foo = 1", 'no number has the name "foo"; write one such as z1'),
        ("minus foo = 1", 'no number has the name "foo"; write one such as z1'),
        ("C / foo = 1", 'no number has the name "foo"; write one such as z1'),
        ("delta[5][1] = 1", 'no number has the name "delta[5][1]"; did you mean δ₁?'),
        ("iteration 0", 'expected an iteration from 1 to 10, found "0"'),
        ("iteration 11: C = 1", 'expected an iteration from 1 to 10, found "11"'),
        ("iteration two", 'expected an iteration from 1 to 10, found "two"'),
        ("iteration", "expected an iteration from 1 to 10, found nothing"),
        ("반복 -1", 'expected an iteration from 1 to 10, found "-1"'),
    ],
)
def test_a_line_that_cannot_be_read_is_reported_with_its_place(line: str, problem: str) -> None:
    assert problems(f"C = 1\n\n{line}") == [f"line 3: {problem}"]


def test_all_problems_are_reported_at_once() -> None:
    text = "C = ?\nfoo = !\nC = 1;foo = 1;C = 2\niteration 99"
    assert problems(text) == [
        f'line 1: {NUMBER} "?"',
        'line 2: no number has the name "foo"; write one such as z1',
        f'line 2: {NUMBER} "!"',
        'line 3: no number has the name "foo"; write one such as z1',
        'line 4: expected an iteration from 1 to 10, found "99"',
    ]
    read = sheet(text)
    assert [(answer.line, answer.number.value) for answer in read.answers] == [(3, 1), (3, 2)]
    assert [unread.text for unread in read.unread][2:] == ["C = 1;foo = 1;C = 2", "iteration 99"]


def test_a_file_without_any_answer_is_refused_with_all_its_problems() -> None:
    assert refused("C = ?\n\niteration 99") == [
        f'answers.txt: line 1: {NUMBER} "?"',
        'answers.txt: line 3: expected an iteration from 1 to 10, found "99"',
    ]


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        (6, "1 more problem"),
        (80, "75 more problems"),
        (10_000, f"at least {MOST_PROBLEMS - MOST_SHOWN + 1} more problems"),
    ],
)
def test_not_every_line_of_some_other_file_is_reported(lines: int, more: str) -> None:
    messages = refused("this is\n" * lines)
    assert len(messages) == MOST_SHOWN + 1
    assert messages[-1] == f"answers.txt: {more}; fix these first"


@pytest.mark.parametrize(
    ("format", "detail"), [("text", False), ("text", True), ("markdown", False), ("latex", True)]
)
@pytest.mark.parametrize(("language", "style"), [("en", COURSE), ("ko", COURSE), ("en", ASCII)])
def test_a_page_instead_of_answers_is_recognised(
    format: str, language: str, style: str, detail: bool
) -> None:
    trace = run(EVERY["2-2-1 with biases"])
    notation = Notation(style, trace.model)
    paper = Paper(trace, Explainer(language, notation), format, detail=detail, blank=("delta",))
    messages = refused("\n".join(paper.steps(trace.steps[:20])), trace.scenario, style)
    assert len(messages) == MOST_SHOWN + 1
    example = "z1,1" if style == COURSE else "z[1][1]"
    assert "it looks like a page of `stepper show`" in messages[-1]
    assert f"write a line such as {example} = 0.29 for each of your answers" in messages[-1]
    assert not any("decimal" in problem for problem in messages)


@pytest.mark.parametrize(
    ("name", "style", "meant"),
    [
        ("w1+", COURSE, "W₁,₁₁⁺"),
        ("dleta12", COURSE, "δ₁,₂"),
        ("dC/dW1", ASCII, "dC/dw[1][1][1]"),
    ],
)
def test_a_similar_name_is_suggested_in_the_notation_in_use(
    name: str, style: str, meant: str
) -> None:
    (problem,) = problems(f"{name} = 1", EVERY["2-2-1 with biases"], style)
    assert problem.endswith(f'no number has the name "{name}"; did you mean {meant}?')


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("style", NOTATIONS)
def test_the_example_can_be_typed_and_is_read(name: str, style: str) -> None:
    example = AnswerReader(trace_of(EVERY[name]), style).example
    assert example.isascii()
    (answer,) = answers(f"{example} = 1", EVERY[name], style)
    assert answer.quantity == Quantity(EVERY[name].model.steps[0])


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet", "iteration 2\n"])
def test_a_file_without_answers_says_what_to_write(text: str) -> None:
    assert refused(text) == [
        "answers.txt: no answers; write a line such as z1 = 0.29 for each number"
    ]


def test_a_file_has_to_be_utf_8_and_of_bounded_size() -> None:
    assert refused(b"C = 1\n\xff = 2") == ["answers.txt: line 2: not UTF-8; save the file as UTF-8"]
    assert refused(b"#" * (MAX_BYTES + 1)) == [
        "answers.txt: larger than 1,000,000 bytes, the limit for answers"
    ]
    assert len(answers(b"C = 1\n" + b"#" * (MAX_BYTES - 6))) == 1


def test_a_read_error_is_reported() -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(StepperError) as refused:
        read_answers(Broken(), "-", trace_of(HOME))
    assert refused.value.problems == ("-: cannot be read: Input/output error",)


def test_a_large_network_suggests_no_name_of_its_thousands() -> None:
    wide = drawn((40, 40, 2), epochs=1)
    assert problems("foo[1][1] = 1", wide) == [
        'line 1: no number has the name "foo[1][1]"; write one such as z1,1'
    ]


@pytest.mark.parametrize(
    "line",
    [
        "C = " + "1" * 100_000 + "x",
        "iteration" + " " * 20_000 + "= =",
        "C" + " " * 100_000 + "D = 3",
        "=" * 200_000,
        "minus " * 50_000 + "C = 1",
    ],
)
def test_a_line_of_any_length_is_reported_quickly(line: str) -> None:
    with pytest.raises(StepperError) as error:
        sheet(line, load_scenario("one_hidden"))
    assert all(len(problem) < 200 for problem in error.value.problems)
