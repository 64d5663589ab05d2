"""Optimizers: their rules, with formulas and sources, and what they remember."""

from nnviz.engine.optimizers.optimizer import Memory, Optimizer
from nnviz.engine.optimizers.registry import OPTIMIZERS, optimizer, optimizer_parameters

__all__ = ["OPTIMIZERS", "Memory", "Optimizer", "optimizer", "optimizer_parameters"]
