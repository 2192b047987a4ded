"""The parts of a page as LaTeX, for the article class and amsmath."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from stepper.explain.explainer import Explainer
from stepper.formula.formula import Formula
from stepper.paper import parts
from stepper.paper.parts import Part
from stepper.paper.picture import as_latex
from stepper.paper.tex_rows import derived, matrix
from stepper.runs.scenario import localised
from stepper.runs.trace import Trace
from stepper.typeset.alignment import BLANK, PAGE_WIDTH, aligned
from stepper.typeset.spans import Maths, Spans, text_of
from stepper.typeset.tex import in_line, maths, sentence

_HEAD = (
    r"""\documentclass[fleqn]{article}
\usepackage{amsmath}
""",
    r"""\allowdisplaybreaks[1]
\setlength{\textwidth}{16cm}
\setlength{\textheight}{23cm}
\setlength{\oddsidemargin}{0cm}
\setlength{\topmargin}{-1cm}
\setlength{\parindent}{0pt}
\setlength{\parskip}{1ex}
\begin{document}
""",
)
# Letters other than Latin ones need a Unicode engine and a font that has them.
_FONTS = (
    "Noto Serif CJK KR", "Noto Sans CJK KR", "NanumMyeongjo", "UnBatang", "AppleMyungjo", "Batang",
)  # fmt: skip
_BLANK = r"\underline{\hspace{6em}}"
_ANSWER = rf"\newcommand{{\answer}}[1]{{\ifsolutions\underline{{#1}}\else{_BLANK}\fi}}"
IN_ROW, WIDE = 3, 16  # steps of a sheet in a row; centimetres of a line
LAST_LATIN = "\u024f"


class LaTeX:
    """Writes a document, or a fragment to be included in one. room: cells for an equation.

    has_blanks: whether answers are to be filled in; they stand in the source, behind a switch.
    """

    room = line = PAGE_WIDTH

    def __init__(
        self,
        trace: Trace,
        explainer: Explainer,
        fragment: bool = False,
        has_blanks: bool = False,
    ) -> None:
        self._trace = trace
        self._explainer = explainer
        self._fragment = fragment
        self._has_blanks = has_blanks

    def lines(self, page: Iterable[Part]) -> Iterator[str]:
        """Write the parts of a page, line by line."""
        if not self._fragment:
            yield from self._head()
        elif self._has_blanks:
            yield rf"\providecommand{{\answer}}[1]{{{_BLANK}}}"
        for part in page:
            yield from _lines(part)
        if not self._fragment:
            yield r"\end{document}"

    def _head(self) -> Iterator[str]:
        before, after = _HEAD
        if any(letter > LAST_LATIN for letter in self._words()):
            yield "% for xelatex or lualatex"
            before += "\\usepackage{fontspec}\n" + _first_font(_FONTS) + "\n"
        if self._has_blanks:
            switch = f"% {self._explainer.say('sheet.switch')}"
            before += "\n".join([r"\newif\ifsolutions", rf"\solutionsfalse {switch}", _ANSWER, ""])
            after = after.replace("23cm", "24cm")  # an iteration of 2-3-2 takes one page
        yield before + after

    def _words(self) -> str:
        """The words of the scenario and the program that a page may have, and names of its own."""
        scenario, language = self._trace.scenario, self._explainer.language
        own = (scenario.title, scenario.summary, scenario.goal, scenario.source)
        texts = [localised(text, language) for text in (*own, *(n.text for n in scenario.notes))]
        texts += [self._explainer.say("goal"), *scenario.names.values()]
        model, name = self._trace.model, self._explainer.notation.name
        names = map(name, model.symbols.values()) if isinstance(model, Formula) else ()
        return "".join((*map(sentence, texts), *map(in_line, names)))


def _first_font(fonts: Iterable[str]) -> str:
    first, *others = fonts
    otherwise = _first_font(others) if others else ""
    return rf"\IfFontExistsTF{{{first}}}{{\setmainfont{{{first}}}}}{{{otherwise}}}"


def _lines(part: Part) -> Iterator[str]:
    match part:
        case parts.Worked():
            yield from _worked(part)
        case parts.Title(text):
            yield rf"\section*{{{sentence(text)}}}"
        case parts.Heading(spans):
            yield rf"\subsection*{{{_words(spans)}}}"
        case parts.PhaseHeading(sign, name):
            yield rf"\subsubsection*{{${maths(sign)}$ {name}}}"
        case parts.Paragraph():
            yield from (_paragraph(part), "")
        case parts.GivenNumbers(label, numbers):
            yield from (f"{sentence(label)}: {', '.join(map(_assigned, numbers))}", "")
        case parts.DerivedGroup():
            yield from derived("alignat*", part)
        case parts.Grid(rows):
            yield rf"\begin{{tabular}}{{{'r' * len(rows[0])}}}"
            yield from (" & ".join(map(sentence, row)) + r" \\" for row in rows)
            yield from (r"\end{tabular}", "")
        case parts.NameLine(labels, most):
            name, date, points = map(sentence, labels)
            rules = rf"\hrulefill\ {date}: \rule{{3cm}}{{.4pt}} {points}: \rule{{1.5cm}}{{.4pt}}"
            yield from (rf"\noindent {name}: {rules} / {most}", "")
        case parts.Picture(layers, _):
            names = [[maths(name) for name in layer] for layer in layers]
            yield from (r"\begin{center}", *as_latex(names), r"\end{center}", "")
        case parts.Matrices(matrices):
            yield from (r" \quad ".join(f"${matrix(each)}$" for each in matrices), "")
        case parts.Cells(each):
            yield from _cells(each)


def _cells(each: Sequence[parts.Cell]) -> Iterator[str]:
    """Steps in short in three columns; what is blank is an answer in the source."""
    texts = [
        rf"{cell.number}\enspace ${in_line(f'{cell.name} {cell.relation} ')}{_value(cell)}$"
        for cell in each
    ]
    texts += [""] * (-len(texts) % IN_ROW)
    column = rf"p{{{(WIDE - 1) / IN_ROW:.1f}cm}}"
    yield rf"\begin{{tabular}}{{@{{}}{column * IN_ROW}@{{}}}}"
    for k in range(0, len(texts), IN_ROW):
        yield rf"{' & '.join(texts[k : k + IN_ROW])} \\[.3ex]"
    yield from (r"\end{tabular}", "")


def _value(cell: parts.Cell) -> str:
    return rf"\answer{{{maths(cell.value)}}}" if cell.is_blank else maths(cell.value)


def _worked(part: parts.Worked) -> Iterator[str]:
    labels = list(map(sentence, part.labels))
    rows = aligned("alignat*", part.block, labels, rf" \tag{{{part.number}}}")
    if part.solution:
        *_, last = (k for k, row in enumerate(rows) if BLANK in row)
        rows[last] = rows[last].replace(BLANK, rf"\answer{{{maths(part.solution)}}}")
    yield from rows
    if part.terms or part.remarks:
        yield r"\begin{quote}\small"
        for number, term in part.terms:
            yield rf"{number}\quad {_assigned(term)}\par"
        yield from (rf"{_paragraph(remark)}\par" for remark in part.remarks)
        yield r"\end{quote}"


def _assigned(part: parts.Assigned) -> str:
    kind = f"{sentence(part.kind)} " if part.kind else ""
    return f"{kind}${in_line(f'{part.name} {part.relation} {part.number}')}$"


def _paragraph(part: parts.Paragraph) -> str:
    label = rf"\textbf{{{sentence(part.label)}:}} " if part.label else ""
    return label + _words(part.spans)


def _words(spans: Spans) -> str:
    """A sentence, with the names and the expressions in it as maths, each in one piece."""
    is_maths = [isinstance(span, Maths) or bool(span.symbol) for span in spans]
    for k, (text, _) in enumerate(spans[1:-1], 1):
        if text.strip() in ("=", "≈"):
            is_maths[k] = is_maths[k - 1] and is_maths[k + 1]
    written = []
    for as_maths, group in groupby(zip(is_maths, spans, strict=True), itemgetter(0)):
        text = text_of(span for _, span in group)
        written.append(f"${in_line(text)}$" if as_maths else sentence(text))
    return "".join(written)
