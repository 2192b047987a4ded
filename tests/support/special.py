"""Hand-made networks in which something special happens, by what it is."""

from stepper.runs.scenario import Layer, Scenario, Vector

Matrix = tuple[Vector, ...]


def network(
    *layers: tuple[str, Matrix] | tuple[str, Matrix, Vector],
    samples: tuple[tuple[Vector, Vector], ...],
    cost: str = "half_squares",
    rate: float | None = 0.5,
    batch: int = 1,
    batch_gradient: str = "mean",
    epochs: int = 1,
) -> Scenario:
    """A scenario of layers, each its activation, its weights and perhaps its biases."""
    return Scenario(
        title="special",
        learning_rate=rate,
        samples=samples,
        layers=tuple(
            Layer(weights, biases[0] if biases else None, activation)
            for activation, weights, *biases in layers
        ),
        epochs=epochs,
        cost=cost,
        batch=batch,
        batch_gradient=batch_gradient,
    )


def _one(x: Vector, t: Vector) -> tuple[tuple[Vector, Vector], ...]:
    return ((x, t),)


_TWO = (((1.0,), (0.3,)), ((2.0,), (0.8,)))
_THREE = (*_TWO, ((-1.0,), (0.1,)))

SPECIAL = {
    "dead relu": network(
        ("relu", ((-1.0,),)), ("identity", ((1.0,),)), samples=_TWO, epochs=2, rate=0.1
    ),
    "relu that one sample passes": network(
        ("relu", ((1.0,),)), ("identity", ((1.0,),)), samples=_THREE, epochs=2, rate=0.1
    ),
    "relu that comes back": network(
        ("relu", ((1.25,),), (0.0,)),
        ("relu", ((0.75,), (-2.0,)), (0.5, 1.5)),
        ("identity", ((-2.0, -0.25),), (0.0,)),
        samples=_one((1.0,), (-0.75,)),
        epochs=2,
    ),
    "relu that an early sample moves": network(
        ("relu", ((-2.0,),), (0.75,)),
        ("identity", ((0.75,),), (0.0,)),
        samples=(((-2.0,), (-0.75,)), ((2.0,), (1.0,)), ((-0.75,), (-1.0,))),
        rate=1.0,
        batch=2,
        epochs=2,
    ),
    "relu at 0": network(
        ("relu", ((1.0,),)), ("identity", ((1.0,),)), samples=_one((0.0,), (1.0,))
    ),
    "saturated tanh": network(
        ("tanh", ((3.0,),)), ("identity", ((1.0,),)), samples=_one((1.0,), (0.0,))
    ),
    "tanh of exactly 1": network(
        ("tanh", ((-40.0,),)), ("identity", ((1.0,),)), samples=_one((1.0,), (0.0,))
    ),
    "steep tanh": network(("tanh", ((0.1,),)), samples=_one((1.0,), (0.5,))),
    "sure and wrong": network(
        ("softmax", ((4.0,), (-1.0,), (0.0,))),
        samples=_one((1.0,), (0.0, 1.0, 0.0)),
        cost="cross_entropy",
    ),
    "sure and right": network(
        ("softmax", ((4.0,), (-1.0,))), samples=_one((1.0,), (1.0, 0.0)), cost="cross_entropy"
    ),
    "shares as targets": network(
        ("softmax", ((1.0,), (0.5,))), samples=_one((1.0,), (0.25, 0.75)), cost="cross_entropy"
    ),
    "gradients that cancel": network(
        ("identity", ((1.0,),)), samples=(((1.0,), (0.5,)), ((1.0,), (1.5,))), batch=2
    ),
    "one class": network(
        ("softmax", ((1.0,),)), samples=_one((1.0,), (1.0,)), cost="cross_entropy"
    ),
    "yes": network(("sigmoid", ((0.5,),)), samples=_one((1.0,), (1.0,)), cost="cross_entropy"),
    "no": network(("sigmoid", ((0.5,),)), samples=_one((1.0,), (0.0,)), cost="cross_entropy"),
    "perhaps": network(("sigmoid", ((0.5,),)), samples=_one((1.0,), (0.3,)), cost="cross_entropy"),
    "yes, no, perhaps": network(
        ("sigmoid", ((0.5,), (5.0,), (0.1,))),
        samples=_one((1.0,), (1.0, 0.0, 0.3)),
        cost="cross_entropy",
    ),
    "yes that is met": network(
        ("sigmoid", ((50.0,),)), samples=_one((1.0,), (1.0,)), cost="cross_entropy"
    ),
    "squares": network(("identity", ((0.5,),)), samples=_one((1.0,), (1.0,)), cost="squares"),
    "mean of two": network(
        ("identity", ((0.5,), (0.1,))), samples=_one((1.0,), (1.0, 0.0)), cost="mean_squares"
    ),
    "sum of two": network(
        ("identity", ((0.5,), (0.1,))), samples=_one((1.0,), (1.0, 0.0)), cost="squares"
    ),
    "batches of two": network(
        ("tanh", ((0.5,),), (0.1,)),
        ("identity", ((0.7,),), (0.0,)),
        samples=_THREE,
        batch=2,
        epochs=2,
    ),
    "sums of two": network(
        ("identity", ((0.5,), (-0.5,)), (0.1, 0.2)),
        ("identity", ((0.7, 0.2),), (0.0,)),
        samples=_THREE,
        batch=2,
        batch_gradient="sum",
    ),
    "no learning rate": network(
        ("sigmoid", ((0.5,),), (0.1,)), samples=_one((1.0,), (1.0,)), rate=None
    ),
    "a batch without a learning rate": network(
        ("identity", ((0.5,),), (0.1,)), samples=_TWO, rate=None, batch=2
    ),
}  # fmt: skip
