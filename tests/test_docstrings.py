"""What a docstring lists under "Parameters" is what the function takes."""

import ast
import re

from scripts.driving import ROOT
from tests.sources import statements

MODULES = sorted(path for room in ("nnviz", "scripts", "benchmarks") for path in (ROOT / room).rglob("*.py"))


def documented(docstring):
    """Names in the section "Parameters" of a docstring in numpydoc form."""
    lines, inside = docstring.split("\n"), False
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch(r"-{3,}", below.strip()):
            inside = line == "Parameters"
        elif inside and re.match(r"\w|\*", line):
            yield from (name.strip().lstrip("*") for name in line.split(" : ")[0].split(","))


def taken(function):
    """Names of all parameters of a function."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return {one.arg for one in every if one is not None}


def wrong_names(source):
    """Names that stand in a docstring and not in the signature, each behind its function's name."""
    functions = [node for node in statements(source) if isinstance(node, ast.FunctionDef)]
    return [
        f"{function.name}: {name}"
        for function in functions
        for name in documented(ast.get_docstring(function) or "")
        if name not in taken(function)
    ]


def test_a_renamed_parameter_is_found():
    docstring = "Add.\n\n    Parameters\n    ----------\n    y, *more : float\n        What.\n"
    source = f'def f(x, *more):\n    """{docstring}"""\n'
    assert wrong_names(source) == ["f: y"]


def test_docstrings_name_the_parameters_there_are():
    found = {path.relative_to(ROOT).as_posix(): wrong_names(path.read_text(encoding="utf-8")) for path in MODULES}
    assert not {path: names for path, names in found.items() if names}
