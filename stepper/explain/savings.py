"""How many multiplications delta saves, as the rows of a table and a sentence."""

from decimal import Decimal

from stepper.digits import FACTOR
from stepper.explain import Explainer
from stepper.multiplications import as_depth_grows, hidden_width, multiplications
from stepper.symbols import Network


def savings(n: Network, explainer: Explainer) -> tuple[list[list[str]], str]:
    """(rows, the heads first; what they show): this network, then others as depth grows."""

    def count(number: int) -> str:
        return explainer.notation.number(f"{Decimal(number):.{FACTOR}g}")

    say, here = explainer.say, multiplications(n)
    keys = ("multiplications.hidden", "multiplications.by_hand", "multiplications.reused")
    counts = {say("multiplications.here", hidden=here.hidden): here}
    counts |= {str(deeper.hidden): deeper for deeper in as_depth_grows(n)}
    rows = [[label, count(c.by_hand), count(c.reused)] for label, c in counts.items()]
    hidden = hidden_width(n)
    growth = say(f"multiplications.{'paths' if hidden > 1 else 'one_path'}", width=hidden)
    return [[say(key) for key in keys], *rows], growth
