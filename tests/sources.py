"""Reads the project's Python files for the tests that look for a kind of statement in all of them."""

import ast
from collections.abc import Iterator


def statements(source: str) -> Iterator[ast.stmt]:
    """Yield every statement, those inside functions and classes too; `ast.walk` goes through expressions as well."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.stmt):
                yield node
            if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
                waiting.append(node)
