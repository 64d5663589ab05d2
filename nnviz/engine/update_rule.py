"""An optimizer's rule as it stands in its source: the lines that compute what it remembers and the new parameters."""

import ast
import inspect
import textwrap
from dataclasses import dataclass
from functools import cache

from nnviz.engine.optimizers import Optimizer


@dataclass(frozen=True, eq=False)
class Assignment:
    """One line of an optimizer's step.

    Attributes
    ----------
    name : str
        What the line computes: ``v``, ``s`` or ``u``, something on the way such as ``v_hat``, or the new ``theta``.
    value : ast.expr
        The expression, parsed. It reads ``theta``, ``dtheta``, ``learning_rate``, ``memory.v``, ``memory.s``,
        ``memory.u`` and ``memory.t``, the optimizer's hyperparameters as ``self.beta1``, ..., and the names of the
        lines before it.
    line : str
        The line of NumPy, such as ``v = self.momentum * memory.v + dtheta``.
    comment : str
        What the source says behind the line, without its sign; mostly empty.
    """

    name: str
    value: ast.expr
    line: str
    comment: str = ""


@cache
def update_rule(kind: type[Optimizer]) -> tuple[Assignment, ...]:
    """Read from an optimizer's source the lines of its step, in their order.

    Parameters
    ----------
    kind : type of Optimizer

    Returns
    -------
    tuple of Assignment
        The last one computes ``theta``. A step that hands changed parameters to its parent's step begins with that
        change, and the parent's lines follow.
    """
    source = textwrap.dedent(inspect.getsource(kind.step))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    lines: list[Assignment] = []
    for statement in definition.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            line = ast.get_source_segment(source, statement) or ""
            lines.append(Assignment(statement.targets[0].id, statement.value, line, _comment(source, statement)))
        elif isinstance(statement, ast.Return):
            lines += _returned(kind, source, statement)
    return tuple(lines)


def update_lines(kind: type[Optimizer]) -> str:
    """Return the lines of NumPy of an optimizer's step, the new parameters as ``theta = theta - ...``."""
    return "\n".join(assignment.line for assignment in update_rule(kind))


def _returned(kind: type[Optimizer], source: str, statement: ast.Return) -> list[Assignment]:
    """Read ``subtract(theta, step)`` as the subtraction that it is, and a call of the parent's step as its lines."""
    if isinstance(statement.value, ast.Call):  # super().step(theta * ..., ...)
        parent = next(base for base in kind.__mro__[1:] if issubclass(base, Optimizer) and "step" in vars(base))
        first = statement.value.args[0]
        return [Assignment("theta", first, f"theta = {ast.get_source_segment(source, first)}"), *update_rule(parent)]
    assert isinstance(statement.value, ast.Tuple) and isinstance(statement.value.elts[0], ast.Call)
    before, change = statement.value.elts[0].args
    minuend, subtrahend = (ast.get_source_segment(source, part) for part in (before, change))
    return [Assignment("theta", ast.BinOp(before, ast.Sub(), change), f"theta = {minuend} - {subtrahend}")]


def _comment(source: str, statement: ast.stmt) -> str:
    rest = source.splitlines()[(statement.end_lineno or 1) - 1][statement.end_col_offset :]
    return rest.partition("#")[2].strip()
