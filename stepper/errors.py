"""What a user can be told: every problem at once, each with its place and its mend."""


class StepperError(Exception):
    """Bad input or usage. problems: one line each, ready for stderr."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NotFiniteError(StepperError):
    """A run left the range of floats. column and iteration (from 1) say where it did first."""

    def __init__(self, column: str, iteration: int, file: str = "") -> None:
        place = f"{file}: " if file else ""
        super().__init__(
            f"{place}iteration {iteration}: {column} is not finite: the numbers have grown too "
            "large; use a smaller learning_rate or smaller weights, inputs and targets"
        )
        self.column = column
        self.iteration = iteration
