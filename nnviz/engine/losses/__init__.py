"""Losses: their formulas, gradients, and what they expect of output and targets."""

from nnviz.engine.losses.loss import Loss, LossTrace
from nnviz.engine.losses.registry import LOSSES, loss, loss_parameters

__all__ = ["LOSSES", "Loss", "LossTrace", "loss", "loss_parameters"]
