"""Data to learn from: toy generators, bundled real data, and what is done to inputs before a network sees them."""

from nnviz.datasets.catalogue import DATASETS, DatasetInfo
from nnviz.datasets.features import FEATURES, Feature, chosen_features, expand
from nnviz.datasets.making import TOY_RANGE, dataset
from nnviz.datasets.parameters import NOISE_LIMITS, SAMPLES_LIMITS
from nnviz.datasets.record import Dataset, Kind
from nnviz.datasets.splitting import Split, split
from nnviz.datasets.standardizer import SCALINGS, Standardizer, scaling

__all__ = [
    "DATASETS",
    "FEATURES",
    "NOISE_LIMITS",
    "SAMPLES_LIMITS",
    "SCALINGS",
    "TOY_RANGE",
    "Dataset",
    "DatasetInfo",
    "Feature",
    "Kind",
    "Split",
    "Standardizer",
    "chosen_features",
    "dataset",
    "expand",
    "scaling",
    "split",
]
