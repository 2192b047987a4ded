"""Readers of each format that is written: what comes of a text is only a text.

Each takes what was written for a hostile file, and for the same file with calm texts.
"""

import ast
import csv
import io
import json
import re
import tomllib
from collections.abc import Callable
from itertools import chain
from xml.etree import ElementTree

from stepper.errors import is_control
from stepper.files.scenario_file import scenario_from
from tests.support.pages import read

Reader = Callable[[str, str], None]

MATHML = {
    *("math", "mi", "mn", "mo", "mrow", "mtext", "mfrac", "msqrt", "mspace", "mstyle", "mover"),
    *("msub", "msup", "msubsup", "munder", "mtable", "mtr", "mtd"),
}
OF_OPERATORS = {"form", "lspace", "rspace"}
ADDRESSES = re.compile(r"https?://[^\s<>\\\"]*\Z")
FORBIDDEN = (  # what reads or writes a file, or changes what a letter means
    *("input", "include", "openin", "openout", "read", "write", "immediate", "special", "csname"),
    *("catcode", "def", "let", "directlua", "ShellEscape", "usepackage", "verb", "ref"),
)


def plain(output: str, calm: str) -> None:
    unfit = [c for c in output if is_control(c) and c != "\n"]
    assert not unfit, ascii(unfit)


def html(output: str, calm: str) -> None:
    hostile, ours = read(output), read(calm)
    tags = {element.tag for element in ours} | MATHML
    attributes = {name for element in ours for name in element.attributes}
    for element in hostile:
        assert element.tag in tags, element.tag
        unknown = element.attributes.keys() - attributes - OF_OPERATORS
        assert not unknown, (element.tag, unknown)
        for name in ("href", "src"):
            address = element.attributes.get(name, "#")
            assert address[0] == "#" or ADDRESSES.match(address), address
    for tag in ("script", "style", "meta"):
        assert [(e.text, e.attributes) for e in hostile.all(tag)] == [
            (e.text, e.attributes) for e in ours.all(tag)
        ], tag


def svg(output: str, calm: str) -> None:
    hostile, ours = (list(ElementTree.fromstring(text).iter()) for text in (output, calm))
    assert {element.tag for element in hostile} <= {element.tag for element in ours}
    assert _attributes(hostile) <= _attributes(ours)
    assert [e.text for e in hostile if e.tag.endswith("style")] == [
        e.text for e in ours if e.tag.endswith("style")
    ]


def _attributes(elements: list[ElementTree.Element]) -> set[str]:
    return {name for element in elements for name in element.attrib}


def markdown(output: str, calm: str) -> None:
    """Without a reader of Markdown, no more than its signs is checked."""
    plain(output, calm)
    try:
        from markdown_it import MarkdownIt
    except ModuleNotFoundError:
        return
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # as others may
    blocks = reader.parse(output)
    for token in chain(blocks, *(block.children or () for block in blocks)):
        assert token.type not in ("html_block", "html_inline", "image"), token.content
        assert token.type != "link_open" or ADDRESSES.match(str(token.attrGet("href"))), token


def latex(output: str, calm: str) -> None:
    """No command that we do not write; each bracket and environment is closed."""
    plain(output, calm)
    hostile, ours = map(_code, (output, calm))
    for command in FORBIDDEN:
        assert _commands(hostile).count(command) == _commands(ours).count(command), command
    assert _commands(hostile).count("begin") == _commands(hostile).count("end")
    bare = re.sub(r"\\[{}\\]", "", hostile)
    assert bare.count("{") == bare.count("}")


def _code(source: str) -> str:
    """What is below the head, without comments."""
    body = source[max(0, source.find(r"\begin{document}")) :]
    return re.sub(r"(?<!\\)((?:\\\\)*)%.*", r"\1", body)


def _commands(code: str) -> list[str]:
    return re.findall(r"\\([a-zA-Z]+|.)", code)


def python(output: str, calm: str) -> None:
    """A text stands in comments alone: the program is the same."""
    plain(output, calm)
    assert ast.dump(ast.parse(output.encode())) == ast.dump(ast.parse(calm))


def table(output: str, calm: str) -> None:
    """As many rows and columns; a spreadsheet calculates nothing."""
    plain(output, calm)
    hostile, ours = (list(csv.reader(io.StringIO(text))) for text in (output, calm))
    assert [len(row) for row in hostile] == [len(row) for row in ours]
    for cell in chain(*hostile):
        assert not cell.startswith(("=", "+", "@", "\t", "-")) or _is_number(cell), cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def document(output: str, calm: str) -> None:
    """The same keys; as text, it commands no terminal either."""
    plain(output, calm)
    assert _kinds(json.loads(output)) == _kinds(json.loads(calm))


def _kinds(value: object) -> object:
    """A document without its texts."""
    match value:
        case dict():
            return {key: _kinds(inner) for key, inner in value.items() if key != "names"}
        case list():
            return [_kinds(inner) for inner in value]
        case str():
            return ""
    return value


def lines(output: str, calm: str) -> None:
    """A trace: its numbers are the same."""
    hostile, ours = output.splitlines(), calm.splitlines()
    document(hostile[0], ours[0])
    assert hostile[1:] == ours[1:]


def scenario(output: str, calm: str) -> None:
    """A scenario file with as many numbers."""
    plain(output, calm)
    hostile, ours = (scenario_from(tomllib.loads(text), "file") for text in (output, calm))
    assert len(hostile.model.columns) == len(ours.model.columns)
