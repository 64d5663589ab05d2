"""The formula and the lines of NumPy of a tensor in this step: with its activation, loss and optimizer."""

from dataclasses import replace

from nnviz.engine import Convolution, Dense, Optimizer, Penalty, Rules, TensorView, assignment
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.update_rule import update_lines, update_rule
from nnviz.experiments.inspection.rules.optimizer import formula_of
from nnviz.experiments.inspection.step import Step

GRADIENT = r"\nabla_\theta L"


def described(step: Step, layer: int | None, view: TensorView) -> TensorView:
    """Return a view with the formula and the lines of this layer, loss and optimizer.

    Parameters
    ----------
    step : Step
    layer : int or None
        The position in `Network.layers`.
    view : TensorView
        As `walk` yields it.
    """
    name = view.path.rpartition(".")[2]
    if view.path.startswith("after.network."):
        assert layer is not None
        moved_by = step.optimizer_of(layer, view.path.partition(f"layers[{layer}].")[2])
        return replace(view, formula=_new_parameter(moved_by, step), line=_update_lines(moved_by, step))
    if view.path.startswith("after.memory."):
        return _memory(view, step, name)
    if view.path == "dtheta":
        return _used_gradient(view, step)
    if view.path == "X":
        return replace(view, formula=r"X \text{: the samples of this batch}")
    if layer is not None:
        return _of_layer(step, layer, view, name)
    return view


def _of_layer(step: Step, i: int, view: TensorView, name: str) -> TensorView:
    formula = view.formula.replace("[l-1]", f"[{i}]").replace("[l+1]", f"[{i + 2}]").replace("[l]", f"[{i + 1}]")
    formula = formula.replace("^{[0]}", "^{[0]} = X") if name == "X" and i == 0 else formula
    if r"\leftarrow" in formula:  # a parameter, in the forward pass
        return replace(view, formula=rf"{view.symbol} \text{{: as it was before this step}}")
    if name == "dA" and step.gradients is not None and i == len(step.gradients.layers) - 1:
        return _from_the_loss(step, view)
    dense = step.trace.layers[i] if step.trace is not None else None
    layer = getattr(dense, "layer", None)
    if not isinstance(layer, Dense | Convolution) or name not in ("A", "dZ"):
        return replace(view, formula=formula)
    activation = layer.activation
    if name == "A":
        lines = f"{view.line}\n# g: {activation.title}\n{activation.f_lines}"
        return replace(view, formula=rf"{formula}, \quad {activation.latex}", line=lines)
    if activation is IDENTITY:
        return replace(view, formula=rf"{formula}, \quad {activation.dlatex}", line="dZ = dA  # times a slope of one")
    lines = f"{view.line}\n# dg: the slope of {activation.title}\n{activation.df_lines}"
    return replace(view, formula=rf"{formula}, \quad {activation.dlatex}", line=lines)


def _from_the_loss(step: Step, view: TensorView) -> TensorView:
    """The gradient of the output, with which the backward pass begins."""
    if step.loss is None:
        return replace(view, formula=r"\mathrm{d}A = \partial L / \partial A")
    loss = step.loss.loss
    return replace(view, formula=loss.dlatex, line=assignment(type(loss).backward, "dA"))


def _used_gradient(view: TensorView, step: Step) -> TensorView:
    """The gradient that the optimizer was given: of the loss and the penalty, clipped."""
    assert step.taken is not None
    rules = step.taken.before.rules
    formula, lines = rf"g = {GRADIENT}", ["dtheta = np.concatenate(parts, axis=None)  # every dW, db, ... in a row"]
    if rules.penalty.active and not rules.penalty.decoupled:
        formula += rf" + {penalty_latex(rules.penalty)}"
        lines.append("dtheta = dtheta + penalty.gradient(before, penalised)")
    if rules.clip_norm is not None:
        formula += rf", \quad g \leftarrow g \cdot \min(1, {rules.clip_norm:g} / \lVert g \rVert)"
        lines.append("dtheta = clip_by_norm(dtheta, rules.clip_norm)")
    return replace(view, formula=formula, line="\n".join(lines))


def penalty_latex(penalty: Penalty) -> str:
    """Return the slope of a penalty, in LaTeX, for a weight."""
    slope = r"\mathrm{sign}(\theta)" if penalty.name == "l1" else r"\theta"
    return rf"{penalty.rate:g}\, {slope}"


def _memory(view: TensorView, step: Step, name: str) -> TensorView:
    """What the optimizer remembers: the formula that updates it, and its line of NumPy."""
    assert step.taken is not None
    optimizer = step.taken.before.rules.optimizer
    line = next(line.line for line in update_rule(type(optimizer)) if line.name == name)
    return replace(view, formula=rf"{name} \leftarrow {formula_of(optimizer, name)}", line=line)


def _new_parameter(moved_by: Optimizer, step: Step) -> str:
    """The last of the optimizer's formulas, and the penalty if it shrinks the weights after the step."""
    assert step.taken is not None
    rules = step.taken.before.rules
    formula = moved_by.formulas[-1]
    if _shrinks_after(rules):
        formula += rf", \quad \theta \leftarrow \theta - \eta \cdot {penalty_latex(rules.penalty)}"
    return formula


def _shrinks_after(rules: Rules) -> bool:
    return rules.penalty.active and rules.penalty.decoupled


def _update_lines(moved_by: Optimizer, step: Step) -> str:
    assert step.taken is not None
    rules = step.taken.before.rules
    lines = update_lines(type(moved_by))
    if _shrinks_after(rules):
        lines += "\n" + assignment(Penalty.shrink, "shrunk")
    return lines
