"""The exit codes of the commands."""

DONE, DIFFERENT, WRONG, FAILED, INTERRUPTED = 0, 1, 2, 3, 130
