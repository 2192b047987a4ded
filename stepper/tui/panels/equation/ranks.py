"""Which lines of the equation panel are left out first where not all fit: those of high rank."""

from stepper.typeset.equations.lines import Form

OF_FORM = {
    Form.VALUE: 0,
    Form.NUMBERS: 1,
    Form.FORMULA: 2,
    Form.TERM: 3,
    Form.CHAIN: 4,
    Form.RECURSION: 9,
}
WAS = OF_FORM[Form.FORMULA]
NOTE, SOURCES, WORDS, SO_FAR, PURPOSE, BRACE, BLANK = 5, 6, 7, 8, 10, 11, 12
SENTENCES = (NOTE, WORDS, PURPOSE)
