"""Every array of a pass describes itself: its symbol, formula, axes and the line of NumPy that computed it."""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, wraps
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

from nnviz.engine.arrays import Array

T = TypeVar("T")

_PRODUCT = re.compile(r"\bproduct\(([\w.]+(?:\[[^\]]+\])?), ([\w.]+)\)")


@dataclass(frozen=True)
class TensorSpec:
    """What the declaration of a field says about the array in it.

    Attributes
    ----------
    symbol : str
        The letter of the notation, in LaTeX.
    formula : str
        How it is computed, in LaTeX.
    axes : tuple of str
        The names of the last axes; leading axes are networks of an ensemble.
    computed_by : str
        The function whose source computes it: ``"Dense.forward"`` in the module of the record, or ``"loss.forward"``
        where ``loss`` is another field of the record. Empty for what is given and not computed.
    formula_of : str
        Where another field of the record knows the formula: ``"loss.latex"``. Empty if `formula` is all there is.
    axes_of : str
        Where the record, or a field of it, knows the names of the axes: ``"layer.in_axes"``. Empty if `axes` are all.
    """

    symbol: str
    formula: str
    axes: tuple[str, ...]
    computed_by: str
    formula_of: str = ""
    axes_of: str = ""


@dataclass(frozen=True, eq=False)
class TensorView:
    """One tensor of a pass, with all that is needed to read it.

    Attributes
    ----------
    path : str
        Where it stands in the record, such as ``layers[1].dW``.
    symbol, formula : str
        LaTeX.
    axes : tuple of str
        The names of its last axes.
    line : str
        The line of NumPy that computed it, read from the engine's source; empty for what is given.
    value : ndarray
        The array itself.
    """

    path: str
    symbol: str
    formula: str
    axes: tuple[str, ...]
    line: str
    value: Array


def tensor(
    symbol: str,
    formula: str,
    *,
    axes: tuple[str, ...] = (),
    computed_by: str = "",
    formula_of: str = "",
    axes_of: str = "",
    **options: Any,
) -> Any:
    """Declare a dataclass field that holds an array, and say what the array is.

    Parameters
    ----------
    symbol, formula, axes, computed_by, formula_of, axes_of
        See `TensorSpec`.
    **options
        Passed on to `dataclasses.field`, such as ``default=None`` for an array that not every pass has.
    """
    return field(metadata={"tensor": TensorSpec(symbol, formula, axes, computed_by, formula_of, axes_of)}, **options)


def inline(**options: Any) -> Any:
    """Declare a field with a nested record whose tensors `walk` lists as if they stood here."""
    return field(metadata={"inline": True}, **options)


def unlisted(**options: Any) -> Any:
    """Declare a field whose tensors `walk` does not list, since they are listed elsewhere in the record."""
    return field(metadata={"unlisted": True}, **options)


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(tensor, inline, unlisted))
def record(cls: type[T]) -> type[T]:
    """Turn a class into a record of a pass: a frozen dataclass, compared by identity since it holds arrays."""
    frozen = dataclass(frozen=True, eq=False)(cls)
    _set_fields_at_once(frozen)
    return frozen


def _set_fields_at_once(cls: type[Any]) -> None:
    """Give a frozen dataclass an ``__init__`` that writes the fields straight into ``__dict__``.

    The one that `dataclass` writes calls ``object.__setattr__`` for each field and takes more than twice as long; one
    step of training makes about thirty records, and on small matrices that counts.
    """
    usual: Any = cls.__init__
    names = [entry.name for entry in fields(cls)]
    lines = [f"def __init__(self, {', '.join(names)}):", " into = self.__dict__"]
    lines += [f" into[{name!r}] = {name}" for name in names]
    lines += [" self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    scope: dict[str, Any] = {}
    exec("\n".join(lines), scope)
    cls.__init__ = wraps(usual)(scope["__init__"])
    cls.__init__.__defaults__ = usual.__defaults__


def walk(record: Any, path: str = "") -> Iterator[TensorView]:
    """List every tensor of a record and of the records inside it, in the order of their declaration.

    Parameters
    ----------
    record : dataclass instance
        A trace, gradients, a step record: anything whose fields were declared with `tensor`.
    path : str
        What to put before each path.

    Yields
    ------
    TensorView

    Examples
    --------
    >>> import numpy as np
    >>> from nnviz.engine import Dense, Network, activation
    >>> network = Network((Dense(np.ones((2, 1)), np.zeros(1), activation("tanh")),))
    >>> [view.path for view in walk(network.forward(np.ones((3, 2))))]
    ['X', 'layers[0].X', 'layers[0].W', 'layers[0].b', 'layers[0].Z', 'layers[0].A']
    """
    for entry in fields(record):
        value = getattr(record, entry.name)
        spec = entry.metadata.get("tensor")
        if value is None or entry.metadata.get("unlisted"):
            continue
        if spec is not None:
            line = _line_of(record, spec.computed_by, entry.name)
            formula = attrgetter(spec.formula_of)(record) if spec.formula_of else spec.formula
            axes = attrgetter(spec.axes_of)(record) if spec.axes_of else spec.axes
            yield TensorView(path + entry.name, spec.symbol, formula, axes, line, value)
        elif isinstance(value, tuple):
            for i, part in enumerate(value):
                if is_dataclass(part):
                    yield from walk(part, f"{path}{entry.name}[{i}].")
        elif is_dataclass(value):
            yield from walk(value, path if entry.metadata.get("inline") else f"{path}{entry.name}.")


def _line_of(record: Any, computed_by: str, name: str) -> str:
    if not computed_by:
        return ""
    owner, method = computed_by.split(".")
    if hasattr(record, owner):
        maker = type(getattr(record, owner))
    else:
        maker = getattr(sys.modules[type(record).__module__], owner)
    parts = [record, *(getattr(record, entry.name) for entry in fields(record) if entry.metadata.get("inline"))]
    absent = (entry.name for part in parts for entry in fields(part) if getattr(part, entry.name) is None)
    return assignment(getattr(maker, method), name, frozenset(absent))


@cache
def assignment(function: Callable[..., Any], name: str, absent: frozenset[str] = frozenset()) -> str:
    """Read from a function's source the line that assigns a name.

    Parameters
    ----------
    function : callable
        A Python function or method.
    name : str
        The variable that the line assigns.
    absent : frozenset of str
        Names that stand for nothing here: of several lines, the first that reads none of them counts.

    Returns
    -------
    str
        The statement as it is written, such as ``Z = X @ W + b[..., None, :]``, with `product` as the ``@`` that it is.
        Where it is assigned part by part, a line for each: ``Z[t] = XW[t] + h @ W_hh``.

    Raises
    ------
    ValueError
        If the function assigns no such name: the declaration of a tensor and the code have drifted apart.
    """
    source = textwrap.dedent(inspect.getsource(function))
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if _assigned(target) == name:
                    found.setdefault(ast.unparse(target).replace("[(", "[").replace(")]", "]"), []).append(node.value)
    if not found:
        raise ValueError(f"expected {function.__qualname__} to assign {name!r}, but no line of it does")
    lines = []
    for target_text, values in found.items():
        value = next((line for line in values if not _names(line) & absent), values[0])
        lines.append(f"{target_text} = " + _PRODUCT.sub(r"\1 @ \2", ast.get_source_segment(source, value) or ""))
    return "\n".join(lines)


def _assigned(target: ast.expr) -> str:
    """Return the name that an assignment changes: Z of ``Z``, of ``Z[t]`` and of ``Z[t][..., u]``."""
    while isinstance(target, ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _names(expression: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(expression) if isinstance(part, ast.Name)}
