"""A page as its own reader sees it: HTML read by the parser of the standard library."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "img", "link", "wbr"}


class Element:
    """An element with its attributes and what is in it: elements and texts."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.content: list[Element | str] = []

    def __iter__(self) -> Iterator["Element"]:
        """Yield it and all elements in it, in order."""
        yield self
        for part in self.content:
            if isinstance(part, Element):
                yield from part

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """The elements in it with this tag and these attributes; kind is one of its classes."""
        kind = attributes.pop("kind", "")
        return [
            element
            for element in self
            if tag in ("", element.tag)
            and (not kind or kind in element.attributes.get("class", "").split())
            and attributes.items() <= element.attributes.items()
        ]

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.content)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(html: str) -> Element:
    """The elements of a page. AssertionError where one is not closed, or closed twice."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, reader.open[-1].tag
    return reader.open[0]
