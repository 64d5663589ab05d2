"""The inspector: every tensor of a step in a list; one of them open, with formula, line of NumPy and numbers."""

from nnviz.ui.inspector.panel import inspector
from nnviz.ui.inspector.selection import Selection, select_tensor

__all__ = ["Selection", "inspector", "select_tensor"]
