"""The parts of a page as LaTeX, for amsmath."""

from collections.abc import Iterable, Iterator, Sequence

from stepper.explain.explainer import Explainer
from stepper.figures import tikz
from stepper.formula.formula import Formula
from stepper.paper import parts
from stepper.paper.markup import Markup
from stepper.paper.parts import Part
from stepper.paper.tex_head import fonts, head
from stepper.paper.tex_rows import assigned, derived, matrix
from stepper.runs.scenario import localised
from stepper.runs.trace import Trace
from stepper.typeset.cells import cells
from stepper.typeset.sentences.pieces import REFERENCE, Piece, pieces
from stepper.typeset.spans import Spans
from stepper.typeset.tex.alignment import BLANK, PAGE_WIDTH, aligned
from stepper.typeset.tex.maths import in_line, maths
from stepper.typeset.tex.prose import sentence, written

_BLANK = r"\underline{\hspace{6em}}"
_ANSWER = rf"\newcommand{{\answer}}[1]{{\ifsolutions\underline{{#1}}\else{_BLANK}\fi}}"
IN_ROW, LONGEST = 3, 12  # steps of a sheet in a row; cells of a name that leave room for a blank


class LaTeX:
    """Writes a document, or a fragment to be included in one. room: cells for an equation.

    has_blanks: include answers in the source, hidden by a switch.
    has_figures: whether there may be figures, which need a package.
    """

    room = line = PAGE_WIDTH

    def __init__(
        self,
        trace: Trace,
        explainer: Explainer,
        markup: Markup,
        has_blanks: bool,
        has_figures: bool,
    ) -> None:
        self._trace = trace
        self._explainer = explainer
        self._names = explainer.notation.all_names
        self._markup = markup
        self._has_blanks = has_blanks
        self._packages = [tikz.PACKAGE] if has_figures else []

    def lines(self, page: Iterable[Part]) -> Iterator[str]:
        """Write the parts of a page, line by line."""
        if not self._markup.fragment:
            yield self._head()
        else:
            yield from fonts(self._letters())[:1]
            if self._has_blanks:
                yield rf"\providecommand{{\answer}}[1]{{{_BLANK}}}"
            yield from (f"% {package}" for package in self._packages)
        for part in page:
            yield from self._lines(part)
        if not self._markup.fragment:
            yield r"\end{document}"

    def _head(self) -> str:
        if not self._has_blanks:
            return head(self._letters(), self._markup.document_class, self._packages)
        switch = rf"\solutionsfalse % {self._explainer.say('sheet.switch')}"
        own = (*self._packages, r"\newif\ifsolutions", switch, _ANSWER)
        # so that an iteration of 2-3-2 takes one page
        return head(self._letters(), self._markup.document_class, own, is_full=True)

    def _letters(self) -> str:
        """The texts of the scenario and the program that a page may have, and its own names."""
        scenario, language = self._trace.scenario, self._explainer.language
        own = (scenario.title, scenario.summary, scenario.goal, scenario.source)
        texts = [localised(text, language) for text in (*own, *(n.text for n in scenario.notes))]
        texts += [self._explainer.say("goal"), *scenario.names.values()]
        model, name = self._trace.model, self._explainer.notation.name
        names = map(name, model.symbols.values()) if isinstance(model, Formula) else ()
        return "".join((*map(sentence, texts), *map(in_line, names)))

    def _lines(self, part: Part) -> Iterator[str]:
        match part:
            case parts.Worked():
                yield from self._worked(part)
            case parts.Title(text):
                yield self._markup.heading(0, self._sentence(text))
            case parts.Heading(spans):
                yield self._markup.heading(1, self._words(spans))
            case parts.PhaseHeading(sign, name):
                yield self._markup.heading(2, f"${maths(sign)}$ {name}")
            case parts.Paragraph():
                yield from (self._paragraph(part), "")
            case parts.GivenNumbers(label, numbers):
                yield from (f"{sentence(label)}: {', '.join(map(_assigned, numbers))}", "")
            case parts.DerivedGroup():
                yield from derived("alignat*", part)
            case parts.Grid(rows):
                yield rf"\begin{{tabular}}{{{'r' * len(rows[0])}}}"
                yield from (" & ".join(map(self._sentence, row)) + r" \\" for row in rows)
                yield from (r"\end{tabular}", "")
            case parts.NameLine(labels, most):
                name, date, points = map(sentence, labels)
                rules = (
                    rf"\hrulefill\ {date}: \rule{{3cm}}{{.4pt}} {points}: \rule{{1.5cm}}{{.4pt}}"
                )
                yield from (rf"\noindent {name}: {rules} / {most}", "")
            case parts.Figure(drawing):
                yield tikz.comment(drawing)
                yield from (r"{\centering", *tikz.fitted(drawing), r"\par}", "")
            case parts.Matrices(matrices):
                yield from (r" \quad ".join(f"${matrix(each)}$" for each in matrices), "")
            case parts.Cells(each):
                yield from _cells(each)

    def _worked(self, part: parts.Worked) -> Iterator[str]:
        labels = list(map(sentence, part.labels))
        ends = self._markup.numbered(part)
        rows = aligned(self._markup.environment, part.block, labels, ends)
        if part.solution:
            *_, last = (k for k, row in enumerate(rows) if BLANK in row)
            rows[last] = rows[last].replace(BLANK, rf"\answer{{{maths(part.solution)}}}")
        yield from rows
        if part.terms or part.remarks:
            yield r"\begin{quote}\small"
            for number, term in part.terms:
                yield rf"{number}\quad {_assigned(term)}\par"
            yield from (rf"{self._paragraph(remark)}\par" for remark in part.remarks)
            yield r"\end{quote}"

    def _paragraph(self, part: parts.Paragraph) -> str:
        label = rf"\textbf{{{sentence(part.label)}:}} " if part.label else ""
        return label + self._words(part.spans)

    def _words(self, spans: Spans) -> str:
        """Sentences, with the names and the expressions in them as maths."""
        return "".join(map(self._piece, pieces(spans, self._names)))

    def _piece(self, piece: Piece) -> str:
        if piece.kind == REFERENCE:
            return self._markup.reference(self._trace.steps[int(piece.text) - 1])
        return written(piece)

    def _sentence(self, text: str) -> str:
        return sentence(text, self._names)


def _cells(each: Sequence[parts.Cell]) -> Iterator[str]:
    """Steps in short in columns; the source has the answers to blanks."""
    in_row = IN_ROW if max(cells(cell.name) for cell in each) <= LONGEST else IN_ROW - 1
    texts = [
        rf"{cell.number}\enspace ${in_line(cell.name)} {in_line(cell.relation)}{_value(cell)}$"
        for cell in each
    ]
    texts += [""] * (-len(texts) % in_row)
    column = rf"p{{{0.94 / in_row:.2f}\linewidth}}"
    yield rf"\begin{{tabular}}{{@{{}}{column * in_row}@{{}}}}"
    for k in range(0, len(texts), in_row):
        yield rf"{' & '.join(texts[k : k + in_row])} \\[.3ex]"
    yield from (r"\end{tabular}", "")


def _value(cell: parts.Cell) -> str:
    return rf"\answer{{{maths(cell.value)}}}" if cell.is_blank else maths(cell.value)


def _assigned(part: parts.Assigned) -> str:
    kind = f"{sentence(part.kind)} " if part.kind else ""
    return f"{kind}${assigned(part)}$"
