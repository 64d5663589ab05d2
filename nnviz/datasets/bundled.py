"""Real data that come with nnviz: handwritten digits, iris flowers and wines, read from small files beside this one.

`scripts/bundle_datasets.py` makes the files from scikit-learn's copies. They hold plain arrays; nothing is unpickled.
"""

from functools import cache
from importlib.resources import files

import numpy as np

from nnviz.datasets.record import Dataset, Labels, place_names
from nnviz.engine.arrays import Array
from nnviz.engine.heads import one_hot

UCI_LICENCE = "CC BY 4.0 (UCI Machine Learning Repository)"
DIGITS_SOURCE = (
    "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, "
    "doi:10.24432/C50P49: the 1797 test images, as in scikit-learn"
)
IRIS_SOURCE = (
    "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936) 179-188, with "
    "the numbers of the paper, as in scikit-learn and R; UCI's file (doi:10.24432/C56C76) differs in samples 35 and 38"
)
WINE_SOURCE = (
    "S. Aeberhard and M. Forina, Wine, UCI Machine Learning Repository, 1992, doi:10.24432/C5PC7J, as in scikit-learn"
)
IRIS_FEATURES = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
DIGITS_SHAPE = (8, 8, 1)
DIGITS_CLASSES = tuple("0123456789")
IRIS_CLASSES = ("setosa", "versicolor", "virginica")
WINE_CLASSES = ("cultivar 1", "cultivar 2", "cultivar 3")
WINE_FEATURES = (
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "colour intensity",
    "hue",
    "OD280/OD315 of diluted wines",
    "proline",
)


@cache
def digits() -> Dataset:
    """Return 1797 handwritten digits of 8 x 8 pixels, grey levels 0 (paper) to 16 (ink); X (1797, 64)."""
    X, labels = _load("digits")
    return Dataset(
        name="digits",
        title="Handwritten digits",
        kind="classes",
        X=X,
        Y=one_hot(labels, 10),
        labels=labels,
        feature_names=place_names(DIGITS_SHAPE),
        class_names=DIGITS_CLASSES,
        shape=DIGITS_SHAPE,
        x_range=(0.0, 16.0),
        source=DIGITS_SOURCE,
        licence=UCI_LICENCE,
    )


@cache
def iris() -> Dataset:
    """Return four measurements in centimetres of 150 flowers, 50 of each of three species; X (150, 4)."""
    X, labels = _load("iris")
    return Dataset(
        name="iris",
        title="Iris flowers",
        kind="classes",
        X=X,
        Y=one_hot(labels, 3),
        labels=labels,
        feature_names=IRIS_FEATURES,
        class_names=IRIS_CLASSES,
        source=IRIS_SOURCE,
        licence=UCI_LICENCE,
    )


@cache
def wine() -> Dataset:
    """Return thirteen measurements of 178 wines from three grape varieties (cultivars) of one region; X (178, 13)."""
    X, labels = _load("wine")
    return Dataset(
        name="wine",
        title="Wines",
        kind="classes",
        X=X,
        Y=one_hot(labels, 3),
        labels=labels,
        feature_names=WINE_FEATURES,
        class_names=WINE_CLASSES,
        source=WINE_SOURCE,
        licence=UCI_LICENCE,
    )


def _load(name: str) -> tuple[Array, Labels]:
    path = files("nnviz.datasets").joinpath("data", f"{name}.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return arrays["X"].astype(np.float64), arrays["labels"].astype(np.int64)
