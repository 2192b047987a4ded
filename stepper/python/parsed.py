"""Values of Python programs as a parsed file has them: both are checked by the same rules."""

from collections.abc import Iterator, Mapping, Sequence

from stepper.formula.formula import Formula


def parsed(value: object) -> object:
    """A value as tables, arrays, numbers and texts.

    An array may be of any library whose arrays have tolist(), as those of NumPy and PyTorch do.
    What is none of these stays as it is, for the check to name it.
    """
    match value:
        case str() | bytes():
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
        case _:
            return value


def table(fields: Mapping[str, object]) -> dict[str, object]:
    """A table of those fields that are given."""
    return {key: parsed(value) for key, value in fields.items() if value is not None}
