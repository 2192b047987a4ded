"""How wide this terminal draws δ and its like: two cells in some terminals of East Asia."""

import os
import re
import select
import termios
import tty
from time import monotonic

_STDIN, _STDOUT = 0, 1
_ASK = "\rσ\x1b[6n\r\x1b[K"  # draw one, ask where the cursor is now, wipe it off
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


class LetterWidth:
    """Asks on creation; the answer is read later, so that nobody waits for it.

    Standard input and output have to be a terminal; OSError where one is not, or not any more.
    What is typed in between is lost.
    """

    def __init__(self) -> None:
        try:
            self._before = termios.tcgetattr(_STDIN)
            tty.setcbreak(_STDIN, termios.TCSANOW)
        except termios.error as error:
            raise OSError(*error.args) from None
        try:
            os.write(_STDOUT, _ASK.encode())
        except OSError:
            self._restore()
            raise

    def is_double(self, patience: float) -> bool:
        """Whether such letters take two cells; not where no answer comes in so many seconds."""
        read, until = b"", monotonic() + patience
        try:
            while select.select([_STDIN], [], [], max(0.0, until - monotonic()))[0]:
                more = os.read(_STDIN, 1024)
                read += more
                if answer := _ANSWER.search(read):
                    return int(answer[1]) > 2
                if not more:
                    break
        finally:
            self._restore()
        return False

    def _restore(self) -> None:
        try:
            termios.tcsetattr(_STDIN, termios.TCSANOW, self._before)
        except termios.error as error:
            raise OSError(*error.args) from None
