"""Data with more than two features cannot be drawn whole: a view names what of them is shown."""

import re

from nnviz.datasets import DatasetInfo
from nnviz.experiments.address.echo import echo

SAMPLES = "samples"
COMPONENTS = "components"
ONE_FEATURE = "feature"
_DEFAULT = {"iris": "features:2,3", "wine": "features:0,6"}
_FEATURES = re.compile(r"features:(\d{1,4}),(\d{1,4})")


def view_columns(view: str) -> tuple[int, int] | None:
    """Return the two columns that a view names, or None for one that names none.

    Raises
    ------
    ValueError
        If it is no view.
    """
    if view in (SAMPLES, COMPONENTS):
        return None
    match = _FEATURES.fullmatch(view)
    if match is None or int(match[1]) == int(match[2]):
        raise ValueError(
            f"expected samples, components or two different columns such as features:0,1, got '{echo(view)}'"
        )
    return int(match[1]), int(match[2])


def check_view(view: str, data: DatasetInfo) -> None:
    """Refuse a view that the data do not offer.

    Raises
    ------
    ValueError
        If it is no view, names a column that there is not, or needs classes or features that the data do not have.
    """
    columns = view_columns(view)
    if columns is not None and max(columns) >= data.n_features:
        last = data.n_features - 1
        raise ValueError(f"expected two columns from 0 to {last}, got '{view}'; {data.title} has no more")
    if view == COMPONENTS and data.n_features < 2:
        raise ValueError(f"components need two features or more, but {data.title} has one; leave the view out")
    if view == SAMPLES and data.kind != "classes":
        raise ValueError(
            f"the view of single samples needs several classes, but {data.title} has one output; choose a plane"
        )


def views(data: DatasetInfo) -> tuple[str, ...]:
    """Return the views to choose from; of the pairs of features only the usual one."""
    usual = default_view(data)
    offered = [features_view(0, 1) if usual in (SAMPLES, COMPONENTS) else usual]
    if data.n_features > 1:
        offered.append(COMPONENTS)
    if data.kind == "classes":
        offered.append(SAMPLES)
    return tuple(offered)


def default_view(data: DatasetInfo) -> str:
    """Return what is shown unless a person chooses: samples of images and signals, else two features.

    A single feature has a plane of its own, "feature": it is drawn along the horizontal axis.
    """
    if data.n_features < 2:
        return ONE_FEATURE
    if data.shape is not None:
        return SAMPLES if data.kind == "classes" else COMPONENTS
    return _DEFAULT.get(data.name, features_view(0, 1))


def features_view(i: int, j: int) -> str:
    """Return the view of two columns, counted from 0."""
    return f"features:{i},{j}"
