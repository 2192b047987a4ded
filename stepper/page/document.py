"""The frame of a page: a document with its style and script in it, which may load nothing else."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from stepper.figures.svg import rules
from stepper.page.themes import properties


def begin(title: str, language: str) -> str:
    """A document up to its body. Its policy allows this style and this script, and nothing more."""
    style = "\n".join((properties(), rules("var(--{})".format), _stored("style.css")))
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(_stored('script.js'))}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
    )


def end() -> str:
    """The script, and the end of the document."""
    return f"<script>{_stored('script.js')}</script></body></html>"


def _stored(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
