"""Formulas and numbers as the pages write them."""

from nnviz.experiments.inspection.formula import filled, power

__all__ = ["filled", "power"]
