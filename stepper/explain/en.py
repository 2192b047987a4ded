"""English. {z} {a} {delta} {w} {b} name the numbers of the step's own neuron, {below} its input,
{z_above} {delta_above} {w_above} those of the neuron above."""

SENTENCES = {
    # --- words
    "phase.given": "given",
    "phase.forward": "forward",
    "phase.backward": "backward",
    "phase.update": "update",
    "form.chain": "chain rule",
    "form.recursion": "recursion",
    "form.formula": "formula",
    "form.numbers": "numbers",
    "form.term": "term",
    "form.value": "",
    "goal": "Goal",
    "source": "Source",
    "target": "target",
    "slope": "slope",
    "from": "from",
    "used": "used in",
    "equation": "equation {number} of {count}",
    "equation.later": "equation {number} ({within} of {count})",
    "eq": "eq {number}",
    "iteration.word": "iteration",
    "iteration": "iteration {number} of {count}",
    "epoch": "epoch {epoch}, sample {sample}",
    "run": "network {sizes}, {rate} (learning rate), {iterations} iterations of {steps} equations",
    "in_place": "mistake on purpose: the deltas below use weights that are already updated",
    "note": "Note",
    "slip": "The source text",
    "cost.fell": "{C} fell from {before} to {after}.",
    "cost.rose": "{C} rose from {before} to {after}: the learning rate is too large here.",
    "cost.same": "{C} is {after}, as before.",
    # --- why: one or two sentences for each kind of step
    "why.z": "{z} is what neuron {a} takes in: each input times its weight, added up.",
    "why.z.bias": "{z} is what neuron {a} takes in: inputs times weights, and the bias.",
    "why.a": "The sigmoid squeezes {z} to a value strictly between 0 and 1.",
    "why.a.one": "So far from 0, the sigmoid rounds to exactly 1: its slope is 0 here, and nothing "
    "can be learned through it.",
    "why.a.out": "The sigmoid squeezes {z} between 0 and 1. {a} is the prediction.",
    "why.C": "Half the squared distance between the prediction and the target. From here the graph "
    "turns round, beginning with 1: how does {C} change when each number before it changes?",
    "why.dC/da.out": "How far {a} is to blame: {C} grows with {a} when {a} is above its target, and "
    "falls when it is below.",
    "why.dC/da": "{a} acts on {C} through {z_above} alone, so its share of the blame is {delta_above} sent back "
    "through the weight {w_above}.",
    "why.dC/da.sum": "{a} acts on {C} along every path above it. What comes back along each path "
    "is added up.",
    "why.dC/da.in_place": "The mistake: the new weight is used. But the prediction was made with "
    "the old one, so this is not how {C} changes with {a}.",
    "why.da/dz": "How steep the sigmoid is at {z}. It is never above 1/4, and near 0 where {a} is "
    "close to 0 or 1.",
    "why.delta.out": "{delta} says how {C} changes when {z} changes: the blame at {a}, times how "
    "steep its sigmoid is. All that follows further down is built on it.",
    "why.delta": "{delta} says how {C} changes when {z} changes: {delta_above} sent back through "
    "{w_above}, times how steep the sigmoid of {a} is. {delta_above} was ready: that is the point.",
    "why.delta.sum": "{delta} says how {C} changes when {z} changes: what came back along all "
    "paths, times how steep the sigmoid of {a} is.",
    "why.delta.in_place": "The wrong blame from above, times the slope: with the mistake, {delta} is not "
    "how {C} changes with {z}.",
    "why.dC/dw.in_place": "{delta} times {below}, as it should be; but {delta} holds the mistake, so this "
    "is not how {C} changes with {w}.",
    "why.dC/db.in_place": "{delta} itself; but it holds the mistake, so this is not how {C} changes with {b}.",
    "why.dC/dw": "{w} multiplies {below} on the way to {z}, so {C} feels a change of {w} as "
    "{delta} times {below}.",
    "why.dC/db": "{b} is added to {z} as it is, so its gradient is {delta} itself.",
    "why.w+": "One step downhill: the weight moves against its gradient, {rate} times as far.",
    "why.b+": "One step downhill: the bias moves against its gradient, {rate} times as far.",
    # --- where the source text slips, at the step where it matters
    "slip.delta.out": "gives δy a factor h. That product is ∂C/∂W₂; δy is ∂C/∂z, without h.",
    "slip.delta.shared": "says that both gradients share (y−y′)y(1−y)h. They share (y−y′)y(1−y); "
    "that h(1−h) holds an h too is an accident of the sigmoid.",
    "slip.delta": "writes one g′(x) for every layer. Each δ takes the slope of its own layer.",
    "slip.slope": "writes g(x) = y(1−y). It is g′(z) that is y(1−y), with y = g(z).",
    "slip.range": "says that a sigmoid is 0 or 1. It lies between them and reaches neither; "
    "g′ = g(1−g) follows from y = g(z).",
    "slip.target": "calls y′ the prediction. y is the prediction, y′ the target.",
    "slip.mse": "calls ½(y−y′)² the MSE. It is half the squared error of one sample.",
    "slip.chain": "says that the cost cannot be differentiated by x. It can, through y: that is "
    "what the chain rule is for.",
    "slip.order": "updates W₂ and then works out W₁. Both gradients come from the old weights; "
    "then both are updated.",
    "slip.letters": "drops g(W₂h) after ∂/∂W₁ and writes w₂ beside W₂. It is one letter, "
    "(y−y′) ∂/∂W₁ g(W₂h).",
    "slip.update": "lets backpropagation update x and y. Backpropagation finds gradients; "
    "gradient descent updates weights. Inputs stay.",
    # --- commands
    "check.gradient": "gradient",
    "check.analytic": "by backpropagation",
    "check.numeric": "by differences",
    "check.same": "same",
    "check.differs": "DIFFERENT",
    "check.small": "too small to check",
    "check.right": "All {count} gradients agree with central differences of the cost.",
    "check.right_some": "{same} of {count} gradients agree with central differences of the cost; {small} are too "
    "small to check.",
    "check.wrong": "{wrong} of {count} gradients differ from central differences of the cost.",
    "check.in_place": "{wrong} of {count} gradients are not the derivatives of the cost, and that is "
    "the lesson:\nthis scenario works its deltas out with weights that are already updated.",
    "verify.right": "{name}: {iterations} iterations of {columns} numbers, all as their equations "
    "give them.",
    "wrote": "{name} is written. Open it: stepper {name}",
    # --- screens
    "key.next": "next",
    "key.back": "back",
    "key.next_delta": "next δ",
    "key.previous_delta": "previous δ",
    "key.next_update": "next update",
    "key.next_iteration": "next iteration",
    "key.previous_iteration": "previous iteration",
    "key.first": "first step of the iteration, again: of the run",
    "key.last": "last step of the iteration, again: of the run",
    "key.go_to": "go to",
    "key.help": "help",
    "key.close": "close; back to the list",
    "key.quit": "quit",
    "key.open": "open",
    "key.choose": "choose",
    "help.title": "Keys",
    "parameters": "weights",
    "key.next_phase": "next phase",
    "key.previous_phase": "previous phase",
    "help.highlight": "The highlighted number is being made now; the lit ones are what it is made "
    "from. {unknown} is a number that is not made yet.",
    "goto.prompt": "Go to a step: its number in the run, or a name such as {example}",
    "goto.unknown": "{text}: no such step; write a number from 1 to {count}, or a name such as "
    "{example}",
    "picker.title": "Which network?",
    "picker.size": "{steps} equations an iteration, {iterations} iterations",
    "terms.more": "{count} more, their sum {sum}",
    "first.hint": "→ makes the next number",
    "end.hint": "i: again, with the new weights",
    "end.hint.sample": "i: the next sample, with the new weights",
    "end.run": "The end of the run.",
}
