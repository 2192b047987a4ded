"""A page within a notebook."""

from html import escape

HEIGHT = 640  # pixels; a longer step is scrolled


def frame(page: str) -> str:
    """A page in a frame of its own, so that several on one notebook share no script and no names."""
    return (
        f'<iframe srcdoc="{escape(page)}" sandbox="allow-scripts allow-forms" '
        f'style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
    )
