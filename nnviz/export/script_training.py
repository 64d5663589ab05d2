"""The part of a script that continues the training: loss, batches, and the optimizer with its state."""

import ast
import inspect
from copy import deepcopy
from dataclasses import fields

from nnviz.engine import Loss, Optimizer, PerStepLoss
from nnviz.engine.activations import sigmoid
from nnviz.engine.layers.softmax import below_largest, softmax
from nnviz.engine.losses.cross_entropy import PROBABILITY_FLOOR, log_sum_exp
from nnviz.engine.optimizers.adam import AdamW
from nnviz.engine.randomness import Purpose
from nnviz.engine.update_rule import update_rule
from nnviz.experiments import Run
from nnviz.export.engine_source import Function, method_body
from nnviz.export.names import named_parameters
from nnviz.export.script_arrays import array_text, number_text

_PER_PARAMETER = {"v": "v[i]", "s": "s[i]", "u": "u[i]"}
"""The optimizer's state for parameter number i."""

SCHEDULE_LINES = {
    "constant": "1.0",
    "step": "{drop} ** (step // {every})",
    "exponential": "2.0 ** (-step / {half_life})",
    "inverse_time": "1.0 / (1.0 + step / {half_life})",
    "cosine": "{floor} + (1.0 - {floor}) * 0.5 * (1.0 + np.cos(np.pi * min(step, {steps}) / {steps}))",
    "polynomial": "{floor} + (1.0 - {floor}) * (1.0 - min(step, {steps}) / {steps}) ** {power}",
    "warm_restarts": "{floor} + (1.0 - {floor}) * 0.5 * (1.0 + np.cos(np.pi * (step % {steps}) / {steps}))",
    "one_cycle": (
        "{floor} + (1.0 - {floor}) * 0.5 * (1.0 - np.cos(np.pi * step / ({rise} * {steps})))"
        " if step < {rise} * {steps} else {floor} * 1e-4 + (1.0 - {floor} * 1e-4) * 0.5"
        " * (1.0 + np.cos(np.pi * (min(step, {steps}) - {rise} * {steps}) / ({steps} - {rise} * {steps})))"
    ),
    "cyclic": "{floor} + (1.0 - {floor}) * (1.0 - abs(step / {steps} % 2.0 - 1.0))",
}
"""The factor of each schedule at a step."""


def loss_functions(run: Run) -> list[Function]:
    """Return the engine's functions that the loss uses."""
    loss = _of_one(run)
    squash = [sigmoid if run.head.output_activation == "sigmoid" else softmax] if loss.expects == "logits" else []
    source = inspect.getsource(type(loss).per_sample)
    return [*squash, *(used for used in (below_largest, log_sum_exp) if used.__name__ in source)]


def loss_section(run: Run) -> str:
    """Return the lines that define ``sample_losses``, ``loss_gradient``, ``evaluate`` and perhaps ``probabilities``."""
    loss = _of_one(run)
    blocks = []
    if loss.expects == "logits":
        body = method_body(type(loss).probabilities)
        blocks.append("\n".join(["def probabilities(A):", '    """Turn the output into probabilities."""', *body]))
    arguments = "A, Y, P" if loss.expects == "logits" else "A, Y"
    constants = {"PROBABILITY_FLOOR": repr(PROBABILITY_FLOOR)}
    constants |= {f"self.{entry.name}": repr(getattr(loss, entry.name)) for entry in fields(loss)}  # type: ignore[arg-type]
    gradient = "Return dA, the gradient of the mean loss: the 1/N stands here and nowhere else."
    for name, sentence, method in (
        ("sample_losses", f"Return the {loss.title} of each sample.", type(loss).per_sample),
        ("loss_gradient", gradient, type(loss).backward),
    ):
        lines = [_replaced(line, constants) for line in method_body(method)]
        blocks.append("\n".join([f"def {name}({arguments}):", f'    """{sentence}"""', *lines]))
    return "\n\n\n".join([*blocks, _evaluation(run)])


def _of_one(run: Run) -> Loss:
    """Return the loss of one sample, or of one step where every step has a target."""
    loss = run.state.rules.loss
    return loss.loss if isinstance(loss, PerStepLoss) else loss


def _each_step(run: Run) -> bool:
    return isinstance(run.state.rules.loss, PerStepLoss)


_COUNTED = "    counted = ~np.isnan(Y[..., 0])  # the steps that have a target"


def _replaced(line: str, constants: dict[str, str]) -> str:
    for name, value in constants.items():
        line = line.replace(name, value)
    return line


def _evaluation(run: Run) -> str:
    logits = run.state.rules.loss.expects == "logits"
    said = "P" if logits else "A"
    decisions = {
        "signs": f"{said}[:, 0] >= 0.0",
        "indicators": f"{said}.argmax(axis=-1)" if run.head.output_activation == "softmax" else f"{said}[:, 0] >= 0.5",
    }.get(run.head.targets)
    lines = [
        f"def evaluate(parameters, X, Y{', labels' if decisions else ''}):",
        f'    """Return the mean loss{" and the accuracy" if decisions else ""}, without dropout."""',
        "    A, _ = forward(parameters, X)",
        *([_COUNTED, "    A, Y = A[counted], Y[counted]"] if _each_step(run) else []),
        *(["    P = probabilities(A)"] if logits else []),
        f"    losses = sample_losses(A, Y{', P' if logits else ''})",
        "    L = losses.sum() / len(losses)",
    ]
    if not decisions:
        return "\n".join([*lines, '    return L, float("nan")'])
    right = f"    right = (({decisions}) == labels{'[counted]' if _each_step(run) else ''}).mean()"
    return "\n".join([*lines, right, '    return L, right if np.isfinite(A).all() else float("nan")'])


def training_section(run: Run) -> str:
    """Return the lines that define ``train_step``."""
    return "\n\n\n".join([_constants(run), _batch(run), _step(run)])


def _constants(run: Run) -> str:
    rules, memory = run.state.rules, run.state.memory
    lines = [
        "# Training goes on from here, with the same batches and the same masks as in nnviz.",
        f"seed = {run.state.seed}",
        f"batch_size = {run.batches.batch_size}",
        f"per_epoch = {run.batches.per_epoch}",
        f"learning_rate = {number_text(float(rules.learning_rate))}",
    ]
    for name, value in memory.vectors.items():
        lines += [f"{name} = [  # the state of {rules.optimizer.title}, one array per parameter"]
        lines += [_indented(array_text(part)) + "," for part in run.state.network.layout.views(value)] + ["]"]
    return "\n".join(lines)


def _indented(text: str) -> str:
    first, *rest = text.splitlines()
    packed = first.startswith("numbers")
    return "\n".join(["    " + first, *(line if packed else "    " + line for line in rest)])


def _batch(run: Run) -> str:
    order = f"np.random.default_rng([{run.batches.seed}, {int(Purpose.BATCHES)}, epoch]).permutation(len(X_train))"
    shift = f" - {run.offset}" if run.offset > 0 else f" + {-run.offset}" if run.offset else ""
    return "\n".join(
        [
            "def batch(step):",
            '    """Return the samples of a step: every epoch uses each of them once, in its own order."""'
            if run.batches.shuffle
            else '    """Return the samples of a step: every epoch uses each of them once, in their order."""',
            f"    epoch, k = divmod(step{shift}, per_epoch)",
            f"    order = {order if run.batches.shuffle else 'np.arange(len(X_train))'}",
            "    return order[k * batch_size : (k + 1) * batch_size]",
        ]
    )


def _step(run: Run) -> str:
    rules = run.state.rules
    logits = rules.loss.expects == "logits"
    random = run.state.network.random
    gradient = f"loss_gradient(A, Y{', P' if logits else ''})"
    rng = f", np.random.default_rng([seed, {int(Purpose.DROPOUT)}, step])" if random else ""
    lines = [
        "def train_step(parameters, step):",
        '    """Forward, loss, backward, update: return the new parameters and the loss of the batch before it."""',
        "    rows = batch(step)",
        "    X, Y = X_train[rows], Y_train[rows]",
        f"    A, kept = forward(parameters, X{rng})",
        *([_COUNTED, "    dA = np.zeros_like(A)", "    A, Y = A[counted], Y[counted]"] if _each_step(run) else []),
        *(["    P = probabilities(A)"] if logits else []),
        f"    losses = sample_losses(A, Y{', P' if logits else ''})",
        *(
            [f"    dA[counted] = {gradient}", "    gradients = backward(parameters, kept, dA)"]
            if _each_step(run)
            else [f"    gradients = backward(parameters, kept, {gradient})"]
        ),
        f"    rate = learning_rate{_factor(run)}",
        *_penalty(run),
        *_clipping(run),
        *_decaying(run),
        *([f"    t = step + {run.state.memory.t - run.step + 1}"] if _counts_steps(rules.optimizer) else []),
        "    after = []",
        "    for i, (theta, g) in enumerate(zip(parameters, gradients)):"
        if _counted(run)
        else "    for theta, g in zip(parameters, gradients):",
        *("        " + line for line in _update(rules.optimizer)),
        *_shrinking(run),
        "    return after, losses.sum() / len(losses)",
    ]
    return "\n".join(lines)


def _counts_steps(optimizer: Optimizer) -> bool:
    return any(line.name == "t" for line in update_rule(type(optimizer)))


def _counted(run: Run) -> bool:
    """Whether the optimizer keeps a state for each parameter, so that the loop has to number them."""
    return any(line.name in _PER_PARAMETER for line in update_rule(type(run.state.rules.optimizer)))


def _update(optimizer: Optimizer) -> list[str]:
    """Write the optimizer's step for one parameter ``theta`` with the gradient ``g``, as the engine computes it."""
    lines = []
    *rule, last = update_rule(type(optimizer))
    for line in rule:
        if line.name != "t":  # a script counts its steps in one place
            value = _InScript(optimizer).visit(deepcopy(line.value))
            name = _PER_PARAMETER.get(line.name, line.name)
            lines.append(f"{name} = {ast.unparse(value)}" + (f"  # {line.comment}" if line.comment else ""))
    return [*lines, f"after.append({ast.unparse(_InScript(optimizer).visit(deepcopy(last.value)))})"]


class _InScript(ast.NodeTransformer):
    """Gives the names of the engine's lines their names in a script, and hyperparameters their numbers."""

    def __init__(self, optimizer: Optimizer) -> None:
        self._optimizer = optimizer

    def visit_Name(self, node: ast.Name) -> ast.expr:
        names = {"dtheta": "g", "learning_rate": "rate", "penalised": "penalised[i]"}
        return ast.Name({**names, **_PER_PARAMETER}.get(node.id, node.id))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        owner = ast.unparse(node.value)
        if owner == "self":
            return ast.Constant(getattr(self._optimizer, node.attr))
        return ast.Name(_PER_PARAMETER[node.attr]) if owner == "memory" else node


def _factor(run: Run) -> str:
    schedule = run.state.rules.schedule
    values = {entry.name: repr(getattr(schedule, entry.name)) for entry in fields(schedule)}
    ramp = f"min(1.0, (step + 1) / {schedule.warm_up}) * " if schedule.warm_up else ""
    if schedule.name == "constant" and not ramp:
        return ""
    return f" * {ramp}({SCHEDULE_LINES[schedule.name].format(**values)})"


def _penalised(run: Run) -> list[bool]:
    layers = run.state.network.layers
    return [part.name in layers[part.layer].penalised for part in named_parameters(run.state.network)]


def _pull(run: Run) -> str:
    penalty = run.state.rules.penalty
    return f"{penalty.rate!r} * {'np.sign(theta)' if penalty.name == 'l1' else 'theta'}"


def _penalty(run: Run) -> list[str]:
    penalty = run.state.rules.penalty
    if not penalty.active or penalty.decoupled:
        return []
    return [
        f"    penalised = {_penalised(run)}  # {penalty.name.upper()} acts on weights, never on biases",
        f"    gradients = [g + {_pull(run)} if pulled else g",
        "                 for theta, g, pulled in zip(parameters, gradients, penalised)]",
    ]


def _decaying(run: Run) -> list[str]:
    """Say which parameters AdamW shrinks."""
    if not isinstance(run.state.rules.optimizer, AdamW):
        return []
    return [f"    penalised = {_penalised(run)}  # weights decay, biases do not"]


def _clipping(run: Run) -> list[str]:
    limit = run.state.rules.clip_norm
    if limit is None:
        return []
    return [
        "    norm = np.sqrt(sum((g * g).sum() for g in gradients))  # of all gradients as one vector",
        f"    gradients = [g * ({limit!r} / max(norm, {limit!r})) for g in gradients]",
    ]


def _shrinking(run: Run) -> list[str]:
    """Write a penalty that shrinks the weights after the step, as `Penalty.shrink` does."""
    penalty = run.state.rules.penalty
    if not (penalty.active and penalty.decoupled):
        return []
    lines = [
        f"    penalised = {_penalised(run)}  # {penalty.name.upper()} acts on weights, never on biases",
        "    for i, (theta, pulled) in enumerate(zip(parameters, penalised)):",
        "        if pulled:",
        f"            shrunk = after[i] - rate * {_pull(run)}",
    ]
    if penalty.name == "l1":
        lines += [
            "            stopped = np.sign(after[i]) * np.sign(shrunk) < 0  # would cross zero: stays there",
            "            stopped |= (theta == 0) & (step > 0)",
            "            shrunk = np.where(stopped, 0.0, shrunk)",
        ]
    return [*lines, "            after[i] = shrunk"]
