"""What the same small change in two equations has in common."""

from stepper.backprop.expressions import Product, Sum
from stepper.backprop.symbols import Role, Symbol
from stepper.mistakes.changes import changes

X, Y, B = (Symbol(role, 1, 1) for role in (Role.A, Role.Z, Role.B))


def test_terms_are_alike_by_their_places_whatever_they_are() -> None:
    for formula in (Sum((X, Product((X, Y)), B)), Sum((Product((X, Y)), X, B))):
        alike = [c.alike for c in changes(formula, lambda s: iter(())) if "term" in c.change.what]
        left_out = [place for what, place in alike if what == "term left out"]
        assert left_out == [0, 1, 2]
