"""The exit codes of the commands."""

DONE, DIFFERENT, WRONG, INTERRUPTED = 0, 1, 2, 130
