"""A line of NumPy for one entry alone: its value, and in LaTeX its terms with numbers in place of the names."""

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from nnviz.experiments.inspection.expression import Term
from nnviz.experiments.inspection.formula import factor, number

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


class Numbers:
    """What the names in an expression stand for.

    Parameters
    ----------
    values : mapping of str to float
        The number behind each name, as the source spells it: ``dtheta``, ``memory.v``, ``self.beta1``.
    constants : collection of str
        Names of what is the same for every parameter, such as the learning rate: numbers that are made of these alone
        are written as one.
    """

    def __init__(self, values: Mapping[str, float], constants: Collection[str]) -> None:
        self._values = {name: np.float64(value) for name, value in values.items()}
        self._constants = frozenset(constants)

    def value(self, node: ast.expr) -> Any:
        """Evaluate an expression, in the order of its operations and with NumPy's rules for infinity and NaN."""
        match node:
            case ast.Constant(value=constant):
                return constant
            case ast.BinOp(left=left, op=op, right=right):
                return _OPERATORS[type(op)](self.value(left), self.value(right))
            case ast.Call(func=ast.Attribute(attr="sqrt"), args=[argument]):
                return np.sqrt(self.value(argument))
            case ast.Call(func=ast.Attribute(attr="abs"), args=[argument]):
                return np.abs(self.value(argument))
            case ast.Call(func=ast.Attribute(attr="maximum"), args=[one, other]):
                return np.maximum(self.value(one), self.value(other))
            case ast.Call(func=ast.Attribute(attr="where")):
                return self.value(self._chosen(node))
            case ast.Name() | ast.Attribute():
                return self._values[ast.unparse(node)]
        raise ValueError(
            f"expected sums, products, quotients, powers, np.sqrt, np.abs, np.maximum and np.where, got "
            f"{ast.unparse(node)}"
        )

    def _chosen(self, node: ast.Call) -> ast.expr:
        """Return the expression that ``np.where(one > other, above, else)`` means with these numbers."""
        condition, above, other = node.args
        assert isinstance(condition, ast.Compare) and isinstance(condition.ops[0], ast.Gt)
        return above if self.value(condition.left) > self.value(condition.comparators[0]) else other

    def terms(self, node: ast.expr) -> tuple[Term, ...]:
        """Return the terms of a sum, each as it is written and its value."""
        found = []
        for term, negative in _terms(node):
            text, value = self._product(term), float(self.value(term))
            found.append((f"-({text})" if text.startswith("-") else f"-{text}", -value) if negative else (text, value))
        return tuple(found)

    def _is_constant(self, node: ast.expr) -> bool:
        names = (ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute))
        whole = [name for name in names if name not in ("self", "np", "np.sqrt", "np.abs", "np.maximum")]
        return all(name in self._constants for name in whole)

    def _product(self, node: ast.expr) -> str:
        """Write a term: numbers that are the same for every parameter first, equal factors as a power."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not self._is_constant(node):
            above, below = _factors(node.left), self._sum(node.right)
            rest = [part for part in above if not self._is_constant(part)]
            front = [self._factor(part) for part in above if self._is_constant(part)] if rest else []
            rest = rest or above
            return r" \cdot ".join([*front, rf"\frac{{{self._written(rest)}}}{{{below}}}"])
        parts = sorted(_factors(node), key=lambda part: not self._is_constant(part))
        return self._written(parts)

    def _written(self, parts: list[ast.expr]) -> str:
        texts = [ast.unparse(part) for part in parts]
        found: list[str] = []
        for k, part in enumerate(parts):
            power = texts.count(texts[k])
            if k == texts.index(texts[k]):
                base = self._factor(part) if found or power > 1 else self._sum(part, alone=len(parts) == 1)
                found.append(base + (f"^{power}" if power > 1 else ""))
        return r" \cdot ".join(found)

    def _sum(self, node: ast.expr, alone: bool = True) -> str:
        """Write a sum; in brackets where it is not alone."""
        if self._is_constant(node) or isinstance(node, ast.Name | ast.Attribute):
            return number(float(self.value(node)))
        if isinstance(node, ast.Call):
            begin, end = {
                "np.sqrt": (r"\sqrt{", "}"),
                "np.abs": (r"\lvert ", r" \rvert"),
                "np.maximum": (r"\max(", ")"),
            }[ast.unparse(node.func)]
            return begin + r",\; ".join(self._sum(argument) for argument in node.args) + end
        if len(_terms(node)) == 1:
            return self._product(node)
        text = "".join(
            (" - " if negative else " + " if k else "") + self._product(term)
            for k, (term, negative) in enumerate(_terms(node))
        )
        return text if alone else rf"\big({text}\big)"

    def _factor(self, node: ast.expr) -> str:
        if self._is_constant(node) or isinstance(node, ast.Name | ast.Attribute):
            return factor(float(self.value(node)))
        return self._sum(node, alone=False)


def _terms(node: ast.expr, negative: bool = False) -> list[tuple[ast.expr, bool]]:
    """Split a sum into its terms, and say which are subtracted."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        minus = isinstance(node.op, ast.Sub)
        return [*_terms(node.left, negative), *_terms(node.right, negative != minus)]
    return [(node, negative)]


def _factors(node: ast.expr) -> list[ast.expr]:
    """Split a product into its factors."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    return [node]
