"""How wide the terminal draws σ, δ and the like: two cells in some terminals of East Asia."""

import os
import re
import select
import termios
import tty
from time import monotonic

_STDIN, _STDOUT = 0, 1
_ASK = "\rσ\x1b[6n\r\x1b[K"  # draw σ, ask where the cursor is, erase it
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


class LetterWidth:
    """Asks the terminal on creation; is_double reads the answer later, so that nothing waits.

    Raises OSError where standard input or output is not a terminal. What is typed before the
    answer is read is lost.
    """

    def __init__(self) -> None:
        try:
            self._before = termios.tcgetattr(_STDIN)
            tty.setcbreak(_STDIN, termios.TCSANOW)
            modes = termios.tcgetattr(_STDIN)
            modes[tty.IFLAG] &= ~termios.IXON  # writing would wait for ctrl+q after a ctrl+s
            termios.tcsetattr(_STDIN, termios.TCSANOW, modes)
        except termios.error as error:
            raise OSError(*error.args) from None
        try:
            os.write(_STDOUT, _ASK.encode())
        except OSError:
            self._restore()
            raise

    def is_double(self, patience: float) -> bool:
        """Whether σ takes two cells; False if no answer comes within patience seconds."""
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
