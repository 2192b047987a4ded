"""What a command ends with."""

DONE, DIFFERENT, WRONG, INTERRUPTED = 0, 1, 2, 130
