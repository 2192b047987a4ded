"""The gradient that comes next, as far as it is known: known factors in colour, a brace under δ."""

from stepper.derive.so_far import Path, ahead
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step
from stepper.typeset.equations.formulas import Names
from stepper.typeset.html.mathml import row
from stepper.typeset.spans import Span


def gradient_so_far(step: Step, explainer: Explainer) -> str:
    """∂C/∂W₃ = (y−y′)·y(1−y)·W₄·∂h₃/∂z₃·∂z₃/∂W₃ as maths; empty at steps without one."""
    derived = ahead(step)
    if derived is None:
        return ""
    sign, name = explainer.notation.sign, explainer.notation.name(derived.gradient)
    paths = (_path(step, path, explainer, k == 0) for k, path in enumerate(derived.paths))
    total = f"<mo>{sign('plus')}</mo>".join(paths)
    left = row([Span(name, derived.gradient)])
    return f"<math>{left}<mo>{sign('equal')}</mo>{total}</math>"


def _path(step: Step, path: Path, explainer: Explainer, is_first: bool) -> str:
    """The factors of a path, with a brace under those whose product is the latest δ."""
    times = f"<mo>{explainer.notation.sign('times')}</mo>"
    written = Names(explainer.notation).factors(path.shown(step), is_first)
    factors = []
    for factor, spans in zip(path.factors, written, strict=True):
        is_new, is_known = factor.made == step.symbol, step.is_known(factor.made)
        kind = "new" if is_new else "known" if is_known else "to-come"
        factors.append(f'<mrow class="{kind}">{row(spans)}</mrow>')
    ready = path.ready(step)
    if not ready:
        return times.join(factors)
    delta, end = ready[-1]
    braced = (
        f"<munder><munder><mrow>{times.join(factors[:end])}</mrow>"
        f'<mo stretchy="true">⏟</mo></munder>{row([Span(explainer.notation.name(delta), delta)])}'
        "</munder>"
    )
    return times.join([braced, *factors[end:]])
