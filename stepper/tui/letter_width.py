"""How wide this terminal draws δ and its like: two cells in some terminals of East Asia."""

import os
import re
import select
import termios
import tty

_STDIN, _STDOUT = 0, 1
_ASK = "\rσ\x1b[6n\r\x1b[K"  # draw one, ask where the cursor is now, wipe it off
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


class LetterWidth:
    """Asks on creation; the answer is read later, so that nobody waits for it.

    Standard input and output have to be a terminal. What is typed in between is lost.
    """

    def __init__(self) -> None:
        self._before = termios.tcgetattr(_STDIN)
        tty.setcbreak(_STDIN, termios.TCSANOW)
        os.write(_STDOUT, _ASK.encode())

    def is_double(self, patience: float) -> bool:
        """Whether such letters take two cells; not where no answer comes in so many seconds."""
        read = b""
        try:
            while select.select([_STDIN], [], [], patience)[0]:
                read += os.read(_STDIN, 1024)
                if answer := _ANSWER.search(read):
                    return int(answer[1]) > 2
        finally:
            termios.tcsetattr(_STDIN, termios.TCSANOW, self._before)
        return False
