"""What the page "Width and depth" computes: networks that are built, what descent finds, regions, and products."""

from nnviz.experiments.width_and_depth.approximation import begin_approximation, built_network
from nnviz.experiments.width_and_depth.bumps import Construction, ErrorCurve, build, error_curve
from nnviz.experiments.width_and_depth.depths import DepthResult, Shape, begin_depths, depth_task, shapes
from nnviz.experiments.width_and_depth.ensembles import equal_widths
from nnviz.experiments.width_and_depth.fitting import FitFrame, FitTrajectory, Task, begin
from nnviz.experiments.width_and_depth.pieces import Pieces, pieces_along
from nnviz.experiments.width_and_depth.planes import random_network, trained_network
from nnviz.experiments.width_and_depth.products import (
    ProductErrors,
    flat_product,
    gate,
    product_errors,
    tree_product,
)
from nnviz.experiments.width_and_depth.regions import Region, Regions, lines_cut, most_regions, regions
from nnviz.experiments.width_and_depth.settings import WidthAndDepthSettings
from nnviz.experiments.width_and_depth.tents import Folded, deep_tent, flat_tent, folded
from nnviz.experiments.width_and_depth.towers import Towers, towers

__all__ = [
    "Construction",
    "DepthResult",
    "ErrorCurve",
    "FitFrame",
    "FitTrajectory",
    "Folded",
    "Pieces",
    "ProductErrors",
    "Region",
    "Regions",
    "Shape",
    "Task",
    "Towers",
    "WidthAndDepthSettings",
    "begin",
    "begin_approximation",
    "begin_depths",
    "build",
    "built_network",
    "deep_tent",
    "depth_task",
    "equal_widths",
    "error_curve",
    "flat_product",
    "flat_tent",
    "folded",
    "gate",
    "lines_cut",
    "most_regions",
    "pieces_along",
    "product_errors",
    "random_network",
    "regions",
    "shapes",
    "towers",
    "tree_product",
    "trained_network",
]
