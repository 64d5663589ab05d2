"""The engine's own functions as text for a script: copied from its source, so that both compute the same.

Left out are the types, which a script does not need, and all of a docstring but its first paragraph.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable
from functools import partial
from types import FunctionType
from typing import Any

from nnviz.engine import Activation

Function = Callable[..., Any]

_LONG_LINE = 116


def activation_call(activation: Activation, slope: bool) -> str:
    """Return how a script calls an activation, with a place for its arguments: ``leaky_relu({}, slope=0.01)``.

    Parameters
    ----------
    activation : Activation
    slope : bool
        Its derivative instead.
    """
    function = activation.df if slope else activation.f
    words = "".join(f", {name}={value!r}" for name, value in _keywords(function).items())
    return f"{_plain(function).__name__}({{}}{words})"


def source_of(functions: Iterable[Function]) -> str:
    """Return the source of functions and of all that they use, each after what it uses, each once."""
    found: dict[str, str] = {}
    for function in functions:
        _collect(_plain(function), found)
    return "\n\n\n".join(_grouped(found))


def method_body(method: Function) -> list[str]:
    """Return the lines of a loss's method, which reads A, Y and P, without types and without unpacking its trace."""
    source = textwrap.dedent(inspect.getsource(method))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    begin = definition.body[0].end_lineno or 0
    lines = (_untyped(line) for line in source.splitlines()[begin:])
    return [line for line in lines if not re.match(r"\s+(assert trace\.|[APY, ]+ = trace\.)", line)]


def _grouped(found: dict[str, str]) -> list[str]:
    """Put constants that follow each other into one block."""
    blocks: list[str] = []
    for text in found.values():
        if blocks and not text.startswith("def ") and not blocks[-1].startswith("def "):
            blocks[-1] += "\n" + text
        else:
            blocks.append(text)
    return blocks


def _collect(function: FunctionType, found: dict[str, str]) -> None:
    if function.__name__ in found:
        return
    text, names = _bare(function)
    for name in names:
        value = function.__globals__.get(name)
        if isinstance(value, FunctionType):
            _collect(value, found)
        elif isinstance(value, int | float | tuple) and name not in found:
            found[name] = _constant(name, value)
    found[function.__name__] = text


def _bare(function: FunctionType) -> tuple[str, list[str]]:
    """Return a function's source without types, and the global names that it uses."""
    source = inspect.getsource(function)
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    names = [node.id for node in ast.walk(definition) if isinstance(node, ast.Name) and node.id != "float64"]
    head = f"def {definition.name}({', '.join(argument.arg for argument in definition.args.args)}):"
    sentence = (ast.get_docstring(definition) or "").split("\n\n")[0]
    lines = source.splitlines()
    documented = ast.get_docstring(definition) is not None
    body = lines[definition.body[0].end_lineno or 0 :] if documented else lines[definition.body[0].lineno - 1 :]
    prefix = "r" if "\\" in sentence else ""
    text = [head, *([f'    {prefix}"""{sentence}"""'] if documented else []), *map(_untyped, body)]
    return "\n".join(text), names


def _untyped(line: str) -> str:
    """Take out types, and the conversion to float64, which all arrays of a script are in."""
    return re.sub(r"\bfloat64\((\w+), \"[^\"]*\"\)", r"\1", re.sub(r"^(\s+\w+): Array =", r"\1 =", line))


def _constant(name: str, value: Any) -> str:
    """Write a constant; a long one over several lines."""
    text = f"{name} = {value!r}"
    if len(text) <= _LONG_LINE:
        return text
    parts = ",\n".join("    " + _wrapped(repr(part)) for part in value)
    return f"{name} = (\n{parts},\n)"


def _wrapped(text: str) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) > _LONG_LINE - 8:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return "\n        ".join([*lines, line])


def _plain(function: Function) -> FunctionType:
    while isinstance(function, partial):
        function = function.func
    assert isinstance(function, FunctionType)
    return function


def _keywords(function: Function) -> dict[str, Any]:
    return dict(function.keywords) if isinstance(function, partial) else {}
