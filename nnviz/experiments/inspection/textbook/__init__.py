"""The lines of NumPy as a textbook has them, with the names of the layer: ``dW2 = A1.T @ dZ2``."""

from nnviz.experiments.inspection.textbook.lines import textbook_lines
from nnviz.experiments.inspection.textbook.losses import loss_line, loss_lines
from nnviz.experiments.inspection.textbook.optimizers import optimizer_lines
from nnviz.experiments.inspection.textbook.schedules import schedule_lines

__all__ = ["loss_line", "loss_lines", "optimizer_lines", "schedule_lines", "textbook_lines"]
