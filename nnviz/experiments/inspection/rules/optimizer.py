"""How an optimizer computes what it remembers and the new parameters: from its formulas and the lines of its step."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from nnviz.engine import Optimizer
from nnviz.engine.update_rule import update_rule
from nnviz.experiments.inspection.arithmetic import Numbers
from nnviz.experiments.inspection.expression import Term


@dataclass(frozen=True)
class ParameterStep:
    """One parameter in one step.

    Attributes
    ----------
    theta, g : float
        Before the step; the gradient that the optimizer was given.
    rate : float
    before, after : mapping of str to float
        What the optimizer remembers before and after the step, by its names: ``v``, ``s``, ``u``.
    t : int
        The number of the step, from 1.
    """

    theta: float
    g: float
    rate: float
    before: Mapping[str, float]
    after: Mapping[str, float]
    t: int


def remembered(optimizer: Optimizer, name: str, one: ParameterStep, p: int) -> tuple[str, tuple[Term, ...]]:
    """Return how ``v``, ``s`` or ``u`` of parameter p is computed: the rule in LaTeX, and its terms with numbers."""
    rule = re.sub(r"\b[gvsud]\b", lambda symbol: f"{symbol.group()}_{{{p}}}", formula_of(optimizer, name))
    lines = {line.name: line.value for line in update_rule(type(optimizer))}
    return rule, _numbers(optimizer, one).terms(lines[name])


def new_theta(optimizer: Optimizer, one: ParameterStep, symbol: str) -> tuple[str, tuple[Term, ...]]:
    """Return how the new parameter is computed: the rule in LaTeX with the parameter's symbol, and its terms."""
    rule = formula_of(optimizer, r"\theta").replace(r"\theta", symbol)
    *before, last = (line.value for line in update_rule(type(optimizer)) if line.name == "theta")
    for earlier in reversed(before):  # theta that was changed on the way: put in where the next line reads it
        last = _Replaced("theta", earlier).visit(last)
    return rule, _numbers(optimizer, one).terms(last)


def formula_of(optimizer: Optimizer, symbol: str) -> str:
    r"""Return the right side of the optimizer's formula for ``v``, ``s``, ``u`` or ``\theta``."""
    pairs = (formula.partition(r"\leftarrow") for formula in optimizer.formulas)
    return next(right.strip() for left, _, right in pairs if left.strip() == symbol)


def _numbers(optimizer: Optimizer, one: ParameterStep) -> Numbers:
    """Give each name in the lines of the step its number."""
    constants = {f"self.{entry.name}": getattr(optimizer, entry.name) for entry in fields(optimizer)}
    constants |= {"learning_rate": one.rate, "memory.t": one.t - 1, "penalised": 1.0}
    values = {"theta": one.theta, "dtheta": one.g, **one.after}
    values |= {f"memory.{name}": value for name, value in one.before.items()}
    for line in update_rule(type(optimizer)):
        if line.name not in ("theta", *values):
            values[line.name] = Numbers(constants | values, constants).value(line.value)
    return Numbers(constants | values, constants)


class _Replaced(ast.NodeTransformer):
    """Puts an expression in the place of a name; what it is given stays as it was."""

    def __init__(self, name: str, by: ast.expr) -> None:
        self._name, self._by = name, by

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._by if node.id == self._name else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return ast.BinOp(self.visit(node.left), node.op, self.visit(node.right))
