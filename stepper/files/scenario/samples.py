"""The samples of a network in a scenario file."""

from stepper.files.scenario.reader import ScenarioReader
from stepper.runs.scenario import Layer, Vector, sizes

Samples = list[tuple[Vector, Vector]]
SAMPLE_KEYS = ("inputs", "targets")


def read_samples(reader: ScenarioReader, value: object, layers: list[Layer] | None) -> Samples:
    tables = reader.array(value, "samples", "at least one [[samples]]") or []
    counts = (sizes(layers)[0], sizes(layers)[-1]) if layers else (None, None)
    return reader.each(tables, "samples", lambda table, at: read_sample(reader, table, at, counts))


def read_sample(
    reader: ScenarioReader, value: object, place: str, counts: tuple[int | None, int | None]
) -> tuple[Vector, Vector]:
    table = reader.table(value, place, SAMPLE_KEYS) or {}
    numbers: list[Vector] = []
    for key, count in zip(SAMPLE_KEYS, counts, strict=True):
        if key in table:
            one_per = "one per " + key.removesuffix("s").replace("target", "output neuron")
            read = reader.numbers(table[key], f"{place}.{key}", count, one_per)
            numbers.append(tuple(read or ()))
        elif isinstance(value, dict):
            reader.problem(f"{place}.{key}", f"missing; write {key} = […]")
    return (numbers[0], numbers[1]) if len(numbers) == 2 else ((), ())
