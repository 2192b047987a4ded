"""The wording of problems in an expression: what is expected, what was found, what to write."""

from stepper.errors import found, short
from stepper.formula.tokens import END, NAME, NUMBER, RAISED, Token


def shown(token: Token) -> str:
    return found(token.written) if token.kind != END else "the end of the line"


def unexpected(token: Token, before: Token | None, after: Token) -> str:
    """About a token that cannot follow an operand."""
    if before and (token.kind in (NAME, NUMBER) or token.text in ("(", "√")):
        return no_operator(before, token, after)
    match token.text:
        case "," if before and before.kind == after.kind == NUMBER:
            point = short(f"{before.written}.{after.written}")
            return f"a decimal is written with a point: {point}"
        case ",":
            return "a comma stands between the numbers of max and min only"
        case ")":
            return "the bracket ) was never opened"
        case "=":
            return "expected one = in a line"
        case _:
            return f"expected + - * / or ^, found {shown(token)}"


def no_operator(before: Token, token: Token, after: Token) -> str:
    left = "(…)" if before.text == ")" else short(before.written)
    right = "(…)" if token.text == "(" else short(token.written)
    right += "(…)" * (token.kind == NAME and after.text == "(")
    return f"expected an operator between {left} and {right}; write {left}*{right}"


def not_called(function: Token, following: Token) -> str:
    """About the name of a function without its brackets: sin x, sin^2(x)."""
    called = f"{function.text}(…)"
    if following.kind == RAISED or following.text == "^":
        return f"a power is written after the brackets: {called}^2"
    return f"{function.text} is a function; write {called}"


def too_deep(what: str) -> str:
    return f"expected at most {what}; make it several lines"


def too_many(function: Token, count: int) -> str:
    return (
        f"expected 1 number for {function.text}, found {count}; "
        "a decimal is written with a point, 1.5"
    )
