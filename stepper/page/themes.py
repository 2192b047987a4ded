"""The colours of a page: a custom property for each, for every theme that has colours of its own.

The theme of 16 colours is left out: it has the colours of a terminal.
"""

from stepper.typeset.colours import COLOURS, DARK, DEFAULT, LIGHT, rgb

PAGE_THEMES = tuple(name for name, colours in COLOURS.items() if DEFAULT not in colours.values())


def properties() -> str:
    """The colours as CSS: light on paper, light or dark as the reader prefers, or as chosen."""
    chosen = (f'[data-theme="{name}"] {_block(name)}' for name in PAGE_THEMES)
    return "\n".join(
        (
            f":root {_block(LIGHT)}",
            f"@media screen and (prefers-color-scheme: dark) {{ :root {_block(DARK)} }}",
            f"@media screen {{ {' '.join(chosen)} }}",
        )
    )


def _block(theme: str) -> str:
    scheme = LIGHT if theme == LIGHT else DARK
    lines = (f"--{name}: {rgb(number)};" for name, number in COLOURS[theme].items())
    return f"{{ color-scheme: {scheme}; {' '.join(lines)} }}"
