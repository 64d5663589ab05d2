"""What should have been seen on the page "Width and depth", in sentences with the numbers of its settings."""

from nnviz.experiments.inspection.formula import counted, power
from nnviz.experiments.width_and_depth.approximation import built_network
from nnviz.experiments.width_and_depth.bumps import KINDS, error_curve
from nnviz.experiments.width_and_depth.planes import random_network, trained_network
from nnviz.experiments.width_and_depth.products import has_flat, product_errors, tree_units
from nnviz.experiments.width_and_depth.regions import most_regions, regions
from nnviz.experiments.width_and_depth.settings import STEEPNESS, WidthAndDepthSettings
from nnviz.experiments.width_and_depth.tents import folded


def conclusions(settings: WidthAndDepthSettings) -> tuple[str, ...]:
    """Return what was built, counted and measured, without any training of many seeds.

    Parameters
    ----------
    settings : WidthAndDepthSettings
    """
    built, f = built_network(settings), settings.target
    curve = error_curve(f, settings.kind, (8, 16, 32, 64), steepness=STEEPNESS)
    slope = (
        f"the slope on a log-log plot is {round(curve.slope, 2) + 0.0:.2f}".replace(" -", " −")
        if curve.exact is None
        else f"with {curve.exact} units it is exact up to rounding"
    )
    both = folded(settings.zigzag)
    make = trained_network if settings.trained else random_network
    found = regions(make(settings.widths, settings.plane_seed))
    first = settings.widths[0]
    products = product_errors(settings.multiplied, settings.bend)
    sentences = [
        f"{counted(built.units, 'unit')} built of {KINDS[settings.kind]} follow the function with a largest error of "
        f"**{power(built.largest_error)}**; {slope}. Such a network exists; that does not mean that training finds it.",
        f"{counted(both.folds, 'layer')} of two ReLU units make **{both.deep_pieces.count}** straight pieces with "
        f"{both.deep.n_parameters} parameters; one hidden layer needs {both.flat.n_parameters}.",
        f"{counted(first, 'unit')} cut the plane into {found.whole_plane} regions (at most {most_regions(first)}); "
        f"after {counted(len(found.counts), 'layer')} the window holds {found.counts[-1]}.",
        f"A tree of gates multiplies {settings.multiplied} numbers with {tree_units(settings.multiplied)} units, "
        + (
            f"one layer with {2**settings.multiplied}"
            if has_flat(settings.multiplied, settings.bend)
            else "one layer of squares cannot"
        )
        + (
            f"; the tree's error grows with the scale to the power {products.slope:.2f}."
            if products.slope > 0
            else "; the tree is exact up to rounding."
        ),
    ]
    return tuple(sentences)
