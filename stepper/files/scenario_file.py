"""A scenario read from TOML: every field is checked, and all problems are reported at once."""

import re
import tomllib
from typing import BinaryIO

from stepper.errors import StepperError, short
from stepper.files.opening import open_file
from stepper.files.scenario.formula import formula_scenario
from stepper.files.scenario.network import network_scenario
from stepper.files.scenario.reader import ScenarioReader
from stepper.limits import MAX_BYTES, MAX_NUMBERS
from stepper.runs.scenario import Scenario

# a.b.c.… in a key, for which tomllib takes quadratic time and space
_DEEP_KEY = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+){50}""")

_KEY = re.compile(r"\s*(?=[A-Za-z0-9_-]*[^A-Za-z0-9_\-.\s=])([^\W\d][^\s=\"\[\]{}#]*)\s*=")

_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4300}")  # beyond that, Python refuses to convert it


def load_scenario(
    path: object, max_numbers: int = MAX_NUMBERS, seed: int | None = None
) -> Scenario:
    """Read the scenario of a TOML file, or a bundled scenario by its name.

    max_numbers: the most numbers that its run may have. seed: draw this variant of its [random].
    Raises StepperError with all problems of the file.
    """
    with open_file(str(path)) as file:
        return read_scenario(file, str(path), max_numbers, seed)


def read_scenario(
    source: BinaryIO, file: str, max_numbers: int = MAX_NUMBERS, seed: int | None = None
) -> Scenario:
    """Read the scenario of an open TOML file; file is its name in messages."""
    data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise StepperError(f"{file}: larger than {MAX_BYTES:,} bytes, the limit for a scenario")
    try:
        text = data.decode("utf-8-sig")
        if _DEEP_KEY.search(text):
            raise RecursionError
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StepperError(f"{file}: line {line}: not UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise StepperError(
            f"{file}: nested too deeply; a scenario needs only four levels"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise StepperError(f"{file}: not valid TOML: {error}{_unquoted(text, error)}") from None
    except ValueError:
        long = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, long.start() if long else 0) + 1
        raise StepperError(
            f"{file}: line {line}: a number has thousands of digits; write fewer"
        ) from None
    return scenario_from(document, file, max_numbers, seed)


def _unquoted(text: str, error: tomllib.TOMLDecodeError) -> str:
    """What to write where an error is at a name such as W₁ or y' that has no quotes."""
    place = re.search(r"at line (\d+)", str(error))
    line = text.splitlines()[int(place[1]) - 1] if place else ""
    name = _KEY.match(line)
    return f'; write quotes around the name, "{short(name[1])}" = …' if name else ""


def scenario_from(
    document: object, file: str, max_numbers: int = MAX_NUMBERS, seed: int | None = None
) -> Scenario:
    """Build the scenario of a parsed document. Raises StepperError with all its problems."""
    reader = ScenarioReader(file)
    has_formula = isinstance(document, dict) and "formula" in document
    read = formula_scenario if has_formula else network_scenario
    scenario = read(reader, document, max_numbers, seed)
    reader.settle()
    assert scenario is not None
    return scenario
