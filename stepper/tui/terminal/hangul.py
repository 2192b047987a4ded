"""From what a Korean keyboard sends to the Latin letters on its keys: ㅕ is u, 여 is d then u."""

from collections.abc import Iterator

# The keys of the two-set layout, in Unicode's order of letters; shifted keys as their letter.
_ROWS = (
    "r r s e e f a q q t t d w w c z x v g",
    "k o i o j p u p h hk ho hl y n nj np nl b m ml l",
    " r r rt s sw sg e f fr fa fq ft fx fv fg a q qt t t d w c z x v g",
    "r r rt s sw sg e e f fr fa fq ft fx fv fg a q q qt t t d w w c z x v g",
)
_INITIALS, _MEDIALS, _FINALS, _LETTERS = (row.split(" ") for row in _ROWS)

_FIRST_SYLLABLE, _LAST_SYLLABLE = ord("가"), ord("힣")
_FIRST_LETTER = ord("ㄱ")


def keys(character: str) -> Iterator[str]:
    """Yield the keys that a letter or a syllable of Hangul is typed with; nothing for others."""
    code = ord(character)
    if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        rest, final = divmod(code - _FIRST_SYLLABLE, len(_FINALS))
        initial, medial = divmod(rest, len(_MEDIALS))
        yield from _INITIALS[initial] + _MEDIALS[medial] + _FINALS[final]
    elif 0 <= code - _FIRST_LETTER < len(_LETTERS) + len(_MEDIALS):
        yield from (_LETTERS + _MEDIALS)[code - _FIRST_LETTER]
