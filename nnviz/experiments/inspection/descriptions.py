"""What a tensor's formula and its lines of NumPy are in one very place: with this activation, loss and optimizer."""

import ast
import inspect
import textwrap
from dataclasses import replace
from functools import cache

from nnviz.engine import Dense, Optimizer, Penalty, Rules, TensorView, assignment
from nnviz.engine.activations.straight import IDENTITY
from nnviz.experiments.inspection.step import Step

GRADIENT = r"\nabla_\theta L"


def described(step: Step, layer: int | None, view: TensorView) -> TensorView:
    """Return a view whose formula and lines say what happened here.

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
        return replace(view, formula=_new_parameter(view, step), line=_update_lines(step))
    if view.path in ("after.memory.v", "after.memory.s"):
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
    if not isinstance(layer, Dense) or name not in ("A", "dZ"):
        return replace(view, formula=formula)
    bend = layer.activation
    if name == "A":
        lines = f"{view.line}\n# g: {bend.title}\n{bend.f_lines}"
        return replace(view, formula=rf"{formula}, \quad {bend.latex}", line=lines)
    if bend is IDENTITY:
        return replace(view, formula=rf"{formula}, \quad {bend.dlatex}", line="dZ = dA  # times a slope of one")
    lines = f"{view.line}\n# dg: the slope of {bend.title}\n{bend.df_lines}"
    return replace(view, formula=rf"{formula}, \quad {bend.dlatex}", line=lines)


def _from_the_loss(step: Step, view: TensorView) -> TensorView:
    """The gradient of the output: there the way back begins."""
    if step.loss is None:
        return replace(view, formula=r"\mathrm{d}A = \partial L / \partial A")
    loss = step.loss.loss
    return replace(view, formula=loss.dlatex, line=assignment(type(loss).backward, "dA"))


def _used_gradient(view: TensorView, step: Step) -> TensorView:
    """The gradient that the optimizer was given: of the loss, of the penalty, clipped."""
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
    """What the optimizer remembers: the part of its formula that tells how, and its line."""
    assert step.taken is not None
    kind = type(step.taken.before.rules.optimizer)
    for maker in kind.__mro__:
        parts = [part.strip() for part in getattr(maker, "latex", "").split(r", \quad")]
        formula = next((part for part in parts if part.startswith(rf"{name} \leftarrow")), "")
        if formula and issubclass(maker, Optimizer):
            return replace(view, formula=formula, line=assignment(maker.step, name))
    return view


def _new_parameter(view: TensorView, step: Step) -> str:
    """The last part of the optimizer's formula, and the penalty if it shrinks after the step."""
    assert step.taken is not None
    rules = step.taken.before.rules
    formula = rules.optimizer.latex.split(r", \quad")[-1].strip()
    if _shrinks_after(rules):
        formula += rf", \quad \theta \leftarrow \theta - \eta \cdot {penalty_latex(rules.penalty)}"
    return formula


def _shrinks_after(rules: Rules) -> bool:
    return rules.penalty.active and rules.penalty.decoupled


def _update_lines(step: Step) -> str:
    assert step.taken is not None
    rules = step.taken.before.rules
    lines = step_lines(rules.optimizer)
    if _shrinks_after(rules):
        lines += "\n" + assignment(Penalty.shrink, "shrunk")
    return lines


def step_lines(optimizer: Optimizer) -> str:
    """Read from an optimizer's source the lines that make the new parameters.

    Parameters
    ----------
    optimizer : Optimizer

    Returns
    -------
    str
        Its assignments, and the returned difference as ``theta = theta - ...``.
    """
    return "\n".join(_lines(type(optimizer)))


@cache
def _lines(kind: type[Optimizer]) -> tuple[str, ...]:
    source = textwrap.dedent(inspect.getsource(kind.step))
    found = []
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    for node in definition.body:
        if isinstance(node, ast.Assign):
            found.append(ast.get_source_segment(source, node) or "")
        elif isinstance(node, ast.Return):
            found += _returned(kind, source, node)
    return tuple(found)


def _returned(kind: type[Optimizer], source: str, node: ast.Return) -> list[str]:
    """Write ``_less(theta, step)`` as the subtraction that it is; a call of the parent's step as its lines."""
    if isinstance(node.value, ast.Call):  # super().step(theta * ..., ...)
        first = ast.get_source_segment(source, node.value.args[0])
        parent = next(base for base in kind.__mro__[1:] if issubclass(base, Optimizer) and "step" in vars(base))
        return [f"theta = {first}", *_lines(parent)]
    assert isinstance(node.value, ast.Tuple) and isinstance(node.value.elts[0], ast.Call)
    before, change = (ast.get_source_segment(source, part) for part in node.value.elts[0].args)
    return [f"theta = {before} - {change}"]
