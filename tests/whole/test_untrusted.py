"""Each output is read by a reader of its format: what comes of a hostile text is only a text."""

from pathlib import Path

import pytest

from stepper.runs.scenario import LANGUAGES
from tests.stress.untrusted import WRITERS, files, read
from tests.support import readers
from tests.support.filled import DOCUMENTS

# what each format would misread, as short as that; all of the texts are for the stress command
MIXED = (
    '<script>alert(1)</script>"><b>`$|\\write18{x}%&#',
    "=HYPERLINK(0),\"]]>'''; import os \\",
    "[@click=app.quit]δ^l_jk²[/] e\u0301\u0301 한글",
)


@pytest.mark.parametrize("text", MIXED)
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_text_stays_a_text_in_every_format(
    kind: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    """Writers take turns: a text that one of them writes for a network, the next for a formula."""
    made, turn = files(kind, text), MIXED.index(text) + [*DOCUMENTS].index(kind)
    for k, writer in enumerate(WRITERS):
        if writer.kinds == (kind,) or (k + turn) % 2 == 0:
            read(writer, made, kind, text, LANGUAGES[k // 2 % 2])


@pytest.mark.parametrize(
    ("reader", "calm", "wrong"),
    [
        (readers.plain, "a", "a\x1b[2J"),
        (readers.html, "<p>a</p>", "<p>a</p><script>x</script>"),
        (readers.html, "<p>a</p>", "<p onload='x'>a</p>"),
        (readers.html, "<p>a</p><a href='#a'></a>", "<a href='javascript:x'>a</a>"),
        (readers.svg, "<svg><text>a</text></svg>", "<svg><script/></svg>"),
        (readers.latex, "a", r"a\input{x}"),
        (readers.latex, "a", r"a}"),
        (readers.python, "# a\nx = 1\n", "# a\nimport os\nx = 1\n"),
        (readers.table, "a,1\n", "=a,1\n"),
        (readers.table, "a,1\n", "a,b,1\n"),
        (readers.document, '{"a": "b"}', '{"a": "b", "c": 1}'),
    ],
)
def test_a_reader_notices_what_is_more_than_a_text(
    reader: readers.Reader, calm: str, wrong: str
) -> None:
    reader(calm, calm)
    with pytest.raises(AssertionError):
        reader(wrong, calm)


def test_a_reader_of_markdown_notices_html() -> None:
    pytest.importorskip("markdown_it")
    with pytest.raises(AssertionError):
        readers.markdown("a <b>b</b>", "a")
    with pytest.raises(AssertionError):
        readers.markdown("[a](javascript:x)", "a")
