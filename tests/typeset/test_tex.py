from itertools import combinations

import pytest

from stepper.typeset.notation import NOTATIONS, Notation
from stepper.typeset.tex.maths import in_line, maths
from stepper.typeset.tex.prose import sentence
from tests.support.networks import EVERY, SHAPES


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("W₁,₁₂", "W_{1,12}"),
        ("y′₁", "y'_{1}"),
        ("δy₁", r"\delta _{y_{1}}"),
        ("W₁,₁₂⁺", "W_{1,12}^{+}"),
        ("∂C/∂W₁,₁₂", r"\frac{\partial C}{\partial W_{1,12}}"),
        ("∂h₁/∂z₁", r"\frac{\partial h_{1}}{\partial z_{1}}"),
        ("∂/∂W₃,₁₂ ", r"\frac{\partial }{\partial W_{3,12}} "),
        ("½", r"\tfrac12 "),
        ("(y−y′)²", "(y-y')^{2}"),
        ("−7.2143·10⁻⁵", r"-7.2143\cdot 10^{-5}"),
        ("-7.2143*10^-5", "-7.2143*10^{-5}"),
        ("Σₖ ", r"\sum _{k} "),
        ("≈", r"\approx "),
        ("________", r"\underline{\hspace{6em}}"),
        ("net_h1", r"\mathit{net}_{h1}"),
        ("∂E_total/∂w5", r"\frac{\partial E_{\mathit{total}}}{\partial w5}"),
        ("θ₄", r"\theta _{4}"),
        ("50%&#${}\\~^", r"50\%\&\#\$\{\}\backslash \sim \hat{}"),
        ("합", r"\text{합}"),
        ("e^z₂,₁", "e^{z_{2,1}}"),
        ("e^(−7.2·10⁻⁵)", r"e^{-7.2\cdot 10^{-5}}"),
        ("tanh(z₁)", r"\tanh (z_{1})"),
        ("relu′(z₁)", r"\operatorname{relu}'(z_{1})"),
        ("−y′·ln(y)", r"-y'\cdot \ln (y)"),
        ("relu", r"\mathit{relu}"),  # somebody's name for a number
        ("Σ⁻∂C/∂W₁", r"\sum ^{-}\frac{\partial C}{\partial W_{1}}"),
        ("sum dC/dw[1]", r"\mathit{sum}\ \mathit{dC}/\mathit{dw}[1]"),
        ("sum", r"\mathit{sum}"),
        ("∂C/∂w_in-1", r"\frac{\partial C}{\partial w_{\textit{in-1}}}"),
        ("∂x→h/∂w_1,2", r"\frac{\partial x{\to}h}{\partial w_{1,2}}"),
        ("b_{out}⁺", r"b_{\mathit{out}}^{+}"),
        ("w_{l+1}", "w_{l+1}"),
        ("e^{−z}/2", "e^{-z}/2"),
    ],
)
def test_what_stands_in_an_equation_is_written_for_math_mode(text: str, tex: str) -> None:
    assert maths(text) == tex


def test_within_a_line_a_fraction_has_a_stroke() -> None:
    assert in_line("∂C/∂W₁ = 0.5") == r"\partial C/\partial W_{1} = 0.5"


@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize("name", SHAPES)
def test_every_number_has_a_name_of_its_own_in_math_mode(name: str, style: str) -> None:
    network = EVERY[name].network
    notation = Notation(style, network)
    names = [maths(notation.name(symbol)) for symbol in network.columns]
    assert len(set(names)) == len(names)
    assert "".join(names).isascii()


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("See that δy is ∂C/∂W₂.", r"See that $\delta _{y}$ is $\partial C/\partial W_{2}$."),
        ("g(z) = 1/(1+e^−z), squeezes", "$g(z) = 1/(1+e^{-z})$, squeezes"),
        ("They share (y−y′)y(1−y), too", "They share $(y-y')y(1-y)$, too"),
        ("값은 −0.05273이다.", "값은 $-0.05273$이다."),
        ("x → h, y − t = 0.5.", r"$x \to  h$, $y - t = 0.5$."),
        ("24 + 12 = 36", "24 + 12 = 36"),
        ("in → out, half·point", r"in $\to$ out, half$\cdot$point"),
        ("the δ-rule, don′t", r"the $\delta $-rule, don$'$t"),
        (
            "50% of A & B, #1 {x} \\ ~",
            r"50\% of A \& B, \#1 \{x\} \textbackslash{} \textasciitilde{}",
        ),
        ("a plain sentence, no signs.", "a plain sentence, no signs."),
        ("my_net.toml, learning_rate", r"my\_net.toml, learning\_rate"),
        (
            "at http://a.b/c_d~e.",
            r"at http:/\allowbreak{}/\allowbreak{}a.\allowbreak{}b/\allowbreak{}c\_d"
            r"\textasciitilde{}e.",
        ),
        ("a < b | c > d", r"a \textless{} b \textbar{} c \textgreater{} d"),
        ("x\u0304 and Größe", r"$\bar{x}$ and Größe"),
    ],
)
def test_a_sentence_has_its_signs_in_math_mode(text: str, tex: str) -> None:
    assert sentence(text) == tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("Watch C: it falls.", "Watch $C$: it falls."),
        ("until C < 0.01 (C)", "until $C < 0.01$ ($C$)"),
        ("net_h1, net_h2", r"$\mathit{net}_{h1}$, net\_h2"),
        ("a price for a fee", "a price for a fee"),
        ("a는 출력이다", "$a$는 출력이다"),
    ],
)
def test_a_name_in_a_sentence_is_maths_unless_it_is_a_word(text: str, tex: str) -> None:
    assert sentence(text, frozenset({"C", "net_h1", "price", "a"})) == tex


@pytest.mark.parametrize("piece", ["a", "(", "√(", "^2", "∂a/", "_a", "δy", "a = ", "²", "x⁺"])
def test_a_long_word_is_written_in_one_pass(piece: str) -> None:
    """Where work grew with the square of its length, this would take minutes."""
    text = piece * 30_000
    assert max(len(maths(text)), len(sentence(text, frozenset("a")))) < 20 * len(text)


def test_whatever_a_text_holds_its_braces_and_dollars_are_paired() -> None:
    signs = ["{", "}", "$", "\\", "_", "^", "∂", "δ", "₁", "⁺", "a", "%", " ", "′", "/", "·"]
    for text in map("".join, combinations(signs, 4)):
        for tex in (maths(text), sentence(text)):
            bare = tex.replace(r"\\", "").replace(r"\{", "").replace(r"\}", "").replace(r"\$", "")
            assert bare.count("{") == bare.count("}")
            assert bare.count("$") % 2 == 0
            assert "%" not in tex.replace(r"\%", "")
