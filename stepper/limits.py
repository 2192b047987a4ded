"""The limits of the program; scenarios/README.md has a table of them, which the tests compare."""

MAX_BYTES = 1_000_000  # size of a scenario file, or of a file of answers
MAX_WEIGHTS = 100_000  # weights of a network
MAX_NUMBERS = 20_000_000  # numbers of a run, unless --max-numbers allows more
LARGEST_LIMIT = 10**19  # --max-numbers has to be less than this
MAX_HEADER = 24_000_000  # bytes of a trace's first line: enough for the largest network
MAX_NUMBER_BYTES = 64  # bytes for each number of a row in a trace: 24 at most, and any spaces
MAX_LINE = 1_000  # characters of a scenario's title, or of a name in it
MAX_ANSWER = 500  # characters of a line of answers: enough for an equation as `show` prints it
MAX_PREDICTION = 60  # characters of the answer to a question about the next number
MOST_PROBLEMS = 100  # problems reported for one file: the wrong kind may have one on every line
MOST_DIGITS = 17  # significant digits to print: enough to tell any two floats apart
MOST_LAYERS = 50  # layers in a gradient derived by hand: its lines grow with the square of them
MOST_PATHS = 8  # paths written one by one in such a derivation; more are a sum in brackets
MAX_NEAR = 2_000  # columns among which to look for a misspelt name: with more, it takes seconds
MOST_SEARCHED = 1_200  # numbers of a sheet's iterations in whose equations mistakes are looked for
MOST_COPIED = 100_000  # characters that terminals accept for the clipboard
MOST_DELIVERED = 20_000_000  # characters of a file that a browser downloads: they are in memory
MOST_COLUMNS = 1_000  # of a window: a terminal may report any number
MOST_ROWS = 300  # likewise
MOST_JUMPS = 100  # jumps that Backspace can take back
MOST_LINES = 200  # lines of a formula
MOST_OPERATIONS = 1_000  # operations of a formula
MOST_NESTED = 30  # levels of brackets, powers and signs in a line of it
MOST_DEEP = 90  # levels of operations in a line
MOST_LETTERS = 100  # characters of a name in a formula
MOST_DISPLAYED = 100  # steps of an iteration that a notebook shows as a page: some 3 MB
