"""The limits of the program; the documentation has a table of them, which the tests compare."""

MAX_BYTES = 1_000_000  # of a scenario file, or of a file of answers
MAX_WEIGHTS = 100_000  # of a network
MAX_NUMBERS = 20_000_000  # of a run, unless --max-numbers raises it
LARGEST_LIMIT = 10**19  # that --max-numbers stays below
MAX_HEADER = 24_000_000  # bytes of the first line of a trace: the columns of the widest network fit
MAX_LINE = 1_000  # letters of a title, or of a name
MAX_ANSWER = 500  # letters of a line of answers: equations as `show` writes them fit
MOST_PROBLEMS = 100  # of a file that are reported: some other file may have one in every line
MOST_DIGITS = 17  # significant digits of a float
MOST_LAYERS = 50  # of a gradient by hand, from C down: its lines grow with their square
MOST_PATHS = 8  # in it that are written one by one
MAX_NEAR = 2_000  # columns among which a name like a misspelt one is looked for: more take seconds
MOST_COLUMNS = 120  # of a network in which the mistakes of earlier equations are looked for
MOST_COPIED = 100_000  # characters, which terminals take for the clipboard
