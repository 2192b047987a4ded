"""A page in a notebook."""

from html import escape
from typing import Self

from stepper.limits import MOST_FRAMED
from stepper.python.documented import Documented

HEIGHT = 900  # pixels: enough for a step of a network; what is longer is scrolled


class Page(str, metaclass=Documented):
    """A page of HTML, which a notebook shows in a frame: several share no script and no names.

    It is a str. label: what screen readers call the frame. A page of more than MOST_FRAMED
    characters is not shown, since the notebook would keep it.
    """

    label: str

    def __new__(cls, html: str, label: str = "") -> Self:
        page = super().__new__(cls, html)
        page.label = label
        return page

    def __repr__(self) -> str:
        advice = "; too large for a notebook: write it to a file" * (len(self) > MOST_FRAMED)
        return f"<Page: {len(self):,} characters of HTML{advice}>"

    def displayed(self) -> str | None:
        """The frame; None for a page that is too large for it."""
        if len(self) > MOST_FRAMED:
            return None
        return (
            f'<iframe title="{escape(self.label)}" srcdoc="{escape(self)}" '
            'sandbox="allow-scripts allow-forms" '
            f'style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
        )

    _repr_html_ = displayed
