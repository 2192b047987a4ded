"""Values of Python programs as a parsed file has them: both are checked by the same rules."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from stepper.formula.formula import Formula

_CHOSEN = ("activation", "cost", "update", "train_biases")  # of which None would be a choice


def parsed(value: object) -> object:
    """A value as tables, arrays, numbers and texts.

    An array may be of any library whose arrays have tolist(), as those of NumPy and PyTorch do, or
    to_numpy(), as those of pandas; a number, of any kind that float() takes. Anything else
    stays as it is, for the check to report it.
    """
    match value:
        case str() | bytes() | int() | float():
            return value
        case Formula():
            return parsed(value.to_document())
        case tuple() if hasattr(value, "_asdict"):
            return table(value._asdict())
        case Mapping():
            return {str(key): parsed(inner) for key, inner in value.items()}
        case Sequence() | Iterator():
            return [parsed(inner) for inner in value]
        case _ if hasattr(value, "tolist"):
            return parsed(value.tolist())
        case _ if hasattr(value, "to_numpy"):
            return parsed(value.to_numpy())
        case _ if hasattr(value, "__float__"):
            with suppress(ArithmeticError, ValueError):  # too large for a float, or not a number
                return float(value)
            return value
        case _:
            return value


def table(fields: Mapping[str, object]) -> dict[str, object]:
    """A table of those fields that are given."""
    given = {key: value for key, value in fields.items() if value is not None or key in _CHOSEN}
    return {key: parsed(value) for key, value in given.items()}


def is_array(value: object) -> bool:
    """Whether a value is an array of a library, not a list."""
    return hasattr(value, "tolist") or hasattr(value, "to_numpy")
