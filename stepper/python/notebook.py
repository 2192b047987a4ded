"""A page in a notebook."""

from html import escape

HEIGHT = 720  # pixels; what is longer is scrolled


class Page(str):
    """A page of HTML, which a notebook shows in a frame: several share no script and no names."""

    def __repr__(self) -> str:
        return f"<Page: {len(self):,} characters of HTML>"

    def displayed(self) -> str:
        """The frame."""
        return (
            f'<iframe srcdoc="{escape(self)}" sandbox="allow-scripts allow-forms" '
            f'style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
        )

    _repr_html_ = displayed
