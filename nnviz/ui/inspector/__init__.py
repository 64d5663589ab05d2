"""The inspector: every tensor of a step in a list; one of them open, with formula, line of NumPy and numbers."""

from nnviz.ui.inspector.memory import Opened, open_tensor
from nnviz.ui.inspector.panel import inspector

__all__ = ["Opened", "inspector", "open_tensor"]
