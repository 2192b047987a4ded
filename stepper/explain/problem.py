"""A problem with what somebody typed, in English, that can be said in every language."""

from typing import Self

from stepper.errors import found, is_control


class Problem(str):
    """The English sentence of a problem, which keeps its key and what fills its placeholders.

    So an error on stderr is English, and a report says the same in its language. values: texts
    and numbers, or other problems.
    """

    key: str
    values: dict[str, object]

    def __new__(cls, key: str, **values: object) -> Self:
        from stepper.explain.en import SENTENCES

        problem = super().__new__(cls, SENTENCES[f"unread.{key}"].format(**values))
        problem.key = f"unread.{key}"
        problem.values = values
        return problem

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """The arguments of a copy, which would be the sentence otherwise."""
        return (self.key.removeprefix("unread."),), self.values


def shown(text: str) -> str:
    """Describe what was found, for a problem."""
    if not text:
        return Problem("nothing")
    return Problem("control") if any(map(is_control, text)) else found(text)
