"""Random networks of every kind: any activations, costs, batches, depth, with biases or not."""

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from stepper.backprop.costs import EVERY_COST
from stepper.backprop.shape import CROSS_ENTROPY, SOFTMAX
from stepper.runs.scenario import BATCH_GRADIENTS, Layer, Scenario, Vector

HIDDEN = ("sigmoid", "tanh", "relu", "identity")


def random_scenario(random: Random, most: int = 4) -> Scenario:
    """A scenario of any kind; most: neurons of a layer, and layers."""
    sizes = [random.randint(1, most) for _ in range(random.randint(2, most + 1))]
    cost = random.choice(EVERY_COST)
    output = random.choice(HIDDEN if cost != CROSS_ENTROPY else ("sigmoid", SOFTMAX))
    activations = [*(random.choice(HIDDEN) for _ in sizes[2:]), output]
    samples = random.randint(1, 5)
    batch = random.choice((1, 1, 2, 3, samples))
    biases = random.random() < 0.6

    def vector(size: int) -> Vector:
        return tuple(random.uniform(-1.2, 1.2) for _ in range(size))

    def target() -> Vector:
        if output == SOFTMAX:
            one = random.randrange(sizes[-1])
            return tuple(float(j == one) for j in range(sizes[-1]))
        if cost == CROSS_ENTROPY:
            return tuple(random.choice((0.0, 1.0, random.random())) for _ in range(sizes[-1]))
        return vector(sizes[-1])

    learns = random.random() < 0.9
    return Scenario(
        title=f"{'-'.join(map(str, sizes))} {' '.join(activations)} {cost} batch {batch}",
        learning_rate=random.uniform(0.01, 0.1) if learns else None,
        samples=tuple((vector(sizes[0]), target()) for _ in range(samples)),
        layers=tuple(
            Layer(
                tuple(vector(before) for _ in range(size)),
                vector(size) if biases else None,
                activation,
            )
            for (before, size), activation in zip(pairwise(sizes), activations, strict=True)
        ),
        epochs=random.randint(1, 3) if learns else 1,
        update="in_place" if learns and batch == 1 and random.random() < 0.2 else "after_backward",
        train_biases=random.random() < 0.8,
        cost=cost,
        batch=batch,
        batch_gradient=random.choice(BATCH_GRADIENTS) if batch > 1 else "mean",
    )


def of_every_kind(count: int, seed: int = 1) -> Iterator[Scenario]:
    random = Random(seed)
    return (random_scenario(random) for _ in range(count))
