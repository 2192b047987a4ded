"""Ranges such as 2:5 in an option."""

from stepper.errors import StepperError, found
from stepper.half_width import half_width
from stepper.whole_number import whole


def span(text: str | None, count: int, option: str, single: bool = False) -> tuple[int, int]:
    """Both ends of a range such as 3, 2:5 or all, within 1 to count.

    Raises StepperError, which names the option, for any other text. single: allow only a number.
    """
    if text in (None, "all") and not single:
        return 1, count
    first, colon, last = half_width(text or "").partition(":")
    begin, end = whole(first) or 0, whole(last if colon else first) or 0
    if (colon and single) or not 1 <= begin <= end <= count:
        forms = "a number" if single else "all, a number, or a range such as 2:5,"
        raise StepperError(f"{option}: expected {forms} from 1 to {count}, found {found(text)}")
    return begin, end
